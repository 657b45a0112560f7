"""Writes what a proposed mapping says of one actor."""

from __future__ import annotations

import re
from typing import Final

from govgraph.loaders.table.guessed import Actor, Guess
from govgraph.loaders.table.look import NUMBERED, Column
from govgraph.loaders.table.written import key_of, mark, name_lines, other_names, quoted, safe

_WORDS: Final = {
    "person": "person", "people": "person", "individual": "person", "organization": "organization", "organisation": "organization",
    "agency": "agency", "ministry": "agency", "ngo": "ngo", "company": "company", "business": "company", "party": "party",
    "parties": "country", "country": "country", "state": "country", "igo": "igo", "intergovernmental": "igo", "non-governmental": "ngo",
    "non": "ngo", "media": "media", "group": "group",
}  # fmt: skip


def actor_lines(actor: Actor, found: Guess) -> list[str]:
    """The lines of an actor: its kind, names, country and ids.

    Args:
        found: what all columns seem to mean.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.guess import guess
        >>> from govgraph.loaders.table.look import look
        >>> found = guess(look(pl.DataFrame({"Party": ["Ata"], "Day": ["2010-01-01"]})))
        >>> [line.split("  #")[0] for line in actor_lines(found.actors[0], found)]
        ['  party:', '    kind: party', '    name: Party']
    """
    column = actor.column
    lines = [f"  {key_of(actor)}:"]
    if actor.type:
        lines.append("    kind:")
        lines.append(f"      column: {quoted(actor.type.name)}")
        lines.append("      codes:")
        for text in actor.type.texts:
            words = re.split(r"[^\w-]+", text.lower())
            word = "agency" if "agency" in text.lower() else next((_WORDS[w] for w in words if w in _WORDS), "")
            why = "the word itself" if word else f"no word of it tells; {actor.why}"
            lines.append(f"        {quoted(text)}: {word or actor.kind}  # guess: {safe(why)}")
    else:
        lines.append(f"    kind: {actor.kind}  # guess: {safe(actor.why)}; cells like {safe(column.shown)}")
    if actor.kind != "country" or column.system == "name" or column is not actor.country:
        doubt = (
            f"; {column.commas} cells have commas: do they separate names?"
            if column.commas and not column.split
            else ""
        )
        how = f"{{column: {quoted(column.name)}, split: {mark(column.split)}}}" if column.split else quoted(column.name)
        said = f"  # guess: {column.split!r} separates several" if column.split else f"  # guess: as written{doubt}"
        lines += name_lines(actor) if actor.parts else [f"    name: {how}{said}"]
    lines += other_names(actor)
    if actor.country:
        lines.append(f"    country: {country_line(actor.country, found)}")
    if actor.id:
        how = (
            f"{{column: {quoted(actor.id.name)}, split: {mark(actor.id.split)}}}"
            if actor.id.split
            else quoted(actor.id.name)
        )
        if not (column.split and not actor.id.split):
            lines.append(
                f"    id: {how}  # guess: {actor.id.different:,} different ids for {column.different:,} different names"
            )
            if _same_space(actor, found):
                lines.append(f"    space: {key_of(actor)}  # guess: a numbering of its own")
    if actor.other_id:
        scheme = "-".join(w for w in actor.other_id.words if w != "id" and w.isascii()) or "id"
        how = f"{{column: {quoted(actor.other_id.name)}, split: {mark(actor.other_id.split)}}}"
        lines.append(
            f"    identifiers: {{{scheme}: {how}}}  # guess: lists like those of the names, as {safe(actor.other_id.shown)}"
        )
    return lines


def _same_space(actor: Actor, found: Guess) -> bool:
    kinds = [a.kind == "person" for a in found.actors if a.id and a.id is not actor.id]
    return (actor.kind == "person") in kinds


def country_line(column: Column, found: Guess) -> str:
    """A column of countries with its code system, and when the code counted if states had the same number.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.guessed import Guess
        >>> from govgraph.loaders.table.look import look
        >>> country_line(look(pl.DataFrame({"iso3": ["KGZ", "EST"]}))[0], Guess())
        '{column: iso3, system: iso3}  # guess: every code is one of iso3, as KGZ, EST'
    """
    known = "most codes are numbers" if column.system in NUMBERED else "every code is one"
    why = "names of countries" if column.system == "name" else f"{known} of {column.system}"
    why += f" (and of {' and '.join(column.formats)})" if column.formats else ""
    start = found.dates.get("start_date")
    on = f", on: {quoted(start.name)}" if start and column.system in NUMBERED else ""
    return f"{{column: {quoted(column.name)}, system: {column.system}{on}}}  # guess: {why}, as {safe(column.shown)}"
