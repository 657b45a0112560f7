"""The same graph for every tool: bodies with their members, and relations between members of all bodies."""

from __future__ import annotations

import random
from dataclasses import dataclass

from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

SIZES = ((379, 591), (3_000, 12_000), (10_000, 40_000))
"""Nodes and relations: as many as the example graph has, and two larger ones."""

_KINDS = ("Official", "Person", "Party", "NGO", "Place", "Post")
_FIRST = "Azamat Bakyt Cholpon Daniyar Elmira Farida Gulnara Ilyas Jyldyz Kanat Lola Marat Nurlan Omurbek Saltanat Temir".split()
_LAST = (
    "Abdyldaev Baatyrov Chynaliev Dosaliev Egemberdiev Isakov Jumabekov Kasymov Mamytov Nazarov Osmonov Sadykov".split()
)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A graph as plain lists.

    Attributes:
        nodes: of each its name and kind.
        edges: of each the numbers of its two nodes and its type.
    """

    nodes: list[tuple[str, str]]
    edges: list[tuple[int, int, str]]


def made_up(count: int, ties: int, seed: int = 11) -> MadeUp:
    """A graph of bodies and members; the same seed gives the same one.

    Example:
        >>> len(made_up(10, 12).edges)
        12
    """
    rng = random.Random(seed)
    bodies = max(2, count // 60)
    nodes = [(f"Agency of Region {i}", "Agency") for i in range(bodies)]
    nodes += [(f"{rng.choice(_FIRST)} {rng.choice(_LAST)} {i}", rng.choice(_KINDS)) for i in range(bodies, count)]
    home = list(range(bodies)) + [min(int(rng.expovariate(4 / bodies)), bodies - 1) for _ in range(count - bodies)]
    of: dict[int, list[int]] = {}
    for node, body in enumerate(home):
        of.setdefault(body, []).append(node)
    edges = [(node, home[node], "MEMBER_OF") for node in range(bodies, count)]
    while len(edges) < ties:
        one = rng.randrange(bodies, count)
        other = rng.choice(of[home[one]]) if rng.random() < 0.85 else rng.randrange(count)
        if one != other:
            edges.append((one, other, rng.choice(("ASSOCIATED_WITH", "PARTICIPATED_IN"))))
    return MadeUp(nodes, edges[:ties])


def picture_of(made: MadeUp) -> Picture:
    """The graph as govgraph draws it: with two languages, dates and evidence, which the pages of other tools do not have."""
    base = "https://w3id.org/govgraph/id/made-up/"
    proof = [
        (Evidence("members.csv", str(row + 1), None, "records-1", "made-up", "CC0-1.0"),)
        for row in range(len(made.edges))
    ]
    nodes = [
        PictureNode(
            f"{base}{i:05}", kind, {"en": name, "ky": name.replace("Region", "аймак")}, evidence=proof[i % len(proof)]
        )
        for i, (name, kind) in enumerate(made.nodes)
    ]
    edges = [
        PictureEdge(
            f"{base}tie/{row:05}", nodes[a].id, nodes[b].id, relation, "member" if relation == "MEMBER_OF" else None,
            str(1991 + row % 34), None, f"{1991 + row % 34}-01-01", None, evidence=proof[row],
        )
        for row, (a, b, relation) in enumerate(made.edges)
    ]  # fmt: skip
    return Picture("Made up", nodes, edges, ("en", "ky", "ru"))
