"""One Cypher, two engines: every query of the parity suite gives the same on the embedded store and on two releases of Neo4j.

Each graph is pushed once to each server and asked everything in one pass; the tests then compare what was answered. With
``GOVGRAPH_EVERY_CASE=1``, as in ``.ci/run``, everything is asked. Else only the long-term release is asked, and of the second part of the suite
(``parity/second.cypher``) some queries of each heading; the tests of the others are skipped, with this reason. What the embedded store does
otherwise is a declared gap: refused before it runs, with a query that says the same and runs everywhere.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from example_queries import EXAMPLES, questions
from fuzz.cypher import run
from neo4j_fixture import QUICK, RELEASES
from often import EVERY
from parity import second
from parity.answers import Answer, ask, equal, same
from parity.case import Case
from parity.generated import write_generated
from parity.page import TOPICS, gap_list, guard_list, parity_table
from parity.result_queries import ERRORS, SYNTAX, WRITES
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.graph.answers.results import Result
from govgraph.graph.cypher.gap import Gap
from govgraph.graph.cypher.gaps import GAPS
from govgraph.graph.cypher.guards import GUARDS, Guard
from govgraph.graph.cypher.rules import FUNCTIONS
from govgraph.graph.errors import QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.neo4j.words import refuse_writing
from govgraph.graph.server.server import Neo4jServer

# All of them ask graphs of which every store is built.
pytestmark = pytest.mark.slow

DOCUMENTATION = EXAMPLES.parent / "docs" / "cypher.md"
OF_GAPS: dict[str, Any] = {"f": 1.5, "raw": b"ab", "l": [1, 2]}
"""The parameters of the examples of gaps."""

Auth = tuple[str, str]


def _gap_parameters(text: str) -> dict[str, Any]:
    return {name: value for name, value in OF_GAPS.items() if re.search(rf"\${name}\b", text)}


NAMED: dict[str, Case] = {
    **{f"{topic}-{i}": case for topic, cases in TOPICS.items() for i, case in enumerate(cases, 1)},
    **{f"alternative-{g.name}": Case(g.alternative, _gap_parameters(g.alternative)) for g in GAPS if g.alternative},
    **{f"instead-{guard.name}": Case(guard.alternative) for guard in GUARDS},
}
REFUSED: dict[str, Case] = {
    **{f"error-{i}": case for i, case in enumerate(ERRORS + second.REFUSED, 1)},
    **{f"syntax-{i}": Case(text) for i, text in enumerate(SYNTAX, 1)},
    **{f"write-{i}": Case(text) for i, text in enumerate(WRITES, 1)},
    **{f"gap-{g.name}": Case(g.example, _gap_parameters(g.example)) for g in GAPS},
    **{f"guard-{guard.name}": Case(guard.example) for guard in GUARDS},
}
Answers = dict[str, Answer]

_SECOND = {id(case) for case in (*second.REFUSED, *(case for cases in second.TOPICS.values() for case in cases))}


def _some(names: Iterable[str], step: int) -> set[str]:
    """Each so-manieth name of each kind, beginning with the first: a name is a kind, a dash, and a number or name."""
    seen: Counter[str] = Counter()
    found = set()
    for name in names:
        kind = name.partition("-")[0]
        if seen[kind] % step == 0:
            found.add(name)
        seen[kind] += 1
    return found


_ALL = {**NAMED, **REFUSED}
_FIRST = [name for name, case in _ALL.items() if id(case) not in _SECOND]
_ASKED = {*_FIRST, *_some((name for name, case in _ALL.items() if id(case) in _SECOND), 6)}
ASKED: dict[str, Case] = {name: case for name, case in _ALL.items() if EVERY or name in _ASKED}
"""What is asked of the embedded store and of each release."""


def _ask_all(cypher: Callable[..., Result]) -> Answers:
    return {name: ask(cypher, case) for name, case in ASKED.items()}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The example graph and the generated one, side by side in one."""
    folder = tmp_path_factory.mktemp("parity")
    with govgraph.open(folder / "graph") as opened:
        for report in opened.load(EXAMPLES / "central-asia", write_generated(folder / "files")):
            assert not report.rows_rejected, report.path
        yield opened


@pytest.fixture(scope="module")
def embedded(graph: Graph) -> Answers:
    return _ask_all(graph.cypher)


def _answers_of(graph: Graph, uri: str, auth: Auth) -> Answers:
    off = neo4j.NotificationMinimumSeverity.OFF
    with neo4j.GraphDatabase.driver(uri, auth=auth, notifications_min_severity=off) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    push(graph.folder, Remote(uri, auth), progress=lambda *_: None)
    with Neo4jStore(uri, auth) as store:
        found = _ask_all(store.cypher)
        functions = store.cypher("SHOW FUNCTIONS YIELD name RETURN collect(DISTINCT toLower(name)) AS names").rows[0][
            "names"
        ]
        # In 5.26 these two are syntax, not functions.
        assert {*functions, "shortestpath", "allshortestpaths"} == FUNCTIONS
    return found


@pytest.fixture(scope="module")
def lts(graph: Graph, neo4j_uri: str, neo4j_auth: Auth) -> Answers:
    """What Neo4j 5.26 answers."""
    return _answers_of(graph, neo4j_uri, neo4j_auth)


@pytest.fixture(scope="module")
def current(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """What the newest release of Neo4j answers."""
    server = Neo4jServer(tmp_path_factory.mktemp("current"), "current")
    info = server.start(heap="512m", page_cache="64m", settings=QUICK)
    try:
        yield _answers_of(graph, info.uri, (server.user, server.password))
    finally:
        server.stop(grace=0)


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(release: str, request: pytest.FixtureRequest) -> Answers:
    of = request.node.callspec.params
    name = of["name"] if "name" in of else f"gap-{of['gap'].name}" if "gap" in of else f"guard-{of['guard'].name}"
    if name not in ASKED:
        pytest.skip("more queries are asked with GOVGRAPH_EVERY_CASE=1")
    answers: Answers = request.getfixturevalue(release)
    return answers


# ------------------------------------------------------------------------------------------------- equal answers


def test_a_difference_is_seen() -> None:
    for one, other in (
        (1, 1.0),
        (True, 1),
        ([1], (1,)),
        ({"a": 0.0}, {"a": None}),
        (0.1, 0.1 + 2 * math.ulp(0.1)),
        ("a", "b"),
    ):
        assert not same(one, other)
    assert same([{"a": (math.nan, 0.1 + 0.2)}], [{"a": (math.nan, 0.3)}])


@pytest.mark.parametrize("name", NAMED)
def test_equal_answers(name: str, embedded: Answers, server: Answers, release: str) -> None:
    case, ours, theirs = NAMED[name], embedded[name], server[name]
    if release == "current" and not case.same_on_current:
        pytest.skip("here the newest release differs from 5.26")
    assert (ours.error, theirs.error) == ("", ""), case.text
    assert equal(case, ours, theirs), (case.text, ours, theirs)
    refuse_writing(case.text)


@pytest.mark.slow
def test_the_suite_is_as_large_as_it_says_and_finds_something(embedded: Answers) -> None:
    assert sum(map(len, TOPICS.values())) >= 900
    assert sum(map(len, second.TOPICS.values())) >= 300
    texts = [case.text + repr(case.parameters) for case in NAMED.values()]
    assert len(texts) == len(set(texts))
    asked = NAMED.keys() & ASKED
    empty = [name for name in asked if not embedded[name].rows]
    assert len(empty) < len(asked) / 10, empty


def test_only_names_that_nothing_has_give_warnings(embedded: Answers) -> None:
    """What the suite calls so on purpose, and the variables of two examples."""
    warned = [answer.warnings for name, answer in embedded.items() if name in NAMED and answer.warnings]
    assert len(warned) > 5
    names = {text.partition("nothing in the graph has the ")[2].split()[-1] for texts in warned for text in texts}
    assert {name for name in names if not re.match("no_?such", name, re.IGNORECASE)} == {"x", "y"}


# ------------------------------------------------------------------------------------------------- declared gaps


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.name)
def test_a_gap_is_seen_before_it_runs(gap: Gap, embedded: Answers, server: Answers, release: str) -> None:
    ours, theirs = embedded[f"gap-{gap.name}"], server[f"gap-{gap.name}"]
    assert ours.error == gap.what
    assert re.fullmatch(r"query:\d+:\d+", ours.where)
    assert bool(theirs.error) == (gap.neo4j_refuses and not (gap.only_lts and release == "current")), theirs


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_value_that_would_be_answered_otherwise_stops_the_query(
    guard: Guard, embedded: Answers, server: Answers
) -> None:
    ours, theirs = embedded[f"guard-{guard.name}"], server[f"guard-{guard.name}"]
    assert ours.error == guard.what
    assert re.fullmatch(r"query:\d+:\d+", ours.where)
    if guard.neo4j_stops:
        assert theirs.error


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.name)
def test_a_gap_is_not_seen_in_text_or_comments(gap: Gap, graph: Graph) -> None:
    quoted = gap.example.replace("\\", "\\\\").replace("'", "\\'")
    text = f"RETURN '{quoted}' AS x /* {gap.example} */ // {gap.example}"
    assert graph.cypher(text).rows == [(gap.example,)]
    name = gap.example.replace("`", "``")
    assert graph.cypher(f"RETURN 1 AS `{name}`").columns == [gap.example]


def test_the_example_queries_are_no_gaps(graph: Graph) -> None:
    for by_language in questions().values():
        if "cypher" in by_language:
            query = by_language["cypher"]
            parameters: dict[str, Any] = dict(query.parameters)
            graph.cypher(query.text, **parameters)
            refuse_writing(query.text)


# More queries of declared gaps, each a way in which the embedded store would be silently wrong.
SEEN = {
    "aggregate in a condition": (
        "UNWIND [1] AS x RETURN NOT (count(*) > 2) AS b",
        "UNWIND [1] AS x RETURN 3 IN collect(x) AS b",
        "UNWIND [1] AS x RETURN max(x) IS NULL AS b",
        "UNWIND ['a'] AS x RETURN max(x) STARTS WITH 'b' AS b",
        "UNWIND [1] AS x RETURN CASE WHEN count(*) > 2 AND sum(x) > 1 THEN 'y' ELSE 'n' END AS b",
        "UNWIND [1] AS x RETURN collect({k: x})[0].k AS b",
        "UNWIND [1] AS x RETURN {m: max(x.b)}.m AS b",
        "UNWIND [1] AS x RETURN {m: max(x.b).year} AS b",
        "UNWIND [1] AS x WITH (max(x.b)).year AS b RETURN b",
        "MATCH (n:Agency) RETURN head(collect(n)):Agency AS b",
        "CALL { MATCH (n:Agency) RETURN count(n) > 1 AND true AS b } RETURN b",
    ),
    "an aggregate beside what is not returned": (
        "UNWIND [1] AS x RETURN CASE WHEN x > 1 AND x < 3 THEN count(*) ELSE 0 END AS k",
        "MATCH (n:Agency) RETURN n.name, CASE n.iri WHEN 'x' THEN count(*) END AS k",
    ),
    "order by an aggregate that is not returned": (
        "UNWIND [1] AS x WITH x % 2 AS k, count(*) AS c ORDER BY sum(x) RETURN k",
    ),
    "SHORTEST": (
        "MATCH p = SHORTEST 1 (a:IGO)-[:ASSOCIATED_WITH]->+(b) RETURN p",
        "MATCH ANY SHORTEST (a:IGO)-[:ASSOCIATED_WITH]->+(b) RETURN a",
    ),
    "value of the wrong kind": (
        "MATCH (n:Agency) RETURN length(n.name)",
        "MATCH (n:Agency) RETURN substring(n.startsFrom, 0, 4)",
        "MATCH (n:Event) WHERE n.articles =~ '3' RETURN n",
        "MATCH (n:Event) RETURN startNode(n)",
        "RETURN size({a: 1})",
    ),
    "condition that is no yes or no": (
        "MATCH (n:Event) WHERE NOT n.name RETURN n",
        "MATCH (n:Event) WHERE n.name AND true RETURN n",
        "MATCH (n:Event) WHERE n RETURN n",
        "MATCH (n:Event) RETURN CASE WHEN n.name THEN 1 END",
        "MATCH (n:Event) RETURN n.tone OR true",
        "MATCH (n:Event) WHERE 1 RETURN n",
        "MATCH (n:Event) WHERE [] RETURN n",
        "MATCH (n:Event) WHERE size(n.name) RETURN n",
        "RETURN true OR 'a'",
        "RETURN CASE WHEN 1 THEN 2 END",
        "MATCH (n:Event) WHERE split(n.iri, ' ')[0] RETURN n",
        "MATCH (n:Event) WHERE split(n.iri, ' ')[..1] RETURN n",
        "MATCH (n:Event) WHERE [q IN ['a', 'b'] | q + n.iri] RETURN n",
        "MATCH (n:Event) WHERE [(n)--(m) | m] RETURN n",
        "MATCH (n:Event) WHERE COUNT { (n)--() } RETURN n",
        "MATCH (n:Event) WHERE CASE WHEN n.tone > 1 THEN 'a' ELSE 'b' END RETURN n",
    ),
    "condition on a shortest path": (
        "MATCH (a:IGO), (b:NGO) MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*..6]-(b)) WHERE length(p) > 1 RETURN p",
        "MATCH p = shortestPath((a:IGO)-[r*..6]-(b:NGO)) WHERE all(x IN r WHERE x.type = 'owns') RETURN p",
        "MATCH p = allShortestPaths((a:IGO)-[*..6]-(b:NGO)) WHERE a.name = 'x' AND none(n IN nodes(p) WHERE n:Agency) RETURN p",
    ),
    "least length of a shortest path": ("MATCH p = allShortestPaths((a:IGO)-[*3]-(b:NGO)) RETURN p",),
    "computed labels and types": (
        "MATCH (n:$any(['NGO', 'IGO'])) RETURN n",
        "MATCH (n:$all(['NGO', 'Actor'])) RETURN n",
        "MATCH (n) WHERE n:$('NGO') RETURN n",
    ),
    "text that is no plain number": ("RETURN toIntegerOrNull('42 ')", "RETURN toBoolean(' true')"),
    "large whole number beside a fraction": ("RETURN 9007199254740992.0 < 9007199254740993",),
    "field of a point": ("WITH point({x: 1, y: 2}) AS p RETURN p.crs", "RETURN point({x: 1, y: 2}).nosuch"),
    "a clause after RETURN": (
        "UNWIND [1, 2] AS x RETURN x LIMIT 1 SKIP 1",
        "UNWIND [1, 2] AS x RETURN x MATCH (n) RETURN n",
        "CALL { UNWIND [1, 2] AS x RETURN x LIMIT 1 ORDER BY x } RETURN x",
    ),
    "text as LIMIT": ("UNWIND [1, 2] AS x RETURN x SKIP '1'", "UNWIND [1, 2] AS x WITH x LIMIT '1' RETURN x"),
    "a carried value beside a part of a property": (
        "WITH 2010 AS y RETURN EXISTS { ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } AS x",
        "WITH 2010 AS y RETURN COUNT { MATCH ()-[m:MEMBER_OF]->() WHERE y < m.startsFrom.year } AS x",
        "UNWIND [{y: 2010}] AS r OPTIONAL MATCH (a)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = r.y RETURN a",
        "WITH 'a' AS q OPTIONAL MATCH (a)-[:MEMBER_OF]->(o) WHERE o.identifiers[0] = q RETURN a",
    ),
    "order of labels and keys": (
        "MATCH (n:NGO) RETURN head(labels(n))",
        "MATCH (n:NGO) WHERE labels(n) = ['NGO'] RETURN n",
        "MATCH (n:NGO) WITH labels(n) AS x RETURN x[0]",
        "MATCH (n:NGO) WITH keys(n) AS x RETURN head(x)",
        "MATCH (n:NGO) RETURN [x IN labels(n) | x][0]",
    ),
    "date or time of too few parts": (
        "RETURN localdatetime({year: 2020, hour: 5})",
        "RETURN localtime({minute: 5})",
        "RETURN localtime({hour: 5, second: 5})",
        "RETURN date({month: 5})",
        "RETURN date({})",
        "RETURN duration({nosuch: 1})",
    ),
    "field that dates do not have": ("MATCH (n:Event) RETURN date(n.startDate).hour",),
    "text of a time of day": ("WITH datetime() AS d RETURN toString(d)",),
    "durations by size": (
        "UNWIND [duration('P1M'), duration('P30D')] AS d RETURN d ORDER BY d",
        "UNWIND [duration('P1M'), duration('P30D')] AS d RETURN sum(d)",
        "RETURN duration('P1D') < duration('P2D')",
        "MATCH (e:Event) RETURN duration.between(e.startsFrom, e.endsBy) AS d ORDER BY d DESC",
    ),
    "statements about the server": (
        "SHOW INDEXES",
        "USE neo4j MATCH (n) RETURN n",
        "CYPHER 25 RETURN 1",
        "CYPHER runtime=slotted RETURN 1",
        "MATCH (n:Agency) USING INDEX n:Entity(iri) RETURN n",
    ),
    "clauses of Cypher 25": ("LET x = 1 RETURN x", "WHEN true THEN RETURN 1", "RETURN 1 AS x NEXT RETURN x"),
    "no RETURN": ("WITH 1 AS x", "MATCH (n) WHERE n.name IS NULL", "UNWIND [1] AS x"),
    "procedures": ("CALL algo.pagerank()", "CALL db.propertyKeys", "CALL apoc.help('x') YIELD name RETURN name"),
    "LOAD CSV": ("LOAD CSV WITH HEADERS FROM 'x' AS x RETURN x", "CALL { LOAD CSV FROM 'x' AS x RETURN x } RETURN x"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "case"),
    [(name, Case(text)) for name, texts in SEEN.items() for text in texts]
    + [(name, case) for name, cases in second.OF_GAPS.items() for case in cases],
)
def test_more_of_a_gap_is_seen(name: str, case: Case, graph: Graph) -> None:
    (gap,) = (g for g in GAPS if g.name == name)
    with pytest.raises(QueryError) as error:
        graph.cypher(case.text, **case.asked_with)
    assert error.value.what == gap.what
    assert error.value.hint == gap.instead


@pytest.mark.parametrize("value", [5, "a", [True], {"a": 1}])
def test_a_parameter_that_is_no_condition_is_refused(value: object, graph: Graph) -> None:
    with pytest.raises(QueryError, match="neither true nor false stands where a condition has to"):
        graph.cypher("MATCH (n:Event) WHERE $x RETURN n", x=value)


@pytest.mark.parametrize(("name", "case"), [(name, case) for name, cases in second.OF_GUARDS.items() for case in cases])
def test_more_of_what_stops(name: str, case: Case, graph: Graph) -> None:
    (guard,) = (g for g in GUARDS if g.name == name)
    with pytest.raises(QueryError) as error:
        graph.cypher(case.text)
    assert (error.value.what, error.value.hint) == (guard.what, guard.instead)
    assert re.fullmatch(r"query:1:\d+", error.value.where)


def test_values_that_cannot_be_seen_before_are_refused_after(graph: Graph) -> None:
    with pytest.raises(QueryError, match="dates among values of other kinds"):
        graph.cypher("UNWIND [1, 'a', date('2020-01-01')] AS x RETURN x ORDER BY x")
    with pytest.raises(QueryError, match="maps with different numbers of keys"):
        graph.cypher("UNWIND [{b: 2}, {a: 0, b: 1}] AS x RETURN x ORDER BY x")


def test_no_file_can_be_read(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("secret", "utf-8")
    with pytest.raises(QueryError, match="LOAD CSV reads files"):
        graph.cypher(f"LOAD CSV FROM '{(tmp_path / 'secret.csv').as_uri()}' AS row RETURN row")


# ------------------------------------------------------------------------------------------ errors and writing


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("MATCH (n:Agency) RETRUN n", "query:1:18", "RETRUN cannot stand here; try: RETURN"),
        ("MATCH (n:Agency)\nWHERE nn.name = 'x' RETURN n", "query:2:7", "there is no variable nn here; try: n"),
        ("MATCH (n:Party) WHERE", "query:1:22", "the query ends too early; expected: an expression"),
        ("RETURN date().", "query:1:15", "the query ends too early"),
        ("CALL {", "query:1:7", "the query ends too early"),
        ("RETURN 1 AS x, $nobody AS y", "query:1:16", "there is no value for the parameter $nobody"),
        ("MATCH (n) RETURN n.name AS a, date('x') AS b", "query:1:31", "date() cannot parse 'x'"),
        ("RETURN 'never closed", "query:1:8", "the text or name that ' begins is never closed"),
        (
            "MATCH (n) WHERE " + " OR ".join(["n.name = 'x'"] * 300) + " RETURN n",
            "query:1:1",
            "try: x IN [...] in place of many OR",
        ),
        ("UNWIND [0] AS y RETURN 1 / y AS x", "query:1:28", "a value is divided by a whole 0; try: CASE WHEN y <> 0"),
        (
            "UNWIND [{a: 1}] AS w RETURN " + "1 / (" * 9 + "w.a" + ")" * 9,
            "query:1:48",
            "WITH ... AS x for the inner parts first",
        ),
        ("RETURN " + "(" * 3000 + "1" + ")" * 3000, "query:1:1", "the query is nested too deeply"),
        ("RETURN " + "1 + (" * 600 + "1" + ")" * 600, "query:1:1", "the query is nested too deeply"),
    ],
)
def test_a_fault_says_where_and_what(text: str, where: str, message: str, graph: Graph) -> None:
    with pytest.raises(QueryError) as error:
        graph.cypher(text)
    assert error.value.where == where
    assert message in str(error.value)


@pytest.mark.slow
def test_a_damaged_query_ends_in_a_result_or_an_error_that_says_where(graph: Graph) -> None:
    counts, faults = run(graph.cypher, seed=5, count=300)
    assert not faults
    assert counts["answered"] > 10 and counts["refused with a place"] > 100


@pytest.mark.parametrize("name", [name for name in REFUSED if name.startswith("error-")])
def test_what_neo4j_refuses_is_refused(name: str, embedded: Answers, server: Answers) -> None:
    assert embedded[name].error and server[name].error, (REFUSED[name].text, embedded[name], server[name])


@pytest.mark.parametrize("name", [name for name in REFUSED if name.startswith("syntax-")])
def test_a_fault_in_a_query_has_its_place(name: str, embedded: Answers, server: Answers) -> None:
    for answer in (embedded[name], server[name]):
        assert answer.error
        if REFUSED[name].text:
            assert re.fullmatch(r"query:\d+:\d+", answer.where), answer
    if REFUSED[name].text:
        assert embedded[name].where.rpartition(":")[0] == server[name].where.rpartition(":")[0]


@pytest.mark.parametrize("name", [name for name in REFUSED if name.startswith("write-")])
def test_writing_is_refused_in_the_same_words(name: str, embedded: Answers, server: Answers) -> None:
    assert embedded[name].error == server[name].error == "queries only read; this one would write"
    assert embedded[name].where == server[name].where
    assert re.fullmatch(r"query:1:\d+", embedded[name].where)


@pytest.mark.slow
def test_the_graph_was_not_written_to(graph: Graph, embedded: Answers) -> None:
    assert embedded
    assert graph.cypher("MATCH (n:X) RETURN count(n) AS n").rows[0]["n"] == 0


def test_a_copy_can_be_written_to_and_the_graph_stays(graph: Graph) -> None:
    before = {path: path.stat().st_mtime_ns for path in graph.version().rglob("*") if path.is_file()}
    written = graph.cypher_on_a_copy(
        "MATCH (n:NGO) SET n.seen = $day CREATE (n)-[r:SEEN {by: 'x'}]->(x:Note) RETURN n.seen AS day, r ORDER BY n.iri",
        day=dt.date(2020, 1, 2),
    )
    assert written.rows[0]["day"] == dt.date(2020, 1, 2)
    assert written.rows[0]["r"].properties == {"by": "x"}
    assert graph.cypher_on_a_copy("MATCH (n) DETACH DELETE n").rows == []
    with pytest.raises(QueryError, match="a fault"):
        graph.cypher_on_a_copy("CREATE (n RETURN n")
    (row,) = graph.cypher("MATCH (n:NGO) RETURN count(n) AS n, count(n.seen) AS seen, COUNT { (:Note) } AS notes").rows
    assert (row["n"] > 0, row["seen"], row["notes"]) == (True, 0, 0)
    assert before == {path: path.stat().st_mtime_ns for path in graph.version().rglob("*") if path.is_file()}


def test_the_command_line_writes_to_a_copy(graph: Graph) -> None:
    done = CliRunner().invoke(app, ["cypher", "--write", "MATCH (n:NGO) DETACH DELETE n", "-g", str(graph.path)])
    assert done.exit_code == 0, done.output
    assert "the graph is unchanged" in done.stderr
    done = CliRunner().invoke(
        app, ["cypher", "MATCH (n:NGO) RETURN count(n) > 0 AS some", "--json", "-g", str(graph.path)]
    )
    assert '"some": true' in done.stdout


# -------------------------------------------------------------------------------------------------- the page


def test_the_page_is_up_to_date() -> None:
    page = DOCUMENTATION.read_text("utf-8")
    for mark, made in (("table", parity_table()), ("guards", guard_list()), ("gaps", gap_list())):
        found = re.search(rf"<!-- {mark}: .*? -->\n\n(.*?)\n\n<!-- end of {mark} -->", page, re.DOTALL)
        assert found, mark
        assert found[1] == made, "python tests/manual.py makes it anew"
