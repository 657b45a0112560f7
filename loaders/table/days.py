"""Which columns of a table say when: the start and the end, also where year, month and day stand in columns of their own."""

from __future__ import annotations

from typing import Final

from govgraph.loaders.table.guessed import Guess
from govgraph.loaders.table.look import Column
from govgraph.loaders.table.words import EVENT, KEPT, TIMES

_YEAR: Final = frozenset({"year", "yr", "years"})
_MONTH: Final = frozenset({"month", "mon", "mo", "m"})
_DAY: Final = frozenset({"day", "d"})
_MOST: Final = (12, 31)
"""The highest number of a month, and of a day."""


def days(found: Guess, rest: list[Column]) -> None:
    """Adds the start and the end, and takes their columns out of the rest.

    A day counts before a year, and what happened before what was written into a register.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> columns = look(pl.DataFrame({"cycle": ["2012"], "date": ["2012-03-01"], "styear": ["1902"], "stmon": ["5"]}))
        >>> found = Guess()
        >>> days(found, columns)
        >>> found.dates["start_date"].name, [c.name for c in found.date_parts["styear"]]
        ('styear', ['stmon'])
    """

    def order(column: Column) -> tuple[bool, bool, bool]:
        words = set(column.words)
        return not words & TIMES.keys(), bool(words & KEPT), column.form == "year"

    for column in sorted((c for c in rest if c.form in ("date", "year")), key=order):
        name = next((TIMES[w] for w in column.words if w in TIMES), "start_date")
        if name not in found.dates:
            found.dates[name] = column
            rest.remove(column)
            if column.form == "year" and set(column.words) & _YEAR:
                _parts(found, column, rest)


def _parts(found: Guess, year: Column, rest: list[Column]) -> None:
    stem = set(year.words) - _YEAR
    parts: list[Column] = []
    for words, most in zip((_MONTH, _DAY), _MOST, strict=True):
        part = next(
            (c for c in rest if set(c.words) & words and set(c.words) - words == stem and _counts(c, most)),
            None,
        )
        if part is None:
            break
        parts.append(part)
    for part in parts:
        rest.remove(part)
    if parts:
        found.date_parts[year.name] = tuple(parts)


def _counts(column: Column, most: int) -> bool:
    """Whether the cells are numbers of a month or a day, but for codes of what is not known."""
    return column.form == "number" and any(text.isdigit() and 1 <= int(text) <= most for text in column.texts)


def unknown_parts(parts: tuple[Column, ...]) -> list[str]:
    """The texts of months and days that are none, such as -9 and 0."""
    seen = {
        text
        for part, most in zip(parts, _MOST, strict=False)
        for text in part.texts
        if not (text.isdigit() and 1 <= int(text) <= most)
    }
    return sorted(seen)


def of_event(found: Guess, rest: list[Column], columns: list[Column]) -> None:
    """Takes the day of the event itself where its id tells of which: rows of one election have one day of the election.

    Args:
        columns: all columns of the table.
    """
    if not found.event_id:
        return
    about = set(found.event_id.words) & EVENT.keys()
    own = next((c for c in columns if c.form == "date" and c in rest and set(c.words) & about), None)
    if own and not set(found.dates.get("start_date", own).words) & about:
        rest += [c for c in found.dates.values() if c not in rest]
        found.dates = {"start_date": own}
        rest.remove(own)


def only_registered(found: Guess, rest: list[Column]) -> None:
    """Puts back the day on which a register was written: nothing happened to its organisation, or to a single actor."""
    start = found.dates.get("start_date")
    listed = len(found.actors) < 2 or (found.about and found.about.kind == "organization" and found.about.called)
    if start and set(start.words) & KEPT and len(found.dates) == 1 and listed and not found.event:
        rest.append(start)
        found.dates = {}
