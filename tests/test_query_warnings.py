"""A query that is answered but names what nothing in the graph has gives a warning with the nearest name; other queries give none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from example_queries import EXAMPLES, questions
from parity.generated import write_generated
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.graph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.queries import known_names, named_iris
from govgraph.graph.sparql.optional import maybe_unbound
from govgraph.graph.sparql.tree import parse
from govgraph.ontology.terms import BASE

# All of them ask a graph of which every store is built.
pytestmark = pytest.mark.slow

DOCS = EXAMPLES.parent / "docs"
ARTICLE = f"{BASE}record/central-asia/"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The example graph together with the generated one of the parity suite."""
    folder = tmp_path_factory.mktemp("warnings")
    with govgraph.open(folder / "graph") as opened:
        opened.load(EXAMPLES / "central-asia", write_generated(folder / "generated"))
        yield opened


# -------------------------------------------------------------------------------------------------- what is warned of


@pytest.mark.parametrize(
    ("language", "query", "warnings"),
    [
        ("cypher", "MATCH (n:Agensy) RETURN n", ["query:1:10: nothing in the graph has the label Agensy; try: Agency"]),
        ("cypher", "MATCH (n) WHERE n:agency RETURN n", ["query:1:19: ... the label agency; try: Agency"]),
        ("cypher", "MATCH ()-[r:MEMBEROF]->() RETURN r", ["query:1:13: ... the relationship type MEMBEROF; try: MEMBER_OF"]),
        ("cypher", "MATCH (n:Post)\nRETURN n.nam", ["query:2:10: ... the property nam; try: name"]),
        ("cypher", "MATCH (n:Post {nam: 1}) RETURN n {.starts}", ["query:1:16: ... the property nam; try: name", "query:1:36: ..."]),
        ("cypher", "MATCH ()-[r]->() RETURN r.startsform", ["query:1:27: ... the property startsform; try: startsFrom"]),
        ("cypher", "MATCH (n:Xyzzy) RETURN n", ["query:1:10: nothing in the graph has the label Xyzzy"]),
        ("cypher", f"MATCH (n {{iri: '{BASE}country/KGX'}}) RETURN n", [f"query:1:16: ... the IRI {BASE}country/KGX; try: {BASE}country/KG"]),
        ("sparql", "SELECT ?x { ?x a gov:Agensy }", ["query:1:18: ... the class gov:Agensy; try: gov:Agency"]),
        ("sparql", "SELECT ?x { ?x gov:strtDate ?d }", ["query:1:16: ... the predicate gov:strtDate; try: gov:startDate"]),
        ("sparql", "SELECT ?x { ?x skos:preflabel ?d }", ["query:1:16: ... the predicate skos:preflabel; try: skos:prefLabel"]),
        ("sparql", "SELECT ?x { ?x org:member/^gov:formm ?d }", ["query:1:28: ... the predicate gov:formm; try: gov:from"]),
        ("sparql", "SELECT ?x { ?x ?p ?o FILTER(?o = gov:Evnt) }", ["query:1:34: ... the IRI gov:Evnt; try: gov:Event"]),
        ("sparql", "SELECT ?x { country:KGX ?p ?o }", [f"query:1:13: ... the IRI {BASE}country/KGX; try: {BASE}country/KG"]),
        ("sql", f"SELECT * FROM actors WHERE iri = '{BASE}country/KGX'", [f"query:1:34: ... the IRI {BASE}country/KGX; try: {BASE}country/KG"]),
        ("sql", f"SELECT * FROM actors WHERE iri IN ('{BASE}country/KGZ', '{BASE}no')", [f"query:1:80: ... the IRI {BASE}no"]),
    ],
)  # fmt: skip
def test_what_nothing_has_is_told_with_the_nearest_name(
    graph: Graph, language: str, query: str, warnings: list[str]
) -> None:
    found = getattr(graph, language)(query).warnings
    assert len(found) == len(warnings)
    for text, wanted in zip(found, warnings, strict=True):
        assert text.startswith(
            wanted.replace("...", "nothing in the graph has").removesuffix("nothing in the graph has")
        )


@pytest.mark.parametrize("language", ["cypher", "sql"])
def test_an_unknown_iri_as_a_parameter_is_told(graph: Graph, language: str) -> None:
    query = {"cypher": "MATCH (n) WHERE n.iri = $one RETURN n", "sql": "SELECT * FROM actors WHERE iri = $one"}[
        language
    ]
    (warning,) = getattr(graph, language)(query, one=ARTICLE + "agensy").warnings
    assert warning.endswith(f"the IRI {ARTICLE}agensy; try: {ARTICLE}agency")
    assert getattr(graph, language)(query, one=ARTICLE + "agency").warnings == []


def test_a_large_graph_is_not_searched_for_an_iri(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    query = f"SELECT * FROM actors WHERE iri = '{BASE}country/KGX'"
    monkeypatch.setattr(named_iris, "_MOST_NEAR", 1)
    (warning,) = graph.sql(query).warnings
    assert warning.endswith("country/KGX")
    monkeypatch.setattr(named_iris, "_MOST", 1)
    assert graph.sql(query).warnings == []


def test_the_command_line_tells_it_beside_the_answer(graph: Graph) -> None:
    for form in ("--json", "--csv", "--table"):
        done = CliRunner().invoke(app, ["sparql", "SELECT ?x { ?x a gov:Agensy }", "-g", str(graph.path), form])
        assert done.exit_code == 0
        assert "warning: query:1:18: nothing in the graph has the class gov:Agensy; try: gov:Agency" in done.stderr
        assert "warning" not in done.stdout


AGGREGATED = "SELECT ({0} AS ?x) {{ ?e a gov:Event . {1} }}"


@pytest.mark.parametrize(
    ("aggregate", "pattern", "warned"),
    [
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?t }", True),
        ("AVG(?t)", "OPTIONAL { ?e gov:tone ?t }", True),
        ("MIN(DISTINCT ?t)", "OPTIONAL { ?e gov:tone ?t }", True),
        ("MAX(?t * 2)", "OPTIONAL { ?e gov:tone ?t }", True),
        ("SUM(?t)", "{ ?e gov:tone ?t } UNION { ?e gov:articles ?a }", True),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?a } BIND(?a + 1 AS ?t)", True),
        ("SUM(?t)", "OPTIONAL { SELECT ?e ?t { ?e gov:tone ?t } }", True),
        ("COUNT(?t)", "OPTIONAL { ?e gov:tone ?t }", False),
        ("SAMPLE(?t)", "OPTIONAL { ?e gov:tone ?t }", False),
        ("SUM(COALESCE(?t, 0))", "OPTIONAL { ?e gov:tone ?t }", False),
        ("SUM(IF(BOUND(?t), ?t, 0))", "OPTIONAL { ?e gov:tone ?t }", False),
        ("SUM(?t)", "?e gov:tone ?t OPTIONAL { ?e gov:articles ?a }", False),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?t } FILTER(BOUND(?t))", False),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?t } FILTER(?t > 0)", False),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?a } BIND(COALESCE(?a, 0) AS ?t)", False),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?a } BIND(COALESCE(?a, 0) + 1 AS ?t)", False),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?a } BIND(IF(BOUND(?a), ?a, 0) AS ?t)", False),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?a } BIND(IF(?a > 1, ?a, 0) AS ?t)", True),
        ("SUM(?t)", "OPTIONAL { ?e gov:tone ?a } BIND(COALESCE(?a, ?b) AS ?t)", True),
        (
            "SUM(?t)",
            "{ SELECT ?e (COALESCE(?a, 0) AS ?t) { ?e ?p ?o OPTIONAL { ?e gov:tone ?a } } }",
            False,
        ),
        ("SUM(?t)", "{ SELECT ?e (COUNT(*) AS ?t) { ?e ?p ?o } GROUP BY ?e }", False),
        ("SUM(?t)", "VALUES ?t { 1 2 }", False),
    ],
)
def test_an_aggregate_that_one_unbound_value_empties_is_told(
    graph: Graph, aggregate: str, pattern: str, warned: bool
) -> None:
    query = AGGREGATED.format(aggregate, pattern)
    found = graph.sparql(query).warnings
    assert ["makes" in text for text in found] == [True] * warned
    if warned:
        assert "FILTER(BOUND(?t))" in found[0]


def test_what_is_surely_bound_is_bound_in_the_answer() -> None:
    store = ox.Store()
    store.update("INSERT DATA { <x:a> <x:p> 1 ; <x:q> 2 . <x:b> <x:p> 3 . <x:c> <x:q> 4 . <x:a> <x:r> <x:b> }")
    parts = [
        "?s <x:p> ?v .", "OPTIONAL { ?s <x:q> ?w }", "{ ?s <x:p> ?v } UNION { ?s <x:q> ?w }", "FILTER(?w > 1)",
        "FILTER(!BOUND(?w))", "FILTER(BOUND(?w) || ?v > 0)", "BIND(?w + 1 AS ?u)", "BIND(COALESCE(?w, 0) AS ?u)",
        "BIND(IF(BOUND(?w), ?w, ?v) AS ?u)", "BIND(IF(BOUND(?w), ?w, 1) AS ?u)", "BIND(COALESCE(?w, ?k) AS ?u)", "VALUES (?s ?z) { (<x:a> UNDEF) }",
        "{ SELECT ?s (SUM(?v) AS ?n) { ?s <x:p> ?v } GROUP BY ?s }", "MINUS { ?s <x:r> ?k }", "OPTIONAL { ?s <x:r> ?k }",
    ]  # fmt: skip
    for first in parts:
        for second in parts:
            query = f"SELECT * {{ ?s ?any ?thing . {first} {second} }}"
            try:
                found = store.query(query)
                assert isinstance(found, ox.QuerySolutions)
                rows = list(found)
            except (SyntaxError, ValueError):
                continue
            unsure = maybe_unbound(next(parse(query).all("Select")))
            for row in rows:
                missing = {v.value for v in found.variables if row[v] is None}
                assert missing <= unsure, query


# --------------------------------------------------------------------------------------------- what is not warned of


@pytest.mark.slow
def test_the_example_queries_give_none(graph: Graph) -> None:
    for name, by_language in questions().items():
        for language, query in by_language.items():
            assert getattr(graph, language)(query.text, **query.parameters).warnings == [], f"{name}.{language}"


def test_the_queries_of_the_documentation_give_none(graph: Graph) -> None:
    values = {"event": ARTICLE + "seminar", "day": "2017-06-01"}
    blocks = re.findall(r"^```(sparql|cypher|sql)\n(.*?)^```", (DOCS / "queries.md").read_text("utf-8"), re.M | re.S)
    assert len(blocks) > 10
    for language, text in blocks:
        given = {name: values[name] for name in set(re.findall(r"\$(\w+)", text))}
        assert getattr(graph, language)(text, **given).warnings == [], text


def test_every_predicate_and_class_of_the_triples_is_known(graph: Graph) -> None:
    store = ox.Store.read_only(str(graph.build("rdf")["rdf"]))
    quads = list(store)
    assert {q.predicate.value for q in quads} <= known_names.predicates()
    types = {q.object.value for q in quads if q.predicate.value.endswith("ns#type")}
    assert types <= known_names.class_iris()


def test_every_label_type_and_key_of_the_property_graph_is_known(graph: Graph) -> None:
    network = graph.networkx(plain=False)
    for _, data in network.nodes(data=True):
        assert set(data["labels"]) <= known_names.labels()
        assert [key for key in data if key != "labels" and not known_names.is_key(key)] == []
    for *_, data in network.edges(data=True):
        assert data["relationship"] in known_names.relationship_types()
        assert [key for key in data if key not in ("relationship", "type") and not known_names.is_key(key)] == []


# ------------------------------------------------------------------------------------------------------- on a server


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n:Agensy)-[r:MEMBEROF]->(m) RETURN n.nam, r.startsform, m.name",
        "MATCH (n:Agency)-[r:MEMBER_OF]->(m) RETURN n.name_kg, r.startsFrom, {foo: 1}.foo",
    ],
)
def test_a_server_gives_the_same_warnings(
    graph: Graph, neo4j_uri: str, neo4j_auth: tuple[str, str], query: str
) -> None:
    push(graph.folder, Remote(neo4j_uri, neo4j_auth), progress=lambda *_: None, remove_many=True, overwrite=True)
    with Neo4jStore(neo4j_uri, neo4j_auth) as store:
        assert sorted(store.cypher(query).warnings) == sorted(graph.cypher(query).warnings)


@pytest.mark.parametrize(
    ("query", "where", "said", "to_try"),
    [
        ("MATCH (n:Agency)\nRETRUN n", "query:2:1", "RETRUN cannot stand here", "RETURN"),
        (
            "RETURN date('-0044-03-15') AS d",
            "",
            "the answer has a value that Neo4j's driver cannot hold",
            "toString(x)",
        ),
        ("RETURN 1 +", "query:1:11", "the query ends too early", ""),
    ],
)
def test_errors_of_a_server_have_the_same_form(
    neo4j_uri: str, neo4j_auth: tuple[str, str], query: str, where: str, said: str, to_try: str
) -> None:
    with Neo4jStore(neo4j_uri, neo4j_auth) as store, pytest.raises(QueryError) as caught:
        store.cypher(query)
    assert caught.value.where == where
    assert said in caught.value.what
    assert to_try == caught.value.hint


def test_in_many_files_an_iri_is_looked_for_where_it_can_be(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    iris = [
        row["iri"] for table in ("actors", "events", "places") for row in graph.sql(f"SELECT iri FROM {table}").rows
    ]
    named = [(iri, "here") for iri in (*iris, "x:lower", "z:higher", f"{iris[0]}-not")]
    few = named_iris.missing(graph.version(), named)
    named_iris._files.cache_clear()
    monkeypatch.setattr(named_iris, "_FEW_FILES", 0)
    many = named_iris.missing(graph.version(), named)
    assert [
        file.span
        for file in named_iris._files(graph.version(), (graph.version() / "tables").stat().st_mtime_ns)
        if file.rows > 1
    ].count(None) == 0
    named_iris._files.cache_clear()
    assert many == few
    assert [text.split(" IRI ")[1].split(";")[0] for text in many] == ["x:lower", "z:higher", f"{iris[0]}-not"]
