"""Benchmarks: what loading and asking cost, compared with other tools and with the bare engines, in one run.

One command, ``python -m benchmarks``, makes its own input, runs every contender as a process of its own and writes
``docs/benchmarks.md``. It is not part of the package because it installs other tools, each in an environment of its own.
"""
