"""The error class of the views, so that a caller can tell a bad picture from a bad graph or a bad file."""

from __future__ import annotations

from govgraph.ontology.errors import GovgraphError


class ViewError(GovgraphError):
    """A picture that cannot be drawn: an edge without an end, an id given twice, too many nodes to read."""
