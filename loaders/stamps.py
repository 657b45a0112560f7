"""The time stamps of releases, by which the newest of two is told."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final

_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?")


def seconds(value: object) -> float | None:
    """A time as seconds since 1970 (UTC where no zone is given), for comparing releases; None if it is no time.

    Example:
        >>> seconds("2013-12-06T04:04:27Z"), seconds("2013-12-06"), seconds("soon")
        (1386302667.0, 1386288000.0, None)
    """
    return _seconds(value.strip()) if isinstance(value, str) else None


@lru_cache(maxsize=16_384)
def _seconds(text: str) -> float | None:
    match = _TIME.match(text)
    try:
        if match:
            zone = (match[3] or "+00:00").replace("Z", "+00:00")
            return dt.datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}").timestamp()
        return dt.datetime.fromisoformat(f"{text[:10]}T00:00:00+00:00").timestamp() if len(text) == 10 else None
    except (ValueError, OverflowError):
        return None
