"""JSON that pandas writes without rows is called what it is, by whatever reads it, with what to write instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govgraph.loaders.table.propose import propose
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.registry import find_loader

FORMS = {
    "by columns": {
        "id": {"0": "a", "1": "b"},
        "schema": {"0": "Person", "1": "Person"},
        "name": {"0": "Asan", "1": None},
    },
    "by its index": {
        "0": {"id": "a", "schema": "Person", "name": "Asan"},
        "1": {"id": "b", "schema": "Person", "name": None},
    },
    "with columns and data apart": {"columns": ["id", "name"], "index": [0], "data": [["a", "Asan"]]},
}


@pytest.mark.parametrize("form", FORMS)
def test_what_pandas_writes_without_rows_is_called_so(form: str) -> None:
    source = Source(Path("people.json"), data=json.dumps(FORMS[form]).encode())
    for read in (find_loader, propose):
        with pytest.raises(LoaderError, match=f"a table as pandas writes it {form}") as error:
            read(source)
        assert error.value.hint == 'in pandas: df.to_json(path, orient="records")'


def test_the_simple_table_by_its_index_is_called_so_too() -> None:
    row = dict.fromkeys(("id", "schema", "name", "aliases", "countries", "identifiers", "dataset"), "Person")
    with pytest.raises(LoaderError, match="by its index"):
        find_loader(Source(Path("kg.targets.simple.json"), data=json.dumps({"0": row, "1": row}).encode()))


@pytest.mark.parametrize("data", [{"a": {"x": "1"}, "b": {"y": "2"}}, {"columns": {"a": 1}, "data": []}, {}])
def test_other_objects_are_not_called_so(data: Any) -> None:
    with pytest.raises(LoaderError, match="no known format"):
        find_loader(Source(Path("other.json"), data=json.dumps(data).encode()))


def test_rows_without_names_are_called_so() -> None:
    with pytest.raises(LoaderError, match="without the names of the columns"):
        propose(Source(Path("people.json"), data=b'[["a", "Asan"], ["b", "Aida"]]'))
