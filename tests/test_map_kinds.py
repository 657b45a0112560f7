"""What a mapping proposes for layouts of public tables: registers, donations, pairs of states, dates in parts. All rows are written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from govgraph.loaders.table.preview import preview
from govgraph.loaders.table.propose import propose
from govgraph.loaders.table.tree import MappingError
from govgraph.ontology.loader import Source

DONATIONS = """ECRef,RegulatedEntityName,RegulatedEntityType,AcceptedDate,DonorName,DonorStatus,IsSponsorship,PurposeOfVisit,DonationType,DonorId,Income Group Name
C1,Green Party,Political Party,24/03/2021,Example Ltd,Company,False,,Cash,7,Middle
C2,Asan Uulu,Regulated Donee,14/02/2021,Bermet Kyzy,Individual,False,To Osh,Visit,8,Middle
C3,Blue Party,Political Party,14/01/2021,Union of Miners,Trade Union,True,,Cash,9,High
"""
REGISTER = """Identification code,Registration date,Name,Acronym,Legal status,Web site URL,Head office address,Head office city,Head office country,Director,Position,Fields of interest
1-23,23/09/2008,River Watch,RW,Association,https://a.org,Lenin Street 1,Osh,KYRGYZSTAN,Asan Uulu,CEO,Water
2-11,10/01/2009,Steel Makers,,Company,https://b.org,Main Road 2,Brussels,BELGIUM,Jan Maas,Head,Trade
"""
ALLIANCES = """version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_year,defense
1,200,United Kingdom,235,Portugal,1,-9,1816,,1
2,703,Kyrgyzstan,365,Russia,15,2,1992,2001,0
"""
CABINETS = """country_name_short,election_date,start_date,party_name_short,party_name,party_name_english,election_id,family_name
SWE,1901-03-30,1901-05-01,PP,Parti A,Party A,731,Liberal
SWE,1901-03-30,1902-05-01,FT,Parti B,Party B,731,Agrarian
"""
MEMBERS = """epid,fullName,country,politicalGroup,mandateStart,mandateEnd
840,Asan Uulu,Luxembourg,Group of Friends,02/07/2019,15/07/2024
997,Jan Maas,Italy,Group of Others,02/07/2019,
"""
DEPUTIES = """прізвище,ім'я,Partei,workPlace,Участник
Шевченко,Олена,Rot,Верховна Рада,x
Коваль,Петро,Grün,Рада,y
"""
PANEL = """release,cycle,date,Recipient,Supplier,Currency code,amount
20201216,2012,2012-03-01,Sweden,Kyrgyzstan,918,5
20201216,2012,2012-04-01,Finland,Kyrgyzstan,4,7
"""
SANCTIONS = """Type,Name,Alias,Relationship,Birth date,Birth place,Country,Listed,Delisted
Person,Asan Uulu,Asan U.;A. Uulu,target,1976-03-24,Osh,kg,2016-07-01,2018-02-28
Company,Steel LLC,,related,,,eg,2016-07-01,
"""
ENVOYS = """Sending country,Receiving country,Ambassador,Title,Presented credentials,Left post
Kyrgyzstan,Germany,Asan Uulu,Ambassador,2010-04-05,2014-03-03
Germany,Kyrgyzstan,Jan Maas,Ambassador Extraordinary,2011-04-05,
"""
BOARDS = """company,company_id,director_name,appointed_on,resigned_on
ALPHA LTD,00123,Asan Uulu,2010-01-02,2012-03-04
ALPHA LTD,00123,Jan Maas,2011-01-02,
"""
COMMITTEES = """Committee,Member,Party,Role,From,To
Committee on Budget,Asan Uulu,SDPK,Chair,2010-12-01,2012-01-01
Committee on Budget,Bermet Kyzy,Ata-Jurt,Member,2010-12-01,
"""
JOURNEYS = """official,host organisation,start date,end date
Asan Uulu,Fund for Rivers,2010-12-01,2010-12-03
Bermet Kyzy,Union of Miners,2011-12-01,2011-12-02
"""
LEADERSHIP = """name,alias,position,company,report,source_url
Magnus Hall,,Chairperson,AB Kanalbolag,2024;2025,https://a.org/a.pdf;https://a.org/b.pdf
Jenny Lahrin,J. Lahrin,Board Member,AB Kanalbolag,2024,https://a.org/a.pdf
"""
LISTED = """ISO_3166_2,ISO_3166_3,NAME.EN,org_name,org_id,org_member
AE,ARE,United Arab Emirates,Bank of Trade,BT,member
BH,BHR,Bahrain,Bank of Trade,BT,observer
"""
TERRITORIES = """code,name,full_name
ac,Ascension,"Ascension (Saint Helena)"
xk,Kosovo,Republic of Kosovo
"""
DISTRICTS = """wof_id,placetype,wof_name,ru,wikidata,inception,lat,lon
85632761,country,Kyrgyzstan,Киргизия,Q813,1991-08-31,41.4,74.5
1091690143,county,Talas,,,,42.4,72.7
"""
SYSTEM = """cowcode,abbreviation,country_name,start,end
2,USA,United States of America,1816-01-01,9999-12-31
40,CUB,Cuba,1902-05-20,1906-09-25
"""
LABELS = """code,en,ru
001,world,весь мир
AA,Africa,Африка
"""
TABLES = {
    "leadership": LEADERSHIP,
    "sanctions": SANCTIONS, "envoys": ENVOYS, "boards": BOARDS, "committees": COMMITTEES, "journeys": JOURNEYS,
    "donations": DONATIONS, "register": REGISTER, "alliances": ALLIANCES, "cabinets": CABINETS,
    "members": MEMBERS, "deputies": DEPUTIES, "panel": PANEL, "listed": LISTED, "territories": TERRITORIES,
    "districts": DISTRICTS, "system": SYSTEM, "labels": LABELS,
}  # fmt: skip


def proposed(name: str) -> dict[str, Any]:
    parts = yaml.load(propose(Source(Path(f"{name}.csv"), data=TABLES[name].encode())), yaml.BaseLoader)
    assert isinstance(parts, dict)
    return parts


@pytest.mark.parametrize("name", TABLES)
def test_a_proposal_runs_and_names_every_column_that_has_cells(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.csv"
    file.write_text(TABLES[name])
    text = propose(Source(file))
    file.with_suffix(".map.yaml").write_text(text)
    seen = preview(Source(file))
    assert (seen.rejects, seen.unused) == ([], ())


def test_what_a_column_says_of_an_actor_is_no_actor() -> None:
    parts = proposed("donations")
    assert list(parts["actors"]) == ["regulated_entity", "donor"]
    assert parts["actors"]["donor"]["kind"] == "actor", "who gives may be a person"
    assert parts["events"]["event"]["type"] == "event-type:funding"
    assert "name" not in parts["events"]["event"], "most cells of the purpose are empty"


def test_a_register_of_organisations_has_no_events_and_its_persons_stand_beside_them() -> None:
    parts = proposed("register")
    assert list(parts["actors"]) == ["organization", "director"] and "events" not in parts
    assert parts["actors"]["organization"]["links"] == "Web site URL"
    assert parts["associations"] == [{"from": "organization", "to": "director", "type": {"text": "director"}}]


def test_two_states_and_a_date_in_three_columns() -> None:
    parts = proposed("alliances")
    assert [(a["name"], a["country"]) for a in parts["actors"].values()] == [
        ("state_name1", {"column": "ccode1", "system": "cow", "on": "dyad_st_year"}),
        ("state_name2", {"column": "ccode2", "system": "cow", "on": "dyad_st_year"}),
    ]
    event = parts["events"]["event"]
    assert event["start_date"]["columns"] == ["dyad_st_year", "dyad_st_month", "dyad_st_day"]
    assert (event["start_date"]["missing"], event["end_date"]) == (["-9"], "dyad_end_year")
    assert list(proposed("panel")["actors"]) == ["recipient", "supplier"]


def test_names_written_otherwise_are_names_of_one_and_an_event_has_its_own_day() -> None:
    parts = proposed("cabinets")
    assert {key: value["name"] for key, value in parts["actors"].items()} == {"party": "party_name"}
    assert parts["actors"]["party"]["aliases"] == {"each": ["party_name_short", "party_name_english"]}
    assert parts["events"]["event"]["start_date"] == "election_date"


def test_a_person_is_in_a_group_from_a_day_to_a_day() -> None:
    (membership,) = proposed("members")["memberships"]
    assert (membership["member"], membership["organization"]) == ("person", "political_group")
    assert membership["end_date"]["column"] == "mandateEnd"


def test_first_and_last_names_are_one_person_in_any_language() -> None:
    actors = proposed("deputies")["actors"]
    assert actors["person"]["name"]["columns"] == ["ім'я", "прізвище"]
    assert (actors["partei"]["kind"], actors["work_place"]["kind"]) == ("party", "organization")


def test_a_day_counts_before_a_year_and_the_number_of_a_release_is_no_day() -> None:
    event = proposed("panel")["events"]["event"]
    assert event["start_date"] == "date" and {"release", "cycle", "Currency code"} <= set(event["details"])
    assert "currency" not in event


def test_further_names_are_aliases_and_where_somebody_was_born_is_no_place_of_an_event() -> None:
    parts = proposed("sanctions")
    (actor,) = parts["actors"].values()
    assert actor["aliases"] == {"column": "Alias", "split": ";"}
    event = parts["events"]["event"]
    assert (event["start_date"], event["end_date"]) == ("Listed", "Delisted")
    assert "place" not in event and {"Birth place", "Relationship"} <= set(event["details"])


def test_what_a_member_is_is_no_name() -> None:
    parts = proposed("listed")
    (membership,) = parts["memberships"]
    assert membership["role"] == {"column": "org_member"}
    assert {actor["kind"] for actor in parts["actors"].values()} == {"organization", "country"}


def test_a_name_and_a_full_name_are_of_one() -> None:
    (actor,) = proposed("territories")["actors"].values()
    assert (actor["name"], actor["aliases"]) == ("name", "full_name")


def test_a_table_of_places_has_places_and_no_event_on_the_day_of_their_founding() -> None:
    parts = proposed("districts")
    (place,) = parts["places"].values()
    assert "events" not in parts and "actors" not in parts
    assert (place["name"], place["name_ru"], place["id"], place["latitude"]) == ("wof_name", "ru", "wof_id", "lat")
    assert place["identifiers"] == {"wikidata": "wikidata"} and place["details"] == ["placetype", "inception"]


def test_a_day_without_end_is_missing_and_a_code_is_no_name() -> None:
    assert proposed("system")["missing"] == ["9999-12-31"]
    (actor,) = proposed("labels")["actors"].values()
    assert (actor["name"], actor["id"]) == ("en", "code")


def test_two_countries_beside_an_office_are_kept() -> None:
    parts = proposed("envoys")
    assert parts["tenures"][0]["details"] == ["Receiving country", "Sending country"]
    assert "events" not in parts and parts["posts"]["post"]["name"] == "Title"


def test_a_person_in_a_body_is_a_member_or_holds_an_office_of_it_if_the_days_say_so() -> None:
    (membership,) = proposed("boards")["memberships"]
    assert (membership["member"], membership["organization"]) == ("director", "company")
    assert proposed("committees")["posts"]["post"] == {"name": "Role", "organization": "committee"}
    assert "memberships" not in proposed("journeys")


def test_a_person_beside_a_company_is_a_person_and_a_cell_may_have_several_addresses() -> None:
    parts = proposed("leadership")
    assert {key: actor["kind"] for key, actor in parts["actors"].items()} == {"person": "person", "company": "company"}
    assert parts["posts"]["post"] == {"name": "position", "organization": "company"}
    assert parts["document"] == {"column": "source_url", "find": r"^([^;\s]+)"}
    assert "source_url" in parts["tenures"][0]["details"], "the others are kept"


def test_a_row_has_one_document(tmp_path: Path) -> None:
    mapping = tmp_path / "a.map.yaml"
    mapping.write_text('dataset: a\ndocument: {column: url, split: ";"}\nactors:\n  a: {kind: person, name: name}\n')
    with pytest.raises(MappingError, match=r"a\.map\.yaml:2:11: a row has one document"):
        preview(Source(Path("a.csv"), data=b"name,url\nAsan,https://a.org\n"), str(mapping))


def test_days_that_a_spreadsheet_counts_are_dates_where_a_column_is_called_a_date() -> None:
    table = "Meeting,Date,Seats\nA,43831,43831\nB,44197,44197\n"
    event = yaml.load(propose(Source(Path("m.csv"), data=table.encode())), yaml.BaseLoader)["events"]["event"]
    assert (event["start_date"], event["details"]) == ({"column": "Date", "format": "excel"}, ["Seats"])


def test_numbers_of_states_that_are_gone_are_read_by_the_year_of_the_row(tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    file.write_text(
        "ccode,country_name,year\n365,Russia,1985\n365,Russia,2005\n345,Serbia,2010\n345,Yugoslavia,1975\n300,Austria-Hungary,1900\n2,United States,1990\n20,Canada,1990\n"
    )
    file.with_suffix(".map.yaml").write_text(propose(Source(file)))
    states = [who for _, who, _, _ in preview(Source(file)).links]
    assert states[:4] == ["country:SUN", "country:RUS", "country:SRB", "country:YUG"]
    assert states[4] == "Austria-Hungary", "the lists have no such state"


def test_money_has_its_decimal_mark_and_the_currency_that_stands_in_its_cells(tmp_path: Path) -> None:
    for cells, read in {
        ("€ 1.200,50", "€ 12.000"): ["amount 1200.5; currency EUR", "amount 12000.0; currency EUR"],
        ("US$1,200", "-US$3.5"): ["amount 1200.0; currency USD", "amount -3.5; currency USD"],
        ("1 200 000 KGS", "7 EUR"): ["amount 1200000.0; currency KGS", "amount 7.0; currency EUR"],
    }.items():
        file = tmp_path / "money.csv"
        file.write_text(
            "Donor,Date,Amount\n" + "".join(f'Asan,2010-05-0{day},"{cell}"\n' for day, cell in enumerate(cells, 1))
        )
        file.with_suffix(".map.yaml").write_text(propose(Source(file)))
        seen = preview(Source(file))
        events = [told for _, _, _, told in seen.things if "start_date" in told]
        assert ([told.partition("; ")[2].split("; type")[0] for told in events], seen.rejects) == (read, [])


def test_words_of_other_languages_tell_who_gives_and_how_much() -> None:
    table = 'Jahr,Spender,Stadt,Partei,Betrag\n1994,Nordstahl GmbH,Aachen,Rot,"16.872,57"\n1995,"Maas, Jan",Ulm,Blau,"245.419,20"\n'
    parts = yaml.load(propose(Source(Path("s.csv"), data=table.encode())), yaml.BaseLoader)
    assert [(a["name"], a["kind"]) for a in parts["actors"].values()] == [("Spender", "actor"), ("Partei", "party")]
    event = parts["events"]["event"]
    assert (event["type"], event["amount"]["decimal"]) == ("event-type:funding", ",")
    assert event["participants"]["spender"] == "funder"


def test_a_list_of_states_with_numbers_is_about_states_also_those_that_are_gone() -> None:
    head = "State,Name,Type,Notes\n2,United States,1,\n20,Canada,2,\n240,Hanover,1,\n265,German Democratic Republic,4,\n40,Cuba,2,\n"
    parts = yaml.load(propose(Source(Path("s.csv"), data=head.encode())), yaml.BaseLoader)
    state = {"kind": "country", "name": "Name", "country": {"column": "State", "system": "cow"}, "details": ["Type"]}
    assert parts["actors"] == {"state": state}


def test_several_states_of_one_kind_all_take_part_and_none_is_the_place() -> None:
    table = (
        "date,draft,veto1,veto2,veto3\n1956-10-30,S/1,France,UK,\n1974-10-30,S/2,France,UK,USA\n1957-09-09,S/3,USSR,,\n"
    )
    event = yaml.load(propose(Source(Path("v.csv"), data=table.encode())), yaml.BaseLoader)["events"]["event"]
    assert (list(event["participants"]), "place" in event) == (["state_1", "state_2", "state_3"], False)


def test_numbers_of_a_state_for_a_year_are_told_from_what_happens_and_have_a_name() -> None:
    table = "scode,country,year,polity2,nato\nAFG,Afghanistan,1977,-7,0\nALB,Albania,1914,-2,0\nALB,Albania,2010,9,1\n"
    text = propose(Source(Path("p.csv"), data=table.encode()))
    assert "nothing happens in it" in text
    event = yaml.load(text, yaml.BaseLoader)["events"]["event"]
    assert (event["name"], event["details"]) == ({"columns": ["country", "year"]}, ["scode", "polity2", "nato"])
    assert "nothing happens" not in propose(
        Source(Path("c.csv"), data=b"country,date,city\nKyrgyzstan,2010-01-01,Osh\n")
    )


def test_candidates_in_spanish_and_titles_that_are_no_organisations() -> None:
    table = "nombre,Sexo,partido,partido_id,Office\nANA RUIZ,F,ALIANZA,7,Senator\nLUIS PAZ,M,FUERZA,8,Governor\n"
    parts = yaml.load(propose(Source(Path("c.csv"), data=table.encode())), yaml.BaseLoader)
    assert [(a["name"], a["kind"]) for a in parts["actors"].values()] == [("nombre", "person"), ("partido", "party")]
    assert (parts["actors"]["person"]["gender"], parts["actors"]["person"]["details"]) == ("Sexo", ["Office"])
    assert [m["organization"] for m in parts["memberships"]] == ["partido"]


def test_the_name_of_a_day_tells_what_happened_and_a_place_has_its_former_name() -> None:
    table = "Member,Resignation Date\nAsan Uulu,2018-01-15\n"
    event = yaml.load(propose(Source(Path("r.csv"), data=table.encode())), yaml.BaseLoader)["events"]["event"]
    assert event["type"] == "event-type:resignation"
    table = "current_name,original_name,year\nTower Monument,,1906\nRocky Park,Rocky Monument,1907\n"
    place = yaml.load(propose(Source(Path("p.csv"), data=table.encode())), yaml.BaseLoader)["places"]["place"]
    assert place == {"name": "current_name", "aliases": "original_name"}


def test_what_pandas_and_spreadsheets_write_for_nothing_and_the_row_with_totals_are_no_actors(tmp_path: Path) -> None:
    file = tmp_path / "saved.csv"
    file.write_text(
        "official,organisation,date\nAnna Berg,NaN,2020-01-01\nBo Lind,Steel AB,2020-02-01\nJan Maas,#N/A,2020-02-01\n,Total,\n"
    )
    file.with_suffix(".map.yaml").write_text(propose(Source(file)))
    names = {name for _, what, name, _ in preview(Source(file)).things if "event" not in what}
    assert not any(nobody in str(names) for nobody in ("NaN", "#N/A", "Total")), names


def test_a_title_above_the_header_is_no_header() -> None:
    table = "Register of gifts;;;\n;;;\nDonor;Party;Date;Amount\nAsan;Rot;2020-01-01;5\nJan;Blau;2020-02-01;6\n"
    parts = yaml.load(propose(Source(Path("s.csv"), data=table.encode())), yaml.BaseLoader)
    assert [actor["name"] for actor in parts["actors"].values()] == ["Donor", "Party"]
