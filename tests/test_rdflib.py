"""A graph through rdflib: the same triples, answered by Oxigraph, and nothing can be changed."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery
from record_files import ACTORS, write_small, write_table

import govgraph
from govgraph.graph.errors import GraphError, QueryError
from govgraph.graph.graph import Graph

GOV = rdflib.Namespace("https://w3id.org/govgraph/ontology#")
SKOS_LABEL = URIRef("http://www.w3.org/2004/02/skos/core#prefLabel")
DATASET = URIRef("https://w3id.org/govgraph/id/dataset/records")
NEW = (URIRef("x:a"), RDF.type, URIRef("x:b"))


@pytest.fixture(autouse=True)
def _spelling_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib would spell a number its own way."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("rdflib")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


@pytest.fixture
def dataset(graph: Graph) -> Iterator[rdflib.Dataset]:
    found = graph.rdflib()
    yield found
    found.close()


def stored(graph: Graph, where: ox.DefaultGraph | ox.NamedNode | None) -> list[str]:
    store = ox.Store.read_only(str(graph.build("rdf")["rdf"]))
    return sorted(str(q.triple) for q in store.quads_for_pattern(None, None, None, where))


def lines(found: rdflib.Graph) -> list[str]:
    """An rdflib graph's triples as Oxigraph writes them."""
    text = found.serialize(format="nt", encoding="utf-8")
    return sorted(str(q.triple) for q in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def ask(found: rdflib.Graph, query: Any, **options: Any) -> list[Any]:
    """The rows of an answer."""
    return list(found.query(query, **options))


def test_it_has_the_triples_of_the_store(graph: Graph, dataset: rdflib.Dataset) -> None:
    facts = stored(graph, ox.DefaultGraph())
    assert lines(dataset.default_graph) == facts
    assert len(dataset.default_graph) == len(facts) > 50
    names = {g.identifier for g in dataset.graphs()}
    assert DATASET in names and DATASET_DEFAULT_GRAPH_ID in names
    for name in names - {DATASET_DEFAULT_GRAPH_ID}:
        said = stored(graph, ox.NamedNode(str(name)))
        assert lines(dataset.graph(name)) == said
        assert len(dataset.graph(name)) == len(said)
    # Without a union the Dataset itself is its default graph; all quads are there as quads.
    assert sum(1 for _ in dataset.triples((None, None, None))) == len(facts)
    assert sum(1 for _ in dataset.quads((None, None, None, None))) == len(stored(graph, None))


def test_what_it_gives_it_finds(dataset: rdflib.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also numbers that rdflib spells another way than the store does."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", True)
    triples = list(dataset.triples((None, None, None)))
    assert any(o.datatype == rdflib.XSD.double for *_, o in triples if isinstance(o, Literal))
    assert all(triple in dataset for triple in triples)


def test_a_union_counts_a_triple_once(graph: Graph, dataset: rdflib.Dataset) -> None:
    every = stored(graph, None)
    distinct = len(set(every))
    assert distinct < len(every)
    union = rdflib.Dataset(dataset.store, default_union=True)
    triples = list(union.triples((None, None, None)))
    assert len(triples) == len(set(triples)) == len(union) == distinct
    ((count,),) = ask(union, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert count.toPython() == distinct
    ((count,),) = ask(dataset, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert count.toPython() == len(stored(graph, ox.DefaultGraph()))


def test_sparql_answers_as_the_graph_does(graph: Graph, dataset: rdflib.Dataset) -> None:
    query = "SELECT ?a ?n WHERE { ?a a gov:Actor ; skos:prefLabel ?n } ORDER BY ?a ?n"
    rows = [(str(a), str(n)) for a, n in ask(dataset, query)]
    assert rows == [tuple(row) for row in graph.sparql(query)]
    assert {n.language for _, n in ask(dataset, query)} == {"ky", "ru", "en"}
    first = URIRef(rows[0][0])
    assert {str(a) for a, _ in ask(dataset, query, initBindings={"a": first})} == {rows[0][0]}
    # A variable that is not selected.
    ngo = "SELECT ?n WHERE { ?a a ?kind ; skos:prefLabel ?n FILTER(LANG(?n) = ?lang) }"
    found = ask(dataset, ngo, initBindings={"kind": GOV.NGO, "?lang": Literal("en")})
    assert [str(n) for (n,) in found] == ['Institute "X"']
    prepared = prepareQuery("SELECT ?n WHERE { ?a a g:NGO ; l: ?n }", initNs={"g": GOV, "l": str(SKOS_LABEL)})
    assert [str(n) for (n,) in ask(dataset, prepared)] == ['Institute "X"']
    assert dataset.query("ASK { ?a a gov:Official }").askAnswer
    made = dataset.query("CONSTRUCT { ?a a gov:NGO } WHERE { ?a a gov:NGO }").graph
    assert made is not None and len(made) == 1
    said = ask(dataset, "SELECT ?n WHERE { GRAPH ?g { ?a skos:prefLabel ?n } }", initBindings={"g": DATASET})
    assert {n for (n,) in said} == set(dataset.graph(DATASET).objects(None, SKOS_LABEL))
    with pytest.raises(QueryError, match="fault"):
        dataset.query("SELECT ?x WHERE { ?x")


def test_sparql_is_not_evaluated_by_rdflib(dataset: rdflib.Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object, **__: object) -> None:
        raise AssertionError("rdflib evaluates")

    monkeypatch.setattr("rdflib.plugins.sparql.processor.evalQuery", no)
    assert list(dataset.query("SELECT ?a WHERE { ?a a gov:NGO }"))
    assert list(dataset.query(prepareQuery("SELECT ?a WHERE { ?a a <https://w3id.org/govgraph/ontology#NGO> }")))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.add(NEW),
        lambda d: d.default_graph.add(NEW),
        lambda d: d.addN([(*NEW, d.default_graph)]),
        lambda d: d.remove((None, None, None)),
        lambda d: d.graph(DATASET).remove((None, None, None)),
        lambda d: d.remove_graph(DATASET),
        lambda d: d.graph(URIRef("x:new")),
        lambda d: d.update("INSERT DATA { <x:a> a <x:b> }"),
        lambda d: d.update("DROP ALL"),
        lambda d: d.parse(data="<x:a> a <x:b> .", format="turtle"),
        lambda d: d.parse(data="<x:a> a <x:b> .", format="ox-ttl"),
        lambda d: d.store.destroy("anything"),
        lambda d: d.store.open("anywhere", create=True),
    ],
)
def test_nothing_can_be_changed(
    graph: Graph, dataset: rdflib.Dataset, change: Callable[[rdflib.Dataset], object]
) -> None:
    before = graph.ntriples()
    with pytest.raises(GraphError, match=r"only read|none can be added"):
        change(dataset)
    assert graph.ntriples() == before


@pytest.mark.slow
def test_it_keeps_its_version_while_loads_go_on(tmp_path: Path) -> None:
    with govgraph.open(tmp_path / "g") as graph:
        graph.load(write_small(tmp_path / "files"))
        dataset = graph.rdflib()
        before = lines(dataset.default_graph)
        version = graph.version()
        graph.load(write_table(tmp_path / "actors.csv", [{**ACTORS[2], "id": "new", "name_en": "New"}]))
        graph.rebuild()
        assert graph.version() != version
    assert version.exists()  # also when the graph is closed
    assert lines(dataset.default_graph) == before
    dataset.close()
    with pytest.raises(GraphError, match="no graph is open"):
        len(dataset)
    with govgraph.open(tmp_path / "g") as graph:
        graph.rebuild()
        assert not version.exists()
        forgotten = graph.version()
        graph.rdflib()
        gc.collect()  # nobody has closed it, and nobody can
        graph.rebuild()
        graph.version()
        graph.rebuild()
        assert not forgotten.exists()


def test_it_is_read_from_several_threads(dataset: rdflib.Dataset) -> None:
    found: list[int] = []
    query = "SELECT ?a WHERE { ?a a gov:Actor }"
    threads = [threading.Thread(target=lambda: found.append(len(list(dataset.query(query))))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 8


def test_rdflib_opens_a_graph_by_its_plug_in(graph: Graph) -> None:
    facts = stored(graph, ox.DefaultGraph())
    opened = rdflib.Graph(store="govgraph")
    opened.open(str(graph.path))
    assert lines(opened) == facts
    assert len(opened) == len(facts)
    assert {str(n) for n in opened.objects(None, SKOS_LABEL)} >= {'Institute "X"'}
    assert [str(n) for (n,) in ask(opened, "SELECT ?n WHERE { ?a a gov:NGO ; skos:prefLabel ?n }")] == ['Institute "X"']
    assert (
        sorted(str(q.triple) for q in ox.parse(opened.serialize(format="ox-nt"), format=ox.RdfFormat.N_TRIPLES))
        == facts
    )
    opened.close()
    one = rdflib.Graph(store="govgraph", identifier=DATASET)
    one.open(str(graph.path))
    assert lines(one) == stored(graph, ox.NamedNode(str(DATASET)))
    one.close()
    every = rdflib.Dataset(store="govgraph")
    every.open(str(graph.path))
    assert sum(1 for _ in every.quads((None, None, None, None))) == len(stored(graph, None))
    every.close()


def test_prefixes_are_ours_where_rdflib_knows_another_address(graph: Graph) -> None:
    """rdflib binds ``wgs`` to an address with https, where nothing is."""
    for opened in (rdflib.Graph(store="govgraph"), graph.rdflib()):
        if not isinstance(opened, rdflib.Dataset):
            opened.open(str(graph.path))
        assert dict(opened.namespaces())["wgs"] == URIRef("http://www.w3.org/2003/01/geo/wgs84_pos#")
        assert dict(opened.namespaces())["gov"] == URIRef(GOV)
        opened.query("ASK { ?s dct:source ?a ; dcterms:source ?b ; wgs:lat ?c }")
        opened.close()


def test_an_empty_or_absent_graph_says_what_to_do(tmp_path: Path) -> None:
    opened = rdflib.Graph(store="govgraph")
    with pytest.raises(GraphError, match="no graph is open"):
        len(opened)
    with pytest.raises(GraphError, match=r"nothing has been loaded.*govgraph load"):
        opened.open(str(tmp_path / "none"))
    with pytest.raises(GraphError, match="nothing has been loaded"):
        govgraph.open(tmp_path / "none").rdflib()


def test_importing_rdflib_loads_nothing_of_ours() -> None:
    code = "import sys, rdflib; print([m for m in sys.modules if m.startswith(('govgraph', 'oxrdflib', 'pyoxigraph'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
    code = "import sys, govgraph, govgraph.graph.graph; print([m for m in sys.modules if m.startswith(('rdflib', 'oxrdflib'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
