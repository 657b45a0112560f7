"""The World Factbook: which country a page is about, who holds an office, and what the country takes part in. The pages are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader

REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "leaders"


def text(words: str) -> dict[str, str]:
    return {"text": words}


def page(fields: dict[str, Any] | None = None, short: str = "Tajikistan") -> bytes:
    government = {
        "Country name": {"conventional long form": text(f"Republic of {short}"), "conventional short form": text(short)}
    }
    about = {"Background": text("once"), "Geography": {"Location": text("here")}}
    return json.dumps(
        {"Introduction": about, "Geography": {"Location": text("x")}, "Government": government | (fields or {})}
    ).encode()


def executive(**posts: str) -> dict[str, Any]:
    return {"Executive branch": {name.replace("_", " "): text(words) for name, words in posts.items()}}


def names(of: Loaded, kind: str) -> list[str]:
    return [a["names"][0]["text"] for a in of.rows("actors") if a["kind"] == kind and "names" in a]


def test_the_name_in_the_page_decides_and_a_code_of_another_country_is_noted() -> None:
    of = Loaded(page(), "ti.json")
    assert (of.loader.name, of.rows("actors")[0]["iri"], of.notes) == ("factbook", "id:country/TJK", [])
    assert "names" not in of.rows("actors")[0], "a country has its names from the list of countries"
    assert [a["text"] for a in of.rows("actors")[0]["aliases"]] == ["Republic of Tajikistan", "Tajikistan"]
    swiss = Loaded(page(short="Switzerland"), "ch.json")
    assert swiss.rows("actors")[0]["iri"] == "id:country/CHE"
    assert swiss.notes == [("country codes disagree", "Switzerland fips:CH")]
    assert Loaded(page(short="Switzerland"), "ch-switzerland.json").notes == [], (
        "an old edition names files by ISO codes"
    )
    for name, code in (
        ("Turkey (Turkiye)", "TUR"),
        ("Land Sint Maarten", "SXM"),
        ("Saint Helena, Ascension, and Tristan da Cunha", "SHN"),
    ):
        assert Loaded(page(short=name), "xx.json").rows("actors")[0]["iri"] == f"id:country/{code}"


def test_a_page_about_no_country_says_so() -> None:
    world = json.dumps({"Introduction": {"Background": text("x")}, "Geography": {"Location": text("y")}}).encode()
    with pytest.raises(LoaderError, match="about no country"):
        Loaded(world, "xx.json")
    with pytest.raises(LoaderError, match="no list of countries has 'West Bank'"):
        Loaded(page(short="West Bank"), "we.json")


@pytest.mark.parametrize("form", ["list", "lines", "codes"])
def test_several_pages_in_one_file_say_what_they_say_alone(form: str) -> None:
    fields = executive(chief_of_state="President Ada LEE (since 2020)")
    pages = [page(fields), page(fields, short="Switzerland"), page(short="West Bank")]
    data = {
        "list": b"[" + b",".join(pages) + b"]",
        "lines": b"\n".join(pages),
        "codes": b"{"
        + b",".join(b'"%s": %s' % (code, one) for code, one in zip((b"ti", b"sz", b"we"), pages, strict=True))
        + b"}",
    }[form]
    of = Loaded(data, "factbook.json")
    alone = [Loaded(one, f"{code}.json") for one, code in zip(pages[:2], ("ti", "sz"), strict=True)]
    assert [m["iri"] for m in of.rows("memberships")] == [m["iri"] for one in alone for m in one.rows("memberships")]
    assert (of.rows_read, of.notes) == (5, [])
    assert of.rejects == [(5, "Country name", "no list of countries has 'West Bank'")]


def test_who_holds_an_office_and_since_when() -> None:
    fields = executive(
        chief_of_state="King CHARLES III (since 8 September 2022); represented by Governor General Dame Ann B. O'NEIL-LEE (since May 2021)",
        head_of_government="<strong>Prime</strong> Minister&nbsp; NYO SAW (since 2025); note - the king is absent",
        cabinet="Cabinet of many",
    )
    of = Loaded(page(fields))
    assert of.rejects == []
    assert names(of, "person") == ["CHARLES III", "Ann B. O'NEIL-LEE", "NYO SAW"]
    posts = {p["iri"]: p["names"][0]["text"] for p in of.rows("posts")}
    told = [(posts[m["post"]], m["role"], m.get("start_date"), "end_date" in m) for m in of.rows("memberships")]
    assert told == [
        ("chief of state", "King", "2022-09-08", False),
        ("chief of state", "Governor General", "2021-05", False),
        ("head of government", "Prime Minister", "2025", False),
    ]
    deputy = of.rows("memberships")[1]
    assert deputy["details"] == ["factbook:rank=Dame", "factbook:represents=CHARLES III"]
    person = of.rows("actors")[2]
    assert (person["family_name"], person["given_name"], person["name_only"]) == ("O'NEIL-LEE", "Ann B.", True)
    assert ["factbook:head of government.note=note - the king is absent"] in [
        a.get("details") for a in of.rows("actors")
    ]
    assert "factbook:Executive branch.cabinet=Cabinet of many" in of.rows("actors")[0]["details"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Ambassador (vacant)", "the office is vacant"),
        ("the office is filled in turn by the members", "no name of a person in capitals"),
        ("O le Ao o le Malo TUIMA Va'aletoa (since 21 July 2017)", "the office and the name cannot be told apart"),
        ("Captain Regent Ada LEE and Bo LEE (since 1 April 2023)", "several persons in one"),
        ("President Ada LEE (since the coup)", "date not understood"),
        ("President Ada LEE resigned 2 May 2015", "the office and the name cannot be told apart"),
    ],
)
def test_what_names_no_person_for_certain_is_rejected_with_its_words(words: str, reason: str) -> None:
    of = Loaded(page(executive(chief_of_state=words)))
    assert of.rejects == [(2, "chief of state", reason)]
    assert names(of, "person") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("President Umar al-BASHIR (since 16 October 1993)", [("President", "Umar al-BASHIR", "1993-10-16", [])]),
        ("President Vjosa OSMANI-Sadriu (since 2021)", [("President", "Vjosa OSMANI-Sadriu", "2021", [])]),
        ("Ambassador Nicole McGRAW (7 June 2022)", [("Ambassador", "Nicole McGRAW", None, ["remarks=7 June 2022"])]),
        ("President Maj.Gen. (ret.) Ada LEE (since 2015", [("President", "Ada LEE", "2015", ["rank=Maj. Gen. (ret.)"])]),
        ("Prime Minister Ada LEE (Liberal Party) (since 2015)", [("Prime Minister", "Ada LEE", "2015", ["remarks=Liberal Party"])]),
        ("Vice Premiers Ada LEE (since 2009) and LI Bo (since May 2011)",
         [("Vice Premier", "Ada LEE", "2009", []), ("Vice Premier", "LI Bo", "2011-05", [])]),
        ("Captain Regent Ada LEE and Captain Regent Bo LI (both since 1 April 2023)",
         [("Captain Regent", "Ada LEE", "2023-04-01", []), ("Captain Regent", "Bo LI", "2023-04-01", [])]),
        ("note - of two; he left office", []),
    ],
)  # fmt: skip
def test_persons_whose_names_have_particles_brackets_and_ranks(words: str, told: list[Any]) -> None:
    of = Loaded(page(executive(chief_of_state=words)))
    assert of.rejects == []
    holders = [(m["role"], m.get("start_date"), m.get("details", [])) for m in of.rows("memberships")]
    assert [
        (role, name, since, [d.removeprefix("factbook:") for d in details])
        for (role, since, details), name in zip(holders, names(of, "person"), strict=True)
    ] == told


def test_organisations_with_their_remarks() -> None:
    words = "ADB, CIS (associate, has not ratified, yet), G- 9, ICC (NGOs), NAM (observer), &nbsp; UNESCO, it has left others"
    of = Loaded(page({"International organization participation": text(words)}))
    assert [r[2] for r in of.rejects] == ["not the name of an organisation"]
    assert names(of, "igo") == ["ADB", "CIS", "G-9", "NAM", "UNESCO"]
    assert [m.get("role") for m in of.rows("memberships")] == [
        None,
        "associate, has not ratified, yet",
        None,
        "observer",
        None,
    ]
    (bodies,) = of.rows("associations")
    assert (bodies["type"], bodies["role"], bodies["from_actor"]) == ("bodies_in", "NGOs", "id:country/TJK")
    assert names(of, "organization") == ["ICC"], "a chamber of commerce is not an organisation of states"


def test_one_organisation_in_two_pages_is_one(tmp_path: Path) -> None:
    fields = {"International organization participation": text("SCO, NAM (observer)")}
    with same_in_both_orders(tmp_path, {"ti.json": page(fields), "kg.json": page(fields, "Kyrgyzstan")}) as graph:
        rows = graph.sql(
            "SELECT o.name, count(*) FROM memberships m JOIN actors o ON o.iri = m.organization GROUP BY ALL ORDER BY 1"
        ).rows
        assert rows == [("NAM", 2), ("SCO", 2)]
        assert graph.check().errors == []


LEGISLATURE: dict[str, Any] = {
    "Legislative branch": {"legislature name": text("Parliament (Parlament)"), "legislative structure": text("bicameral")},
    "Legislative branch - lower chamber": {
        "chamber name": text("House of Deputies"),
        "number of seats": text("98 (all directly elected)"),
        "parties elected and seats per party": text('"Unity" (UP) (62); Ak Jol (6); Independents (7); Other (4)'),
    },
    "Judicial branch": {"highest court(s)": text("Supreme Court (consists of 25 judges; chair elected); Constitutional Chamber or CC")},
    "Political parties and leaders": text("Unity Party or UP [Ada LEE]<br>Alyans formerly Bloc<br>Old Party [vacant]<br>none of them is strong"),
}  # fmt: skip


def test_parliament_parties_and_courts() -> None:
    of = Loaded(page(LEGISLATURE))
    assert [(r[1], r[2]) for r in of.rejects] == [
        ("party", "a placeholder, not a party"),
        ("party", "a placeholder, not a party"),
        ("party", "not the name of a party"),
    ]
    assert names(of, "agency") == ["Parliament", "House of Deputies", "Supreme Court", "Constitutional Chamber"]
    by_name = {a["names"][0]["text"]: a for a in of.rows("actors") if "names" in a}
    assert by_name["Parliament"]["aliases"] == [{"lang": "en", "text": "Parlament"}]
    (part,) = of.rows("associations")
    assert (part["from_actor"], part["to_actor"]) == (by_name["House of Deputies"]["iri"], by_name["Parliament"]["iri"])
    seats = [m["details"] for m in of.rows("memberships") if m["role"] == "party"]
    assert seats == [["factbook:seats=62"], ["factbook:seats=6"]]
    leader = next(m for m in of.rows("memberships") if m["role"] == "leader")
    assert (leader["member"], leader["organization"]) == (by_name["Ada LEE"]["iri"], by_name["Unity Party"]["iri"])
    assert by_name["Alyans"]["aliases"] == [{"lang": "en", "text": "Bloc"}]
    assert by_name["Supreme Court"]["details"] == ["factbook:composition=consists of 25 judges; chair elected"]


def test_the_european_union_is_an_organisation_with_members() -> None:
    fields = {
        "Union name": {"conventional long form": text("European Union"), "abbreviation": text("EU")},
        "Member states": text("<p>3 countries: Austria, Czechia, Narnia; note - 8 candidates: Albania</p> <p>more</p>"),
    }
    data = json.loads(page())
    data["Government"] = fields
    of = Loaded(json.dumps(data).encode(), "ee.json")
    assert of.rejects == [(4, "Member states", "unknown country")]
    assert [m["member"] for m in of.rows("memberships")] == ["id:country/AUT", "id:country/CZE"]
    assert of.rows("actors")[0]["kind"] == "igo"


def test_the_capital_is_a_place_with_its_point() -> None:
    of = Loaded(page({"Capital": {"name": text("Dushanbe"), "geographic coordinates": text("38 33 N, 68 46 E")}}))
    (place,) = of.rows("places")
    assert (place["latitude"], place["longitude"], place["precision"], place["country"]) == (
        38.55,
        68.7667,
        "city",
        "id:country/TJK",
    )


def test_the_contract_holds_with_blocks_of_any_size(tmp_path: Path) -> None:
    file = tmp_path / "ti.json"
    file.write_bytes(page(LEGISLATURE | executive(chief_of_state="President Ada LEE (since 2020)")))
    check_loader(Loaded(file.read_bytes(), "ti.json").loader, file)


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")
def test_every_row_of_the_real_pages_is_accounted_for(tmp_path: Path) -> None:
    files = {name: (REAL / name).read_bytes() for name in ("factbook_kg.json", "factbook_kz.json")}
    assert [(Loaded(data, name).rows_read, len(Loaded(data, name).rejects)) for name, data in files.items()] == [
        (78, 1),
        (82, 2),
    ]
    with graph_of(tmp_path, files) as graph:
        rows = graph.sql(
            "SELECT p.name, m.role, m.start_date FROM memberships m JOIN actors p ON p.iri = m.member JOIN posts o ON o.iri = m.post "
            "WHERE o.name = 'head of government' ORDER BY 1"
        ).rows
        assert rows == [
            ("Adylbek KASYMALIYEV", "Chairman of the Cabinet of Ministers", "2024-12-18"),
            ("Olzhas BEKTENOV", "Prime Minister", "2024-02-06"),
        ]
        assert graph.check().errors == []
