"""Damaged SPARQL queries, asked of the triples: each must end in a result or in an error of the query.

The example queries and some of other forms are damaged. In ``tests``: ``python -m fuzz.sparql --count 20000 --seed 1``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from example_queries import questions

from fuzz import mutations
from fuzz.mutations import ANSWERED, REFUSED, SLOW, Query

GOOD = (ANSWERED, REFUSED, SLOW)

_REPLACEMENTS = """
    SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH SERVICE SILENT BIND AS VALUES GROUP BY HAVING ORDER DESC LIMIT
    OFFSET DISTINCT REDUCED FROM NAMED PREFIX BASE INSERT DELETE LOAD CLEAR EXISTS NOT IN COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT
    STRLEN SUBSTR REGEX REPLACE IF COALESCE BOUND IRI STRDT STRLANG LANG DATATYPE YEAR NOW RAND UNDEF a gov:Event skos:prefLabel ?a ?b
    $p <x:1> <> _:b "x"@ky "x"^^xsd:integer 1e400 -0 99999999999999999999 true ( ) [ ] { } . ; , | / ^ * + ? ! && || = != < > @ ^^ # ' " \\
""".split()

_FORMS = [
    "ASK { ?s a gov:Event }",
    "CONSTRUCT { ?s skos:prefLabel ?n } WHERE { ?s skos:prefLabel ?n } LIMIT 10",
    "DESCRIBE ?s WHERE { ?s a gov:Agency }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g HAVING (COUNT(*) > 1) ORDER BY DESC(?n)",
    "SELECT ?s { ?s (gov:memberOf|^gov:memberOf)*/skos:prefLabel+ ?n FILTER(LANG(?n) = 'ky' && REGEX(?n, '^[А-Я].*$', 'i')) }",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) ('x'@ru <x:1>) } BIND(IF(BOUND(?b), ?b, 1/0) AS ?c) }",
    "SELECT (SUM(?t) AS ?sum) (AVG(?t) AS ?mean) (GROUP_CONCAT(?t; SEPARATOR=',') AS ?all) { ?e gov:tone ?t }",
    "SELECT ?e { ?e gov:startDate ?d FILTER(?d >= '2022-01-01'^^xsd:date) MINUS { ?e gov:place ?p } } ORDER BY ?d OFFSET 1",
    "SELECT (YEAR(NOW()) AS ?y) (STRDT('x', xsd:integer) AS ?i) (SUBSTR('Өзгөн', 2, 3) AS ?t) {}",
]


def originals() -> list[Query]:
    """The queries that are damaged."""
    examples = [query["sparql"] for query in questions().values() if "sparql" in query]
    return [*((query.text, dict(query.parameters)) for query in examples), *((text, {}) for text in _FORMS)]


def queries(seed: int) -> Iterator[Query]:
    """Damaged queries without end."""
    return mutations.queries(originals(), _REPLACEMENTS, seed)


if __name__ == "__main__":
    sys.exit(mutations.main(__doc__, lambda graph: graph.sparql, queries, GOOD))
