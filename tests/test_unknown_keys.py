"""A key that no format knows, put into each object of a document in turn: it is kept, or the report names it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from event_files import Loaded
from fuzz_fixtures import FILES

DOCUMENTS = [
    (loader, name)
    for loader in ("360giving", "congress-legislators", "followthemoney", "ngec", "ocds", "plover", "popolo")
    for name, _ in FILES[loader]
    if name.endswith((".json", ".jsonl"))
]
NAMED_AS_A_WHOLE = {"additional_data"}
"""Keys of objects of which the report names only the whole."""


def objects(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all objects; of a list those within its first two items."""
    if isinstance(tree, dict):
        yield path
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree[:2]) if isinstance(tree, list) else ()
    for key, value in inside:
        yield from objects(value, (*path, key))


def loaded(tree: Any, name: str) -> tuple[list[Any], str]:
    """What is made of a document, and the names of what is not used."""
    lines = name.endswith(".jsonl")
    of = Loaded("\n".join(map(json.dumps, tree)).encode() if lines else json.dumps(tree).encode(), name)
    said = [table.write_json() for block in of.blocks for _, table in sorted(block.tables.items())]
    return [said, of.rejects, of.notes], " ".join(of.unused)


@pytest.mark.parametrize(("loader", "name"), DOCUMENTS)
def test_it_is_kept_or_named(loader: str, name: str) -> None:
    data = dict(FILES[loader])[name]
    tree = [json.loads(line) for line in data.splitlines()] if name.endswith(".jsonl") else json.loads(data)
    usual, _ = loaded(tree, name)
    seen, lost = set(), []
    for path in objects(tree):
        kind = tuple(key for key in path if isinstance(key, str))
        if kind in seen or NAMED_AS_A_WHOLE & set(kind):
            continue
        seen.add(kind)
        changed = copy.deepcopy(tree)
        place: Any = changed
        for key in path:
            place = place[key]
        place["unheardOf"] = "told"
        said, unused = loaded(changed, name)
        if said == usual and "unheardOf" not in unused:
            lost.append(path)
    assert not lost
