"""A Neo4j server of your own on this computer: fetched, started and stopped without Java, Docker or an administrator."""
