"""The picture of who meets whom: actors, the events that they share as relations, and their other relations.

This is the first picture of event data. A thousand events around a country are a thousand dots; between the country and those it
meets they are twenty lines, each with its count, its dates and, at one click, its events with their evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from govgraph.graph.property_graph.meetings import Meeting, meetings
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.folding import MOST
from govgraph.visualizations.from_graph import edges_between, nodes_of, others_of
from govgraph.visualizations.picture import Picture, PictureEdge, PictureNode
from govgraph.visualizations.strongest import strongest

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

# The types that a relation names, the most frequent ones first.
_TYPES = 5


def actor_picture(
    graph: Graph,
    actors: Collection[str],
    *,
    events: Collection[str] | None = None,
    others: Collection[str] = (),
    title: str,
    note: str = "",
) -> Picture:
    """The picture of actors and what links them.

    Args:
        actors: the IRIs of the actors.
        events: the events that count; None: all.
        others: IRIs of other things to draw, such as posts.
        title: the page's title.
        note: text that the page shows.

    Raises:
        ViewError: too many actors.

    Example:
        >>> actors = [row[0] for row in graph.sql("SELECT iri FROM actors")]
        >>> sorted({edge.type for edge in actor_picture(graph, actors, title="Who meets whom").edges})
        ['MEMBER_OF', 'OF_COUNTRY', 'TOOK_PART_WITH']
    """
    projected = meetings(graph, actors=actors, events=events)
    drawn = sorted({*actors, *others, *projected.crowded})
    if len(drawn) > MOST:
        raise ViewError(
            f"{len(drawn):,} nodes are too many for one picture",
            expected=f"at most {MOST:,}",
            hint="add LIMIT to the query",
        )
    nodes = list(nodes_of(graph, drawn))
    have = {node.id for node in nodes}
    between = [meeting for meeting in projected.meetings if meeting.source in have and meeting.target in have]
    each, kept = strongest(between, len(nodes))
    drawn_too = {id(meeting) for meeting in kept}
    weaker = Counter(end for one in between if id(one) not in drawn_too for end in (one.source, one.target))
    nodes = [_counted(node, {"eventsAlone": projected.alone, "relationsNotDrawn": weaker}) for node in nodes]
    met = [_edge(meeting) for meeting in kept]
    edges = [*met, *edges_between(graph, sorted(have))]
    named = sorted({iri for edge in met for iri in edge.events})
    shown = list(nodes_of(graph, named))
    other_names = others_of(graph, [*nodes, *shown], edges)
    left_out = [("stillStrongest", {"each": each, "n": len(kept), "of": len(between)})] if each else []
    return Picture(
        title,
        nodes,
        edges,
        languages=graph.settings.languages,
        note=note,
        others=other_names,
        events=shown,
        chosen=left_out,
    )


def _counted(node: PictureNode, counts: Mapping[str, Mapping[str, int]]) -> PictureNode:
    own = {key: of[node.id] for key, of in counts.items() if node.id in of}
    return replace(node, properties={**node.properties, **own}) if own else node


def _edge(meeting: Meeting) -> PictureEdge:
    most = sorted(meeting.types.items(), key=lambda entry: (-entry[1], entry[0]))
    return PictureEdge(
        id=f"{meeting.type} {meeting.source} {meeting.target}",
        source=meeting.source,
        target=meeting.target,
        type=meeting.type,
        start=meeting.first,
        end=meeting.last,
        starts_from=meeting.first,
        ends_by=meeting.last,
        references={"type": tuple(iri for iri, _ in most[:_TYPES] if iri)} if any(meeting.types) else {},
        count=meeting.count,
        events=meeting.events,
    )
