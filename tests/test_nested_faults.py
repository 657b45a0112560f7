"""Nested formats with odd values and damaged bytes: whatever stands in a file, a loader gives rows, rejects or a clear error, and never fails otherwise."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from fuzz_odd import ODD, TOKENS
from often import cases
from test_akoma_ntoso import ACT, DEBATE, akn
from test_grants import GRANT, package
from test_iati import NEW, ORGANISATIONS, old
from test_ocds import AWARD, RELATED, TENDER
from test_whosonfirst import STATE, archive, feature

from govgraph.graph.build.verify import verified
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import loaders

JSON: dict[str, Any] = {
    "360giving": {"grants": [GRANT, GRANT]}, "ocds": {"releases": [TENDER | RELATED, AWARD]},
    "whosonfirst": {"features": [feature(), STATE]},
}  # fmt: skip
BYTES: dict[str, bytes] = {
    "iati": old(), "iati 2": NEW.encode(), "iati organisations": ORGANISATIONS.encode(), "akoma-ntoso": akn(ACT), "akoma-ntoso debate": akn(DEBATE),
    "360giving": package(GRANT), "ocds": json.dumps([TENDER, AWARD]).encode(), "whosonfirst": archive({"a.geojson": feature()}),
}  # fmt: skip
WRONG: list[Any] = [
    *(text for text in ODD if len(text) < 1000),
    None,
    True,
    7,
    -1.5,
    1e308,
    [],
    {},
    [[]],
    [None],
    [{}],
    {"id": {}},
    "x" * 3000,
    "\ud800",
]


def _changed(value: Any, chance: random.Random, left: list[int]) -> Any:
    """A value with a few others in it."""
    if left[0] and chance.random() < 0.04:
        left[0] -= 1
        return chance.choice(WRONG)
    if isinstance(value, dict):
        return {k: _changed(v, chance, left) for k, v in value.items() if chance.random() > 0.01}
    return [_changed(v, chance, left) for v in value] if isinstance(value, list) else value


def _read(loader: str, data: bytes) -> None:
    source = Source(Path("a.data"), data=data)
    one = loaders()[loader]
    try:
        one.detect(source)
        blocks = [verified(block) for block in one.blocks(source, Options(block_rows=1))]
    except LoaderError as error:
        assert str(error)
        return
    rejected = {reject.row for block in blocks for reject in block.rejects}
    stated = {row for block in blocks for frame in block.tables.values() for row in frame["row"].to_list()}
    assert not rejected & stated
    assert len(rejected | stated) <= sum(block.rows_read for block in blocks)


@pytest.mark.parametrize("loader", JSON)
@pytest.mark.parametrize("seed", cases(0, only_in_ci=[1, 2]))
def test_odd_values_cost_their_field_or_their_row(loader: str, seed: int) -> None:
    for case in range(12):
        chance = random.Random(f"{loader} {seed} {case}")
        _read(loader, json.dumps(_changed(JSON[loader], chance, [chance.choice([1, 3, 20])])).encode())


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("seed", cases(0, only_in_ci=[1, 2]))
def test_damaged_bytes_are_a_reject_or_a_clear_error(name: str, seed: int) -> None:
    for case in range(12):
        chance = random.Random(f"{name} {seed} {case}")
        data = bytearray(BYTES[name])
        for _ in range(chance.choice([1, 1, 3])):
            at = chance.randrange(len(data))
            end = at + chance.choice([0, 0, 1, 5, 60])
            data[at:end] = chance.choice(
                [*TOKENS, b"", b"<", b">", b"&", b"<x>", b"</x>", *(text.encode() for text in ODD if len(text) < 100)]
            )
        _read(name.split()[0], bytes(data[: chance.choice([len(data), len(data), chance.randrange(len(data)) + 1])]))
