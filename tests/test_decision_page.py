"""The page of decisions: what it compares, what its keys do, the file that it saves, and what becomes of that file."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_fixture import OpenPage, Watched
from identity_files import iri
from often import cases
from record_files import write_table
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.graph.graph import Graph
from govgraph.graph.identity.exchange import read_decisions, seen_in
from govgraph.visualizations.assets import words_of
from govgraph.visualizations.decide import LANGUAGES, write_decision_page
from govgraph.visualizations.errors import ViewError

EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
ONE = [
    {"id": "1", "kind": "person", "name_ru": "Жапаров Садыр Нургожоевич", "start_date": "1968-12-06"},
    {"id": "2", "kind": "person", "name_ru": "Абдылдаев Мыктыбек", "start_date": "1953"},
    {"id": "3", "kind": "person", "name_ru": f"Бакиров Мирлан {EVIL}"},
    {"id": "4", "kind": "person", "name_ru": "Иванов Иван", "start_date": "1950"},
]
OTHER = [
    {"id": "1", "kind": "person", "name_en": "Sadyr Japarov", "start_date": "1968", "identifiers": "wikidata:Q9"},
    {"id": "2", "kind": "person", "name_en": "Myktybek Abdyldaev", "start_date": "1953-07-02"},
    {"id": "3", "kind": "person", "name_en": "Mirlan Bakirov"},
    {"id": "4", "kind": "person", "name_en": "Ivan Ivanov", "start_date": "1980"},
    {"id": "k", "kind": "agency", "name_en": "Office <b>of</b> it", "country": "country:KGZ"},
]
OFFICES = [{"id": "m", "member": "1", "organization": "k", "role": "president", "start_date": "2021-01-28"}]


def _load(folder: Path, graph: Graph) -> None:
    graph.load(write_table(folder / "one" / "actors.csv", ONE), dataset="one")
    write_table(folder / "other" / "actors.csv", OTHER)
    write_table(folder / "other" / "memberships.csv", OFFICES)
    graph.load(folder / "other", dataset="other")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files, their graph, to be copied, and its page: loading takes longer than most tests."""
    folder = tmp_path_factory.mktemp("loaded")
    with govgraph.open(folder / "graph") as opened:
        _load(folder, opened)
        assert write_decision_page(opened, folder / "decide.html", everything=True, language="en") == 4
    return folder


@pytest.fixture
def graph(loaded: Path, tmp_path: Path) -> Iterator[Graph]:
    with govgraph.open(shutil.copytree(loaded / "graph", tmp_path / "graph")) as opened:
        yield opened


@pytest.fixture
def page(loaded: Path) -> Path:
    return loaded / "decide.html"


def _saved(opened: Watched, file: Path) -> list[dict[str, object]]:
    with opened.page.expect_download() as download:
        opened.page.click("#save")
    assert download.value.suggested_filename == "decisions.json"
    download.value.save_as(file)
    rows: list[dict[str, object]] = json.loads(file.read_text("utf-8"))
    return rows


def _cells(opened: Watched) -> list[list[str]]:
    rows = opened.page.locator("#cards tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]


def test_every_part_and_fact_is_compared(page: Path, open_page: OpenPage) -> None:
    opened = open_page(page)
    opened.page.click("#pairs button:has-text('Japarov')")
    cells = _cells(opened)
    assert ["word", "Садыр", "Sadyr", "✓ agrees"] in cells and ["word", "Жапаров", "Japarov", "✓ agrees"] in cells
    assert ["patronymic", "Нургожоевич", "", "· absent"] in cells
    assert ["born", "1968-12-06", "1968", "✓ agrees"] in cells
    assert ["offices", "", "president, Office <b>of</b> it (2021-01-28 – …)", ""] in cells
    assert ["sources", "actors.csv, row 2 (one)", "actors.csv, row 2 (other)", ""] in cells
    opened.page.click("#pairs button:has-text('Ivanov')")
    assert ["born", "1950", "1980", "✕ contradicts"] in _cells(opened)
    assert "one was born 1950" in opened.page.locator(".warn").inner_text()
    opened.page.click("#pairs button:has-text('Mirlan')")
    assert EVIL.split()[0] in opened.page.locator("#cards thead").inner_text()


def test_one_key_a_decision_and_the_file_is_taken(
    page: Path, open_page: OpenPage, graph: Graph, tmp_path: Path
) -> None:
    opened = open_page(page)
    first, second = (opened.state(f"Decide.state.at === {n}") for n in (0, 1))
    assert first and not second
    order = opened.state("JSON.parse(document.getElementById('data').textContent).pairs.map((p) => p.a)")
    assert isinstance(order, list)
    opened.page.fill("#who", "Айгүл")
    opened.page.locator("#pair").focus()
    for key in "1", "s", "2", "z", "n", "ArrowLeft", "ArrowLeft", "u":
        opened.page.keyboard.press(key)
    rows = _saved(opened, tmp_path / "decisions.json")
    assert [(row["a"], row["judgement"]) for row in rows] == [
        (order[0], "same"), (order[1], "same" if opened.state("Decide.state.decided.get(1).judgement") == "same" else "unsure"),
        (order[2], opened.state("Decide.state.decided.get(2).judgement")),
    ]  # fmt: skip
    assert {row["who"] for row in rows} == {"Айгүл"}
    assert "3 of 4 decided" in opened.page.locator("#count").inner_text()
    file = tmp_path / "decisions.json"
    taken = graph.identity.take(read_decisions(file), seen=seen_in(file))
    assert len(taken.taken) == 3 and taken.refused == []
    assert {decision.who for decision in taken.taken} == {"Айгүл"}
    again = graph.identity.take(read_decisions(file), seen=seen_in(file))
    assert again.taken == [] and len(again.already) == 3


def test_many_at_once_by_rule_and_one_undo(page: Path, open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(page)
    opened.page.click("#bulk summary")
    assert "(1)" in opened.page.locator("#bulk-same").inner_text()
    opened.page.click("#bulk-not")
    opened.page.click("#bulk-same")
    assert opened.state("Decide.state.decided.size") == 2
    opened.page.keyboard.press("z")
    assert opened.state("Decide.state.decided.size") == 1
    (row,) = _saved(opened, tmp_path / "d.json")
    assert row["reason"] == "by rule: something contradicts" and {row["a"], row["b"]} == {
        iri("one", "4"),
        iri("other", "4"),
    }


def test_what_changed_since_is_told_and_left(
    page: Path, open_page: OpenPage, graph: Graph, loaded: Path, tmp_path: Path
) -> None:
    opened = open_page(page)
    for _ in range(4):
        opened.page.keyboard.press("3")
    file = tmp_path / "decisions.json"
    _saved(opened, file)
    changed = [*ONE[:1], ONE[1] | {"start_date": "1954"}, *ONE[2:]]
    graph.load(write_table(loaded / "one" / "actors.csv", changed), dataset="one")  # in the place of the one before
    graph.identity.decide(iri("one", "3"), iri("other", "3"))
    ran = CliRunner().invoke(app, ["identity", "decide", "--from", str(file), "--graph", str(graph.path)])
    assert ran.exit_code == 1
    text = " ".join(ran.output.split())
    assert "2 taken, 0 decided before, 2 refused" in text
    assert "what the graph says of them has changed since this was decided" in text
    assert "they have become one since this was decided" in text


def test_page_python_and_a_reconciled_table_give_the_same_log(
    loaded: Path, page: Path, open_page: OpenPage, tmp_path: Path
) -> None:
    """Only who decided, when and by which score differ: what counts, and what the graph shows, is the same."""
    opened = open_page(page)
    opened.page.click("#pairs button:has-text('Japarov')")
    opened.page.keyboard.press("1")
    opened.page.click("#pairs button:has-text('Ivanov')")
    opened.page.keyboard.press("2")
    file = tmp_path / "decisions.json"
    _saved(opened, file)
    table = tmp_path / "openrefine.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["a", "name", "b", "judgement"])
        writer.writerow([iri("one", "1"), "Жапаров Садыр", iri("other", "1"), "matched"])
        writer.writerow([iri("one", "2"), "Абдылдаев Мыктыбек", "", "none"])
        writer.writerow([iri("one", "4"), "Иванов Иван", iri("other", "4"), "not same"])
    logs, shown = [], []
    for name in ("page", "python", "table"):
        with govgraph.open(shutil.copytree(loaded / "graph", tmp_path / name)) as graph:
            if name == "page":
                graph.identity.take(read_decisions(file), seen=seen_in(file))
            elif name == "python":
                graph.identity.decide(iri("one", "1"), iri("other", "1"))
                graph.identity.decide(iri("one", "4"), iri("other", "4"), "not same")
            else:
                graph.identity.take(read_decisions(table))
            entries = [(e.decision.a, e.decision.b, e.decision.judgement, e.status) for e in graph.identity.log()]
            logs.append(sorted(entries))
            shown.append(graph.ntriples())
    assert logs[0] == logs[1] == logs[2] and len(logs[0]) == 2
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize(
    ("width", "dark"),
    cases((1280, False), (390, True), only_in_ci=[(1280, True), (390, False)]),
    ids=lambda value: {False: "light", True: "dark"}.get(value),
)
def test_no_serious_barrier(page: Path, open_page: OpenPage, dark: bool, width: int) -> None:
    opened = open_page(page, dark=dark, width=width, bypass_policy=True)
    opened.page.keyboard.press("1")
    assert opened.barriers() == []


def test_three_languages_by_keyboard(page: Path, open_page: OpenPage) -> None:
    opened = open_page(page)
    for code, word in (("ky", "Бир"), ("ru", "Один"), ("en", "Same")):
        opened.page.click(f"#languages button:has-text('{code}')")
        assert word in opened.page.locator("[data-judgement=same]").inner_text()
        assert opened.state("document.documentElement.lang") == code
    for section in words_of("decide_words.json").values():
        for key, entry in section.items():
            assert set(entry) == set(LANGUAGES) and all(entry.values()), key


def test_the_page_is_one_file_that_asks_for_nothing(page: Path, graph: Graph, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    assert "default-src 'none'" in text and EVIL not in text
    assert write_decision_page(graph, tmp_path / "again.html", everything=True, language="en") == 4
    assert (tmp_path / "again.html").read_text("utf-8") == text
    with pytest.raises(ViewError, match="no language 'de'"):
        write_decision_page(graph, tmp_path / "x.html", language="de")
