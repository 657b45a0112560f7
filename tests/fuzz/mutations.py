"""What the fuzzers of queries share: how a query is damaged, and what may become of it.

A query is cut off, or a few of its words are replaced, removed, doubled or swapped. The same seed gives the same queries. Each must end in
an answer or in an error of the query; no process may die, and nothing else may be raised.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from parity.generated import write_generated

import govgraph
from govgraph.graph.answers.results import Result
from govgraph.graph.errors import GraphError, QueryError, QueryTimeout
from govgraph.graph.graph import Graph

Query = tuple[str, dict[str, Any]]
"""A query and its parameters."""
Ask = Callable[..., Result]
Faults = list[tuple[str, str, str]]
"""(outcome, query, error) of each query that ended in a fault."""

ANSWERED, REFUSED, WITHOUT_PLACE, SLOW = "answered", "refused with a place", "refused without a place", "too slow"
"""The outcomes that are no fault, or for :data:`WITHOUT_PLACE` not in every language. A slow query is stopped at the limit."""

_WORDS = re.compile(r"\w+|\s+|.", re.DOTALL)


def damaged(text: str, chance: random.Random, replacements: Sequence[str]) -> str:
    """The query with one to three faults.

    Args:
        replacements: words of the language.

    Example:
        >>> damaged("ASK {}", random.Random(3), ["x"]) == damaged("ASK {}", random.Random(3), ["x"])
        True
    """
    if chance.random() < 0.3:
        return text[: chance.randrange(len(text))]
    words = _WORDS.findall(text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words))
        match chance.randrange(5):
            case 0 | 1:
                words[at] = chance.choice(replacements)
            case 2:
                words[at] = " "
            case 3:
                words.insert(at, f" {chance.choice(words)} ")
            case 4:
                other = chance.randrange(len(words))
                words[at], words[other] = words[other], words[at]
    return "".join(words)


def queries(originals: Sequence[Query], replacements: Sequence[str], seed: int) -> Iterator[Query]:
    """Damaged queries without end."""
    chance = random.Random(seed)
    while True:
        text, parameters = chance.choice(originals)
        query = damaged(text, chance, replacements)
        # A value for a parameter that the damage took out would be refused for that alone.
        yield query, {name: value for name, value in parameters.items() if re.search(rf"[$?]`?{name}\b", query)}


def outcome(ask: Ask, text: str, parameters: dict[str, Any], timeout: float) -> tuple[str, str]:
    """(what came of a query, the error's text)."""
    try:
        ask(text, limit=100, timeout=timeout, **parameters)
    except QueryTimeout as error:
        return SLOW, str(error)
    except QueryError as error:
        placed = re.match(r"query:\d+(:\d+)?$|[$?]\w", error.where)
        return (REFUSED if placed else WITHOUT_PLACE), str(error)
    except GraphError as error:
        return "the process died", str(error)
    except Exception:  # noqa: BLE001 (what is looked for)
        return "traceback", traceback.format_exc()
    return ANSWERED, ""


def run(
    ask: Ask,
    damaged_queries: Iterator[Query],
    good: Sequence[str],
    *,
    count: int,
    seconds: float = float("inf"),
    timeout: float = 10,
) -> tuple[dict[str, int], Faults]:
    """(outcome -> how often, the faults).

    Args:
        good: the outcomes that are no fault.
    """
    counts: dict[str, int] = collections.Counter()
    faults: Faults = []
    end = time.monotonic() + seconds
    for number, (text, parameters) in enumerate(damaged_queries):
        if number == count or time.monotonic() > end:
            break
        kind, error = outcome(ask, text, parameters, timeout)
        counts[kind] += 1
        if kind not in good:
            faults.append((kind, text, error))
    return dict(counts), faults


def main(
    description: str | None,
    ask: Callable[[Graph], Ask],
    damaged_queries: Callable[[int], Iterator[Query]],
    good: Sequence[str],
) -> int:
    """Run the fuzzer of a language as a command; the exit status is 1 when a query ended in a fault."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000, help="queries at the most")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=10, help="seconds after which a query is stopped")
    parser.add_argument("--show", type=int, default=20, help="how many faults to print")
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, govgraph.open(Path(folder) / "graph") as graph:
        graph.load(write_generated(Path(folder) / "files"))
        counts, faults = run(
            ask(graph), damaged_queries(options.seed), good, count=options.count, seconds=options.seconds, timeout=options.timeout
        )  # fmt: skip
    for kind, number in sorted(counts.items()):
        print(f"{number:7,} {kind}")  # noqa: T201
    for fault in faults[: options.show]:
        print(*fault, sep="\n    ")  # noqa: T201
    return bool(faults)
