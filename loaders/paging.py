"""Whether an answer of a web service is one page of several, so that a file of it does not hold everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_NEXT: Final = ("NextPageUrl", "next_url", "next", "next_page", "nextPage", "has_more", "hasMore")
_HOLDERS: Final = ("meta", "links", "paging", "pagination")

MORE_PAGES: Final = "one page of several: the others are not in this file"
"""The kind of the note."""


def next_page(document: Mapping[str, Any]) -> str:
    """The key that says that there is a further page; empty if none does.

    Example:
        >>> next_page({"NextPageUrl": "https://example.org/?page=2", "Result": []}), next_page({"meta": {"next": None}})
        ('NextPageUrl', '')
    """
    for holder in (document, *(document.get(key) for key in _HOLDERS)):
        if isinstance(holder, Mapping):
            for key in _NEXT:
                if holder.get(key) not in (None, "", False, "false"):
                    return key
    return ""
