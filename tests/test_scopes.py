"""Two publications stay two, whatever their files are called and wherever they lie; and what a folder says of its files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from graph_files import made_by_version_0_1
from typer.testing import CliRunner

from govgraph.cli import app
from govgraph.graph.build.source_rules import find_rules
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.loaders.popolo.loader import Popolo
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import BASE

Data = dict[str, Any]


def parliament(
    name: str, *, sources: list[str] | None = None, area: str = "", term: str = "5th", start: str = "2010"
) -> Data:
    data: Data = {
        "persons": [{"id": f"person/{name}", "name": f"Deputy of {name}"}],
        "organizations": [
            {"id": "legislature", "name": name, "classification": "legislature", "area_id": area or None},
            {"id": "party/green", "name": "Green Party", "classification": "party"},
        ],
        "events": [{"id": "term/5", "name": term, "classification": "legislative period", "start_date": start}],
        "memberships": [
            {
                "person_id": f"person/{name}", "organization_id": "legislature", "on_behalf_of_id": "party/green",
                "legislative_period_id": "term/5",
            }
        ],
    }  # fmt: skip
    if sources is not None:
        data["meta"] = {"sources": sources}
    return data


def scope(data: Data, path: str = "a/ep-popolo-v1.0.json") -> str:
    return Popolo().dataset(Source(Path(path), data=json.dumps(data).encode()), Options())


def write(folder: Path, files: dict[str, Data]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data), "utf-8")
    return folder


# ------------------------------------------------------------------------------------------ what a file says of itself


def test_files_of_one_name_have_the_scope_of_what_they_say() -> None:
    scopes = {
        scope(parliament("Mazhilis")),
        scope(parliament("Legislative Chamber")),
        scope(parliament("National Assembly", sources=["https://a.example/"])),
        scope(parliament("National Assembly", sources=["https://b.example/"])),
        scope(parliament("National Assembly", area="kg")),
        scope(parliament("Жогорку Кеңеш")),
    }
    assert len(scopes) == 6
    assert {s.rsplit("-", 1)[0] for s in scopes} == {"mazhilis", "legislative-chamber", "national-assembly", "popolo"}


def test_the_scope_does_not_depend_on_the_folder_or_on_how_the_file_is_written() -> None:
    one = parliament("House", sources=["https://www.a.example/x/", "https://b.example"])
    other = {key: one[key] for key in reversed(one)} | {
        "meta": {"sources": ["http://b.example/", "http://a.example/x"]}
    }
    assert scope(one, "/home/one/ep-popolo-v1.0.json") == scope(other, "elsewhere/popolo.json")


@pytest.mark.parametrize("name", ["ep-popolo-v1.0.json", "popolo-m17n.json", "people.json", "data.json", "term-5.json"])
def test_a_name_that_says_only_what_a_file_holds_is_no_scope(name: str) -> None:
    assert scope(parliament("House"), name).startswith("house-")
    # What says nothing of itself keeps the name it has.
    assert scope({"persons": [{"id": "a", "name": "A"}]}, name) == name.split(".")[0]


def test_a_file_named_after_a_publication_keeps_its_name() -> None:
    assert scope(parliament("House"), "Isle-of-Man.json") == "isle-of-man"


@pytest.mark.parametrize(
    "odd",
    [
        {"organizations": 5}, {"organizations": [{"classification": "legislature", "name": 5, "area_id": {}}], "areas": [5]},
        {"organizations": [{"classification": "legislature", "name": "\ud800"}], "meta": {"sources": {"url": []}}}, {"meta": 7},
    ],
)  # fmt: skip
def test_what_is_odd_in_a_file_does_not_hinder_its_scope(odd: Data) -> None:
    assert scope({"persons": [], **odd})


# ------------------------------------------------------------------------------------------------ in a graph


def names(graph: Graph, table: str, condition: str) -> list[str]:
    rows = graph.sql(f"SELECT names[1].text AS name FROM {table} WHERE {condition} ORDER BY name").rows
    return [row["name"] for row in rows]


def test_two_parliaments_in_files_of_one_name_stay_two(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {f"{x}/ep-popolo-v1.0.json": parliament(x) for x in ("Mazhilis", "Zogorku")})
    with Graph(tmp_path / "graph") as graph:
        assert [r.status for r in graph.load(folder)] == ["loaded", "loaded"]
        assert names(graph, "actors", "classification = 'legislature'") == ["Mazhilis", "Zogorku"]
        assert len(graph.sql("SELECT iri FROM events")) == 2
        assert len(graph.sql("SELECT iri FROM actors WHERE class = 'Party'")) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("other", "shown"),
    [
        (parliament("Mazhilis"), "organization/legislature is 'Zogorku' here and 'Mazhilis' in"),
        (parliament("Zogorku", term="V"), "event/term/5 is '5th' here and 'V' in"),
        (parliament("Zogorku", start="1999"), "event/term/5 is '5th (2010)' here and '5th (1999)' in"),
    ],
)
def test_two_publications_in_one_scope_are_refused_and_a_dataset_is_asked_for(
    tmp_path: Path, other: Data, shown: str
) -> None:
    folder = write(tmp_path / "in", {"kg/asia.json": parliament("Zogorku"), "kz/asia.json": other})
    result = CliRunner().invoke(app, ["load", str(folder), "-g", str(tmp_path / "graph")])
    assert result.exit_code == 1
    assert shown in result.output
    assert "--dataset NAME" in result.output
    with Graph(tmp_path / "graph") as graph:
        assert graph.loads() == []
        assert [r.status for r in graph.load(folder, dry_run=True)] == ["refused", "refused"]
        # One after the other: the first was there, and the second is told apart by hand.
        assert graph.load(folder / "kg")[0].status == "loaded"
        assert graph.load(folder / "kz")[0].status == "refused"
        assert graph.load(folder / "kz", dataset="kazakhstan")[0].status == "loaded"
        assert len(graph.loads()) == 2


def test_two_files_of_one_publication_may_share_a_scope(tmp_path: Path) -> None:
    more = parliament("Zogorku")
    more["persons"][0]["id"] = "person/another"
    folder = write(tmp_path / "in", {"a/asia.json": parliament("Zogorku"), "b/asia.json": more})
    with Graph(tmp_path / "graph") as graph:
        assert [r.status for r in graph.load(folder)] == ["loaded", "loaded"]


@pytest.mark.slow
def test_a_reload_under_a_new_scope_takes_the_place_of_the_old_load(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"ep-popolo-v1.0.json": parliament("Zogorku")})
    with Graph(tmp_path / "graph") as graph:
        graph.load(folder, dataset="ep-popolo-v1")
        (report,) = graph.load(folder)
        assert report.status == "replaced"
        (load,) = graph.loads()
        assert load.dataset.startswith("zogorku-")
        assert not graph.sparql("SELECT ?s WHERE { ?s ?p ?o . FILTER(CONTAINS(STR(?s), 'ep-popolo-v1/')) }").rows


def test_a_folder_of_an_earlier_version_can_be_read_and_reloaded(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"asia.json": parliament("Zogorku"), "more.json": parliament("Mazhilis")})
    with Graph(tmp_path / "graph") as graph:
        graph.load(folder)
        # As version 0.1 wrote them: without columns that were declared since, with one flag for both dates.
        for table in (tmp_path / "graph").glob("records/*/*.parquet"):
            rows = pl.read_parquet(table)
            if table.stem == "memberships":
                rows = rows.with_columns(dates_inherited=pl.lit(True))
            new = {
                "given_name",
                "family_name",
                "sort_name",
                "contact_details",
                "start_inherited",
                "end_inherited",
                "as_given",
            }
            rows.drop(new & set(rows.columns)).write_parquet(table)
        made_by_version_0_1(tmp_path / "graph")
        (folder / "more.json").write_text(json.dumps(parliament("Senate")), "utf-8")
        assert [r.status for r in graph.load(folder)] == ["unchanged", "replaced"]
        old = graph.sql("SELECT start_inherited, end_inherited, as_given FROM memberships ORDER BY iri").rows
        assert [tuple(row) for row in old] == [(True, True, None), (True, None, None)]
        assert names(graph, "actors", "classification = 'legislature'") == ["Senate", "Zogorku"]


# ------------------------------------------------------------------------------------------- govgraph-sources.toml


RULES = """
# what is in here
[[source]]
files = ["kz/*.json", "nothing"]
dataset = "kazakhstan"
country = "fips:KZ"
licence = "CC0-1.0"

[[source]]
files = "*"
country = "KGZ"
loader = "popolo"
"""


def test_a_folder_says_what_its_files_are(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"kz/a/asia.json": parliament("Mazhilis"), "kg/asia.json": parliament("Zogorku")})
    (folder / "govgraph-sources.toml").write_text(RULES, "utf-8")
    with Graph(tmp_path / "graph") as graph:
        reports = graph.load(folder)
        assert [(Path(r.path).parts[-2], r.status) for r in reports] == [("kg", "loaded"), ("a", "loaded")]
        loads = {m.dataset: m.licence for m in graph.loads()}
        assert loads == {"asia": "", "kazakhstan": "CC0-1.0"}
        rows = graph.sql("SELECT iri, country FROM actors WHERE classification = 'legislature' ORDER BY iri").rows
        assert [tuple(row) for row in rows] == [
            (f"{BASE}organization/asia/legislature", f"{BASE}country/KGZ"),
            (f"{BASE}organization/kazakhstan/legislature", f"{BASE}country/KAZ"),
        ]
        # What is said with the command goes before it; and what is said anew makes another load of the file.
        (report,) = graph.load(folder / "kg", country="KAZ")
        assert report.status == "replaced"
        assert [r.status for r in graph.load(folder / "kg", country="KAZ")] == ["unchanged"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[source]]\nfiles = "*"\ndatset = "x"\n', 3, ["no key 'datset'", "expected: dataset"]),
        ('[[source]]\nfiles = "*"\n\n[[source]]\nfiles = "b"\nlicense = "x"\n', 6, ["no key 'license'", "expected: licence"]),
        ('[[sources]]\nfiles = "*"\n', 1, ["'sources'", "[[source]]"]),
        ('[source]\nfiles = "*"\n', 1, ["a table of its own"]),
        ('# x\n[[source]]\ndataset = "x"\n', 2, ["needs the files"]),
        ('[[source]]\nfiles = 5\n', 2, ["needs the files"]),
        ('[[source]]\nfiles = "*"\ndataset = 5\n', 3, ["dataset is not a text"]),
        ('[[source]]\nfiles = "*"\ncountry = "KG"\n', 3, ["no country 'KG'", "expected: KGZ"]),
        ('[[source]]\nfiles = "*"\nloader = "popolos"\n', 3, ["no loader 'popolos'", "expected: popolo"]),
        ('[[source]]\nfiles = \n', 2, ["not TOML"]),
    ],
)  # fmt: skip
def test_a_fault_in_the_rules_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    (tmp_path / "govgraph-sources.toml").write_text(text, "utf-8")
    with pytest.raises(GraphError) as told:
        find_rules([tmp_path])
    assert f"govgraph-sources.toml:{line}" in told.value.where
    for word in words:
        assert word in str(told.value)


def test_the_rules_of_an_inner_folder_and_beside_a_named_file_count(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    for folder, name in ((tmp_path, "outer"), (inner, "inner")):
        (folder / "govgraph-sources.toml").write_text(f'[[source]]\nfiles = "*.json"\ndataset = "{name}"\n', "utf-8")
    for path in ("x.json", "a/b/y.json"):
        (tmp_path / path).touch()

    def dataset(named: Path, path: str, given: str = "") -> str:
        return find_rules([named]).options(Source(tmp_path / path), Options(dataset=given)).dataset

    assert dataset(tmp_path, "x.json") == "outer"
    assert dataset(tmp_path, "a/b/y.json") == "inner"
    assert dataset(inner / "y.json", "a/b/y.json") == "inner"
    assert dataset(tmp_path, "a/b/y.json", "given") == "given"
    assert dataset(tmp_path, "z.csv") == ""
    shutil.rmtree(inner)


def test_a_country_that_is_none_is_refused(tmp_path: Path) -> None:
    with Graph(tmp_path / "graph") as graph, pytest.raises(GraphError, match=r"no country 'KG'; expected: KGZ"):
        graph.load(tmp_path, country="KG")
