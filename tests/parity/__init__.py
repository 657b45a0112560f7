"""The parity suite's parts: a generated graph, and the queries by topic, with what each engine is expected to do."""
