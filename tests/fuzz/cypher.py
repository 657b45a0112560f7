"""Damaged Cypher queries, asked of the embedded store: each must end in a result or in an error that says where.

The queries of the parity suite and the examples of gaps are cut off, or a few of their words are replaced, removed, doubled or
swapped. The same seed gives the same queries. In ``tests``: ``python -m fuzz.cypher --count 20000 --seed 1``.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from parity.case import Case
from parity.generated import write_generated
from parity.page import TOPICS
from parity.result_queries import ERRORS, SYNTAX, WRITES

import govgraph
from govgraph.graph.cypher.gaps import GAPS
from govgraph.graph.errors import GraphError, QueryError, QueryTimeout
from govgraph.graph.results import Result

GOOD = ("answered", "refused with a place", "too slow")
"""The outcomes that are no fault. ``too slow`` is a damaged pattern that matches everything: stopped at the limit."""

_WORDS = re.compile(r"\w+|\s+|.", re.DOTALL)
_REPLACEMENTS = """
    ALL AND ANY AS ASC BY CALL CASE CONTAINS COUNT CREATE CYPHER DELETE DESC DETACH DISTINCT ELSE END ENDS EXISTS EXPLAIN FILTER
    FINISH FOREACH IN IS LET LIMIT LOAD MATCH MERGE NEXT NOT NULL OFFSET ON OPTIONAL OR ORDER PROFILE REMOVE RETURN SET SHORTEST
    SHOW SKIP STARTS THEN TRUE UNION UNWIND USE USING WHEN WHERE WITH XOR YIELD n p x $s 0 1.5 'a' labels count date.
    ( ) [ ] { } , . : | - -> = =~ < * + / % $ ` ' " ; // /*
""".split()


def originals() -> list[Case]:
    """The queries that are damaged."""
    cases = [case for cases in TOPICS.values() for case in cases] + ERRORS
    texts = [*SYNTAX, *WRITES, *(g.example for g in GAPS), *(g.alternative for g in GAPS)]
    return cases + [Case(text) for text in texts if text]


def damaged(text: str, chance: random.Random) -> str:
    """The query with one to three faults.

    Example:
        >>> damaged("MATCH (n) RETURN n.name", random.Random(3)) == damaged("MATCH (n) RETURN n.name", random.Random(3))
        True
    """
    if chance.random() < 0.3:
        return text[: chance.randrange(len(text))]
    words = _WORDS.findall(text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words))
        match chance.randrange(5):
            case 0 | 1:
                words[at] = chance.choice(_REPLACEMENTS)
            case 2:
                words[at] = " "
            case 3:
                words.insert(at, f" {chance.choice(words)} ")
            case 4:
                other = chance.randrange(len(words))
                words[at], words[other] = words[other], words[at]
    return "".join(words)


def queries(seed: int) -> Iterator[Case]:
    """Damaged queries without end."""
    chance = random.Random(seed)
    cases = originals()
    while True:
        case = chance.choice(cases)
        yield Case(damaged(case.text, chance), case.parameters)


def outcome(cypher: Callable[..., Result], case: Case, timeout: float) -> tuple[str, str]:
    """(what came of a query, the error's text)."""
    try:
        cypher(case.text, limit=100, timeout=timeout, **case.asked_with)
    except QueryTimeout as error:
        return "too slow", str(error)
    except QueryError as error:
        placed = re.match(r"query:\d+:\d+$|\$\w", error.where)
        return ("refused with a place" if placed else "refused without a place"), str(error)
    except GraphError as error:
        return "the process died", str(error)
    return "answered", ""


def run(
    cypher: Callable[..., Result], seed: int, count: int, seconds: float = float("inf"), timeout: float = 10
) -> tuple[dict[str, int], list[tuple[str, str, str]]]:
    """(outcome -> how often, (outcome, query, error) of each that is a fault)."""
    counts: dict[str, int] = collections.Counter()
    faults = []
    end = time.monotonic() + seconds
    for number, case in enumerate(queries(seed)):
        if number == count or time.monotonic() > end:
            break
        kind, text = outcome(cypher, case, timeout)
        counts[kind] += 1
        if kind not in GOOD:
            faults.append((kind, case.text, text))
    return dict(counts), faults


def main() -> int:
    """Run as a command; the exit status is 1 when a query ended in a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="queries at the most")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="how many faults to print")
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, govgraph.open(Path(folder) / "graph") as graph:
        graph.load(write_generated(Path(folder) / "files"))
        counts, faults = run(graph.cypher, options.seed, options.count, options.seconds)
    for kind, number in sorted(counts.items()):
        print(f"{number:7,} {kind}")  # noqa: T201
    for fault in faults[: options.show]:
        print(*fault, sep="\n    ")  # noqa: T201
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
