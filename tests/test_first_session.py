"""The first session in the docs is what the commands print."""

from __future__ import annotations

import re

import first_session
import pytest


@pytest.mark.slow
def test_the_first_session_is_true() -> None:
    assert first_session.written() == first_session.PAGE.read_text("utf-8"), "python tests/first_session.py writes it"


def test_it_fits_the_screen() -> None:
    text = first_session.PAGE.read_text("utf-8")
    printed = [line for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    unbroken = r"\S{60,}|^(?!.*  )\S"  # an identifier is never cut, nor a name that stands alone
    wide = [line for line in printed if len(line) > first_session.COLUMNS and not re.search(unbroken, line)]
    assert [line for line in wide if not line.startswith(("$ ", "  expected", "error", "warning"))] == []
