"""The stores that answer queries over one version: SPARQL, SQL and Cypher, and the processes that they run in."""
