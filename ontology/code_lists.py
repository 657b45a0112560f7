"""The files of the code lists: CSV in the folder ``codes``, whose README.md tells what each holds and how it was made.

One job: to read one of them. Modules that know what a list means (``countries``, ``cameo``, ``event_types``) read it
on first use.
"""

from __future__ import annotations

import csv
from importlib.resources import files


def read_list(name: str) -> list[dict[str, str]]:
    """The rows of ``codes/<name>.csv``, every value a string (an empty cell is an empty string).

    Example:
        >>> read_list("cameo_regions")[0]["code"]
        'AFR'
    """
    text = (files("govgraph.ontology") / "codes" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a cell that may hold several, separated by ``|``."""
    return tuple(cell.split("|")) if cell else ()
