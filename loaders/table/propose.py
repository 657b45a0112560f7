"""Writes the mapping that a table seems to need: every guess has its reason beside it, and it runs as it is."""

from __future__ import annotations

import json
import re
from typing import Final

import polars as pl

from govgraph.loaders.sheets.reading import sheets
from govgraph.loaders.table.actor_lines import actor_lines, country_line
from govgraph.loaders.table.date_formats import EXCEL, read_dates
from govgraph.loaders.table.gazetteer import gazetteer
from govgraph.loaders.table.guess import guess
from govgraph.loaders.table.guessed import Actor, Guess
from govgraph.loaders.table.look import CODES, ROWS, Column, look
from govgraph.loaders.table.subject import nobody_in
from govgraph.loaders.table.tree import DOCS
from govgraph.loaders.table.written import amount_lines, in_parts, key_of, quoted, safe
from govgraph.ontology.loader import LoaderError, Source


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
    name = re.sub(r"\W+", "-", source.content_name.split(".")[0]).strip("-").lower() or "table"
    lines = [
        f"# Proposed by govgraph map from {cells.frame.height:,} rows. Lines with 'guess' need your eye. {DOCS}",
        f"dataset: {name}  # guess: the name of the file",
        *(
            [f"sheet: {quoted(sheet.name)}  # guess: the sheet with the most columns"]
            if sheet.in_workbook and len(tables) > 1
            else []
        ),
        *(gazetteer(columns) or _Writer(guess(columns), columns).lines()),
    ]
    return "\n".join(lines) + "\n"


def _nearest_to_names(columns: list[Column]) -> Actor:
    """An actor of the column that is nearest to names, where no column says that it names any: the first with texts of which most rows have another one, and no codes."""
    texts = [c for c in columns if c.form in ("text", "country") and not set(c.words) & CODES] or columns
    first = next((c for c in texts if c.different * 2 > c.filled), texts[0])
    if first.form == "country":
        return Actor(first, "state", "country", f"its cells are countries ({first.shown})", country=first)
    ident = next(
        (c for c in columns if {"id", "code"} & set(c.words) and c.different == c.rows and c is not first), None
    )
    return Actor(first, "actor", "organization", "it is the first column of texts that are no codes", id=ident)


_PANEL: Final = (
    "# Each row gives numbers of a state for a year: nothing happens in it. It is kept as an event, so that the numbers stay with their year.",
    "# A column that is 1 where a state belongs to an organisation is better written as memberships, with an actor 'nato' of that name:",
    '#   - {member: state, organization: nato, start_date: year, end_date: year, when: {nato: "1"}}',
)


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
            address = quoted(found.document.name)
            if found.document.split:
                # A row has one document.
                address = f"{{column: {address}, find: '^([^{found.document.split}\\s]+)'}}"
                found.left.append(found.document)
            lines.append(f"document: {address}  # guess: its cells are addresses")
        actors = [*found.actors, *found.states]
        if not actors and not found.event and not found.dates:
            first = _nearest_to_names(self.columns)
            found.actors.append(first)
            found.left = [c for c in found.left if c not in (first.column, first.id)]
            if found.place_country is first.column:
                found.place_country = None
            actors = found.actors
        if actors:
            lines.append("actors:")
        alone = not found.event and not found.dates
        for actor in actors:
            lines += actor_lines(actor, self.found)
            if actor is found.about:
                lines += [f"    {line}" for line in found.subject.lines(actor.kind == "person", quoted, self._date)]
                if alone and not found.relation and not found.holder and not found.member:
                    lines += self._details(
                        "    ", found.place, *found.place_names, found.place_country
                    )  # what no link has
        lines += self._places() if not alone or found.party or not actors or found.holder or found.member else []
        if found.relation and len(found.actors) >= 2:
            one, other = found.actors[:2]
            lines += [
                "associations:",
                f"  - from: {key_of(one)}",
                f"    to: {key_of(other)}",
                f"    type: {{column: {quoted(found.relation.name)}}}  # guess: the words of the table, as they are ({safe(found.relation.shown)})",
                *self._dates(),
                *self._details("    ", found.place, *found.place_names),
            ]
        elif found.holder and found.job:
            lines += [
                "posts:",
                "  post:",
                f"    name: {quoted(found.job.name)}  # guess: cells like {safe(found.job.shown)}",
                *[f"    organization: {key_of(body)}  # guess: the office is one of it" for body in found.bodies[:1]],
                "tenures:",
                f"  - holder: {key_of(found.holder)}",
                "    post: post",
                *(
                    [f"    on_behalf_of: {key_of(found.party)}  # guess: the party of who holds it"]
                    if found.party
                    else []
                ),
                *self._area(),
                *self._dates(),
                *self._details("    "),
            ]
        elif found.member:
            lines += self._memberships(
                found.member, found.actors[:1], "a word for members in the names of the columns", self._details("    ")
            )
        elif found.belongs and found.person:
            why = "a person and an organisation, with a start and an end"
            lines += self._memberships(found.person, [*found.parties, *found.bodies], why, self._details("    "))
        elif not alone:
            lines += self._event(actors)
        else:
            if found.person and found.party:
                lines += self._memberships(found.person, [found.party], "the party of the person", [])
            lines += self._beside(actors)
        return lines

    def _memberships(self, member: Actor, bodies: list[Actor], why: str, kept: list[str]) -> list[str]:
        """Who belongs to which organisations, from when to when.

        Args:
            kept: what else the table tells, which stands once.
        """
        lines, role = ["memberships:"], self.found.member_role
        for place, body in enumerate(bodies):
            lines += [
                f"  - member: {key_of(member)}",
                f"    organization: {key_of(body)}  # guess: {why}",
                *(
                    [f"    role: {{column: {quoted(role.name)}}}  # guess: cells like {safe(role.shown)}"]
                    if role
                    else []
                ),
                *(self._area() if member is self.found.person else []),
                *self._dates(),
                *(kept if place == 0 else []),
            ]
        return lines

    def _beside(self, actors: list[Actor]) -> list[str]:
        """Actors beside the one that a row is about, where nothing happens: the name of their column is all that is known of it."""
        about = self.found.about
        lines = [
            line
            for actor in actors
            if about and actor is not about and actor is not self.found.party
            for line in (
                f"  - from: {key_of(about)}",
                f"    to: {key_of(actor)}",
                f"    type: {{text: {quoted(actor.key.replace('_', ' '))}}}  # guess: the name of the column; nothing else tells how",
            )
        ]
        return ["associations:", *lines] if lines else []

    def _area(self) -> list[str]:
        return ["    area: place  # guess: the place for which"] if self.found.place else []

    def _places(self) -> list[str]:
        found = self.found
        if found.place is None or found.relation:
            return []
        lines = [
            "places:",
            "  place:",
            f"    name: {quoted(found.place.name)}  # guess: the word in its name; cells like {safe(found.place.shown)}",
        ]
        if found.place_names:
            names = ", ".join(quoted(column.name) for column in found.place_names)
            lines.append(
                f"    aliases: {names if len(found.place_names) == 1 else f'{{each: [{names}]}}'}  # guess: names of the same place"
            )
        if found.place_country:
            lines.append(f"    country: {country_line(found.place_country, found)}")
        return lines

    def _event(self, actors: list[Actor]) -> list[str]:
        found = self.found
        lines = ["events:", "  event:"]
        if found.panel:
            columns = ", ".join(quoted(c.name) for c in (actors[0].column, found.dates["start_date"]))
            lines = [*_PANEL, *lines, f"    name: {{columns: [{columns}]}}  # guess: the state and the year"]
        if found.event_type:
            lines.append(
                f"    type: {found.event_type}  # guess: {'who gives, and an amount' if found.gives else 'a word in the names of the columns'}"
            )
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
        lines += self._dates()
        if found.place:
            lines.append("    place: place")
        elif found.place_country:
            lines.append(f"    place: {country_line(found.place_country, found)}")
        if amount := found.numbers.pop("amount", None):
            lines += [f"    {line}" for line in amount_lines(amount, found.numbers.pop("currency", None))]
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

    def _dates(self) -> list[str]:
        return [f"    {name}: {self._date(column)}" for name, column in self.found.dates.items()]

    def _date(self, column: Column) -> str:
        name = quoted(column.name)
        if parts := self.found.date_parts.get(column.name):
            return in_parts(column, parts)
        if not column.formats:
            return f"{name}  # guess: all its cells are {'years' if column.form == 'year' else 'dates'}, as {safe(column.texts[0])}"
        if column.formats == (EXCEL,):
            day = read_dates(pl.Series(column.texts[:1]), column.formats, "").item()
            return f"{{column: {name}, format: {EXCEL}}}  # guess: numbers of days as a spreadsheet counts them; {column.texts[0]} is {day}"
        doubt = f"; {' and '.join(column.formats[1:])} would fit as well" if len(column.formats) > 1 else ""
        return f"{{column: {name}, format: {column.formats[0]}}}  # guess: fits all {column.filled:,} cells, as {safe(column.texts[0])}{doubt}"

    def _details(self, indent: str, *also: Column | None) -> list[str]:
        left = [c.name for c in (*self.found.left, *self.found.numbers.values(), *also) if c]
        return (
            [f"{indent}details: [{', '.join(quoted(c) for c in left)}]  # guess: nothing else is known of them"]
            if left
            else []
        )
