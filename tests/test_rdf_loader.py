"""RDF: six syntaxes, our own ontology and an export loaded again, other vocabularies, blank nodes, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from event_files import Loaded, graph_of, same_in_both_orders
from record_files import write_table

from govgraph.graph.graph import Graph
from govgraph.loaders.rdf.loader import Rdf
from govgraph.ontology.declaration import tables
from govgraph.ontology.loader import LoaderError, Source
from govgraph.testing import check_loader

PREFIXES = """@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix org: <http://www.w3.org/ns/org#> . @prefix schema: <https://schema.org/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix gov: <https://w3id.org/govgraph/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix time: <http://www.w3.org/2006/time#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix a: <http://a.kg/> .
"""


def turtle(text: str, name: str = "facts.ttl", **options: Any) -> Loaded:
    return Loaded((PREFIXES + text).encode(), name, **options)


AIDA = 'a:aida a foaf:Person ; foaf:name "Aida"@en ; foaf:givenName "Aida" .\n'


# ------------------------------------------------------------------------------------------------------- syntaxes

TYPE, NAME = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://xmlns.com/foaf/0.1/name"
SYNTAXES = {
    "a.ttl": PREFIXES + AIDA,
    "a.trig": PREFIXES + "a:graph { " + AIDA + " }",
    "a.nt": f'<http://a.kg/aida> <{TYPE}> <http://xmlns.com/foaf/0.1/Person> .\n<http://a.kg/aida> <{NAME}> "Aida"@en .\n<http://a.kg/aida> <http://xmlns.com/foaf/0.1/givenName> "Aida" .\n',
    "a.nq": f'<http://a.kg/aida> <{TYPE}> <http://xmlns.com/foaf/0.1/Person> <http://a.kg/graph> .\n<http://a.kg/aida> <{NAME}> "Aida"@en <http://a.kg/graph> .\n<http://a.kg/aida> <http://xmlns.com/foaf/0.1/givenName> "Aida" <http://a.kg/graph> .\n',
    "a.rdf": '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "http://a.kg/">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:f="http://xmlns.com/foaf/0.1/"><f:Person rdf:about="&a;aida" f:givenName="Aida"><f:name xml:lang="en">Aida</f:name></f:Person></rdf:RDF>',
    "a.jsonld": json.dumps({"@context": {"@vocab": "http://xmlns.com/foaf/0.1/"}, "@id": "http://a.kg/aida", "@type": "Person", "name": {"@value": "Aida", "@language": "en"}, "givenName": "Aida"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SYNTAXES)
def test_each_syntax_is_recognised_and_says_the_same(name: str) -> None:
    of = Loaded(SYNTAXES[name].encode(), name)
    assert of.loader.name == "rdf"
    (aida,) = of.rows("actors")
    assert (aida["iri"], aida["kind"], aida["names"], aida["given_name"]) == (
        "http://a.kg/aida",
        "person",
        [{"lang": "en", "text": "Aida"}],
        "Aida",
    )
    assert (of.rows_read, aida["row"], aida["pointer"]) == (1, 1, "http://a.kg/aida")


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX a: <http://a/>\nSELECT ?x WHERE { ?x a a:b }",
        '{"persons": [{"id": "p", "name": "A", "memberships": [{"member": {"@type": "Person"}}]}]}',
        '{"a": 1}',
        "a,b\n1,2\n",
    ],
)
def test_what_only_looks_like_rdf_is_not(text: str) -> None:
    assert Rdf().detect(Source(Path("a"), data=text.encode())) == 0


def test_the_rdf_of_wikidata_is_refused_with_what_to_load_instead() -> None:
    item = b"<http://www.wikidata.org/entity/Q1> <http://www.wikidata.org/prop/direct/P39> <http://www.wikidata.org/entity/Q2> .\n"
    with pytest.raises(LoaderError, match="RDF of Wikidata") as refused:
        Loaded(item, "truthy.nt")
    assert "JSON dump" in refused.value.hint


def test_a_broken_line_of_triples_is_rejected_alone() -> None:
    of = Loaded(
        (
            SYNTAXES["a.nt"] + "<http://a.kg/b> <http://a.kg/p> oops .\n" + SYNTAXES["a.nt"].replace("aida", "b")
        ).encode(),
        "a.nt",
    )
    assert [a["iri"] for a in of.rows("actors")] == ["http://a.kg/aida", "http://a.kg/b"]
    assert [(r[1], r[2]) for r in of.rejects] == [("line 4", "not a triple")]
    assert of.rows_read == 3


def test_a_fault_in_turtle_is_an_error_with_its_line() -> None:
    with pytest.raises(LoaderError, match=r"a\.ttl:5: not Turtle or TriG"):
        Loaded((PREFIXES + AIDA.replace(" .", " ")[:-20]).encode(), "a.ttl")


@pytest.mark.parametrize(
    "context", ["http://a.kg/context.jsonld", ["file:///etc/hostname"], {"@import": "http://a.kg/c"}]
)
def test_a_context_that_is_an_address_is_never_opened(context: Any) -> None:
    with pytest.raises(LoaderError, match="no address is opened"):
        Loaded(json.dumps({"@context": context, "@id": "http://a.kg/aida", "@type": "Person"}).encode(), "a.jsonld")


def test_the_context_of_schema_org_is_known() -> None:
    data = {
        "@context": "http://schema.org/",
        "@id": "http://a.kg/aida",
        "@type": "Person",
        "name": "Aida",
        "url": "https://aida.kg",
        "memberOf": {"@type": "Organization", "@id": "http://a.kg/o", "name": "Fund"},
    }
    of = Loaded(json.dumps(data).encode(), "page.jsonld")
    aida, fund = of.rows("actors")
    assert (aida["kind"], aida["links"], fund["kind"]) == ("person", ["https://aida.kg"], "organization")
    assert of.rows("memberships")[0]["organization"] == "http://a.kg/o"


@pytest.mark.parametrize("entity", ['<!ENTITY b "&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">'])
def test_entities_of_xml_that_expand_or_lead_outside_are_refused(entity: str) -> None:
    text = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x">{entity}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:f="http://xmlns.com/foaf/0.1/"><f:Person rdf:about="http://a.kg/a"><f:name>&b;</f:name></f:Person></rdf:RDF>'
    with pytest.raises(LoaderError):
        Loaded(text.encode(), "a.rdf")


# --------------------------------------------------------------------------------------------------- vocabularies


def test_foaf_persons_and_groups() -> None:
    of = turtle(
        'a:aida a foaf:Person ; foaf:name "Aida" ; foaf:nick "A" ; foaf:mbox <mailto:a@b.kg> ; foaf:homepage <https://a.kg> ; foaf:knows a:b ; foaf:age 50 .\na:g a foaf:Group ; foaf:name "Club" ; foaf:member a:aida .'
    )
    aida, club = of.rows("actors")
    assert (aida["aliases"], aida["contact_details"], aida["links"]) == (
        [{"lang": "", "text": "A"}],
        ["email: a@b.kg"],
        ["https://a.kg"],
    )
    assert aida["details"] == ["rdf:age=50"]
    assert club["kind"] == "group"
    (membership,) = of.rows("memberships")
    assert (membership["member"], membership["organization"]) == ("http://a.kg/aida", "http://a.kg/g")
    assert of.rows("associations")[0]["type"] == "knows"
    assert ("property not mapped, kept as a detail where it is of a loaded thing", "foaf:age: 1 times") in of.notes


def test_org_memberships_with_posts_and_intervals() -> None:
    of = turtle("""
        a:min a org:FormalOrganization ; skos:prefLabel "Ministry"@en , "Министерство"@ru ; org:subOrganizationOf a:gov ; org:classification a:ministry .
        a:post a org:Post ; org:role a:minister ; org:postIn a:min ; org:heldBy a:aida .
        a:minister a org:Role ; skos:prefLabel "Minister" .
        a:m a org:Membership ; org:member a:aida ; org:organization a:min ; org:role a:minister ; org:memberDuring [ a time:Interval ;
            time:hasBeginning [ time:inXSDDate "2010-05-01"^^xsd:date ] ; time:hasEnd [ time:inXSDDate "2012-01-01"^^xsd:date ] ] .
    """)
    (body,), (post,) = of.rows("actors"), of.rows("posts")
    assert (body["classification"], [n["lang"] for n in body["names"]]) == ("ministry", ["en", "ru"])
    assert (post["names"][0]["text"], post["organization"]) == ("Minister", "http://a.kg/min")
    (membership,) = of.rows("memberships")
    assert (membership["iri"], membership["role"], membership["start_date"], membership["end_date"]) == (
        "http://a.kg/m",
        "Minister",
        "2010-05-01",
        "2012-01-01",
    )
    assert of.rows("tenures")[0]["holder"] == "http://a.kg/aida"
    assert of.rows("associations")[0]["type"] == "part_of"
    assert of.rejects == []


def test_a_membership_that_its_member_refers_to() -> None:
    of = turtle(
        'a:aida a foaf:Person ; foaf:name "Aida" ; org:hasMembership [ a org:Membership ; org:organization a:min ; org:role "chair" ] .'
    )
    (membership,) = of.rows("memberships")
    assert (membership["member"], membership["role"]) == ("http://a.kg/aida", "chair")
    of = turtle("a:m a org:Membership ; org:organization a:min .")
    assert of.rejects[0][2] == "a membership without a member"


def test_schema_org_roles_between() -> None:
    of = turtle(
        'a:aida a schema:Person ; schema:name "Aida" ; schema:memberOf [ a schema:OrganizationRole ; schema:memberOf a:min ; schema:roleName "Deputy" ; schema:startDate "2015" ] .\n'.replace(
            "https", "http"
        )
    )
    (membership,) = of.rows("memberships")
    assert (membership["organization"], membership["role"], membership["start_date"]) == (
        "http://a.kg/min",
        "Deputy",
        "2015",
    )


def test_events_of_sem_schema_and_prov() -> None:
    of = turtle("""
        a:e1 a sem:Event ; schema:name "Talks" ; sem:hasActor [ a sem:Role ; rdf:value a:aida ; sem:roleType a:host ] ; sem:hasPlace a:osh ; sem:hasBeginTimeStamp "2020-01-02"^^xsd:date .
        a:e2 a schema:Event ; schema:name "Fair"@en ; schema:organizer a:min ; schema:startDate "2022-02-15T23:00:00Z" ; schema:superEvent a:e1 .
        a:e3 a prov:Activity ; dct:title "Census" ; prov:startedAtTime "2021-03-04T10:00:00"^^xsd:dateTime ; prov:qualifiedAssociation [ a prov:Association ; prov:agent a:min ; prov:hadRole a:lead ] .
        a:osh a schema:City ; schema:name "Osh" ; schema:geo [ a schema:GeoCoordinates ; schema:latitude 40.5 ; schema:longitude 72.8 ] ; schema:addressCountry "KG" .
    """)
    one, two, three = of.rows("events")
    assert (one["start_date"], one["place"], two["part_of"], three["start_date"]) == (
        "2020-01-02",
        "http://a.kg/osh",
        "http://a.kg/e1",
        "2021-03-04",
    )
    assert sorted((p["role"], p["participant"]) for p in of.rows("participations")) == [
        ("host", "http://a.kg/aida"),
        ("lead", "http://a.kg/min"),
        ("organizer", "http://a.kg/min"),
    ]
    assert "a day in Universal Time, which may be the next day" in {kind for kind, _ in of.notes}
    (place,) = of.rows("places")
    assert (place["latitude"], place["country"]) == (40.5, "id:country/KGZ")


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ('"2016-10-06+00:00"^^xsd:date', "2016-10-06"),
        ('"2016-10"^^xsd:gYearMonth', "2016-10"),
        ('"2016"^^xsd:gYear', "2016"),
        ('"-0044"^^xsd:gYear', None),
    ],
)
def test_dates_keep_their_precision_and_lose_their_zone(given: str, date: str | None) -> None:
    (aida,) = turtle(f'a:aida a schema:Person ; schema:name "A" ; schema:birthDate {given} .').rows("actors")
    assert aida.get("start_date") == date


def test_wikidata_items_are_identifiers() -> None:
    (aida,) = turtle(
        'a:aida a foaf:Person ; foaf:name "A" ; <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q1> , <https://b.kg/a> ; dct:identifier "A 12" .'
    ).rows("actors")
    assert aida["identifiers"] == ["rdf-identifier:A%2012", "wikidata:Q1"]
    assert aida["links"] == ["https://b.kg/a"]


def test_what_is_of_no_class_or_of_none_that_is_mapped_is_rejected_and_counted() -> None:
    of = turtle('a:x a a:Spaceship ; foaf:name "X" .\na:y foaf:name "Y" .\n' + AIDA)
    assert [(r[0], r[2]) for r in of.rejects] == [(1, "no class that is mapped"), (2, "no class is given")]


# ---------------------------------------------------------------------------------------------------- blank nodes


def test_blank_nodes_get_iris_from_their_content(tmp_path: Path) -> None:
    one = (
        PREFIXES
        + 'a:min a org:Organization ; skos:prefLabel "Ministry" . _:x a foaf:Person ; foaf:name "Aida" ; org:memberOf a:min . _:y a foaf:Person ; foaf:name "Asan" .'
    )
    two = one.replace("_:x", "_:q").replace("_:y", "_:x")
    assert {a["iri"] for a in Loaded(one.encode(), "a.ttl").rows("actors")} == {
        a["iri"] for a in Loaded(two.encode(), "a.ttl").rows("actors")
    }
    with same_in_both_orders(tmp_path, {"a.ttl": one.encode(), "b.ttl": PREFIXES.encode() + AIDA.encode()}) as graph:
        assert graph.sql("SELECT count(*) FROM actors").rows == [(4,)]
        assert graph.check().errors == []


def test_blank_nodes_that_refer_to_each_other_end() -> None:
    of = turtle(
        '_:x a foaf:Person ; foaf:name "A" ; foaf:knows _:y . _:y a foaf:Person ; foaf:name "B" ; foaf:knows _:x .'
    )
    assert len({a["iri"] for a in of.rows("actors")}) == 2


# ------------------------------------------------------------------------------------------------ our own ontology


def own_graph(folder: Path) -> Graph:
    """A graph with a row in every table, with each kind of value."""
    folder.mkdir()
    graph = Graph(folder / "graph")
    data = folder / "data"
    data.mkdir()
    files = [
        write_table(data / "actors.csv", [
            {"id": "aida", "kind": "person", "name_ky": "Аида", "name_en": "Aida \"A\"", "aliases": "A|B", "country": "country:KGZ", "start_date": "1970-05", "links": "https://a.kg"},
            {"id": "min", "kind": "agency", "name_ky": "", "name_en": "Ministry", "aliases": "", "country": "country:KGZ", "start_date": "1991", "links": ""},
        ]),
        write_table(data / "posts.csv", [{"id": "post", "name_en": "Minister", "organization": "min"}]),
        write_table(data / "places.csv", [{"id": "osh", "name_en": "Osh", "country": "country:KGZ", "latitude": "40.5", "longitude": "72.8", "precision": "city"}]),
        write_table(data / "events.csv", [{"id": "e", "type": "event-type:meeting", "name_en": "Talks", "start_date": "2020-01-02", "place": "osh", "amount": "0.5", "currency": "KGS", "document": "https://a.kg/news"}]),
        write_table(data / "documents.csv", [{"id": "d", "name_en": "News", "date": "2020-01-03"}]),
        write_table(data / "memberships.csv", [{"member": "aida", "organization": "min", "post": "post", "role": "minister", "start_date": "2010", "end_date": "2012-03-04"}]),
        write_table(data / "participations.csv", [{"participant": "aida", "event": "e", "role": "host"}]),
        write_table(data / "tenures.csv", [{"holder": "aida", "post": "post", "start_date": "2015-06"}]),
        write_table(data / "associations.csv", [{"from_actor": "min", "to_actor": "country:KGZ", "type": "part_of"}]),
        write_table(data / "mentions.csv", [{"event": "e", "reported_in": "d"}]),
    ]  # fmt: skip
    reports = graph.load(*files)
    assert not any(r.failed or r.rows_rejected for r in reports), [(r.path, r.error, r.rejected) for r in reports]
    return graph


def facts(graph: Graph) -> dict[str, list[str]]:
    """All that a graph states, but where it comes from."""
    folder = graph.version() / "tables"
    made = {}
    for table in tables().values():
        if not table.own:
            columns = ["iri", "class", *(c.name for c in table.columns)]
            rows = pl.read_parquet(folder / f"{table.name}.parquet").select(columns).to_dicts()
            made[table.name] = sorted(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False) for row in rows)
    return made


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "rdfxml", "jsonld"])
def test_an_export_that_is_loaded_again_gives_the_same_facts(tmp_path: Path, form: str) -> None:
    with own_graph(tmp_path / "one") as graph:
        before = facts(graph)
        assert all(before.values()), "there is a row in every table"
        file = tmp_path / f"export.{ {'rdfxml': 'rdf'}.get(form, form) }"
        graph.export(form, file)
    with Graph(tmp_path / "two") as again:
        (report,) = again.load(file)
        assert (report.loader, report.rows_rejected) == ("rdf", 0)
        assert report.rows_read == report.rows_loaded + report.rows_merged
        assert facts(again) == before
        assert again.check().errors == []
        assert again.sql("SELECT documents FROM events").rows == [(["https://a.kg/news"],)]


def test_our_ontology_is_checked_and_faults_cost_their_field_or_row() -> None:
    of = turtle("""
        a:aida a gov:Person ; skos:prefLabel "Aida" ; gov:startDate "soon" ; gov:nameOnly "perhaps" .
        a:m a gov:Membership ; org:member a:aida .
        a:e a gov:Event ; skos:prefLabel "E" ; gov:fatalities -3 .
    """)
    assert [a["iri"] for a in of.rows("actors")] == ["http://a.kg/aida"]
    assert "start_date" not in of.rows("actors")[0]
    assert sorted(r[2] for r in of.rejects) == ["less than 0", "required value is missing"]
    assert {kind for kind, _ in of.notes} == {
        "not a value of the type partial_date, left out",
        "not a value of the type boolean, left out",
    }


def test_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "facts.ttl"
    file.write_text(
        PREFIXES + AIDA + "a:x a a:Spaceship .\na:m a org:Membership ; org:member a:aida ; org:organization a:min .",
        "utf-8",
    )
    check_loader(Rdf(), file)


def test_a_graph_of_other_vocabularies_is_sound(tmp_path: Path) -> None:
    text = (
        AIDA
        + 'a:min a <http://data.europa.eu/m8g/PublicOrganisation> ; skos:prefLabel "Ministry"@en . a:aida org:memberOf a:min .'
    )
    with graph_of(tmp_path, {"a.ttl": (PREFIXES + text).encode()}) as graph:
        assert graph.sql("SELECT class FROM actors ORDER BY 1").rows == [("Agency",), ("Official",)]
        assert graph.check().errors == []


OURS = """a:aida a gov:Person ; skos:prefLabel "Aida"@en . a:council a gov:Agency ; skos:prefLabel "Council"@en . a:kg a gov:Country .
a:vote a sem:Event, gov:Event ; skos:prefLabel "Vote"@en .
a:m0 a gov:Membership ; org:member a:aida ; org:organization a:council ; gov:role "member" .
"""


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("a:m a gov:Membership ; org:member a:vote ; org:organization a:council .", "required value is missing"),
        ("a:m a gov:Membership ; org:organization a:council .", "required value is missing"),
        (
            "a:m a gov:Membership ; org:member a:aida ; org:organization a:council ; gov:onBehalfOf a:vote .",
            "leads to a thing that is not of the class Organization, left out",
        ),
        (
            'a:m a gov:Membership ; org:member a:aida ; org:organization a:council ; gov:startDate "soon" .',
            "not a value of the type partial_date, left out",
        ),
        (
            'a:m a gov:Membership ; org:member a:aida ; org:organization a:council ; gov:role "one", "two" .',
            "several values, the first is kept",
        ),
        (
            'a:e a gov:Event ; skos:prefLabel "E"@en ; gov:status "maybe" .',
            "not one of the declared words",
        ),
    ],
)
def test_what_the_shapes_forbid_is_left_out_or_rejected_and_the_rest_conforms(
    tmp_path: Path, fault: str, outcome: str
) -> None:
    of = turtle(OURS + fault)
    assert outcome in [reject[2] for reject in of.rejects] + [kind for kind, _ in of.notes]
    with graph_of(tmp_path, {"facts.ttl": (PREFIXES + OURS + fault).encode()}) as graph:
        assert graph.check().errors == []
        assert graph.sql("SELECT count(*) FROM memberships").rows[0][0] >= 1


def test_a_country_may_stand_for_an_organisation_and_an_undescribed_thing_for_anything() -> None:
    of = turtle(
        OURS
        + "a:m a gov:Membership ; org:member a:aida ; org:organization a:kg ; gov:onBehalfOf a:elsewhere ; gov:period a:vote ."
    )
    assert (of.rejects, [kind for kind, _ in of.notes]) == ([], [])
    assert {row["organization"] for row in of.rows("memberships")} == {"http://a.kg/council", "http://a.kg/kg"}
