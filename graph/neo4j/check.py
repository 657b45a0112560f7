"""Does a Neo4j database show what the graph is: its nodes and relationships one by one, its state, its records and indexes."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.indexes import Index
from govgraph.graph.ingest import Progress
from govgraph.graph.neo4j import records
from govgraph.graph.neo4j.compare import Comparison, Projected
from govgraph.graph.neo4j.home import Neo4jGraph
from govgraph.graph.neo4j.indexes import INDEXES, listed
from govgraph.graph.neo4j.state import read_state

_EXAMPLES = 5


def differences(
    graph: Neo4jGraph, checked: dict[str, int], indexes: list[Index], progress: Progress
) -> Iterator[tuple[str, str, str]]:
    """Where a database is not as the records in it say; nothing is written.

    Args:
        graph: open, its replica up to date.
        checked: filled with how many nodes and relationships of ours were compared.
        indexes: filled with those of the database.
        progress: told how much has been compared.

    Yields:
        (what, where, hint) of each difference.

    Raises:
        GraphError: the server cannot be reached.
    """
    where = str(graph.remote)
    repair = f"govgraph push {where} --compare --graph {graph.folder.path}"
    projected = Projected(graph.version(), graph.settings.languages)
    with graph.remote.session() as session:
        state = read_state(session)
        if state.status != "complete":
            yield "a push was cut off or is under way", where, f"govgraph sync {where} --graph {graph.folder.path}"
        if lost := sorted(set(state.loads) - records.stored(session)):
            yield f"the records of {len(lost)} loads are not all there", ", ".join(lost[:_EXAMPLES]), repair
        found = Comparison(projected, session, state, progress).run()
        checked["nodes and relationships in Neo4j"] = len(found.ours)
        for what, some in (
            ("nodes are missing", found.create_nodes),
            ("nodes have other values", found.change_nodes),
            ("nodes are there that the records do not give", found.delete_nodes),
        ):
            if some:
                yield f"{len(some):,} {what}", ", ".join(sorted(some)[:_EXAMPLES]), repair
        for kind in sorted({*found.create, *found.change, *found.delete}):
            for what, count in (
                ("are missing", len(found.create.get(kind, ()))),
                ("have other values", len(found.change.get(kind, ()))),
                ("are there that the records do not give", len(found.delete.get(kind, ()))),
            ):
                if count:
                    yield f"{count:,} relationships :{kind} {what}", where, repair
        indexes += listed(session)
    usable = {index.name for index in indexes if index.state == "ONLINE"}
    for declared in INDEXES:
        if declared.name not in usable:
            yield f"the index {declared.name}, which finds {declared.why}, is missing", where, repair
