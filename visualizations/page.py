"""One HTML file from a picture: it contains all it needs, fetches nothing, and executes nothing that comes with the data.

Untrusted text reaches the page in two ways only: as compressed JSON, in letters, in a script tag that no browser runs, and, for the title,
through the template's escaping. The policy in the head allows our scripts and style by their hashes and nothing else,
so even a mistake elsewhere could neither run a script nor send a request. Equal pictures give equal bytes.
"""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

import jinja2
from markupsafe import Markup

from govgraph.visualizations import assets, font
from govgraph.visualizations.columns import packed
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.payload import payload
from govgraph.visualizations.picture import Picture

LIMIT = 50_000
"""The most nodes that a page takes: more make a file that nobody wants to send."""


def render(picture: Picture, *, language: str | None = None, limit: int = LIMIT) -> str:
    """Make the page.

    Args:
        picture: what to draw.
        language: one of the picture's languages, in which the page opens; None: the first that the reader's browser asks for, else the first.
        limit: the most nodes to accept.

    Returns:
        HTML, which does not depend on the order of nodes and edges.

    Raises:
        ViewError: the picture contradicts itself, has more nodes than the limit, or does not have the language.

    Example:
        >>> from govgraph.visualizations.picture import PictureNode
        >>> page = render(Picture("Кыргызстан", [PictureNode("a", "Country", {"ky": "Кыргызстан"})], []))
        >>> page.startswith("<!doctype html>")
        True
    """
    if len(picture.nodes) > limit:
        raise ViewError(
            f"{len(picture.nodes):,} nodes are too many for one page",
            expected=f"at most {limit:,}",
            hint="add LIMIT to the query (--cypher, --sparql), or go fewer steps from the actor (--hops 1)",
        )
    if language is not None and language not in picture.languages:
        raise ViewError(f"the picture has no language {language!r}", expected=", ".join(picture.languages))
    if not picture.languages:
        raise ViewError("the picture has no languages", hint="Picture(languages=('ky', 'ru', 'en'))")
    opening = language or picture.languages[0]
    css, scripts = font.style_sheet("Govgraph ") + assets.text("page.css"), assets.scripts()
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(assets.template()).render(
        title=_clean(picture.title),
        language=_clean(opening),
        policy=Markup(assets.policy(scripts, css)),
        css=Markup(css),
        data=packed({**payload(picture, opening), "stated": language is not None}),
        scripts=[Markup(script) for script in scripts],
    )


def write(picture: Picture, path: str | os.PathLike[str], *, language: str | None = None, limit: int = LIMIT) -> Path:
    """Make the page and write it to a file, as UTF-8. The file appears when it is complete: nobody sees half a page.

    Returns:
        The path of the file.

    Raises:
        ViewError: as for ``render``.
        OSError: the folder is absent or cannot be written.
    """
    return write_whole(Path(path), render(picture, language=language, limit=limit).encode())


def write_whole(target: Path, content: bytes) -> Path:
    """Write a file that appears when it is complete: nobody sees half a page.

    Raises:
        OSError: the folder is absent or cannot be written.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not target.parent.is_dir():  # else the error would name the file that is written first
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target.parent))
    part = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _clean(text: str) -> str:
    """Text for the template, without lone surrogates: some files contain them, and UTF-8 cannot encode them."""
    return text.encode("utf-8", "replace").decode("utf-8")
