"""IATI: both families of versions, organisation files, money, and the quirks of published files. The files are written here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, same_in_both_orders

from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader, loaders
from govgraph.testing import check_loader

OLD = """<iati-activities version="1.02"><ir:registry-record xmlns:ir="http://iatiregistry.org/ns/record#" license="IATI"/>
<iati-activity last-updated-datetime="{when}" xml:lang="en" default-currency="GBP" hierarchy="1">
<reporting-org ref="GB-1" type="10">Department for Development</reporting-org>
<participating-org ref="GB" type="10" role="Funding">UNITED KINGDOM</participating-org>
<participating-org ref="GB-CHC-1" type="21" role="Implementing">Women&amp;apos;s  Fund</participating-org>
<participating-org ref="21000" role="Implementing">INTERNATIONAL NGO</participating-org>
<participating-org ref="11000" role="Implementing">FOREIGN OFFICE</participating-org>
<participating-org ref="" type="" role="Implementing"></participating-org>
<iati-identifier> GB-1-7 </iati-identifier><other-identifier owner-ref="GB-1" owner-name="DFID">7</other-identifier>
<title>{title}</title><description>Seed and tools</description>
<activity-date type="start-planned" iso-date="2007-10-01"/><activity-date type="start-actual" iso-date="2007-11-01"/>
<activity-date type="end-planned">2011-12-31</activity-date>
<activity-status code="4">Post-completion</activity-status>
<recipient-country code="KG" percentage="100">Kyrgyzstan</recipient-country>
<location><name>Osh</name><coordinates latitude="40.5" longitude="72.8" precision="4"/><administrative country="KG" adm1="x">Osh Oblasty</administrative></location>
<sector vocabulary="DAC" code="31166" percentage="60">Extension</sector><sector vocabulary="WBSector" code="BH">Sub</sector>
<related-activity ref="GB-1-7-101" type="2">Part one</related-activity><related-activity ref="GB-1-6" type="1"/>
<budget type="Original"><period-start iso-date="2007-04-01"/><period-end iso-date="2008-03-31"/><value value-date="2007-10-01">225,000</value></budget>
<transaction><transaction-type code="D"/><transaction-date iso-date="2008-01-31"/><value currency="USD" value-date="2008-01-30">78312.5</value>
<receiver-org ref="GB-CHC-1">Women's Fund</receiver-org></transaction>
<transaction><transaction-type code="E"/><transaction-date iso-date="2008-02-01"/><value>-5</value></transaction>
<transaction><transaction-type code="E"/><transaction-date iso-date="2008-02-01"/><value>-5</value></transaction>
<document-link url="http://a.uk/1.doc"><title>Review</title><language code="en"/></document-link>
<usg:x xmlns:usg="http://u.us/">1</usg:x>
</iati-activity></iati-activities>"""
NEW = """\ufeff<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03"><iati-activity last-updated-datetime="2020-01-01T00:00:00Z" xml:lang="fr" default-currency="EUR" humanitarian="1">
<iati-identifier>XM-DAC-7-1</iati-identifier>
<reporting-org ref="XM-DAC-7" type="10" secondary-reporter="1"><narrative>Ministère</narrative><narrative xml:lang="en">Ministry</narrative></reporting-org>
<title><narrative>Eau</narrative><narrative xml:lang="ky">Суу</narrative></title>
<description type="1"><narrative>L'eau</narrative><narrative xml:lang="en">Water</narrative></description>
<participating-org role="4" type="22"/><participating-org role="2" type="40" ref="41114" activity-id="41114-X"><narrative>UNDP</narrative></participating-org>
<activity-status code="1"/><activity-date type="1" iso-date="2021-01-01"/><activity-date type="3" iso-date="2020-01-01"/>
<recipient-country code="KG" percentage="60"/><recipient-country code="NA" percentage="40"/><recipient-region code="89"/>
<location><location-id vocabulary="G1" code="1527534"/><name><narrative>Osh</narrative></name><point><pos>40.5 72.8</pos></point><exactness code="1"/></location>
<location><name><narrative>Nowhere</narrative></name><point><pos>140.5 72.8</pos></point></location>
<policy-marker vocabulary="1" code="2" significance="2"/>
<transaction ref="t1" humanitarian="1"><transaction-type code="1"/><transaction-date iso-date="2020-02"/><value value-date="2020-02-01">10</value>
<provider-org provider-activity-id="41114-X" ref="41114"><narrative>UNDP</narrative></provider-org></transaction>
<planned-disbursement type="1"><period-start iso-date="2021-01-01"/><value currency="euro">1e3</value></planned-disbursement>
<result type="1"><title><narrative>R</narrative></title></result>
</iati-activity><iati-activity><title/></iati-activity></iati-activities>"""
ORGANISATIONS = """<iati-organisations version="2.03"><iati-organisation last-updated-datetime="2020-01-01" xml:lang="en" default-currency="USD">
<organisation-identifier>XM-DAC-41114</organisation-identifier><name><narrative>UNDP</narrative><narrative xml:lang="ru">ПРООН</narrative></name>
<reporting-org ref="XM-DAC-41114" type="40"><narrative>UNDP</narrative></reporting-org>
<total-budget status="2"><period-start iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><value value-date="2020-01-01">100</value>
<budget-line ref="a"><value>40</value><narrative>Staff</narrative></budget-line></total-budget>
<recipient-org-budget><recipient-org ref="KG-INN-1"><narrative>Fund</narrative></recipient-org><period-start iso-date="2020"/><value>7</value></recipient-org-budget>
<recipient-country-budget><recipient-country code="KG"/><value>9</value></recipient-country-budget>
<document-link url="https://undp.org/a"/></iati-organisation></iati-organisations>"""


def old(when: str = "2013-12-06T04:04:27", title: str = "Farms") -> bytes:
    return OLD.format(when=when, title=title).encode()


def event(of: Loaded, identifier: str) -> dict[str, object]:
    return next(
        e for e in of.rows("events") if e["iri"] == f"id:event/iati/{identifier}" and ("names" in e or "details" in e)
    )


def test_an_activity_of_version_1_becomes_an_event_with_organisations_places_and_money() -> None:
    of = Loaded(old(), "a.xml")
    assert of.loader.name == "iati"
    assert (of.rows_read, of.rejects) == (1, [])
    activity = event(of, "GB-1-7")
    assert activity["type"] == "code:iati/activity"
    assert (activity["start_date"], activity["end_date"]) == ("2007-11-01", "2011-12-31"), (
        "the actual start, the planned end"
    )
    assert activity["topics"] == ["dac-sector:31166", "iati-sector-WBSECTOR:BH"]
    assert activity["part_of"] == "id:event/iati/GB-1-6"
    assert "iati:start-planned=2007-10-01" in activity["details"]  # type: ignore[operator]
    (place,) = of.rows("places")
    assert activity["place"] == place["iri"]
    assert (place["country"], place["precision"], place["latitude"]) == ("id:country/KGZ", "adm1", 40.5)
    roles = {(p["role"], p["participant"]) for p in of.rows("participations") if p["event"] == activity["iri"]}
    fund = "id:organization/org-id/GB-CHC-1"
    assert {("funding", "id:country/GBR"), ("implementing", fund), ("reporting", "id:organization/iati/GB-1")} <= roles
    assert len(roles) == 4, "and the Foreign Office, which has only the code of its category"
    kinds = {
        a["iri"]: (a["kind"], a.get("name_only")) for a in of.rows("actors") if a["names"][0]["text"] != "Women's Fund"
    }
    assert kinds.pop("id:organization/iati/GB-1") == ("agency", None)
    assert list(kinds.values()) == [("agency", True)]
    assert ("placeholder, not an actor", "21000 INTERNATIONAL NGO") in of.notes
    assert ("organisation without a name and identifier", "implementing of GB-1-7") in of.notes
    assert of.names("actors") == ["Department for Development", "Women's Fund", "FOREIGN OFFICE"], (
        "what was escaped twice is readable"
    )
    assert of.unused == ["registry-record", "iati-activity/x"]


def test_transactions_and_budgets_are_events_with_value_currency_and_dates() -> None:
    of = Loaded(old(), "a.xml")
    money = {e["type"]: e for e in of.rows("events") if "amount" in e}
    paid = money["code:iati/transaction-3"]
    assert (paid["amount"], paid["currency"], paid["value_date"], paid["start_date"]) == (
        78312.5,
        "USD",
        "2008-01-30",
        "2008-01-31",
    )
    assert paid["part_of"] == "id:event/iati/GB-1-7"
    plan = money["code:iati/budget"]
    assert (plan["amount"], plan["currency"], plan["status"], plan["end_date"]) == (
        225000.0,
        "GBP",
        "planned",
        "2008-03-31",
    )
    spent = [e for e in of.rows("events") if e["type"] == "code:iati/transaction-4"]
    assert len({e["iri"] for e in spent}) == 2, "two payments that are alike are two"
    assert spent[0]["amount"] == -5
    sides = {
        (p["role"], p["participant"], "inferred" in str(p))
        for p in of.rows("participations")
        if p["event"] == paid["iri"]
    }
    assert sides == {
        ("provider", "id:organization/iati/GB-1", True),
        ("receiver", "id:organization/org-id/GB-CHC-1", False),
    }


def test_a_child_is_part_of_its_parent_even_if_only_the_parent_says_so() -> None:
    child = next(e for e in Loaded(old(), "a.xml").rows("events") if e["iri"].endswith("GB-1-7-101"))
    assert (child["part_of"], child["identifiers"]) == ("id:event/iati/GB-1-7", ["iati:GB-1-7-101"])


def test_version_2_has_narratives_and_numbers() -> None:
    of = Loaded(NEW.encode(), "b.xml")
    activity = event(of, "XM-DAC-7-1")
    assert activity["names"] == [{"lang": "fr", "text": "Eau"}, {"lang": "ky", "text": "Суу"}]
    assert (activity["status"], activity["start_date"]) == ("planned", "2021-01-01")
    assert "end_date" not in activity
    assert ("ends before it starts", "activity-date: 2021-01-01 to 2020-01-01") in of.notes
    assert activity["description"] == "Water", "of ky, ru and en only English is there"
    assert "iati:description-1=L'eau" in activity["details"]  # type: ignore[operator]
    assert ("NA is not taken for Namibia without the name", "NA") in of.notes
    assert "iati:policy-marker=2 (vocabulary=1, significance=2)" in activity["details"]  # type: ignore[operator]
    osh, nowhere = of.rows("places")
    assert (osh["identifiers"], osh["precision"], osh["country"]) == (["geonames:1527534"], "exact", "id:country/KGZ")
    assert "latitude" not in nowhere
    assert ("not a point (latitude and longitude)", "location.point: 140.5 72.8") in of.notes
    assert set(activity["about"]) == {"id:country/KGZ", osh["iri"], nowhere["iri"]} - {activity.get("place")}  # type: ignore[call-overload]
    received = next(e for e in of.rows("events") if e["type"] == "code:iati/transaction-1")
    assert received["about"] == ["id:event/iati/41114-X"]
    assert received["start_date"] == "2020-02"
    roles = {p["role"]: p["participant"] for p in of.rows("participations") if p["event"] == received["iri"]}
    assert roles == {"provider": "id:organization/iati/41114", "receiver": "id:organization/org-id/XM-DAC-7"}
    assert ("not a currency (ISO 4217)", "planned-disbursement.value: EURO") in of.notes
    assert of.rejects == [(2, "iati-identifier", "required value is missing")]
    assert of.unused == ["iati-activity/result"]


def test_an_organisation_file() -> None:
    of = Loaded(ORGANISATIONS.encode(), "o.xml")
    undp = of.rows("actors")[0]
    assert (undp["iri"], undp["kind"], undp["links"]) == (
        "id:organization/org-id/XM-DAC-41114",
        "igo",
        ["https://undp.org/a"],
    )
    assert [n["text"] for n in undp["names"]] == ["UNDP", "ПРООН"]
    budgets = {e["type"]: e for e in of.rows("events")}
    assert budgets["code:iati/total-budget"]["details"] == ["iati:status=2", "iati:budget-line=a 40 USD Staff"]
    assert budgets["code:iati/recipient-country-budget"]["place"] == "id:country/KGZ"
    to = budgets["code:iati/recipient-org-budget"]
    assert {(p["role"], p["participant"]) for p in of.rows("participations") if p["event"] == to["iri"]} == {
        ("provider", undp["iri"]), ("receiver", "id:organization/org-id/KG-INN-1"),
    }  # fmt: skip


def test_the_newest_release_of_an_activity_counts_in_either_order(tmp_path: Path) -> None:
    files = {
        "a.xml": old(),
        "b.xml": old("2014-01-01T00:00:00", "Farms and seed").replace(b"<value>-5</value>", b"<value>-6</value>", 1),
    }
    with same_in_both_orders(tmp_path, files) as graph:
        names = "SELECT names FROM events WHERE iri LIKE '%iati/GB-1-7'"
        assert graph.sql(names).rows[0][0][0]["text"] == "Farms and seed"
        spent = "SELECT amount FROM events WHERE type LIKE '%transaction-4' ORDER BY amount"
        assert [row[0] for row in graph.sql(spent).rows] == [-6, -5]
        assert graph.check().errors == []
        assert graph.sql("SELECT max(value_date) FROM events").rows == [("2008-01-30",)]
        ask = "SELECT (count(*) AS ?n) { ?e gov:valueDate ?d ; gov:amount ?a ; gov:currency 'USD' }"
        assert [int(str(v)) for row in graph.sparql(ask).rows for v in row] == [1]


def test_a_repeated_activity_is_merged_and_small_blocks_change_nothing(tmp_path: Path) -> None:
    one = old().decode()
    start, end = one.index("<iati-activity "), one.index("</iati-activities>")
    file = tmp_path / "a.xml"
    file.write_text(one[:end] + one[start:end] + "</iati-activities>")
    check_loader(loaders()["iati"], file)
    from govgraph.graph.graph import Graph

    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(file)
        assert (report.rows_read, report.rows_loaded, report.rows_merged, report.rows_rejected) == (2, 1, 1, 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><iati-activities>&b;</iati-activities>', "entity 'a'"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><iati-activities>&f;</iati-activities>', "entity 'f'"),
        ("<iati-activities><iati-activity>&nbsp;</iati-activity></iati-activities>", "not XML: undefined entity"),
        ("<iati-activities><iati-activity></iati-activities>", "not XML: mismatched tag"),
        ('<?xml version="1.0" encoding="id"?><iati-activities/>', r"a.xml: it says that its encoding is 'id', which cannot be read"),
        ('<?xml version="1.0" encoding="shift_jis"?><iati-activities/>', "it says that its encoding is 'shift_jis'"),
        ("<iati-activities>" + "<a>" * 300 + "</a>" * 300 + "</iati-activities>", "more than 100 elements within each other"),
    ],
)  # fmt: skip
def test_xml_that_attacks_or_is_broken_is_refused_with_a_reason(text: str, says: str) -> None:
    source = Source(Path("a.xml"), data=text.encode())
    with pytest.raises(LoaderError, match=says):
        list(find_loader(source).blocks(source, Options()))


def test_a_byte_or_sign_at_fault_costs_itself_and_other_encodings_are_read() -> None:
    of = Loaded(old(title="Farms").replace(b"<title>Farms", b"<title>Far\xe9\x0bms \xd0\x96"), "a.xml")
    assert event(of, "GB-1-7")["names"] == [{"lang": "en", "text": "Far\ufffdms Ж"}]
    assert {kind for kind, _ in of.notes} >= {
        "bytes that are not UTF-8, replaced",
        "control characters, which XML does not allow, left out",
    }
    text = old(title="Ферма").decode()
    for encoding in ("windows-1251", "utf-16"):
        of = Loaded(f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding), "a.xml")
        assert event(of, "GB-1-7")["names"] == [{"lang": "en", "text": "Ферма"}]
    assert event(Loaded(old(title="x\ufffdy"), "a.xml"), "GB-1-7")["names"] == [{"lang": "en", "text": "x\ufffdy"}]


def test_a_block_has_so_many_rows_of_tables_that_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govgraph.loaders.nested._ROWS", 10)
    one = old().decode()
    start, end = one.index("<iati-activity "), one.index("</iati-activities>")
    of = Loaded((one[:end] + one[start:end] * 3 + one[end:]).encode(), "a.xml")
    assert [block.rows_read for block in of.blocks] == [1, 1, 1, 1, 0]


def test_a_record_has_a_limit_and_a_file_has_none() -> None:
    source = Source(Path("a.xml"), data=old(), limits=Limits(values=50))
    with pytest.raises(LoaderError, match="more than 50 elements in one record"):
        list(find_loader(source).blocks(source, Options()))


def test_a_location_of_version_1_keeps_its_gazetteer_and_all_that_is_said_of_it() -> None:
    location = (
        '<location><location-type code="PPL">populated place</location-type><name>Osh</name><description>The market</description>'
        '<administrative country="KG" adm1="Osh region">Osh</administrative><gazetteer-entry gazetteer-ref="GEO">1527534</gazetteer-entry></location>'
    )
    text = f'<iati-activities version="1.05"><iati-activity><iati-identifier>GB-1-7</iati-identifier>{location}</iati-activity></iati-activities>'
    (place,) = Loaded(text.encode(), "a.xml").rows("places")
    assert place["identifiers"] == ["geonames:1527534"]
    assert place["details"] == [
        "iati:location-type=PPL populated place",
        "iati:description=The market",
        "iati:administrative=Osh (country=KG, adm1=Osh region)",
    ]
