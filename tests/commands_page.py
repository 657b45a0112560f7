"""Makes ``docs/commands.md``: the help of every command, as the command itself gives it. ``python tests/commands_page.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from govgraph.cli import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
_HEAD = """# Commands

What `--help` says, kept true by a test (`python tests/manual.py` makes this page anew). First steps: the [README](../README.md).
"""


def commands() -> Iterator[tuple[str, Any]]:
    """(``govgraph load``, its command) of every command, groups before what is in them, found by asking the command line."""
    yield from _below(get_command(app), "govgraph")


def _below(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    if hasattr(command, "list_commands"):
        context = command.make_context(path, [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from _below(command.get_command(context, name), f"{path} {name}")


def page() -> str:
    """The page."""
    parts = [_HEAD]
    for path, command in commands():
        context = command.make_context(path, [], resilient_parsing=True, terminal_width=100, max_content_width=100)
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts.append(f"## {path}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    write()
