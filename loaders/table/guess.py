"""Guesses what the columns of a table mean, from their names and cells: which are actors, and what is said of which.

A guess carries its reason. No name is looked up anywhere: who somebody is cannot be told from a spelling.
"""

from __future__ import annotations

from govgraph.loaders.table.amounts import currency_of
from govgraph.loaders.table.days import days, of_event, only_registered
from govgraph.loaders.table.guessed import Actor, Guess
from govgraph.loaders.table.look import Column
from govgraph.loaders.table.people import people
from govgraph.loaders.table.states import members, states
from govgraph.loaders.table.subject import BORN, DIED, subject_in
from govgraph.loaders.table.words import (
    ACRONYM,
    AMOUNT,
    ATTRIBUTES,
    DATED,
    EVENT,
    JOB,
    NAME,
    PERSON,
    PLACE,
    RELATION,
    WORTH,
)


def guess(columns: list[Column]) -> Guess:
    """What the columns of a table seem to mean.

    Example:
        >>> from govgraph.loaders.table.look import look
        >>> import polars as pl
        >>> found = guess(look(pl.DataFrame({"Person_Name": ["Asan"], "Party": ["A"], "Day": ["2010-01-01"]})))
        >>> [(a.key, a.kind) for a in found.actors], list(found.dates)
        ([('person', 'person'), ('party', 'party')], ['start_date'])
    """
    found = Guess()
    rest = [c for c in columns if c.form != "empty"]
    found.subject = subject_in(rest)
    rest = [c for c in rest if c not in (*found.subject.of_person, *found.subject.of_anybody)]
    days(found, rest)
    for column in list(rest):
        words = set(column.words)
        if column.form == "url" and found.document is None:
            found.document = column
        elif column.form == "text" and words & RELATION and found.relation is None:
            found.relation = column
        elif "amount" not in found.numbers and column.form == "number" and _money(column):
            found.numbers["amount"] = column
        elif "currency" in words and all(len(t) == 3 and t.isalpha() for t in column.texts):
            found.numbers["currency"] = column
        else:
            continue
        rest.remove(column)
    _edges(found, rest)
    people(found, rest, columns)
    if found.relation and len(found.actors) < 2:
        rest.append(found.relation)
        found.relation = None
    _event(found, rest)
    only_registered(found, rest)
    states(found, rest)
    for actor in (*found.actors, *found.states):
        _attributes(actor, rest)
    if found.event:
        found.event_id = next((c for c in rest if _ident(c) and _stem(c) & set(found.event.words)), None) or next(
            (c for c in rest if _ident(c) and (_stem(c) & set(EVENT) or not found.actors)), None
        )
    else:
        found.event_id = next((c for c in rest if _ident(c) and _stem(c) & set(EVENT)), None)
        if found.event_id:
            found.event_type = next((EVENT[w] for w in found.event_id.words if w in EVENT), "")
    if found.event_id:
        rest.remove(found.event_id)
        of_event(found, rest, columns)
    members(found, rest)
    _place(found, rest)
    found.job = next(
        (c for c in rest if c.form == "text" and set(c.words) <= JOB | PERSON | {"work"} and set(c.words) & JOB), None
    )
    if found.job and not found.person:
        found.job = None
    if found.job:
        rest.remove(found.job)
    _spells(found, rest)
    found.parties = [a for a in found.actors if a.kind == "party"] if found.person else []
    rest += [] if found.about and found.about.kind == "person" else found.subject.of_person
    rest += [] if found.about else found.subject.of_anybody
    for actor in found.actors:
        # A column of ids whose cells are lists like those of the names.
        actor.other_id = next(
            (c for c in rest if actor.column.split and _ident(c) and c.split == actor.column.split), None
        )
        if actor.other_id:
            rest.remove(actor.other_id)
    if found.place_country and not found.place and (found.member or found.relation or (found.holder and found.job)):
        rest.append(found.place_country)  # a link has no country, so that it is a detail
        found.place_country = None
    found.left = [c for c in rest if not _echoes(c, found)]
    return found


def _money(column: Column) -> bool:
    words = set(column.words)
    return bool(words & AMOUNT or (words & WORTH and currency_of(column.texts[:10])))


def _ident(column: Column) -> bool:
    return "id" in column.words or column.words[-1:] == ("code",)


def _stem(column: Column) -> set[str]:
    return set(column.words) - ATTRIBUTES - ACRONYM


def _edges(found: Guess, rest: list[Column]) -> None:
    """Two actors of an edge list: entity a and entity b, source and target, from and to."""
    pairs = (({"a"}, {"b"}), ({"source"}, {"target"}), ({"from"}, {"to"}), ({"1"}, {"2"}))
    for one, other in pairs:
        ends = []
        for side in (one, other):
            named = [
                c
                for c in rest
                if side & set(c.words) and not set(c.words) & {"type", "kind", "id", "s"} and c.form == "text"
            ]
            ends += named[:1]
        if len(ends) == 2 and found.relation:
            for column in ends:
                found.actors.append(
                    Actor(column, "_".join(column.words), "organization", f"it is one end of {found.relation.name!r}")
                )
                rest.remove(column)
            return


def _spells(found: Guess, rest: list[Column]) -> None:
    """Who holds an office, from when to when if there are two dates: a person and a job, and nothing that happens."""
    persons = [actor for actor in found.actors if actor.kind == "person"]
    if found.about and found.about.called and found.about.kind == "organization":
        if found.job and not found.dates:
            rest.append(found.job)  # of which of the persons of an organisation in a register is not told
            found.job = None
        return
    if found.job and persons and len(found.dates) in (0, 2) and not (found.event or found.event_id or found.relation):
        found.holder = max(persons, key=lambda actor: actor.column.different)
        for actor in persons:
            if actor is not found.holder:  # under whom, not who
                found.actors.remove(actor)
                rest.append(actor.column)


def _event(found: Guess, rest: list[Column]) -> None:
    # Beside a column that is called a name, a title is that of a person.
    titled = any(set(actor.column.words) <= NAME for actor in found.actors) or any("name" in c.words for c in rest)
    known = any(_ident(c) and _stem(c) & set(EVENT) for c in rest)
    titled = titled or (len(found.dates) == 2 and found.person is not None and not known)
    for word, kind in EVENT.items():
        column = next(
            (
                c
                for c in rest
                if word in c.words
                and c.form == "text"
                and not _ident(c)
                and not set(c.words) & {"job", "attended", "type", "category", "number", "no", "nr"}
                and c.filled * 2 >= c.rows
                and not (titled and c.words == ("title",))
            ),
            None,
        )
        if column:
            found.event, found.event_type = column, kind
            rest.remove(column)
            others = [w for c in rest for w in c.words if EVENT.get(w)]
            found.event_type = kind or (EVENT[others[0]] if others else "")
            return
    typed = [w for c in rest if set(c.words) & {"type", "kind", "category"} for w in c.words if EVENT.get(w)]
    found.event_type = EVENT[typed[0]] if typed and len(found.actors) > 1 else ""
    start = found.dates.get("start_date")
    if not found.event_type and start and found.person and len(found.dates) == 1:
        found.event_type = next((DATED[w] for w in start.words if w in DATED), "")
    if not found.event_type and found.gives:
        found.event_type = "event-type:funding"


def _attributes(actor: Actor, rest: list[Column]) -> None:
    """The columns whose names say that they tell of an actor: its id, type, country."""
    stem = _stem(actor.column)
    ends = stem & {"a", "b"}
    # The code of a country says more than its name.
    for column in sorted(rest, key=lambda c: c.form == "country" and c.system == "name"):
        words = set(column.words)
        # Only all the words that tell what it is about: an id of somebody else would make two one.
        if _stem(column) != stem:
            continue
        if words & ACRONYM and actor.acronym is None:
            actor.acronym = column
        elif column.form == "country" and actor.country is None and column.system:
            actor.country = column
        elif words & {"type", "kind"} and actor.type is None and column.form == "text" and column.different <= 20:
            actor.type = column
        elif _ident(column) and actor.id is None and column.filled and actor.kind != "country":
            actor.id = column
        else:
            continue
        rest.remove(column)
    if actor.type is None and not ends:
        grouped = next((c for c in rest if "type" in c.words and "group" in c.words and c.different <= 20), None)
        if grouped and actor.kind == "organization":
            actor.type = grouped
            rest.remove(grouped)


def _place(found: Guess, rest: list[Column]) -> None:
    life = BORN | DIED | {"pob"}  # where somebody was born is not where something happened
    rest_of = [c for c in rest if not set(c.words) & life]
    named = next((c for c in rest_of if set(c.words) & PLACE and c.form == "text" and not c.long), None)
    if named and found.place is None:
        found.place = named
        rest.remove(named)
    codes = [c for c in rest_of if c.form == "country" and c is not named and not _echoes(c, found)]
    found.place_country = next((c for c in codes if c.system != "name"), codes[0] if codes else None)
    if found.place_country:
        rest.remove(found.place_country)


def _echoes(column: Column, found: Guess) -> bool:
    """Whether a column only gives the name of a country whose code is read already."""
    coded = [a.country for a in (*found.actors, *found.states) if a.country] + [found.place_country]
    return (
        column.form == "country"
        and column.system == "name"
        and any(c and c is not column and _of_country(c) == _of_country(column) for c in coded)
    )


def _of_country(column: Column) -> set[str]:
    """The words of a column of countries without those that only say that it is one."""
    return _stem(column) - {"state", "nation", "short", "text", "isocode", "alpha"}
