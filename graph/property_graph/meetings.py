"""The actor projection: who meets whom in events, and how often.

Events are what links actors, and actors are what people look for. Here, the events that two actors share become one
relationship between them with a count, the first and the last date, and the types. Who acts and who is acted on stay apart: their
relationship is ``ACTED_TOWARDS``; between those on one side it is ``TOOK_PART_WITH``, without a direction. An event of
very many actors would link each to each (193 voters are 18,528 pairs), so events above a stated number of actors are left as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from govgraph.graph.graph import Graph

MOST_ACTORS = 30
"""Events of more actors than this are not dissolved into pairs."""

TOWARDS, TOGETHER = "ACTED_TOWARDS", "TOOK_PART_WITH"

ADDRESSED = ("recipient", "target")
"""The roles of those on whom others act; all other participants are on the acting side."""

_SIDES = """
    SELECT DISTINCT p.event, p.participant, p.role = ANY($addressed) AND p.role IS NOT NULL AS addressed
    FROM participations p
"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The events that link two actors in one way.

    Attributes:
        source, target: their IRIs; for ``TOOK_PART_WITH`` in the order of the alphabet.
        type: ``ACTED_TOWARDS`` or ``TOOK_PART_WITH``.
        count: how many events, each counted once, however many rows report it.
        first, last: the earliest and the latest day of these events, ISO; None: no date is known.
        types: how many events of each type, by the type's IRI; events without a type are under the empty text.
        events: the IRIs of the newest events.
    """

    source: str
    target: str
    type: str
    count: int
    first: str | None
    last: str | None
    types: dict[str, int]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meetings:
    """What events become when they are shown as relationships between actors.

    Attributes:
        meetings: sorted by source, target and type.
        crowded: the IRIs of events with too many actors, which are left as they are.
        alone: how many events each actor has in which it is the only one, by its IRI.
    """

    meetings: tuple[Meeting, ...]
    crowded: tuple[str, ...]
    alone: dict[str, int]


def meetings(
    graph: Graph,
    *,
    actors: Collection[str] | None = None,
    events: Collection[str] | None = None,
    most_actors: int = MOST_ACTORS,
    newest: int = 50,
) -> Meetings:
    """The actor projection of a graph, or of a part of it.

    Args:
        actors: only what links these; None: all actors.
        events: only these events; None: all events.
        most_actors: events of more actors than this are left as they are.
        newest: the largest number of events that a meeting names.

    Example:
        >>> meetings(graph).crowded
        ()
    """
    given: dict[str, Any] = {"addressed": list(ADDRESSED)}
    conditions = []
    for name, column, chosen in (("actors", "participant", actors), ("events", "event", events)):
        if chosen is not None:
            conditions.append(f"p.{column} = ANY(${name})")
            given[name] = sorted(chosen)
    only = " AND ".join(conditions)
    sides = f"sides AS ({_SIDES}{f' WHERE {only}' if only else ''})"
    # How many actors an event has is a fact of the event, whichever of them are asked for.
    sizes = "sizes AS (SELECT event, count(DISTINCT participant) AS actors FROM participations WHERE event IN (SELECT event FROM sides) GROUP BY event)"
    pairs = f"""
        WITH {sides}, {sizes},
        pairs AS (
            SELECT DISTINCT a.event, a.participant AS source, b.participant AS target, a.addressed <> b.addressed AS towards
            FROM sides a JOIN sides b USING (event) JOIN sizes USING (event)
            WHERE sizes.actors <= {int(most_actors)} AND a.participant <> b.participant
            AND ((NOT a.addressed AND b.addressed) OR (a.addressed = b.addressed AND a.participant < b.participant))
        )
        SELECT source, target, towards, count(*) AS count, min(e.starts_from) AS first, max(coalesce(e.ends_by, e.starts_from)) AS last,
            histogram(coalesce(e.type, '')) AS types, list(event ORDER BY e.starts_from DESC NULLS LAST, event)[:{int(newest)}] AS events
        FROM pairs LEFT JOIN events e ON e.iri = pairs.event GROUP BY ALL ORDER BY source, target, towards
    """
    rows = [row.as_dict() for row in graph.sql(pairs, timeout=None, **given)]
    few = f"WITH {sides}, {sizes} SELECT DISTINCT event, actors, participant FROM sizes JOIN sides USING (event) WHERE actors = 1 OR actors > {int(most_actors)} ORDER BY ALL"
    crowded: dict[str, None] = {}
    alone: dict[str, int] = {}
    for event, actors_of, participant in graph.sql(few, timeout=None, **given):
        if actors_of > 1:
            crowded[event] = None
        else:
            alone[participant] = alone.get(participant, 0) + 1
    return Meetings(tuple(_meeting(row) for row in rows), tuple(crowded), alone)


def _meeting(row: dict[str, Any]) -> Meeting:
    def day(value: dt.date | None) -> str | None:
        return value.isoformat() if value is not None else None

    types = row["types"]
    counted = {entry["key"]: entry["value"] for entry in types} if isinstance(types, list) else types
    return Meeting(
        source=row["source"], target=row["target"], type=TOWARDS if row["towards"] else TOGETHER, count=row["count"],
        first=day(row["first"]), last=day(row["last"]), types=dict(sorted(counted.items())), events=tuple(row["events"]),
    )  # fmt: skip


def partners(graph: Graph, actor: str, hops: int, most: int, most_actors: int = MOST_ACTORS) -> tuple[set[str], int]:
    """An actor and those that it meets in events, at most ``hops`` meetings away, and how many were left out.

    Args:
        most: the largest number of actors; those that share the most events with the ones before them come first.
        most_actors: meetings in events of more actors than this do not count.

    Example:
        >>> partners(graph, "https://example.org/nobody", 1, 10)
        ({'https://example.org/nobody'}, 0)
    """
    reached, rim, left_out = {actor}, {actor}, 0
    query = f"""
        WITH sizes AS (SELECT event FROM participations GROUP BY event HAVING count(DISTINCT participant) <= {int(most_actors)})
        SELECT b.participant, count(DISTINCT a.event) AS shared FROM participations a
        JOIN participations b USING (event) JOIN sizes USING (event)
        WHERE a.participant = ANY($rim) AND b.participant <> ALL($reached) GROUP BY 1 ORDER BY shared DESC, 1
    """
    for _ in range(hops):
        met = [row[0] for row in graph.sql(query, timeout=None, rim=sorted(rim), reached=sorted(reached))]
        room = max(0, most - len(reached))
        left_out += len(met) - len(met[:room])
        rim = set(met[:room])
        reached |= rim
        if not rim:
            break
    return reached, left_out


def actor_network(graph: Graph, most_actors: int = MOST_ACTORS, *, plain: bool = True) -> nx.MultiDiGraph:
    """The actor projection as a networkx graph; see :meth:`govgraph.graph.graph.Graph.networkx`.

    Example:
        >>> sorted({data["relationship"] for *_, data in actor_network(graph).edges(data=True)})
        ['TOOK_PART_WITH']
    """
    import networkx as nx

    from govgraph.graph.property_graph import projection
    from govgraph.graph.property_graph.network import add_nodes, given

    projected = meetings(graph, most_actors=most_actors)
    nodes, _ = projection.project(graph.version() / "tables", graph.settings.languages)
    network = nx.MultiDiGraph()
    add_nodes(network, [of_table for of_table in nodes if of_table.table == "actors"], plain=plain)
    for meeting in projected.meetings:
        for end in (meeting.source, meeting.target):
            if end not in network:
                network.add_node(end, **given({"iri": end, "labels": ["Entity", "Undescribed"]}, plain))
        properties = {"events": meeting.count, "first": meeting.first, "last": meeting.last, "types": meeting.types}
        # Writers of GEXF take an attribute `type` for the direction of an edge.
        kind = {"relationship": meeting.type} if plain else {"relationship": meeting.type, "type": meeting.type}
        network.add_edge(meeting.source, meeting.target, meeting.type, **kind, **given(properties, plain))
    for actor, count in projected.alone.items():
        if actor in network:
            network.nodes[actor]["eventsAlone"] = count
    return network
