"""SPARQL answered from the columns is what Oxigraph answers: questions, traps and random queries, each asked both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyoxigraph as ox
import pytest
from example_queries import EXAMPLES, read
from fuzz.awkward_graph import awkward_graphs
from fuzz.sparql_ways import LEFT, SAME, Ways, run
from often import cases, often
from parity.generated import BASE
from parity.sparql_questions import QUESTIONS

import govgraph
from govgraph.graph.relational.terms import FallBack
from govgraph.graph.relational.text_functions import UNLIKE

ALL = [query for queries in QUESTIONS.values() for query in queries]
LEFT_TO_OXIGRAPH = {
    "SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(CONTAINS(LCASE(STR(?n)), \"alpha\")) }": "a name has a letter (İ) whose small letter is two",
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g": "a file gave a longitude of minus zero",
    **dict.fromkeys(QUESTIONS["left to Oxigraph"], "a function, path or operator that is not translated"),
}  # fmt: skip
"""Questions that the columns do not answer, and why."""
MOST_LEFT = 0.05


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ways]:
    return {name: Ways(version) for name, version in awkward_graphs(tmp_path_factory.mktemp("ways")).items()}


@pytest.mark.slow
@pytest.mark.parametrize("topic", list(QUESTIONS))
def test_questions_have_one_answer_and_the_columns_give_it(ways: dict[str, Ways], topic: str) -> None:
    for query in QUESTIONS[topic]:
        for name in ("loaded", "rough"):
            compared = ways[name].compared(query)
            assert compared.outcome == (LEFT if query in LEFT_TO_OXIGRAPH else SAME), f"{name}: {query}: {compared}"


@pytest.mark.slow
def test_what_the_engines_read_differently_is_left_to_oxigraph(ways: dict[str, Ways]) -> None:
    asked = [query for of_topic in QUESTIONS.values() for query in of_topic[:: often(3, 1)]]
    outcomes = [ways["unreadable"].compared(query).outcome for query in asked]
    assert set(outcomes) == {SAME, LEFT}
    assert outcomes.count(LEFT) > 2 * len(LEFT_TO_OXIGRAPH.keys() & set(asked))
    for term in ("gov:amount", "gov:startDate", "gov:endDate", "wgs:long", "geo:asWKT"):
        assert ways["unreadable"].compared(f"SELECT ?x ?y {{ ?x {term} ?y }}").outcome == LEFT


def test_nearly_all_questions_are_answered_from_the_columns() -> None:
    assert len(ALL) >= 150
    assert set(LEFT_TO_OXIGRAPH) <= set(ALL)
    assert len(LEFT_TO_OXIGRAPH) <= MOST_LEFT * len(ALL)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    with govgraph.open(tmp_path_factory.mktemp("example") / "graph") as graph:
        graph.load(EXAMPLES / "central-asia")
        graph.build("rdf")
        yield Ways(graph.version())


@pytest.mark.parametrize("file", sorted((EXAMPLES / "queries").glob("*.sparql")), ids=lambda file: file.stem)
def test_the_example_questions_are_answered_from_the_columns(example: Ways, file: Path) -> None:
    query = read(file)
    compared = example.compared(query.text, query.parameters)
    assert compared.outcome == SAME, compared
    assert compared.rows


@pytest.mark.slow
def test_random_queries_have_one_answer(ways: dict[str, Ways]) -> None:
    """A slice; ``python -m fuzz.sparql_ways`` asks as many as one likes."""
    count = often(50, 150)
    outcomes, reasons, faults = run(list(ways.values()), seed=4711, count=count)
    assert faults == []
    assert outcomes[SAME] > 0.8 * count, reasons
    assert outcomes["with rows"] > count * 4 / 15


TRAPS = {
    "one unbound value makes a sum unbound": "SELECT ?t (SUM(?f) AS ?s) { ?e sem:eventType ?t OPTIONAL { ?e gov:fatalities ?f } } GROUP BY ?t",
    "one unbound value makes a mean unbound": "SELECT (AVG(?f) AS ?s) { ?e a gov:Event OPTIONAL { ?e gov:tone ?f } }",
    "one unbound value makes the least unbound": "SELECT ?o (MIN(?d) AS ?m) { ?m_ org:organization ?o OPTIONAL { ?m_ gov:startDate ?d } } GROUP BY ?o",
    "one unbound value makes a joined text unbound": 'SELECT (GROUP_CONCAT(?r) AS ?x) { ?p a gov:Participation OPTIONAL { ?p gov:role ?r } }',
    "an expression that fails makes a count unbound": "SELECT (COUNT(STR(?c)) AS ?n) { ?a a gov:Actor OPTIONAL { ?a gov:country ?c } }",
    "a variable without a value is not counted": "SELECT (COUNT(?c) AS ?n) { ?a a gov:Actor OPTIONAL { ?a gov:country ?c } }",
    "the sum of nothing is the whole number 0": "SELECT (SUM(?t) AS ?s) (AVG(?t) AS ?a) { ?e gov:tone ?t FILTER(?t > 1000) }",
    "an error or true is true": 'SELECT ?m { ?m gov:role ?r FILTER(?r > 3 || ?r = "member") }',
    "an error and false is false": 'SELECT ?m { ?m gov:role ?r FILTER(!(?r > 3 && ?r = "member")) }',
    "not an error is an error": "SELECT ?m { ?m gov:role ?r FILTER(!(?r > 3)) }",
    "IF of an error is one": 'SELECT ?m ?x { ?m gov:role ?r BIND(IF(?r > 3, 1, 2) AS ?x) }',
    "COALESCE goes over errors": 'SELECT ?m ?x { ?m gov:role ?r BIND(COALESCE(?r + 1, "none") AS ?x) }',
    "a text is not the text in a language": 'SELECT ?a { ?a skos:prefLabel ?n FILTER(?n = "Same") }',
    "a text differs from the text in a language": 'SELECT ?a { ?a skos:prefLabel ?n FILTER(?n != "Same") }',
    "tags of languages have no case": 'SELECT ?a { ?a skos:altLabel "Same"@EN }',
    "a text is no number": 'SELECT ?m { ?m gov:role ?r FILTER(?r != 1) }',
    "a year is no day": 'SELECT ?x ?d { ?x gov:startDate ?d FILTER(?d < "2010-06-01"^^xsd:date) }',
    "a year differs from a day": 'SELECT ?x ?d { ?x gov:startDate ?d FILTER(?d != "2010-01-01"^^xsd:date) }',
    "days, months and years sort by their text": "SELECT ?d ?x { ?x gov:startDate ?d } ORDER BY ?d ?x",
    "names sort by text, then language": "SELECT ?n ?x { ?x skos:altLabel ?n } ORDER BY DESC(?n) ?x",
    "the least of several kinds": "SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?b) { ?x gov:startDate ?d }",
    "1 and 1.0 are two terms": "SELECT DISTINCT ?v { { ?e gov:articles ?v } UNION { ?e gov:intensity ?v } }",
    "1 and 1.0 are equal": "SELECT ?e { ?e gov:articles ?n ; gov:intensity ?i FILTER(?n = ?i) }",
    "1 and 1.0 do not join": "SELECT ?e { ?e gov:articles ?n . ?f gov:intensity ?n }",
    "the text of a double": "SELECT ?e (STR(?a) AS ?x) { ?e gov:amount ?a }",
    "a quotient has 18 digits": "SELECT ?e (?n / 7 AS ?x) { ?e gov:articles ?n FILTER(?n < 100) }",
    "nothing is divided by zero": "SELECT ?e (1 / ?n AS ?x) { ?e gov:articles ?n }",
    "a triple is there once": "SELECT ?a (COUNT(*) AS ?n) { ?a skos:altLabel|dct:identifier|foaf:page ?x } GROUP BY ?a",
    "what two files of a dataset say is said once": "SELECT ?g ?a (COUNT(*) AS ?n) { GRAPH ?g { ?a skos:prefLabel|skos:altLabel ?x } } GROUP BY ?g ?a",
    "an unbound variable joins with all": "SELECT ?e ?p ?n { ?e a gov:Event OPTIONAL { ?e sem:hasPlace ?p } OPTIONAL { ?p skos:prefLabel ?n } }",
    "a path of length zero from a constant": "SELECT ?x { <x:nowhere> dct:isPartOf* ?x }",
    "letters whose capital is two letters": "SELECT ?a (UCASE(STR(?n)) AS ?x) { ?a a gov:Person ; skos:prefLabel ?n }",
    "halves are rounded up": "SELECT ?e (ROUND(?i) AS ?x) { ?e gov:intensity ?i }",
    "names of variables have case": "SELECT ?A ?a { ?A a gov:NGO . ?a a gov:IGO }",
    "a filter of a constant": "SELECT ?a { ?a a gov:NGO FILTER NOT EXISTS { ?a a gov:NGO FILTER(false) } }",
    "FILTER sees no variable from outside its group": "SELECT ?a ?n { ?a a gov:NGO OPTIONAL { { ?b skos:prefLabel ?n FILTER(?a = ?b) } } }",
    "rdflib's group by an expression": "SELECT ?y (COUNT(*) AS ?n) { ?e a gov:Event ; gov:startDate ?d } GROUP BY (YEAR(?d) AS ?y) HAVING(COUNT(*) > 1)",
    "links that are text": "SELECT ?x ?p { ?x foaf:page ?p FILTER(isLITERAL(?p)) }",
    "a quotation mark in a constant": "SELECT ?a { ?a skos:prefLabel \"back\\\\slash \\\"quote\\\"\"@ky }",
    "an alternative gives a pair of ends once": "SELECT ?l ?x { ?l gov:from|gov:to ?x }",
    "an alternative of sequences does so too": "SELECT ?a ?b { ?a (^gov:from/gov:to)|(^gov:to/gov:from) ?b }",
    "an alternative inside a sequence is one step": "SELECT ?a ?b { ?a (^gov:from|^gov:to)/(gov:to|gov:from) ?b }",
    "an alternative between two constants": f"SELECT (COUNT(*) AS ?n) {{ <{BASE}x6> gov:from|gov:to <{BASE}c> }}",
    "a joined text keeps the order of a subselect": 'SELECT ?e (GROUP_CONCAT(?r; separator=", ") AS ?x) '
        "{ { SELECT ?e ?r { ?p gov:event ?e ; gov:role ?r } ORDER BY ?e DESC(?r) } } GROUP BY ?e",
    "SQL in a constant": "SELECT ?a { ?a skos:prefLabel ?n FILTER(STR(?n) = \"x' OR 1=1 --\") }",
}  # fmt: skip


@pytest.mark.parametrize("trap", list(TRAPS))
def test_traps(ways: dict[str, Ways], trap: str) -> None:
    for name, way in ways.items():
        compared = way.compared(TRAPS[trap])
        assert compared.outcome in (SAME, LEFT), f"{name}: {compared}"


def test_most_traps_are_answered_from_the_columns(ways: dict[str, Ways]) -> None:
    left = {trap for trap, query in TRAPS.items() if ways["rough"].compared(query).outcome == LEFT}
    assert left == {
        "a filter of a constant",
        "letters whose capital is two letters",
        "a joined text keeps the order of a subselect",
    }


def test_a_value_that_the_columns_cannot_read_leaves_the_query_to_oxigraph(ways: dict[str, Ways]) -> None:
    columns = ways["loaded"].columns
    query = 'SELECT (xsd:date(CONCAT(STR(?n), "-01-01")) AS ?x) { ?e gov:articles ?n }'
    with pytest.raises(FallBack, match="an unusual date"):
        columns.rows(columns.translated(query, ["x"], {}))


def test_only_the_table_that_has_a_thing_is_looked_through(ways: dict[str, Ways]) -> None:
    columns = ways["rough"].columns
    for query in (f"SELECT ?p ?o {{ <{BASE}c> ?p ?o }}", f"SELECT ?o {{ <{BASE}c> skos:prefLabel ?o }}"):
        assert columns.translated(query, ["o"], {}).sources == {"actors"}
        assert columns.translated(query.replace(f"{BASE}c", "x:nowhere"), ["o"], {}).sources == set()


def test_a_list_is_left_out_only_if_it_cannot_hold_an_iri(ways: dict[str, Ways]) -> None:
    seen = 0
    for way in ways.values():
        columns, model = way.columns, way.columns._model
        assert model
        for source, objects in (
            (s, o) for s in model.facts for o in s.objects.values() if o.many and o.kinds == {"iri"}
        ):
            with duckdb.connect() as db:
                lists = f"SELECT DISTINCT unnest({objects.column}) FROM read_parquet($files)"
                found = db.execute(lists, {"files": [str(file) for file in model.files(source.name)]}).fetchall()
            assert all(columns.may_hold(source.name, objects.column, iri) for (iri,) in found)
            seen += len(found)
        assert not any(columns.may_hold("events", "sources", iri) for iri in ("a:lower", "z:higher"))
    assert seen > 50


def test_capital_and_small_letters_are_those_of_oxigraph() -> None:
    letters = [chr(c) for c in range(0x20, 0x20000) if not 0xD800 <= c <= 0xDFFF and chr(c) not in '"\\']
    with duckdb.connect() as db:
        for function, name in (("upper", "UCASE"), ("lower", "LCASE")):
            sql = f"SELECT x, {function}(x) FROM (SELECT unnest($1) AS x) WHERE NOT regexp_matches(x, $2)"
            ours = dict(db.execute(sql, [letters, UNLIKE[function]]).fetchall())
            assert len(ours) > 0.99 * len(letters)
            text = " ".join(f'"{letter}"' for letter in ours)
            found = ox.Store().query(f"SELECT ?x ({name}(?x) AS ?y) {{ VALUES ?x {{ {text} }} }}")
            assert isinstance(found, ox.QuerySolutions)
            theirs = {row["x"].value: row["y"].value for row in found}
            assert ours == theirs


KINDS = {
    "iri": "<x:a>", "text": '"a"', "english": '"a"@en', "russian": '"b"@ru', "whole": "1", "decimal": "1.5", "double": "2.5e0", "truth": "true",
    "day": '"2010-01-01"^^xsd:date', "month": '"2010-01"^^xsd:gYearMonth', "year": '"2010"^^xsd:gYear',
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("operator", cases("=", "<", only_in_ci=["!=", ">="]))
def test_every_pair_of_kinds_compares_as_in_oxigraph(ways: dict[str, Ways], operator: str) -> None:
    pairs = [
        f"({a} {operator} {b} AS ?x{i}_{j})" for i, a in enumerate(KINDS.values()) for j, b in enumerate(KINDS.values())
    ]
    for pair in pairs:
        compared = ways["loaded"].compared(f"SELECT {pair} {{ ?a a gov:Party }}")
        assert compared.outcome == SAME, f"{pair}: {compared}"
