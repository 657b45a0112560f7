"""The queries of ``examples/queries``, as the tests read them: question, parameters and text, by language.

A query says in its first comment line what it answers; lines ``param NAME = VALUE`` declare its parameters with the values
that make it runnable as it stands.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
MARKS: Final = {"sparql": "#", "cypher": "//", "sql": "--"}
"""Language, which is also the file's suffix -> how a comment line begins."""

_PARAMETER = re.compile(r"param (\w+) = (\S.*)")
_TRANSLATED = re.compile(r"(ky|ru): (\S.*)")


@dataclass(frozen=True, slots=True)
class Query:
    """One question in one language.

    Attributes:
        name: the file's name without suffix, as ``01-who-took-part``.
        language: sparql, cypher or sql.
        question: in English, then in the languages that it is translated to.
        parameters: name -> default value.
        text: the query, with its comments.
    """

    name: str
    language: str
    question: str
    translations: dict[str, str]
    parameters: dict[str, str]
    text: str


def read(path: Path) -> Query:
    """The query in a file.

    Raises:
        ValueError: it does not begin with its question.
    """
    mark = MARKS[path.suffix[1:]]
    text = path.read_text("utf-8")
    head = []
    for line in text.splitlines():
        if not line.startswith(mark):
            break
        head.append(line.removeprefix(mark).strip())
    if not head or not head[0].strip("?."):
        raise ValueError(f"{path.name} does not begin with its question")
    parameters = {m[1]: m[2] for line in head[1:] if (m := _PARAMETER.fullmatch(line))}
    translations = {m[1]: m[2] for line in head[1:] if (m := _TRANSLATED.fullmatch(line))}
    return Query(path.stem, path.suffix[1:], head[0], translations, parameters, text)


def questions(folder: Path = EXAMPLES / "queries") -> dict[str, dict[str, Query]]:
    """All queries: name -> language -> query."""
    found: dict[str, dict[str, Query]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix[1:] in MARKS:
            query = read(path)
            found.setdefault(query.name, {})[query.language] = query
    return found


def simple(value: Any) -> Any:
    """A value in the one form that answers of all languages are compared in: ISO text for dates, rounded floats."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else round(value, 9)
    if isinstance(value, list | tuple):
        return [simple(v) for v in value]
    return value


def simple_rows(rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows of an answer, in their order, with :func:`simple` values."""
    return [tuple(simple(value) for value in row) for row in rows]
