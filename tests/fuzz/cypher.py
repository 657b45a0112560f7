"""Damaged Cypher queries, asked of the embedded store: each must end in a result or in an error that says where.

The queries of the parity suite and the examples of gaps are damaged. In ``tests``: ``python -m fuzz.cypher --count 20000 --seed 1``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from parity.case import Case
from parity.page import TOPICS
from parity.result_queries import ERRORS, SYNTAX, WRITES

from fuzz import mutations
from fuzz.mutations import ANSWERED, REFUSED, SLOW, Ask, Faults, Query
from govgraph.graph.cypher.gaps import GAPS

GOOD = (ANSWERED, REFUSED, SLOW)

_REPLACEMENTS = """
    ALL AND ANY AS ASC BY CALL CASE CONTAINS COUNT CREATE CYPHER DELETE DESC DETACH DISTINCT ELSE END ENDS EXISTS EXPLAIN FILTER
    FINISH FOREACH IN IS LET LIMIT LOAD MATCH MERGE NEXT NOT NULL OFFSET ON OPTIONAL OR ORDER PROFILE REMOVE RETURN SET SHORTEST
    SHOW SKIP STARTS THEN TRUE UNION UNWIND USE USING WHEN WHERE WITH XOR YIELD n p x $s 0 1.5 'a' labels count date.
    ( ) [ ] { } , . : | - -> = =~ < * + / % $ ` ' " ; // /*
""".split()


def originals() -> list[Query]:
    """The queries that are damaged."""
    cases = [case for cases in TOPICS.values() for case in cases] + ERRORS
    texts = [*SYNTAX, *WRITES, *(g.example for g in GAPS), *(g.alternative for g in GAPS)]
    return [(case.text, case.asked_with) for case in cases + [Case(text) for text in texts if text]]


def queries(seed: int) -> Iterator[Query]:
    """Damaged queries without end."""
    return mutations.queries(originals(), _REPLACEMENTS, seed)


def run(
    cypher: Ask, seed: int, count: int, seconds: float = float("inf"), timeout: float = 10
) -> tuple[dict[str, int], Faults]:
    """(outcome -> how often, the faults)."""
    return mutations.run(cypher, queries(seed), GOOD, count=count, seconds=seconds, timeout=timeout)


if __name__ == "__main__":
    sys.exit(mutations.main(__doc__, lambda graph: graph.cypher, queries, GOOD))
