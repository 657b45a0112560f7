"""States that are actors themselves in a table, and those that belong to an organisation."""

from __future__ import annotations

from typing import Final

from govgraph.loaders.table.guessed import Actor, Guess
from govgraph.loaders.table.look import NUMBERED, Column
from govgraph.loaders.table.words import JOINED, ROLED, ROLES, SIDES

_LISTS: Final = frozenset({"iso", "3166"})


def states(found: Guess, rest: list[Column]) -> None:
    """Countries that are actors themselves: those that no other column is nearer to.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> columns = look(pl.DataFrame({"country": ["KGZ"], "date": ["2010-01-01"]}))
        >>> found = Guess(dates={"start_date": columns[1]})
        >>> states(found, columns[:1])
        >>> found.states[0].kind
        'country'
    """
    if _sides(found, rest) or found.actors:
        return
    countries = [c for c in rest if c.form == "country"]
    column = next((c for c in countries if c.system != "name"), countries[0] if countries else None)
    if column:
        # The lists of numbers lack some states that are gone, which then are known by their names.
        named = _named(rest) if column.system in NUMBERED else None
        found.states.append(
            Actor(
                named or column,
                "state",
                "country",
                f"its cells are countries ({column.shown})",
                role="signatory" if "treaty" in str(found.event and found.event.words) else "participant",
            )
        )
        found.states[-1].country = column
        for used in (column, *([named] if named else [])):
            rest.remove(used)


def _named(rest: list[Column]) -> Column | None:
    """The column with the names of the states whose numbers another one has."""
    plain = {"country", "state", "name", "nation", "full"}
    return next((c for c in rest if set(c.words) <= plain and (c.form == "text" or c.system == "name")), None)


def _sides(found: Guess, rest: list[Column]) -> bool:
    """States on several sides of a row: state 1 and state 2, recipient and supplier; whether there are any."""
    sides: dict[str, list[Column]] = {}
    for column in rest:
        words = set(column.words)
        # The number of iso2 and of ISO_3166_3 is that of a list of codes.
        before = ("", *column.words)
        side = next(
            (
                w
                for w, last in zip(column.words, before, strict=False)
                if (w in SIDES and last not in _LISTS) or w in ROLED
            ),
            "",
        )
        named = words >= {"state", "name"} or words >= {"country", "name"}
        if side and (column.form == "country" or (named and column.form == "text")):
            sides.setdefault(side, []).append(column)
    # One side of two that are only numbered is no side.
    told = {side: columns for side, columns in sides.items() if side in ROLED or len(sides.keys() & SIDES) > 1}
    if len(told) == 1 and found.actors:
        return False  # where the organisations of a project work, say
    for side, columns in told.items():
        coded = next((c for c in columns if c.form == "country" and c.system != "name"), None)
        name = next((c for c in columns if c is not coded), None)
        column = coded or columns[0]
        found.states.append(
            Actor(
                name or column,
                side if side in ROLED else f"state_{side}",
                "country",
                f"its cells are countries ({column.shown})",
                country=column if column.form == "country" else None,
                role=ROLES.get(side, "participant"),
            )
        )
        for used in {c.name: c for c in (column, name) if c}.values():
            rest.remove(used)
    return bool(told)


def members(found: Guess, rest: list[Column]) -> None:
    """Which states belong to an organisation: one column of each, a word for it, and nothing that happens."""
    countries = [c for c in rest if c.form == "country"]
    named = any(set(c.words) & JOINED for c in [*rest, *found.dates.values()])
    if len(found.actors) != 1 or found.actors[0].kind == "person" or found.event or found.event_id or found.relation:
        return
    if not countries or not named:
        return
    column = next((c for c in countries if c.system != "name"), countries[0])
    found.member = Actor(column, "state", "country", f"its cells are countries ({column.shown})", country=column)
    found.states.append(found.member)
    rest.remove(column)
    found.member_role = next(
        (c for c in rest if c.form == "text" and set(c.words) & {"status", "type", "role", "membership", "member"}),
        None,
    )
    if found.member_role:
        rest.remove(found.member_role)
