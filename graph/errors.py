"""The graph layer's errors: a base class, and subclasses for what a caller may want to tell apart."""

from __future__ import annotations

from govgraph.ontology.errors import GovgraphError


class GraphError(GovgraphError):
    """The graph layer could not do what was asked."""


class QueryError(GraphError):
    """A query that cannot be run: a fault in its text, a missing parameter, an attempt to write."""


class QueryTimeout(GraphError):
    """A query that was stopped at its time limit."""


class Busy(GraphError):
    """Another process is changing the graph."""
