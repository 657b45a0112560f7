"""Queries that would write are recognised by their tree, and refused before they run with the same message as from a server.

The store is also opened read-only, so that a query that this check misses changes nothing.
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
    """The error that both stores give for a query that would write."""
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
