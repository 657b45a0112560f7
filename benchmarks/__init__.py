"""Benchmarks: what loading and asking costs, beside other tools and beside the bare engines, in one run.

One command, ``python -m benchmarks``, makes its own input, runs every contender as a process of its own and writes
``docs/benchmarks.md``. It is apart from the package because it installs other tools, each in an environment of its own.
"""
