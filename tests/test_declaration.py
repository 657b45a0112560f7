"""The declaration says enough of every column, says it once, and nothing that it does not say gets in."""

from __future__ import annotations

import re
from collections import defaultdict

import polars as pl
import pytest

from govgraph.ontology.block import conform, schema
from govgraph.ontology.classes import classes, kinds, lineage, ontology_quads, properties
from govgraph.ontology.declaration import TYPES, Column, Table, common, relationships, table, tables
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.terms import GOV, PREFIXES, shorten

COLUMNS = [(t, c) for t in tables().values() for c in t.columns]
IDS = [f"{t.name}.{c.name}" for t, c in COLUMNS]
COMMON = [(of, c) for of in "every assembled records nodes shared stated".split() for c in common(of)]
RESERVED = {"labels", *(c.name for _, c in COMMON)}


@pytest.mark.parametrize(("of", "column"), COLUMNS, ids=IDS)
def test_every_column_says_enough(of: Table, column: Column) -> None:
    assert column.type in TYPES
    assert column.comment.strip(), "a column without a meaning"
    assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
    assert re.fullmatch(r"[a-z][A-Za-z0-9]*", column.key)
    assert column.name not in RESERVED
    assert column.key not in RESERVED
    if column.name == "kind":
        assert not column.term
        return
    short = shorten(column.term)
    assert short != column.term, "a term of no known prefix"
    assert short.split(":")[0] in PREFIXES
    if column.term.startswith(GOV):
        assert column.term.removeprefix(GOV) in properties(), "a property of ours that gov.ttl does not define"
    assert (column.type == "ref") == bool(column.to)
    if column.to:
        assert column.to in {*classes(), "Entity"}
    if column.relationship:
        assert column.type == "ref"
        assert not of.is_link, "what a link refers to is a property of its relationship"
    if column.minimum is not None and column.maximum is not None:
        assert column.minimum < column.maximum


@pytest.mark.parametrize("of", tables().values(), ids=tables())
def test_every_table_is_whole(of: Table) -> None:
    names, keys = [c.name for c in of.columns], [c.key for c in of.columns]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys), "two columns with one property key"
    terms = [c.term for c in of.columns if c.term]
    assert len(set(terms)) == len(terms), "two columns that one predicate could not tell apart"
    assert of.cls in classes()
    assert of.comment
    if of.is_link:
        assert of.column(of.source).required
        assert of.column(of.target).required
    for column in of.columns:
        if column.bound:
            which, *sources = column.bound.split()
            assert which in ("earliest", "latest")
            assert {of.column(s).type for s in sources} == {"partial_date"}
    groups = defaultdict(set)
    for column in of.columns:
        groups[column.group].add(column.many)
    assert not any(True in many for group, many in groups.items() if group), "a list cannot be taken with other values"


def test_what_a_table_draws_is_no_property_and_all_else_is_one() -> None:
    for of in tables().values():
        keys = {c.name for c in of.property_columns}
        drawn = {end for each in of.drawn for end in (each.source, each.target)} - {"iri"}
        assert keys & drawn == set()
        assert {c.name for c in of.columns if c.term} <= keys | drawn
        assert {"iri", *(c.name for c in of.evidence)} <= keys
        assert of.is_link == any(each.keyed for each in of.drawn) == ("search" not in keys)
        for each in of.drawn:
            assert each.property_columns == (of.property_columns if of.is_link else ())
            assert {each.source_class, each.target_class} <= {*classes(), "Entity"}
    assert {(d.type, d.source, d.target, d.many, d.keyed, d.source_class, d.target_class) for d in relationships()} >= {
        ("PARTICIPATED_IN", "participant", "event", False, True, "Actor", "Event"),
        ("TOOK_PLACE_IN", "iri", "place", False, False, "Event", "Place"),
        ("ABOUT", "iri", "about", True, False, "Event", "Entity"),
    }


@pytest.mark.parametrize(("of", "column"), COMMON, ids=[f"{of}.{c.name}" for of, c in COMMON])
def test_a_common_column_says_enough(of: str, column: Column) -> None:
    assert column.type in TYPES
    assert column.comment.strip(), "a column without a meaning"
    assert not (column.required or column.relationship or column.bound or column.group), of


def test_only_what_govgraph_fills_has_no_evidence() -> None:
    assert {t.name for t in tables().values() if not t.evidence} == {t.name for t in tables().values() if t.own}
    assert [c.name for c in table("actors").evidence] == ["same_as", "datasets"]
    assert [c.name for c in table("places").evidence] == ["datasets"]
    with pytest.raises(KeyError):
        common("events")


def test_what_nothing_describes_is_a_table_that_no_person_fills() -> None:
    of = table("undescribed")
    assert (of.own, of.background, of.columns, of.drawn) == (True, False, (), ())
    assert [c.name for c in of.assembled] == ["iri", "class"]


def test_a_key_has_one_type_wherever_it_stands() -> None:
    """A store with declared types, and a reader, must not meet `amount` as a text here and a number there."""
    kinds_of: dict[tuple[bool, str], set[tuple[str, bool]]] = defaultdict(set)
    for of, column in COLUMNS:
        drawn = column.relationship or column.name in (of.source, of.target)
        if column.term and not drawn:
            stored = "text" if column.type in ("ref", "url", "curie", "code", "partial_date") else column.type
            kinds_of[of.is_link, column.key].add((stored, column.many))
    assert {key: found for key, found in kinds_of.items() if len(found) > 1} == {}


def test_labels_and_relationship_types_are_written_apart() -> None:
    types = {t.relationship for t in tables().values() if t.is_link}
    types |= {c.relationship for _, c in COLUMNS if c.relationship}
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name) for name in types)
    assert all(re.fullmatch(r"[A-Z][A-Za-z]*", name) for name in classes())
    # The embedded engine does not tell a label and a relationship type of one name apart, whatever the case.
    assert {t.lower() for t in types}.isdisjoint({c.lower() for c in (*classes(), "Entity")})


def test_one_relationship_type_means_one_thing() -> None:
    ends: dict[str, set[str]] = defaultdict(set)
    for _, column in COLUMNS:
        if column.relationship:
            ends[column.relationship].add(column.term)
    for of in tables().values():
        if of.is_link:
            ends[of.relationship].add(of.cls)
    assert {name: terms for name, terms in ends.items() if len(terms) > 1} == {}


def test_classes_have_labels_in_three_languages_and_one_kind_each() -> None:
    for name, found in classes().items():
        assert {"en", "ru", "ky"} <= set(found.labels), name
        assert found.comment, name
        assert name in lineage(name)
    assert len(set(kinds().values())) == len(kinds())
    assert {lineage(c)[0] for c in kinds().values()} == {"Actor"}
    # The most special kind comes first, so of two sources' kinds the one that says more is taken.
    depths = [len(lineage(c)) for c in kinds().values()]
    assert depths == sorted(depths, reverse=True)


def test_the_ontology_tells_nothing_of_how_tables_are_laid_out() -> None:
    assert b"govgraph/declaration#" not in ontology_quads()
    assert f"<{GOV}Event>".encode() in ontology_quads()


def test_an_undeclared_column_is_refused_with_the_nearest() -> None:
    rows = pl.DataFrame({"iri": ["x:1"], "start_dat": ["2010"], "row": [1]})
    with pytest.raises(OntologyError, match=r"no column 'start_dat'.*expected: start_date"):
        conform("events", rows)
    with pytest.raises(OntologyError, match=r"no table 'event'.*events"):
        conform("event", rows)


def test_a_column_of_another_type_is_refused() -> None:
    with pytest.raises(OntologyError, match="do not fit"):
        conform("events", pl.DataFrame({"iri": ["x:1"], "articles": ["many"], "row": [1]}))


def test_conform_fills_and_orders() -> None:
    rows = conform("places", pl.DataFrame({"row": [1], "longitude": [0], "iri": ["x:1"]}))
    assert rows.columns == list(schema("places"))
    assert rows["longitude"].to_list() == [0.0]
    assert rows["latitude"].to_list() == [None]


def test_a_table_and_a_class_that_are_not_there_name_the_nearest() -> None:
    with pytest.raises(OntologyError, match="memberships"):
        table("membership")
    with pytest.raises(OntologyError, match="Agency"):
        lineage("Agancy")
