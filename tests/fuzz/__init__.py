"""Seeded fuzzers: each runs as one command for as long as it is told, and a fixed slice of it runs in the suite."""
