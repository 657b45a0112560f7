"""Loaders: one module or package for each file format, which turns a file's rows into rows of the declared tables.

A loader knows its format and the ontology, and nothing about graphs or stores. All loaders, these and those of other
packages, are registered as entry points.
"""
