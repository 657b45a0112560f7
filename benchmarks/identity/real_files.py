"""Loads files of several publishers into one graph, says *same* of each pair that is proposed, undoes it, and looks at what became of the graph.

    python -m benchmarks.identity.real_files a.popolo.json wikidata/ kg.json examples/central-asia

Each argument is a file or folder and becomes a data set of its own. Printed are, for a person to read: what was linked by itself, with the
reason; what stays apart although a link or a name would join it; the pairs that are proposed. Of each pair it is then shown that the decision
changes the triples, is explained, and that its undo gives back exactly what was there. The exit status is 1 if one of these is not so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from govgraph.graph.graph import Graph
from govgraph.graph.identity.kept import outcomes
from govgraph.ontology.errors import GovgraphError


def undone(graph: Graph, a: str, b: str) -> str:
    """What is wrong with a decision on two actors and its undo; empty: nothing."""
    before = graph.ntriples()
    try:
        decision = graph.identity.decide(a, b, reason="tried")
    except GovgraphError as error:
        return f"refused: {error}"
    if decision is None or graph.identity.now(a) != graph.identity.now(b) or graph.ntriples() == before:
        return "the decision was not carried out"
    if not graph.identity.explain(a, b).steps:
        return "the decision is not explained"
    graph.identity.undo(decision.id)
    return "" if graph.ntriples() == before else "after the undo the triples are others"


def main() -> None:
    """Print what was found, and end with 1 if a decision or an undo went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--after", type=int, default=0, help="pass over so many pairs, which an earlier run tried")
    chosen = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, Graph(Path(folder) / "graph") as graph:
        for source in chosen.sources:
            reports = graph.load(source, dataset="" if source.is_dir() else source.name.split(".")[0])
            loaded = sum(report.status == "loaded" for report in reports)
            print(f"{source}: {loaded} of {len(reports)} files loaded")  # noqa: T201
        for told in outcomes(graph.version()):
            print(f"{told['outcome']}: {' = '.join(told['members'])}: {told['why']}")  # noqa: T201
        graph.build("rdf")
        pairs = graph.identity.candidates(limit=1000).pairs
        print(f"\n{len(pairs)} pairs are proposed")  # noqa: T201
        pairs = pairs[chosen.after :]
        for pair in pairs:
            fault = undone(graph, pair.a, pair.b)
            wrong += bool(fault)
            print(  # noqa: T201
                f"{pair.score:.3f} | {pair.a_name} | {pair.b_name} | {', '.join(pair.agrees)} | {fault or 'undone'}",
                flush=True,
            )
    print(f"\n{len(pairs)} decisions, {wrong} wrong")  # noqa: T201
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
