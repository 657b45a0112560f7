"""How long work tells how far it is: one type of function for all of it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, of how many or 0 where nobody knows)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody is told of.

    Example:
        >>> silent("reading", 1, 2)
    """
