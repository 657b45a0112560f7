"""The answers to queries: values, columns, and how they are printed."""
