"""The log of decisions in a graph folder: a file for each batch, which is never changed, named by its content.

A batch is one decision, or all that were read from a file. It appears whole or not at all: it is written aside, put on the disk, and gets
its name by a rename. The name has a hash of the content, so a damaged file is found, and the files of two logs can be put in one folder:
the logs are then joined as sets.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from govgraph.graph.errors import Damaged
from govgraph.graph.files import write_through
from govgraph.graph.identity.decisions import Decision, Pair, Word, counting, last_words

FOLDER = "decisions"
"""The name of the log's folder, in the graph's folder."""

ASIDE = "tmp-"
"""How the name of a file begins that is not complete; the next writer removes it."""

FILE = re.compile(r"([0-9a-f]{32})\.jsonl")
"""The name of a file: the beginning of the SHA-256 of its bytes."""


@dataclass(frozen=True)
class Log:
    """The decisions of a graph, and what follows from them.

    Attributes:
        files: the names of the files; together they name the state of the log.
        decisions: all entries, each once.

    Example:
        >>> Log().words
        {}
    """

    files: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = field(default=(), repr=False)

    @property
    def digest(self) -> str:
        """A hash of what the log is; empty if there is none yet."""
        return hashlib.sha256(" ".join(self.files).encode()).hexdigest() if self.files else ""

    @cached_property
    def words(self) -> dict[Pair, Word]:
        """The last word on each pair."""
        return last_words(self.decisions)

    @cached_property
    def counting(self) -> dict[str, Decision]:
        """Id -> entry, without those that are undone."""
        return counting(self.decisions)


def read(graph: Path) -> Log:
    """The log of a graph folder.

    Raises:
        Damaged: a file is not what was written.

    Example:
        >>> read(Path("no-such-folder")).decisions
        ()
    """
    folder = graph / FOLDER
    names = sorted(path.name for path in folder.glob("*.jsonl") if not path.name.startswith(ASIDE))
    every: dict[str, Decision] = {}
    for name in names:
        for decision in of_bytes(name, _bytes(folder / name), str(folder / name)):
            every.setdefault(decision.id, decision)
    order = sorted(every.values(), key=lambda decision: (decision.when, decision.id))
    return Log(tuple(names), tuple(order))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Damaged(f"cannot be read: {error.strerror}", where=str(file), hint=_HINT) from error


_HINT = "take this file from a copy of the graph, or govgraph pull; without the file the graph is as if nobody had decided what is in it"


def of_bytes(name: str, data: bytes, where: str) -> list[Decision]:
    """The decisions in the bytes of a file of the log.

    Raises:
        Damaged: the bytes are not those that the file was named by.

    Example:
        >>> name, data = batch([Decision("x:1", "x:2", "same")])
        >>> of_bytes(name, data, name)[0].judgement
        'same'
    """
    match = FILE.fullmatch(name)
    if not match:
        raise Damaged("is no file of decisions", where=where, hint=f"move it out of the folder {FOLDER}")
    if hashlib.sha256(data).hexdigest()[:32] != match[1]:
        raise Damaged("these decisions were changed after they were made", where=where, hint=_HINT)
    lines = data.decode("utf-8").splitlines()
    return [Decision.of_json(json.loads(line), f"{where}:{row}") for row, line in enumerate(lines, 1)]


def batch(decisions: Iterable[Decision]) -> tuple[str, bytes]:
    """The name and the bytes of the file for some decisions.

    Example:
        >>> batch([Decision("x:1", "x:2", "same")])[0]
        '...jsonl'
    """
    data = "".join(decision.line() + "\n" for decision in decisions).encode()
    return f"{hashlib.sha256(data).hexdigest()[:32]}.jsonl", data


def append(graph: Path, files: Mapping[str, bytes]) -> None:
    """Put files into the log; one that is there already stays. The caller holds the writer's lock.

    Args:
        graph: the graph folder.
        files: name -> bytes, as :func:`batch` gives them.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> append(folder, dict([batch([Decision("x:1", "x:2", "same")])]))
        >>> len(read(folder).decisions)
        1
    """
    if not files:
        return
    folder = graph / FOLDER
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        if (folder / name).exists():
            continue
        aside = folder / f"{ASIDE}{name}"
        aside.write_bytes(data)
        write_through(aside)
        aside.rename(folder / name)
    # The folder alone: it knows the new names.
    write_through(folder)
