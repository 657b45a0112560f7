"""Who is the same as whom, over whole graphs: one actor has one node, every IRI still answers, and an undo gives back what was."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from identity_files import iri, load_two, write_two
from neo4j.time import Duration
from often import cases
from page_data import page_data
from record_files import write_table

import govgraph
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.graph.identity.decisions import NOT_SAME, SAME, UNSURE, Decision
from govgraph.graph.identity.exchange import read_decisions
from govgraph.graph.identity.kept import outcomes
from govgraph.graph.identity.told import KINDS

ASAN, ASAN_TOO = iri("one", "asan"), iri("other", "1")
BAKYT, BAKYT_TOO = iri("one", "bakyt"), iri("other", "2")
KENESH, KENESH_TOO = iri("one", "kenesh"), iri("other", "3")
NAMESAKE, NAMESAKE_TOO = iri("one", "namesake"), iri("other", "4")


@pytest.fixture(scope="module")
def _two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of both publications, to be copied: loading takes longer. Its files are beside it."""
    return load_two(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def graph(_two: Path, tmp_path: Path) -> Iterator[Graph]:
    with govgraph.open(shutil.copytree(_two, tmp_path / "graph")) as opened:
        yield opened


def _records(graph: Graph) -> dict[str, str]:
    files = (p for p in graph.path.glob("records/*/*") if p.is_file())
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def _rebuilt(graph: Graph) -> bytes:
    """What the records and the log give when all is built from nothing."""
    before = graph.ntriples()
    graph.rebuild()
    assert graph.ntriples() == before
    return before


def test_one_actor_has_one_node_with_what_all_say(graph: Graph) -> None:
    records = _records(graph)
    graph.build("rdf")
    made = graph.identity.decide(ASAN, ASAN_TOO, reason="same birth and seat", who="Тест")
    assert made is not None
    (row,) = graph.sql("SELECT * FROM actors WHERE iri IN ($a, $b)", a=ASAN, b=ASAN_TOO).rows
    assert (row["iri"], row["same_as"]) == (ASAN, [ASAN_TOO])
    assert {(n["lang"], n["text"]) for n in row["names"]} == {
        ("ky", "Асан Үсөн уулу"), ("en", "Asan Usonov"), ("ru", "Асан Усонов"),
    }  # fmt: skip
    assert len(row["datasets"]) == 2
    assert graph.sql("SELECT count(*) FROM memberships WHERE member = $a", a=ASAN).rows[0][0] == 1
    assert graph.sql("SELECT count(*) FROM participations WHERE participant = $a", a=ASAN).rows[0][0] == 1
    assert ASAN in graph.sql("SELECT about FROM events").rows[0][0]
    assert graph.sparql("SELECT ?d { GRAPH ?d { ?a skos:prefLabel 'Asan Usonov'@en } }").rows[0][0].endswith("other")
    assert _records(graph) == records
    _rebuilt(graph)
    assert graph.check(deep=True).findings == []


def test_every_older_iri_still_answers(graph: Graph) -> None:
    graph.identity.decide(ASAN, ASAN_TOO)
    said = f"{ASAN_TOO} is the actor {ASAN} now, which was asked for instead"
    answers = {
        "sparql": graph.sparql(f"SELECT ?m {{ ?m org:member <{ASAN_TOO}> }}"),
        "given": graph.sparql("SELECT ?m { ?m org:member ?a }", a=ASAN_TOO),
        "sql": graph.sql(f"SELECT iri FROM memberships WHERE member = '{ASAN_TOO}'"),
        "bound": graph.sql("SELECT iri FROM memberships WHERE member = $a", a=ASAN_TOO),
    }
    for way, answer in answers.items():
        assert len(answer) == 1, way
        assert [w.partition(": ")[2] for w in answer.warnings] == [said], way
    assert [actor["iri"] for actor in graph.actor(ASAN_TOO)] == [ASAN]
    assert len(graph.trace(ASAN_TOO)) == len(graph.trace(ASAN)) == 2
    records = graph.sql(f"SELECT iri FROM records.actors WHERE iri = '{ASAN_TOO}'")
    assert [row[0] for row in records] == [ASAN_TOO]
    assert "the table other_iris says so" in records.warnings[0]
    page = graph.view(graph.path.parent / "page.html", actor=ASAN_TOO).path.read_text("utf-8")
    assert ASAN_TOO in str(page_data(page))


@pytest.mark.slow
def test_every_older_iri_still_answers_in_cypher(graph: Graph) -> None:
    graph.build("property")
    graph.identity.decide(ASAN, ASAN_TOO)
    answer = graph.cypher(f"MATCH (n {{iri: '{ASAN_TOO}'}})-[:MEMBER_OF]->(o) RETURN n.sameAs, o.iri")
    assert answer.rows[0][0] == [ASAN_TOO]
    assert "which was asked for instead" in answer.warnings[0]
    within = graph.cypher("MATCH (n {iri: $m.a[0]}) RETURN n.iri, $d.months", m={"a": [ASAN_TOO]}, d=Duration(years=1))
    assert within.rows == [(ASAN, 12)]
    assert graph.check(deep=True).findings == []


def test_an_undo_gives_back_exactly_what_was(graph: Graph) -> None:
    graph.build("rdf")
    before = graph.ntriples()
    pairs = [(ASAN, ASAN_TOO), (KENESH, KENESH_TOO)]
    made = [graph.identity.decide(a, b) for a, b in pairs]
    assert graph.ntriples() != before
    for decision in made:
        assert decision is not None
        graph.identity.undo(decision.id[:8])
    assert graph.ntriples() == before
    assert graph.sql("SELECT count(*) FROM actors WHERE iri = $a", a=ASAN_TOO).rows[0][0] == 1
    assert [entry.status for entry in graph.identity.log()] == ["undone", "undone", "counts", "counts"]
    graph.rebuild()
    assert graph.ntriples() == before


def test_what_is_decided_again_after_an_undo_counts(graph: Graph, tmp_path: Path) -> None:
    """Also if it comes from a file that says when it was decided: it is another entry then."""
    file = tmp_path / "decisions.json"
    file.write_text(
        f'[{{"a": "{ASAN}", "b": "{ASAN_TOO}", "judgement": "same", "who": "A", "when": "2020-01-01"}}]', "utf-8"
    )
    for times in (1, 2):
        (made,) = graph.identity.take(read_decisions(file)).taken
        assert (made.who, made.when) == ("A", "2020-01-01")
        assert graph.identity.now(ASAN_TOO) == ASAN
        graph.identity.undo(made.id)
        assert graph.identity.now(ASAN_TOO) == ASAN_TOO
        assert len(graph.identity.log()) == 2 * times
    with pytest.raises(GraphError, match="text that is none"):
        graph.identity.decide(ASAN, ASAN_TOO, reason="\ud800")


def test_an_actor_may_stand_by_an_identifier_that_only_it_has(graph: Graph) -> None:
    taken = graph.identity.take([Decision("wikidata:Q100", ASAN, NOT_SAME), Decision("wikidata:Q7", ASAN, NOT_SAME)])
    assert {frozenset(made.pair) for made in taken.taken} == {
        frozenset((graph.identity.now(BAKYT), ASAN)),
        frozenset(("wikidata:Q7", ASAN)),  # two actors have it, which contradict each other
    }
    assert taken.unknown == ["wikidata:Q7"]


def test_sure_ones_link_by_themselves_unless_something_contradicts(graph: Graph) -> None:
    assert graph.identity.now(BAKYT_TOO) == BAKYT
    assert graph.identity.now(NAMESAKE_TOO) == NAMESAKE_TOO
    found = {outcome["outcome"]: outcome for outcome in outcomes(graph.version())}
    assert found["linked"]["why"] == "wikidata:Q100"
    assert "one was born 1950-01-01 to 1950-12-31, the other 1980-01-01 to 1980-12-31" in found["contradicted"]["why"]
    explained = graph.identity.explain(BAKYT, BAKYT_TOO)
    assert explained.together and explained.steps[0].what == "wikidata:Q100"
    apart = graph.identity.explain(NAMESAKE, NAMESAKE_TOO)
    assert not apart.together and "born" in apart.apart and apart.shared == ("wikidata:Q7",)


def test_not_the_same_wins_over_what_is_sure(graph: Graph) -> None:
    made = graph.identity.decide(BAKYT, BAKYT_TOO, NOT_SAME)
    assert made and graph.identity.now(BAKYT_TOO) == BAKYT_TOO
    graph.identity.undo(made.id)
    assert graph.identity.now(BAKYT_TOO) == BAKYT
    graph.identity.decide(BAKYT, BAKYT_TOO, UNSURE)
    assert graph.identity.now(BAKYT_TOO) == BAKYT_TOO


def test_the_rule_can_be_switched_off_and_on(graph: Graph) -> None:
    before = graph.ntriples()
    assert graph.identity.link_by_identifier(True) is None
    assert graph.identity.link_by_identifier(False)
    assert graph.identity.link_by_identifier(False) is None
    assert graph.identity.now(BAKYT_TOO) == BAKYT_TOO
    assert graph.identity.link_by_identifier(True)
    assert graph.ntriples() == before


def test_a_load_says_what_it_linked_and_what_contradicted(tmp_path: Path) -> None:
    one, other = write_two(tmp_path)
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(one, dataset="one")
        dry = graph.load(other, dataset="other", dry_run=True)
        reports = graph.load(other, dataset="other")
        for report in (*dry, *reports):
            if not report.path.endswith("actors.csv"):
                assert report.identity == {}
                continue
            linked, contradicted = report.notes[KINDS["linked"]], report.notes[KINDS["contradicted"]]
            assert (linked["count"], linked["examples"][0]["row"]) == (1, 3)
            assert "wikidata:Q100" in linked["examples"][0]["value"]
            assert "one was born 1950" in contradicted["examples"][0]["value"]
        again = graph.load(one, dataset="one")
        assert [report.identity for report in again] == [{}]
    with govgraph.open(tmp_path / "apart") as graph:
        graph.load(one, dataset="one", link=False)
        graph.load(other, dataset="other")
        assert graph.identity.now(BAKYT_TOO) == BAKYT_TOO
        # One for each of the two rules.
        assert [entry.decision.judgement for entry in graph.identity.log()] == [NOT_SAME, NOT_SAME]


def test_an_unload_leaves_what_the_others_say(graph: Graph, _two: Path) -> None:
    graph.identity.decide(ASAN, ASAN_TOO)
    together = graph.ntriples()
    first = _two.parent / "one" / "actors.csv"
    graph.unload(str(first))
    # The decision stays; the actor is shown under the IRI that rows describe.
    (row,) = graph.sql("SELECT iri, same_as FROM actors WHERE iri = $a", a=ASAN).rows
    assert (row["iri"], row["same_as"]) == (ASAN_TOO, [ASAN])
    assert graph.sparql(f"ASK {{ <{ASAN}> a gov:Person }}").rows[0][0]
    graph.load(first, dataset="one")
    assert graph.ntriples() == together


def test_a_contradiction_is_refused_with_what_it_contradicts(graph: Graph) -> None:
    graph.identity.decide(ASAN, ASAN_TOO, NOT_SAME)
    with pytest.raises(GraphError, match="wikidata:Q100 and wikidata:Q7"):
        graph.identity.decide(BAKYT, NAMESAKE)
    graph.identity.decide(ASAN, KENESH)
    with pytest.raises(GraphError, match="decided to be not the same"):
        graph.identity.decide(KENESH, ASAN_TOO)
    assert graph.identity.decide(ASAN, KENESH) is None
    with pytest.raises(GraphError, match="no judgement"):
        graph.identity.decide(ASAN, KENESH, "smae")
    with pytest.raises(GraphError, match="no actor"):
        graph.identity.decide(ASAN, "https://w3id.org/govgraph/id/record/one/kenes")
    with pytest.raises(GraphError, match="no entry"):
        graph.identity.undo("zz")


def test_what_is_no_actor_is_not_put_together_with_one(graph: Graph) -> None:
    before = graph.ntriples()
    taken = graph.identity.take([Decision(ASAN, iri("other", "e1"), SAME)])
    assert "is no actor, it is in the table events" in taken.refused[0][1]
    _put(graph, Decision(ASAN, iri("other", "e1"), SAME))
    assert graph.ntriples() == before
    (finding,) = graph.check(shapes=False).findings
    assert finding.what.startswith("decisions are not carried out")


def test_a_decision_may_come_before_its_actors(tmp_path: Path) -> None:
    one, other = write_two(tmp_path)
    with govgraph.open(tmp_path / "graph") as early:
        early.load(one, dataset="one")
        taken = early.identity.take([Decision(ASAN, ASAN_TOO, SAME, when="2026")])
        assert taken.unknown == [ASAN_TOO]
        early.load(other, dataset="other")
        with govgraph.open(tmp_path / "late") as late:
            late.load(one, dataset="one")
            late.load(other, dataset="other")
            late.identity.decide(ASAN, ASAN_TOO)
            assert late.ntriples() == early.ntriples()


@pytest.mark.slow
@pytest.mark.parametrize("seed", cases(0, only_in_ci=range(1, 6)))
def test_any_order_of_loads_and_decisions_gives_the_same_graph(seed: int, tmp_path: Path) -> None:
    """Each change is made from the version before; a graph that is built from nothing must have the same content."""
    chance = random.Random(seed)
    one, other = write_two(tmp_path)
    more = write_table(tmp_path / "third" / "actors.csv", [
        {"id": "x", "kind": "person", "name_en": "Asan", "identifiers": "wikidata:Q55"},
        {"id": "y", "kind": "organization", "name_en": "Parliament", "identifiers": "wikidata:Q100"},
    ]).parent  # fmt: skip
    # Nothing describes the body and the party, but decisions may say who they are; an event is no actor.
    membership = {"id": "m", "member": "x", "organization": "nowhere", "on_behalf_of": "nobody"}
    write_table(more / "memberships.csv", [membership])
    actors = [ASAN, ASAN_TOO, BAKYT, BAKYT_TOO, KENESH, KENESH_TOO, iri("other", "e1")]
    actors += [iri("third", local) for local in ("x", "y", "nowhere", "nobody")]
    steps: list[tuple[Path, str] | Decision] = [(one, "one"), (other, "other"), (more, "third")]
    for number in range(8):
        a, b = sorted(chance.sample(actors, 2))
        judgement = chance.choice([SAME, SAME, NOT_SAME, UNSURE])
        steps.append(Decision(a, b, judgement, who=f"{number}", when=f"{number}"))
    contents = []
    for order in range(2):
        chance.shuffle(steps)
        with govgraph.open(tmp_path / f"graph{order}") as graph:
            graph.folder.create(graph.settings)
            for step in steps:
                if isinstance(step, Decision):
                    _put(graph, step)
                else:
                    graph.load(step[0], dataset=step[1])
                    graph.build("rdf")
            contents.append(graph.ntriples())
            graph.rebuild()
            assert graph.ntriples() == contents[-1]
    assert contents[0] == contents[1]


def _put(graph: Graph, decision: Decision) -> None:
    """Put a decision into the log whatever it contradicts, as a log that comes from elsewhere may."""
    from govgraph.graph.build.version import build_version
    from govgraph.graph.identity import log
    from govgraph.graph.progress import silent

    with graph.folder.writing():
        log.append(graph.path, dict([log.batch([decision])]))
        if graph.folder.loads():
            build_version(graph.folder, graph.folder.loads(), silent)
