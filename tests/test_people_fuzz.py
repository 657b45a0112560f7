"""A seeded fuzzer of the loaders of persons and offices: damaged files end in counted rows or in a clear error, never in a traceback.

``python tests/test_people_fuzz.py 5000 7`` tries 5,000 cases with the seed 7.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from event_files import table
from fuzz_odd import ODD, TOKENS
from test_congress import COMMITTEES, PERSON, SEATS
from test_factbook import LEGISLATURE, executive, page
from test_leaders import ANNUAL, LAST, LEADER, MIDDLE, ROW, reign
from test_petrarch import ACTORS, AGENTS
from test_popolo_variants import HEADER, MINISTERS, PEOPLE, POPOLO, SCOTS, legislature
from test_popolo_variants import ROW as TERM

from govgraph.graph.build.verify import verified
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import loaders

OFFICES = executive(
    chief_of_state="King CHARLES III (since 8 September 2022); represented by Governor General Ann LEE (since May 2021)"
)
TREES: list[tuple[str, str, Any]] = [
    ("congress-legislators", "a.yaml", yaml.safe_load(PERSON)), ("congress-legislators", "a.json", yaml.safe_load(COMMITTEES)),
    ("congress-legislators", "a.yaml", yaml.safe_load(SEATS)), ("factbook", "ti.json", json.loads(page(LEGISLATURE | OFFICES))),
    ("popolo", "ministers.json", MINISTERS), ("popolo", "people.json", PEOPLE), ("popolo", "kyrgyzstan.json", POPOLO), ("popolo", "sp-ministers.json", SCOTS),
    ("everypolitician-index", "countries.json", [legislature()]),
]  # fmt: skip
TEXTS: list[tuple[str, str, bytes]] = [
    ("petrarch", "a.actors.txt", ACTORS.encode()), ("petrarch", "a.agents.txt", AGENTS.encode()), ("archigos", "a.txt", table(ANNUAL, [ROW, MIDDLE, LAST])),
    ("reign", "leaderlist.csv", reign(LEADER)), ("everypolitician", "x.term-5.csv", table(HEADER, [TERM, TERM], separator=",")),
    ("congress-legislators", "a.yaml", PERSON.encode()), ("everypolitician", "names.csv", b"name,id\nA,1\nB,2\n"),
]  # fmt: skip
VALUES: list[Any] = [
    None,
    True,
    7,
    -1,
    1.5,
    [],
    {},
    ["a"],
    [["a"]],
    {"a": 1},
    {"lang:en": "x"},
    "\ud800",
    10**400,
    *ODD,
]


def damaged(seed: int) -> tuple[str, str, bytes]:
    """The loader, name and content of a case."""
    chance = random.Random(seed)
    if chance.random() < 0.6:
        loader, name, tree = copy.deepcopy(chance.choice(TREES))
        for _ in range(chance.choice([1, 1, 2, 5])):
            _spoil(tree, chance)
        if name.endswith(".yaml"):
            return loader, name, yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")
        return loader, name, json.dumps(tree, ensure_ascii=chance.random() < 0.7).encode("utf-8", "surrogatepass")
    loader, name, data = chance.choice(TEXTS)
    for _ in range(chance.choice([1, 1, 2, 5])):
        at, length = chance.randrange(len(data) + 1), chance.choice([0, 0, 1, 5, 40])
        data = (
            data[:at]
            + chance.choice([*TOKENS, b"", *(odd.encode("utf-8", "replace") for odd in ODD)])
            + data[at + length :]
        )
    return loader, name, data


def _spoil(tree: Any, chance: random.Random) -> None:
    """Replace or remove one value somewhere in a tree."""
    while isinstance(tree, (dict, list)) and tree:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        key = chance.choice(keys)
        inner = tree[key]
        if not isinstance(inner, (dict, list)) or not inner or chance.random() < 0.2:
            if chance.random() < 0.2:
                del tree[key]
            else:
                tree[key] = chance.choice(VALUES)
            return
        tree = inner


def outcome(seed: int) -> str:
    """What becomes of a case: loaded, rejected in part, or refused.

    Raises:
        AssertionError: rows are not accounted for.
    """
    name, file_name, data = damaged(seed)
    loader, source = loaders()[name], Source(Path(file_name), data=data)
    try:
        loader.detect(source)
        assert loader.dataset(source, Options())
        blocks = [
            verified(b) for b in loader.blocks(source, Options(block_rows=random.Random(seed).choice([1, 3, 1000])))
        ]
    except LoaderError as error:
        assert error.hint or error.expected, str(error)
        return f"{name}: refused"
    rejected = {r.row for b in blocks for r in b.rejects}
    stated = {row for b in blocks for frame in b.tables.values() for row in frame["row"]}
    assert not rejected & stated, (seed, rejected & stated)
    assert len(rejected | stated) <= sum(b.rows_read for b in blocks), seed
    return f"{name}: rejected in part" if rejected else f"{name}: loaded"


def test_a_damaged_file_ends_in_counted_rows_or_a_clear_error() -> None:
    counts = Counter(outcome(seed) for seed in range(120))
    assert sum(count for what, count in counts.items() if what.endswith("loaded")) > 25
    assert sum(count for what, count in counts.items() if what.endswith("in part")) > 15


if __name__ == "__main__":
    first = int(sys.argv[2]) * 1_000_000 if len(sys.argv) > 2 else 0
    found: Counter[str] = Counter()
    for number in range(int(sys.argv[1])):
        try:
            found[outcome(first + number)] += 1
        except Exception as error:  # noqa: BLE001 - every other error is a finding
            found[f"FAULT {type(error).__name__}: {str(error)[:150]} (seed {first + number})"] += 1
    sys.stdout.writelines(f"{count:7} {what}\n" for what, count in sorted(found.items()))
