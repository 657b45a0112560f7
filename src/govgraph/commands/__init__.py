"""The commands, one module for those that a person uses together; ``govgraph.cli`` puts them under one name."""
