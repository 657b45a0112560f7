"""SPARQL answered from a version's Parquet tables: a query becomes one DuckDB SELECT, or is left to Oxigraph.

``profile`` finds out what the columns of a version hold, ``model`` reads the tables as triples, ``patterns`` and ``paths`` find them,
``algebra`` joins what was found, ``expressions``, ``functions`` and ``aggregates`` compute, and ``query`` puts the whole together.
Whatever is not known by name and kind raises :class:`~govgraph.graph.relational.terms.FallBack`: nothing is guessed.
"""
