"""The commands: one module for each group that is used together. ``govgraph.cli`` makes one program of them."""
