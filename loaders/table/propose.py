"""Writes the mapping that a table seems to need: every guess has its reason beside it, and it runs as it is."""

from __future__ import annotations

import json
import re
from typing import Final

from govgraph.loaders.sheets.reading import sheets
from govgraph.loaders.table.guess import guess
from govgraph.loaders.table.guessed import Actor, Guess
from govgraph.loaders.table.look import ROWS, Column, look
from govgraph.loaders.table.subject import nobody_in
from govgraph.loaders.table.tree import DOCS
from govgraph.loaders.table.written import key_of, mark, quoted, safe
from govgraph.ontology.loader import LoaderError, Source

_WORDS: Final = {
    "person": "person", "people": "person", "individual": "person", "organization": "organization", "organisation": "organization",
    "agency": "agency", "ministry": "agency", "ngo": "ngo", "company": "company", "business": "company", "party": "party",
    "parties": "country", "country": "country", "state": "country", "igo": "igo", "intergovernmental": "igo", "non-governmental": "ngo",
    "non": "ngo", "media": "media", "group": "group",
}  # fmt: skip


def propose(source: Source, limit: int = ROWS) -> str:
    """A mapping for a table, as YAML with comments.

    Raises:
        LoaderError: the file cannot be read, or has no rows.

    Example:
        >>> from pathlib import Path
        >>> text = propose(Source(Path("seen.csv"), data=b"Person_Name,Day\\nAsan,2010-01-01\\n"))
        >>> print(next(line.strip() for line in text.splitlines() if "Day" in line))
        start_date: Day  # guess: all its cells are dates, as 2010-01-01
    """
    tables = list(sheets(source, lambda _: False))
    sheet = max(tables, key=lambda s: len(s.header), default=None)
    cells = next(sheet.cells(limit), None) if sheet else None
    if sheet is None or cells is None or not cells.frame.height:
        raise LoaderError("it has no rows to look at", where=str(source), expected="a header and at least one row")
    columns = look(cells.frame)
    writer = _Writer(guess(columns), columns)
    name = re.sub(r"\W+", "-", source.content_name.split(".")[0]).strip("-").lower() or "table"
    lines = [
        f"# Proposed by govgraph map from {cells.frame.height:,} rows. Lines with 'guess' need your eye. {DOCS}",
        f"dataset: {name}  # guess: the name of the file",
        *(
            [f"sheet: {quoted(sheet.name)}  # guess: the sheet with the most columns"]
            if sheet.in_workbook and len(tables) > 1
            else []
        ),
        *writer.lines(),
    ]
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes the parts of a mapping."""

    def __init__(self, found: Guess, columns: list[Column]) -> None:
        self.found, self.columns = found, columns

    def lines(self) -> list[str]:
        found, lines = self.found, []
        missing = {text: c.name for c in self.columns for text in c.missing}
        if missing:
            why = ", ".join(f"{text} in {column}" for text, column in missing.items())
            lines.append(f"missing: [{', '.join(json.dumps(t, ensure_ascii=False) for t in missing)}]  # guess: {why}")
        nobody = {text: a.column.name for a in found.actors for text in nobody_in(a.column, a.kind)}
        if nobody:
            why = ", ".join(f"{text} in {column}" for text, column in nobody.items())
            lines.append(f"placeholders: [{', '.join(quoted(t) for t in nobody)}]  # guess: {why}")
        if found.document:
            lines.append(f"document: {quoted(found.document.name)}  # guess: its cells are addresses")
        actors = [*found.actors, *found.states]
        if not actors and not found.event and not found.dates:
            first = next((c for c in self.columns if c.form == "text"), self.columns[0])
            found.actors.append(Actor(first, "actor", "organization", "it is the first column of texts"))
            found.left = [c for c in found.left if c is not first]
            actors = found.actors
        if actors:
            lines.append("actors:")
        alone = not found.event and not found.dates
        for actor in actors:
            lines += self._actor(actor)
            if actor is (found.person or actors[0]):
                lines += [f"    {line}" for line in found.subject.lines(actor.kind == "person", quoted, self._date)]
                if alone and not found.relation and not found.holder and not found.member:
                    # Who is of no party has no membership, which would have the place.
                    lines += self._details("    ", found.place if found.party else None)
        lines += self._places()
        if found.relation and len(found.actors) >= 2:
            one, other = found.actors[:2]
            lines += [
                "associations:",
                f"  - from: {key_of(one)}",
                f"    to: {key_of(other)}",
                f"    type: {{column: {quoted(found.relation.name)}}}  # guess: the words of the table, as they are ({safe(found.relation.shown)})",
                *[f"    {name}: {self._date(c)}" for name, c in found.dates.items()],
                *self._details("    "),
            ]
        elif found.holder and found.job:
            lines += [
                "posts:",
                "  post:",
                f"    name: {quoted(found.job.name)}  # guess: cells like {safe(found.job.shown)}",
                "tenures:",
                f"  - holder: {key_of(found.holder)}",
                "    post: post",
                *(
                    [f"    on_behalf_of: {key_of(found.party)}  # guess: the party of who holds it"]
                    if found.party
                    else []
                ),
                *self._area(),
                *[f"    {name}: {self._date(c)}" for name, c in found.dates.items()],
                *self._details("    "),
            ]
        elif found.member:
            role = found.member_role
            lines += [
                "memberships:",
                f"  - member: {key_of(found.member)}",
                f"    organization: {key_of(found.actors[0])}  # guess: a word for members in the names of the columns",
                *(
                    [f"    role: {{column: {quoted(role.name)}}}  # guess: cells like {safe(role.shown)}"]
                    if role
                    else []
                ),
                *[f"    {name}: {self._date(c)}" for name, c in found.dates.items()],
                *self._details("    "),
            ]
        elif not alone:
            lines += self._event(actors)
        elif found.person and found.party:
            lines += [
                "memberships:",
                f"  - member: {key_of(found.person)}",
                f"    organization: {key_of(found.party)}  # guess: the party of the person",
                *self._area(),
            ]
        return lines

    def _area(self) -> list[str]:
        return ["    area: place  # guess: the place for which"] if self.found.place else []

    def _actor(self, actor: Actor) -> list[str]:
        column = actor.column
        lines = [f"  {key_of(actor)}:"]
        if actor.type:
            lines.append("    kind:")
            lines.append(f"      column: {quoted(actor.type.name)}")
            lines.append("      codes:")
            for text in actor.type.texts:
                word = next((_WORDS[w] for w in re.split(r"[^\w-]+", text.lower()) if w in _WORDS), "organization")
                word = "agency" if "agency" in text.lower() else word
                lines.append(f"        {quoted(text)}: {word}  # guess: the word itself")
        else:
            lines.append(f"    kind: {actor.kind}  # guess: {safe(actor.why)}; cells like {safe(column.shown)}")
        if actor.kind != "country" or column.system == "name":
            doubt = (
                f"; {column.commas} cells have commas: do they separate names?"
                if column.commas and not column.split
                else ""
            )
            how = (
                f"{{column: {quoted(column.name)}, split: {mark(column.split)}}}"
                if column.split
                else quoted(column.name)
            )
            said = f"  # guess: {column.split!r} separates several" if column.split else f"  # guess: as written{doubt}"
            lines.append(f"    name: {how}{said}")
        if actor.acronym:
            lines.append(f"    aliases: {quoted(actor.acronym.name)}  # guess: cells like {safe(actor.acronym.shown)}")
        if actor.country:
            lines.append(f"    country: {_country(actor.country)}")
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
                if self._same_space(actor):
                    lines.append(f"    space: {key_of(actor)}  # guess: a numbering of its own")
        if actor.other_id:
            scheme = "-".join(w for w in actor.other_id.words if w != "id" and w.isascii()) or "id"
            how = f"{{column: {quoted(actor.other_id.name)}, split: {mark(actor.other_id.split)}}}"
            lines.append(
                f"    identifiers: {{{scheme}: {how}}}  # guess: lists like those of the names, as {safe(actor.other_id.shown)}"
            )
        return lines

    def _same_space(self, actor: Actor) -> bool:
        kinds = [a.kind == "person" for a in self.found.actors if a.id and a.id is not actor.id]
        return (actor.kind == "person") in kinds

    def _places(self) -> list[str]:
        found = self.found
        if found.place is None or found.relation:
            return []
        lines = [
            "places:",
            "  place:",
            f"    name: {quoted(found.place.name)}  # guess: the word in its name; cells like {safe(found.place.shown)}",
        ]
        if found.place_country:
            lines.append(f"    country: {_country(found.place_country)}")
        return lines

    def _event(self, actors: list[Actor]) -> list[str]:
        found = self.found
        lines = ["events:", "  event:"]
        if found.event_type:
            lines.append(f"    type: {found.event_type}  # guess: a word in the names of the columns")
        if found.event:
            lines.append(f"    name: {quoted(found.event.name)}  # guess: cells like {safe(found.event.shown)}")
        if found.event_id:
            lines.append(
                f"    id: {quoted(found.event_id.name)}  # guess: {found.event_id.different:,} different in {found.event_id.filled:,} rows"
            )
        elif found.event and found.event.different < found.event.filled:
            key = [found.event.name, *(c.name for n, c in found.dates.items() if n == "start_date")]
            lines.append(
                f"    id: [{', '.join(quoted(k) for k in key)}]  # guess: rows with the same name and date are one event"
            )
        lines += [f"    {name}: {self._date(column)}" for name, column in found.dates.items()]
        if found.place:
            lines.append("    place: place")
        elif found.place_country:
            lines.append(f"    place: {_country(found.place_country)}")
        lines += [
            f"    {name}: {quoted(column.name)}  # guess: the word in its name"
            for name, column in found.numbers.items()
        ]
        first = next((a for a in actors if a.kind == "person"), None)
        spread = (
            found.event is not None and found.event.different < found.event.filled and found.event_id is None
        ) or bool(found.event_id and found.event_id.different < found.event_id.filled)
        kept = self._details("    ")
        if kept and not spread:
            lines += kept
        if actors:
            if (found.job and first) or (kept and spread):
                return [*lines, *self._participations(actors, first, kept if spread else [])]
            lines.append("    participants:")
            lines += [f"      {key_of(a)}: {a.role}  # guess: the role is not in the table" for a in actors]
        return lines

    def _participations(self, actors: list[Actor], first: Actor | None, kept: list[str]) -> list[str]:
        lines = ["participations:"]
        for actor in actors:
            lines += [f"  - participant: {key_of(actor)}", "    event: event"]
            if actor is first and self.found.job:
                lines.append(
                    f"    role: {{column: {quoted(self.found.job.name)}}}  # guess: cells like {safe(self.found.job.shown)}"
                )
            else:
                lines.append(f"    role: {actor.role}  # guess: the role is not in the table")
            if actor is (first or actors[0]):
                lines += kept
        return lines

    def _date(self, column: Column) -> str:
        name = quoted(column.name)
        if not column.formats:
            return f"{name}  # guess: all its cells are {'years' if column.form == 'year' else 'dates'}, as {safe(column.texts[0])}"
        doubt = f"; {' and '.join(column.formats[1:])} would fit as well" if len(column.formats) > 1 else ""
        return f"{{column: {name}, format: {column.formats[0]}}}  # guess: fits all {column.filled:,} cells, as {safe(column.texts[0])}{doubt}"

    def _details(self, indent: str, *also: Column | None) -> list[str]:
        left = [c.name for c in (*self.found.left, *also) if c]
        return (
            [f"{indent}details: [{', '.join(quoted(c) for c in left)}]  # guess: nothing else is known of them"]
            if left
            else []
        )


def _country(column: Column) -> str:
    why = "names of countries" if column.system == "name" else f"every code is one of {column.system}"
    why += f" (and of {' and '.join(column.formats)})" if column.formats else ""
    return f"{{column: {quoted(column.name)}, system: {column.system}}}  # guess: {why}, as {safe(column.shown)}"
