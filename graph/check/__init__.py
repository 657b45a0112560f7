"""Whether a graph is sound: its records, its tables, its stores, and the database it was pushed to."""
