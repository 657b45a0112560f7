"""Any table through a mapping file: what its columns are in the graph. The format of a mapping: ``docs/mapping.md``."""
