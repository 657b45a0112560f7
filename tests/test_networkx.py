"""The graph in networkx can be written by each of networkx's own writers, and is read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from record_files import write_small, write_table

import govgraph
from govgraph.graph.graph import Graph

Write = Callable[[nx.MultiDiGraph, Path], Any]


def _as_json(network: nx.MultiDiGraph, path: Path) -> None:
    path.write_text(json.dumps(nx.node_link_data(network), allow_nan=False), "utf-8")


def _as_cytoscape(network: nx.MultiDiGraph, path: Path) -> None:
    path.write_text(json.dumps(nx.cytoscape_data(network), allow_nan=False), "utf-8")


WRITERS: dict[str, tuple[Write, Callable[[Path], nx.Graph]]] = {
    "graphml": (nx.write_graphml, lambda p: nx.read_graphml(p, force_multigraph=True)),
    "graphml without lxml": (nx.write_graphml_xml, lambda p: nx.read_graphml(p, force_multigraph=True)),
    "gexf": (nx.write_gexf, lambda p: nx.read_gexf(p)),
    "gml": (nx.write_gml, nx.read_gml),
    "json": (_as_json, lambda p: nx.node_link_graph(json.loads(p.read_text("utf-8")))),
    "cytoscape": (_as_cytoscape, lambda p: nx.cytoscape_graph(json.loads(p.read_text("utf-8")))),
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("networkx")
    with govgraph.open(folder / "graph") as opened:
        associations = [
            {"from_actor": "country:KGZ", "to_actor": "country:KAZ", "type": "part_of", "start_date": "2010"},
            {"from_actor": "country:KGZ", "to_actor": "country:KAZ", "type": "cooperates"},
        ]
        actors = [{"id": "a9", "kind": "ngo", "name_en": 'two\u0001 "lines" <&> 🙂 ө', "aliases_en": "x|y"}]
        opened.load(
            write_small(folder / "files"),
            write_table(folder / "more" / "associations.csv", associations),
            write_table(folder / "more" / "actors.csv", actors),
        )
        yield opened


@pytest.mark.parametrize("form", WRITERS)
def test_every_writer_of_networkx_writes_it(graph: Graph, form: str, tmp_path: Path) -> None:
    network = graph.networkx()
    nx.set_node_attributes(network, nx.degree_centrality(network), "centrality")
    write, read = WRITERS[form]
    write(network, tmp_path / "network")
    found = read(tmp_path / "network")
    assert (found.number_of_nodes(), found.number_of_edges()) == (network.number_of_nodes(), network.number_of_edges())
    for iri, data in network.nodes(data=True):
        assert data.items() <= dict(found.nodes[iri]).items() | {("iri", iri)}
    kept = sorted(d["type_"] for *_, d in found.edges(data=True) if d["relationship"] == "ASSOCIATED_WITH")
    assert kept[-2:] == ["cooperates", "part_of"]


@pytest.mark.filterwarnings("ignore:Node attribute:UserWarning")
def test_pajek_and_lists_of_edges_take_it(graph: Graph, tmp_path: Path) -> None:
    network = graph.networkx()
    nx.write_pajek(network, tmp_path / "network")
    assert nx.read_pajek(tmp_path / "network").number_of_edges() == network.number_of_edges()
    for write in (nx.write_edgelist, nx.write_adjlist, nx.write_multiline_adjlist):
        write(network, tmp_path / "lines")


def test_lists_and_dates_are_kept_when_asked_for(graph: Graph) -> None:
    plain, rich = graph.networkx(), graph.networkx(plain=False)
    assert set(plain) == set(rich)
    assert plain.number_of_edges() == rich.number_of_edges()
    assert all(isinstance(v, str | int | float) for _, data in plain.nodes(data=True) for v in data.values())
    (country,) = [d for _, d in rich.nodes(data=True) if "iso3:KGZ" in d.get("identifiers", [])]
    assert "Country" in country["labels"]
    assert plain.nodes[country["iri"]]["labels"] == json.dumps(country["labels"])
