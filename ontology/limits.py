"""How much of a file is too much: the limits on what has to be held in memory whole, and on how far a stream may unpack.

Rows are read in blocks, so a table may be of any length; what cannot be read in blocks (a JSON document, the texts that the
sheets of a workbook share) may not be of any size, since a file of a few kilobytes can unpack to gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from govgraph.ontology.errors import OntologyError, nearest

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may ask of the machine.

    Attributes:
        held: bytes, unpacked, of what must be held whole: a JSON document, the shared texts of a workbook, a compressed
            workbook or Parquet file, standard input.
        values: values in a JSON document, each of which takes some hundred bytes of memory.
        line: bytes of one line, and of one cell of a workbook or Parquet file.
        columns: columns of a table, and different keys of the objects of a JSON Lines file.
        nesting: lists and objects inside each other in JSON.
        ratio: how many times its own size a compressed file may unpack to; counted from 256 MB, which any may.

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
    """The limits with some of them set by words such as ``held=2GB``.

    Raises:
        OntologyError: it is no NAME=NUMBER, or no limit has that name.

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
                f"the limit {setting!r} is no NAME=NUMBER",
                expected="a whole number, with K, M or G",
                hint="--limit held=2GB",
            )
        numbers[name] = int(match[1]) * _UNITS[match[2].upper()]
    return replace(Limits(), **numbers)
