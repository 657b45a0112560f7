"""Random SPARQL queries, each asked of the columns and of the triples: both ways must give the same terms.

Solutions are compared as multisets, and by their order where ORDER BY fixes it. A query that the columns leave to Oxigraph
counts as left. The same seed gives the same queries. In ``tests``: ``python -m fuzz.sparql_ways --count 2000 --seed 1``.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from fuzz.awkward_graph import awkward_graphs
from fuzz.sparql_queries import Values, queries
from govgraph.graph.duck import connect, parquet
from govgraph.graph.errors import QueryError
from govgraph.graph.relational.columns import Columns
from govgraph.graph.relational.terms import FallBack
from govgraph.graph.sparql.route import of_rdflib
from govgraph.graph.sparql.superclasses import with_our_classes
from govgraph.graph.stores.sparql import parse
from govgraph.ontology.declaration import tables
from govgraph.ontology.terms import PREFIXES

SAME, LEFT, DIFFERENT, ORDER, REFUSED = "same", "left", "DIFFERENT", "OTHER ORDER", "refused"
_NUMBER = re.compile(r'^"(.*)"\^\^<http://www.w3.org/2001/XMLSchema#double>$')


def _comparable(term: object) -> Any:
    """A term, with doubles rounded: a sum of doubles depends on the order in which they are added."""
    if term is None:
        return None
    match = _NUMBER.match(str(term))
    return float(f"{float(match[1]):.10g}") if match else str(term)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a query.

    Attributes:
        outcome: :data:`SAME`, :data:`LEFT`, :data:`DIFFERENT` or :data:`ORDER`.
        detail: why it was left, or what differs.
        rows: how many Oxigraph has found.
    """

    outcome: str
    detail: str
    rows: int


class Ways:
    """A version whose triples are built, asked both ways."""

    def __init__(self, version: Path) -> None:
        self.columns = Columns(version)
        self.triples = ox.Store.read_only(str(version / "rdf"))
        self.values = _values(version)

    def compared(self, query: str, parameters: Mapping[str, Any] | None = None) -> Compared:
        """The two answers to a query compared."""
        parsed = parse(query, parameters or {})
        text = with_our_classes(parsed.text, parsed.columns)
        names, right = self._of_triples(text, parsed.given)
        given = {name: of_rdflib(term) for name, term in parsed.given.items()}
        try:
            found = self.columns.rows(self.columns.translated(text, parsed.columns, given, whole=True))
        except FallBack as reason:
            return Compared(LEFT, str(reason), len(right))
        ours = [tuple(_comparable(term) for term in row) for row in found] if names else [()] * len(found)
        a, b = collections.Counter(ours), collections.Counter(right)
        if a != b:
            only = f"only columns {list((a - b).items())[:3]}, only triples {list((b - a).items())[:3]}"
            return Compared(DIFFERENT, f"{len(ours)} and {len(right)} rows; {only}", len(right))
        if _sorted_by_all(text, names) and ours != right:
            return Compared(ORDER, "", len(right))
        return Compared(SAME, "", len(right))

    def _of_triples(self, text: str, given: Mapping[str, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """(columns, rows) as Oxigraph answers."""
        bound: Any = {ox.Variable(name): term for name, term in given.items()} or None
        found = self.triples.query(text, prefixes=PREFIXES, substitutions=bound)
        if isinstance(found, ox.QueryBoolean):
            return ["answer"], [(f'"{str(bool(found)).lower()}"^^<{PREFIXES["xsd"]}boolean>',)]
        if isinstance(found, ox.QueryTriples):
            return ["s", "p", "o"], [tuple(map(_comparable, (t.subject, t.predicate, t.object))) for t in found]
        names = [v.value for v in found.variables]
        return names, [tuple(_comparable(row[name]) for name in names) for row in found]


def _sorted_by_all(text: str, names: Sequence[str]) -> bool:
    """Whether a query sorts by all that it shows, so that the order of its rows is fixed."""
    last = text.rpartition("}")[2]
    if "ORDER BY" not in last:
        return False
    return set(names) <= set(re.findall(r"\?(\w+)", last.partition("ORDER BY")[2]))


def _values(version: Path) -> Values:
    """Some terms of each column."""
    made: dict[tuple[str, str], list[str]] = {}
    with connect() as db:
        for name, table in tables().items():
            source = parquet(version / "tables" / f"{name}.parquet")
            for column in (
                "iri",
                *(c.name for c in table.columns if c.type in ("code", "text", "ref", "curie") and not c.many),
            ):
                rows = db.sql(
                    f"SELECT DISTINCT {column} FROM {source} WHERE {column} IS NOT NULL ORDER BY 1 LIMIT 8"
                ).fetchall()
                reference = column == "iri" or table.column(column).type == "ref"
                made[name, column] = [f"<{value}>" if reference else str(ox.Literal(value)) for (value,) in rows]
    return made


def run(
    ways: Sequence[Ways], seed: int, count: int, seconds: float = float("inf")
) -> tuple[dict[str, int], dict[str, int], list[tuple[str, Compared]]]:
    """(outcome -> how often, reason -> how often it was left, (query, what differs))."""
    outcomes: dict[str, int] = collections.Counter()
    reasons: dict[str, int] = collections.Counter()
    faults = []
    end = time.monotonic() + seconds
    makers = [queries(one.values, seed * 1_000 + number) for number, one in enumerate(ways)]
    for number in range(count):
        if time.monotonic() > end:
            break
        which = number % len(ways)
        query = next(makers[which])
        try:
            compared = ways[which].compared(query)
        except QueryError:  # before any way was chosen, as for MIN of a constant that is grouped by
            outcomes[REFUSED] += 1
            continue
        outcomes[compared.outcome] += 1
        outcomes["with rows"] += compared.rows > 0
        if compared.outcome == LEFT:
            reasons[compared.detail] += 1
        elif compared.outcome != SAME:
            faults.append((query, compared))
    return dict(outcomes), dict(reasons), faults


def main() -> int:
    """Run as a command; the exit status is 1 when an answer differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="queries at the most")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="how many differences and reasons to print")
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ways = [Ways(version) for version in awkward_graphs(Path(folder)).values()]
        outcomes, reasons, faults = run(ways, options.seed, options.count, options.seconds)
    for outcome, number in sorted(outcomes.items()):
        print(f"{number:7,} {outcome}")  # noqa: T201
    for reason, number in sorted(reasons.items(), key=lambda pair: -pair[1])[: options.show]:
        print(f"{number:7,} left: {reason}")  # noqa: T201
    for query, compared in faults[: options.show]:
        print(f"{compared.outcome}\n    {query}\n    {compared.detail}")  # noqa: T201
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
