"""A load links what it names to the register: by names that are certain, also with endings, across languages; never people, never what is ambiguous."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from identity_files import iri
from record_files import write_table
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.graph.graph import Graph
from govgraph.graph.identity.decisions import NOT_SAME
from govgraph.ontology.actor_register import folder
from govgraph.ontology.register_names import meant

PARLIAMENT, SCO = iri("register", "kg-parliament"), iri("register", "sco")
KY, EN = iri("ky", "kenesh"), iri("en", "parliament")
ROWS_KY = [
    {"id": "kenesh", "kind": "agency", "name_ky": "Жогорку Кеңештин", "country": "country:KGZ"},
    {"id": "sco", "kind": "organization", "name_ky": "Шанхай кызматташтык уюмунун"},
    {"id": "swiss", "kind": "country", "name_ky": "Швейцариянын"},
    {"id": "person", "kind": "person", "name_ky": "Монголия"},
    {"id": "justice", "kind": "agency", "name_en": "Ministry of Justice"},
    {"id": "own", "kind": "ngo", "name_ky": "Өз уюм"},
]
ROWS_EN = [
    {"id": "parliament", "kind": "agency", "name_en": "Jogorku Kenesh of the Kyrgyz Republic"},
    {"id": "sco", "kind": "igo", "name_en": "SCO"},
    {"id": "kazakh", "kind": "agency", "name_en": "Supreme Court", "country": "country:KAZ"},
    {"id": "uzbek", "kind": "agency", "name_en": "Ministry of Justice", "country": "country:UZB"},
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    each = {"ky": ROWS_KY, "en": ROWS_EN}
    return {name: write_table(tmp_path / name / "actors.csv", rows) for name, rows in each.items()}


@pytest.fixture
def graph(tmp_path: Path, files: dict[str, Path]) -> Iterator[Graph]:
    with govgraph.open(tmp_path / "graph") as opened:
        for name, file in files.items():
            opened.load(file, dataset=name)
        yield opened


def _triples(folder: Path, *loads: tuple[Path, str]) -> bytes:
    with govgraph.open(folder) as graph:
        for file, dataset in loads:
            graph.load(file, dataset=dataset)
        return graph.ntriples()


def test_bodies_are_one_across_languages_through_the_register(graph: Graph) -> None:
    (row,) = graph.sql("SELECT names, same_as FROM actors WHERE iri = $a", a=KY).rows
    assert {n["text"] for n in row["names"]} == {"Жогорку Кеңештин", "Jogorku Kenesh of the Kyrgyz Republic"}
    assert set(row["same_as"]) == {KY, PARLIAMENT}
    assert graph.identity.now(SCO) == graph.identity.now(iri("ky", "sco")) == iri("en", "sco")
    assert graph.identity.now(iri("ky", "swiss")).endswith("/country/CHE")
    assert graph.identity.now(iri("en", "uzbek")) == iri("en", "uzbek") != graph.identity.now(iri("ky", "justice"))
    # The register's IRI answers, though the register is not loaded.
    assert graph.sql(f"SELECT count(*) FROM actors WHERE iri = '{PARLIAMENT}'").rows[0][0] == 1
    before = graph.ntriples()
    graph.rebuild()
    assert graph.ntriples() == before
    assert graph.check(deep=True).findings == []


def test_why_is_told(graph: Graph) -> None:
    found = graph.identity.explain(KY, EN)
    assert [(step.by, step.b) for step in found.steps] == [("name", PARLIAMENT), ("name", PARLIAMENT)]
    assert found.steps[0].what == "«Жогорку Кеңештин», a form of «Жогорку Кеңеш» in the register"
    traced = {row["dataset"]: row["because"] for row in graph.trace(PARLIAMENT).rows}
    assert traced["en"] is None and "«Жогорку Кеңештин»" in traced["ky"] and "Jogorku Kenesh" in traced["ky"]
    assert (
        graph.identity.explain(iri("ky", "justice"), iri("en", "uzbek")).apart
        == "«Ministry of Justice»: the record does not say of which state it is"
    )
    assert "because" not in graph.trace(iri("ky", "own")).columns


def test_the_report_says_what_was_linked_and_what_stayed_open(tmp_path: Path, files: dict[str, Path]) -> None:
    with govgraph.open(tmp_path / "other") as graph:
        dry = graph.load(files["ky"], dataset="ky", dry_run=True)
        (report,) = graph.load(files["ky"], dataset="ky")
    told = report.to_json()["register"]
    assert dry[0].register == told
    assert (told["linked"], told["open"]) == (3, 2)
    assert {link["row"] for link in told["links"]} == {2, 3, 4}
    assert {reason: found["count"] for reason, found in told["reasons"].items()} == {
        "the record does not say of which state it is": 1,
        "the register has no such name": 1,
    }
    run = CliRunner().invoke
    short = run(app, ["load", str(files["ky"]), "--graph", str(tmp_path / "third")])
    assert "Register: linked 3 actors, 2 names stayed open (--verbose says which)." in short.output
    long = run(app, ["load", str(files["ky"]), "--graph", str(tmp_path / "fourth"), "--verbose"])
    assert "linked «Швейцариянын», a form of «Швейцария» in the register: country:CHE (row 4)" in " ".join(
        long.output.split()
    )


def test_a_loaded_register_gives_its_iri_and_names_and_takes_them_back(graph: Graph) -> None:
    before = graph.ntriples()
    loads = {load.load for load in graph.loads()}
    graph.load(str(folder()))
    (row,) = graph.sql("SELECT iri, names FROM actors WHERE iri = $a", a=PARLIAMENT).rows
    assert {KY, EN} <= set(graph.sql("SELECT same_as FROM actors WHERE iri = $a", a=PARLIAMENT).rows[0][0])
    assert graph.identity.now(KY) == PARLIAMENT and len(row["names"]) >= 2
    graph.unload(*(load.load for load in graph.loads() if load.load not in loads))
    assert graph.ntriples() == before


def test_any_order_of_loads_gives_the_same(tmp_path: Path, files: dict[str, Path]) -> None:
    ky, en = ((files[name], name) for name in ("ky", "en"))
    assert _triples(tmp_path / "a", ky, en) == _triples(tmp_path / "b", en, ky)


def test_a_decision_stands_above_a_name_and_an_undo_gives_it_back(graph: Graph) -> None:
    before = graph.ntriples()
    made = graph.identity.decide(EN, PARLIAMENT, NOT_SAME)
    assert made and graph.identity.now(KY) == KY and graph.identity.now(PARLIAMENT) == KY
    graph.identity.undo(made.id)
    assert graph.ntriples() == before
    assert graph.identity.link_by_register(False)
    assert graph.identity.now(KY) == KY
    assert graph.sql("SELECT count(*) FROM actors WHERE same_as IS NOT NULL").rows[0][0] == 0
    assert graph.identity.link_by_register(True) and graph.identity.link_by_register(True) is None
    assert graph.ntriples() == before


def test_what_contradicts_stays_open(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "kind": "igo", "name_en": "Shanghai Cooperation Organization", "identifiers": "wikidata:Q10"},
        {"id": "2", "kind": "igo", "name_ru": "Шанхайская организация сотрудничества", "identifiers": "wikidata:Q20"},
        {"id": "3", "kind": "igo", "name_ky": "Шанхай кызматташтык уюму"},
        {"id": "4", "kind": "igo", "name_ky": "Шанхай кызматташтык уюму", "name_en": "United Nations"},
    ]
    with govgraph.open(tmp_path / "graph") as graph:
        (report,) = graph.load(write_table(tmp_path / "a" / "actors.csv", rows), dataset="a")
        assert [graph.identity.now(iri("a", n)) == iri("a", n) for n in "1234"] == [True] * 4
        assert graph.identity.now(SCO) == iri("a", "3")
        assert report.register["linked"] == 1
        assert any("entries of the register" in reason for reason in report.register["reasons"])


@pytest.mark.parametrize(
    ("name", "kinds", "states"),
    [
        ("Монголия", ["person"], []),
        ("Georgia", ["actor"], []),
        ("SCO", ["organization"], []),
        ("SCO", ["company"], []),
        ("Supreme Court", ["agency"], []),
        ("Supreme Court", ["agency"], ["DEU"]),
        ("Supreme Court of Mongolia", ["party"], []),
        ("Ministry of Health", ["agency"], ["RUS"]),
        ("агенттигинин", ["agency"], ["KGZ"]),
        ("Жогорку соттун", ["person"], ["KGZ"]),
    ],
)
def test_what_is_not_certain_is_not_linked(name: str, kinds: list[str], states: list[str]) -> None:
    assert meant(name, kinds, states).entry is None


@pytest.mark.parametrize(
    ("name", "kind", "states", "entry"),
    [
        ("The United Nations", "igo", [], "un"),
        ("Шанхайской организации сотрудничества", "organization", [], "sco"),
        ("ЖОГОРКУ КЕҢЕШТИН", "agency", ["KGZ"], "kg-parliament"),
        ("Кыргыз Республикасынын Жогорку Кеңеши", "agency", [], "kg-parliament"),
        ("Ministry of Justice of the Kyrgyz Republic", "agency", [], "kg-ministry-of-justice"),
        ("Mejlis of Turkmenistan", "organization", [], "tm-mejlis"),
        ("Швейцариянын", "country", [], "CHE"),
    ],
)
def test_what_is_certain(name: str, kind: str, states: list[str], entry: str) -> None:
    found = meant(name, [kind], states).entry
    assert found and found.iri.rpartition("/")[2] == entry


def test_the_rules_are_switched_by_the_command(graph: Graph) -> None:
    run = CliRunner().invoke
    where = ["--graph", str(graph.path), "--json"]
    assert json.loads(run(app, ["identity", "rule", "off", "register", *where]).output) == {
        "rule": "off", "which": ["register"], "changed": True,
    }  # fmt: skip
    assert graph.identity.now(KY) == KY
    assert json.loads(run(app, ["identity", "rule", "on", *where]).output)["changed"]
    assert graph.identity.now(KY) == EN
