"""The limits on what has to be held in memory as a whole, and on how large a compressed file may become when unpacked.

Rows are read in blocks, so a table may have any length. What cannot be read in blocks (a JSON document, the shared texts of a
workbook) needs a limit, because a file of a few kilobytes can unpack to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from govgraph.ontology.errors import OntologyError, nearest

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may need.

    Attributes:
        held: unpacked bytes of what must be held in memory as a whole: a JSON document, the shared texts of a workbook, a compressed
            workbook or Parquet file, standard input.
        values: values in a JSON document, each of which takes about a hundred bytes of memory.
        line: bytes of one line, and of one cell of a workbook or Parquet file.
        columns: columns of a table, and different keys of the objects of a JSON Lines file.
        nesting: lists and objects inside each other in JSON.
        ratio: how many times its own size a compressed file may unpack to; any file may unpack to 256 MB.

    Example:
        >>> Limits().nesting
        100
    """

    held: int = 64_000_000
    values: int = 5_000_000
    line: int = 16_000_000
    columns: int = 2_000
    nesting: int = 100
    ratio: int = 250


def limits_of(settings: Iterable[str]) -> Limits:
    """The limits, some of them changed by settings such as ``held=2GB``.

    Raises:
        OntologyError: a setting is not NAME=NUMBER, or no limit has that name.

    Example:
        >>> limits_of(["held=2GB", "nesting=50"]).held
        2000000000
    """
    names = [field.name for field in fields(Limits)]
    numbers: dict[str, int] = {}
    for setting in settings:
        name, _, number = setting.partition("=")
        match = re.fullmatch(r"(\d+) ?([KMG]?)B?", number.strip(), re.IGNORECASE)
        if name not in names:
            raise OntologyError(
                f"no limit {name!r}", expected=nearest(name, names) or ", ".join(names), hint="--limit held=2GB"
            )
        if match is None or int(match[1]) == 0:
            raise OntologyError(
                f"the limit {setting!r} is not NAME=NUMBER",
                expected="a whole number, with K, M or G",
                hint="--limit held=2GB",
            )
        numbers[name] = int(match[1]) * _UNITS[match[2].upper()]
    return replace(Limits(), **numbers)
