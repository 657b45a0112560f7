"""A graph, or a part of it, as files for other tools."""
