"""Code lists: what they must hold, and that nothing in them is guessed."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from importlib.resources import files

import pytest

from govgraph.ontology import cameo, cameo_actors, countries, event_types
from govgraph.ontology.errors import OntologyError

LISTS = "cameo_ethnic cameo_events cameo_groups cameo_regions cameo_religions cameo_types countries event_types plover_types".split()


def name(typed: str) -> str | None:
    found = countries.country(typed)
    return found.name_en if found else None


def iso3(text: str) -> str | None:
    found = countries.country_by_name(text)
    return found.iso3 if found else None


@pytest.mark.parametrize("listed", LISTS)
def test_files_are_clean(listed: str) -> None:
    raw = (files("govgraph.ontology") / "codes" / f"{listed}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
    rows = list(csv.reader(raw.decode("utf-8").splitlines()))
    keys = [row[0] for row in rows[1:]]
    assert keys == sorted(set(keys))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(cell == cell.strip() and "  " not in cell for row in rows for cell in row)
    assert all("" not in cell.split("|") for row in rows for cell in row if cell)


def test_nothing_is_read_at_import() -> None:
    script = (
        "import govgraph.ontology.cameo as c, govgraph.ontology.countries as k\n"
        "assert k.countries.cache_info().currsize == 0 and c._events.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_iso_3166_is_complete() -> None:
    current = [c for c in countries.countries() if not c.ended]
    iso = [c for c in current if c.numeric]
    assert len(iso) == 249
    assert [c.iso3 for c in current if not c.numeric] == ["XKX"]
    for column in ("iso2", "iso3", "numeric"):
        assert len({getattr(c, column) for c in iso}) == 249
    assert all(len(c.iso2) == 2 and len(c.iso3) == 3 and len(c.numeric) == 3 for c in iso)
    assert all(c.wikidata.startswith("Q") for c in current)


def test_every_present_country_has_three_names() -> None:
    for found in countries.countries():
        assert set(found.names) == {"en", "ru", "ky"} and all(found.names.values()), found.iso3
        cyrillic = found.name_ru + found.name_ky
        assert not any("a" <= letter <= "z" for letter in cyrillic.casefold()), found.iso3


def test_namibia_is_not_a_missing_value() -> None:
    assert name("iso2:NA") == "Namibia"
    assert countries.country_table("iso2")["NA"] == "NAM"


@pytest.mark.parametrize(
    ("code", "fips", "iso2"),
    [
        ("CH", "CHN", "CHE"),
        ("GM", "DEU", "GMB"),
        ("AS", "AUS", "ASM"),
        ("AU", "AUT", "AUS"),
        ("RS", "RUS", "SRB"),
        ("NI", "NGA", "NIC"),
        ("SZ", "CHE", "SWZ"),
        ("BG", "BGD", "BGR"),
        ("IS", "ISR", "ISL"),
        ("MG", "MNG", "MDG"),
        ("SN", "SGP", "SEN"),
        ("GG", "GEO", "GGY"),
        ("KG", "KGZ", "KGZ"),
        ("SW", "SWE", None),
        ("SF", "ZAF", None),
        ("KS", "KOR", None),
        ("KV", "XKX", None),
        ("KY", None, "CYM"),
        ("ES", "SLV", "ESP"),
        ("GB", "GAB", "GBR"),
        ("DO", "DMA", "DOM"),
        ("TO", "TGO", "TON"),
        ("UP", "UKR", None),
        ("TI", "TJK", None),
    ],
)
def test_two_letter_codes_depend_on_the_system(code: str, fips: str | None, iso2: str | None) -> None:
    assert countries.country_table("fips").get(code) == fips
    assert countries.country_table("iso2").get(code) == iso2


def test_clashes_are_many() -> None:
    current = [c for c in countries.countries() if not c.ended]
    iso2 = {c.iso2: c.iso3 for c in current}
    assert sum(c.fips in iso2 and iso2[c.fips] != c.iso3 for c in current) == 69


def test_no_code_means_two_present_states() -> None:
    seen = Counter(code for c in countries.countries() if not c.ended for code in c.codes)
    assert [code for code, n in seen.items() if n > 1] == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cameo:ROM", "Romania"),
        ("cameo:TMP", "Timor-Leste"),
        ("cameo:MTN", "Montenegro"),
        ("cameo:IMY", "Isle of Man"),
        ("cameo:SSD", "South Sudan"),
        ("cameo:EUR", None),
        ("cowc:KYR", "Kyrgyzstan"),
        ("cow:703", "Kyrgyzstan"),
        ("cow:002", "United States"),
        ("cow:347", "Kosovo"),
        ("gw:678", "Yemen"),
        ("cow:679", "Yemen"),
        ("gw:340", "Serbia"),
        ("gw:970", "Kiribati"),
        ("cow:970", "Nauru"),
        ("gw:260", "Germany"),
        ("cow:255", "Germany"),
        ("m49:417", "Kyrgyzstan"),
        ("m49:51", "Armenia"),
        ("wikidata:Q813", "Kyrgyzstan"),
        ("fips:GZ", "Palestine"),
        ("iso3:kgz", "Kyrgyzstan"),
        ("iso3:ZAR", "Democratic Republic of the Congo"),
        ("iso3:ZZZ", None),
        ("cow:", None),
        ("iso2:", None),
    ],
)
def test_typed_codes(typed: str, expected: str | None) -> None:
    assert name(typed) == expected


@pytest.mark.parametrize("untyped", ["KG", "KGZ", "iso4:KGZ", ""])
def test_untyped_codes_are_refused(untyped: str) -> None:
    with pytest.raises(OntologyError, match="no code system"):
        countries.country(untyped)
    with pytest.raises(OntologyError, match="no code system"):
        countries.country_table(untyped)


def test_ended_states_have_dates() -> None:
    ended = {c.iso3: (c.started, c.ended) for c in countries.countries() if c.ended}
    assert ended["SUN"] == ("1922-12-30", "1991-12-26")
    assert {"YUG", "CSK", "DDR", "SCG", "YMD", "ANT"} <= set(ended)
    assert all(start < end for start, end in ended.values())


@pytest.mark.parametrize(
    ("typed", "on", "expected"),
    [
        ("cow:365", "1985-03-11", "SUN"),
        ("cow:365", "2000-01-01", "RUS"),
        ("cow:365", "", "RUS"),
        ("cow:345", "1980-01-01", "YUG"),
        ("cow:345", "1999-01-01", "SCG"),
        ("cow:345", "2010-01-01", "SRB"),
        ("gw:678", "1975-01-01", "YAR"),
        ("cow:816", "1960-01-01", "VDR"),
        # With one candidate the date decides nothing.
        ("iso3:KGZ", "1985-03-11", "KGZ"),
    ],
)
def test_dates_decide_between_a_state_and_its_successor(typed: str, on: str, expected: str) -> None:
    found = countries.country(typed, on=on)
    assert found is not None and found.iso3 == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kyrgyz Republic", "KGZ"),
        ("Кыргыз Республикасы", "KGZ"),
        ("КЫРГЫЗСКАЯ  РЕСПУБЛИКА", "KGZ"),
        ("КР", "KGZ"),
        ("Киргизия", "KGZ"),
        ("Кыргызстан", "KGZ"),
        ("Орусия", "RUS"),
        ("Орусия Федерациясы", "RUS"),
        ("Россия Федерациясы", "RUS"),
        ("Нидерландия", "NLD"),
        ("Голландия", "NLD"),
        ("Казакстан", "KAZ"),
        ("Өзбекстан", "UZB"),
        ("Латвия", "LVA"),
        ("Швейцария", "CHE"),
        ("Түркия", "TUR"),
        ("Turkey", "TUR"),
        ("Монголия", "MNG"),
        ("АКШ", "USA"),
        ("Соединённые Штаты Америки", "USA"),
        ("USA", "USA"),
        ("UK", "GBR"),
        ("Russia", "RUS"),
        ("South Korea", "KOR"),
        ("Cote d’Ivoire", "CIV"),
        ("Guinea Bissau", "GNB"),
        ("Guinea", "GIN"),
        ("СССР", "SUN"),
        ("Congo", None),
        ("Конго", None),
        ("Korea", None),
        ("Корея", None),
        ("Virgin Islands", None),
        ("Kyrgyzstann", None),
        ("Europe", None),
        ("KGZ", None),
        ("", None),
    ],
)
def test_names_match_exactly_or_not_at_all(text: str, expected: str | None) -> None:
    assert iso3(text) == expected


def test_no_name_stands_for_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for found in countries.countries():
        for one in (*found.names.values(), *found.variants):
            owners.setdefault(countries.name_key(one), set()).add(found.iso3)
    assert {one: who for one, who in owners.items() if len(who) > 1} == {}


def test_fold() -> None:
    assert countries.name_key(" Guinea\u2013Bissau\u00a0") == "guinea bissau"
    ascii_text = " ".join(f"A{chr(code)}b" for code in range(128))  # which has a shorter way
    assert countries.name_key(ascii_text) + "é" == countries.name_key(ascii_text + "é")
    assert countries.name_key("O\u02bbzbekiston") == countries.name_key("O'zbekiston") == "ozbekiston"
    # Letters that differ stay different.
    assert countries.name_key("Нигер") != countries.name_key("Нигерия") and countries.name_key(
        "ү"
    ) != countries.name_key("у")


def test_regions_are_not_countries() -> None:
    table = countries.country_table("cameo")
    for code in ("AFR", "EUR", "CAS", "WSB", "GZS", "BAG", "WST", "SEA", "NMR", "WAF"):
        region = cameo.cameo_region(code)
        assert region is not None and code not in table
        assert (region.kind == "place") == bool(region.iso3)
        assert not region.iso3 or countries.country(f"iso3:{region.iso3}") is not None
    assert cameo.cameo_region("KGZ") is None


def test_cameo_events_are_a_tree_with_leading_zeros() -> None:
    events = {e.code: e for e in cameo.cameo_events()}
    plover = {t.code for t in event_types.plover_types()} | {""}
    assert sorted(c for c, e in events.items() if not e.broader) == [f"{n:02}" for n in range(1, 21)]
    for code, event in events.items():
        assert event.label_en.isprintable() and not event.label_en.isupper()
        assert event.plover in plover
        assert -10 <= event.goldstein <= 10
        if event.broader:
            assert event.broader in events and code.startswith(event.broader)
            assert event.quad_class == events[code[:2]].quad_class
    assert len({e.label_en for e in events.values()}) >= 310


@pytest.mark.parametrize(
    # As in rows of published GDELT files: code, class, Goldstein value; then the PLOVER type.
    ("code", "quad", "goldstein", "plover"),
    [
        ("010", 1, 0.0, ""),
        ("016", 1, -2.0, ""),
        ("022", 1, 3.2, ""),
        ("036", 1, 4.0, "AGREE"),
        ("042", 1, 1.9, "CONSULT"),
        ("057", 1, 8.0, "SUPPORT"),
        ("061", 2, 6.4, "COOPERATE"),
        ("073", 2, 7.4, "AID"),
        ("080", 2, 5.0, ""),
        ("0831", 2, 5.0, "CONCEDE"),
        ("0871", 2, 9.0, "RETREAT"),
        ("090", 2, -2.0, "INVESTIGATE"),
        ("129", 3, -5.0, "REJECT"),
        ("141", 3, -6.5, "PROTEST"),
        ("163", 4, -8.0, "SANCTION"),
        ("193", 4, -10.0, "ASSAULT"),
    ],
)
def test_cameo_event_values(code: str, quad: int, goldstein: float, plover: str) -> None:
    event = cameo.cameo_event(code)
    assert event is not None
    assert (event.quad_class, event.goldstein, event.plover) == (quad, goldstein, plover)


def test_event_codes_are_strings() -> None:
    assert cameo.cameo_event("51") is None and cameo.cameo_event("---") is None


def test_plover_editions() -> None:
    editions = Counter(edition for t in event_types.plover_types() for edition in t.editions)
    assert editions == {"plover": 18, "polecat": 16}
    assert all(t.label_en and t.label_ru and t.label_ky for t in event_types.plover_types())


def test_event_types_hang_together() -> None:
    types = {t.code: t for t in event_types.event_types()}
    plover = {t.code for t in event_types.plover_types()} | {""}
    assert {"visit", "working_trip", "meeting", "conference", "seminar", "appointment", "vote"} <= set(types)
    for kind in types.values():
        assert kind.broader in {*types, ""} and kind.broader != kind.code
        assert kind.plover in plover
        assert not kind.cameo or (len(kind.cameo) == 2 and cameo.cameo_event(kind.cameo))
        assert kind.label_en and kind.label_ru and kind.label_ky
    for language in ("label_en", "label_ru", "label_ky"):
        labels = [countries.name_key(getattr(t, language)) for t in types.values()]
        assert len(set(labels)) == len(labels)


def test_actor_lists_share_no_code_but_two() -> None:
    rows = {
        listed: {
            row["code"]
            for row in csv.DictReader(
                (files("govgraph.ontology") / "codes" / f"{listed}.csv").read_text("utf-8").splitlines()
            )
        }
        for listed in ("cameo_types", "cameo_groups", "cameo_religions", "cameo_ethnic", "cameo_regions")
    }
    rows["countries"] = set(countries.country_table("cameo"))
    seen = Counter(code for members in rows.values() for code in members)
    # Sunni Muslims or the Soviet Union; Shinto or Saint Helena: the position decides.
    assert {code for code, n in seen.items() if n > 1} == {"SUN", "SHN"}


def test_actor_kinds() -> None:
    for code in ("GOV", "COP", "MIL"):
        role = cameo.cameo_type(code)
        assert role is not None and role.kind == "group"
    known = cameo.cameo_group("UNO")
    assert known is not None and (known.kind, known.wikidata) == ("igo", "Q1065")
    assert cameo.cameo_group("KGZ") is None and cameo.cameo_type("UNO") is None
    ethnic, religion = cameo.cameo_ethnic("kir"), cameo.cameo_religion("MOS")
    assert ethnic is not None and ethnic.label_en == "Kyrgyz"
    assert religion is not None and religion.adherents == "Muslims"
    assert cameo.cameo_ethnic("KIR") is None


@pytest.mark.parametrize(
    ("code", "expected", "kind"),
    [
        ("KGZ", "Kyrgyzstan", "country"),
        ("KGZGOV", "Government (Kyrgyzstan)", "group"),
        ("COP", "Police", "group"),
        ("COPCOP", "Police", "group"),
        ("GBRGOVHLH", "Government, Health sector (United Kingdom)", "group"),
        ("UNO", "United Nations", "igo"),
        ("IGOUNO", "United Nations", "igo"),
        ("IGOUNOREFHCR", "United Nations High Commissioner for Refugees", "igo"),
        ("IGOUNODEVWBK", "World Bank", "igo"),
        ("IGOUNOPKO", "Peacekeepers (United Nations)", "group"),
        ("IGOEUREEC", "European Union", "igo"),
        ("NGOHRIHRW", "Human Rights Watch", "ngo"),
        ("IMGMOSALQUAF", "Al-Qaeda", "armed_group"),
        ("MNCUSA", "Multinational corporations (United States)", "group"),
        ("EUR", "Europe", "group"),
        ("GZS", "Gaza Strip", "group"),
        ("IRQBAG", "Baghdad, Iraq", "group"),
        ("MOSSUN", "Sunni Muslims", "group"),
        ("IRNSUN", "Sunni Muslims (Iran)", "group"),
        ("SUN", "Soviet Union", "country"),
        ("EGYMOS", "Muslims (Egypt)", "group"),
        ("SHN", "Saint Helena, Ascension and Tristan da Cunha", "country"),
        ("nepGOV", "Government (Nepali)", "group"),
        ("IRQKUR", "Kurd (ethnic group, Iraq)", "group"),
        (" UIS", "Unidentified state actors", "group"),
        ("ROMGOV", "Government (Romania)", "group"),
        ("CHRPRO210EDU", "Education sector (Protestants) [210]", "group"),
        ("TURIST", "Türkiye [IST]", "group"),
        ("IGOUNOXYZ", "United Nations [XYZ]", "group"),
        ("REBMUS", "Rebels [MUS]", "group"),
        ("GMW", "[GMW]", "group"),
        ("KG", "[KG]", "group"),
        ("  ", "", ""),
    ],
)
def test_decoded_names(code: str, expected: str, kind: str) -> None:
    actor = cameo_actors.decode_cameo_actor(code)
    assert (actor.name, actor.kind) == (expected, kind)


@pytest.mark.parametrize(
    # As GDELT itself splits these codes: country, known group, ethnic, religions, types.
    ("code", "country", "group", "ethnic", "religions", "types"),
    [
        ("USAMEDLAB", "USA", "", "", (), ("MED", "LAB")),
        ("IGOEUREEC", "EUR", "EEC", "", (), ("IGO",)),
        ("IGOWAFBUSWAS", "WAF", "WAS", "", (), ("IGO", "BUS")),
        ("IGOUNODEVWBK", "", "UNO", "", (), ("IGO", "DEV")),
        ("IMGMOSALQUAF", "", "ALQ", "", ("MOS",), ("IMG", "UAF")),
        ("MNCUSAHLH", "USA", "", "", (), ("MNC", "HLH")),
        ("CHRPRO210EDU", "", "", "", ("CHR", "PRO"), ("EDU",)),
        ("SCGSRB", "SRB", "", "", (), ()),
        ("scoREF", "", "", "sco", (), ("REF",)),
        ("UAFMOS", "", "", "", ("MOS",), ("UAF",)),
        ("NGOHLHIRC", "", "IRC", "", (), ("NGO", "HLH")),
    ],
)
def test_decoding_agrees_with_gdelt(
    code: str, country: str, group: str, ethnic: str, religions: tuple[str, ...], types: tuple[str, ...]
) -> None:
    actor = cameo_actors.decode_cameo_actor(code)
    state = countries.country(f"iso3:{actor.country}")
    assert (actor.region or (state.cameo if state else "")) == country
    assert (*actor.groups, "")[0] == group
    assert (*actor.ethnics, "")[0] == ethnic
    assert (actor.religions, actor.types) == (religions, types)


def test_unknown_blocks_stay_visible() -> None:
    actor = cameo_actors.decode_cameo_actor("USRKGZGOVXX")
    assert (actor.countries, actor.country, actor.unknown) == (("SUN", "KGZ"), "KGZ", ("XX",))


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("KGZGOV", {"ky": "Өкмөт (Кыргызстан)", "ru": "Правительство (Кыргызстан)"}),
        ("EURMED", {"ky": "Массалык маалымат каражаттары (Европа)", "ru": "Средства массовой информации (Европа)"}),
        ("CHRCTH", {"ky": "Католиктер", "ru": "Католики"}),
        ("IGOUNO", {}),
        ("MOSkur", {}),
        ("USRKGZGOVXX", {}),
    ],
)
def test_a_group_has_names_in_kyrgyz_and_russian_where_the_lists_have_all_words(
    code: str, names: dict[str, str]
) -> None:
    actor = cameo_actors.decode_cameo_actor(code)
    assert actor.names == {"en": actor.name} | names
