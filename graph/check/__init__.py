"""Checks that a graph is sound: its records, its tables, its stores, and the database that it was pushed to."""
