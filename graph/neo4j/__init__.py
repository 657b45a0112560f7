"""Neo4j: a server as a home of a graph, and a server of one's own."""
