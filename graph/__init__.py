"""The graph: keeps records, builds stores from them, answers queries.

The path of a record: ``ingest`` (a file's rows become a load), ``assemble`` (the rows of all loads become one row per
thing), ``rdf`` and ``projection`` (these rows as triples, and as nodes and relationships), ``version`` (a complete set of
tables, put in force atomically), ``graph`` (queries).
"""
