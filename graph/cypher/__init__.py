"""Cypher on the embedded store, and the one dialect that both stores answer."""
