"""The graph: keep records, build stores from them, answer questions.

The way a record takes: ``ingest`` (a file's rows become a load), ``assemble`` (the rows of all loads become one row a
thing), ``rdf`` and ``projection`` (the same rows as triples and as nodes and relationships), ``version`` (a complete set
of stores, put in place atomically), ``graph`` (questions).
"""
