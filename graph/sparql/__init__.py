"""The text of SPARQL queries: its words and tree, and from them the place of a fault and warnings. Queries run elsewhere."""
