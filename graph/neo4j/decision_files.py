"""The log of decisions, kept in a Neo4j database: each of its files in a node ``:GovgraphDecisions``, as it is.

Files of the log never change and are named by their content, so both sides are joined as sets: what one side lacks, it gets from the other, and
nothing is ever removed.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import neo4j

from govgraph.graph.errors import Damaged, GraphError
from govgraph.graph.identity.log import FOLDER, of_bytes
from govgraph.graph.neo4j.claim import Claim

LABEL = "GovgraphDecisions"
"""The label of the nodes that hold decisions."""

_AT_ONCE = 200


def stored(session: neo4j.Session) -> set[str]:
    """The names of the files that are in the database."""
    return {str(row["name"]) for row in session.run(f"MATCH (d:{LABEL}) RETURN d.name AS name")}


def send(claim: Claim, graph: Path, names: Collection[str]) -> None:
    """Write files of the log to the database.

    Args:
        claim: the right to write.
        graph: the graph folder.
        names: of the files.
    """
    query = f"UNWIND $rows AS row MERGE (d:{LABEL} {{name: row.name}}) SET d.data = row.data"
    waiting = sorted(names)
    while waiting:
        some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        rows = [{"name": name, "data": (graph / FOLDER / name).read_bytes()} for name in some]
        claim.write(lambda transaction, rows=rows: transaction.run(query, rows=rows).consume())  # type: ignore[misc]


def fetch(session: neo4j.Session, names: Collection[str]) -> dict[str, bytes]:
    """Files of the log from the database, by name.

    Raises:
        GraphError: one is not what was sent.
    """
    query = f"MATCH (d:{LABEL}) WHERE d.name IN $names RETURN d.name AS name, d.data AS data"
    rows = session.run(query, names=sorted(names))
    # Others can have put anything there.
    files = {
        str(row["name"]): bytes(row["data"]) if isinstance(row["data"], bytes | bytearray) else b"" for row in rows
    }
    for name, data in files.items():
        try:
            of_bytes(name, data, name)
        except (Damaged, GraphError, ValueError) as error:
            raise GraphError(
                f"the decisions {name[:100]!r} in the database are not what was sent",
                hint=f"MATCH (d:{LABEL}) WHERE d.name = ... DELETE d, then govgraph push URI from a folder that has them",
            ) from error
    return files
