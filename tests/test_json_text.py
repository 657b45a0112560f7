"""The text of a JSON file, whatever loader reads it: what is no text costs itself, and the report of the file tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govgraph.graph.build.verify import verified
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.json_stream import found
from govgraph.ontology.block import Reject
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader

PERSON = '{"id": "a", "schema": "Person", "properties": {"name": ["%s"]}}'
ACTOR = '[{"actorText": "Kyrgyz", "code": "KGZ", "sector": "GOV"}]'
EVENT = f'{{"id": "1", "date": "2000-01-01", "event": "AGREE", "text": "%s", "dateCoded": "2016-12-12", "eventText": "x", "source": {ACTOR}}}'
OFFICIAL = '[{"id": {"bioguide": "A1"}, "name": {"first": "%s", "last": "B"}, "terms": []}]'
POPOLO = '[{"id": "a", "name": "%s", "birth_date": "1970-01-01"}]'
INDEX = '[{"name": "%s", "code": "KG", "slug": "KG", "legislatures": []}]'
RELEASE = '{"releases": [{"ocid": "o-1", "id": "1", "date": "2020-01-01T00:00:00Z", "tag": ["award"], "buyer": {"id": "b", "name": "%s"}}]}'
LITTLESIS = '{"data": [{"type": "entities", "id": 1, "attributes": {"primary_ext": "Org", "name": "%s", "types": ["Organization"]}}]}'
EVERY = {
    "a.jsonl": PERSON, "plover.json": EVENT, "legislators.json": OFFICIAL, "popolo.json": POPOLO, "countries.json": INDEX,
    "ocds.json": RELEASE, "littlesis.json": LITTLESIS,
}  # fmt: skip


def read(name: str, data: bytes) -> tuple[str, set[str]]:
    """All rows of a file as text, and the kinds of its notes."""
    source = Source(Path(name), data=data)
    blocks = [verified(block) for block in find_loader(source).read_file(source, Options(dataset="d"))]
    assert not [reject for block in blocks for reject in block.rejects]
    rows = [str(frame.to_dicts()) for block in blocks for frame in block.tables.values()]
    return " ".join(rows), {note.kind for block in blocks for note in block.notes}


@pytest.mark.parametrize("name", EVERY)
def test_half_of_a_character_costs_itself(name: str) -> None:
    rows, kinds = read(name, (EVERY[name] % "Asan \\ud800 Uulu").encode())
    assert ("Uulu" in rows) == (name != "ocds.json")  # there it costs the field
    assert [kind for kind in kinds if "half of a character" in kind], kinds


@pytest.mark.parametrize("name", EVERY)
def test_a_byte_that_is_not_of_the_encoding_costs_itself(name: str) -> None:
    rows, kinds = read(name, (EVERY[name] % "Asan Uulu").encode().replace(b"Asan", b"As\xe9n"))
    assert "As\ufffdn Uulu" in rows
    assert "bytes that are not UTF-8, replaced" in kinds


def test_statements_in_a_table_tell_it_too() -> None:
    header = "canonical_id,entity_id,prop,prop_type,schema,value,dataset,lang,original_value,target,external,first_seen,last_seen,id\n"
    row = "a,a,name,name,Person,As\xe9n Uulu,d,,,true,false,2020-01-01,2020-01-02,s1\n"
    rows, kinds = read("statements.csv", (header + row).encode("latin-1"))
    assert "As\ufffdn Uulu" in rows
    assert "bytes that are not UTF-8, replaced" in kinds


@pytest.mark.parametrize("name", ["a.jsonl", "ocds.json", "plover.json"])
def test_the_encoding_of_a_country_is_read_and_told(name: str) -> None:
    rows, kinds = read(name, (EVERY[name] % "Министерство культуры и информации").encode("cp1251"))
    assert "Министерство культуры и информации" in rows
    assert "not UTF-8: read as" in kinds


def test_lists_that_follow_each_other_are_read_to_the_last() -> None:
    data = b'[{"a": 1},\n {"a": 2}]\n[{"a": 3}]\n{"a": 4}\n5'
    numbers = [
        one["a"] if isinstance(one, dict) else one.reason for _, one in Objects(Source(Path("a.json"), data=data))
    ]
    assert numbers == [1, 2, 3, 4, "not a JSON object"]


def test_what_is_no_json_is_a_reject_where_objects_stand_on_lines() -> None:
    data = b'{"a": 1}\n{"a": \n{"a": 3}\n'
    rows = [one for _, one in Objects(Source(Path("a.jsonl"), data=data))]
    assert [isinstance(one, Reject) for one in rows] == [False, True, False]


@pytest.mark.parametrize("data", ['{"a": "%s"}', '[{"a": "%s"}]', '{\n"a": "%s"}', '{"releases": [{"ocid": "%s"}]}'])
def test_one_object_has_a_limit(data: str) -> None:
    source = Source(Path("a.json"), data=(data % ("x" * 3_000_000)).encode(), limits=Limits(held=100_000))
    with pytest.raises(LoaderError, match=r"a\.json:[12]: one object is longer than 100,000 characters"):
        list(found(source, ["releases"]) if "releases" in data else Objects(source))


def test_a_character_may_stand_across_two_pieces_of_the_file() -> None:
    """Pieces are a megabyte long."""
    name = "Ө" * 700_000
    text = json.dumps([{"a": name}, {"a": "x" + name}], ensure_ascii=False)
    source = Source(Path("a.json"), data=text.encode())
    assert [one for _, one in Objects(source)] == [{"a": name}, {"a": "x" + name}]
    assert source.notes == []
