"""The one declaration: classes, tables, columns, code lists, and what a loader hands over.

Everything else in govgraph is generated from what this package says; it imports nothing of the project.
"""
