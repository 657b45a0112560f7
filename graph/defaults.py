"""Default values. The command line imports this before anything else, so it imports nothing."""

GRAPH = "govgraph-data"
"""The graph folder if none is named."""

TIMEOUT = 60.0
"""Seconds that a query may take unless another limit is given."""

HUBS = 50
"""A thing with more neighbours than this is a hub, through which no path leads, unless another number is given."""
