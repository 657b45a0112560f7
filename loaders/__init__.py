"""Loaders: one module a file format, each from a file's rows to the declared tables.

A loader knows its format and the ontology, and nothing of graphs or stores. It is found by its entry point, these
ones in the same way as anybody else's.
"""
