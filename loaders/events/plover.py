"""Loader for events in PLOVER's JSON: gold records, records as the manual has them, and ICEWS protests that were written in it.

A file is a list, or objects one after another, each on one line or many. A source or a target may hold several actors: they take part in one event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

import polars as pl

from govgraph.loaders.events.actors import Meant, by_name, iso3_of
from govgraph.loaders.events.base import SURE
from govgraph.loaders.events.coded import by_code
from govgraph.loaders.events.columns import (
    count,
    details,
    first_rows,
    hashed,
    mapped,
    no_count,
    no_deaths,
    no_end,
    no_number,
    number,
    points,
    without_faults,
    without_wrong_cells,
)
from govgraph.loaders.events.icews import icews_meant
from govgraph.loaders.events.places import with_places
from govgraph.loaders.events.plover_types import plover_type, topics_of
from govgraph.loaders.events.polecat import polecat_country
from govgraph.loaders.json_objects import Objects
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.cameo import cameo_event
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import CODE, local_id

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id",), "date": ("date",), "end": ("enddate",), "event": ("event",), "mode": ("mode",), "context": ("context",),
    "text": ("text",), "comment": ("comment",), "headline": ("headline",), "event_text": ("eventText", "event_text"),
    "dead": ("dead",), "injured": ("injured",), "size": ("size",), "publication": ("publication", "cite_info"), "coder": ("coder",),
    "version": ("version",), "coded": ("dateCoded", "codedDate", "coded_date"), "language": ("language",), "scale": ("event_scale",),
    "link": ("link",), "event_loc": ("eventLoc",), "identity": ("protesteridentity",), "region": ("region",),
    "demand": ("protesterdemand",), "state_response": ("stateresponse",), "violence": ("protesterviolence",),
    "size_category": ("sizeCategory",),
}  # fmt: skip
"""Our column -> its keys in the variants."""
_SIDES: Final = {"source": "actor", "actor": "actor", "target": "recipient", "recipient": "recipient"}
_PLACES: Final = ("location", "event_loc", "eventLoc")
_PLACE: Final = {
    "country": ("country", "country_code", "country code"), "adm1": ("province",), "adm2": ("district",),
    "location": ("city", "resolved_place", "extracted_place", "name"), "latitude": ("lat",), "longitude": ("long", "lon"),
}  # fmt: skip
_ACTOR: Final = ("actorText", "entity_text", "sector", "code")
_NOT_USED: Final = {
    "textInfo",
    "text_info",
    "has_event",
    "time",
    "endtime",
    "ccode",
    "year",
    "license",
    "copyright",
    "citation",
    "continuation",
}
_DETAILS: Final = (
    "event_text", "size", "size_category", "event_loc", "coder", "version", "coded", "language", "region", "demand", "violence",
    "state_response",
)  # fmt: skip
_SIGNS: Final = (
    rb'"actorText"',
    rb'"eventText"\s*:.*"dateCoded"',
    rb'"protesteridentity"',
    rb'"entity_text"',
    rb'"event_scale"',
)
_EMPTY: Final = ("", "NULL", "None", "NA")
# ICEWS writes a protester as its name, its sectors and its country.
_IDENTITY: Final = re.compile(r"(.+?): (.*): ([^:]*)")


class Plover(Loader):
    """PLOVER events in JSON.

    **The key of an event** is its ``id`` with the date and the text, because the gold records give one id to two events. **Actors** have codes, which are read as CAMEO's: the country and the sector together
    (``HUN`` and ``GOV``), with the words of the text beside them. An actor without a code is known by name alone.
    """

    name = "plover"
    title = "PLOVER events as JSON (gold records, the manual's records, ICEWS protests)"
    dataset_title = "PLOVER events"
    version = 2
    licence = "as the file says (the gold records are CC-BY-SA-4.0)"
    homepage = "https://github.com/openeventdata/PLOVER"
    code_systems: ClassVar[tuple[str, ...]] = ("plover", "plover-mode", "plover-context", "cameo")
    tables = ("events", "participations", "actors", "places")
    primary = ("events",)
    suffixes = (".json", ".jsonl", ".txt")

    def detect(self, source: Source) -> float:
        """Recognise the format by keys that no other has."""
        head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return SURE if head[:1] in (b"[", b"{") and any(re.search(s, head, re.DOTALL) for s in _SIGNS) else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``plover`` unless the options name one."""
        return options.dataset or "plover"

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's events, block by block; ``row`` is the number of the object.

        Raises:
            LoaderError: the file is no JSON, or holds no events of PLOVER.
        """
        if not self.detect(source):
            raise LoaderError(
                "not a file of PLOVER events", where=str(source), expected="objects with actorText and event"
            )
        told: set[str] = set()
        records: list[dict[str, Any]] = []
        sides: list[dict[str, Any]] = []
        rejects: list[Reject] = []
        first = 1
        for row, found in Objects(source):
            if isinstance(found, Reject):
                rejects.append(found)
            else:
                records.append(_record(found, row))
                sides += _sides_of(found, row)
                told |= {key for key in found if key not in _known_keys()} | _unknown_inside(found)
            if row - first + 1 == options.block_rows:
                yield self._block(records, sides, rejects, row - first + 1, (), source, options)
                records, sides, rejects, first = [], [], [], row + 1
        read = len(records) + len(rejects)
        yield self._block(records, sides, rejects, read, tuple(sorted(told)), source, options)

    def _block(
        self, records: list[dict[str, Any]], sides: list[dict[str, Any]], rejects: list[Reject], read: int, unused: tuple[str, ...],
        source: Source, options: Options,
    ) -> Block:  # fmt: skip
        block = Block({}, read, rejects, unused_columns=unused)
        texts = dict.fromkeys([*_COLUMNS, *_PLACE, "precision"], pl.String)
        rows = pl.DataFrame(records, schema={"row": pl.Int64, **texts})
        who = dict.fromkeys(("role", "name", "place", "code"), pl.String)
        people = pl.DataFrame(sides, schema={"row": pl.Int64, **who, "sectors": pl.List(pl.String)})
        if rows.height:
            self._fill(block, rows, people, options.base, self.dataset(source, options))
        return block

    def _fill(self, block: Block, rows: pl.DataFrame, people: pl.DataFrame, base: str, dataset: str) -> None:
        day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
        rows = without_faults(
            block,
            rows,
            [
                ("event", "a note on the file, not an event", pl.col("event") == "DOCUMENT"),
                ("id", "there is no id", pl.col("id").is_null()),
                ("event", "there is no event type", pl.col("event").is_null()),
                ("date", "not a date (YYYY-MM-DD)", pl.col("date").is_not_null() & day.is_null()),
            ],
        )
        rows = without_wrong_cells(
            block,
            rows,
            [*no_end("end", "date", "end"), no_deaths("dead"), no_count("injured"), no_number("scale"), *points()],
        )
        rows = rows.with_columns(event_iri=hashed(rows, f"{base}event/{local_id(dataset)}/", ["id", "date", "text"]))
        cameo = pl.col("event").str.contains(r"^\d")
        types = {}
        for code, row in first_rows(rows.filter(cameo), "event"):
            types[code] = f"{CODE}cameo/{local_id(code)}"
            if cameo_event(code) is None:
                block.notes.append(Note("unknown code", f"cameo:{code}", row))
        coded = rows.filter(~cameo)
        rows = rows.with_columns(
            type=pl.when(cameo).then(mapped("event", types)).otherwise(plover_type(block, coded, "event", "mode")),
            topics=topics_of(block, rows, "context"),
        )
        placed, places = with_places(block, rows, base, dataset, polecat_country)
        sides = people.join(rows.select("row", event="event_iri"), on="row", how="inner", maintain_order="left")
        has_code = pl.col("code").is_not_null()
        by_codes, coded_actors = by_code(
            block, sides.filter(has_code).rename({"name": "as_given"}).drop("place"), base, several=True
        )
        by_names, named_actors = by_name(block, sides.filter(~has_code).drop("code"), base, dataset, _meant)
        block.tables = {
            "events": placed.select(
                pl.col("event_iri").alias("iri"), "type", pl.col("date").alias("start_date"), "place", "topics", "row",
                pl.when(pl.col("end") != pl.col("date")).then("end").alias("end_date"), count("dead").alias("fatalities"),
                count("injured"), number("scale").alias("intensity"), pl.col("comment").alias("remark"),
                pl.coalesce("text", "headline").alias("description"),
                pl.when(pl.col("publication").is_not_null()).then(pl.concat_list("publication")).alias("reported_by"),
                pl.when(pl.col("link").is_not_null()).then(pl.concat_list("link")).alias("links"),
                details("plover", [(c, c) for c in _DETAILS]).alias("details"),
                pl.concat_list(pl.lit(f"{dataset}:") + pl.col("id").str.replace_all(r"\s+", "_")).alias("identifiers"),
            ),
            "participations": pl.concat([by_codes, by_names], how="diagonal").unique("iri", keep="first", maintain_order=True),
            "actors": pl.concat([coded_actors, named_actors], how="diagonal"),
            "places": places,
        }  # fmt: skip


def _known_keys() -> set[str]:
    return {*(key for keys in _COLUMNS.values() for key in keys), *_SIDES, *_PLACES, *_PLACE["country"]} - _NOT_USED


def _unknown_inside(found: dict[str, Any]) -> set[str]:
    """The keys of places and actors that are not read, as ``location.type``.

    Example:
        >>> _unknown_inside({"eventLoc": {"name": "Osh", "type": "city"}, "source": [{"code": "KGZ"}]})
        {'eventLoc.type'}
    """
    places = {key for keys in _PLACE.values() for key in keys}
    known = dict.fromkeys(_PLACES, places) | {key: set(_ACTOR) for key in _SIDES}
    return {
        f"{key}.{name}"
        for key, names in known.items()
        for one in (found[key] if isinstance(found.get(key), list) else [found.get(key)])
        if isinstance(one, dict)
        for name in one
        if name not in names
    }


def _text(value: Any) -> str | None:
    """A value as a cell: lists are joined by ``;``, null words are null."""
    if isinstance(value, list):
        value = "; ".join(filter(None, map(_text, value)))
    if value is None or isinstance(value, dict):
        return None
    text = str(value).strip()
    return None if text in _EMPTY else text


def _record(found: dict[str, Any], row: int) -> dict[str, Any]:
    """The cells of one object."""
    record: dict[str, Any] = {"row": row}
    for column, keys in _COLUMNS.items():
        record[column] = next((text for key in keys if (text := _text(found.get(key)))), None)
    where = next((p for key in _PLACES if isinstance(p := found.get(key), (list, dict)) and p), {})
    place = where[0] if isinstance(where, list) and isinstance(where[0], dict) else where
    place = place if isinstance(place, dict) else {}
    for column, keys in _PLACE.items():
        record[column] = next((text for key in keys if (text := _text(place.get(key)))), None)
    # A mere name may be that of a city, a province or a peninsula.
    record["precision"] = "unknown" if record["location"] and record["location"] == _text(place.get("name")) else None
    record["country"] = _country(record["country"] or _text(found.get("country")))
    if record["country"] is None and iso3_of(record["location"] or ""):
        record["country"], record["location"], record["precision"] = record["location"], None, None
    return record


def _country(text: str | None) -> str | None:
    """A country as the source names it; two letters are its alpha-2 code."""
    state = country(f"iso2:{text}") if text and len(text) == 2 and text.isupper() else None
    return state.iso3 if state else text


def _sides_of(found: dict[str, Any], row: int) -> Iterator[dict[str, Any]]:
    """The actors of one object."""
    for key, role in _SIDES.items():
        actors = found.get(key)
        for actor in actors if isinstance(actors, list) else [actors]:
            one = actor if isinstance(actor, dict) else {"actorText": _text(actor)}
            name = _text(one.get("actorText")) or _text(one.get("entity_text"))
            sector = (_text(one.get("sector")) or "").replace("-", "")
            code = (_text(one.get("code")) or "") + sector
            if name or code:
                sectors = [sector] if sector else None
                yield {"row": row, "role": role, "name": name, "code": code or None, "sectors": sectors}
    if identity := _IDENTITY.fullmatch(_text(found.get("protesteridentity")) or ""):
        sectors = sorted(s.strip() for s in identity[2].split(",") if s.strip())
        yield {
            "row": row,
            "role": "actor",
            "name": identity[1],
            "place": identity[3].strip() or None,
            "sectors": sectors or None,
        }


def _meant(one: Any) -> Meant:
    return icews_meant(one)
