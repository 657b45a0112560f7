"""The systems of identifiers that have one identifier for each thing, as gov.ttl declares them."""

from __future__ import annotations

from functools import cache

from govgraph.ontology.terms import PREFIXES
from govgraph.ontology.turtle import DECLARATION, read

_TYPE = PREFIXES["rdf"] + "type"


@cache
def one_per_thing() -> frozenset[str]:
    """These systems, as typed identifiers name them.

    Example:
        >>> "wikidata" in one_per_thing(), "cameo" in one_per_thing()
        (True, False)
    """
    triples = read("gov.ttl")
    return frozenset(
        triples.one(subject, DECLARATION + "name")
        for subject, predicates in triples.of.items()
        if DECLARATION + "OnePerThing" in [t.value for t in predicates.get(_TYPE, [])]
    )
