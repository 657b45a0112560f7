"""A picture that is too large to read, as its communities (``groups.py``): each is one node, called after its member with the most relations.

A page folds by itself and opens communities in place; this is for what cannot: a still picture, and drawing one community alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from govgraph.graph.property_graph.part import foreground_relationships, foreground_tables
from govgraph.graph.property_graph.projection import ends_sql
from govgraph.graph.property_graph.surroundings import STANDS_FOR
from govgraph.visualizations.drawing import READABLE
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.groups import groups
from govgraph.visualizations.picture import Picture, PictureEdge, PictureNode, name_of, ordered
from govgraph.visualizations.strongest import strongest

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

MOST = 50_000
"""The most nodes of a picture: more take too long."""
COMMUNITY, BETWEEN = "Community", "BETWEEN"


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


def community_of(graph: Graph, iri: str) -> frozenset[str]:
    """The members of the community that a thing is in, when the whole graph is folded.

    Raises:
        ViewError: a page cannot draw the thing.

    Example:
        >>> "https://w3id.org/govgraph/id/record/records/asan" in community_of(graph, things(graph)[-1])
        True
    """
    iris = things(graph)
    number = {one: i for i, one in enumerate(iris)}
    pairs: Counter[tuple[int, int]] = Counter()
    stated = [ends_sql(drawn, drawn.table) for drawn in foreground_relationships()]
    for ends in (*stated, STANDS_FOR):
        between = "_source = ANY($i) AND _target = ANY($i) AND _source <> _target"
        query = f"SELECT _source, _target, count(*) FROM ({ends}) WHERE {between} GROUP BY ALL"
        for source, target, n in graph.sql(query, timeout=None, i=iris):
            a, b = sorted((number[source], number[target]))
            pairs[(a, b)] += n
    for members in groups(len(iris), {pair: float(n) for pair, n in pairs.items()}).members:
        if number.get(iri) in members:
            return frozenset(iris[i] for i in members)
    raise ViewError(
        f"no picture has {iri}", hint="govgraph view --community with an actor, a place, a post or an event"
    )


def folded(picture: Picture) -> Picture:
    """The picture of the communities of a large picture, for paper: on a page they are opened in place.

    Returns:
        the picture itself if a person can read it.

    Example:
        >>> people = [PictureNode(f"p{i:04}", "Person") for i in range(2000)]
        >>> ties = [PictureEdge(f"e{i}", f"p{i:04}", f"p{i // 100 * 100:04}", "MEMBER_OF") for i in range(2000)]
        >>> len(folded(Picture("t", people, ties)).nodes)
        20
    """
    if len(picture.nodes) <= READABLE:
        return picture
    nodes, edges = ordered(picture)
    number = {node.id: i for i, node in enumerate(nodes)}
    pairs: Counter[tuple[int, int]] = Counter()
    for edge in edges:
        a, b = sorted((number[edge.source], number[edge.target]))
        pairs[(a, b)] += 1
    found = groups(len(nodes), {pair: float(n) for pair, n in pairs.items()})
    home = {member: i for i, members in enumerate(found.members) for member in members}
    drawn = [_community(picture, [nodes[i] for i in members]) for members in found.members]
    between: Counter[tuple[int, int]] = Counter()
    for (a, b), n in pairs.items():
        if a in home and b in home and home[a] != home[b]:
            between[(min(home[a], home[b]), max(home[a], home[b]))] += n
    lines = [
        PictureEdge(f"{BETWEEN} {a} {b}", drawn[a].id, drawn[b].id, BETWEEN, count=n)
        for (a, b), n in sorted(between.items())
    ]
    alone = len(nodes) - len(home)
    chosen: list[tuple[str, Mapping[str, object]]] = [
        *picture.chosen,
        ("stillFolded", {"n": f"{len(home):,}", "c": len(drawn)}),
    ]
    if alone:
        chosen.append(("chipLone", {"n": f"{alone:,}"}))
    each, kept = strongest(lines, len(drawn))
    if each:
        chosen.append(("stillStrongest", {"each": each, "n": len(kept), "of": len(lines)}))
    # The evidence stays, since the sources with their licences are part of a picture.
    things_drawn: list[PictureNode | PictureEdge] = [*nodes, *edges]
    said = {proof.load + proof.file: proof for thing in things_drawn for proof in thing.evidence}
    drawn[0] = replace(drawn[0], evidence=tuple(said[key] for key in sorted(said)))
    return Picture(picture.title, drawn, kept, languages=picture.languages, note=picture.note, chosen=chosen)


def _community(picture: Picture, members: list[PictureNode]) -> PictureNode:
    first = members[0]
    more = f" +{len(members) - 1}"
    return PictureNode(
        f"urn:govgraph:community:{first.id}",
        COMMUNITY,
        made={x: name_of(first, (x, *picture.languages)) + more for x in picture.languages},
    )
