"""Which way answers a SPARQL query, what is told of it, and that both ways keep the limits of a query."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import small_graph
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.graph.errors import QueryError, QueryTimeout
from govgraph.graph.graph import Graph
from govgraph.graph.on_demand import is_built
from govgraph.graph.relational.profile import FILE
from govgraph.graph.sparql.superclasses import superclasses, with_our_classes

PERSONS = "SELECT ?p ?n { ?p a gov:Person ; skos:prefLabel ?n } ORDER BY ?n"
RANDOM = "SELECT (COUNT(*) AS ?n) { ?a a gov:Actor FILTER(RAND() < 2) }"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("route"))


@pytest.fixture
def graph(loaded: Path, tmp_path: Path) -> Iterator[Graph]:
    with govgraph.open(shutil.copytree(loaded, tmp_path / "graph")) as opened:
        yield opened


@pytest.fixture(scope="module")
def asked(loaded: Path) -> Iterator[Graph]:
    """A graph for tests that only ask, to which it makes no difference what others have built."""
    with govgraph.open(shutil.copytree(loaded, loaded.with_name("asked"))) as opened:
        yield opened


def built(graph: Graph) -> bool:
    return is_built(graph.version(), "rdf")


def test_a_graph_that_is_just_loaded_answers_without_its_triples(graph: Graph) -> None:
    answer = graph.sparql(PERSONS)
    assert len(answer) == 2
    assert answer.plan and answer.plan.way == "columns"
    assert "FROM actors" in answer.plan.sql
    assert not built(graph)
    assert (graph.version() / FILE).exists()


def test_what_the_columns_cannot_answer_builds_the_triples(graph: Graph) -> None:
    assert graph.explain(RANDOM).way == "triples"
    assert not built(graph), "explaining builds nothing"
    answer = graph.sparql(RANDOM)
    assert answer.rows[0]["n"] > 3
    assert answer.plan and (answer.plan.way, answer.plan.why) == ("triples", "the function RAND")
    assert built(graph)


def test_a_value_that_is_met_on_the_way_sends_the_query_to_the_triples(graph: Graph) -> None:
    query = 'SELECT (UCASE("ß") AS ?x) { ?a a gov:NGO }'
    assert graph.explain(query).way == "columns"
    answer = graph.sparql(query)
    assert answer.rows == [("SS",)]
    assert answer.plan and answer.plan.way == "triples"


LOOK_UPS = [
    "SELECT ?p ?o { <ASAN> ?p ?o }",
    "SELECT ?s ?p { ?s ?p <ASAN> }",
    "SELECT ?p { <ASAN> ^gov:member ?m ; ?p ?o }",
    "CONSTRUCT WHERE { <ASAN> ?p ?o }",
    "DESCRIBE <ASAN>",
    "ASK { { SELECT ?o { <ASAN> skos:prefLabel ?o } } }",
]
NO_LOOK_UPS = [
    "SELECT (COUNT(*) AS ?n) { ?p gov:participant ?a }",
    "SELECT ?m { ?m org:member <ASAN> }",
    "SELECT ?m { <ASAN> ^org:member ?m }",
    "CONSTRUCT { <ASAN> skos:altLabel ?n } { ?a a gov:NGO ; skos:prefLabel ?n }",
    "SELECT ?m { ?m org:member ?a FILTER(?a = <ASAN>) }",
]


@pytest.mark.slow
def test_look_ups_go_to_the_triples_once_they_are_built(graph: Graph) -> None:
    iri = graph.actor("Асан")[0]["iri"]
    queries = [text.replace("ASAN", iri) for text in (*LOOK_UPS, *NO_LOOK_UPS)]
    bound = "SELECT ?a ?p ?o { ?a ?p ?o }"
    before = [graph.sparql(query) for query in queries]
    before.append(graph.sparql(bound, a=iri))
    graph.build("rdf")
    after = [graph.sparql(query) for query in queries]
    after.append(graph.sparql(bound, a=iri))
    assert {answer.plan.way for answer in before if answer.plan} == {"columns"}
    ways = [answer.plan.way for answer in after if answer.plan]
    assert ways == ["triples"] * len(LOOK_UPS) + ["columns"] * len(NO_LOOK_UPS) + ["triples"]
    for one, other in zip(before, after, strict=True):
        assert sorted(map(str, one.rows)) == sorted(map(str, other.rows))
        assert one.warnings == other.warnings
    unknown = "SELECT ?p { <https://w3id.org/govgraph/id/actor/records/nobody> ?p <IRI> }".replace("IRI", iri)
    assert len(graph.sparql(unknown).warnings) == 1


TABLES = [
    PERSONS,
    "SELECT ?e ?d ?t ?n { ?e a gov:Event OPTIONAL { ?e gov:startDate ?d } OPTIONAL { ?e gov:tone ?t } OPTIONAL { ?e skos:prefLabel ?n } } ORDER BY ?e",
    "SELECT ?x { ?x a gov:Post }",
    "SELECT ?e (AVG(?n) AS ?m) { VALUES (?e ?n) { (1 1) (1 2) (2 4) } ?x a gov:NGO } GROUP BY ?e ORDER BY ?e",
    "SELECT ?m ?d { ?m org:member ?a ; sem:hasEarliestBeginTimeStamp ?d } ORDER BY ?d",
    "CONSTRUCT { ?a skos:altLabel ?n } { ?a a gov:NGO ; skos:prefLabel ?n }",
    "ASK { ?a a gov:NGO }",
    'SELECT ?a ?x { ?a a gov:NGO BIND(IF(true, 1, "a") AS ?x) }',
    "SELECT ?p ?on { ?p a gov:Person ; gov:gender ?on }",
]


@pytest.mark.slow
@pytest.mark.parametrize("query", TABLES)
def test_both_ways_give_the_same_table(asked: Graph, query: str) -> None:
    ours = asked.sparql(query)
    assert ours.plan and ours.plan.way == "columns"
    theirs = asked.sparql(
        query.replace("{", "{ FILTER(RAND() < 2) ", 1)
        if not query.startswith("CONS")
        else query.replace("} {", "} { FILTER(RAND() < 2) ")
    )
    assert theirs.plan and theirs.plan.way == "triples"
    assert ours.columns == theirs.columns
    assert ours.to_polars().equals(theirs.to_polars()), (ours, theirs)


def test_parameters_are_values_either_way(asked: Graph) -> None:
    query = "SELECT ?a ?n { ?a a gov:NGO ; skos:prefLabel ?n FILTER(STR(?n) = ?text) }"
    for text, found in (('Institute "X"', 1), ("x' OR 1=1 --", 0), ("$c9", 0)):
        answer = asked.sparql(query, text=text)
        assert answer.plan and answer.plan.way == "columns"
        assert text not in answer.plan.sql and text in answer.plan.constants.values()
        assert len(answer) == found
    ministry = asked.actor("Ministry")[0]["iri"]
    answer = asked.sparql("SELECT ?o ?p { ?m org:organization ?o ; org:member ?p }", o=ministry)
    assert {row["o"] for row in answer} == {ministry} and len(answer) == 2


def test_faults_are_told_as_oxigraph_tells_them(graph: Graph) -> None:
    with pytest.raises(QueryError, match="query:1:15"):
        graph.sparql("SELECT ?a { ?a")
    with pytest.raises(QueryError):
        graph.explain("SELECT ?a { ?a")
    assert not built(graph)


def test_the_rows_and_the_time_are_limited(asked: Graph) -> None:
    answer = asked.sparql("SELECT ?s ?o { ?s ?p ?o }", limit=3)
    assert len(answer) == 3 and answer.cut
    assert not asked.sparql(PERSONS, limit=2).cut
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
    assert asked.explain(endless).way == "columns"
    with pytest.raises(QueryTimeout):
        asked.sparql(endless, timeout=0.5)
    assert len(asked.sparql(PERSONS)) == 2


def test_two_threads_may_ask_at_once(asked: Graph) -> None:
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(len(asked.sparql(PERSONS)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2] * 4


def test_a_new_version_has_a_new_profile(graph: Graph, tmp_path: Path) -> None:
    graph.sparql(PERSONS)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "actors.csv").write_text("id,kind,name_en,start_date\nn,ngo,New,1999\n", "utf-8")
    graph.load(tmp_path / "more" / "actors.csv")
    answer = graph.sparql("SELECT ?a ?d { ?a gov:startDate ?d ; a gov:NGO }")
    assert [row["d"] for row in answer] == ["1999"]


@pytest.mark.slow
def test_a_damaged_or_old_profile_is_made_again(graph: Graph) -> None:
    graph.sparql(PERSONS)
    for text in ("", "{", "{}", '{"declared": {}}'):
        graph.close()
        (graph.version() / FILE).write_text(text, "utf-8")
        assert len(graph.sparql(PERSONS)) == 2


def test_the_command_says_how_it_answers(graph: Graph) -> None:
    run = CliRunner().invoke(app, ["sparql", "--explain", PERSONS, "-g", str(graph.path)])
    assert run.exit_code == 0
    assert run.stdout.startswith("from the columns (DuckDB): ") and "SELECT" in run.stdout
    run = CliRunner().invoke(app, ["sparql", "--explain", RANDOM, "-g", str(graph.path)])
    assert run.stdout == "from the triples (Oxigraph): the function RAND\n"
    assert not built(graph)


# ---------------------------------------------------------------------------------- classes of others


def test_things_of_a_class_of_another_vocabulary_answer_either_way(asked: Graph) -> None:
    for iri, ours in superclasses().items():
        want = asked.sparql(
            "SELECT DISTINCT ?x { ?x a ?c } ORDER BY ?x".replace(
                "?c }", f"?c VALUES ?c {{ {' '.join(f'<{x}>' for x in ours)} }} }}"
            )
        )
        for extra, way in (("", "columns"), ("FILTER(RAND() < 2)", "triples")):
            got = asked.sparql(f"SELECT ?x {{ ?x a <{iri}> {extra} }} ORDER BY ?x")
            assert got.plan and got.plan.way == way
            assert list(got) == list(want), iri
    with_type = asked.rdflib().query("SELECT ?x { ?x a sem:Event }")
    assert len(list(with_type)) == len(asked.sparql("SELECT ?x { ?x a gov:Event }")) == 2


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("ASK { ?x a sem:Event }", "ASK { ?x a <G#Event> }"),
        ("ASK { ?x a gov:Actor, foaf:Person ; gov:role 'a' }", "ASK { ?x a gov:Actor, <G#Person> ; gov:role 'a' }"),
        ("ASK { ?m org:member/a foaf:Person }", "ASK { ?m org:member/a <G#Person> }"),
        ("ASK { sem:Event ^a ?x }", "ASK { <G#Event> ^a ?x }"),
        ("ASK { ?x a/rdfs:subClassOf* sem:Event }", "ASK { ?x a/rdfs:subClassOf* <G#Event> }"),
        ("ASK { ?x gov:role 'a sem:Event' } # a sem:Event", "ASK { ?x gov:role 'a sem:Event' } # a sem:Event"),
        ("ASK { ?x a ?t FILTER(?t = sem:Event) }", "ASK { ?x a ?t FILTER(?t = sem:Event) }"),
        ("ASK { ?x rdfs:subClassOf sem:Event }", "ASK { ?x rdfs:subClassOf sem:Event }"),
        ("CONSTRUCT { ?x a sem:Event } WHERE { ?x a sem:Event }", "CONSTRUCT { ?x a sem:Event } WHERE { ?x a <G#Event> }"),
        ("CONSTRUCT WHERE { ?x a sem:Event }", "CONSTRUCT { ?x a sem:Event } WHERE { ?x a <G#Event> }"),
        ("PREFIX s: <http://semanticweb.cs.vu.nl/2009/11/sem/> ASK { ?x a s:Event. }",
         "PREFIX s: <http://semanticweb.cs.vu.nl/2009/11/sem/> ASK { ?x a <G#Event>. }"),
    ],
)  # fmt: skip
def test_a_class_of_another_vocabulary_is_written_as_ours(query: str, written: str) -> None:
    assert with_our_classes(query) == written.replace("G#", "https://w3id.org/govgraph/ontology#")


def test_a_class_above_several_of_ours_stays_out_of_the_answer(asked: Graph) -> None:
    answer = asked.sparql("SELECT * { ?x a prov:Entity OPTIONAL { ?x gov:loader ?l } }")
    assert sorted(answer.columns) == ["l", "x"]
    assert len(answer) == len(
        asked.sparql("SELECT ?x { { ?x a gov:Document } UNION { ?x a gov:Dataset } UNION { ?x a gov:Load } }")
    )


def test_a_process_that_dies_ends_its_query(graph: Graph) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
    graph.sparql(PERSONS)
    ended: list[str] = []

    def ask() -> None:
        try:
            graph.sparql(endless, timeout=None)
        except govgraph.GovgraphError as error:
            ended.append(type(error).__name__)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(1)
    process = graph._triples._process
    assert process
    process.running.kill()
    thread.join(20)
    assert ended == ["Unreadable"]
    assert len(graph.sparql(PERSONS)) == 2
