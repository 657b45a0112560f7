"""How often the tests try what has many cases of one kind: moments, seeds, places, releases of a server.

CI tries all (``GOVGRAPH_EVERY_CASE=1``, as in `.ci/run`). Without it, as after a change on one's own computer, at least one of each kind
is tried, so that the whole suite takes minutes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest

EVERY = os.environ.get("GOVGRAPH_EVERY_CASE") == "1"
"""Whether everything is tried."""


def often(some: int, every: int) -> int:
    """How often something is tried: ``some`` times, and ``every`` one in CI.

    Example:
        >>> often(4, 8) == (8 if EVERY else 4)
        True
    """
    return every if EVERY else some


def cases(*tried: Any, only_in_ci: Iterable[Any]) -> list[Any]:
    """Values of a parameter for ``pytest.mark.parametrize``, of which some are tried in CI only; else their tests are listed as skipped.

    Example:
        >>> [value for value, *_ in (one.values for one in cases(2, only_in_ci=[12, 30])[1:])]
        [12, 30]
    """
    skipped = pytest.mark.skipif(not EVERY, reason="more cases of this are tried with GOVGRAPH_EVERY_CASE=1")
    return [
        *tried,
        *(
            pytest.param(*value, marks=skipped) if isinstance(value, tuple) else pytest.param(value, marks=skipped)
            for value in only_in_ci
        ),
    ]
