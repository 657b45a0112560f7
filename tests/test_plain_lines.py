"""Lines of a CSV file that are split many at once are the rows that reading them one at a time gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from govgraph.loaders.sheets import encoding
from govgraph.loaders.sheets.records import Records
from govgraph.loaders.sheets.separated import separated
from govgraph.ontology.loader import Source

CELLS = (
    "a",
    "б",
    " x ",
    "",
    "",
    "#",
    "1,5",
    '"q"',
    '"a;b"',
    '"two\nlines"',
    "\u00a0",
    "\x1f",
    'st"ray',
    "👩",
    "NA",
    "\t",
)


def read(data: bytes, rows: int) -> list[tuple[object, ...]]:
    sheet = separated(Source(Path("a.csv"), data=data), lambda name: name in ("id", "kind"))
    return [(block.frame.to_dicts(), block.rows_read, block.rejects, block.notes) for block in sheet.cells(rows)]


@pytest.mark.parametrize("seed", range(40))
def test_many_at_once_is_the_same_as_one_at_a_time(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    separator = chance.choice(",;\t")
    odd = chance.choice((0.0, 0.01, 0.3))
    lines = [separator.join(("id", "kind", "x"))]
    for number in range(60):
        cells = [str(number), "ngo", chance.choice(CELLS[:2])]
        if chance.random() < odd:
            cells = chance.choices(CELLS, k=chance.randrange(5))
        lines.append(separator.join(cells) + ("\r" if chance.random() < odd else ""))
    data = "\n".join(lines).encode()
    # Of what is read from the file at once, so that pieces end within lines and letters.
    monkeypatch.setattr(encoding, "_CHUNK", chance.choice((1, 7, 40, 200, 1 << 18)))
    rows = chance.choice((5, 13, 1000))
    at_once = read(data, rows)
    monkeypatch.setattr(Records, "plain", lambda *_: None)
    assert at_once == read(data, rows)
    if odd == 0.0:
        assert sum(int(str(block[1])) for block in at_once) == 60
