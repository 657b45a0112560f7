"""A graph or a part of it as GraphML or GEXF: the property graph for Gephi, yEd, Cytoscape, igraph, networkx.

It is written element by element from the projected tables, so memory stays bounded and no type is guessed from values: a key has
one type; zero, false and empty text are values; a missing value is an absent attribute. Lists are written as JSON text, dates as ISO
text. networkx has writers for both formats, but they hold the whole file in memory, refuse lists, take a GEXF edge's property ``type``
for its direction, put a date in the file, and write control characters that no parser accepts. The tests read our files with networkx.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import polars as pl

from govgraph.graph.duck import asking, parquet
from govgraph.graph.export.xml_text import XmlText
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph import projection
from govgraph.graph.property_graph.part import Part, projected
from govgraph.ontology.classes import classes
from govgraph.ontology.terms import shorten

_ROWS = 10_000
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class _Element:
    """One node, or one relationship with its ends."""

    id: str
    label: str
    values: dict[str, Any]
    source: str = ""
    target: str = ""


Called = Callable[[list[str]], Mapping[str, str]]
"""What things are called, by their IRIs."""


@dataclass(frozen=True, slots=True)
class _Network:
    """The content that both formats write, and the types of its keys: boolean, long, double or string."""

    nodes: list[projection.Nodes]
    relationships: list[projection.Relationships]
    node_keys: dict[str, str]
    edge_keys: dict[str, str]
    called: Called
    work: Path
    progress: Progress

    def node_elements(self) -> Iterator[_Element]:
        of = {projection.label_set(name): name for name in classes()}
        for of_table in self.nodes:
            for batch in self._batches(of_table.table, of_table.rows, ["iri"]):
                called = self.called([row["iri"] for row in batch if not row.get("name")])
                for row in batch:
                    labels, iri = row.pop("labels"), row["iri"]
                    values = {"class": of[labels], "labels": labels.split("~"), **row}
                    yield _Element(iri, row.get("name") or called.get(iri) or shorten(iri), values)

    def edge_elements(self) -> Iterator[_Element]:
        for of_type in self.relationships:
            kind = of_type.type
            order = ["_source", "_target", *(["iri"] if of_type.keyed else [])]
            for row in (row for batch in self._batches(kind, of_type.rows, order) for row in batch):
                source, target = row.pop("_source"), row.pop("_target")
                yield _Element(row.get("iri") or f"{kind} {source} {target}", kind, row, source, target)

    def _batches(self, what: str, rows: pl.LazyFrame, order: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
        """The rows in order, a few at a time, without missing values."""
        file = self.work / "rows.parquet"
        rows.sink_parquet(file)
        done = 0
        with asking([file], self.work / "spill", ordered=True) as db:
            query = f"SELECT * FROM {parquet(file)} ORDER BY {', '.join(order)}"
            for batch in db.sql(query).to_arrow_reader(_ROWS):
                yield [{key: v for key, v in row.items() if v is not None} for row in batch.to_pylist()]
                done += batch.num_rows
                self.progress(f"writing {what}", done, 0)


def _network(
    version: Path, languages: Sequence[str], part: Part | None, called: Called, work: Path, progress: Progress
) -> _Network:
    nodes, relationships = projected(version, languages, part)
    own = {"class": "string", "labels": "string"}
    node_keys = own | _keys([n.rows for n in nodes])
    return _Network(nodes, relationships, node_keys, _keys([r.rows for r in relationships]), called, work, progress)


def _keys(frames: Sequence[pl.LazyFrame]) -> dict[str, str]:
    """Key -> type; string if tables differ."""
    types: dict[str, str] = {}
    for frame in frames:
        for key, dtype in frame.collect_schema().items():
            kind = "boolean" if dtype == pl.Boolean else "string"
            kind = "long" if dtype.is_integer() else "double" if dtype.is_float() else kind
            types[key] = kind if types.get(key, kind) == kind else "string"
    return {key: types[key] for key in sorted(types) if key not in ("_source", "_target", "labels")}


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def write_graphml(
    version: Path,
    languages: Sequence[str],
    part: Part | None,
    called: Called,
    out: IO[bytes],
    work: Path,
    progress: Progress,
) -> dict[str, int]:
    """Write GraphML (http://graphml.graphdrawing.org/).

    Args:
        version: the folder of a version.
        languages: in the order in which ``name`` and so ``label`` is chosen.
        part: None: everything.
        called: what to label those nodes with that have no name.
        work: a folder for temporary files.

    Returns:
        how many nodes, relationships, and characters that XML could not hold.

    Example:
        >>> import io
        >>> write_graphml(Path("none"), (), None, dict.fromkeys, io.BytesIO(), Path("."), lambda what, done, total: None)
        {'nodes': 0, 'relationships': 0, 'replaced': 0}
    """
    network, xml = _network(version, languages, part, called, work, progress), XmlText()
    out.write(_HEAD + b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    ids: dict[str, dict[str, str]] = {}
    for domain, keys in (("node", network.node_keys), ("edge", network.edge_keys)):
        ids[domain] = {key: f"{domain[0]}{i}" for i, key in enumerate(["label", *keys])}
        for key, name in ids[domain].items():
            kind = keys.get(key, "string")
            title = xml.attribute(key)
            out.write(f'  <key id="{name}" for="{domain}" attr.name={title} attr.type="{kind}"/>\n'.encode())
    out.write(b'  <graph edgedefault="directed">\n')

    def write(domain: str, elements: Iterator[_Element]) -> int:
        count = 0
        for element in elements:
            ends = f" source={xml.attribute(element.source)} target={xml.attribute(element.target)}"
            lines = [f"    <{domain} id={xml.attribute(element.id)}{ends if domain == 'edge' else ''}>\n"]
            for key, value in [("label", element.label), *element.values.items()]:
                lines.append(f'      <data key="{ids[domain][key]}">{xml.content(_text(value))}</data>\n')
            out.write(("".join(lines) + f"    </{domain}>\n").encode())
            count += 1
        return count

    nodes, edges = write("node", network.node_elements()), write("edge", network.edge_elements())
    out.write(b"  </graph>\n</graphml>\n")
    return {"nodes": nodes, "relationships": edges, "replaced": xml.replaced}


def write_gexf(
    version: Path,
    languages: Sequence[str],
    part: Part | None,
    called: Called,
    out: IO[bytes],
    work: Path,
    progress: Progress,
) -> dict[str, int]:
    """Write GEXF 1.3 (https://gexf.net/): with the earliest start and latest end of each thing or link, for the time line.

    Args:
        version: the folder of a version.
        languages: in the order in which ``name`` and so ``label`` is chosen.
        part: None: everything.
        called: what to label those nodes with that have no name.
        work: a folder for temporary files.

    Returns:
        how many nodes, relationships, and characters that XML could not hold.

    Example:
        >>> import io
        >>> write_gexf(Path("none"), (), None, dict.fromkeys, io.BytesIO(), Path("."), lambda what, done, total: None)
        {'nodes': 0, 'relationships': 0, 'replaced': 0}
    """
    network, xml = _network(version, languages, part, called, work, progress), XmlText()
    out.write(_HEAD + b'<gexf xmlns="http://gexf.net/1.3" version="1.3">\n  <meta><creator>govgraph</creator></meta>\n')
    out.write(b'  <graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n')
    ids: dict[str, dict[str, str]] = {}
    for domain, keys in (("node", network.node_keys), ("edge", network.edge_keys)):
        ids[domain] = {key: f"{domain[0]}{i}" for i, key in enumerate(keys)}
        out.write(f'    <attributes class="{domain}" mode="static">\n'.encode())
        for key, name in ids[domain].items():
            out.write(f'      <attribute id="{name}" title={xml.attribute(key)} type="{keys[key]}"/>\n'.encode())
        out.write(b"    </attributes>\n")

    def write(domain: str, elements: Iterator[_Element]) -> int:
        count = 0
        out.write(f"    <{domain}s>\n".encode())
        for element in elements:
            given = {"id": element.id, "label": element.label}
            if domain == "edge":
                given |= {"source": element.source, "target": element.target, "kind": element.label}
            for name, key in (("start", "startsFrom"), ("end", "endsBy")):
                if key in element.values:
                    given[name] = _text(element.values[key])
            head = "".join(f" {name}={xml.attribute(value)}" for name, value in given.items())
            lines = [f"      <{domain}{head}>\n        <attvalues>\n"]
            for key, value in element.values.items():
                lines.append(f'          <attvalue for="{ids[domain][key]}" value={xml.attribute(_text(value))}/>\n')
            out.write(("".join(lines) + f"        </attvalues>\n      </{domain}>\n").encode())
            count += 1
        out.write(f"    </{domain}s>\n".encode())
        return count

    nodes, edges = write("node", network.node_elements()), write("edge", network.edge_elements())
    out.write(b"  </graph>\n</gexf>\n")
    return {"nodes": nodes, "relationships": edges, "replaced": xml.replaced}
