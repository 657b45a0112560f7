"""What is wrong with a query is said in one form in all three languages: its place, what was met, and the nearest right word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from example_queries import questions
from hypothesis import given, settings
from hypothesis import strategies as st
from often import often
from record_files import write_small
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app, main
from govgraph.graph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.queries.query_text import excerpt
from govgraph.graph.sparql.faults import explained
from govgraph.graph.sparql.tree import Unexpected, parse
from govgraph.ontology.terms import PREFIXES

EXAMPLES = [by_language["sparql"].text for by_language in questions().values()]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("faults")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


@pytest.mark.parametrize(
    ("language", "query", "where", "said", "to_try"),
    [
        ("cypher", "MATCH (n:Agency)\nRETRUN n", "query:2:1", "RETRUN cannot stand here", "RETURN"),
        ("cypher", "MATCH (n) WHERE n.name = 'x' RETRUN n.name", "query:1:30", "RETRUN cannot stand here", "RETURN"),
        ("cypher", "MATCH (n) RETURN DISTINT n.name", "query:1:18", "DISTINT is no word of Cypher", "DISTINCT"),
        ("cypher", "MATCH (name) RETURN nam", "query:1:21", "there is no variable nam here", "name"),
        ("cypher", "UNWIND [x] AS y RETURN y", "query:1:9", "there is no variable x here", ""),
        ("cypher", "UNWIND [{a: 1}] AS y RETURN 1 IN y.a AS x", "query:1:31", "IN requires a list", "x IN [y]"),
        ("sparql", "# With a comment\nSELEC ?x {}", "query:2:1", "SELEC cannot stand here", "SELECT"),
        ("sparql", "SELEC ?x { ?x a gov:Event }", "query:1:1", "SELEC cannot stand here", "SELECT"),
        ("sparql", "SELECT ?x {\n ?x a gov:Event .\n FITLER(?x = 1) }", "query:3:2", "FITLER cannot stand here", "FILTER"),
        ("sparql", "SELECT ?x { ?x a gov:Event } ODER BY ?x", "query:1:30", "ODER cannot stand here", "ORDER"),
        ("sparql", "SELECT ?x { ?x a ogr:Post }", "query:1:18", "there is no prefix ogr:", "PREFIX ogr:"),
        ("sparql", "SELECT ?x { ?x a }", "query:1:18", "} cannot stand here", ""),
        ("sparql", "SELECT ?x { ?x a gov:Event", "query:1:27", "the query ends too early", ""),
        ("sparql", "SELECT (COUNT(*) ?n) { ?s ?p ?o }", "query:1:18", "?n cannot stand here", ""),
        ("sparql", "SELECT * { ?s ?p 'abc }", "query:1:18", "the text that ' begins is never closed", ""),
        ("sparql", "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o }", "query:1:8", "?p is not grouped", "GROUP BY ?p"),
        ("sparql", "SELECT * { ?s ?p ?o } GROUP BY ?s", "query:1:8", "SELECT * cannot stand beside GROUP BY", ""),
        ("sparql", "SELECT (1 AS ?x) { BIND(2 AS ?x) }", "query:1:14", "?x has a value already", ""),
        (
            "sparql", "SELECT (YEAR(?d) AS ?y) (COUNT(*) AS ?n) { ?m gov:startDate ?d } GROUP BY (YEAR(?d))",
            "query:1:14", "?d is not grouped", "GROUP BY (YEAR(?d) AS ?y), and SELECT ?y",
        ),
        ("sql", "SELECT name\nFROM actors\nWHERE naem = 'x'", "query:3:7", "there is no column naem", "name"),
        ("sql", "SELECT * FROM actor", "query:1:15", "there is no table actor", "actors"),
        ("sql", "SELECT a.name FROM actors b", "query:1:8", "there is no table a in FROM", "b"),
        ("sql", "SELEC 1", "query:1:1", "SELEC cannot stand here", "SELECT"),
        ("sql", "SELECT name FROM actors ORDR BY name", "query:1:25", "ORDR is no word of SQL", "ORDER"),
        ("sql", "SELECT * FROM actors WHERE", "query:1:27", "the query ends too early, after WHERE", ""),
        ("sql", "SELECT count(* FROM actors", "query:1:16", "FROM cannot stand here", ""),
        ("sql", "SELECT foo(1)", "query:1:8", "there is no function foo", ""),
        ("sql", "SELECT '2020-13-01'::DATE", "query:1:20", "date field value out of range", ""),
        ("sql", "/* баары */ EXPLAIN SELECT nam FROM actors", "query:1:28", "there is no column nam", "name"),
        ("sql", "EXPLAIN ANALYZE\nSELECT max_by(iri tone) FROM events", "query:2:19", "tone cannot stand here", ""),
        ("sql", "SELECT names[1].langg FROM actors", "query:1:17", "there is no field langg", "lang"),
        ("sql", "SELECT iri.lang FROM actors", "query:1:12", "there is no field lang", "DESCRIBE"),
        ("sql", "SELECT name FROM actors a, events b", "query:1:8", "several tables have a column name", "a.name"),
        ("sql", "SELECT name % 'x' FROM events", "query:1:13", "% is not for values of this type", ""),
        ("sql", "SELECT CAST(1 AS intger)", "query:1:18", "there is no type intger", "integer"),
        ("sql", "SELECT CAST(name AS INT) FROM actors", "query:1:8", "Could not convert string", ""),
        ("sql", "-- all\nSELECT iri FROM actors UNION SELECT 1, 2", "query:2:1", "different numbers of columns", ""),
        ("sql", "SELECT iri FROM actors ORDER BY 'x'", "query:1:1", "ORDER BY non-integer literal has no effect", ""),
        ("sql", "SELECT iri FROM actors WHERE count(*) > 1", "query:1:1", "HAVING, after GROUP BY, can", ""),
        ("sql", "SELECT " + "1, " * 200 + "nam FROM actors", "query:1:608", "there is no column nam", "name"),
    ],
)  # fmt: skip
def test_an_error_has_a_place_and_the_nearest_word(
    graph: Graph, language: str, query: str, where: str, said: str, to_try: str
) -> None:
    with pytest.raises(QueryError) as caught:
        getattr(graph, language)(query)
    error = caught.value
    assert error.where == where
    assert said in error.what
    assert error.what.lower().startswith(f"the {language} query has a fault: ")
    assert to_try in error.hint
    assert "LANGDIR" not in str(error)
    assert "\\u{" not in str(error)
    assert "^^" not in str(error)
    (shown,) = error.__notes__
    line, mark = shown.split("\n")
    assert re.sub(r"\s", " ", line[mark.index("^") :])[:3] in re.sub(r"\s", " ", query) + " "


@pytest.mark.parametrize(
    ("language", "query", "where", "said", "to_try"),
    [
        ("cypher", "RETURN tointegr('1') AS x", "query:1:8", "Neo4j has no such function", "toInteger()"),
        ("cypher", "RETURN len('1') AS x", "query:1:8", "Neo4j has no such function", "size(x)"),
        ("cypher", "MATCH (n) RETURN true + 1 AS x", "query:1:25", "an operator, a list or an element", "CASE WHEN"),
        ("sparql", "PREFIX a: <x:>\nDELETE WHERE { ?s ?p ?o }", "query:2:1", "queries only read; DELETE", "govgraph load"),
        ("sparql", "SELECT * FROM <x:a> { ?s ?p ?o }", "query:1:15", "there is no graph <x:a>", "govgraph load"),
    ],
)  # fmt: skip
def test_what_is_refused_has_a_place_and_what_to_write(
    graph: Graph, language: str, query: str, where: str, said: str, to_try: str
) -> None:
    with pytest.raises(QueryError) as caught:
        getattr(graph, language)(query)
    assert (caught.value.where, said in caught.value.what, to_try in caught.value.hint) == (where, True, True)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("-- nothing else", "query:1:16"),
        ("SELECT 1;\nSELECT 2", "query:1:10"),
        (" PIVOT actors ON class", "query:1:2"),
        ("SELECT 1, ?", "query:1:11"),
        ("SELECT 1, $x", "query:1:11"),
        ("-- x\nINSERT INTO actors VALUES (1)", "query:2:1"),
    ],
)
def test_what_is_no_single_select_has_a_place(graph: Graph, query: str, where: str) -> None:
    with pytest.raises(QueryError) as caught:
        graph.sql(query)
    assert caught.value.where == where
    assert caught.value.hint or caught.value.expected


@pytest.mark.parametrize("language", ["sparql", "cypher", "sql"])
def test_half_of_a_surrogate_pair_is_refused_in_one_sentence(graph: Graph, language: str) -> None:
    query = {"sparql": "SELECT ?x { BIND(?y AS ?x) }", "cypher": "RETURN $y AS x", "sql": "SELECT $y AS x"}[language]
    for value in ("a\ud800", ["\udc00"]):
        with pytest.raises(QueryError, match=r"\$y has half of a surrogate pair"):
            getattr(graph, language)(query, y=value)
    with pytest.raises(QueryError, match=r"query:2:2: the query has half"):
        getattr(graph, language)("\n \ud800")


@pytest.mark.parametrize("value", [None, [1], {"a": 1}, object()])
def test_a_parameter_that_is_no_term_is_refused(graph: Graph, value: object) -> None:
    with pytest.raises(QueryError, match="a parameter of type"):
        graph.sparql("SELECT ?x { BIND(?y AS ?x) }", y=value)


def test_the_command_line_shows_the_line(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["govgraph", "sql", "SELECT name,\n\tnam FROM actors", "-g", str(graph.path)])
    with pytest.raises(SystemExit):
        main()
    shown = capsys.readouterr().err
    assert shown == (
        "error: query:2:2: the SQL query has a fault: there is no column nam\n   nam FROM actors\n   ^\n  try: name\n"
    )
    assert CliRunner().invoke(app, ["sql", "SELECT 1 AS x", "-g", str(graph.path)]).output == "x\n1\n"


def test_a_long_line_is_shown_in_part() -> None:
    query = "SELECT " + "1, " * 200 + "nam FROM actors"
    line, mark = excerpt(query, "query:1:608").split("\n")
    assert len(line) < 120
    assert line[mark.index("^") :].startswith("nam FROM")


# ------------------------------------------------------------------------------------- the grammar against Oxigraph


def _valid(query: str) -> bool:
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError:
        return False
    except (OSError, ValueError, RuntimeError):
        return True
    return True


def test_the_grammar_reads_the_example_queries() -> None:
    page = (Path(__file__).parent.parent / "docs" / "queries.md").read_text("utf-8")
    documented = re.findall(r"^```sparql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    for query in [*EXAMPLES, *documented]:
        assert parse(query).parts


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (IRI('x:a') AS ?x) (?x = <x:b> AS ?y) {}",
        "SELECT * { ?s ^skos:broader/(skos:broader|!(a|^gov:to))* ?o , 'x'@ky-KG, \"1\"^^xsd:integer ; ?p -5 . [] a [ gov:to 1 ] . (1 2) ?p () }",
        "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') AS ?y) (COUNT(DISTINCT *) AS ?n) { VALUES (?x ?z) { (1 UNDEF) (<x:a> true) } }",
        "ASK { { ?s ?p ?o } UNION { SELECT ?s { ?s a gov:Event } LIMIT 1 } MINUS { ?s a ?t } FILTER NOT EXISTS { ?s a ?u } }",
        "CONSTRUCT WHERE { ?s a gov:Event }",
        "CONSTRUCT { ?s a ?o . } { ?s a ?o } ORDER BY DESC(?s) ?o OFFSET 2 LIMIT 1",
        "BASE <x:> PREFIX : <y:> DESCRIBE :a <b> ?c { ?c a :d. }",
        "SELECT ?y { ?m ?p ?d } GROUP BY (YEAR(?d) AS ?y) ?m HAVING (COUNT(*) > 1) (?y < 3)",
        "SELECT * { GRAPH ?g { ?s ?p ?o OPTIONAL { ?o ?q 1.5e3 } } . BIND(?o + 1 - -2 * 3 AS ?x) FILTER(?x IN (1, 2) && !BOUND(?y)) } VALUES ?s { <x:a> }",
        "SELECT * { ?s ?p <<( <x:a> <x:b> 1 )>> }",
    ],
)  # fmt: skip
def test_the_grammar_reads_what_oxigraph_reads(query: str) -> None:
    assert _valid(query)
    assert parse(query).parts


@settings(max_examples=often(50, 200), deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_every_refusal_of_oxigraph_is_explained(query: str, data: st.DataObject) -> None:
    words = re.findall(r"\s+|[\w:?]+|.", query)
    at = data.draw(st.integers(0, len(words) - 1))
    new = data.draw(st.sampled_from(["", "}", "{", "FILTER", "?x", "1", ".", "<", "'", "SELEC", "gov:x", "("]))
    changed = "".join([*words[:at], new, *words[at + 1 :]])
    try:
        ox.Store().query(changed, prefixes=PREFIXES)
    except SyntaxError as error:
        fault = explained(str(error), changed)
        assert re.match(r"query:\d+:\d+$", fault.where), (changed, str(error))
        assert "\\u{" not in str(fault)
        assert len(str(fault)) < 400
    except (OSError, ValueError, RuntimeError):
        pass
    else:
        try:
            parse(changed)
        except Unexpected as error:
            # Oxigraph reads words that stand together: `agov:Country` as `a gov:Country`, `FILTERNOT` as `FILTER NOT`.
            if not words[at].isspace():
                raise AssertionError(changed) from error
