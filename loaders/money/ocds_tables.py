"""OCDS releases as tables: a column is the path of a value in the release, ``tender/value/amount``, ``parties/0/name``.

A row is a release or a part of one: the items of lists stand in tables of their own, each row with the ``ocid``, the ``id`` of the release, the ids of
the objects around it, and the index 0; or, as publishers do, beside each other in the row of the release. Several words in one cell are separated by ``;``.
A path may begin with the place of the release in its package (``releases/0/``, ``compiledRelease/``), and its parts may be separated by ``.``, as pandas and R
write them, or by ``_``, as Flatterer does.

Sources: github.com/OpenDataServices/flatten-tool, docs/usage-ocds.rst and flattentool/json_input.py (``flatten --root-id=ocid --root-list-path=releases``); readers
of the tables of the Contracts Finder (``releases/0/ocid``) and of Peru, Paraguay and Guatemala (``compiledRelease/tender/id``); pandas.json_normalize;
github.com/kindly/flatterer (``tender_value_amount``, ``_link``).
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

_PATH: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[/.](?:\d+|[A-Za-z][A-Za-z0-9_]*))+")
_JOINED: Final = re.compile(r"[a-z][A-Za-z0-9]*(?:_(?:\d+|[A-Za-z][A-Za-z0-9]*))+")
_AROUND: Final = re.compile(
    r"^(?:releases[/._]\d+[/._]|(?:records[/._]\d+[/._])?compiledRelease[/._]|records[/._]\d+[/._])"
)
"""What may stand before the path within a release."""
_SECTIONS: Final = frozenset(
    {"tender", "buyer", "parties", "awards", "contracts", "planning", "relatedProcesses", "bids"}
)
_WORDS: Final = ("roles", "tag")
"""Fields that are lists of words."""
_MOST: Final = 1_000
"""No publisher writes so many items beside each other in one row; a larger index is no index."""
_JOINED_COLUMNS: Final = 3
"""How many columns with ``_`` between their parts a table has at least; one alone may be anybody's."""


def is_path(column: str) -> bool:
    """Whether a column is one of the format, so that it tells the separator of a file."""
    return _within(column) == "ocid" or _PATH.fullmatch(column) is not None


def has_releases(header: Sequence[str]) -> bool:
    """Whether a table is one of releases or of their parts.

    Example:
        >>> has_releases(["ocid", "id", "tender/title"]), has_releases(["ocid", "id", "tender_title"])
        (True, False)
        >>> has_releases(["releases/0/ocid", "releases/0/tender/title"]), has_releases(["ocid", "tender_id", "tender_title", "buyer_name"])
        (True, True)
    """
    within = [_within(name) for name in header]
    if "ocid" not in within:
        return False
    paths = sum(_PATH.fullmatch(name) is not None and re.split("[/.]", name)[0] in _SECTIONS for name in within)
    joined = sum(_JOINED.fullmatch(name) is not None and name.split("_")[0] in _SECTIONS for name in within)
    return paths > 0 or joined >= _JOINED_COLUMNS


def is_flat(release: dict[str, Any]) -> bool:
    """Whether an object has paths for keys, as pandas writes one that it has flattened."""
    return any("." in key or "/" in key for key in release)


def release_of(cells: dict[str, Any]) -> dict[str, Any]:
    """The release, or the part of one, that the filled cells of a row stand for.

    Example:
        >>> release_of({"ocid": "ocds-a-1", "parties/0/name": "Ministry", "parties/0/roles": "buyer;payer"})
        {'ocid': 'ocds-a-1', 'parties': [{'name': 'Ministry', 'roles': ['buyer', 'payer']}]}
        >>> release_of({"compiledRelease/ocid": "ocds-a-1", "compiledRelease/tag/0": "tender", "compiledRelease/tender.title": "Roads"})
        {'ocid': 'ocds-a-1', 'tag': ['tender'], 'tender': {'title': 'Roads'}}
    """
    release: dict[str, Any] = {}
    for column, text in cells.items():
        if column.startswith("_link"):  # the number that Flatterer gives to a row
            continue
        path = _path(column)
        if isinstance(text, str):
            text = _words(text) if path[-1] in _WORDS else _listed(text)
        if text is not None:
            _put(release, path, text)
    tidied: dict[str, Any] = _tidied(release)
    return tidied


@lru_cache(maxsize=16_384)
def _path(column: str) -> list[str]:
    name = _within(column)
    if _PATH.fullmatch(name):
        return re.split("[/.]", name)
    return name.split("_") if _JOINED.fullmatch(name) else [name]


def _within(column: str) -> str:
    """The path within the release; the ``ocid`` and ``id`` of a record are those of the release that it holds."""
    return _AROUND.sub("", column)


def _words(text: str) -> list[str]:
    listed = _listed(text)
    parts = [str(word) for word in listed] if isinstance(listed, list) else text.split(";")
    return [word for part in parts if (word := part.strip())]


def _listed(text: str) -> Any:
    """A list as JSON or Python writes it, as whole lists of objects stand in cells of pandas; any other text as it is."""
    if not text.startswith("["):
        return text
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, list):
            return value
    return text


def _put(within: dict[Any, Any], path: Sequence[str], value: Any) -> None:
    """Put a value at its path; lists are dicts with whole numbers as keys until all is there."""
    for at, part in enumerate(path):
        key: str | int = int(part) if part.isdigit() and int(part) < _MOST else part
        if at == len(path) - 1:
            within.setdefault(key, value)
            return
        inner = within.setdefault(key, {})
        if not isinstance(inner, dict):  # a column that is a part of another one: kept under its whole name
            within["/".join(path[at:])] = value
            return
        within = inner


def _tidied(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_tidied(value[key]) for key in sorted(value)]
    return {str(key): _tidied(one) for key, one in value.items()}
