"""Archigos and REIGN: spells in office, split at the ends of years and joined again. The rows are made up in the true layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, graph_of, same_in_both_orders, table

from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader

REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "leaders"
ANNUAL = (
    "obsid leadid ccode idacr leader startdate enddate entry exit exitcode prevtimesinoffice posttenurefate gender yrborn yrdied borndate "
    "deathdate dbpedia.uri num.entry num.exit num.exitcode num.posttenurefate fties ftcur"
).split()
SPELLS = (
    "obsid leadid ccode idacr leader startdate eindate enddate eoutdate entry exit exitcode prevtimesinoffice posttenurefate gender yrborn "
    "yrdied borndate ebirthdate deathdate edeathdate dbpediauri numentry numexit numexitcode numposttenurefate fties ftcur"
).split()
ID, OTHER = "00000001-1e42-11e4-b4cd-db5882bf8def", "00000002-1e42-11e4-b4cd-db5882bf8def"
ROW = {
    "obsid": "SYR-1963-2", "leadid": ID, "ccode": "652", "idacr": "SYR", "leader": "Sample", "startdate": "1963-03-08", "enddate": "1963-12-31",
    "entry": "Irregular", "exit": "(n_year)", "exitcode": ".", "prevtimesinoffice": ".", "posttenurefate": ".", "gender": "M", "yrborn": "1910",
    "yrdied": "-777", "borndate": "NA", "deathdate": "NA", "dbpedia.uri": "http://dbpedia.org/resource/Ada_Sample",
    "fties": f"Father of B. Sample%{OTHER}", "ftcur": "0",
}  # fmt: skip
MIDDLE = ROW | {"startdate": "1964-01-01", "enddate": "1964-12-31", "entry": "(p_year)", "fties": "NA", "ftcur": "NA"}
LAST = MIDDLE | {
    "startdate": "1965-01-01", "enddate": "1965-07-02", "exit": "Regular", "exitcode": "Regular", "prevtimesinoffice": "0", "posttenurefate": "OK",
}  # fmt: skip
SPELL = {key: value for key, value in ROW.items() if key in SPELLS} | {
    "enddate": "1965-07-02", "exit": "Regular", "exitcode": "Regular", "prevtimesinoffice": "0", "posttenurefate": "OK",
    "dbpediauri": "https://mail.example/v2/url?u=http-3A__dbpedia.org_resource_Ada-5FSample&d=x",
}  # fmt: skip


def annual(*rows: dict[str, str]) -> bytes:
    return table(ANNUAL, rows)


def spells(*rows: dict[str, str]) -> bytes:
    return table(SPELLS, rows, separator=",")


def test_a_leader_and_a_spell() -> None:
    of = Loaded(spells(SPELL), "archigos.csv")
    assert (of.loader.name, of.rejects, of.notes) == ("archigos", [], [])
    (person,), (spell,) = of.rows("actors"), of.rows("memberships")
    assert person["iri"] == f"id:person/archigos/{ID}"
    assert person["names"] == [{"lang": "", "text": "Sample"}]
    assert person["identifiers"] == [f"archigos:{ID}", "dbpedia:Ada_Sample"]
    assert person["links"] == ["http://dbpedia.org/resource/Ada_Sample"], "out of the address of a mail filter"
    assert (person["start_date"], "end_date" in person) == ("1910", False), "a year stays a year; -777 is alive"
    assert (spell["iri"], spell["organization"]) == ("id:membership/archigos/SYR-1963-2", "id:country/SYR")
    assert (spell["start_date"], spell["end_date"], spell["role"]) == ("1963-03-08", "1965-07-02", "leader")
    assert spell["details"] == [
        "archigos:entry=Irregular",
        "archigos:exit=Regular",
        "archigos:exitcode=Regular",
        "archigos:posttenurefate=OK",
        "archigos:prevtimesinoffice=0",
    ]
    (tie,) = of.rows("associations")
    assert (tie["role"], tie["to_actor"], tie["details"]) == (
        "Father of B. Sample",
        f"id:person/archigos/{OTHER}",
        ["archigos:ftcur=0"],
    )


def test_a_row_states_a_start_or_an_end_only_where_the_spell_has_one() -> None:
    of = Loaded(annual(ROW, MIDDLE, LAST), "arch_annual.txt")
    assert [(m.get("start_date"), m.get("end_date")) for m in of.rows("memberships")] == [
        ("1963-03-08", None),
        (None, None),
        (None, "1965-07-02"),
    ]
    assert of.unused == ["num.entry", "num.exit", "num.exitcode", "num.posttenurefate"]


def test_the_years_of_a_spell_are_joined_and_are_the_spell_of_the_other_file(tmp_path: Path) -> None:
    files = {"arch_annual.txt": annual(ROW, MIDDLE, LAST), "archigos.csv": spells(SPELL)}
    alone = "SELECT start_date, end_date, len(sources), list_sort(details) FROM memberships"
    with graph_of(tmp_path / "alone", {"arch_annual.txt": files["arch_annual.txt"]}) as graph:
        ((start, end, rows, details),) = graph.sql(alone).rows
        assert (start, end, rows) == ("1963-03-08", "1965-07-02", 3)
        assert details == sorted(Loaded(files["archigos.csv"], "archigos.csv").rows("memberships")[0]["details"])
        (load,) = graph.loads()
        assert (load.rows_read, load.rows_loaded, load.rows_merged, load.rows_rejected) == (3, 3, 0, 0)
    with same_in_both_orders(tmp_path, files) as graph:
        assert graph.sql("SELECT start_date, end_date, len(sources) FROM memberships").rows == [(start, end, 4)]
        assert graph.check().errors == []


def test_still_in_office_is_no_end() -> None:
    of = Loaded(
        spells(SPELL | {"exit": "Still in Office", "exitcode": "-888", "enddate": "2014-12-31"}), "archigos.csv"
    )
    (spell,) = of.rows("memberships")
    assert "end_date" not in spell
    assert "archigos:observed_until=2014-12-31" in spell["details"]


def test_which_state_a_number_is_depends_on_the_day() -> None:
    soviet = SPELL | {"ccode": "365", "startdate": "1985-03-11", "enddate": "1991-12-25"}
    russian = SPELL | {"ccode": "365", "obsid": "R", "startdate": "1999-12-31", "enddate": "2000-01-01"}
    of = Loaded(spells(soviet, russian), "archigos.csv")
    assert [m["organization"] for m in of.rows("memberships")] == ["id:country/SUN", "id:country/RUS"]


def test_a_file_in_latin_1_is_read() -> None:
    data = annual(
        *[
            ROW | {"leader": name, "leadid": name}
            for name in ("Peñaranda", "Lévesque", "Müller", "Brønsted", "São", "Núñez")
        ]
    )
    of = Loaded(data.decode().encode("latin-1"), "arch_annual.txt")
    assert of.names("actors")[:3] == ["Peñaranda", "Lévesque", "Müller"]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"startdate": "soon"}, "startdate", "not a date (YYYY-MM-DD)"),
        ({"enddate": "1960-01-01"}, "enddate", "ends before it starts"),
        ({"ccode": "9999"}, "ccode", "unknown country"),
        ({"leadid": "NA"}, "leadid", "there is no leader"),
        ({"leader": ""}, "leader", "there is no name"),
    ],
)
def test_a_row_at_fault_is_rejected_alone(row: dict[str, str], column: str, reason: str) -> None:
    of = Loaded(spells(SPELL | row, SPELL), "archigos.csv")
    assert (of.rejects, len(of.rows("memberships"))) == ([(2, column, reason)], 1)


LIST = "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,militarycareer,l_month,l_year,,,codedby,notes".split(
    ","
)
LEADER = {
    "stateabb": "KYR", "ccode": "703", "leadid": "A2.9-46", "leader": "Sample", "sdate": "5", "smonth": "3", "syear": "2005", "emonth": "8",
    "eyear": "2009", "birthyear": "1950", "gender": "0", "militarycareer": "0", "notes": "seen twice",
}  # fmt: skip


def reign(*rows: dict[str, str]) -> bytes:
    return table([name or f"x{i}" for i, name in enumerate(LIST)], rows, separator=",")


def test_reign_knows_ends_to_the_month() -> None:
    of = Loaded(reign(LEADER, LEADER | {"emonth": "", "eyear": "", "gender": "-99"}), "leaderlist_8_21.csv")
    assert (of.loader.name, of.rejects) == ("reign", [])
    assert [(m["start_date"], m.get("end_date")) for m in of.rows("memberships")] == [
        ("2005-03-05", "2009-08"),
        ("2005-03-05", None),
    ]
    (person,) = of.rows("actors")
    assert (person["identifiers"], person["gender"], person["start_date"]) == (["reign:A2.9-46"], "female", "1950")
    assert of.rows("memberships")[0]["organization"] == "id:country/KGZ"
    bad = Loaded(reign(LEADER | {"smonth": "13"}, LEADER | {"eyear": "1999"}, LEADER | {"sdate": ""}), "leaderlist.csv")
    assert [r[2] for r in bad.rejects] == ["not a date", "ends before it starts"]
    assert bad.rows("memberships")[0]["start_date"] == "2005-03"


def test_the_monthly_file_of_reign_is_refused_with_a_reason() -> None:
    with pytest.raises(LoaderError, match="monthly file of REIGN") as caught:
        Loaded(
            b"ccode,country,leader,year,month,elected,age,male,tenure_months\n703,Kyrgyzstan,Sample,2010,1,1,50,1,7\n",
            "REIGN_2021_8.csv",
        )
    assert "leaderlist" in caught.value.expected


def test_the_contract_holds_with_blocks_of_any_size(tmp_path: Path) -> None:
    for name, data in (("arch_annual.txt", annual(ROW, MIDDLE, LAST)), ("leaderlist.csv", reign(LEADER))):
        file = tmp_path / name
        file.write_bytes(data)
        check_loader(Loaded(data, name).loader, file)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")
def test_every_row_of_the_real_file_is_accounted_for() -> None:
    of = Loaded((REAL / "archigos_annual.first200.txt").read_bytes(), "archigos_annual.first200.txt")
    assert (of.rows_read, of.rejects, len(of.rows("memberships"))) == (199, [], 199)
    assert len({m["iri"] for m in of.rows("memberships")}) == 32
