"""A command in the process of the tests: what it does and says is what a person's command does, without the start of a Python.

One on a full disk has a process of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from unittest import mock

import typer.main

from govgraph import cli

_COMMANDS = typer.main.get_command(cli.app)
"""Made once, of what each command's function says of its options: a person's command makes one, and a test runs many."""


def command(*words: str) -> tuple[int, str]:
    """The exit status and the output of a command; anything but an exit is a traceback that a user would see."""
    status, out, errors = streams(*words)
    return status, out + errors


def streams(*words: str) -> tuple[int, str, str]:
    """As :func:`command`, with what was written to the standard output and to that of errors apart."""
    out, errors = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["govgraph", *words]
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
            mock.patch.object(cli, "app", _COMMANDS),
        ):
            cli.main()
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), errors.getvalue()
    finally:
        sys.argv = before
    return 0, out.getvalue(), errors.getvalue()


_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
del sys.argv[1]
import govgraph.cli
govgraph.cli.main()
"""


def on_a_full_disk(most: int, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A command whose files cannot grow beyond ``most`` bytes, as on a full disk.

    Python 3.11 keeps a module's compiled form even if only its first part could be written, and no later process could import it: here it keeps none.
    """
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", _LIMITED, str(most), *words], capture_output=True, check=False, env=kept
    )
