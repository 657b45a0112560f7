"""Which actor a person means: by an IRI, also an older one, or an identifier that one actor has; never by a name alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from govgraph.graph.errors import GraphError
from govgraph.graph.identity.decisions import RULES, Decision, pair
from govgraph.graph.identity.rows import known_iris
from govgraph.ontology.terms import expand

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph


def by_iris(graph: Graph, decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions in which actors stand by their IRIs, where tables of a person or of OpenRefine have an identifier that only one actor has.

    Example:
        >>> by_iris(graph, [Decision("x:1", "wikidata:Q0", "same")])[0].pair
        ('wikidata:Q0', 'x:1')
    """
    iris = _identified(graph, {text for decision in decisions for text in decision.pair}.difference(RULES))
    pairs = (pair(*(iris.get(text, text) for text in decision.pair)) for decision in decisions)
    return [replace(one, a=a, b=b) for one, (a, b) in zip(decisions, pairs, strict=True)] if iris else [*decisions]


def _identified(graph: Graph, texts: Collection[str]) -> dict[str, str]:
    """Identifier -> the IRI of the actor that has it, of those that exactly one actor has."""
    typed = sorted({text for text in texts if not text.startswith(("http:", "https:", "urn:"))})
    if not typed:
        return {}
    rows = graph.sql(
        "SELECT id, min(iri) AS iri FROM (SELECT iri, unnest(identifiers) AS id FROM actors) "
        "WHERE list_contains($typed, id) GROUP BY id HAVING count(DISTINCT iri) = 1",
        typed=typed,
    ).rows
    return {row["id"]: row["iri"] for row in rows}


def meant_actor(graph: Graph, text: str) -> str:
    """The IRI of the records that a person means.

    Raises:
        GraphError: the graph has no such actor, or several; the message offers what is near.

    Example:
        >>> meant_actor(graph, "wikidata:Q1")[:30]
        'https://w3id.org/govgraph/id/r'
    """
    rows = graph.sql(
        "SELECT iri FROM actors WHERE iri = $iri OR list_contains(identifiers, $text) ORDER BY iri",
        iri=expand(text) or text,
        text=text,
    ).rows
    if any(row["iri"] != text for row in rows) and len(rows) > 1:
        raise GraphError(f"{len(rows)} actors have {text!r}", expected=", ".join(row["iri"] for row in rows[:5]))
    iri = expand(text) or text
    if iri in known_iris(graph.up_to_date(), [iri]):
        return iri
    if rows:
        return str(rows[0]["iri"])
    near = graph.search(text.rpartition("/")[2], kind="Actor", limit=5)
    raise GraphError(
        f"the graph has no actor {text!r}",
        expected=", ".join(f"{row['matched']} <{row['iri']}>" for row in near)
        or "an IRI, or an identifier as wikidata:Q1",
        hint="govgraph search NAME --kind actor",
    )
