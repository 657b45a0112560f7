"""Writes docs/first-session.md anew: runs its commands and puts what they print below them."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "first-session.md"
COLUMNS = 80

_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_DIFFERS = (
    (re.compile(r"\d+\.\d seconds"), "... seconds"),
    # A load is named after its content and the version of its loader.
    (re.compile(r"\b([a-z]+)-[0-9a-f]{12}\b"), r"\1-0123456789ab"),
)


def ran(command: str, folder: Path) -> str:
    """What a command prints on a terminal of 80 columns, without what differs from run to run."""
    screen, inside = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "govgraph.cli", *shlex.split(command)[1:]],
        cwd=folder, stdout=inside, stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": str(COLUMNS), "PYTHONUTF8": "1"},
    ) as process:  # fmt: skip
        os.close(inside)
        printed = b"".join(_read(screen))
        os.close(screen)
        _, said = process.communicate()
    text = (printed.replace(b"\r\n", b"\n") + said).decode().replace(f"{folder.resolve()}{os.sep}", "")
    for pattern, instead in _DIFFERS:
        text = pattern.sub(instead, text)
    return text


def _read(screen: int) -> Iterator[bytes]:
    """All that is printed on a screen, which on Linux ends with an error."""
    with contextlib.suppress(OSError):
        while data := os.read(screen, 1 << 16):
            yield data


def page(text: str, run: Callable[[str], str]) -> str:
    """The page with what each of its commands prints."""

    def session(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block[0].splitlines() if line.startswith("$ ")]
        return "\n".join(f"$ {command}\n{run(command)}" for command in commands)

    return _CONSOLE.sub(session, text)


def written() -> str:
    """The page as it should be."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "examples").symlink_to(ROOT / "examples")
        return page(PAGE.read_text("utf-8"), lambda command: ran(command, folder))


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
