"""One parliament of four sources in one graph: who is one is one, namesakes are not, each merge has its reason and can be undone, and questions
over merged actors have the same answer in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from example_queries import questions, simple_rows
from parliament_files import DEPUTIES, EXAMPLE, SHARED, wikidata_item, write

import govgraph
from govgraph.graph.graph import Graph
from govgraph.graph.identity.candidates import Candidate
from govgraph.graph.identity.decisions import NOT_SAME, SAME, Decision

pytestmark = pytest.mark.slow
ID = "https://w3id.org/govgraph/id/"
HOUSE = f"{ID}organization/kenesh/house"
NAMESAKES = f"{ID}person/kenesh/namesake", f"{ID}person/wikidata/Q900100"
DAY = "2012-05-05"


def _deputy(number: int) -> str:
    return f"{ID}person/kenesh/d{number}"


def _wikidata(number: int) -> str:
    return f"{ID}person/wikidata/{wikidata_item(number)}"


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Graph, list[Candidate]]]:
    """The graph after somebody has said *same* of all candidates, and the candidates."""
    home = tmp_path_factory.mktemp("parliament")
    with govgraph.open(home / "graph") as graph:
        graph.load(EXAMPLE)
        for name, file in write(home).items():
            (report,) = graph.load(file, dataset=name, country="KGZ" if name == "kenesh" else "")
            assert not report.failed and not report.rejected
        pairs = graph.identity.candidates(limit=1000).pairs
        said = [Decision(pair.a, pair.b, SAME, reason=f"{pair.a_name}, {pair.b_name}") for pair in pairs]
        taken = graph.identity.take(said)
        assert len(taken.taken) == len(pairs) and not taken.refused
        yield graph, pairs


def test_who_is_one_is_one_and_namesakes_are_not(merged: tuple[Graph, list[Candidate]]) -> None:
    graph, pairs = merged
    for number in range(len(DEPUTIES)):
        assert graph.identity.now(_wikidata(number)) == graph.identity.now(_deputy(number))
    now = {graph.identity.now(_deputy(number)) for number in range(len(DEPUTIES))}
    rows = graph.sql(
        "SELECT iri, same_as, datasets FROM actors WHERE iri IN (SELECT unnest($a::VARCHAR[]))", a=sorted(now)
    ).rows
    assert len(rows) == len(DEPUTIES) and all(len(row["datasets"]) == 3 for row in rows)
    # Nobody else was proposed but the deputies, the president, whom the factbook and the example have, and a party and a faction of one name.
    assert len([p for p in pairs if "JAPAROV" in (p.a_name + p.b_name).upper()]) == 1
    assert len([p for p in pairs if (p.a_name, p.b_name) == ("Yntymak", "Yntymak")]) == 1
    assert len(pairs) == 2 + len(DEPUTIES) + 2 * (len(DEPUTIES) - SHARED)
    assert len({graph.identity.now(iri) for iri in NAMESAKES}) == 2
    house = graph.sql("SELECT same_as, names FROM actors WHERE iri = $a", a=HOUSE).rows[0]
    assert {iri.rpartition("/")[2] for iri in house["same_as"]} == {"legislature", "Q578193", "kg-parliament"}
    assert graph.check().errors == []


def test_each_merge_has_its_reason(merged: tuple[Graph, list[Candidate]]) -> None:
    graph, _ = merged
    actors = graph.sql("SELECT iri, same_as FROM actors WHERE same_as IS NOT NULL").rows
    assert len(actors) > len(DEPUTIES)
    for row in actors:
        reasons = graph.identity.reasons(row["iri"])
        assert reasons.keys() == set(row["same_as"]) and all(reasons.values())
    found = graph.identity.explain(_deputy(0), _wikidata(0))
    assert [(step.by, step.what) for step in found.steps] == [("shared identifier", "wikidata:Q900000")]
    by_name = graph.identity.explain(_deputy(SHARED), _wikidata(SHARED))
    assert {step.by for step in by_name.steps} == {"decision"} and all(step.reason for step in by_name.steps)
    apart = graph.identity.explain(*NAMESAKES)
    assert not apart.together and "born" in apart.contradicts


def test_each_merge_is_undone_once_and_the_triples_are_what_they_were(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "graph") as graph:
        for name, file in write(tmp_path).items():
            graph.load(file, dataset=name, country="KGZ" if name == "kenesh" else "")
        graph.build("rdf")
        start = graph.ntriples()
        merges = [(_deputy(n), _wikidata(n)) for n in range(SHARED, len(DEPUTIES))]
        made = []
        for pair in merges:
            before = graph.ntriples()
            decision = graph.identity.decide(*pair)
            assert decision and graph.ntriples() != before
            graph.identity.undo(decision.id)
            assert graph.ntriples() == before
            made.append(graph.identity.decide(*pair))
        # Links that nobody decided on are undone by a decision, and that by an undo.
        together = graph.ntriples()
        for pair in [(_deputy(0), _wikidata(0)), (f"{ID}organization/wikidata/Q578193", HOUSE)]:
            decision = graph.identity.decide(*pair, NOT_SAME)
            assert decision and graph.identity.now(pair[0]) != graph.identity.now(pair[1])
            graph.identity.undo(decision.id)
            assert graph.ntriples() == together
        for decision in made:
            assert decision is not None
            graph.identity.undo(decision.id)
        assert graph.ntriples() == start


def test_questions_over_merged_actors_have_one_answer_in_three_languages(
    merged: tuple[Graph, list[Candidate]],
) -> None:
    graph, _ = merged
    ways = {"sparql": graph.sparql, "cypher": graph.cypher, "sql": graph.sql}
    for name, by_language in questions().items():
        given: dict[str, Any] = dict(next(iter(by_language.values())).parameters)
        if name == "03-offices-on-a-day":
            given = {"day": DAY}
        if name == "18-career-of-a-person":
            # Asked by an IRI that the person does not have any more.
            given = {key: _wikidata(0) for key in given}
        answers = {code: simple_rows(ways[code](query.text, **given).rows) for code, query in by_language.items()}
        first = next(iter(answers.values()))
        assert all(rows == first for rows in answers.values()), name
        if name == "03-offices-on-a-day":
            holders = {row[2] for row in first}
            assert {graph.identity.now(_deputy(number)) for number in range(len(DEPUTIES))} <= holders
        if name == "18-career-of-a-person":
            assert len(first) >= 2
