"""OCDS releases as tables, as Flatten Tool writes them: a column is the path of a value in the release, ``tender/value/amount``, ``parties/0/name``.

A row is a release or a part of one: the items of lists stand in tables of their own, each row with the ``ocid``, the ``id`` of the release, the ids of
the objects around it, and the index 0. Several words in one cell are separated by ``;``.

Source: github.com/OpenDataServices/flatten-tool, docs/usage-ocds.rst and flattentool/json_input.py (``flatten --root-id=ocid --root-list-path=releases``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

_PATH: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:/(?:\d+/)?[A-Za-z][A-Za-z0-9_]*)+")
_SECTIONS: Final = frozenset(
    {"tender", "buyer", "parties", "awards", "contracts", "planning", "relatedProcesses", "bids"}
)
_WORDS: Final = ("roles", "tag")
"""Fields that are lists of words."""
_MOST: Final = 1_000
"""No publisher writes so many items beside each other in one row; a larger index is no index."""


def is_path(column: str) -> bool:
    """Whether a column is one of the format, so that it tells the separator of a file."""
    return column == "ocid" or _PATH.fullmatch(column) is not None


def has_releases(header: Sequence[str]) -> bool:
    """Whether a table is one of releases or of their parts.

    Example:
        >>> has_releases(["ocid", "id", "tender/title"]), has_releases(["ocid", "id", "tender_title"])
        (True, False)
    """
    return "ocid" in header and any(_PATH.fullmatch(name) and name.split("/")[0] in _SECTIONS for name in header)


def release_of(cells: dict[str, str]) -> dict[str, Any]:
    """The release, or the part of one, that the cells of a row stand for.

    Example:
        >>> release_of({"ocid": "ocds-a-1", "parties/0/name": "Ministry", "parties/0/roles": "buyer;payer"})
        {'ocid': 'ocds-a-1', 'parties': [{'name': 'Ministry', 'roles': ['buyer', 'payer']}]}
    """
    release: dict[str, Any] = {}
    for column, text in cells.items():
        path = column.split("/") if _PATH.fullmatch(column) else [column]
        value: Any = [word for part in text.split(";") if (word := part.strip())] if path[-1] in _WORDS else text
        _put(release, path, value)
    tidied: dict[str, Any] = _tidied(release)
    return tidied


def _put(within: dict[Any, Any], path: Sequence[str], value: Any) -> None:
    """Put a value at its path; lists are dicts with whole numbers as keys until all is there."""
    for at, part in enumerate(path[:-1]):
        key: str | int = int(part) if part.isdigit() and int(part) < _MOST else part
        inner = within.setdefault(key, {})
        if not isinstance(inner, dict):  # a column that is a part of another one: kept under its whole name
            within["/".join(path[at:])] = value
            return
        within = inner
    within.setdefault(path[-1], value)


def _tidied(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_tidied(value[key]) for key in sorted(value)]
    return {str(key): _tidied(one) for key, one in value.items()}
