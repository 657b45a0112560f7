"""The formats in which a graph can be written. A format is one entry of :data:`FORMATS`, and one function that calls its writer.

The writers are imported when they are used, so that listing the formats is fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from govgraph.graph.answers.results import Result
    from govgraph.graph.progress import Progress
    from govgraph.graph.property_graph.part import Part


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be exported.

    Attributes:
        version: the folder of the version, held while it is read.
        languages: in the order in which names are shown.
        part: the part of the graph to write; None: all of it.
        answer: the answer to the query; None: there was no query.
        quads: the result of a CONSTRUCT or DESCRIBE; None: there was none.
        path: where the file or folder will be; None: a stream.
        work: a folder for temporary files, removed afterwards.
        notes: sentences for the person, which the writer adds to.
        called: what to label things with that have no name, by their IRIs.
        spreadsheet_safe: whether cells of CSV that a spreadsheet would run get an apostrophe before them.
    """

    version: Path
    languages: tuple[str, ...]
    part: Part | None
    answer: Result | None
    quads: list[ox.Quad] | None
    path: Path | None
    work: Path
    progress: Progress
    notes: list[str]
    called: Callable[[Iterable[str]], Mapping[str, str]]
    spreadsheet_safe: bool = False


ToFile = Callable[[Request, IO[bytes]], dict[str, int]]
ToFolder = Callable[[Request, Path], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        title: a description for people.
        loses: what it holds and what it does not; reported after an export.
        to_file, to_folder: write it and count; a format with both is a file for the rows of a query and a folder for a graph.
        mark: a file that every exported folder of this format has, and by which it is recognised.
        parts: whether a part of a graph can be written, or only the whole.
    """

    title: str
    loses: str = ""
    to_file: ToFile | None = None
    to_folder: ToFolder | None = None
    mark: str = "datapackage.json"
    parts: bool = True


def _rdf(name: str, request: Request, out: IO[bytes]) -> dict[str, int]:
    from govgraph.graph import on_demand
    from govgraph.graph.export import rdf

    if request.quads is not None:
        counts = rdf.write_quads(request.quads, name, out, request.work, request.progress)
        return _pictured(request, counts)
    triples = on_demand.store(request.version, "rdf", request.languages, request.progress)
    if request.part is None:
        counts = rdf.write_whole(triples, name, out, request.work, request.progress)
    else:
        quads = rdf.part_quads(triples, request.version, request.part)
        counts = rdf.write_quads(quads, name, out, request.work, request.progress)
    return _pictured(request, counts)


def _graphml(request: Request, out: IO[bytes]) -> dict[str, int]:
    from govgraph.graph.export.network import write_graphml

    what = (request.version, request.languages, request.part, request.called)
    return _pictured(request, write_graphml(*what, out, request.work, request.progress))


def _gexf(request: Request, out: IO[bytes]) -> dict[str, int]:
    from govgraph.graph.export.network import write_gexf

    what = (request.version, request.languages, request.part, request.called)
    return _pictured(request, write_gexf(*what, out, request.work, request.progress))


def _pictured(request: Request, counts: dict[str, int]) -> dict[str, int]:
    """The counts without the number of control characters, which a note reports."""
    if replaced := counts.pop("replaced", 0):
        request.notes.append(
            f"{replaced:,} control characters, which XML cannot hold, are written as their pictures (U+2400 on)"
        )
    return counts


def _rows(name: str, request: Request, out: IO[bytes]) -> dict[str, int]:
    from govgraph.graph.export.tables import write_rows

    assert request.answer is not None
    return write_rows(request.answer, name, out, request.work, safe=request.spreadsheet_safe)


def _tables(name: str, request: Request, folder: Path) -> dict[str, int]:
    from govgraph.graph.export.tables import write_tables

    safe, progress = request.spreadsheet_safe, request.progress
    return write_tables(request.version, name, request.part, folder, request.work, progress, safe=safe)


def _neo4j_import(request: Request, folder: Path) -> dict[str, int]:
    from govgraph.graph.export.neo4j_import import README, write_import_files

    report = write_import_files(request.version, folder, request.languages, request.progress)
    assert request.path is not None
    request.notes.append(f"with the server stopped: {report.shell(request.path)}")
    request.notes.append(f"more, and what to do afterwards: {request.path / README}")
    return {"nodes": report.nodes, "relationships": report.relationships}


_FACTS_ONLY = "the assembled facts; what each dataset says by itself (named graphs) is in nq, trig and jsonld"
_NETWORK = "nodes and relationships; what each dataset says by itself is in nq, trig and jsonld"
_TABLES = "the assembled tables; what each dataset says by itself is in nq, trig and jsonld"
_IMPORT = "nodes and relationships; `govgraph push URI --compare` adds the records once they are imported"

FORMATS: dict[str, Format] = {
    "ttl": Format("Turtle", _FACTS_ONLY, partial(_rdf, "ttl")),
    "nt": Format("N-Triples, sorted", _FACTS_ONLY, partial(_rdf, "nt")),
    "nq": Format("N-Quads, sorted", "", partial(_rdf, "nq")),
    "trig": Format("TriG", "", partial(_rdf, "trig")),
    "jsonld": Format("JSON-LD, expanded", "", partial(_rdf, "jsonld")),
    "rdfxml": Format("RDF/XML", _FACTS_ONLY, partial(_rdf, "rdfxml")),
    "graphml": Format("GraphML, for yEd, Cytoscape, igraph, Gephi", _NETWORK, _graphml),
    "gexf": Format("GEXF 1.3, for Gephi", _NETWORK, _gexf),
    "csv": Format("CSV, one file a table", _TABLES, partial(_rows, "csv"), partial(_tables, "csv")),
    "parquet": Format("Parquet, one file a table", _TABLES, partial(_rows, "parquet"), partial(_tables, "parquet")),
    "neo4j-import": Format(
        "CSV for neo4j-admin database import", _IMPORT, to_folder=_neo4j_import, mark="import.sh", parts=False
    ),
}
"""All formats by name."""
