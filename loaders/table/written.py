"""How texts, keys and marks are written into a proposed mapping."""

from __future__ import annotations

import json
import re
from typing import Final

from govgraph.loaders.table.guessed import Actor

_PLAIN: Final = re.compile(r"[^\W\d][\w ./()-]*")
_RESERVED: Final = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|~")


def quoted(text: str) -> str:
    """A text as YAML writes it, in quotes where it needs them.

    Example:
        >>> quoted("Entity A"), quoted("no"), quoted("a: b")
        ('Entity A', '"no"', '"a: b"')
    """
    plain = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text) and text == text.strip() and " #" not in text
    return text if plain else json.dumps(text, ensure_ascii=False)


def key_of(actor: Actor) -> str:
    """The name that an actor has in a mapping."""
    key = re.sub(r"\W+", "_", actor.key).strip("_")
    return key if key and not key[0].isdigit() else f"actor_{key}"


def mark(text: str) -> str:
    """What separates the values of a cell, as a mapping writes it."""
    return text if text == "list" else json.dumps(text)


def safe(text: str) -> str:
    """A text for a comment: on one line, and short."""
    return " ".join(text.split())[:80]
