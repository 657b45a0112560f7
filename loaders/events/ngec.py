"""Loader for the output of NGEC, the program that codes POLECAT's events: one object an event, in which each actor stands by itself.

An object is brought into the columns of POLECAT, so that what they mean stands in one place (:mod:`govgraph.loaders.events.polecat`).

Source: github.com/ahalterman/NGEC, ``NGEC/formatter.py`` (``events_processed.jsonl``, and the example in its docstring).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.base import SURE
from govgraph.loaders.events.polecat import Polecat
from govgraph.loaders.json_objects import Objects
from govgraph.ontology.block import Block, Reject
from govgraph.ontology.loader import LoaderError, Options, Source

_SIGN: Final = re.compile(rb'"(?:event_geolocation|date_resolved|story_locs)"\s*:')
_EVENT: Final = re.compile(rb'"event_type"\s*:')
_SIDES: Final = {"ACTOR": "actor", "RECIP": "recipient"}
_COLUMNS: Final = {
    "event_id": "id", "event_type": "event_type", "event_mode": "event_mode", "contexts": "contexts", "headline": "headline",
    "event_text": "event_text", "source": "publisher", "publication_date": "pub_date", "story_id": "story_id", "story_people": "story_people",
    "story_organizations": "story_orgs", "story_locations": "story_locs", "version": "version", "language": "lang", "date_raw": "date_raw",
}  # fmt: skip
"""Column of POLECAT -> key of NGEC."""
_PLACE: Final = {
    "country": "country_code3", "province": "admin1_name", "district": "admin2_name", "placename": "resolved_placename", "latitude": "lat",
    "longitude": "lon", "geonames_id": "geonameid", "feature_type": "feature_code", "raw_placename": "search_placename",
}  # fmt: skip
_USED: Final = frozenset({*_COLUMNS.values(), "attributes", "event_geolocation", "date", "date_resolved"})
_WHOLE_COUNTRY: Final = re.compile(r"PCL[A-Z]*")
_OF_PARTICIPANT: Final = frozenset({"text", "wiki", "country", "country_name", "code_1", "code_2"})
_NO_COUNTRY: Final = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
"""What NGEC writes for the country of an actor that has none."""
_PARTICIPANT: Final = pl.Struct(
    {
        "role": pl.String,
        "name": pl.String,
        "place": pl.String,
        "wikipedia": pl.String,
        "as_given": pl.String,
        "sectors": pl.List(pl.String),
    }
)


class Ngec(Polecat):
    """NGEC events, as the program writes them.

    **The key of an event** is its ``id``, as in POLECAT; but whoever runs the program on documents of their own makes ids of their own, so that the
    data set is another unless it is named (``--dataset polecat``). **Actors**: those that were found on Wikipedia have the title as their
    identifier; any other is known by the words of the text.
    """

    name = "ngec"
    title = "NGEC events, the coder's own output (JSON lines)"
    example = "govgraph load events_processed.jsonl"
    dataset_title = "NGEC events"
    licence = "as those who coded the documents say"
    homepage = "https://github.com/ahalterman/NGEC"
    suffixes = (".jsonl", ".json")
    default_dataset = "ngec"

    def detect(self, source: Source) -> float:
        """By keys that only the program's output has."""
        head = source.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return SURE if head[:1] in (b"[", b"{") and _EVENT.search(head) and _SIGN.search(head) else 0.0

    def why_not(self, source: Source) -> None:
        """Nothing: no table is nearly of this format."""

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's events, block by block; ``row`` is the number of the object.

        Raises:
            LoaderError: the file is no JSON, or holds no events of NGEC.
        """
        if not self.detect(source):
            raise LoaderError("not a file of NGEC events", where=str(source), expected="id, event_type, attributes")
        objects = Objects(source)
        rows, rejects, unused = list[dict[str, Any]](), list[Reject](), dict[str, None]()
        for row, one in objects:
            if isinstance(one, Reject):
                rejects.append(one)
            else:
                rows.append(_row(one, row))
                unused.update(dict.fromkeys(_unused(one)))
            if len(rows) + len(rejects) >= options.block_rows:
                yield self._block(rows, rejects, tuple(unused), objects.position, source, options)
                rows, rejects, unused = [], [], {}
        yield self._block(rows, rejects, tuple(unused), objects.position, source, options)

    def _block(
        self, rows: list[dict[str, Any]], rejects: list[Reject], unused: tuple[str, ...], position: int, source: Source, options: Options
    ) -> Block:  # fmt: skip
        block = Block({}, len(rows) + len(rejects), rejects, unused_columns=unused, position=position)
        texts = dict.fromkeys(self.format.columns, pl.String)
        if rows:
            frame = pl.DataFrame(rows, schema={"row": pl.Int64, **texts, "participants": pl.List(_PARTICIPANT)})
            self.fill(block, frame, source, options)
        block.rejects.sort(key=lambda reject: reject.row)
        return block

    def sides(self, rows: pl.DataFrame) -> pl.DataFrame:
        """One row for each participant: event, row, document, sectors (a list), name, place, wikipedia, role."""
        some = rows.filter(pl.col("participants").list.len() > 0)
        return some.select("event", "row", "document", "participants").explode("participants").unnest("participants")


def _row(event: dict[str, Any], row: int) -> dict[str, Any]:
    """An event in the columns of POLECAT, with its ``participants``."""
    found: dict[str, Any] = {"row": row} | {ours: _text(event.get(theirs)) for ours, theirs in _COLUMNS.items()}
    # The day that was found in the text; where there was none, the program writes that of publication.
    found["event_date"] = _text(event.get("date_resolved")) or _text(event.get("date")) or found["publication_date"]
    told = event.get("event_geolocation")
    place = told.get("geo", told) if isinstance(told, dict) else None
    if isinstance(place, dict):
        found |= {ours: _text(place.get(theirs)) for ours, theirs in _PLACE.items()}
        if _WHOLE_COUNTRY.fullmatch(found["feature_type"] or ""):
            found["placename"] = None
        elif (found["feature_type"] or "").startswith("ADM"):
            found["placename"] = (
                None if found["placename"] in (found["province"], found["district"]) else found["placename"]
            )
    attributes = event.get("attributes")
    sides = attributes if isinstance(attributes, dict) else {}
    found["participants"] = [
        _participant(each, role)
        for side, role in _SIDES.items()
        for each in _list(sides.get(side))
        if isinstance(each, dict)
    ]
    return found


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _unused(event: dict[str, Any]) -> Iterator[str]:
    """The keys that are not read, those within attributes and the place by their paths."""
    yield from sorted(event.keys() - _USED)
    attributes, told = event.get("attributes"), event.get("event_geolocation")
    for side, every in attributes.items() if isinstance(attributes, dict) else ():
        if side not in _SIDES:
            yield f"attributes.{side}"
            continue
        for each in _list(every):
            yield from sorted(
                f"attributes.{side}.{k}" for k in (each.keys() - _OF_PARTICIPANT if isinstance(each, dict) else ())
            )
    place = told.get("geo", told) if isinstance(told, dict) else None
    if isinstance(told, dict) and isinstance(place, dict):
        yield from sorted(f"event_geolocation.{k}" for k in ({*place, *told} - {*_PLACE.values(), "geo"}))


def _participant(one: dict[str, Any], role: str) -> dict[str, Any]:
    home = _text(one.get("country"))
    sectors = [code for key in ("code_1", "code_2") if (code := _text(one.get(key)))]
    return {
        "role": role, "name": _text(one.get("wiki")) or _text(one.get("text")), "wikipedia": _text(one.get("wiki")),
        "place": None if home in _NO_COUNTRY else home, "sectors": sectors or None, "as_given": _text(one.get("text")),
    }  # fmt: skip


def _text(value: object) -> str | None:
    """A value as a text; those of a list separated by ``;``."""
    if isinstance(value, list):
        return "; ".join(text for one in value if (text := _text(one))) or None
    if value is None or isinstance(value, dict):
        return None
    return str(value).strip() or None
