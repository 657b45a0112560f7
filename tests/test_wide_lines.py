"""Lines of very many cells: names and cells beyond the limit of columns are not looked at, so that such a line costs seconds, not minutes."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded
from test_icews import HEADER, POLICE, icews

from govgraph.loaders.events.layout import first_cells, headers
from govgraph.loaders.sheets.separated import separated
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Source

WIDE = ",".join(f"name{number}" for number in range(30_000)).encode() + b"\n"


def test_of_a_header_without_end_only_the_first_names_are_looked_at() -> None:
    asked: list[str] = []

    def known(name: str) -> bool:
        asked.append(name)
        return False

    with pytest.raises(LoaderError, match="more than 2,000 columns"):
        separated(Source(Path("a.csv"), data=WIDE), known)
    assert len(asked) < 3 * Limits().columns


def test_a_header_without_end_is_of_no_format() -> None:
    source = Source(Path("a.csv"), data=WIDE)
    assert max((len(header.names) for header in headers(source)), default=0) <= Limits().columns
    assert max(map(len, first_cells(source, ","))) <= Limits().columns + 1


def test_a_row_without_end_is_rejected_alone() -> None:
    wide = b"\t".join([b""] * 30_000) + b"x\n"
    of = Loaded(icews(POLICE) + wide + icews(POLICE | {"Event ID": "7"}, header=HEADER).split(b"\n", 1)[1], "a.tab")
    assert (of.loader.name, len(of.rows("events")) > 0, len(of.rejects)) == ("icews", True, 1)
    assert of.rejects[0][0] == 3
