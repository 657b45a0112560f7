"""The log of decisions: what counts does not depend on an order, an undo gives back what was, and a batch is kept whole or not at all."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govgraph.graph.errors import Damaged, GraphError
from govgraph.graph.identity import log
from govgraph.graph.identity.clusters import Link, clusters
from govgraph.graph.identity.decisions import (
    JUDGEMENTS,
    NOT_SAME,
    SAME,
    UNDO,
    UNSURE,
    Decision,
    counting,
    last_words,
    pair,
)
from govgraph.graph.identity.exchange import read_decisions

ACTORS = [f"x:{n}" for n in range(5)]
PAIRS = [pair(a, b) for a in ACTORS for b in ACTORS if a < b]


def _decided(steps: list[tuple[int, str, bool]], who: str) -> list[Decision]:
    """A log that one person makes: each decision replaces the last on its pair; some are undone at once."""
    made: list[Decision] = []
    for number, (which, judgement, undone) in enumerate(steps):
        a, b = PAIRS[which % len(PAIRS)]
        word = last_words(made).get((a, b))
        after = tuple(sorted(d.id for d in word.decisions)) if word else ()
        when = f"2026-01-01T00:00:{number % 60:02d}+00:00"
        made.append(Decision(a, b, judgement, who=who, when=when, after=after))
        if undone:
            made.append(Decision(a, b, UNDO, who=who, when=when, undoes=made[-1].id))
    return made


STEPS = st.lists(st.tuples(st.integers(0, len(PAIRS) - 1), st.sampled_from(JUDGEMENTS), st.booleans()), max_size=12)


@given(STEPS, STEPS, st.randoms(use_true_random=False))
def test_what_counts_does_not_depend_on_the_order(one: list, other: list, chance: random.Random) -> None:  # type: ignore[type-arg]
    joined = _decided(one, "A") + _decided(other, "B")
    shuffled = joined * 2
    chance.shuffle(shuffled)
    assert last_words(shuffled) == last_words(joined)
    links = [Link(*PAIRS[3], "wikidata:Q1"), Link(*PAIRS[7], "wikidata:Q2")]
    given_order, other_order = clusters(last_words(joined), links), clusters(last_words(shuffled), links[::-1])
    assert given_order == other_order


@settings(max_examples=1)
@given(STEPS)
def test_an_example_that_takes_long_is_not_wrong(steps: list) -> None:  # type: ignore[type-arg]
    """As on a busy computer: Hypothesis allows 200 ms if nobody says otherwise, as conftest.py does."""
    time.sleep(0.25)
    assert len(_decided(steps, "A")) >= len(steps)


@given(STEPS, st.integers(0, len(PAIRS) - 1), st.sampled_from(JUDGEMENTS))
def test_an_undo_gives_back_what_was(steps: list, which: int, judgement: str) -> None:  # type: ignore[type-arg]
    before = _decided(steps, "A")
    a, b = PAIRS[which]
    word = last_words(before).get((a, b))
    one = Decision(a, b, judgement, who="B", when="2027", after=tuple(d.id for d in word.decisions) if word else ())
    undo = Decision(a, b, UNDO, who="B", when="2027", undoes=one.id)
    assert last_words([*before, one, undo]) == last_words(before)
    redo = Decision(a, b, UNDO, who="B", when="2028", undoes=undo.id)
    assert last_words([*before, one, undo, redo]) == last_words([*before, one])


@given(STEPS, STEPS)
def test_nobody_is_put_together_with_whom_they_are_not(one: list, other: list) -> None:  # type: ignore[type-arg]
    words = last_words(_decided(one, "A") + _decided(other, "B"))
    links = [Link(a, b, "wikidata:Q1") for a, b in PAIRS[::2]]
    found = clusters(words, links)
    assert sorted(x for members in found.members for x in members) == sorted({x for m in found.members for x in m})
    for members in found.members:
        inside = set(members)
        assert not [of for of, word in words.items() if word.judgement == NOT_SAME and set(of) <= inside]
    for of, word in words.items():
        together = any(set(of) <= set(members) for members in found.members)
        refused = any(set(of) <= set(apart.members) for apart in found.refused)
        if word.judgement == SAME:
            assert together != refused


def test_two_who_did_not_know_of_each_other_leave_a_pair_unsure() -> None:
    one = Decision("x:1", "x:2", SAME, who="A")
    other = Decision("x:1", "x:2", NOT_SAME, who="B")
    word = last_words([one, other])["x:1", "x:2"]
    assert (word.judgement, word.disputed) == (UNSURE, True)
    assert clusters(last_words([one, other])).members == []
    settled = Decision("x:1", "x:2", SAME, who="C", after=(one.id, other.id))
    assert last_words([one, other, settled])["x:1", "x:2"].judgement == SAME


def test_not_the_same_survives_that_a_cluster_is_taken_apart() -> None:
    apart = Decision("x:1", "x:3", NOT_SAME)
    one, other = Decision("x:1", "x:2", SAME), Decision("x:2", "x:3", SAME)
    found = clusters(last_words([apart, one, other]))
    assert found.members == []
    assert found.refused[0].members == ("x:1", "x:2", "x:3")
    undo = Decision("x:1", "x:2", UNDO, undoes=one.id)
    assert clusters(last_words([apart, one, other, undo])).members == [("x:2", "x:3")]
    # x:1 is not x:3, so nothing puts it to x:2 either.
    assert clusters(last_words([apart, other]), [Link("x:1", "x:2", "wikidata:Q1")]).members == [("x:2", "x:3")]


def test_an_undo_of_a_decision_on_another_pair_does_nothing() -> None:
    one = Decision("x:1", "x:2", SAME)
    assert one.id in counting([one, Decision("x:3", "x:4", UNDO, undoes=one.id)])


def test_long_chains_of_undone_undos_are_followed() -> None:
    chain = [Decision("x:1", "x:2", SAME)]
    for number in range(3_000):
        chain.append(Decision("x:1", "x:2", UNDO, when=str(number), undoes=chain[-1].id))
    assert (chain[0].id in counting(chain)) == (len(chain) % 2 == 1)


# ------------------------------------------------------------------------------------------------- the files


def _one(number: int) -> Decision:
    return Decision("x:1", f"x:{number}", SAME, who="Асан", when=f"2026-01-01T00:00:0{number}+00:00", score=0.5)


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    for number in (4, 2, 3):
        log.append(tmp_path, dict([log.batch([_one(number)])]))
    assert log.read(tmp_path).decisions == (_one(2), _one(3), _one(4))
    assert log.read(tmp_path).digest != log.Log().digest == ""


def test_two_logs_join_as_sets(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, numbers in ((here, (2, 3)), (there, (3, 4))):
        folder.mkdir()
        for number in numbers:
            log.append(folder, dict([log.batch([_one(number)])]))
    for source, target in ((here, there), (there, here)):
        log.append(target, {p.name: p.read_bytes() for p in (source / log.FOLDER).glob("*.jsonl")})
    assert log.read(here) == log.read(there)
    assert len(log.read(here).decisions) == 3


def test_what_a_killed_process_left_is_not_read(tmp_path: Path) -> None:
    name, data = log.batch([_one(2)])
    log.append(tmp_path, {name: data})
    (tmp_path / log.FOLDER / f"tmp-{log.batch([_one(3)])[0]}").write_bytes(data[:20])
    assert log.read(tmp_path).decisions == (_one(2),)


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    name, data = log.batch([_one(2)])
    log.append(tmp_path, {name: data})
    (tmp_path / log.FOLDER / name).write_bytes(data.replace(b"same", b"sane"))
    with pytest.raises(Damaged, match="changed after"):
        log.read(tmp_path)
    (tmp_path / log.FOLDER / name).rename(tmp_path / log.FOLDER / "mine.jsonl")
    with pytest.raises(Damaged, match="no file of decisions"):
        log.read(tmp_path)


# -------------------------------------------------------------------------------------- files of other programs

SSSOM = """#mapping_set_id: https://example.org/set
#curie_map:
#  a: https://example.org/a/
#  wd: "http://www.wikidata.org/entity/"
subject_id\tpredicate_modifier\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tauthor_label
wd:Q1\t\tskos:exactMatch\ta:1\tsemapv:ManualMappingCuration\t0.9\tАсан|Үсөн
wd:Q2\tNot\tskos:exactMatch\ta:2\tsemapv:ManualMappingCuration\t\t
wd:Q3\t\tskos:closeMatch\ta:3\tsemapv:ManualMappingCuration\t\t
"""
NOMENKLATURA = """["Q1", "x:1", "positive", 0.9, "me", "2023-01-01T00:00:00"]
["x:2", "x:1", "negative", null, null, null]
["x:3", "x:1", "no_judgement", 0.5, null, null]
["x:4", "x:1", "unsure", null, "me", null]
"""


def test_sssom_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv"
    file.write_text(SSSOM, "utf-8")
    one, other = read_decisions(file, "Мен")
    assert (one.a, one.b, one.judgement) == ("http://www.wikidata.org/entity/Q1", "https://example.org/a/1", SAME)
    assert (one.score, one.who) == (0.9, "Асан")
    assert (other.judgement, other.who) == (NOT_SAME, "Мен")


def test_a_broken_row_costs_the_row(tmp_path: Path) -> None:
    """As spreadsheets write it, with headings in any case; OpenRefine's scores go to 100."""
    file = tmp_path / "table.csv"
    file.write_text(
        "A;B;Judgement;Score\nx:1 ;x:2;Matched;97.5\nno iri;x:2;same;\nx:3;x:4;perhaps;\nx:5;x:6;not same;2\nx:7;x:8;same;1\n",
        "utf-8",
    )
    broken: list[str] = []
    found = read_decisions(file, broken=broken)
    assert [(d.a, d.b, d.judgement, d.score) for d in found] == [
        ("x:1", "x:2", "same", 0.975),
        ("x:7", "x:8", "same", 1),
    ]
    assert [row.removeprefix(str(file)).split(":")[1] for row in broken] == ["3", "4", "5"]
    with pytest.raises(GraphError, match="no IRI"):
        read_decisions(file)


def test_judgements_of_nomenklatura_are_read(tmp_path: Path) -> None:
    file = tmp_path / "resolver.ijson"
    file.write_text(NOMENKLATURA.replace('"Q1"', '"x:9"'), "utf-8")
    assert [(d.b, d.judgement) for d in read_decisions(file)] == [("x:9", SAME), ("x:2", NOT_SAME), ("x:4", UNSURE)]


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        (NOMENKLATURA, ":1", "'Q1' is no IRI"),
        ("a,b\nx:1,x:2\n", ":1", "the columns are a, b"),
        ("a,b,judgement\nx:1,x:2,same\nx:1,x:2,maybe\n", ":3", "'maybe'"),
        ('[{"a": "x:1", "b": "x:2", "judgement": "undo", "undoes": "1"}]', ":1", "an undo cannot"),
        ('{"a": "x:1"\n', ":1", "is no JSON"),
        ('["x:1"]', ":1", "is no decision"),
        ('{"a": "x:1", "judgement": "same"}', ":1", "b is missing"),
        ('{"a": "x:1", "b": "x:1", "judgement": "same"}', ":1", "both are one IRI"),
        ('{"a": "x:1", "b": "x:2", "judgement": "same", "score": 2}', ":1", "not between 0 and 1"),
        ("", ":1", "the columns are"),
        (b"\xff\xfe\x00", "", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, content: str | bytes, where: str, words: str
) -> None:
    file = tmp_path / "decisions"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(GraphError) as error:
        read_decisions(file)
    assert error.value.where == f"{file}{where}"
    assert words in error.value.what and (error.value.expected or error.value.hint)


@pytest.mark.parametrize(
    "values", [{}, {"a": "x:1", "b": "x:2", "judgement": "maybe"}, {"a": "x:1", "b": "x:2", "judgement": "undo"}]
)
def test_what_is_no_decision_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(GraphError, match="is no decision"):
        Decision.of_json(values, "file:1")
