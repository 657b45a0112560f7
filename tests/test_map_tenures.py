"""What a mapping proposes for a table of who held an office when, and for names of places; in the layout of public tables."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.graph import Graph
from govgraph.loaders.table.propose import propose
from govgraph.ontology.loader import Source

OFFICES = """President,Position,Appointee,Start Date,End Date
First,Budget Director,Asan Uulu,1/21/1977,9/23/1977
First,Secretary of Roads,Bermet Kyzy,1/23/1977,7/20/1979
First,Secretary of State,Chyngyz Uulu,1/25/1977,8/3/1979
Second,Budget Director,Dinara Kyzy,3/30/1981,2/3/1982
Second,Secretary of State,Emil Uulu,1/22/1981,7/5/1982
Second,Attorney General,Farida Kyzy,8/12/1988,next term
"""
PARKS = """current_name,states,current_agency,action,year
Ala Archa National Park,Chuy,SAEPF,Established,1976
Sary-Chelek Reserve,Jalal-Abad,SAEPF,Established,1959
"""


def test_a_person_with_a_position_and_two_dates_held_an_office(tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_text(OFFICES)
    text = propose(Source(file))
    assert 'missing: ["next term"]' in text
    assert "  - holder: appointee\n    post: post\n" in text
    assert "President: " not in text, "under whom somebody held an office is not who held it"
    mapping = tmp_path / "offices.map.yaml"
    mapping.write_text(text)
    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(file)
        assert (report.rows_loaded, report.rows_rejected) == (6, 0), report.error
        rows = graph.sql("SELECT start_date, end_date FROM tenures ORDER BY start_date").rows
        assert (len(rows), rows[0], rows[-1]) == (6, ("1977-01-21", "1977-09-23"), ("1988-08-12", None))


def test_a_name_that_is_one_of_a_place_is_no_person(tmp_path: Path) -> None:
    file = tmp_path / "parks.csv"
    file.write_text(PARKS)
    text = propose(Source(file))
    assert "places:\n  place:\n    name: current_name" in text
    assert "kind: person" not in text


def test_a_list_of_ministers_from_and_to(tmp_path: Path) -> None:
    table = tmp_path / "ministers.csv"
    table.write_text(
        "Name,From,To,Portfolio\nSenator Vanstone,11/03/1996,09/10/1997,Minister for Justice\nBob Carr,13/03/2012,,Minister for Foreign Affairs\n"
    )
    text = propose(Source(table))
    assert [line.split("  #")[0].strip() for line in text.splitlines() if "_date:" in line] == [
        "start_date: {column: From, format: DD/MM/YYYY}",
        "end_date: {column: To, format: DD/MM/YYYY}",
    ]
    assert "tenures:" in text
    assert "name: Portfolio" in text


def test_an_acronym_is_another_name_and_the_name_of_a_law_is_no_person() -> None:
    agencies = b'agencyName,agencyAcronym\n"Administration of Roads",ADR\nPolice,""\n'
    text = propose(Source(Path("agencies.csv"), data=agencies))
    assert [line.split("  #")[0].strip() for line in text.splitlines() if "agency" in line] == [
        "agency:",
        "kind: agency",
        "name: agencyName",
        "aliases: agencyAcronym",
    ]
    laws = b"Regime Name,Date Designated\nThe Roads Regulations 2020,29/06/2012\n"
    assert "person" not in propose(Source(Path("laws.csv"), data=laws))


def test_a_title_beside_a_name_is_what_somebody_was() -> None:
    heads = b"Name,Region,Title,Term start,Term end\nA. Merkel,Germany,Federal Chancellor,22/11/2005,08/12/2021\nG. Meloni,Italy,Prime Minister,22/10/2022,\n"
    text = propose(Source(Path("heads.csv"), data=heads))
    assert "posts:\n  post:\n    name: Title" in text
    assert "tenures:\n  - holder: person\n    post: post\n" in text


def test_which_states_belong_to_an_organisation(tmp_path: Path) -> None:
    table = tmp_path / "members.csv"
    table.write_text(
        "country,iso3,organization,membership_status,startdate,enddate\nKyrgyzstan,KGZ,World Trade Organization,full,1998-12-20,\n"
        "Moldova,MDA,Eurasian Economic Union,observer,2017-04-14,2024-01-01\n"
    )
    text = propose(Source(table))
    table.with_name("members.map.yaml").write_text(text)
    with Graph(tmp_path / "graph") as graph:
        graph.load(table)
        rows = graph.sql("SELECT member, role, start_date, end_date, details FROM memberships ORDER BY start_date").rows
        assert [(row[0].rsplit("/", 1)[-1], *row[1:4]) for row in rows] == [
            ("KGZ", "full", "1998-12-20", None),
            ("MDA", "observer", "2017-04-14", "2024-01-01"),
        ]
        assert "Kyrgyzstan" in str(rows[0][4]), "no column is left out"


def test_two_letters_of_a_state_are_no_country_and_a_year_is_no_start() -> None:
    text = propose(
        Source(
            Path("t.csv"),
            data=b"year,state_po,name,position,startdate,enddate\n2010,AZ,Asan Uulu,Minister,2010-04-07,2011-12-01\n",
        )
    )
    assert "iso2" not in text
    assert "start_date: startdate" in text and "end_date: enddate" in text
    assert "details: [year, state_po]" in text or "details: [state_po, year]" in text
