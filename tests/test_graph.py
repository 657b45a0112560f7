"""Loads in and out: the same content whatever the order, nothing doubled, exactly what a load said removed."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from graph_files import made_so
from often import cases
from record_files import ACTORS, EVENTS, TABLES, write_small, write_table

import govgraph
from govgraph.graph.errors import Busy, GraphError, QueryError, QueryTimeout
from govgraph.graph.graph import Graph

NODES = "MATCH (n) RETURN n ORDER BY n.iri"
EDGES = "MATCH (a)-[r]->(b) RETURN a.iri, type(r), r, b.iri ORDER BY type(r), a.iri, b.iri, r.iri"


def content(graph: Graph) -> tuple[bytes, list[object], list[object]]:
    """All that a graph says, in both models."""
    return graph.ntriples(), list(graph.cypher(NODES).rows), list(graph.cypher(EDGES).rows)


# What the second file says is about what the first one describes, or the other way round.
_OFTEN = ("actors", "memberships"), ("events", "participations")
PAIRS = cases(*_OFTEN, only_in_ci=[(pair,) for pair in itertools.combinations(sorted(TABLES), 2) if pair not in _OFTEN])

MUST_NOT_BE_WRITTEN = Path(tempfile.gettempdir()) / "govgraph-must-not-be-written.csv"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_small(tmp_path / "files")


@pytest.fixture
def graph(tmp_path: Path) -> Iterator[Graph]:
    with govgraph.open(tmp_path / "graph") as opened:
        yield opened


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The small graph, for tests that only ask."""
    folder = tmp_path_factory.mktemp("loaded")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


@pytest.mark.slow
def test_the_same_file_again_changes_nothing(graph: Graph, files: Path) -> None:
    graph.load(files)
    before, version = content(graph), graph.folder.current()
    reports = graph.load(files)
    assert {r.status for r in reports} == {"unchanged"}
    assert graph.folder.current() == version
    assert content(graph) == before


@pytest.mark.slow
def test_any_order_gives_the_same_graph(tmp_path: Path, files: Path) -> None:
    found = []
    for number, order in enumerate([sorted(TABLES), sorted(TABLES, reverse=True)]):
        with govgraph.open(tmp_path / f"graph-{number}") as graph:
            for name in order:
                graph.load(files / f"{name}.csv")
            found.append(content(graph))
    with govgraph.open(tmp_path / "at-once") as graph:
        graph.load(files)
        found.append(content(graph))
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
def test_rebuild_gives_the_same_content(graph: Graph, files: Path) -> None:
    for name in TABLES:
        graph.load(files / f"{name}.csv")
    before = content(graph)
    graph.rebuild()
    assert content(graph) == before


@pytest.mark.slow
def test_a_column_that_is_declared_later_is_in_the_next_version(graph: Graph, files: Path) -> None:
    graph.load(files / "events.csv", files / "actors.csv")
    version = graph.version()
    older = [version / "tables" / "events.parquet", *graph.path.glob("records/*/events.parquet")]
    graph.close()
    # As they would be if `part_of` had not been declared when the files were loaded.
    for file in older:
        pl.read_parquet(file).drop("part_of").write_parquet(file)
    made_so(graph.path, declared="otherwise")
    assert graph.sql("SELECT count(*), count(part_of) FROM events").rows == [(2, 0)]
    assert graph.sql("SELECT count(*), count(part_of) FROM records.events").rows == [(2, 0)]
    assert [row["matched"] for row in graph.search("conf", kind="event")] == ["Conference"]
    assert graph.cypher("MATCH (e:Event) OPTIONAL MATCH (e)-[r:PART_OF]->() RETURN count(r) AS n").rows == [(0,)]
    assert graph.sparql("SELECT ?e { ?e dct:isPartOf ?o }").rows == []
    part = write_table(files / "more" / "events.csv", [{"id": "e3", "part_of": "e1"}])
    assert [r.status for r in graph.load(part)] == ["loaded"]
    assert graph.sql("SELECT count(*), count(part_of) FROM events").rows == [(3, 1)]
    assert graph.cypher("MATCH (e)-[:PART_OF]->(o) RETURN count(*) AS n").rows == [(1,)]
    graph.unload(str(part))
    assert graph.sql("SELECT count(*), count(part_of) FROM events").rows == [(2, 0)]


@pytest.mark.slow
def test_unload_takes_only_what_no_other_load_says(graph: Graph, files: Path, tmp_path: Path) -> None:
    graph.load(files)
    before = content(graph)
    other = write_table(
        tmp_path / "actors.csv",
        [{**ACTORS[1], "name_en": "Asan", "gender": "male"}, {"id": "usen", "kind": "person", "name_en": "Üsön"}],
    )
    graph.load(other)
    assert graph.sql("SELECT count(*) FROM actors WHERE gender = 'male'").rows[0][0] == 1
    assert graph.cypher("MATCH (n:Person {name_en: 'Üsön'}) RETURN count(n) AS n").rows[0][0] == 1
    graph.unload(str(other))
    assert content(graph) == before


@pytest.mark.slow
def test_a_changed_file_replaces_what_it_said(graph: Graph, files: Path) -> None:
    graph.load(files)
    changed = [{**EVENTS[0], "name_ky": "Башка семинар", "start_date": "2022-05-13"}]
    write_table(files / "events.csv", changed)
    report = graph.load(files / "events.csv")[0]
    assert report.status == "replaced"
    rows = graph.cypher("MATCH (e:Event) RETURN e.name AS name, e.startDate AS day ORDER BY day").rows
    # The conference is not described any more but still referred to: kept as undescribed, not lost and not invented.
    assert [tuple(r) for r in rows] == [("Башка семинар", "2022-05-13")]
    assert graph.cypher("MATCH (u:Undescribed)<-[:PARTICIPATED_IN]-(i) RETURN i.name_en").rows == [('Institute "X"',)]
    assert not graph.sparql('ASK { ?e a gov:Event ; skos:prefLabel "Семинар"@ky }').rows[0][0]


@pytest.mark.slow
def test_a_person_becomes_an_official_and_is_none_again(graph: Graph, files: Path) -> None:
    graph.load(files / "actors.csv", files / "events.csv", files / "participations.csv")
    before = content(graph)
    labels = (
        "MATCH (p:Person {name_ru: 'Асан'}) RETURN labels(p) AS labels, count { (p)-[:PARTICIPATED_IN]->() } AS events"
    )
    assert "Official" not in graph.cypher(labels).rows[0]["labels"]
    graph.load(files / "memberships.csv")
    row = graph.cypher(labels).rows[0]
    assert "Official" in row["labels"]
    assert row["events"] == 1
    assert graph.sparql("ASK { ?p a gov:Official }").rows[0][0]
    graph.unload("memberships.csv")
    assert content(graph) == before


def test_every_link_leads_to_file_row_and_document(loaded: Graph) -> None:
    query = """SELECT ?thing ?record ?document WHERE {
        ?thing a ?class ; prov:wasDerivedFrom ?record . OPTIONAL { ?record dct:source ?document }
        FILTER(?class IN (gov:Event, gov:Participation, gov:Membership)) } ORDER BY ?record"""
    rows = loaded.sparql(query).rows
    assert len(rows) == 2 + 3 + 2
    assert all("/load/records-" in r["record"] and ".csv#row=" in r["record"] for r in rows)
    assert sum(r["document"] == "https://example.org/a?x=1&y=2" for r in rows) == 2
    cypher = "MATCH ()-[p:PARTICIPATED_IN]->(:Event) RETURN p.sources AS s, p.documents AS d ORDER BY s"
    assert [r["d"] for r in loaded.cypher(cypher)] == [["https://example.org/a?x=1&y=2"]] * 2 + [None]
    member = loaded.cypher("MATCH ()-[m:MEMBER_OF]->() RETURN m.iri AS iri ORDER BY iri LIMIT 1").rows[0]["iri"]
    traced = loaded.trace(member).rows[0]
    assert (traced["table"], traced["file"], traced["row"]) == ("memberships", "memberships.csv", 2)


def test_nothing_is_loaded_from_a_bad_row_and_all_from_the_others(graph: Graph, tmp_path: Path) -> None:
    bad = [*EVENTS, {"id": "e3", "start_date": "2022-13"}, {"id": "e4", "start_date": "2022", "end_date": "2021"}]
    report = graph.load(write_table(tmp_path / "events.csv", bad))[0]
    assert (report.rows_read, report.rows_loaded, report.rows_merged, report.rows_rejected) == (4, 2, 0, 2)
    assert sum(report.rejected.values()) == 2
    assert Path(report.rejects_file).read_text("utf-8").count("\n") == 2
    assert len(graph.sql("SELECT * FROM events")) == 2


@pytest.mark.slow
def test_strict_changes_nothing_and_dry_run_neither(graph: Graph, files: Path, tmp_path: Path) -> None:
    graph.load(files)
    before = graph.folder.current()
    bad = write_table(tmp_path / "events.csv", [{"id": "e9", "start_date": "never"}])
    assert graph.load(bad, strict=True)[0].rows_rejected == 1
    tried = graph.load(bad, files / "events.csv", dry_run=True)
    assert [r.status for r in tried] == ["dry run", "unchanged"]
    assert tried[0].rows_rejected == 1
    assert graph.folder.current() == before
    assert len(graph.loads()) == len(TABLES)


def test_one_refused_file_does_not_keep_the_others_out(graph: Graph, files: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.xyz"
    odd.write_bytes(b"\x00\x01")
    reports = graph.load(odd, files)
    assert [r.status for r in reports] == ["refused", *["loaded"] * 4]
    assert "no loader knows this format" in reports[0].error


def test_three_languages_give_one_answer(loaded: Graph) -> None:
    sparql = loaded.sparql("""SELECT ?name ?event WHERE { ?p gov:participant ?a ; gov:event ?e . ?a skos:prefLabel ?name .
        ?e skos:prefLabel ?event FILTER(LANG(?name) = "en") } ORDER BY ?event""")
    cypher = loaded.cypher(
        "MATCH (a)-[:PARTICIPATED_IN]->(e) WHERE a.name_en IS NOT NULL RETURN a.name_en AS name, e.name AS event ORDER BY event"
    )
    sql = loaded.sql("""SELECT a.name, e.name AS event FROM participations p JOIN actors a ON a.iri = p.participant
        JOIN events e ON e.iri = p.event WHERE a.class = 'NGO' ORDER BY event""")
    assert (
        list(sparql.rows)
        == list(cypher.rows)
        == list(sql.rows)
        == [('Institute "X"', "Conference"), ('Institute "X"', "Семинар")]
    )
    assert sparql.columns == cypher.columns == sql.columns == ["name", "event"]


def test_parameters_are_bound_and_never_text(loaded: Graph) -> None:
    hostile = 'Institute "X"'
    assert len(loaded.cypher("MATCH (a:Actor {name_en: $name}) RETURN a", name=hostile)) == 1
    assert len(loaded.sql("SELECT * FROM actors WHERE name = $name", name=hostile)) == 1
    assert (
        len(loaded.sparql("SELECT ?a WHERE { ?a skos:prefLabel ?label FILTER(STR(?label) = ?name) }", name=hostile))
        == 1
    )
    drop = "x'; DROP TABLE actors; --"
    assert len(loaded.sql("SELECT * FROM actors WHERE name = $name", name=drop)) == 0


@pytest.mark.parametrize(
    ("language", "query", "where"),
    [
        ("sparql", "SELECT ?x WHERE { ?x a", "query:1:"),
        ("cypher", "MATCH (n RETURN n", "query:1:"),
        ("sql", "SELECT nothing FROM actors", ""),
    ],
)
def test_a_fault_in_a_query_is_told_with_its_place(loaded: Graph, language: str, query: str, where: str) -> None:
    with pytest.raises(QueryError) as error:
        getattr(loaded, language)(query)
    assert error.value.where.startswith(where)
    assert len(loaded.sql("SELECT 1")) == 1


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("cypher", "MATCH (n) SET n.name = 'x' RETURN n"),
        ("cypher", "CREATE (n:Entity) RETURN n"),
        ("cypher", "MATCH (n) DETACH DELETE n"),
        ("sql", "DELETE FROM actors"),
        ("sql", f"COPY (SELECT 1) TO '{MUST_NOT_BE_WRITTEN}'"),
        ("sql", "SELECT * FROM read_text('/etc/hostname')"),
        ("sparql", "INSERT DATA { <x:a> <x:b> <x:c> }"),
    ],
)
def test_questions_only_read(loaded: Graph, language: str, query: str) -> None:
    before = content(loaded)
    with pytest.raises(QueryError):
        getattr(loaded, language)(query)
    assert content(loaded) == before
    assert not MUST_NOT_BE_WRITTEN.exists()


@pytest.mark.slow
def test_a_runaway_query_is_stopped_and_the_next_answers(graph: Graph, files: Path, tmp_path: Path) -> None:
    many = [{"id": f"x{i}", "start_date": "2020", "tone": str(i)} for i in range(400)]
    graph.load(files, write_table(tmp_path / "more-events.csv", many))
    runaway = {
        "sparql": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STRLEN(STR(?a)) > STRLEN(STR(?i))) }",
        "cypher": "MATCH (a:Event), (b:Event), (c:Event), (d:Event) WHERE a.tone + b.tone < c.tone * d.tone - 1 RETURN count(*) AS n",
        "sql": "SELECT count(*) FROM events a, events b, events c, events d WHERE a.tone + b.tone < c.tone * d.tone - 1",
    }
    for language, query in runaway.items():
        with pytest.raises(QueryTimeout):
            getattr(graph, language)(query, timeout=1)
    assert graph.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?e a gov:Event }").rows[0][0] == 402
    assert graph.cypher("MATCH (e:Event) RETURN count(e) AS n").rows[0][0] == 402
    assert graph.sql("SELECT count(*) FROM events").rows[0][0] == 402


@pytest.mark.slow
def test_a_query_runs_while_a_load_runs(graph: Graph, files: Path) -> None:
    graph.load(files / "actors.csv")
    answers: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        with govgraph.open(graph.path) as reader:
            while not stop.is_set():
                answers.append(reader.sql("SELECT count(*) FROM memberships").rows[0][0])

    thread = threading.Thread(target=ask)
    thread.start()
    with govgraph.open(graph.path) as writer:
        writer.load(files)
    stop.set()
    thread.join()
    assert answers
    assert set(answers) <= {0, 2}
    assert graph.sql("SELECT count(*) FROM memberships").rows[0][0] == 2


def test_two_writers_do_not_meet(graph: Graph, files: Path) -> None:
    graph.load(files / "actors.csv")
    with graph.folder.writing(), govgraph.open(graph.path) as other, pytest.raises(Busy):
        other.load(files)


@pytest.mark.slow
def test_old_versions_go_when_nobody_reads_them(graph: Graph, files: Path) -> None:
    for name in TABLES:
        graph.load(files / f"{name}.csv")
    versions = sorted(int(p.name) for p in (graph.path / "versions").iterdir())
    assert versions[-1] == graph.folder.current()
    graph.rebuild()
    graph.rebuild()
    assert [p.name for p in (graph.path / "versions").iterdir()] == [str(graph.folder.current())]


def test_networkx_keeps_parallel_links(loaded: Graph) -> None:
    network = loaded.networkx(plain=False)
    terms = [k for *_, k in network.edges(keys=True) if k[0] == "MEMBER_OF"]
    assert len(terms) == len(set(terms)) == 2
    assert network.number_of_nodes() == loaded.cypher("MATCH (n) RETURN count(n) AS n").rows[0][0]
    assert network.number_of_edges() == loaded.cypher("MATCH ()-[r]->() RETURN count(r) AS n").rows[0][0]


def test_an_empty_or_foreign_folder_says_what_to_do(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "none") as graph, pytest.raises(GraphError, match="govgraph load"):
        graph.sql("SELECT 1")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with govgraph.open(tmp_path / "mine") as graph, pytest.raises(GraphError, match="holds no graph"):
        graph.load(write_small(tmp_path / "files"))


@pytest.mark.parametrize("left", [["records"], ["records", "versions"], ["records", "versions", "govgraph.toml.tmp"]])
def test_what_a_killed_process_began_is_made_into_a_graph(tmp_path: Path, left: list[str]) -> None:
    (tmp_path / "g").mkdir()
    for name in left:
        (tmp_path / "g" / name).write_text("") if name.endswith(".tmp") else (tmp_path / "g" / name).mkdir()
    with govgraph.open(tmp_path / "g") as graph:
        (report,) = graph.load(write_small(tmp_path / "files") / "actors.csv")
    assert report.status == "loaded"


def test_results_are_one_type(loaded: Graph) -> None:
    for result in (
        loaded.sparql("SELECT ?a WHERE { ?a a gov:Person } ORDER BY ?a"),
        loaded.cypher("MATCH (a:Person) RETURN a.iri AS a ORDER BY a"),
        loaded.sql("SELECT iri AS a FROM actors WHERE kind = 'person' ORDER BY a"),
    ):
        assert result.to_polars().columns == ["a"]
        assert result.to_arrow().num_rows == result.to_pandas().shape[0] == len(result) == 1
        assert "record/records/asan" in repr(result).replace("\n", "")
        assert "<td>" in result._repr_html_()
    assert loaded.cypher("MATCH (a:Actor) RETURN a.iri LIMIT 10", limit=2).cut


def test_no_rows_still_have_columns(loaded: Graph) -> None:
    nothing = [
        loaded.sparql("SELECT ?a ?b WHERE { ?a gov:nothing ?b }"),
        loaded.cypher("MATCH (a:Nothing)-[r]->(b) RETURN a.iri AS a, b"),
        loaded.sql("SELECT iri AS a, class AS b FROM actors WHERE false"),
    ]
    assert [r.columns for r in nothing] == [["a", "b"]] * 3


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS)
def test_unloading_leads_back(tmp_path: Path, files: Path, pair: tuple[str, str]) -> None:
    first, second = pair
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(files / f"{first}.csv")
        before = content(graph)
        graph.load(files / f"{second}.csv")
        graph.unload(f"{second}.csv")
        assert content(graph) == before


def test_one_identifier_for_two_things_is_refused_by_name(graph: Graph, files: Path, tmp_path: Path) -> None:
    graph.load(files)
    before = graph.folder.current()
    with pytest.raises(GraphError, match="actors and places") as error:
        graph.load(write_table(tmp_path / "places.csv", [{"id": "asan", "name_en": "Asan, a place"}]))
    assert "places.csv" in error.value.where
    assert graph.folder.current() == before


@pytest.mark.slow
def test_a_lost_version_costs_no_records_and_is_rebuilt(graph: Graph, files: Path, tmp_path: Path) -> None:
    """Stores are views that can be thrown away; what files said is not."""
    graph.load(files)
    before = content(graph)
    graph.close()
    shutil.rmtree(graph.folder.version_path(graph.folder.current()))
    kept = sorted(p.name for p in graph.folder.records.iterdir())
    with pytest.raises(GraphError, match="govgraph rebuild"):
        graph.load(write_table(tmp_path / "actors.csv", ACTORS[:1]))
    assert sorted(p.name for p in graph.folder.records.iterdir()) == kept
    graph.rebuild()
    assert content(graph) == before


def test_an_association_keeps_its_own_type_in_networkx(graph: Graph, tmp_path: Path) -> None:
    rows = [{"id": "a1", "from_actor": "country:KGZ", "to_actor": "country:KAZ", "type": "cooperates"}]
    graph.load(write_table(tmp_path / "associations.csv", rows))
    found = [
        d for _, _, (kind, _), d in graph.networkx(plain=False).edges(keys=True, data=True) if kind == "ASSOCIATED_WITH"
    ]
    assert [(d["relationship"], d["type"]) for d in found] == [("ASSOCIATED_WITH", "cooperates")]
