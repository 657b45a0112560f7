"""Which columns of a table name persons and organisations, by the words of their names and by what other columns there are."""

from __future__ import annotations

from typing import Final

from govgraph.loaders.table.guessed import Actor, Guess
from govgraph.loaders.table.look import NUMBERED, Column
from govgraph.loaders.table.words import (
    ACRONYM,
    ALIAS,
    ALIASES,
    FIRST,
    GROUPED,
    JOB,
    KINDS,
    LAST,
    MIDDLE,
    NAME,
    OF_ACTORS,
    OF_ORGANIZATIONS,
    OF_PLACES,
    ORG,
    PERSON,
    POLITICAL,
    REGISTERED,
    RELATION,
    ROLES,
    THING_NAMES,
    TITLES,
    VARIANTS,
)

_AFTER: Final = {
    "of",
    "that",
    "with",
    "in",
    "for",
    "by",
    "on",
    "as",
    "who",
    "which",
    "responsible",
    "primarily",
    "met",
    "lobbied",
}
"""What follows one of these words tells more about what stands before it: the person *with legal responsibility*."""


def people(found: Guess, rest: list[Column], columns: list[Column]) -> None:
    """Adds the persons and organisations that columns name, and takes their columns out of the rest.

    Args:
        columns: all columns of the table, which may tell of what kind a bare name is.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> seen = look(pl.DataFrame({"DonorName": ["A"], "DonorStatus": ["B"], "Party leader": ["C"], "Income group": ["D"]}))
        >>> found = Guess()
        >>> people(found, list(seen), seen)
        >>> [(actor.key, actor.kind) for actor in found.actors]
        [('donor', 'actor'), ('party_leader', 'person')]
    """
    _in_parts(found, rest)
    known: dict[frozenset[str], Actor] = {frozenset(a.key.split("_")): a for a in found.actors}
    # The plainest column of several that write one name is its name.
    for column in sorted(rest, key=lambda c: len(set(c.words) & VARIANTS)):
        if column.form != "text" or column.long:
            continue
        words = set(column.words)
        key = "_".join(w for w in column.words if w not in ("name", "full")).removeprefix("of_") or "person"
        if not (named := _named(column, columns)) and not words & VARIANTS:
            continue
        # A name and a full name are of one, as are a name and a short name.
        if same := known.get(frozenset(key.split("_")) - VARIANTS if words & VARIANTS else frozenset(key.split("_"))):
            same.variants.append(column)
            rest.remove(column)
            continue
        if not named:
            continue
        word, kind = named
        if kind == "place":
            if found.place is None:
                found.place = column
                rest.remove(column)
            elif set(column.words) - VARIANTS == set(found.place.words) - VARIANTS:
                found.place_names.append(column)
                rest.remove(column)
            continue
        role = next((ROLES[w] for w in column.words if w in ROLES), "participant")
        actor = Actor(column, key if key != "person" or kind == "person" else "organization", kind, word, role=role)
        found.actors.append(actor)
        known.setdefault(frozenset(key.split("_")), actor)
        rest.remove(column)
    _further_names(found, rest)
    order = {column.name: place for place, column in enumerate(columns)}
    found.actors.sort(key=lambda actor: order[actor.column.name])


def _further_names(found: Guess, rest: list[Column]) -> None:
    """Columns of aliases and former names, of who is only called a name. What separates several must be the same in all."""
    about = next((actor for actor in found.actors if actor.called), None)
    if not about:
        return
    for column in list(rest):
        words = set(column.words)
        alike = {c.split for c in about.variants} <= {column.split}
        if (
            column.form == "text"
            and words & ALIAS
            and words <= ALIASES
            and alike
            and not (column.split and about.variants)
        ):
            about.variants.append(column)
            rest.remove(column)


def _in_parts(found: Guess, rest: list[Column]) -> None:
    """Persons whose first and last names stand in columns of their own."""
    for last in [c for c in rest if c.form == "text" and set(c.words) & LAST]:
        stem = set(last.words) - LAST - {"name"}
        sides = ((FIRST, "given_name"), (MIDDLE, "middle"))
        near = [c for c in rest if c.form == "text" and c is not last]
        parts = {
            field: column
            for words, field in sides
            for column in near
            if set(column.words) & words and set(column.words) - words - {"name"} == stem
        }
        if "given_name" not in parts:
            continue
        parts["family_name"] = last
        whole = next(
            (c for c in near if set(c.words) - {"full", "name"} == stem and ("name" in c.words or stem & PERSON)), None
        )
        key = "_".join(w for w in last.words if w in stem) or "person"
        actor = Actor(whole or last, key, "person", "the words for first and last names", parts=parts)
        actor.role = next((ROLES[w] for w in last.words if w in ROLES), "participant")
        found.actors.append(actor)
        for column in {c.name: c for c in (*parts.values(), *([whole] if whole else []))}.values():
            rest.remove(column)


def _named(column: Column, columns: list[Column]) -> tuple[str, str] | None:
    """Why a column seems to name actors, and of which kind; None: it does not."""
    words = _head(column.words)
    every = set(column.words)
    if "id" in every or column.words[-1:] == ("code",) or every & (RELATION | ACRONYM) or "type" in every:
        return None
    if set(words) & JOB - {"title"} or every >= {"job", "title"} or ("title" in every and every & PERSON - {"name"}):
        return None
    if (every & OF_ACTORS) & set(words) or not words:
        return None
    if set(words) >= {"work", "place"}:
        return "the words 'work' and 'place' in its name", "organization"
    if len(words) > 1 and words[-1] in ("employer", "affiliation"):
        return None  # what another column's actor belongs to
    who = [w for w in words if w in ORG | PERSON - {"name"}]
    if not who:
        return _by_name(column, columns) if "name" in every or every & THING_NAMES else None
    word = who[-1]
    if word in PERSON and _says_what(word, column):
        return None
    if word == "office" and sum(t.lower().split(" ")[0] in TITLES for t in column.texts) * 2 >= len(column.texts):
        return None  # titles, such as Senator and Secretary of state
    if word == "group" and not set(words) - {"group", "name"} <= POLITICAL:
        if not every & GROUPED:
            return None
        return f"the word {word!r} in its name", "organization"
    why = f"the word {word!r} in its name"
    if every & {"contact", "contacts"}:
        return why, "person"
    if set(who) & {"individual", "person"} and set(who) & ORG:
        return f"the words {' and '.join(dict.fromkeys(who))} in its name", "actor"
    return why, "person" if word in PERSON else KINDS.get(word, "organization")


def _says_what(word: str, column: Column) -> bool:
    """Whether the cells say what somebody is, not who: *member* and *observer* in a column of members, *Minister of Health* in one of ministers."""
    own = {word, f"{word}s"}
    cells = [set(text.lower().replace(",", " ").split()) for text in column.texts]
    return any(cell and cell <= own for cell in cells) or sum(bool(own & cell) for cell in cells) * 2 >= len(cells) > 0


def _head(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say what a column has, without those that tell more about it.

    Example:
        >>> _head(("name", "of", "host")), _head(("fields", "of", "interest")), _head(("donor", "address"))
        (('host',), ('fields',), ('donor', 'address'))
    """
    if words[:2] in (("name", "of"), ("names", "of")):
        words = words[2:]
    end = next((place for place, word in enumerate(words) if word in _AFTER and place), len(words))
    return words[:end]


def _of_registers(words: set[str]) -> bool:
    """Whether organisations have such a column and persons do not: a person beside a company may be in it."""
    return bool(words & REGISTERED or ("company" in words and words & {"number", "registration", "no"}))


def _by_name(column: Column, columns: list[Column]) -> tuple[str, str] | None:
    """What a column is that is only called a name: its cells and the other columns tell."""
    words = set(column.words)
    cells = [set(text.lower().replace(",", " ").replace('"', " ").split()) for text in column.texts]
    told = next((c for c in columns if c is not column and _of_registers(set(c.words))), None)
    if not told and sum(bool(OF_PLACES & cell) for cell in cells) * 2 >= len(cells):
        return "words in its cells", "place"
    if words - NAME - THING_NAMES - VARIANTS - {"полное", "повна"}:
        return None  # the name of a district, a law: it is not told of what
    like = sum(bool(OF_ORGANIZATIONS & {w.strip(".()") for w in cell}) for cell in cells)
    if like * 2 >= len(cells):
        return "words in its cells", "organization"
    if any(c.system in NUMBERED for c in columns):
        return None  # the names of the states whose numbers stand beside them
    if told:
        return f"the column {told.name!r}, which organisations have", "organization"
    if words & THING_NAMES or {"family", "given", "first"} & words:
        return None
    return "the word 'name' in its name", "person"
