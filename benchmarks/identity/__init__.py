"""The labelled set of names, and how well the rules for candidates do on it."""
