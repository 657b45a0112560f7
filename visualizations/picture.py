"""What a page draws: nodes and edges as plain values, with their evidence.

This is the contract between the graph and the views. The graph fills it (from a query, an ego network, a path), the
views only read it. So a page can be tested without a store, and no store depends on pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from govgraph.graph.find.titles import pick
from govgraph.ontology.errors import nearest
from govgraph.visualizations.errors import ViewError

Value: TypeAlias = object
"""A property: text, number, truth value or a list of them. Dates, decimals and numpy scalars are accepted too."""

Interval: TypeAlias = tuple[int | None, int | None]
"""First and last year of validity, both included. None on one side: open on that side; on both sides: undated."""

POINT_KINDS = frozenset({"Event", "Document"})
"""Kinds that happen at one time: without an end date they end when they start, while an office without an end date goes on."""

_T = TypeVar("_T")
_YEAR = re.compile(r"\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement comes from: a row of a file, the document that the row cites, and the load that brought it."""

    file: str
    row: str
    document: str | None
    load: str
    dataset: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class PictureNode:
    """An actor, place, post, event or anything else with an IRI.

    ``start`` and ``end`` are partial dates as the source gives them (``2010``, ``2015-10``); ``starts_from`` and
    ``ends_by`` are ISO dates that bound them; filters compare these. ``made`` are titles by language, made for a thing that
    has no name: the page says that they are made. ``references`` are IRIs of other things by property, such as the type. ``same_as`` are IRIs that an actor had in
    the records; addresses with them still open it.
    """

    id: str
    kind: str
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    properties: Mapping[str, Value] = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    starts_from: str | None = None
    ends_by: str | None = None
    links: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """One relation between two nodes. Two relations between the same nodes are two edges, and both are kept.

    In the actor projection an edge stands for events: ``count`` is how many, ``events`` are the IRIs of the newest ones.
    """

    id: str
    source: str
    target: str
    type: str
    role: str | None = None
    start: str | None = None
    end: str | None = None
    starts_from: str | None = None
    ends_by: str | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count: int = 0
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges with a title. ``languages`` are the name languages offered, the preferred one first.

    ``others`` are the names of things that nodes, edges and evidence refer to and that are not drawn, by IRI and language.
    ``events`` are those that edges stand for: they are not drawn either. ``chosen`` is what decided what is drawn: keys of the page's words,
    each with the values in it.
    """

    title: str
    nodes: Sequence[PictureNode]
    edges: Sequence[PictureEdge]
    languages: tuple[str, ...] = ("ky", "ru", "en")
    note: str = ""
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    events: Sequence[PictureNode] = ()
    chosen: Sequence[tuple[str, Mapping[str, object]]] = ()


def ordered(picture: Picture) -> tuple[list[PictureNode], list[PictureEdge]]:
    """The nodes and edges in an order that does not depend on the order they were given in.

    Raises:
        ViewError: an id that two nodes share, an edge given twice, or an edge whose end is not among the nodes.

    Example:
        >>> a, b = PictureNode("b", "Person"), PictureNode("a", "Agency")
        >>> [node.id for node in ordered(Picture("t", [a, b], []))[0]]
        ['a', 'b']
    """
    nodes = sorted(picture.nodes, key=lambda node: node.id)
    edges = sorted(picture.edges, key=_edge_key)
    twice = _first_repeat(node.id for node in nodes)
    if twice is not None:
        raise ViewError(f"two nodes have the id {twice!r}", hint="give each IRI once, with all its names")
    repeated = _first_repeat(_edge_key(edge) for edge in edges)
    if repeated is not None:
        raise ViewError(f"the edge {repeated[3]!r} is given twice", hint="give each relation its own IRI")
    ids = {node.id for node in nodes}
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in ids:
                raise ViewError(
                    f"the edge {edge.id!r} ends at {end!r}, which is not among the nodes",
                    expected=nearest(end, ids),
                    hint="add the node, or leave the edge out",
                )
    return nodes, edges


def years(thing: PictureNode | PictureEdge) -> Interval:
    """The years between which a node or edge holds, from its bounds.

    Raises:
        ViewError: a bound that does not begin with a year.

    Example:
        >>> years(PictureNode("e", "Event", starts_from="2010-04-06"))
        (2010, 2010)
        >>> years(PictureEdge("m", "a", "b", "MEMBER_OF", starts_from="2010-12-17"))
        (2010, None)
    """
    first, last = _year(thing.starts_from, thing.id), _year(thing.ends_by, thing.id)
    if isinstance(thing, PictureNode) and thing.kind in POINT_KINDS and last is None:
        last = first
    return first, last


_HASH = re.compile(r"(h-)?[0-9a-f]{12,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def name_of(node: PictureNode, languages: Sequence[str]) -> str:
    """The node's name in the first of the languages in which it has one, else any name, else its made title, else the last
    part of its IRI; empty if that is a hash, which says nothing to a reader.

    Only empty names are passed over: ``"0"`` is a name.

    Example:
        >>> name_of(PictureNode("https://x.org/actor/Q813", "Country"), ["ky"])
        'Q813'
        >>> name_of(PictureNode("https://x.org/event/h-6a957035058e41a23ce7", "Event"), ["ky"])
        ''
    """
    if name := pick(node.names, languages) or pick(node.made, languages):
        return name
    tail = re.split(r"[/#]", node.id.rstrip("/#"))[-1]
    return "" if _HASH.fullmatch(tail) else tail or node.id


def _edge_key(edge: PictureEdge) -> tuple[str, str, str, str]:
    return edge.source, edge.target, edge.type, edge.id


def _first_repeat(values: Iterable[_T]) -> _T | None:
    seen: set[_T] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def _year(bound: str | None, owner: str) -> int | None:
    if bound is None:
        return None
    match = _YEAR.match(bound)
    if match is None:
        raise ViewError(f"the bound {bound!r} of {owner!r} is not a date", expected="an ISO date, such as 2010-12-17")
    return int(match.group())
