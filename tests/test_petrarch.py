"""Dictionaries of event coders: entries, dated codes, agents, macros and damage. The lines are made up in the true layout."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from event_files import Loaded, same_in_both_orders

from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader

REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "petrarch"
ACTORS = """# A dictionary.
#
# The MIT License (MIT)

KYRGYZSTAN_  [KGZ]
+KYRGYZ_
+KIRGHIZ_REPUBLIC

\t[USRKGZ <910831]

ADA_SAMPLE_  ; CountryInfo.txt
+ADA_EXAMPLE_
\t[KGZELI 670101-001221]
\t[KGZGOV 001221-020522]
\t[KGZGOV >20050325]
\t[KGZELI]
BO_SAMPLE_\t[IGOEUREEC 950701-951231][IGOWSTNAT 951205-991006] ; two at once
"""


def load(text: str | bytes, name: str = "Sample.actors.txt") -> Loaded:
    return Loaded(text.encode() if isinstance(text, str) else text, name)


def spans(of: Loaded) -> list[tuple[str, str | None, str | None]]:
    return [(a["role"], a.get("start_date"), a.get("end_date")) for a in of.rows("associations")]


def test_an_entry_is_known_by_name_and_coded_as_actors_between_days() -> None:
    of = load(ACTORS)
    assert (of.loader.name, of.rows_read, of.rejects, of.notes) == ("petrarch", 11, [], [("licence", "MIT")])
    named = [a for a in of.rows("actors") if a.get("name_only")]
    assert [a["names"][0]["text"] for a in named if "names" in a] == ["KYRGYZSTAN", "ADA SAMPLE", "BO SAMPLE"]
    ada = [a for a in named if a["row"] in (11, 12)]
    assert len({a["iri"] for a in ada}) == 1
    assert (ada[0]["kind"], ada[0]["country"]) == ("actor", "id:country/KGZ"), (
        "the dictionary does not say that it is a person"
    )
    assert ada[1]["aliases"] == [{"lang": "", "text": "ADA EXAMPLE"}]
    assert spans(of) == [
        ("KGZ", None, None),
        ("USRKGZ", None, "1991-08-31"),
        ("KGZELI", "1967-01-01", "2000-12-21"),
        ("KGZGOV", "2000-12-21", "2002-05-22"),
        ("KGZGOV", "2005-03-25", None),
        ("KGZELI", None, None),
        ("IGOEUREEC", "1995-07-01", "1995-12-31"),
        ("IGOWSTNAT", "1995-12-05", "1999-10-06"),
    ]
    links = of.rows("associations")
    assert [links[0]["to_actor"], links[3]["to_actor"]] == ["id:country/KGZ", "id:actor/cameo/KGZGOV"]
    assert links[4]["details"] == ["petrarch:code=KGZGOV >20050325"]


def test_two_namesakes_of_two_countries_stay_apart_and_no_code_is_shared_by_name() -> None:
    of = load("ADA_SAMPLE_\n\t[KGZGOV]\nADA_SAMPLE_\n\t[KAZGOV]\n")
    assert len({a["iri"] for a in of.rows("actors") if a.get("name_only")}) == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("\t[ARMUNR 9008223-911221]", "not a date (YYMMDD or YYYYMMDD)"),
        ("\t[KGZGOV 991332]", "not a date (YYMMDD or YYYYMMDD)"),
        ("\t[KGZGOV 20121204]", "not a date (YYMMDD or YYYYMMDD)"),
        ("\t[EGYGOV 20121207-20120802]", "ends before it starts"),
        ("\t[---]", "the null code: the name is no actor"),
        ("\t[~2034]", "not the code of an actor"),
        ("+TIRUCHIR\0PPALLI_", "holds a NUL character"),
    ],
)
def test_a_line_at_fault_is_rejected_alone(line: str, reason: str) -> None:
    of = load(f"{ACTORS}ADA_OTHER_\n+ADA_O_\n{line}\n\t[KGZGOV]\n")
    assert [r[2] for r in of.rejects] == [reason]
    assert of.rows("associations")[-1]["role"] == "KGZGOV"


def test_what_has_no_code_or_the_null_code_is_no_actor() -> None:
    of = load(f"{ACTORS}A_STOP_WORD_\n+ANOTHER_\nAHMED_SAMPLE_ ; the soccer player\n\t[---]\n")
    assert of.rejects == [
        (18, "", "there is no code, so the name is no actor"),
        (19, "", "there is no code, so the name is no actor"),
        (20, "", "the null code: the name is no actor"),
        (21, "", "the null code: the name is no actor"),
    ]


def test_codes_of_an_entry_that_has_lost_its_name_go_to_nobody() -> None:
    of = load(f"{ACTORS}ADA_OTHER_\n\t[KGZGOV]\n  ; CountryInfo.txt\n\t[PRTGOV >060309]\n+SYNONYM_\n")
    assert [r[2] for r in of.rejects] == ["of an entry whose name is lost"] * 3
    assert spans(of)[-1] == ("KGZGOV", None, None)


def test_damaged_letters_are_kept_and_noted() -> None:
    of = load(
        f"{ACTORS}NIG\ufffdERIA_\n\t[NGA]\nOBRAS_PÃŠBLICAS_\n\t[ARGGOV]\nMANFRED_WÖRNER_ [DEUGOV]\n".encode()
        + b"M\xf6LLER_ [DNKGOV]\n"
    )
    assert [n for n in of.notes if n[0] == "damaged letters"] == [
        ("damaged letters", "NIG\ufffdERIA"),
        ("damaged letters", "OBRAS PÃŠBLICAS"),
    ]
    assert "MöLLER" in of.names("actors"), "a line that is not UTF-8 is read as Windows-1252"
    assert ("lines that are not UTF-8: read as", "cp1252") in of.notes


AGENTS = """!PERSON! = MAN, WOMAN
!MINIST! = MINISTER, MINISTRY

AGRICULTURIST [~AGR]
THIEF {THIEVES} [~CRM]
POLICE {} [~COP]
CATTLE!PERSON! [~AGR]
FOREIGN_!MINIST! [~GOV]
PUBLIC_SERVICE_AND_AD!MINIST!RATIVE_!MINIST! [~GOVDEV]
GREEN_PARTY [~ENV} # SORT OUT LATER
!LOST!_ONE [~GOV]
ISLAMIC_EXTREMIST
OBSERVERS_IN [IGO~]
OPPOSITION_FORCES  \t[~OPPUAF]          \t[~2034]
"""


def test_agents_are_groups_with_macros_and_plurals() -> None:
    of = load(AGENTS, "Sample.agents.txt")
    assert of.rows_read == 11, "macros are definitions, not rows"
    assert [r[2] for r in of.rejects] == [
        "a macro that is not defined, or stands for too many names",
        "there is no code, so the name is no actor",
    ]
    words = {
        a["names"][0]["text"]: [x["text"] for x in a.get("aliases", [])]
        for a in of.rows("actors")
        if a.get("name_only")
    }
    assert words == {
        "AGRICULTURIST": [],
        "THIEF": ["THIEVES"],
        "POLICE": [],
        "CATTLEMAN": ["CATTLEWOMAN"],
        "FOREIGN MINISTER": ["FOREIGN MINISTRY"],
        "PUBLIC SERVICE AND ADMINISTRATIVE MINISTER": ["PUBLIC SERVICE AND ADMINISTRATIVE MINISTRY"],
        "GREEN PARTY": [],
        "OBSERVERS IN": [],
        "OPPOSITION FORCES": [],
    }
    assert {a["kind"] for a in of.rows("actors") if a.get("name_only")} == {"group"}
    assert ("code left out", "[~2034]: not the code of an actor") in of.notes
    assert of.rows("associations")[0]["to_actor"] == "id:actor/cameo/AGR"


def test_a_dictionary_of_verbs_is_refused_with_a_reason() -> None:
    verbs = "# VERBS\n&CURRENCY\n+PESO\n\n--- ABANDON [080] ---\nABANDON \n- * HEADQUARTERS [0874] # ABANDON\n- * &STRONGHOLD [0874]\n"
    with pytest.raises(LoaderError, match="dictionary of verbs") as caught:
        load(verbs, "CAMEO.verbpatterns.txt")
    assert "actors" in caught.value.expected


def test_a_dictionary_and_events_of_the_same_codes_meet(tmp_path: Path) -> None:
    files = {
        "a.actors.txt": ACTORS.encode(),
        "b.actors.txt": b"ADA_SAMPLE_  ; other list\n+ADA_THIRD_\n\t[KGZELI]\n\t[KGZGOV >20050325]\n",
    }
    with same_in_both_orders(tmp_path, files) as graph:
        rows = graph.sql(
            "SELECT a.name, len(s.sources) FROM associations s JOIN actors a ON a.iri = s.from_actor JOIN actors t ON t.iri = s.to_actor "
            "WHERE list_contains(t.identifiers, 'cameo:KGZGOV') AND s.starts_from >= DATE '2005-01-01'"
        ).rows
        assert rows == [("ADA SAMPLE", 2)]
        assert graph.check().errors == []


def test_the_contract_holds_with_blocks_of_any_size(tmp_path: Path) -> None:
    for name, text in (("Sample.actors.txt", ACTORS), ("Sample.agents.txt", AGENTS)):
        file = tmp_path / name
        file.write_text(text)
        check_loader(load(text, name).loader, file)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")
def test_every_row_of_the_real_dictionaries_is_accounted_for() -> None:
    data = gzip.decompress((REAL / "Phoenix.Countries.actors.txt.gz").read_bytes())
    said = [line for line in data.split(b"\n") if line.strip() and not line.startswith(b"#")]
    of = load(data, "Phoenix.Countries.actors.txt")
    assert (of.rows_read, len(of.rejects)) == (len(said), 95)
    agents = load((REAL / "Phoenix.agents.txt").read_bytes(), "Phoenix.agents.txt")
    assert (agents.rows_read, len(agents.rejects)) == (2237, 1)
