"""Text that is the same is the same identifier and the same name; what only looks the same is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govgraph.graph.build.reader import Reader
from govgraph.graph.build.source_rules import SourceRules
from govgraph.graph.build.undescribed import KIND
from govgraph.graph.build.verify import verified
from govgraph.graph.graph import Graph
from govgraph.loaders.popolo.loader import Popolo
from govgraph.loaders.records.loader import Records
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import BASE, local_id

COMPOSED, DECOMPOSED = "район", "раи\u0306он"


def read(name: str, text: str) -> Block:
    (block,) = Records().blocks(Source(Path(name), data=text.encode()), Options())
    return verified(block)


def test_composed_and_decomposed_letters_are_one_identifier_and_one_name() -> None:
    assert local_id(COMPOSED) == local_id(DECOMPOSED)
    actors = [
        read("actors.csv", f"id,kind,name_ru,classification\n{t},agency,{t},{t}\n") for t in (COMPOSED, DECOMPOSED)
    ]
    first, second = (block.tables["actors"].drop("row") for block in actors)
    assert first.equals(second)
    people = [
        json.dumps({"persons": [{"id": t, "name": t, "other_names": [{"name": t + "ов"}]}], "organizations": []})
        for t in (COMPOSED, DECOMPOSED)
    ]
    one, other = (
        verified(next(Popolo().blocks(Source(Path("a.json"), data=p.encode()), Options()))).tables["actors"]
        for p in people
    )
    assert one.equals(other)


def test_a_country_is_known_by_its_name_in_any_form() -> None:
    row = read("actors.csv", "id,kind,country\na,ngo,Кытаи\u0306\n")
    assert row.rejects == []
    assert row.tables["actors"]["country"].to_list() == [BASE + "country/CHN"]


@pytest.mark.parametrize(
    ("cells", "identifiers"),
    [
        (["7.0", "12.0"], ["7", "12"]),
        (["7.0", "8"], ["7", "8"]),
        (["7.0", "7"], ["7.0", "7"]),
        (["1.10", "1.1", "2.0"], ["1.10", "1.1", "2.0"]),
        (["7.0", "x"], ["7.0", "x"]),
        (["7.00", "8.0"], ["7.00", "8.0"]),
        (["007.0", "7.0"], ["007", "7"]),
    ],
)
def test_a_whole_number_with_a_point_is_one_only_if_the_whole_column_says_so(
    cells: list[str], identifiers: list[str]
) -> None:
    rows = "".join(f"{cell},{cell},r{i}\n" for i, cell in enumerate(cells))
    (block,) = Records().blocks(
        Source(Path("memberships.csv"), data=f"member,organization,role\n{rows}".encode()), Options()
    )
    for column in ("member", "organization"):
        got = [iri.removeprefix(BASE + "record/records/") for iri in block.tables["memberships"][column].to_list()]
        assert got == identifiers
    kinds = {n.kind for n in block.notes}
    assert any("7.0 is read as 7" in k or "kept so" in k for k in kinds) == any(c.endswith(".0") for c in cells)


def test_the_column_is_looked_at_over_all_blocks() -> None:
    rows = "".join(f"{i}.0,o,r\n" for i in range(10)) + "1.5,o,r\n"
    source = Source(Path("memberships.csv"), data=f"member,organization,role\n{rows}".encode())
    blocks = list(Records().blocks(source, Options(block_rows=3)))
    members = [m for b in blocks for m in b.tables["memberships"]["member"].to_list()]
    assert all(m.endswith(".0") for m in members[:10])


def test_invisible_characters_are_kept_and_told() -> None:
    block = read("actors.csv", "id,kind,name_en\nfund\u200b,ngo,Fund\nb\u00a0c,ngo,A\u00adB\nc,ngo,می\u200cخواهم\n")
    told = sorted((n.row, n.value) for n in block.notes if n.kind == "invisible character")
    assert told == [(2, "fund\\u200b"), (3, "A\\u00adB"), (3, "b\\u00a0c")]
    assert block.rejects == []
    people = {"persons": [{"id": "a", "name": "A\u200b"}], "organizations": []}
    (popolo,) = Popolo().blocks(Source(Path("a.json"), data=json.dumps(people).encode()), Options())
    assert [n.value for n in verified(popolo).notes if n.kind == "invisible character"] == ["A\\u200b"]


# ------------------------------------------------------------------------------- references that lead nowhere


def test_references_that_lead_nowhere_are_told_by_the_load(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "actors.csv").write_text("id,kind,country\na,person,country:KGZ\no,ngo,\n")
    (folder / "memberships.csv").write_text("member,organization\na,o\na,gone\nlost,gone\n")
    (folder / "events.csv").write_text("id,type,about\ne,event-type:seminar,country:KGZ|a|nothing\n")
    with Graph(tmp_path / "graph") as graph:
        tried = {Path(r.path).name: r.notes.get(KIND) for r in graph.load(folder, dry_run=True)}
        told = {Path(r.path).name: r.notes.get(KIND) for r in graph.load(folder)}
        again = graph.load(folder / "memberships.csv")
    assert told == tried
    prefix = "id:record/records/"
    assert told == {
        "actors.csv": None,
        "memberships.csv": {
            "count": 2,
            "examples": [
                {"value": f"memberships.organization {prefix}gone", "row": 3},
                {"value": f"memberships.member {prefix}lost", "row": 4},
            ],
        },
        "events.csv": {"count": 1, "examples": [{"value": f"events.about {prefix}nothing", "row": 2}]},
    }
    assert again[0].status == "unchanged"


def test_a_reader_without_a_graph_tells_nothing_of_references(tmp_path: Path) -> None:
    path = tmp_path / "memberships.csv"
    path.write_text("member,organization\na,o\n")
    report = Reader(tmp_path / "records", "", Options(), SourceRules(), lambda *_: None).read(Source(path), True)
    assert (report.status, KIND in report.notes) == ("loaded", False)
