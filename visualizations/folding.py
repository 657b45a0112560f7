"""A graph that is too large for one page, as its communities: each is one node, and a click on the command of its card away from being drawn.

Nobody reads thousands of nodes, but a reader wants to see what there is and where to look. A community is a group of things with more relations among
themselves than with others: by Louvain's method (Blondel et al. 2008), and for large graphs by label propagation (Traag and Subelj 2023),
both with a fixed seed. It is called after its members with the most relations.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from govgraph.graph.find.titles import names_of, pick, titles
from govgraph.graph.property_graph.part import foreground_relationships, foreground_tables
from govgraph.graph.property_graph.projection import ends_sql
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.picture import Picture, PictureEdge, PictureNode
from govgraph.visualizations.strongest import strongest

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

MOST = 50_000
"""The most nodes that are folded: more take too long."""
MOST_COMMUNITIES = 200
COMMUNITY, BETWEEN = "Community", "BETWEEN"

_EXACT = 20_000  # above so many nodes, communities are found by the faster method
_NAMED = 12
_SEED = 1


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities of some things.

    Attributes:
        members: of each community, those with the most relations first; the largest community first.
        between: (one, other) -> how many relations lead from one community to the other, as numbers of communities.
    """

    members: tuple[tuple[str, ...], ...]
    between: Mapping[tuple[int, int], int]


def things(graph: Graph) -> list[str]:
    """The IRIs of all things that a page can draw, sorted.

    Raises:
        ViewError: more than can be folded.

    Example:
        >>> len(things(graph))
        8
    """
    union = " UNION ".join(f"SELECT iri FROM {t.name}" for t in foreground_tables() if not t.own)
    iris = [row[0] for row in graph.sql(f"SELECT iri FROM ({union}) ORDER BY iri LIMIT {MOST + 1}", timeout=None)]
    if len(iris) > MOST:
        raise ViewError(
            f"the graph has more than {MOST:,} nodes, too many for one picture",
            hint="govgraph view --as actors, --actor NAME --hops 1, or --cypher / --sparql with a question",
        )
    return iris


def communities(graph: Graph, iris: Collection[str]) -> Communities:
    """The communities of things, by the relations between them.

    Example:
        >>> communities(graph, things(graph)).members[0][0]
        'https://w3id.org/govgraph/id/record/records/asan'
    """
    network = nx.Graph()
    network.add_nodes_from(sorted(iris))
    pairs: Counter[tuple[str, str]] = Counter()
    for drawn in foreground_relationships():
        between = "_source = ANY($i) AND _target = ANY($i) AND _source <> _target"
        query = f"SELECT _source, _target, count(*) FROM ({ends_sql(drawn, drawn.table)}) WHERE {between} GROUP BY ALL"
        for source, target, n in graph.sql(query, timeout=None, i=sorted(iris)):
            pairs[(source, target)] += n
    for (source, target), n in sorted(pairs.items()):
        before = network.get_edge_data(source, target, {"weight": 0})["weight"]
        network.add_edge(source, target, weight=before + n)
    found = (
        nx.community.louvain_communities(network, seed=_SEED)
        if len(network) <= _EXACT
        else nx.community.fast_label_propagation_communities(network, seed=_SEED)
    )
    degree = dict(network.degree())
    members = sorted(
        (tuple(sorted(one, key=lambda iri: (-degree[iri], iri))) for one in found), key=lambda one: (-len(one), one[0])
    )
    if len(members) > MOST_COMMUNITIES:
        # What is in none of the larger communities is one more.
        rest = [iri for one in members[MOST_COMMUNITIES - 1 :] for iri in one]
        members = [*members[: MOST_COMMUNITIES - 1], tuple(sorted(rest, key=lambda iri: (-degree[iri], iri)))]
    home = {iri: i for i, one in enumerate(members) for iri in one}
    between_them: Counter[tuple[int, int]] = Counter()
    for (source, target), n in pairs.items():
        if home[source] != home[target]:
            between_them[(min(home[source], home[target]), max(home[source], home[target]))] += n
    return Communities(tuple(members), between_them)


def community_of(graph: Graph, iri: str) -> frozenset[str]:
    """The members of the community that a thing is in, when the whole graph is folded.

    Raises:
        ViewError: a page cannot draw the thing.

    Example:
        >>> "https://w3id.org/govgraph/id/record/records/asan" in community_of(graph, things(graph)[-1])
        True
    """
    for members in communities(graph, things(graph)).members:
        if iri in members:
            return frozenset(members)
    raise ViewError(
        f"no picture has {iri}", hint="govgraph view --community with an actor, a place, a post or an event"
    )


def folded(graph: Graph, iris: Collection[str], *, title: str, note: str = "") -> Picture:
    """The picture of the communities of things.

    Args:
        title: the page's title.
        note: text that the page shows.

    Example:
        >>> sorted({node.kind for node in folded(graph, things(graph), title="All").nodes})
        ['Community']
    """
    found = communities(graph, iris)
    languages = graph.settings.languages
    first = [one[0] for one in found.members]
    shown = {iri for one in found.members for iri in one[:_NAMED]}
    names, made = names_of(graph, shown), titles(graph, shown, languages)

    def called(iri: str, language: str) -> str:
        preferred = (language, *languages)
        return pick(names.get(iri, {}), preferred) or pick(made.get(iri, {}), preferred) or iri.rsplit("/", 1)[-1]

    nodes = [
        PictureNode(
            f"urn:govgraph:community:{hub}",
            COMMUNITY,
            made={x: f"{called(hub, x)} +{len(one) - 1}" if len(one) > 1 else called(hub, x) for x in languages},
            properties={
                "members": len(one),
                "mostConnected": [called(iri, languages[0]) for iri in one[:_NAMED]],
                "opensWith": f"govgraph view --community {shlex.quote(hub)}",
            },
        )
        for hub, one in zip(first, found.members, strict=True)
    ]
    edges = [
        PictureEdge(f"{BETWEEN} {a} {b}", nodes[a].id, nodes[b].id, BETWEEN, properties={"relationsFolded": n}, count=n)
        for (a, b), n in sorted(found.between.items())
    ]
    chosen: list[tuple[str, Mapping[str, object]]] = [("stillFolded", {"n": f"{len(iris):,}", "c": len(nodes)})]
    each, kept = strongest(edges, len(nodes))
    if each:
        chosen.append(("stillStrongest", {"each": each, "n": len(kept), "of": len(edges)}))
    return Picture(title, nodes, kept, languages=languages, note=note, chosen=chosen)
