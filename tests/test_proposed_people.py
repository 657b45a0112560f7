"""What is proposed for lists of people: their parties, gender, birth and pages; who stands for nobody; offices without dates. All rows are made up."""

from __future__ import annotations

from pathlib import Path

import govgraph
from govgraph.loaders.table.look import PLACEHOLDERS
from govgraph.loaders.table.propose import propose
from govgraph.ontology.loader import Source

CANDIDATES = (
    "name,party,constituency,age,gender,website,photo\n"
    "Anna Berg,Greens,North,44,F,https://a.org,https://a.org/a.jpg\n"
    "Bo Lind,Independent,South,51,M,,https://a.org/b.jpg\n"
    "Cy Ek,Non-partisan,North,33,M,https://c.org,\n"
)


def proposed(data: str) -> list[str]:
    text = propose(Source(Path("people.csv"), data=data.encode()))
    return [line.split("  #")[0] for line in text.splitlines() if not line.startswith("#")]


def test_candidates_without_dates_belong_to_their_parties_and_keep_what_is_said_of_them(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(CANDIDATES, "utf-8")
    (tmp_path / "people.map.yaml").write_text(propose(Source(tmp_path / "people.csv")), "utf-8")
    graph = govgraph.open(tmp_path / "graph")
    (report,) = graph.load(tmp_path / "people.csv")
    assert (report.status, report.rows_rejected) == ("loaded", 0)
    people = graph.sql(
        "SELECT names[1].text, gender, links, image, details FROM actors WHERE kind = 'person' ORDER BY 1"
    ).rows
    assert people == [
        ("Anna Berg", "F", ["https://a.org"], "https://a.org/a.jpg", ["people:age=44", "people:constituency=North"]),
        ("Bo Lind", "M", None, "https://a.org/b.jpg", ["people:age=51", "people:constituency=South"]),
        ("Cy Ek", "M", ["https://c.org"], None, ["people:age=33", "people:constituency=North"]),
    ]
    assert graph.sql("SELECT names[1].text FROM actors WHERE kind = 'party'").rows == [("Greens",)], "no party is none"
    links = (
        "SELECT m.names[1].text, p.names[1].text, a.names[1].text FROM memberships s JOIN actors m ON m.iri = s.member "
    )
    links += "JOIN actors p ON p.iri = s.organization JOIN places a ON a.iri = s.area"
    assert graph.sql(links).rows == [("Anna Berg", "Greens", "North")]
    assert graph.sql("SELECT count(*) FROM documents").rows == [(0,)], "a page of a person is no document"


def test_a_day_of_birth_is_of_the_person_and_makes_no_event() -> None:
    lines = proposed(
        "candidate,party,date_of_birth,source\nAnna Berg,Greens,1970-05-02,https://s.org/1\nBo Ek,Left,1971,https://s.org/2\n"
    )
    assert "    start_date: date_of_birth" in lines
    assert "events:" not in lines
    assert "document: source" in lines, "where it is said is a document"


def test_an_office_without_dates_is_held_for_the_party() -> None:
    lines = proposed("name,position,party\nAnna Berg,Minister of Finance,Greens\nBo Ek,Minister of Health,no party\n")
    assert lines[lines.index("tenures:") :] == [
        "tenures:",
        "  - holder: person",
        "    post: post",
        "    on_behalf_of: party",
    ]
    assert "placeholders: [no party]" in lines
    assert {"nil return", "nil"} <= set(PLACEHOLDERS), "as ministers' meetings have it"


def test_a_gender_is_kept_where_nobody_is_a_person() -> None:
    assert any("gender" in line for line in proposed("organisation,gender\nFund A,F\nFund B,M\n"))
