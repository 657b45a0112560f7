"""Every command and every option is in the documents, with an example; a new one that is left out is found by asking the command line."""

from __future__ import annotations

import pkgutil
import shlex
from importlib import import_module

import pytest
import typer.main
from commands_page import PAGE, commands, page

import govgraph.commands
from govgraph.cli import COMMANDS as LISTED

COMMANDS = [(path, command) for path, command in commands() if not hasattr(command, "list_commands")]


def test_every_command_that_a_module_has_is_listed() -> None:
    """A command that was written and not listed would never be found: the modules are asked, not the list."""
    for module in pkgutil.iter_modules(govgraph.commands.__path__):
        app = getattr(import_module(f"govgraph.commands.{module.name}"), "app", None)
        if app is not None:
            parent = typer.Typer()
            parent.add_typer(app)
            written = set(typer.main.get_group(parent).commands)
            assert {name for name in written if LISTED.get(name) != module.name} == set()


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    assert page() == PAGE.read_text("utf-8"), "python tests/manual.py makes it anew"


def test_no_command_is_left_out() -> None:
    text = PAGE.read_text("utf-8")
    assert len(COMMANDS) > 20
    for path, command in COMMANDS:
        section = text.partition(f"## {path}\n")[2].partition("\n## ")[0]
        assert section, path
        options = {name for parameter in command.params for name in parameter.opts if name.startswith("--")}
        assert {option for option in options if option not in section} == set(), path


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[path for path, _ in COMMANDS])
def test_a_command_has_a_sentence_of_help_and_an_example(path: str, command: object) -> None:
    assert str(command.help).strip().endswith((".", ")")), path  # type: ignore[attr-defined]
    epilog = str(command.epilog)  # type: ignore[attr-defined]
    assert path.split()[-1] in epilog
    for parameter in command.params:  # type: ignore[attr-defined]
        assert getattr(parameter, "help", "said elsewhere"), f"{path} {parameter.name}"
    assert all(shlex.split(line) for line in epilog.splitlines() if line.strip().startswith("govgraph"))
