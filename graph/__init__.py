"""The graph: keeps records, builds stores from them, answers queries.

The way of a record: ``build.ingest`` (a file's rows become a load), ``build.assemble`` (the rows of all loads become one row per thing),
``build.version`` (a complete set of tables, put in force by one rename), ``stores.rdf`` and ``property_graph.projection`` (these rows as
triples, and as nodes and relationships), ``graph`` (queries). The rooms are listed in ``docs/architecture.md``.
"""
