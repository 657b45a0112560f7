"""Variables that a query uses and nothing defines. The engine sees some of them; of the others it would take null."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.scopes import sorted_column
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.errors import QueryError
from govgraph.ontology.errors import nearest


def refuse_undefined(query: ParsedQuery) -> None:
    """Refuse a query that uses a variable which is not defined there.

    Raises:
        QueryError: with the place and the nearest name that is defined there.
    """
    for variable in undefined(query):
        known = [name for name in query.scopes.names(variable) if name != variable.name]
        raise QueryError(
            f"the Cypher query has a fault: there is no variable {variable.name} here",
            where=variable.where,
            hint=nearest(variable.name, known),
        )


def undefined(query: ParsedQuery) -> Iterator[Tree]:
    """The variables that are used and not defined."""
    for variable in query.query.all("variable"):
        is_known = query.scopes.lookup(variable, variable.name) is not None or sorted_column(variable)
        if not is_known and not _gives_a_name(variable):
            yield variable


def _gives_a_name(variable: Tree) -> bool:
    """Whether a variable is a new name: after AS, after YIELD, or of what a clause goes through."""
    above = variable.parent
    if above is None or above.kind in _NAMING:
        return True
    before = above.children[above.children.index(variable) - 1]
    return not before.kind and before.text.upper() == "AS"


_NAMING = frozenset("procedureResultItem loadCSVClause forUnwindClause".split())
