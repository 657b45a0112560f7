"""Nothing goes without a word: a key that no format knows, in each object of a document in turn, and each column that a format knows."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from event_files import Loaded
from fuzz_fixtures import FILES

from govgraph.loaders.events.base import EventTable
from govgraph.ontology.registry import loaders

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
    return result("\n".join(map(json.dumps, tree)).encode() if lines else json.dumps(tree).encode(), name)


def result(data: bytes, name: str) -> tuple[list[Any], str]:
    of = Loaded(data, name)
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


TABLES = ("acled", "archigos", "everypolitician", "icews", "polecat", "reign", "scad", "ucdp-actors", "ucdp-ged")


@pytest.mark.parametrize("name", TABLES)
def test_each_column_that_a_format_knows_says_something(name: str) -> None:
    """A value in a column that the file lacked changes what is made of it, unless the report names the column."""
    file, data = FILES[name][0]
    separator = max("\t,", key=data.decode().split("\n", 1)[0].count)
    rows = list(csv.reader(io.StringIO(data.decode()), delimiter=separator))
    loader = loaders()[name]
    assert isinstance(loader, EventTable)
    usual, _ = read(rows, file, separator)
    lost = []
    for column in loader.format.columns:
        if column in {loader.format.column(title) for title in rows[0]}:
            continue
        for value in ("zq7", "7", "2020-01-03", "1", "KGZ"):
            said, unused = read([[*rows[0], column], *([*row, value] for row in rows[1:])], file, separator)
            if said != usual or column in unused:
                break
        else:
            lost.append(column)
    assert not lost


def read(rows: list[list[str]], name: str, separator: str) -> tuple[list[Any], str]:
    """What is made of a table, and the names of what is not used."""
    csv.writer(text := io.StringIO(), delimiter=separator).writerows(rows)
    return result(text.getvalue().encode(), name)
