"""Finding things by what they are called, in a folder and in a real Neo4j: the same hits in the same order."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest
from example_queries import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from record_files import write_table

import govgraph
from govgraph import cli
from govgraph.graph.answers.results import Result
from govgraph.graph.errors import GraphError, QueryError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j import indexes as neo4j_indexes
from govgraph.graph.neo4j import search as neo4j_search
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.ontology.folding import LETTERS, fold

INDEX = "CALL db.index.fulltext.queryNodes('govgraph_search', $q) YIELD node RETURN node.iri AS iri ORDER BY iri"

# Texts that mean something to Lucene, to Cypher, to SQL or to a regular expression, and texts that mean nothing at all.
HOSTILE = [
    "", "   ", "*", "?", "+", "-", "кыргыз*", "*кыргыз", "?ыргыз", '"', '"кыргыз', "кыргыз~", "кыргыз~2", "кыргыз^9", "search:кыргыз",
    "iri:*", "NOT кыргыз", "кыргыз AND NOT бишкек", "кыргыз OR бишкек", "a || b", "&&", "[a TO z]", "{* TO *}", "(кыргыз", "кыргыз)", "/к.*/",
    "\\", "\\u043a", "кыргыз\\", "' OR 1=1 --", "$q", "}) DETACH DELETE n //", "|", "=", "| =", "= q1 |", "к" * 300, "к " * 49,
    "\ue000", "\U0010ffff", "кыр\u00adгыз", "\x00", "а\nб", "the", "and or not to", "😀", "한국", "ڪ", "İ", "ﬁ", "№ 5", "1", "0", "wikidata", "Wikidata:",
    ":", ":Q1", "a:b:c",
]  # fmt: skip
ASKED = [
    "ОМУРБЕК", "бабанов өмүр", "жээнбеков", "ЖЭЭНБЕКОВ СООРОНБАЙ", "сооронбаи ж", "jeenbekov", "кыргыз", "кыргызстан", "Кыргыз Республикасы",
    "iso3:KGZ", "kgz", "KG", "wikidata:Q813", "q813", "министр", "министерство финансов", "мин фин", "а", "о", "бишкек", "шайло", "election 2020", "un",
]  # fmt: skip


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The example graph."""
    with Graph(tmp_path_factory.mktemp("search") / "central-asia") as opened:
        opened.load(EXAMPLES / "central-asia")
        yield opened


def pushed(graph: Graph, uri: str, auth: tuple[str, str]) -> None:
    push(graph.folder, Remote(uri, auth), progress=lambda *_: None, remove_many=True, overwrite=True)


@pytest.fixture(scope="module")
def session(graph: Graph, neo4j_uri: str, neo4j_auth: tuple[str, str]) -> Iterator[neo4j.Session]:
    """A session of a Neo4j that shows the example graph."""
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=neo4j_auth) as driver, driver.session() as opened:
        opened.run("MATCH (n) DETACH DELETE n").consume()
        pushed(graph, neo4j_uri, neo4j_auth)
        yield opened
        opened.run("MATCH (n) DETACH DELETE n").consume()


def told(result: Result) -> list[tuple[Any, ...]]:
    """All rows. A name in no language is in Neo4j in its folded form alone."""
    return [tuple(fold(r[c]) if c == "matched" else r[c] for c in result.columns) for r in result]


def hits(graph: Graph, text: str, **more: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in graph.search(text, **more)]


def actor(key: str, kind: str, name: str, alias: str = "", identifier: str = "") -> dict[str, str]:
    return {"id": key, "kind": kind, "name_ky": name, "aliases_ky": alias, "identifiers": identifier}


def write_people(folder: Path) -> Path:
    """People with much the same names, of whom one is in an organisation."""
    folder.mkdir()
    people = [
        actor("1", "person", "Өмүрбек"),
        actor("2", "person", "Өмүрбек Текебаев", "Текебаев Ө.Ч.", "wikidata:Q2"),
        actor("3", "person", "Өмүрбек Абдрахманов", identifier="wikidata:Q22"),
        actor("4", "person", "Абдрахманов Өмүрбеков", identifier="parl-id:q2-x"),
        actor("5", "ngo", "Омурбек атындагы мектеп", "Q2"),
        actor("6", "person", "Өмүрбек Текебаев"),
    ]
    write_table(folder / "actors.csv", people)
    write_table(folder / "memberships.csv", [{"id": "m1", "member": "6", "organization": "5", "role": "teacher"}])
    return folder


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("people")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_people(folder / "files"))
        yield opened


def found(graph: Graph, text: str, **more: Any) -> list[tuple[str, str, int]]:
    """The last part of the IRI, what matched and the rank of each hit."""
    return [(r["iri"].rsplit("/", 1)[-1], r["matched"], r["rank"]) for r in graph.search(text, **more)]


# ------------------------------------------------------------------------------------------------- order


def test_whole_names_come_first_then_beginnings_then_the_rest(people: Graph) -> None:
    assert found(people, "ОМУРБЕК") == [
        ("1", "Өмүрбек", 1),
        # These two have a relationship, the others none.
        ("5", "Омурбек атындагы мектеп", 2),
        ("6", "Өмүрбек Текебаев", 2),
        ("3", "Өмүрбек Абдрахманов", 2),
        ("2", "Өмүрбек Текебаев", 2),
        ("4", "Абдрахманов Өмүрбеков", 3),
    ]


def test_an_identifier_comes_before_a_name_that_is_like_it(people: Graph) -> None:
    assert found(people, "q2")[0] == ("2", "wikidata:Q2", 0)
    assert found(people, "q2")[1] == ("5", "Q2", 1)
    assert found(people, "wikidata:Q2")[0] == ("2", "wikidata:Q2", 0)
    assert found(people, "parl-id:Q2-X") == [("4", "parl-id:q2-x", 0)]
    assert found(people, "q2 x") == [("4", "parl-id:q2-x", 0)]


def test_words_stand_in_any_order_and_only_the_last_may_be_unfinished(people: Graph) -> None:
    assert [f[0] for f in found(people, "текебаев омур")] == ["6", "2"]
    assert found(people, "омур текебаев") == []
    assert [f[:2] for f in found(people, "текебаев о ч")] == [("2", "Текебаев Ө.Ч.")]


def test_kind_takes_what_is_below_it(people: Graph) -> None:
    assert [f[0] for f in found(people, "омурбек", kind="ngo")] == ["5"]
    assert [f[0] for f in found(people, "омурбек", kind="Organization")] == ["5"]
    assert "5" not in [f[0] for f in found(people, "омурбек", kind="person")]
    with pytest.raises(QueryError, match="no kind 'persn'") as fault:
        people.search("омурбек", kind="persn")
    assert fault.value.expected == "person"


def test_the_limit_cuts_and_says_so(people: Graph) -> None:
    every = hits(people, "омур")
    assert len(every) == 6
    for limit in range(1, 7):
        some = people.search("омур", limit=limit)
        assert [tuple(r) for r in some] == every[:limit]
        assert some.cut == (limit < 6)


def test_too_many_words_are_told(people: Graph) -> None:
    with pytest.raises(QueryError, match="51 words are too many"):
        people.search("а " * 51)


@pytest.mark.slow
def test_what_changes_is_found_by_its_new_name_alone(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(write_people(tmp_path / "files"))
        first = graph.folder.current()
        more = write_table(tmp_path / "more-actors.csv", [actor("7", "person", "Жаңы Ысым")])
        reports = graph.load(more, loader="records")
        assert graph.folder.current() != first
        assert [f[1:] for f in found(graph, "жаны")] == [("Жаңы Ысым", 2)]
        assert len(graph.cypher(INDEX, q="+жаны")) == 1
        graph.unload(reports[0].load)
        assert found(graph, "жаны") == []
        assert len(graph.cypher(INDEX, q="+жаны")) == 0
        assert len(graph.cypher(INDEX, q="+омурбек +тек*")) == 2


def test_an_event_without_a_name_has_no_key(tmp_path: Path) -> None:
    rows = [
        {"id": "e1", "type": "event-type:meeting", "name_ky": "", "identifiers": "acled:1"},
        {"id": "e2", "type": "event-type:meeting", "name_ky": "Жыйын", "identifiers": "acled:2"},
    ]
    write_table(tmp_path / "events.csv", rows)
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(tmp_path / "events.csv")
        keys = graph.cypher("MATCH (n:Event) RETURN n.search ORDER BY n.iri").rows
        assert [row[0] for row in keys] == [None, "| жыиын | acled = 2 |"]
        assert {d.get("search") for _, d in graph.networkx(plain=False).nodes(data=True) if "Event" in d["labels"]} == {
            None,
            "| жыиын | acled = 2 |",
        }


# ------------------------------------------------------------------------------------------- both stores


@pytest.mark.parametrize("text", [*ASKED, *HOSTILE], ids=ascii)
def test_both_stores_find_the_same(graph: Graph, session: neo4j.Session, text: str) -> None:
    for kind in ("", "actor", "Event"):
        here, there = graph.search(text, kind=kind), neo4j_search.search(session, text, kind=kind)
        assert here.columns == there.columns
        assert told(here) == told(there)
        assert here.cut == there.cut


def test_the_example_is_found(graph: Graph) -> None:
    for text in ("жээнбеков", "kgz", "бишкек", "кыргыз"):
        assert len(graph.search(text)), text
    assert graph.search("iso3:KGZ").rows[0]["rank"] == 0
    assert graph.search("кыргызстан").rows[0]["class"] == "Country"


@given(st.text(st.sampled_from("омурбек кыргыз ж0 " + string.punctuation + "".join(LETTERS)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_both_stores_find_the_same_for_any_text(graph: Graph, session: neo4j.Session, text: str) -> None:
    assert told(graph.search(text)) == told(neo4j_search.search(session, text))


def test_the_index_answers_cypher_on_both_stores(graph: Graph, session: neo4j.Session) -> None:
    for query in ("+кыргыз*", "+ж*", "+kgz"):
        here = [row["iri"] for row in graph.cypher(INDEX, q=query)]
        assert here == [row["iri"] for row in session.run(INDEX, q=query)] != []


# -------------------------------------------------------------------------------------------------- indexes


def test_a_push_makes_the_indexes_and_again_changes_nothing(session: neo4j.Session) -> None:
    listed = neo4j_indexes.listed(session)
    assert [(i.name, i.kind, i.on, i.state) for i in listed if i.name in {d.name for d in neo4j_indexes.INDEXES}] == [
        ("govgraph_event_starts", "RANGE", "Event(startsFrom)", "ONLINE"),
        ("govgraph_identifiers", "FULLTEXT", "Actor|Document|Place|Post(identifiers)", "ONLINE"),
        ("govgraph_membership_starts", "RANGE", "MEMBER_OF(startsFrom)", "ONLINE"),
        ("govgraph_search", "FULLTEXT", "Entity(search)", "ONLINE"),
    ]
    session.run("CREATE TEXT INDEX theirs IF NOT EXISTS FOR (n:Person) ON (n.nickname)").consume()
    before = neo4j_indexes.listed(session)
    neo4j_indexes.ensure(session)
    after = neo4j_indexes.listed(session)
    assert [i.name for i in after] == [i.name for i in before]
    assert "theirs" in [i.name for i in after]
    session.run("DROP INDEX theirs").consume()


def test_the_indexes_are_used(session: neo4j.Session) -> None:
    for query, index in (
        ("MATCH (e:Event) WHERE e.startsFrom > date('2020-01-01') RETURN e", "govgraph_event_starts"),
        ("MATCH ()-[r:MEMBER_OF]->() WHERE r.startsFrom > date('2030-01-01') RETURN r", "govgraph_membership_starts"),
    ):
        plan = str(session.run(f"EXPLAIN {query}").consume().plan)
        assert "IndexSeek" in plan, (index, plan)
    whole = "CALL db.index.fulltext.queryNodes('govgraph_identifiers', $q) YIELD node RETURN node.iri AS iri"
    found = [row["iri"] for row in session.run(whole, q='"iso3:KGZ"')]
    assert [iri.rsplit("/", 1)[-1] for iri in found] == ["KGZ"]


def test_a_name_that_is_taken_is_told(session: neo4j.Session) -> None:
    session.run("DROP INDEX govgraph_search").consume()
    session.run("CREATE TEXT INDEX govgraph_search FOR (n:Other) ON (n.x)").consume()
    try:
        with pytest.raises(GraphError, match="govgraph_search"):
            neo4j_indexes.ensure(session)
    finally:
        session.run("DROP INDEX govgraph_search").consume()
    with pytest.raises(GraphError, match="no full-text index govgraph_search"):
        neo4j_search.search(session, "кыргыз")
    neo4j_indexes.ensure(session)
    assert len(neo4j_search.search(session, "кыргыз"))


def test_check_lists_the_indexes(people: Graph) -> None:
    people.build("property")
    report = people.check()
    assert report.ok
    assert {(i.name, i.kind, i.on, i.state) for i in report.indexes} >= {
        ("govgraph_search", "FULLTEXT", "Entity(search)", "ONLINE")
    }
    assert "govgraph_search (FULLTEXT on Entity(search), ONLINE)" in str(report)
    assert report.to_json()["indexes"]


# ----------------------------------------------------------------------------------------------- the command


def test_the_command_finds(people: Graph, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["govgraph", "search", "МЕКТЕП", "--graph", str(people.path), "--json"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 0
    assert '"matched": "Омурбек атындагы мектеп"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("МЕКТЕП", 0, "showing Омурбек атындагы мектеп"),
        ("текебаев", 1, "have it in their names"),
        ("жок", 1, "no actor is called 'жок'"),
    ],
)
def test_view_falls_back_to_search(
    people: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    name: str, status: int, said: str,
) -> None:  # fmt: skip
    page = tmp_path / "page.html"
    arguments = ["view", "--actor", name, "-o", str(page), "--graph", str(people.path)]
    monkeypatch.setattr("sys.argv", ["govgraph", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == status
    assert said in " ".join(capsys.readouterr().err.split())
    assert page.exists() == (status == 0)
