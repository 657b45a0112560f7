"""Which Cypher would write: seen in its tree, so that it is refused before it runs and with the same message as by a server.

The store also holds every query to reading by itself (a read-only database), so that what gets past this changes nothing.
"""

from __future__ import annotations

from govgraph.graph.cypher.tree import Query
from govgraph.graph.errors import QueryError

_WRITING = """
    createClause insertClause setClause removeClause deleteClause mergeClause foreachClause subqueryInTransactionsParameters
    sessionCommand transactionCommand createCommand alterCommand dropCommand terminateCommand renameCommand grantCommand denyCommand
    revokeCommand startDatabase stopDatabase enableServerCommand allocationCommand
""".split()


def refusal(where: str = "") -> QueryError:
    """The error that both stores give."""
    return QueryError(
        "queries only read; this one would write",
        where=where,
        expected="MATCH ... RETURN ...",
        hint="govgraph load FILE",
    )


def refuse_writing(query: Query) -> None:
    """Refuse a query that has a clause that writes.

    Raises:
        QueryError: with the place of the clause.
    """
    places = [node.first for node in query.all(*_WRITING)]
    if places:
        raise refusal(query.where(min(places)))
