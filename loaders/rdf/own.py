"""Things that are described in our own ontology: the declaration read backwards, so that what is exported can be loaded again."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final

import pyoxigraph as ox

from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.rdf.things import TYPE, Thing, Things
from govgraph.loaders.rdf.values import text_of, typed
from govgraph.loaders.rows import Rows
from govgraph.ontology.classes import classes, kinds, lineage
from govgraph.ontology.declaration import Column, Table, tables
from govgraph.ontology.terms import GOV, PREFIXES

DERIVED: Final = PREFIXES["prov"] + "wasDerivedFrom"
_SOURCE: Final = PREFIXES["dct"] + "source"
_CONFIDENCE: Final = GOV + "confidence"
_IMPLIED: Final = (TYPE, DERIVED, PREFIXES["geo"] + "asWKT")
OF_GOVGRAPH: Final = ("EventType", "Dataset", "Load", "Undescribed")
"""Classes of things that govgraph makes itself from what is loaded."""


@cache
def _tables_of_classes() -> dict[str, Table]:
    """Class -> the table that has a row for each of its things."""
    made: dict[str, Table] = {}
    for name in classes():
        for table in tables().values():
            if not table.own and table.cls in lineage(name) and (table.cls != "Place" or "Actor" not in lineage(name)):
                made.setdefault(GOV + name, table)
    return made


def table_of(thing: Thing) -> Table | None:
    """The table of a thing of our ontology; None if it is none.

    Example:
        >>> table_of(Thing(1, "x", of={TYPE: [ox.NamedNode(GOV + "Country"), ox.NamedNode(GOV + "Place")]})).name
        'actors'
    """
    return _table_of(tuple(thing.types))


@lru_cache(maxsize=4_096)
def _table_of(types: tuple[str, ...]) -> Table | None:
    found = [_tables_of_classes()[t] for t in types if t in _tables_of_classes()]
    # A country is a place too, and its row is that of an actor.
    return min(found, key=lambda table: list(tables()).index(table.name), default=None)


@cache
def _terms(table: str) -> list[tuple[str, bool, Column]]:
    """The columns of a table that have a term, with it, and whether a row needs a value of the column."""
    return [(c.term, c.required and not c.bound, c) for c in tables()[table].columns if c.term]


def read(
    thing: Thing, table: Table, things: Things, rows: Rows, notes: list[tuple[str, str]], dataset: str | None
) -> None:
    """Add the row of a thing, once for each document that its records cite.

    Raises:
        Unusable: a required value is missing.
    """
    values: dict[str, Any] = {}
    for term, required, column in _terms(table.name):
        if term in thing.of:
            if column.bound:
                thing.used.add(term)
                continue
            values[column.name] = _value(column, thing, things, notes)
        if required and values.get(column.name) is None:
            raise Unusable(term, "required value is missing")
    if table.name == "actors":
        values["kind"] = _kind(thing)
    thing.used.update(_IMPLIED)
    sure = [number for term in thing.take(_CONFIDENCE) if (number := typed("number", term)) is not None]
    documents: dict[str | None, None] = {}
    for record in thing.of.get(DERIVED, ()):
        cited = things.get(record, thing.graph)
        documents |= dict.fromkeys(text_of(term) for term in (cited.of.get(_SOURCE, ()) if cited else ()))
    for document in documents or {None: None}:
        rows.add(
            table.name,
            iri=thing.iri,
            **values,
            document=document,
            confidence=sure[0] if sure else None,
            dataset=dataset,
        )


def _kind(thing: Thing) -> str:
    """The most specific kind among the classes; an official is a person."""
    found = {name.removeprefix(GOV) for name in thing.types}
    above = {one for name in found if name in classes() for one in lineage(name)}
    return next((kind for kind, name in kinds().items() if name in above), "actor")


def _value(column: Column, thing: Thing, things: Things, notes: list[tuple[str, str]]) -> Any:
    terms = thing.take(column.term)
    if column.type == "names":
        return [{"lang": t.language or "", "text": t.value} for t in terms if isinstance(t, ox.Literal)] or None
    good: list[Any] = []
    for term in terms:
        if column.type != "ref":
            value = typed(column.type, term)
        elif _leads_elsewhere(column, things.get(term, thing.graph)):
            notes.append(
                (f"leads to a thing that is not of the class {column.to}, left out", f"{thing.iri} {column.term} {text_of(term)}")
            )  # fmt: skip
            continue
        else:
            value = things.iri(term, thing.graph) or None
        if value is None:
            notes.append(
                (f"not a value of the type {column.type}, left out", f"{thing.iri} {column.term} {text_of(term)}")
            )
        else:
            good.append(value)
    if column.many:
        return good or None
    if len(good) > 1:
        notes.append(("several values, the first is kept", f"{thing.iri} {column.term}"))
    return good[0] if len(good) == 1 else min(good, default=None)


def _leads_elsewhere(column: Column, target: Thing | None) -> bool:
    """Whether the file describes what a link leads to, in our ontology, as of a class that the shapes forbid there."""
    if target is None or table_of(target) is None:
        return False
    return not _fits(frozenset(target.types), column.to)


@cache
def _fits(types: frozenset[str], to: str) -> bool:
    """Whether things with these classes may stand where a class is asked for; a country may take the place of an organisation.

    Example:
        >>> [_fits(frozenset({GOV + name}), "Organization") for name in ("NGO", "Country", "Event")]
        [True, True, False]
    """
    found = {above for name in types if (own := name.removeprefix(GOV)) in classes() for above in lineage(own)}
    return to in ("", "Entity", "EventType", "Dataset") or to in found or (to == "Organization" and "Country" in found)


def is_of_govgraph(thing: Thing) -> bool:
    """Whether govgraph makes the thing itself: a load, a data set, a concept of a code list, a record with the document that it cites.

    Example:
        >>> is_of_govgraph(Thing(1, "x", of={_SOURCE: []}))
        True
    """
    return any(t == GOV + name for name in OF_GOVGRAPH for t in thing.types) or set(thing.of) == {_SOURCE}
