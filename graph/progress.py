"""Progress reports of long work: one type of function for all of them."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, done so far, total or 0 if it is unknown)."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Report no progress.

    Example:
        >>> silent("reading", 1, 2)
    """
