"""The graph layer's errors: a base class, and subclasses for what a caller may want to tell apart."""

from __future__ import annotations

from govgraph.ontology.errors import GovgraphError

REBUILD = "govgraph rebuild"
"""What to try where a version is damaged: all that is in it can be made again from the records."""


class GraphError(GovgraphError):
    """The graph layer could not do what was asked."""


class QueryError(GraphError):
    """A query that cannot be run: a fault in its text, a missing parameter, an attempt to write."""


class QueryTimeout(GraphError):
    """A query that was stopped at its time limit."""


class Busy(GraphError):
    """Another process is changing the graph."""


class Damaged(GraphError):
    """A file of the graph is missing, cannot be read, or is not what it was when it was made."""


class Unreadable(GraphError):
    """A store could not be read, or the process that reads it died. Perhaps a file is damaged; see ``damage``."""
