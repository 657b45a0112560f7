"""Writes a graph, a part of it, or the triples of a CONSTRUCT as an RDF file.

Oxigraph writes the file; memory holds only one line, or one piece of a sort. N-Triples and N-Quads are sorted. The other formats
come in the order of the store, which depends on the content only, so the same content gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from govgraph.graph.errors import GraphError
from govgraph.graph.export.sorting import LineSorter
from govgraph.graph.export.xml_text import XmlStream
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.part import Part, projected
from govgraph.ontology.terms import PREFIXES

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""Oxigraph's formats by our names."""

_DERIVED = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
# A valid XML name at the end of an IRI (https://www.w3.org/TR/xml-names/, NCName).
_ENDS_IN_A_NAME = re.compile(r"[^\W\d][\w.\-]*$")
_EVERY = 1 << 20


class _Counted:
    """Passes bytes on and reports how many."""

    def __init__(self, out: Any, progress: Progress) -> None:
        self._out, self._progress = out, progress
        self._done = self._told = 0

    def write(self, data: bytes) -> int:
        self._out.write(data)
        self._done += len(data)
        if self._done - self._told >= _EVERY:
            self._told = self._done
            self._progress("writing the triples", self._done, 0)
        return len(data)

    def flush(self) -> None:
        self._out.flush()


class _Head:
    """Sorts the prefixes at the head of a Turtle file, which Oxigraph writes in no fixed order."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._head: bytearray | None = bytearray()

    def write(self, data: bytes) -> int:
        if self._head is None:
            self._out.write(data)
            return len(data)
        self._head += data
        lines = bytes(self._head).splitlines(keepends=True)
        # The first complete line that is not a prefix ends the head.
        if any(line.endswith(b"\n") and not line.startswith(b"@prefix") for line in lines):
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._head is not None:
            lines = bytes(self._head).splitlines(keepends=True)
            prefixes = [line for line in lines if line.startswith(b"@prefix")]
            self._out.write(b"".join(sorted(prefixes) + lines[len(prefixes) :]))
            self._head = None
        self._out.flush()


def write_whole(triples: Path, name: str, out: IO[bytes], work: Path, progress: Progress) -> dict[str, int]:
    """Write all triples of a version, with the named graphs where the format has them.

    Args:
        triples: the folder of the store.
        name: one of :data:`FORMATS`.
        work: a folder for temporary files.

    Returns:
        how many triples, and how many characters the format could not hold.

    Example:
        >>> sorted(FORMATS)
        ['jsonld', 'nq', 'nt', 'rdfxml', 'trig', 'ttl']
    """
    store = ox.Store.read_only(str(triples))
    form = FORMATS[name]
    default = None if form.supports_datasets else ox.DefaultGraph()

    def dump(to: Any) -> None:
        store.dump(to, format=form, from_graph=default, prefixes=PREFIXES)

    if form.supports_datasets:
        count = len(store)
    else:
        solutions: Any = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        count = int(next(solutions)[0].value)
    return {"triples": count, "replaced": _write(dump, name, out, work, progress)}


def write_quads(quads: Iterable[ox.Quad], name: str, out: IO[bytes], work: Path, progress: Progress) -> dict[str, int]:
    """Write some quads. A format without named graphs gets only the quads of the default graph.

    Returns:
        how many triples, and how many characters the format could not hold.

    Raises:
        GraphError: a predicate cannot be written as RDF/XML.

    Example:
        >>> import io
        >>> out = io.BytesIO()
        >>> quad = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c"))
        >>> write_quads([quad], "nt", out, Path("."), lambda what, done, total: None), out.getvalue()
        ({'triples': 1, 'replaced': 0}, b'<x:a> <x:b> "c" .\\n')
    """
    form = FORMATS[name]
    count = 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for quad in quads:
            if not form.supports_datasets and quad.graph_name != ox.DefaultGraph():
                continue
            if name == "rdfxml" and not _ENDS_IN_A_NAME.search(quad.predicate.value):
                raise GraphError(
                    f"RDF/XML cannot write the property <{quad.predicate.value}>, which does not end in a name",
                    hint="export as ttl or nt",
                )
            count += 1
            yield quad if form.supports_datasets else quad.triple

    def dump(to: Any) -> None:
        ox.serialize(counted(), to, format=form, prefixes=PREFIXES)

    replaced = _write(dump, name, out, work, progress)
    return {"triples": count, "replaced": replaced}


def _write(dump: Any, name: str, out: IO[bytes], work: Path, progress: Progress) -> int:
    """Write through the filter that the format needs, and return how many characters it could not hold."""
    if name in ("nt", "nq"):
        sorter = LineSorter(work)
        dump(_Counted(sorter, progress))
        out.writelines(sorter.lines())
    elif name in ("ttl", "trig"):
        head = _Head(_Counted(out, progress))
        dump(head)
        head.flush()
    elif name == "rdfxml":
        text = XmlStream(cast(IO[bytes], _Counted(out, progress)))
        dump(text)
        text.flush()
        return text.replaced
    else:
        dump(_Counted(out, progress))
    return 0


def part_quads(triples: Path, version: Path, part: Part) -> Iterator[ox.Quad]:
    """The quads about the things of a part, the links between them, and the documents that their records cite.

    Args:
        triples: the folder of the store.
        version: the folder of the version.

    Example:
        >>> part_quads(Path("none"), Path("none"), Part(frozenset()))  # doctest: +ELLIPSIS
        <generator object part_quads at ...>
    """
    store = ox.Store.read_only(str(triples))
    records: set[str] = set()
    for iri in sorted(part.iris | _links_between(version, part)):
        for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
            if quad.predicate == _DERIVED and isinstance(quad.object, ox.NamedNode):
                records.add(quad.object.value)
            yield quad
    for record in sorted(records - part.iris):
        yield from store.quads_for_pattern(ox.NamedNode(record), None, None, None)


def _links_between(version: Path, part: Part) -> set[str]:
    """The IRIs of the links (memberships, participations ...) between the things of a part."""
    links: set[str] = set()
    for drawn in projected(version, (), part)[1]:
        if drawn.keyed:
            links.update(drawn.rows.select("iri").collect()["iri"])
    return links
