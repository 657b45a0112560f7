"""Faults that were measured in other tools of this kind, as tests: none of them is ours.

What each of them loses is given to the whole path, from a CSV file to RDF, embedded Cypher, SQL and networkx, and must be there.
"""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from record_files import write_table

import govgraph
from govgraph.graph.graph import Graph

pytestmark = pytest.mark.slow

BASE = "https://w3id.org/govgraph/id/"
PERSON, USEN, MINISTRY = (BASE + "record/records/" + x for x in ("asan", "usen", "ministry"))


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    with govgraph.open(tmp_path / "graph") as opened:
        yield opened


def _load(graph: Graph, folder: Path, dataset: str = "", **tables: list[dict[str, str]]) -> None:
    """Load tables from CSV files; no row may be rejected."""
    folder.mkdir(exist_ok=True)
    files = [write_table(folder / f"{name}.csv", rows) for name, rows in tables.items()]
    for report in graph.load(*files, dataset=dataset):
        assert (report.status, report.rows_rejected) in {("loaded", 0), ("replaced", 0)}, report


ACTORS = [
    {"id": "asan", "kind": "person", "name_ky": "Асан", "name_ru": "Асан Уулу"},
    {"id": "ministry", "kind": "agency", "name_ky": "Министрлик"},
]


MEMBERSHIPS = [
    {"member": "asan", "organization": "ministry", "role": "minister", "start_date": "2001", "end_date": "2003"},
    {"member": "asan", "organization": "ministry", "role": "minister", "start_date": "2010", "end_date": "2012"},
    {"id": "m0", "member": "usen", "organization": "ministry", "start_inherited": "false", "role": "0"},
    {"id": "m1", "member": "usen", "organization": "ministry", "start_inherited": "", "role": ""},
]
EVENTS = [
    {
        "id": "e0",
        "start_date": "2022",
        "tone": "0",
        "articles": "0",
        "fatalities": "0",
        "amount": "0.0",
        "currency": "0",
    },
    {"id": "e1", "start_date": "2022", "tone": "", "articles": "", "fatalities": "", "amount": "", "currency": ""},
]
PARTICIPATIONS = [{"participant": "asan", "event": "e0", "role": role} for role in ("speaker", "organizer")]
IN_NAMIBIA = [
    {"id": "a", "kind": "agency", "name_en": "NA", "country": "iso2:NA"},
    {"id": "NA", "kind": "ngo", "name_en": "null", "country": "country:NAM"},
    {"id": "nan", "kind": "ngo", "name_en": "None", "country": "fips:WA"},
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """One graph with all that can stand side by side."""
    folder = tmp_path_factory.mktemp("peers")
    usen = {"id": "usen", "kind": "person", "name_ky": "Үсөн"}
    with govgraph.open(folder / "graph") as opened:
        _load(
            opened, folder / "f", actors=[*ACTORS, usen, *IN_NAMIBIA], memberships=MEMBERSHIPS, events=EVENTS,
            participations=PARTICIPATIONS,
        )  # fmt: skip
        yield opened


def _edges(graph: Graph, kind: str, source: str = "") -> list[dict[str, object]]:
    """The properties of the relationships of a type, in networkx."""
    found: nx.MultiDiGraph = graph.networkx(plain=False)
    return [data for start, _, data in found.edges(data=True) if data["type"] == kind and source in ("", start)]


def test_two_terms_in_one_ministry_are_both_kept(filled: Graph) -> None:
    """A bare edge between two nodes holds one of them."""
    wanted = [("2001", "2003"), ("2010", "2012")]
    sparql = (
        f"SELECT ?s ?e WHERE {{ ?m a gov:Membership ; org:member <{PERSON}> ; org:organization <{MINISTRY}> ; "
        "gov:startDate ?s ; gov:endDate ?e } ORDER BY STR(?s)"
    )
    assert [tuple(row) for row in filled.sparql(sparql)] == wanted
    cypher = "MATCH (:Person {iri: $p})-[r:MEMBER_OF]->(:Agency {iri: $o}) RETURN r.startDate AS s, r.endDate AS e ORDER BY s"
    assert [tuple(row) for row in filled.cypher(cypher, p=PERSON, o=MINISTRY)] == wanted
    sql = "SELECT start_date, end_date FROM memberships WHERE member = $p ORDER BY ALL"
    assert [tuple(row) for row in filled.sql(sql, p=PERSON)] == wanted
    assert sorted((d["startDate"], d["endDate"]) for d in _edges(filled, "MEMBER_OF", PERSON)) == wanted
    assert filled.networkx().number_of_edges(PERSON, MINISTRY) == 2


def test_two_roles_in_one_event_are_both_kept(filled: Graph) -> None:
    cypher = "MATCH (:Person)-[r:PARTICIPATED_IN]->(:Event) RETURN r.role AS role ORDER BY role"
    sparql = "SELECT ?role WHERE { ?x a gov:Participation ; gov:role ?role } ORDER BY ?role"
    sql = "SELECT role FROM participations ORDER BY role"
    for found in (filled.cypher(cypher), filled.sparql(sparql), filled.sql(sql)):
        assert [row["role"] for row in found] == ["organizer", "speaker"]
    assert sorted(str(d["role"]) for d in _edges(filled, "PARTICIPATED_IN")) == ["organizer", "speaker"]


def test_nought_and_false_are_values(filled: Graph) -> None:
    """A value that Python takes for false is a value; an empty cell is none, and not nought."""
    zero = (0.0, 0, 0, 0.0, "0")
    sparql = (
        "SELECT ?t ?a ?f ?m (DATATYPE(?k) AS ?text) ?k WHERE { ?e gov:tone ?t ; gov:articles ?a ; gov:fatalities ?f ; "
        "gov:amount ?m ; gov:currency ?k }"
    )
    (row,) = filled.sparql(sparql)
    assert (*row[:4], row[5]) == zero
    (row,) = filled.cypher(
        "MATCH (e:Event) WHERE e.tone = 0 RETURN e.tone, e.articles, e.fatalities, e.amount, e.currency"
    )
    assert tuple(row) == zero
    rows = filled.sql("SELECT tone, articles, fatalities, amount, currency FROM events ORDER BY iri").rows
    assert [tuple(r) for r in rows] == [zero, (None,) * 5]
    nodes = filled.networkx(plain=False).nodes
    first = nodes[BASE + "record/records/e0"]
    assert (first["tone"], first["articles"], first["fatalities"], first["amount"], first["currency"]) == zero
    assert "tone" not in nodes[BASE + "record/records/e1"]
    assert [r[0] for r in filled.sparql("SELECT ?d WHERE { ?m gov:startInherited ?d }")] == [False]
    cypher = "MATCH (:Person {iri: $p})-[r:MEMBER_OF]->() RETURN r.startInherited AS d, r.role AS role ORDER BY r.iri"
    assert [tuple(r) for r in filled.cypher(cypher, p=USEN)] == [(False, "0"), (None, None)]
    sql = "SELECT start_inherited, role FROM memberships WHERE member = $p ORDER BY iri"
    assert [tuple(r) for r in filled.sql(sql, p=USEN)] == [(False, "0"), (None, None)]
    assert sorted(str(d.get("startInherited")) for d in _edges(filled, "MEMBER_OF", USEN)) == ["False", "None"]


def test_a_value_that_is_none_is_rejected_and_told(graph: Graph, tmp_path: Path) -> None:
    file = write_table(tmp_path / "events.csv", [{"id": "e", "articles": "none"}, {"id": "f", "articles": "0"}])
    (report,) = graph.load(file)
    assert (report.rows_loaded, report.rows_rejected) == (1, 1)
    assert [reason.split(":")[0] for reason in report.rejected] == ["articles"]


def test_two_languages_of_one_name_are_both_kept(filled: Graph) -> None:
    names = {"ky": "Асан", "ru": "Асан Уулу"}
    sparql = f"SELECT (LANG(?n) AS ?lang) (STR(?n) AS ?text) WHERE {{ <{PERSON}> skos:prefLabel ?n }}"
    assert dict(tuple(r) for r in filled.sparql(sparql)) == names
    (row,) = filled.cypher("MATCH (p:Person {iri: $p}) RETURN p.name_ky, p.name_ru, p.name", p=PERSON)
    assert tuple(row) == ("Асан", "Асан Уулу", "Асан")
    (row,) = filled.sql("SELECT names FROM actors WHERE iri = $p", p=PERSON)
    assert {n["lang"]: n["text"] for n in row[0]} == names
    node = filled.networkx(plain=False).nodes[PERSON]
    assert (node["name_ky"], node["name_ru"]) == ("Асан", "Асан Уулу")


def test_what_a_second_source_says_of_a_known_actor_is_added(graph: Graph, tmp_path: Path) -> None:
    _load(graph, tmp_path / "a", actors=ACTORS)
    more = [
        {
            "id": PERSON,
            "kind": "person",
            "name_en": "Asan",
            "aliases": "Hasan",
            "gender": "male",
            "identifiers": "wikidata:Q1",
        }
    ]
    _load(graph, tmp_path / "b", dataset="other", actors=more)
    (row,) = graph.cypher(
        "MATCH (p:Person {iri: $p}) RETURN p.name_ky, p.name_en, p.aliases, p.gender, p.identifiers, size(p.datasets)",
        p=PERSON,
    )
    assert tuple(row) == ("Асан", "Asan", ["Hasan"], "male", ["wikidata:Q1"], 2)
    (row,) = graph.sql("SELECT gender, len(names), len(datasets) FROM actors WHERE iri = $p", p=PERSON)
    assert tuple(row) == ("male", 3, 2)
    said = f"SELECT ?d (LANG(?n) AS ?g) WHERE {{ GRAPH ?d {{ <{PERSON}> skos:prefLabel ?n }} }} ORDER BY ?g"
    assert [(d.rsplit("/", 1)[1], g) for d, g in graph.sparql(said)] == [
        ("other", "en"), ("records", "ky"), ("records", "ru"),
    ]  # fmt: skip
    node = graph.networkx(plain=False).nodes[PERSON]
    assert (node["name_ky"], node["name_en"], node["gender"]) == ("Асан", "Asan", "male")


@pytest.mark.parametrize("key", [{"id": "m1"}, {}], ids=["with an id", "without an id"])
def test_a_changed_end_changes_the_relationship(graph: Graph, tmp_path: Path, key: dict[str, str]) -> None:
    link = {**key, "member": "asan", "organization": "ministry", "start_date": "2001"}
    _load(graph, tmp_path / "f", actors=ACTORS, memberships=[{**link, "end_date": "2003"}])
    before = graph.sql("SELECT iri FROM memberships").rows
    (report,) = graph.load(write_table(tmp_path / "f" / "memberships.csv", [{**link, "end_date": "2004-06"}]))
    assert report.status == "replaced"
    assert [r[0] for r in graph.cypher("MATCH ()-[r:MEMBER_OF]->() RETURN r.endDate")] == ["2004-06"]
    assert [r[0] for r in graph.sql("SELECT end_date FROM memberships")] == ["2004-06"]
    assert [r[0] for r in graph.sparql("SELECT (STR(?e) AS ?end) WHERE { ?m gov:endDate ?e }")] == ["2004-06"]
    assert [d["endDate"] for d in _edges(graph, "MEMBER_OF")] == ["2004-06"]
    assert (graph.sql("SELECT iri FROM memberships").rows == before) == bool(key)
    graph.load(write_table(tmp_path / "f" / "memberships.csv", [{**link, "end_date": ""}]))
    # What left the source leaves the stores: no end is no key, not the old one.
    assert [r[0] for r in graph.cypher("MATCH ()-[r:MEMBER_OF]->() RETURN r.endDate")] == [None]
    assert not graph.sparql("SELECT ?e WHERE { ?m gov:endDate ?e }").rows


def test_namibia_survives(filled: Graph) -> None:
    """Its code is NA, which many a reader of CSV takes for a missing value."""
    namibia, names = BASE + "country/NAM", ["NA", "None", "null"]
    sparql = f"SELECT ?name WHERE {{ ?a gov:country <{namibia}> ; skos:prefLabel ?name }} ORDER BY ?name"
    assert [r["name"] for r in filled.sparql(sparql)] == names
    cypher = "MATCH (a)-[:OF_COUNTRY]->(c:Country {iri: $c}) RETURN a.name AS name, c.name_en AS country ORDER BY name"
    assert [tuple(r) for r in filled.cypher(cypher, c=namibia)] == [(name, "Namibia") for name in names]
    sql = "SELECT name FROM actors WHERE country = $c ORDER BY name"
    assert [r["name"] for r in filled.sql(sql, c=namibia)] == names
    assert filled.networkx().in_degree(namibia) == 3


def _modules() -> list[str]:
    """All modules of the package but those that are programs of their own."""
    found = [m.name for m in pkgutil.walk_packages(govgraph.__path__, "govgraph.")]
    return [m for m in found if not m.endswith("__main__")]


def test_importing_everything_writes_nothing_and_says_nothing(tmp_path: Path) -> None:
    modules = _modules()
    assert {"govgraph.graph.graph", "govgraph.loaders.records.loader", "govgraph.visualizations.page"} <= set(modules)
    # Modules of an extra import it; where it is not installed they are left out.
    program = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ModuleNotFoundError as error:\n"
        "        assert not error.name.startswith('govgraph'), error\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", program, *modules],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_opening_a_graph_that_is_not_there_writes_nothing(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "graph") as graph:
        assert graph.loads() == []
    assert list(tmp_path.iterdir()) == []
