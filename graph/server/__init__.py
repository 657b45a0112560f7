"""A Neo4j server of one's own: fetched, started and stopped without Java, Docker or an administrator."""
