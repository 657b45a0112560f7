"""The files that a page is made of, read from the package and checked before they are inlined.

A page contains everything that it needs; the scripts and the style are ours, the fonts have a licence of their own (``assets/THIRD-PARTY.md``).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from govgraph.visualizations.errors import ViewError

SCRIPTS = (
    "text",
    "dom",
    "columns",
    "model",
    "ink",
    "selection",
    "address",
    "camera",
    "glyphs",
    "labels",
    "grounds",
    "canvas",
    "card_parts",
    "several",
    "overview",
    "card",
    "chips",
    "legend",
    "years",
    "table",
    "search",
    "still",
    "export",
    "main",
)
"""Our scripts, in the order in which a page runs them; each defines one name and may use the names of those before it."""

_ENDS_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


@cache
def text(name: str) -> str:
    """The text of a file in the assets folder, with line feeds on every platform."""
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def template() -> str:
    """The page's template."""
    return (resources.files(__package__) / "page.html").read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """The page's own words: section, key, language."""
    return words_of("words.json")


def words_of(name: str) -> dict[str, dict[str, dict[str, str]]]:
    """The words in a file of the assets folder: section, key, language."""
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(text(name))
    return loaded


@cache
def scripts() -> tuple[str, ...]:
    """All scripts of a page, ready to stand between script tags.

    Raises:
        ViewError: a script would end its own tag.
    """
    return tuple(checked(text(f"{name}.js")) for name in SCRIPTS)


def checked(script: str) -> str:
    """The script itself.

    Raises:
        ViewError: it would end its own tag.
    """
    if _ENDS_SCRIPT.search(script):
        raise ViewError("a script contains the end of a script tag", hint="install the package again")
    return script


def policy(scripts: Sequence[str], css: str) -> str:
    """The content security policy of a page: our scripts and style by their hashes, fonts within the page, and nothing else.

    Example:
        >>> policy([], "").partition(";")[0]
        "default-src 'none'"
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(source(script) for script in scripts),
            "style-src " + source(css),
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def source(content: str) -> str:
    """The hash by which a content security policy allows an inline script or style.

    Example:
        >>> source("")
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def json_for_a_script(value: Any) -> str:
    """JSON for a script tag: nothing in it can end the tag, and all of it can be written as UTF-8.

    Example:
        >>> json_for_a_script("</script>")
        '"\\\\u003c/script\\\\u003e"'
    """
    dumped = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", dumped)


_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff\x7f]")
