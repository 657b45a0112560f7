"""Akoma Ntoso: acts and bills with lifecycle and references, debates with speeches and votes, components. The files are written here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, graph_of

from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader, loaders
from govgraph.testing import check_loader

FINAL = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
IDENTIFICATION = """<identification source="#editor"><FRBRWork><FRBRthis value="{uri}/!main"/><FRBRuri value="{uri}"/>
<FRBRdate date="{date}" name="Enactment"/><FRBRauthor href="#house" as="#author"/><FRBRcountry value="{country}"/><FRBRnumber value="27"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="rus"/></FRBRExpression>
<FRBRManifestation><FRBRuri value="{uri}/rus@.akn"/><FRBRdate date="2015-01-01Z"/><FRBRauthor href="#editor" as="#editor"/></FRBRManifestation></identification>"""
REFERENCES = """<references source="#editor"><TLCOrganization eId="house" href="/ontology/organization/kg/jk" showAs="Жогорку Кеңеш"/>
<TLCPerson eId="cmp_1__asanova" href="/ontology/person/kg/asanova" showAs="Айгүл Асанова"/><TLCPerson eId="isaev" href="/ontology/person/kg/isaev" showAs="Бакыт Исаев"/>
<TLCPerson eId="editor" href="/ontology/person/it/editor" showAs="Editor"/><TLCRole eId="minister" href="/ontology/role/kg/min" showAs="Министр"/>
<TLCRole eId="author" href="/ontology/role/author" showAs="Author"/><TLCEvent eId="repealed" href="/ontology/event/repeal" showAs="Repeal"/>
<TLCConcept eId="yes" href="/ontology/concept/yes" showAs="for"/></references>"""


def meta(uri: str = "/akn/kg/act/2014-07-17/27", date: str = "2014-07-17", country: str = "kg", more: str = "") -> str:
    return f"<meta>{IDENTIFICATION.format(uri=uri, date=date, country=country)}{more}{REFERENCES}</meta>"


def akn(inner: str, namespace: str = FINAL) -> bytes:
    return f'<akomaNtoso xmlns="{namespace}">{inner}</akomaNtoso>'.encode()


ACT = f"""<act name="Law">{
    meta(
        more='''<publication date="2014-07-18" name="Gazette" number="5" showAs="Erkin Too"/>
<classification><keyword value="d" showAs="data"/></classification>
<lifecycle source="#editor"><eventRef date="2014-07-17" type="generation" eId="e1"/><eventRef date="2016-12-31" type="repeal" eId="e2" refersTo="#repealed"/></lifecycle>
<workflow><step eId="s1" date="2014-07-10" by="#house" as="#author" outcome="adopted" refersTo="#repealed"/></workflow>
<analysis><activeModifications><textualMod type="insertion"><source href="#m"/><destination href="/akn/kg/act/2000/23/!main#sec_11"/></textualMod></activeModifications></analysis>'''
    )
}
<preface><docTitle>Закон  о данных</docTitle></preface><body><p>See <ref href="/akn/kg/act/1999/1/main#art_1">x</ref>, <ref href="#here">here</ref></p></body>
<conclusions><signature><person refersTo="#asanova">А. АСАНОВА</person><role refersTo="#minister">Депутат</role></signature>
<signature><person refersTo="#nobody">Jordan</person></signature></conclusions></act>"""
DEBATE = f"""<debate name="Sitting">{
    meta(
        "/akn/kg/debate/2014-02-03/1",
        "2014-02-03",
        more='''<analysis><parliamentary>
<voting eId="v1" outcome="adopted" refersTo="#repealed"><count value="88" refersTo="#yes"/></voting></parliamentary></analysis>''',
    )
}
<debateBody><rollCall><p><person refersTo="#isaev">Исаев</person></p></rollCall>
<debateSection name="questions"><heading>Water</heading>
<question eId="q1" by="#isaev" to="#asanova" startTime="10:00"><from>Исаев:</from><p>Where is</p><p>the water?</p></question>
<answer by="#asanova" as="#minister"><from>Асанова:</from><p>Here.</p></answer>
<speech by="#ghost"><from>The Chair</from><p>Order.</p></speech><scene>Noise</scene></debateSection>
<p><vote by="#isaev" choice="#yes">Исаев</vote><vote by="#persona" choice="#yes"/></p></debateBody></debate>"""


def test_an_act_becomes_a_document_and_its_adoption_with_lifecycle_and_references() -> None:
    of = Loaded(akn(ACT), "act.xml")
    assert of.loader.name == "akoma-ntoso"
    (document,) = of.rows("documents")
    assert document["iri"] == "id:document/akn/akn/kg/act/2014-07-17/27"
    assert document["names"] == [{"lang": "ru", "text": "Закон о данных"}]
    assert (document["date"], document["publisher"]) == ("2014-07-17", "Erkin Too")
    assert document["cites"] == ["id:document/akn/akn/kg/act/2000/23", "id:document/akn/akn/kg/act/1999/1"]
    assert {"akn:textualMod=insertion /akn/kg/act/2000/23/!main#sec_11", "akn:keyword=data", "akn:number=27"} <= set(
        document["details"]
    )
    adoption, repeal, step = of.rows("events")
    assert (adoption["type"], adoption["place"], adoption["start_date"]) == (
        "code:event-type/legislation",
        "id:country/KGZ",
        "2014-07-17",
    )
    assert (repeal["names"][0]["text"], repeal["status"], repeal["part_of"]) == (
        "Repeal",
        "planned",
        adoption["iri"],
    ), "after the file was made"
    assert (step["start_date"], step["details"], step["about"]) == (
        "2014-07-10",
        ["akn:outcome=adopted"],
        [document["iri"]],
    )
    took_part = {
        (p["event"] == adoption["iri"], p["role"], p["participant"].split("/")[-1][:7])
        for p in of.rows("participations")
    }
    assert {(True, "author", "jk"), (True, "signatory", "asanova"), (False, "actor", "jk")} <= took_part
    assert {n["text"] for a in of.rows("actors") for n in a["names"]} == {
        "Жогорку Кеңеш",
        "Айгүл Асанова",
        "Jordan",
    }, "the editor is nobody, Jordan no country"
    assert [a.get("name_only") for a in of.rows("actors")].count(True) == 1
    assert ("dangling reference", "#nobody") in of.notes
    signed = next(p for p in of.rows("participations") if p["role"] == "signatory")
    assert (signed["as_given"], signed["details"]) == ("А. АСАНОВА", ["akn:as=Депутат"])


def test_a_debate_has_speeches_with_speakers_votes_and_attendance() -> None:
    of = Loaded(akn(DEBATE), "debate.xml")
    sitting, question, answer, chair, vote = of.rows("events")
    assert sitting["type"] == "code:event-type/session"
    assert (question["description"], question["part_of"], question["start_date"]) == (
        "Where is the water?",
        sitting["iri"],
        "2014-02-03",
    )
    assert question["details"] == [
        "akn:kind=question",
        "akn:section=questions",
        "akn:section=Water",
        "akn:startTime=10:00",
    ]
    links = {(p["event"], p["role"], p["participant"]): p for p in of.rows("participations")}
    isaev, asanova = "id:person/akn/ontology/person/kg/isaev", "id:person/akn/ontology/person/kg/asanova"
    assert {
        (question["iri"], "speaker", isaev),
        (question["iri"], "addressee", asanova),
        (sitting["iri"], "participant", isaev),
    } <= set(links)
    assert links[answer["iri"], "speaker", asanova]["details"] == ["akn:as=Министр"]
    assert vote["details"] == ["akn:outcome=adopted", "akn:count=for 88"]
    assert links[vote["iri"], "voter", isaev]["vote"] == "yes"
    assert ("vote of nobody in the references", "#persona") in of.notes
    (unknown,) = [a for a in of.rows("actors") if a.get("name_only")]
    assert (unknown["kind"], unknown["names"][0]["text"]) == ("actor", "The Chair"), (
        "the printed words alone do not say that it is a person"
    )
    assert (chair["iri"], "speaker", unknown["iri"]) in links


@pytest.mark.parametrize("namespace", ["http://www.akomantoso.org/2.0", FINAL + "/WD17", FINAL])
def test_all_versions_are_known(namespace: str) -> None:
    of = Loaded(akn(ACT, namespace), "act.xml")
    assert (of.loader.name, len(of.rows("documents"))) == ("akoma-ntoso", 1)


def test_components_are_rows_and_use_the_references_around_them(tmp_path: Path) -> None:
    bill = (
        ACT.replace("<act ", "<bill ")
        .replace("</act>", "</bill>")
        .replace(REFERENCES, "")
        .replace("2014-07-17/27", "2013/5")
    )
    nameless = "<doc><meta/></doc>"
    data = akn(f"<documentCollection>{meta('/akn/kg/collection/1')}</documentCollection><components eId='c'><component eId='c1'>{bill}</component>"
               f"<component eId='c2'>{nameless}</component></components>")  # fmt: skip
    of = Loaded(data, "bill.xml")
    assert (of.rows_read, of.rejects) == (3, [(3, "FRBRWork", "required value is missing")])
    collection, adoption = (e for e in of.rows("events") if "lifecycle" not in e["iri"] and "step" not in e["iri"])
    assert adoption["part_of"] == collection["iri"]
    assert "id:person/akn/ontology/person/kg/asanova" in {p["participant"] for p in of.rows("participations")}
    (tmp_path / "a.xml").write_bytes(data)
    check_loader(loaders()["akoma-ntoso"], tmp_path / "a.xml")
    with graph_of(tmp_path, {"act.xml": akn(ACT), "debate.xml": akn(DEBATE), "bill.xml": data}) as graph:
        assert graph.check().errors == []
        assert [
            (m.rows_read, m.rows_loaded, m.rows_merged, m.rows_rejected) for m in graph.loads() if m.file == "bill.xml"
        ] == [(3, 2, 0, 1)]
        ask = "SELECT ?d { ?a dct:references ?d . ?a dct:identifier 'akn:/akn/kg/act/2014-07-17/27' }"
        assert len(graph.sparql(ask).rows) == 2


def test_a_file_without_a_document_is_refused() -> None:
    source = Source(Path("a.xml"), data=akn("<x/>"))
    with pytest.raises(LoaderError, match="it holds no document"):
        list(find_loader(source).blocks(source, Options()))


SAYIT = b"""<akomaNtoso>
  <debate>
    <meta><references>
      <TLCPerson href="/ontology/person/sayit.example.org/ada-lee" id="ada-lee" showAs="Ada Lee"/>
    </references></meta>
    <debateBody><debateSection>
      <heading>Roads</heading>
      <debateSection>
        <num>1</num>
        <heading>Bridges</heading>
        <speech by="#ada-lee" startTime="2014-07-24T10:05:00+00:00">
          <from>Ms Lee</from><p>We need a bridge.</p>
        </speech>
        <speech by=""><from>A member</from><p>Where?</p></speech>
        <narrative>The sitting rose.</narrative>
      </debateSection>
    </debateSection></debateBody>
  </debate>
</akomaNtoso>"""


def test_a_debate_of_sayit_without_identification_is_known_by_what_it_says(tmp_path: Path) -> None:
    of = Loaded(SAYIT, "debate.xml")
    assert (of.rows_read, of.rejects) == (1, [])
    (document,) = of.rows("documents")
    assert (document["names"][0]["text"], document["date"], "identifiers" in document) == ("Roads", "2014-07-24", False)
    sitting, first, second = of.rows("events")
    assert [e["start_date"] for e in (sitting, first, second)] == ["2014-07-24"] * 3
    assert (first["description"], "akn:section=Bridges" in first["details"]) == ("We need a bridge.", True)
    speakers = [(p["participant"], p["as_given"]) for p in of.rows("participations") if p["role"] == "speaker"]
    assert speakers[0] == ("id:person/akn/ontology/person/sayit.example.org/ada-lee", "Ms Lee")
    assert speakers[1][1] == "A member"
    again = Loaded(SAYIT.replace(b"      <heading>Roads", b"<heading>Roads"), "other.xml")
    assert [e["iri"] for e in again.rows("events")] == [e["iri"] for e in of.rows("events")], "spaces say nothing"
    edited = Loaded(SAYIT.replace(b"Where?", b"When?"), "debate.xml")
    assert edited.rows("events")[0]["iri"] != sitting["iri"]
    with graph_of(tmp_path, {"debate.xml": SAYIT}) as graph:
        assert graph.check().errors == []


def test_a_debate_with_a_title_and_a_day_but_nothing_else() -> None:
    data = b"""<akomaNtoso><debate><preface><p><docTitle>This is the title</docTitle></p>
      <p><docDate date="2014-07-24">24th July 2014</docDate></p></preface>
      <debateBody><speech><p>Hello</p></speech></debateBody></debate></akomaNtoso>"""
    of = Loaded(data, "debate.xml")
    assert of.rejects == []
    assert [e.get("start_date") for e in of.rows("events")] == ["2014-07-24", "2014-07-24"]
    assert of.names("events") == ["This is the title"]


def test_an_office_that_is_addressed_is_a_detail_of_the_speech() -> None:
    office = '<references source="#e"><TLCRole eId="min" href="/ontology/role/min" showAs="Minister of Finance"/><TLCPerson eId="a" href="/p/a" showAs="A"/></references>'
    data = f"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="hansard"><meta><identification source="#e">
<FRBRWork><FRBRuri value="/kg/debate/2020"/><FRBRdate date="2020-01-02" name="x"/></FRBRWork></identification>{office}</meta><debateBody>
<debateSection name="d"><question by="#a" to="#min"><from>A</from><p>When?</p></question></debateSection></debateBody></debate></akomaNtoso>"""
    of = Loaded(data.encode(), "debate.xml")
    assert "akn:to=Minister of Finance" in of.rows("events")[1]["details"]
    assert [p["role"] for p in of.rows("participations")] == ["speaker"]
