"""The parity suite's parts: a generated graph, and by topic the queries that are asked of it and of the example graph."""
