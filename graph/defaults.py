"""What is taken when a person says nothing. Imported by the command line before anything else, so it imports nothing."""

GRAPH = "govgraph-data"
"""The graph folder when none is named."""

TIMEOUT = 60.0
"""Seconds that a query may take unless it is given more."""
