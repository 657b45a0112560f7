"""GDELT's mentions and its Global Knowledge Graph: the true layouts, what a record becomes, and how they meet events.

The rows are written here by hand in the layout of the codebooks; none is from the dataset.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from event_files import Loaded, graph_of, same_in_both_orders
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from often import often
from test_gdelt_events import URL, line

from govgraph.graph.build.undescribed import KIND
from govgraph.graph.graph import Graph
from govgraph.loaders.gdelt.gkg import ONE, TWO, GdeltGkg
from govgraph.loaders.gdelt.mentions import COLUMNS, GdeltMentions
from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader

EVENTS = (line() + "\n").encode()
MENTION = dict.fromkeys(COLUMNS, "") | {
    "GLOBALEVENTID": "719024875", "EventTimeDate": "20180101000000", "MentionTimeDate": "20180101001500", "MentionType": "1",
    "MentionSourceName": "24.kg", "MentionIdentifier": URL, "SentenceID": "3", "Actor1CharOffset": "-1", "Actor2CharOffset": "210",
    "ActionCharOffset": "250", "InRawText": "1", "Confidence": "40", "MentionDocLen": "2541", "MentionDocTone": "-2.5",
}  # fmt: skip
RECORD = dict.fromkeys(TWO, "") | {
    "GKGRECORDID": "20180101001500-7", "DATE": "20180101001500", "SourceCollectionIdentifier": "1", "SourceCommonName": "24.kg",
    "DocumentIdentifier": URL,
    "Counts": "ARREST#3#protesters#4#Osh, Osh, Kyrgyzstan#KG#KG08#40.5#72.8#-2327769;",
    "V2Counts": "ARREST#3#protesters#4#Osh, Osh, Kyrgyzstan#KG#KG08#40.5#72.8#-2327769#412;",
    "Themes": "ARREST;TAX_FNCACT_PRESIDENT;", "V2Themes": "ARREST,412;ARREST,900;",
    "Locations": "4#Osh, Osh, Kyrgyzstan#KG#KG08#40.5#72.8#-2327769;1#Kyrgyzstan#KG#KG#41#75#KG",
    "V2Locations": "4#Osh, Osh, Kyrgyzstan#KG#KG08#12345#40.5#72.8#-2327769#400;1#Kyrgyz#KG#KG##41#75#KG#7",
    "Persons": "asan usenov;gen bakyt aliev", "V2Persons": "Asan Usenov,10;Asan Usenov,90",
    "Organizations": "u n council", "V2Organizations": "U N Council,33",
    "V2Tone": "-2.5,1,3.5,4.5,20,1,231", "GCAM": "wc:231,c1.1:2", "Quotations": "12|20|said|we are # 1#40|9||full , stop",
    "TranslationInfo": "srclc:rus; eng:Moses 2.1.1",
    "Extras": "<PAGE_AUTHORS>A. B.</PAGE_AUTHORS><PAGE_PRECISEPUBTIMESTAMP>20171231235900</PAGE_PRECISEPUBTIMESTAMP>"
    "<PAGE_ALTURL_AMP>http://24.kg/amp</PAGE_ALTURL_AMP><PAGE_TITLE>Law &amp; order</PAGE_TITLE>",
}  # fmt: skip
DAY = dict.fromkeys(ONE, "") | {
    "DATE": "20180101", "NUMARTS": "2", "COUNTS": RECORD["Counts"], "THEMES": RECORD["Themes"], "LOCATIONS": RECORD["Locations"],
    "PERSONS": RECORD["Persons"], "ORGANIZATIONS": RECORD["Organizations"], "TONE": "-2.5,1,3.5,4.5,20,1", "CAMEOEVENTIDS": "719024875,5,",
    "SOURCES": "24.kg;kloop.kg", "SOURCEURLS": f"{URL}<UDIV>http://kloop.kg/1",
}  # fmt: skip


def rows(record: dict[str, str], *changes: dict[str, str], header: bool = False, separator: str = "\t") -> bytes:
    lines = [separator.join(record)] if header else []
    for change in changes or ({},):
        assert change.keys() <= record.keys()
        lines.append(separator.join((record | change).values()))
    return "".join(text + "\n" for text in lines).encode()


def mentions(*changes: dict[str, str], **how: Any) -> bytes:
    return rows(MENTION, *changes, **how)


def gkg(*changes: dict[str, str], **how: Any) -> bytes:
    return rows(RECORD, *changes, **how)


def gkg_one(*changes: dict[str, str], **how: Any) -> bytes:
    return rows(DAY, *changes, **how)


def parquet(data: bytes, names: Any, integers: list[str]) -> bytes:
    table = pl.DataFrame([dict(zip(names, text.split("\t"), strict=True)) for text in data.decode().splitlines()])
    table = table.with_columns(pl.when(pl.all() != "").then(pl.all())).with_columns(pl.col(integers).cast(pl.Int64))
    out = io.BytesIO()
    table.write_parquet(out)
    return out.getvalue()


# --- mentions ---------------------------------------------------------------------------------------------------------


def test_a_mention_links_an_event_to_its_document() -> None:
    loaded = Loaded(mentions(), "20180101.mentions.CSV")
    assert loaded.loader.name == "gdelt-mentions"
    assert loaded.unused == ["Extras"]
    (mention,) = loaded.rows("mentions")
    assert mention.pop("iri").startswith("id:event/gdelt/719024875/in/h-")
    assert mention == {
        "event": "id:event/gdelt/719024875", "reported_in": URL, "sentence": 3, "confidence": 0.4, "row": 1, "document": URL,
        "details": ["gdelt:ActionCharOffset=250", "gdelt:Actor2CharOffset=210", "gdelt:InRawText=1", "gdelt:MentionTimeDate=20180101001500"],
    }  # fmt: skip
    assert loaded.rows("documents") == [
        {"iri": URL, "publisher": "24.kg", "language": "en", "date": "2018-01-01", "tone": -2.5, "links": [URL], "row": 1,
         "details": ["gdelt:MentionDocLen=2541", "gdelt:MentionType=1"]}
    ]  # fmt: skip


def test_a_translated_document_has_its_language_and_a_citation_is_no_address() -> None:
    loaded = Loaded(
        mentions(
            {"MentionDocTranslationInfo": "srclc:spa;eng:GT-SPA 1.0"},
            {"MentionType": "2", "MentionIdentifier": "Radio/BBC Monitoring/(c) BBC"},
            {"MentionType": "2", "MentionIdentifier": "Radio/BBC Monitoring/(c) BBC", "MentionTimeDate": "20180101003000"},
            {"MentionType": "4", "MentionIdentifier": "10.1000/x"},
            {"MentionType": "4", "MentionIdentifier": "10.1000/x", "MentionTimeDate": "20180101003000"},
        )
    )  # fmt: skip
    spanish, *cited = loaded.rows("documents")
    assert spanish["language"] == "es"
    assert "gdelt:MentionDocTranslationInfo=srclc:spa;eng:GT-SPA 1.0" in spanish["details"]
    one, two, article, again = cited
    assert one["names"][0]["text"] == "Radio/BBC Monitoring/(c) BBC"
    assert one["iri"] != two["iri"]
    assert article["iri"] == again["iri"]
    assert article["identifiers"] == ["doi:10.1000/x"]
    assert not any("links" in d for d in cited)


def test_an_article_with_several_sentences_on_an_event_is_one_mention_that_keeps_them_all(tmp_path: Path) -> None:
    data = mentions({}, {"SentenceID": "9", "ActionCharOffset": "900", "Confidence": "80"})
    with graph_of(tmp_path, {"a.mentions.CSV": data}) as graph:
        ((sentence, confidence, details),) = graph.sql("SELECT sentence, confidence, details FROM mentions").rows
        assert (sentence, confidence) == (3, 0.8)
        assert {"gdelt:ActionCharOffset=250", "gdelt:ActionCharOffset=900"} <= set(details)


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"GLOBALEVENTID": "x"}, "GLOBALEVENTID", "not a number"),
        ({"MentionIdentifier": ""}, "MentionIdentifier", "there is no document"),
        ({"SentenceID": "many"}, "SentenceID", "not a number"),
    ],
)
def test_a_bad_mention_is_rejected_alone(change: dict[str, str], column: str, reason: str) -> None:
    loaded = Loaded(mentions({}, change, {"SentenceID": "4"}))
    assert loaded.rejects == [(2, column, reason)]
    assert [m["row"] for m in loaded.rows("mentions")] == [1, 3]
    assert loaded.rows_read == 3


def test_a_wrong_number_of_a_mention_is_left_out() -> None:
    loaded = Loaded(mentions({}, {"Confidence": "140"}, {"SentenceID": "4", "MentionDocTone": "low"}))
    assert loaded.rejects == []
    assert loaded.notes == [
        ("not a percentage (0 to 100)", "Confidence: 140"),
        ("not a number", "MentionDocTone: low"),
    ]
    assert [mention["row"] for mention in loaded.rows("mentions")] == [1, 2, 3]


def test_a_file_of_mentions_that_a_spreadsheet_changed_is_refused() -> None:
    for change in ({"MentionTimeDate": "2.02E+13"}, {"GLOBALEVENTID": "7.19E+08"}):
        with pytest.raises(LoaderError, match=r":3:\w+: .*spreadsheet"):
            Loaded(mentions({}, change, header=True))


def test_copies_of_mentions_say_the_same() -> None:
    published = Loaded(mentions())
    numbers = ["GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "SentenceID", "Actor1CharOffset", "Actor2CharOffset",
               "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen"]  # fmt: skip
    for data, name in (
        (mentions(header=True), "a.tsv"), (mentions(header=True, separator=","), "a.csv"), (mentions(separator=";"), "a.csv"),
        (parquet(mentions(), COLUMNS, numbers), "a.parquet"),
    ):  # fmt: skip
        copy = Loaded(data, name)
        assert copy.loader.name == "gdelt-mentions"
        for table in ("mentions", "documents"):
            assert [r | {"row": 1} for r in copy.rows(table)] == published.rows(table)


def test_of_a_subset_without_the_translation_the_language_is_not_known() -> None:
    part = {k: v for k, v in MENTION.items() if k in ("GLOBALEVENTID", "MentionIdentifier", "Confidence")}
    (document,) = Loaded(rows(part, header=True, separator=",")).rows("documents")
    assert "language" not in document


# --- GKG 2 ------------------------------------------------------------------------------------------------------------


def test_a_record_is_a_document_that_names_actors_and_places() -> None:
    loaded = Loaded(gkg(), "20180101001500.gkg.csv")
    assert loaded.loader.name == "gdelt-gkg"
    (document,) = loaded.rows("documents")
    actors = {a["names"][0]["text"]: a for a in loaded.rows("actors")}
    assert {name: a["kind"] for name, a in actors.items()} == {
        "Asan Usenov": "person", "gen bakyt aliev": "person", "U N Council": "organization",
    }  # fmt: skip
    assert all(a["name_only"] and a["iri"].startswith("id:actor/gdelt-gkg/h-") for a in actors.values())
    assert sorted(document["mentioned"]) == sorted(a["iri"] for a in actors.values())
    assert sorted(document["places"]) == ["id:country/KGZ", "id:place/gdelt/gns/-2327769"]
    assert document["topics"] == ["gkg-theme:ARREST", "gkg-theme:TAX_FNCACT_PRESIDENT"]
    assert (document["iri"], document["publisher"], document["language"], document["tone"]) == (
        URL,
        "24.kg",
        "ru",
        -2.5,
    )
    assert (document["date"], document["names"][0]["text"]) == ("2017-12-31", "Law & order")
    assert document["links"] == [URL, "http://24.kg/amp"]
    assert document["details"] == [
        "gkg:GKGRECORDID=20180101001500-7", "gkg:SourceCollectionIdentifier=1", "gkg:Tone=-2.5,1,3.5,4.5,20,1,231",
        "gkg:TranslationInfo=srclc:rus; eng:Moses 2.1.1", "gkg:Counts=ARREST#3#protesters#4#Osh, Osh, Kyrgyzstan#KG#KG08#40.5#72.8#-2327769",
        "gkg:Quotations=12|20|said|we are # 1", "gkg:Quotations=40|9||full , stop", "gkg:PAGE_AUTHORS=A. B.",
    ]  # fmt: skip
    assert loaded.unused == [
        "Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds", "SocialVideoEmbeds", "AllNames", "Amounts",
    ]  # fmt: skip
    assert not loaded.rows("mentions")


def test_a_record_states_no_event_and_links_no_actors_to_each_other(tmp_path: Path) -> None:
    with graph_of(tmp_path, {"a.gkg.csv": gkg()}) as graph:
        for table in ("events", "participations", "associations", "memberships", "mentions"):
            assert graph.sql(f"SELECT count(*) FROM {table}").rows == [(0,)]
        together = "SELECT count(*) FROM (SELECT unnest(mentioned) AS iri FROM documents) JOIN actors USING (iri)"
        assert graph.sql(together).rows == [(3,)]
        assert not graph.check().errors


def test_only_the_cells_of_version_two_or_of_version_one_say_nothing_else() -> None:
    both = Loaded(gkg())
    two = [c for c in TWO if c not in ("Counts", "Themes", "Locations", "Persons", "Organizations")]
    only = Loaded(rows({c: RECORD[c] for c in two}, header=True), "part.tsv")
    whole, part = both.rows("documents")[0], only.rows("documents")[0]
    assert set(part["mentioned"]) < set(whole["mentioned"])  # some names are in version 1 alone
    assert (part["places"], part["details"]) == (whole["places"], whole["details"])
    assert part["topics"] == ["gkg-theme:ARREST"]


def test_a_wrong_country_code_is_told_and_both_are_kept(tmp_path: Path) -> None:
    places = "4#Budapest, Budapest, Hungary#RS#HU05#47.5#19.0833#-850553;1#Hungary#RS#HU#47#20#HU"
    data = gkg({"Locations": places, "V2Locations": ""})
    loaded = Loaded(data)
    assert [n for n in loaded.notes if n[0] == "place codes disagree"] == [
        ("place codes disagree", "RS HU"), ("place codes disagree", "RS HU05"),
    ]  # fmt: skip
    (document,) = loaded.rows("documents")
    assert sorted(document["places"]) == ["id:country/HUN", "id:place/gdelt/gns/-850553"]
    assert [d for d in document["details"] if "Locations" in d] == [f"gkg:Locations={p}" for p in places.split(";")]
    with graph_of(tmp_path, {"a.gkg.csv": data}) as graph:
        country = "SELECT country FROM {} WHERE iri LIKE '%850553'"
        assert graph.sql(country.format("places")).rows == [("https://w3id.org/govgraph/id/country/HUN",)]
        assert len(graph.sql(country.format("records.places")).rows) == 2


def test_what_is_no_place_or_point_is_told() -> None:
    places = "9#x;4#Osh, Osh, Kyrgyzstan#KG#KG08#95#72.8#-1;not a place;4#Jalal-Abad, X, Kyrgyzstan#KG#KG03#41#73#-2"
    loaded = Loaded(gkg({"Locations": places}))
    assert {n for n in loaded.notes if n[0].startswith("not a")} == {
        ("not a place", "9#x"), ("not a place", "not a place"), ("not a point", "95 72.8"),
    }  # fmt: skip
    assert {p["iri"]: p.get("latitude") for p in loaded.rows("places") if "gns" in p["iri"]} == {
        "id:place/gdelt/gns/-1": None, "id:place/gdelt/gns/-2": 41.0,
    }  # fmt: skip


def test_a_citation_is_a_document_by_its_moment_like_its_mention() -> None:
    words = {"SourceCollectionIdentifier": "2", "DocumentIdentifier": "Radio/BBC Monitoring/(c) BBC"}
    (document,) = Loaded(gkg(words)).rows("documents")
    (mention,) = Loaded(mentions({"MentionType": "2", "MentionIdentifier": words["DocumentIdentifier"]})).rows(
        "mentions"
    )
    assert document["iri"] == mention["reported_in"]


def test_a_record_without_a_document_is_rejected_alone() -> None:
    loaded = Loaded(gkg({}, {"DocumentIdentifier": ""}, {"DocumentIdentifier": "http://a.kg/2"}))
    assert loaded.rejects == [(2, "DocumentIdentifier", "there is no document")]
    assert [d["row"] for d in loaded.rows("documents")] == [1, 3]


def test_a_wrong_tone_of_a_record_is_left_out() -> None:
    loaded = Loaded(gkg({}, {"DocumentIdentifier": "http://a.kg/2", "V2Tone": "low,1"}))
    assert loaded.rejects == []
    assert [note for note in loaded.notes if "V2Tone" in note[1]] == [("not a number", "V2Tone: low,1")]
    assert ["tone" in d and d["tone"] is not None for d in loaded.rows("documents")] == [True, False]


def test_a_line_that_is_not_utf8_and_a_translated_record_are_read() -> None:
    data = gkg(
        {},
        {
            "GKGRECORDID": "20180101001500-T8",
            "DocumentIdentifier": "http://a.kg/2",
            "V2Persons": "Jos#,4",
            "Persons": "",
        },
    )
    loaded = Loaded(data.replace(b"Jos#", b"Jos\xe9"))
    assert ("lines that are not UTF-8: read as", "cp1252") in loaded.notes
    assert "José" in loaded.names("actors")


def test_copies_of_records_say_the_same() -> None:
    published = Loaded(gkg())
    codebook = ["GKGRECORDID", "V2.1DATE", "V2SOURCECOLLECTIONIDENTIFIER", "V2SOURCECOMMONNAME", "V2DOCUMENTIDENTIFIER", "V1COUNTS", "V2.1COUNTS",
                "V1THEMES", "V2ENHANCEDTHEMES", "V1LOCATIONS", "V2ENHANCEDLOCATIONS", "V1PERSONS", "V2ENHANCEDPERSONS", "V1ORGANIZATIONS",
                "V2ENHANCEDORGANIZATIONS", "V1.5TONE", *TWO[16:22], "V2.1QUOTATIONS", *TWO[23:25], "V2.1TRANSLATIONINFO", "V2EXTRASXML"]  # fmt: skip
    for data, name in (
        (gkg(header=True), "a.tsv"), (rows(dict(zip(codebook, RECORD.values(), strict=True)), header=True), "a.tsv"),
        (parquet(gkg(), TWO, ["DATE", "SourceCollectionIdentifier"]), "a.parquet"),
    ):  # fmt: skip
        copy = Loaded(data, name)
        for table in ("documents", "actors", "places"):
            assert [r | {"row": 1} for r in copy.rows(table)] == [r | {"row": 1} for r in published.rows(table)]


# --- GKG 1 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [False, True])
def test_a_record_of_version_one_stands_for_its_documents_and_links_its_events(header: bool) -> None:
    loaded = Loaded(
        gkg_one({}, {"SOURCEURLS": "http://a.kg/3", "SOURCES": "a.kg", "CAMEOEVENTIDS": "7"}, header=header),
        "20180101.gkg.csv",
    )
    assert loaded.loader.name == "gdelt-gkg"
    assert loaded.rows_read == 2
    one, two, three = loaded.rows("documents")
    assert [(d["iri"], d["publisher"]) for d in (one, two, three)] == [
        (URL, "24.kg"), ("http://kloop.kg/1", "kloop.kg"), ("http://a.kg/3", "a.kg"),
    ]  # fmt: skip
    assert one["mentioned"] == two["mentioned"] == three["mentioned"]
    assert "gkg:NUMARTS=2" in one["details"]
    links = {(m["event"], m["reported_in"]): m.get("details") for m in loaded.rows("mentions")}
    assert links == {
        ("id:event/gdelt/719024875", URL): ["gkg:one_of_documents=2"], ("id:event/gdelt/719024875", "http://kloop.kg/1"): ["gkg:one_of_documents=2"],
        ("id:event/gdelt/5", URL): ["gkg:one_of_documents=2"], ("id:event/gdelt/5", "http://kloop.kg/1"): ["gkg:one_of_documents=2"],
        ("id:event/gdelt/7", "http://a.kg/3"): None,
    }  # fmt: skip


def test_a_record_of_version_one_without_an_address_is_rejected() -> None:
    loaded = Loaded(gkg_one({}, {"SOURCEURLS": "<UDIV> "}))
    assert loaded.rejects == [(2, "DocumentIdentifier", "there is no document")]


def test_sources_that_do_not_fit_the_addresses_are_kept_as_a_detail() -> None:
    loaded = Loaded(gkg_one({"SOURCES": "kloop.kg;24.kg"}, {"SOURCES": "24.kg", "CAMEOEVENTIDS": "x,9"}))
    assert all("publisher" not in d for d in loaded.rows("documents"))
    assert "gkg:SOURCES=kloop.kg;24.kg" in loaded.rows("documents")[0]["details"]
    assert ("not the number of an event", "x") in loaded.notes


def test_words_in_the_place_of_an_address_are_a_document_of_that_record_alone() -> None:
    monitoring = {"SOURCES": "BBC Monitoring", "SOURCEURLS": "BBC Monitoring"}
    one, two = Loaded(gkg_one(monitoring, monitoring | {"PERSONS": "x y"})).rows("documents")
    assert one["iri"] != two["iri"]
    assert one["publisher"] == two["publisher"] == "BBC Monitoring"


def test_names_of_both_versions_are_the_same_actors() -> None:
    one = {a["iri"] for a in Loaded(gkg_one()).rows("actors")}
    assert one == {a["iri"] for a in Loaded(gkg()).rows("actors")}


def test_the_file_of_counts_is_refused_with_the_next_step() -> None:
    names = "DATE NUMARTS COUNTTYPE NUMBER OBJECTTYPE GEO_TYPE GEO_FULLNAME GEO_COUNTRYCODE GEO_ADM1CODE GEO_LAT GEO_LONG GEO_FEATUREID CAMEOEVENTIDS SOURCES SOURCEURLS"
    count = ["20180101", "1", "KILL", "2", "", "1", "Libya", "LY", "LY", "25", "17", "LY", "7", "24.kg", URL]
    with pytest.raises(LoaderError, match=r"counts .* not loaded.*load the full file"):
        Loaded(("\t".join(names.split()) + "\n" + "\t".join(count) + "\n").encode(), "20180101.gkgcounts.csv")


# --- together ---------------------------------------------------------------------------------------------------------


def test_events_mentions_and_records_meet_in_either_order(tmp_path: Path) -> None:
    files = {
        "20180101.export.CSV": EVENTS,
        "20180101.mentions.CSV": mentions(),
        "1.gkg.csv": gkg_one(),
        "2.gkg.csv": gkg(),
    }
    with same_in_both_orders(tmp_path, files) as graph:
        # The mention of the mentions file and that of GKG 1 are one; its other event and document are there too.
        assert graph.sql("SELECT count(*) FROM mentions").rows == [(4,)]
        ((confidence, sources),) = graph.sql(
            f"SELECT confidence, len(sources) FROM mentions WHERE event LIKE '%719024875' AND reported_in = '{URL}'"
        ).rows
        assert (confidence, sources) == (0.4, 2)
        assert graph.sql("SELECT iri FROM undescribed").rows == [("https://w3id.org/govgraph/id/event/gdelt/5",)]
        assert graph.sql(f"SELECT count(*) FROM events WHERE list_contains(documents, '{URL}')").rows == [(1,)]
        assert not graph.check().errors


def test_an_event_that_is_not_loaded_is_told_and_filled_when_it_comes(tmp_path: Path) -> None:
    with graph_of(tmp_path, {"a.mentions.CSV": mentions()}) as graph:
        assert graph.sql("SELECT iri FROM undescribed").rows == [
            ("https://w3id.org/govgraph/id/event/gdelt/719024875",)
        ]
        (tmp_path / "data" / "b.mentions.CSV").write_bytes(mentions({"GLOBALEVENTID": "8"}))
        (report,) = graph.load(tmp_path / "data" / "b.mentions.CSV")
        assert report.notes[KIND]["count"] == 1
        (tmp_path / "data" / "a.export.CSV").write_bytes(EVENTS)
        graph.load(tmp_path / "data" / "a.export.CSV")
        assert graph.sql("SELECT iri FROM undescribed").rows == [("https://w3id.org/govgraph/id/event/gdelt/8",)]


NAMES_V1 = st.lists(st.text(st.sampled_from("abc жé'.-"), min_size=1, max_size=6), max_size=5)


@settings(max_examples=often(6, 20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(NAMES_V1, NAMES_V1, st.sampled_from(["", ";", ";;"])), min_size=1, max_size=6), st.integers(1, 4)
)
def test_each_name_is_an_actor_once_and_the_size_of_blocks_changes_nothing(
    records: list[tuple[list[str], list[str], str]], size: int
) -> None:
    data = gkg(
        *(
            {"DocumentIdentifier": f"http://a.kg/{n}", "Persons": ";".join(plain) + end,
             "V2Persons": "".join(f"{name.upper()},{at};" for at, name in enumerate(cased)), "Organizations": "", "V2Organizations": ""}
            for n, (plain, cased, end) in enumerate(records)
        )
    )  # fmt: skip
    whole, parts = Loaded(data, loader="gdelt-gkg"), Loaded(data, block_rows=size, loader="gdelt-gkg")
    wanted = [{name.strip().lower() for name in (*plain, *cased) if name.strip()} for plain, cased, _ in records]
    documents = whole.rows("documents")
    assert [len(d.get("mentioned", [])) for d in documents] == list(map(len, wanted))
    assert len({a["iri"] for a in whole.rows("actors")}) == len(set().union(*wanted))
    assert parts.rows("documents") == documents
    assert {(a["iri"], a["names"][0]["text"]) for a in parts.rows("actors")} == {
        (a["iri"], a["names"][0]["text"]) for a in whole.rows("actors")
    }


def test_the_contracts(tmp_path: Path) -> None:
    for loader, name, data in (
        (GdeltMentions(), "a.mentions.CSV", mentions({}, {"SentenceID": "9"}, {"MentionIdentifier": ""})),
        (GdeltGkg(), "a.gkg.csv", gkg({}, {"DocumentIdentifier": "http://a.kg/2"})),
        (GdeltGkg(), "1.gkg.csv", gkg_one({}, {"SOURCEURLS": "http://a.kg/2", "SOURCES": ""})),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        check_loader(loader, tmp_path / name)


def test_the_published_files_give_the_counts_that_were_made_by_hand(tmp_path: Path, published: Path) -> None:
    with Graph(tmp_path / "graph") as graph:
        reports = graph.load(published / "gdelt")
        assert {r.status for r in reports} == {"loaded"}
        for r in reports:
            assert r.rows_read == r.rows_loaded + r.rows_merged + r.rows_rejected
        day = "SELECT iri FROM events WHERE list_contains(details, 'gdelt:DATEADDED=20180101000000')"
        sides = f"SELECT role, count(*) FROM participations SEMI JOIN ({day}) e ON e.iri = event GROUP BY role ORDER BY role"
        assert graph.sql(f"SELECT count(*) FROM ({day})").rows == [(2414,)]
        assert graph.sql(sides).rows == [("actor", 2414 - 244), ("recipient", 2414 - 766)]
        wrong = "SELECT count(*) FROM (SELECT unnest(details) AS d FROM documents) WHERE d LIKE 'gkg:Locations=%'"
        assert graph.sql(wrong).rows == [(80,)]
        budapest = "SELECT country FROM places WHERE list_contains(identifiers, 'gns:-850553')"
        assert graph.sql(budapest).rows == [("https://w3id.org/govgraph/id/country/HUN",)]
