"""Loader for the tables that EveryPolitician publishes beside its Popolo files: those of terms, and lists of names.

A row of a term says the same as some objects of the Popolo file, so it is turned into these objects and read like them. With the same
data set both give the same things, and a membership that is in both is one.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

import polars as pl

from govgraph.loaders.events.base import SURE, EventTable
from govgraph.loaders.events.columns import without_faults
from govgraph.loaders.events.layout import Format, Header, headers
from govgraph.loaders.popolo import actors, positions
from govgraph.loaders.popolo.context import Context
from govgraph.loaders.popolo.embedded import Placed
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.ids import Ids
from govgraph.loaders.popolo.scope import names_a_publication
from govgraph.loaders.popolo.values import wikidata_item
from govgraph.loaders.rows import Rows
from govgraph.loaders.sheets.saved_again import without_na
from govgraph.ontology.block import Block, Reject
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import CODE, country_iri

_NAMES: Final = ("name", "id")
"""The header of a list of names, in this order."""
_WHOLE: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|.*/.*", re.IGNORECASE | re.DOTALL)


class EveryPolitician(EventTable):
    """EveryPolitician: ``term-5.csv`` and ``names.csv``.

    **A term**: each row is a person with a membership in the legislature, on behalf of a group, in an area and a term. Ids of groups, areas
    and terms get the prefix that they have in the Popolo file (``party/``, ``area/``, ``term/``). A person may have several rows.
    **Names**: each row is a further name of a person, in no known language.
    """

    name = "everypolitician"
    title = "EveryPolitician: tables of terms and of names (CSV)"
    example = "govgraph load kyrgyzstan.term-5.csv"
    dataset_title = "EveryPolitician"
    licence = ""
    homepage = "https://github.com/everypolitician/everypolitician-data"
    code_systems = ("event-type",)
    tables = ("actors", "memberships", "places", "events", "participations", "associations")
    primary = ("actors", "memberships")
    told_apart_by = ("iri", "aliases")
    suffixes = (".csv",)
    guesses_dataset = True
    default_dataset = "everypolitician"
    format = Format(
        columns=dict.fromkeys(
            (
                "id", "name", "sort_name", "email", "twitter", "facebook", "group", "group_id", "area_id", "area", "chamber", "term",
                "start_date", "end_date", "image", "gender", "wikidata", "wikidata_group", "wikidata_area",
            ),
            (),
        ),
        needed=(("id",), ("name",), ("group",), ("chamber",), ("term",)),
        nulls=(),
    )  # fmt: skip
    names_format: ClassVar[Format] = Format({"name": (), "id": ()}, (("name",), ("id",)), nulls=(), only=True)

    def header(self, source: Source) -> Header | None:
        """The header of a term, or of a list of names."""
        names = next((h for h in headers(source, self.names_format) if h.names == _NAMES), None)
        return names or super().header(source)

    def detect(self, source: Source) -> float:
        """By the columns."""
        header = self.header(source)
        return 0.0 if header is None else 0.8 if header.names == _NAMES else SURE

    def dataset(self, source: Source, options: Options) -> str:
        """The dataset of the options, else the file's name up to its first dot as for Popolo files, else ``everypolitician``."""
        name = source.content_name.split(".", 1)[0].lower()
        named = names_a_publication(name) and name != "names"
        return options.dataset or (name if named else self.default_dataset)

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        rows = without_na(rows, lambda name: name in _NEVER_NA)
        rows = without_faults(
            block,
            rows,
            [
                ("id", "required value is missing", pl.col("id").is_null()),
                ("name", "required value is missing", pl.col("name").is_null()),
            ],
        )
        country = country_iri(options.base, options.country) if options.country else ""
        term = _Term(Context(Ids(options.base, self.dataset(source, options)), options.languages, country), block)
        in_term = "chamber" in rows.columns and rows["chamber"].null_count() < rows.height
        for row in rows.iter_rows(named=True):
            term.rows.begin(row["row"], "")
            if in_term:
                term.add(row)
            else:
                term.name(row)
        block.tables = term.rows.tables()


_NEVER_NA: Final = (
    "email", "twitter", "facebook", "image", "gender", "start_date", "end_date", "wikidata", "wikidata_group", "wikidata_area",
)  # fmt: skip
"""Columns in which NA says that a value is missing; a person, a group or a place may be called so."""


class _Term:
    """Turns rows of a table into objects as a Popolo file has them, and these into rows."""

    def __init__(self, context: Context, block: Block) -> None:
        self.context, self.block, self.rows, self.said = context, block, Rows(), set[tuple[str, str]]()
        self.learnt = set[
            tuple[str, str | None, str | None]
        ]()  # array, id and name: rows repeat the same few parties and areas

    def name(self, row: dict[str, Any]) -> None:
        """A further name of a person."""
        iri = self.context.ids.iri("persons", row["id"])
        self.rows.add("actors", iri=iri, kind="person", aliases=[{"lang": "", "text": row["name"]}])

    def add(self, row: dict[str, Any]) -> None:
        """What a row of a term says."""
        contact = [{"type": name, "value": row[name]} for name in ("twitter", "facebook") if row[name]]
        person = {name: row[name] for name in ("id", "name", "sort_name", "email", "gender", "image") if row[name]}
        party, area = _id("party", row["group_id"] or row["group"]), _id("area", row["area_id"] or row["area"])
        term = f"term/{row['term']}" if row["term"] else None
        things = [Placed("persons", "", {**person, "contact_details": contact, **_item(row["wikidata"])})]
        if row["chamber"]:
            things.append(
                Placed(
                    "organizations", "", {"id": "legislature", "name": row["chamber"], "classification": "legislature"}
                )
            )
        if party and row["group"]:
            group = {"id": party, "name": row["group"], "classification": "party", **_item(row["wikidata_group"])}
            things.append(Placed("organizations", "", group))
        if area and row["area"]:
            things.append(Placed("areas", "", {"id": area, "name": row["area"], **_item(row["wikidata_area"])}))
        membership = {
            "person_id": row["id"], "organization_id": "legislature" if row["chamber"] else None, "on_behalf_of_id": party, "area_id": area,
            "legislative_period_id": term, "role": "member", "start_date": row["start_date"], "end_date": row["end_date"],
        }  # fmt: skip
        for thing in things:
            if (known := (thing.array, thing.value.get("id"), thing.value.get("name"))) not in self.learnt:
                self.learnt.add(known)
                self.context.learn([thing])
        try:
            for thing in things:
                self._read(thing, row["row"])
            self._read(Placed("memberships", "", membership), row["row"])
        except Unusable as fault:
            self.rows.drop()
            self.said.clear()
            self.block.rejects.append(Reject(row["row"], fault.column, fault.reason, fault.value))
            return
        if term and ("events", term) not in self.said:
            self.said.add(("events", term))
            self.rows.add("events", iri=self.context.ids.iri("events", term), type=f"{CODE}event-type/legislative_term")

    def _read(self, thing: Placed, row: int) -> None:
        identifier = str(thing.value.get("id") or "")
        placeholder = thing.array == "organizations" and identifier in self.context.placeholders
        if placeholder or (thing.array in ("organizations", "areas") and (thing.array, identifier) in self.said):
            return
        fields = self.context.fields(thing, row)
        _READ[thing.array](self.context, fields, self.rows)
        self.said.add((thing.array, identifier))
        for note in fields.notes:
            if (note.kind, note.value) not in self.context.noted and not note.value.startswith("events/term/"):
                self.context.noted.add((note.kind, note.value))
                self.block.notes.append(note)


_READ: Final = {
    "persons": actors.person, "organizations": actors.organization, "areas": positions.area, "memberships": positions.membership,
}  # fmt: skip


def _item(text: str | None) -> dict[str, Any]:
    """The item of Wikidata that a cell names, as an object of a Popolo file has it."""
    return {"identifiers": [{"scheme": "wikidata", "identifier": text}]} if text else {}


def _id(prefix: str, identifier: str | None) -> str | None:
    """The id that something has in the Popolo file, where it is not unique by itself.

    Example:
        >>> _id("party", "sdpk"), _id("party", "party/sdpk"), _id("party", "Q42"), _id("area", None)
        ('party/sdpk', 'party/sdpk', 'Q42', None)
    """
    if not identifier:
        return None
    return identifier if _WHOLE.fullmatch(identifier) or wikidata_item(identifier) else f"{prefix}/{identifier}"
