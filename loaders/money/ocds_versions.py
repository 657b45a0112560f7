"""Releases out of a versioned release of OCDS, in which each value is a list of what it was in each release."""

from __future__ import annotations

from collections import defaultdict
from typing import Any


def releases_of(versioned: dict[str, Any]) -> list[dict[str, Any]]:
    """What each release said, the oldest first: the values that changed then; a value that was removed is null.

    Example:
        >>> title = [{"releaseDate": "2020", "value": "Road"}, {"releaseDate": "2021", "value": "Street"}]
        >>> [r["tender"] for r in releases_of({"ocid": "ocds-a-1", "tender": {"id": "t", "title": title}})]
        [{'title': 'Road', 'id': 't'}, {'title': 'Street', 'id': 't'}]
    """
    return [{**part, "date": date} for date, part in sorted(_by_date(versioned).items()) if isinstance(part, dict)]


def _is_history(node: Any) -> bool:
    return (
        isinstance(node, list)
        and bool(node)
        and all(isinstance(v, dict) and "releaseDate" in v and "value" in v for v in node)
    )


def _by_date(node: Any) -> dict[str, Any]:
    """Date -> what a part of the release was said to be then."""
    if _is_history(node):
        return {str(version["releaseDate"]): version["value"] for version in node}
    if isinstance(node, dict):
        parts: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        plain = {}
        for key, child in node.items():
            if isinstance(child, (dict, list)):
                for date, part in _by_date(child).items():
                    parts[date][key] = part
            else:
                plain[key] = child  # what tells it from others: id, ocid
        return {date: part | plain for date, part in parts.items()}
    lists: defaultdict[str, list[Any]] = defaultdict(list)
    for child in node if isinstance(node, list) else []:
        for date, part in _by_date(child).items():
            lists[date].append(part)
    return dict(lists)
