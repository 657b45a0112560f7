"""The files that a page is made of, read from the package and checked before they are inlined.

A page contains everything that it needs; the scripts and the style are ours, the fonts have a licence of their own (``assets/THIRD-PARTY.md``).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources

from govgraph.visualizations.errors import ViewError

SCRIPTS = (
    "text",
    "dom",
    "columns",
    "model",
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
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(text("words.json"))
    return loaded


@cache
def scripts() -> tuple[str, ...]:
    """All scripts of a page, ready to stand between script tags.

    Raises:
        ViewError: a script would end its own tag.
    """
    ready = tuple(text(f"{name}.js") for name in SCRIPTS)
    for script in ready:
        if _ENDS_SCRIPT.search(script):
            raise ViewError("a script contains the end of a script tag", hint="install the package again")
    return ready


def source(content: str) -> str:
    """The hash by which a content security policy allows an inline script or style.

    Example:
        >>> source("")
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
