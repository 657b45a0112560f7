"""The shapes agree with the declaration, column by column, and find what is wrong: with pySHACL and with `shacl` alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import shacl
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD
from record_files import write_small
from test_gdelt_events import line as gdelt_line

from govgraph.graph.graph import Graph
from govgraph.graph.stores.rdf import row_lines
from govgraph.ontology.block import assembled_schema
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import Column, Table, tables
from govgraph.ontology.shapes import all_shapes, column_shapes
from govgraph.ontology.terms import GOV, PREFIXES, expand

TEXT = all_shapes()
SHAPES = rdflib.Graph().parse(data=TEXT, format="turtle")
# What a column would get of which shapes.ttl says nothing.
DECLARED = rdflib.Graph().parse(data=column_shapes(), format="turtle")
FAST = shacl.Shapes.from_turtle(TEXT)

# What a node has beside its columns.
EXTRA = {
    "prov:wasDerivedFrom": {"Event", "Membership", "Participation", "Tenure", "Association", "Mention"},
    "gov:confidence": {"Event", "Membership", "Participation", "Tenure", "Association", "Mention"},
    "geo:asWKT": {"Place"},
    "rdf:type": {"Undescribed"},
}
DATATYPES = {
    "text": {XSD.string}, "code": {XSD.string}, "curie": {XSD.string}, "number": {XSD.double}, "integer": {XSD.integer},
    "boolean": {XSD.boolean}, "date": {XSD.date}, "partial_date": {XSD.date, XSD.gYearMonth, XSD.gYear},
    "names": {XSD.string, RDF.langString}, "url": {XSD.string}, "ref": set(),
}  # fmt: skip


@dataclass
class Rules:
    """All that the shapes of a class say of one predicate."""

    least: int = 0
    most: int | None = None
    unique_language: bool = False
    datatypes: set[Any] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def _values(graph: rdflib.Graph, node: Any, predicate: Any) -> Iterator[Any]:
    """The values of a constraint, also where it stands in an ``sh:or``."""
    yield from graph.objects(node, predicate)
    for options in graph.objects(node, SH["or"]):
        for option in Collection(graph, options):
            yield from graph.objects(option, predicate)


@cache
def rules(cls: str, graph: rdflib.Graph = SHAPES) -> dict[str, Rules]:
    """Predicate -> what the shapes that target a class say of it."""
    found: dict[str, Rules] = {}
    for node in graph.subjects(SH.targetClass, rdflib.URIRef(GOV + cls)):
        for shape in graph.objects(node, SH.property):
            path = graph.value(shape, SH.path)
            if not isinstance(path, rdflib.URIRef):
                continue
            of = found.setdefault(str(path), Rules())
            of.least = max([of.least, *(int(str(v)) for v in graph.objects(shape, SH.minCount))])
            of.most = min([int(str(v)) for v in graph.objects(shape, SH.maxCount)], default=of.most)
            of.unique_language |= bool(graph.value(shape, SH.uniqueLang))
            of.datatypes |= set(_values(graph, shape, SH.datatype))
            of.classes |= {str(c).removeprefix(GOV) for c in _values(graph, shape, SH["class"])}
            for words in graph.objects(shape, SH["in"]):
                of.words = tuple(str(w) for w in Collection(graph, words))
            of.low = next((float(str(v)) for v in graph.objects(shape, SH.minInclusive)), of.low)
            of.high = next((float(str(v)) for v in graph.objects(shape, SH.maxInclusive)), of.high)
    return found


COLUMNS = [(t, c) for t in tables().values() for c in t.columns if c.term]


@pytest.mark.parametrize(("of", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS])
def test_every_column_has_a_shape_that_says_the_same(of: Table, column: Column) -> None:
    _says_the_same(of, column, SHAPES)


@pytest.mark.parametrize(("of", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS])
def test_the_shape_that_follows_from_the_declaration_says_the_same(of: Table, column: Column) -> None:
    _says_the_same(of, column, DECLARED)


def _says_the_same(of: Table, column: Column, graph: rdflib.Graph) -> None:
    told = rules(of.cls, graph).get(column.term)
    assert told, f"no shape of gov:{of.cls} has the path {column.term}"
    if column.type == "names":
        assert told.most is None, "names are one per language"
        assert told.unique_language == (not column.many)
    else:
        assert told.most == (None if column.many else 1)
    assert told.datatypes == DATATYPES[column.type]
    if column.required:
        assert told.least == 1
    assert told.words == column.values
    assert (told.low, told.high) == (column.minimum, column.maximum)
    if column.type == "ref" and column.to != "Entity":
        # A dataset is always described, a country does where an organisation does.
        undescribed = set() if column.to == "Dataset" else {"Undescribed"}
        assert told.classes - {"Country"} | {column.to} == {column.to} | undescribed
        assert column.to in told.classes


@pytest.mark.parametrize("of", tables().values(), ids=tables())
def test_every_shape_is_of_a_column(of: Table) -> None:
    declared = {c.term for c in of.columns}
    extra = {expand(term) for term, where in EXTRA.items() if of.cls in where}
    assert set(rules(of.cls)) == (declared | extra) - {""}
    for term in extra:
        assert term is not None
        assert (rules(of.cls)[term].least == 1) == term.endswith("wasDerivedFrom")


def test_every_class_has_a_shape_and_every_shape_a_sentence() -> None:
    # A kind of organisation or actor is checked as what it is a kind of.
    targets = {str(c).removeprefix(GOV) for c in SHAPES.objects(None, SH.targetClass)}
    kinds_of_organization = {"Agency", "NGO", "IGO", "Party", "Company", "Media", "ArmedGroup"}
    assert targets == set(classes()) - kinds_of_organization - {"Group"}
    for shape in SHAPES.objects(None, SH.property):
        said = [str(m) for m in SHAPES.objects(shape, SH.message)]
        assert len(said) == 1, f"a shape without one message: {list(SHAPES.predicate_objects(shape))}"
        assert " " in said[0]
        assert not said[0].startswith(("sh:", "http"))
    for node in SHAPES.subjects(RDF.type, SH.NodeShape):
        if (node, SH["not"], None) in SHAPES or (node, SH["class"], None) in SHAPES:
            assert SHAPES.value(node, SH.message), node


# ------------------------------------------------------------------------------------ a graph with a value everywhere


def _value(column: Column, links: dict[str, str]) -> Any:
    date = "2011-03-05" if column.key.startswith("end") else "2010-02"
    one: dict[str, Any] = {
        "text": "a text", "code": (column.values or ("person",))[0], "number": 1.5, "integer": 0, "boolean": False,
        "partial_date": date, "url": "https://example.org/page", "curie": "wikidata:Q1",
        "date": dt.date(2011, 3, 5) if column.name.startswith("ends") else dt.date(2010, 2, 1),
        "names": [{"lang": "ky", "text": "Аты"}, {"lang": "ru", "text": "Имя"}, {"lang": "", "text": "Name"}],
        "ref": links.get(column.to, "https://example.org/Agency"),
    }  # fmt: skip
    if column.name == "sha256":
        return "0" * 64
    return [one[column.type]] if column.many and column.type != "names" else one[column.type]


@cache
def good() -> str:
    """A graph in which every class has a thing and every column a value, as the writer writes it."""
    nodes = {c: f"https://example.org/{c}" for c in classes()}
    rows: dict[str, list[dict[str, Any]]] = {}
    for of in tables().values():
        kinds_of = ["Official", "Agency", "Group", "Country"] if of.cls == "Actor" else [of.cls]
        ends = {**nodes, "Actor": nodes["Official"], "Organization": nodes["Agency"]}
        for cls in kinds_of:
            row = {"iri": nodes[cls], "class": cls} | {c.name: _value(c, ends) for c in of.columns}
            if of.name == "memberships":
                row["organization"] = nodes["Agency"]
            if not of.own and not of.shared:
                row |= {"sources": ["https://example.org/f.csv#row=2"], "confidence": 0.5}
            rows.setdefault(of.name, []).append(row)
    lines = [
        text
        for name, of_table in rows.items()
        for frame in row_lines(tables()[name], pl.LazyFrame(of_table, schema=assembled_schema(tables()[name])))
        for text in frame.collect()["line"]
    ]
    return "\n".join(lines) + "\n"


Found = set[tuple[str, str]]


def by_shacl(data: str) -> Found:
    """(focus node, message) of what the Rust package reports."""
    report = FAST.validate_text(data, format="ntriples")
    return {(r.focus_node.strip("<>"), str(r.message)) for r in report.results}


def by_pyshacl(data: str) -> Found:
    """The same of the reference implementation."""
    facts = rdflib.Graph().parse(data=data, format="nt")
    _, report, _ = pyshacl.validate(facts, shacl_graph=SHAPES, inference="none")
    assert isinstance(report, rdflib.Graph)
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultMessage)))
        for result in report.objects(None, SH.result)
    }


def test_a_graph_with_a_value_in_every_column_conforms() -> None:
    assert len(good().splitlines()) > 100
    assert by_shacl(good()) == set()
    assert by_pyshacl(good()) == set()


def test_it_conforms_to_the_shapes_that_follow_from_the_declaration() -> None:
    followed = shacl.Shapes.from_turtle(column_shapes())
    assert list(followed.validate_text(good(), format="ntriples").results) == []
    event = "https://example.org/Event"
    wrong = f'<{event}> <{GOV}tone> "much" .\n<{event}> <{PREFIXES["sem"]}hasPlace> <https://example.org/Post> .\n'
    faults = {str(r.message) for r in followed.validate_text(good() + wrong, format="ntriples").results}
    assert faults == {
        "an event has at most one value of 'tone': a number",
        "an event has at most one value of 'place': a place",
    }


def _without(data: str, subject: str, predicate: str) -> str:
    start = f"<{subject}> <{predicate}> "
    return "\n".join(line for line in data.splitlines() if not line.startswith(start)) + "\n"


def _broken(shape: Any, focus: str) -> str:
    """The good graph with a fault that one property shape forbids."""
    path = SHAPES.value(shape, SH.path)
    if not isinstance(path, rdflib.URIRef):  # an official's public body
        return _without(good(), "https://example.org/Membership", PREFIXES["org"] + "member")
    if path == RDF.type:
        return good() + f"<{focus}> <{RDF.type}> <{GOV}Group> .\n"
    if SHAPES.value(shape, SH.qualifiedMaxCount):
        return good() + f'<{focus}> <{path}> "One" .\n<{focus}> <{path}> "Two" .\n'
    if SHAPES.value(shape, SH.lessThanOrEquals):
        return _without(good(), focus, str(path)) + f'<{focus}> <{path}> "9999-12-31"^^<{XSD.date}> .\n'
    if SHAPES.value(shape, SH.minCount):
        return _without(good(), focus, str(path))
    if (shape, SH.datatype, XSD.date) in SHAPES:  # the engines differ on whether a number is before a day
        return good() + f'<{focus}> <{path}> "2010-02-02"^^<{XSD.date}> .\n'
    return good() + f'<{focus}> <{path}> "3.5"^^<{XSD.decimal}> .\n'


def _planted() -> Iterator[tuple[str, Any, str]]:
    someone = {"Actor": "Group", "Person": "Official", "Organization": "Agency", "Place": "Place"}
    for node in SHAPES.subjects(RDF.type, SH.NodeShape):
        target = SHAPES.value(node, SH.targetClass)
        cls = (
            str(target).removeprefix(GOV) if target else "Place" if (node, SH.targetSubjectsOf, None) in SHAPES else ""
        )
        if SHAPES.value(node, SH.targetSubjectsOf) in (
            rdflib.URIRef(GOV + "startDate"),
            rdflib.URIRef(GOV + "endDate"),
        ):
            cls = "Event"
        for shape in SHAPES.objects(node, SH.property):
            yield str(node).rpartition("#")[2], shape, f"https://example.org/{someone.get(cls, cls)}"


PLANTED = sorted(_planted(), key=lambda p: (p[0], str(SHAPES.value(p[1], SH.message))))


@pytest.mark.parametrize(
    ("of", "shape", "focus"), PLANTED, ids=[f"{of}: {SHAPES.value(shape, SH.message)}" for of, shape, _ in PLANTED]
)
def test_a_planted_fault_is_found_by_both(of: str, shape: Any, focus: str) -> None:
    data, message = _broken(shape, focus), str(SHAPES.value(shape, SH.message))
    found = by_shacl(data)
    assert (focus, message) in found, of
    assert by_pyshacl(data) == found


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"<Official> <{RDF.type}> <{GOV}Organization>", "a person cannot also be an organisation, a group or a place"),
        (f"<Agency> <{RDF.type}> <{GOV}Place>", "an organisation cannot also be a group or a place"),
        (f"<New> <{RDF.type}> <{GOV}Country>", "a country is both an actor and a place"),
        ('<Group> <skos:prefLabel> "Башка"@ky', "a thing has one preferred name per language, and a name is a text"),
        ('<Group> <dct:identifier> "Q1"', "an identifier is a scheme, a colon and a value, as wikidata:Q813"),
        ('<Group> <gov:country> <Agency>', "a thing has at most one country, and it is a country"),
        ('<Post> <gov:area> <Group>', "there is at most one area, and it is a place"),
        ('<Place> <wgs:lat> "91.0"^^<xsd:double>', "a place has at most one latitude, from -90 to 90"),
        ('<Place> <gov:precision> "village"', "the precision of a place is one of exact, city, adm2, adm1, country, unknown"),
        ('<Event> <gov:articles> "-1"^^<xsd:integer>', "an event has at most one number of articles, not below 0"),
        ('<Event> <gov:status> "perhaps"', "the status of an event is one of happened, planned, cancelled"),
        ('<Event> <gov:confidence> "1.5"^^<xsd:double>', "there is at most one confidence, from 0 to 1"),
        ('<Event> <gov:startDate> "2001"^^<xsd:date>', "there is at most one start, a day, a month or a year"),
        ("<Membership> <org:member> <Group>", "a membership needs exactly one member"),
        ("<Membership> <org:member> <Event>", "the member of a membership is an actor"),
        ("<Mention> <gov:reportedIn> <Event>", "the document of a mention is a document"),
        ('<Load> <gov:sha256> "abc"', "there is at most one SHA-256, 64 hexadecimal digits"),
    ],
)  # fmt: skip
def test_what_people_get_wrong_is_found_by_both(line: str, message: str) -> None:
    words = []
    for word in line.split():
        if "<" in word and "://" not in word:
            head, _, rest = word.partition("<")
            name = rest.rstrip(">")
            word = f"{head}<{expand(name) or 'https://example.org/' + name}>"
        words.append(word)
    data = good() + " ".join(words) + " .\n"
    found = by_shacl(data)
    assert message in {m for _, m in found}
    if "^^<" + str(XSD.date) not in data.splitlines()[-1]:  # rdflib warns of the literal before it reports it
        assert by_pyshacl(data) == found


# --------------------------------------------------------------------------------------------------- graphs as loaded


def _default_graph(graph: Graph, to: Path) -> str:
    store = ox.Store.read_only(str(graph.build("rdf")["rdf"]))
    with to.open("wb") as out:
        store.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return to.read_text("utf-8")


def _faults(found: Found) -> Found:
    return {f for f in found if f[1] != "it has no name"}


def test_loaded_records_and_events_conform(tmp_path: Path) -> None:
    with Graph(tmp_path / "g") as graph:
        events = tmp_path / "20180101.export.CSV"
        events.write_text(gdelt_line() + "\n" + gdelt_line(Actor1Code="", EventCode="190", AvgTone="0") + "\n", "utf-8")
        reports = graph.load(write_small(tmp_path / "small"), events)
        assert {r.status for r in reports} == {"loaded"}
        data = _default_graph(graph, tmp_path / "facts.nt")
    assert f"<{GOV}Official>" in data
    assert f"<{GOV}Participation>" in data
    assert _faults(by_shacl(data)) == set()
    assert _faults(by_pyshacl(data)) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "popolo/kyrgyzstan.ep-popolo-v1.0.json",
        "gdelt/20180101000000.export.CSV",
        "gdelt/gkg2.csv",
        "gdelt/mentions.csv",
    ],
)
def test_published_files_conform(tmp_path: Path, published: Path, name: str) -> None:
    with Graph(tmp_path / "g") as graph:
        (report,) = graph.load(published / name)
        assert report.status == "loaded"
        assert _faults(by_shacl(_default_graph(graph, tmp_path / "facts.nt"))) == set()


@pytest.mark.slow
def test_the_example_conforms(tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[1] / "examples" / "central-asia"
    if not folder.is_dir() or not any(folder.iterdir()):
        pytest.skip("the example is not there yet")
    with Graph(tmp_path / "g") as graph:
        graph.load(folder)
        assert _faults(by_shacl(_default_graph(graph, tmp_path / "facts.nt"))) == set()
