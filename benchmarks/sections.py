"""Sections of a page that several commands write: each replaces its own and leaves the others as they are."""

from __future__ import annotations

import re


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
