"""Default values. The command line imports this before anything else, so it imports nothing."""

GRAPH = "govgraph-data"
"""The graph folder if none is named."""

TIMEOUT = 60.0
"""Seconds that a query may take unless another limit is given."""
