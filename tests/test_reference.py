"""The reference answers for every word of the ontology, in whichever form it is met, and names the nearest of any other."""

from __future__ import annotations

import json

import pytest

from govgraph.ontology.classes import classes, properties
from govgraph.ontology.declaration import tables
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.reference import COMMON, reference
from govgraph.ontology.reference_codes import LISTS
from govgraph.ontology.reference_page import page
from govgraph.ontology.terms import PREFIXES, shorten

WORDS = list(
    dict.fromkeys(
        [
            *tables(), *classes(), *(f"gov:{c}" for c in classes()), *properties(), *(f"gov:{p}" for p in properties()), *LISTS,
            *COMMON, *(c.key for c in COMMON.values()), *(shorten(c.term) for c in COMMON.values() if c.term), *(f"{t.name}.{c.name}" for t in tables().values() for c in t.columns),
            *(c.key for t in tables().values() for c in t.columns),
            *(c.relationship for t in tables().values() for c in t.columns if c.relationship),
            *(shorten(c.term) for t in tables().values() for c in t.columns if c.term),
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_a_page(word: str) -> None:
    facts = reference(word)
    assert json.loads(json.dumps(facts)) == facts
    head = page(word).splitlines()[0]
    assert head.strip()


def test_the_overview_names_all_tables_classes_and_lists() -> None:
    facts = reference()
    assert [t["name"] for t in facts["tables"]] == list(tables())
    assert {c["name"] for c in facts["classes"]} == {f"gov:{c}" for c in classes()}
    text = page()
    for name in (*tables(), *LISTS):
        assert name in text


def test_a_table_tells_type_term_key_and_relationship_of_each_column() -> None:
    facts = reference("events")
    columns = {c["column"]: c for c in facts["columns"]}
    assert columns["tone"]["term"] == "gov:tone"
    assert columns["start_date"]["key"] == "startDate"
    assert columns["place"]["relationship"] == "TOOK_PLACE_IN"
    assert columns["place"]["key"] == ""
    assert columns["about"]["type"] == "ref (several)"
    assert columns["status"]["values"] == ["happened", "planned", "cancelled"]
    assert {c["column"] for c in facts["common"]} >= {"iri", "load", "row", "sources", "documents"}
    assert reference("participations")["columns"][0]["end"] == "source"


def test_the_other_iris_of_an_actor_are_found_in_each_form() -> None:
    for word in ("sameAs", "same_as", "skos:exactMatch"):
        facts = reference(word)
        assert facts["term"] == "skos:exactMatch"
        assert [(c["table"], c["column"], c["key"]) for c in facts["used"]] == [("actors", "same_as", "sameAs")]


def test_a_class_tells_labels_superclasses_table_and_node_labels() -> None:
    facts = reference("gov:Agency")
    assert facts["labels"]["ky"] == "мамлекеттик орган"
    assert facts["superclasses"] == ["gov:Actor", "gov:Organization"]
    assert "cv:PublicOrganisation" in facts["reused"]
    assert (facts["table"], facts["word"]) == ("actors", "agency")
    assert facts["node_labels"] == ["Entity", "Actor", "Agency", "Organization"]
    assert reference("Country")["table"] == "actors"
    assert reference("Membership")["relationship"] == "MEMBER_OF"
    assert reference("Membership")["node_labels"] == []


@pytest.mark.parametrize(
    ("term", "same"),
    [
        (PREFIXES["gov"] + "Event", "gov:Event"),
        ("event", "gov:event"),
        ("agency", "gov:Agency"),
        ("AGENCY", "gov:Agency"),
        ("MEMBER_OF", "memberships"),
        (":Agency", "gov:Agency"),
        (PREFIXES["cameo"] + "042", "cameo:042"),
        (PREFIXES["country"] + "KGZ", "country:KGZ"),
    ],
)
def test_one_thing_by_several_names(term: str, same: str) -> None:
    one, other = reference(term), reference(same)
    assert {**one, "name": ""} == {**other, "name": ""}


def test_a_key_tells_where_it_is_used() -> None:
    used = {f"{u['table']}.{u['column']}" for u in reference("startDate")["used"]}
    assert used == {f"{name}.start_date" for name in ("actors", "events", "memberships", "tenures", "associations")}
    assert {u["column"] for u in reference("skos:prefLabel")["used"]} == {"names"}
    assert reference("name_ky")["used"] == reference("name")["used"]
    assert reference("country")["see"] == ["gov:Country"]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("country:KGZ", "Kyrgyzstan"),
        ("fips:CH", "China"),
        ("iso2:CH", "Switzerland"),
        ("iso2:NA", "Namibia"),
        ("cameo:042", "Make a visit"),
        ("cameo:KGZGOV", "Government (Kyrgyzstan)"),
        ("event-type:seminar", "Seminar"),
        ("plover:CONSULT", "Consult"),
    ],
)
def test_a_code_tells_what_it_means(code: str, label: str) -> None:
    assert reference(code)["labels"]["en"] == label
    assert page(code).splitlines()[0] == f"{code}  {label}"


@pytest.mark.parametrize("name", LISTS)
def test_every_code_of_a_list_can_be_asked_for(name: str) -> None:
    for one in reference(name)["codes"]:
        again = reference(one["code"])
        # An ended state may share a code with the one that followed it; a list names each by its own.
        assert again["labels"] == one["labels"]
        for wider in one["broader"]:
            assert reference(wider)["kind"] == "code"


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("evnts", "events"),
        ("gov:Agancy", "Agency"),
        ("events.ton", "tone"),
        ("MEMBEROF", "MEMBER_OF"),
        ("cameo:42", "cameo:042"),
        ("event-type:seminer", "event-type:seminar"),
        ("country:KG", "country:KGZ"),
        ("start_dat", "start_date"),
    ],
)
def test_an_unknown_word_names_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(OntologyError) as told:
        reference(wrong)
    assert near in told.value.expected
    assert told.value.hint.startswith("govgraph ref")


def test_text_is_never_markup() -> None:
    with pytest.raises(OntologyError, match=r"\[red\]x\[/red\]"):
        page("[red]x[/red]")
    assert "[" not in page("events").split("\n")[0]
