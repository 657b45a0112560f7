"""Where benchmarks put what they make: scratch folders, and pages of which several commands write sections.

Folders that a person names need not be there yet.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(below: Path | None) -> Iterator[Path]:
    """A new folder, removed at the end; below the one that is named, or where the system keeps such folders.

    Example:
        >>> with scratch(None) as folder:
        ...     folder.is_dir()
        True
    """
    if below:
        below.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=below) as name:
        yield Path(name)


def write_page(path: Path, text: str, *, keep: bool = False) -> None:
    """Write a page.

    Args:
        keep: whether sections of the page that is there, and that the text does not have, stay: other commands wrote them.
    """
    if keep and path.exists():
        before = path.read_text("utf-8")
        for title in re.findall(r"^## (.+)$", before, re.MULTILINE):
            if not section(text, title):
                text = with_section(text, section(before, title))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def tell_section(text: str, out: Path | None) -> None:
    """Put a section into a page, which is made if it is not there; print it if no page is named."""
    if out is None:
        sys.stdout.write(text)
        return
    page = out.read_text("utf-8") if out.exists() else "# Benchmarks\n"
    write_page(out, with_section(page, text))


def section(page: str, title: str) -> str:
    r"""The section with this title, from its heading up to the next one; empty where there is none.

    Example:
        >>> section("# Page\n\n## A\n\none\n\n## B\n\ntwo\n", "A")
        '## A\n\none\n'
    """
    match = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return match[0].rstrip("\n") + "\n" if match else ""


def with_section(page: str, text: str) -> str:
    r"""The page with a section in place of the one with the same heading, or at its end.

    Example:
        >>> with_section("# Page\n\n## A\n\none\n\n## B\n\ntwo\n", "## A\n\nthree\n")
        '# Page\n\n## A\n\nthree\n\n## B\n\ntwo\n'
    """
    title = text.split("\n", 1)[0].removeprefix("## ")
    before = section(page, title)
    return page.replace(before, text) if before else f"{page.rstrip()}\n\n{text}"
