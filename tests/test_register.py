"""The register: every row is loaded, has a document or says that it is unchecked, and names are found with their endings."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.graph.graph import Graph
from govgraph.ontology.actor_register import CHECKED, contents, entries, folder, look_up, missing
from govgraph.ontology.inflection import may_be_forms


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    opened = govgraph.open(tmp_path_factory.mktemp("register") / "graph")
    reports = opened.load(str(folder()))
    assert all(not report.failed and not report.rejected for report in reports)
    return opened


def test_the_whole_register_loads_and_is_sound(graph: Graph) -> None:
    counted = {row["kind"]: row["n"] for row in graph.sql("SELECT kind, count(*) AS n FROM actors GROUP BY 1").rows}
    assert counted["igo"] >= 150
    assert graph.check().errors == []


def test_a_graph_has_what_the_register_shows(graph: Graph) -> None:
    in_graph = {row["iri"] for row in graph.sql("SELECT iri FROM actors UNION ALL SELECT iri FROM places").rows}
    own = {iri for iri, entry in entries().items() if entry.documents}
    assert own <= in_graph


def test_every_row_names_its_document_or_is_known_to_have_none() -> None:
    without = []
    for file in folder().glob("*.csv"):
        if file.stem == "documents":
            continue
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                if not row["document"]:
                    without.append((file.stem, row["id"]))
    # The Kyrgyz names of regions and of organisations, which the README names.
    assert {file for file, _ in without} == {"places", "organisations-actors"}
    assert len(without) == 9 + 5


def test_a_second_source_is_a_described_document() -> None:
    known = {
        *(row.split(",")[0] for row in (folder() / "documents.csv").read_text("utf-8").splitlines()),
    }
    told = {
        v.removeprefix(CHECKED) for e in entries().values() for v in e.facts.get("details", ()) if v.startswith(CHECKED)
    }
    assert told and all(name in known or name.startswith("http") for name in told)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Швейцариянын", "Switzerland"),
        ("Кыргызстандагы", "Kyrgyzstan"),
        ("Монголиядан", "Mongolia"),
        ("Латвияны", "Latvia"),
        ("Польшанын", "Poland"),
        ("Ысык-Көл облусунда", "Issyk-Kul Region"),
        ("Шанхайской организации сотрудничества", "Shanghai Cooperation Organization"),
        ("Бириккен Улуттар Уюмунун", "United Nations"),
        ("Жогорку Кеңештин", "Jogorku Kenesh of the Kyrgyz Republic"),
        ("Китая", "China"),
        ("Kyrgyzstan's", "Kyrgyzstan"),
        ("the United Nations'", "United Nations"),
    ],
)
def test_a_name_is_found_with_its_endings(text: str, name: str) -> None:
    assert [entry.names["en"] for entry, _, endings in look_up(text) if endings] == [name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Чад", "Чили"),
        ("Мали", "Мальта"),
        ("Иран", "Ирак"),
        ("Нигер", "Нигерия"),
        ("Австрия", "Австралия"),
        ("Ош облусу", "Ош"),
        ("Нигерии", "Нигер"),
        ("Гвинея", "Гвинея-Бисау"),
    ],
)
def test_other_words_are_no_forms_of_a_name(one: str, other: str) -> None:
    assert not may_be_forms(one, other)


def test_no_name_of_an_entry_is_a_form_of_another_entrys() -> None:
    for entry in entries().values():
        for name in entry.names.values():
            assert [other.iri for other, _, endings in look_up(name) if endings and other.iri != entry.iri] == []


def test_the_table_of_contents_and_the_gaps() -> None:
    parts = {part.name: part for part in contents()}
    assert set(parts) == {part for part, _, _ in missing()}
    assert parts["states"].named == {"ky": 261, "ru": 261, "en": 261}
    assert 0 < parts["organisations"].checked < parts["organisations"].entries


def test_the_command_shows_finds_and_loads(tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert "organisations of states" in run(app, ["register"]).output
    (sco,) = json.loads(run(app, ["register", "ШКУ", "--json"]).output)
    assert sco["names"]["en"] == "Shanghai Cooperation Organization"
    assert "aiyl aimaks" in run(app, ["register", "--missing"]).output
    loaded = run(app, ["register", "--load", "--graph", str(tmp_path / "g"), "--json"])
    assert {report["status"] for report in json.loads(loaded.output)} == {"loaded", "skipped"}
