"""A graph in other people's formats: all of it, one actor's surroundings, or what a query answers.

This module knows the formats and what is asked for; the modules ``rdf``, ``network`` and ``tables`` write,
``target`` sees to it that a file appears whole or not at all. A format is one entry of :data:`FORMATS`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from govgraph.graph import on_demand
from govgraph.graph.errors import GraphError
from govgraph.graph.export import network as export_network
from govgraph.graph.export import rdf as export_rdf
from govgraph.graph.export import tables as export_tables
from govgraph.graph.export.target import file_target, folder_target, refuse_existing, scratch
from govgraph.graph.part import Part, mentioned, surroundings, with_ends
from govgraph.graph.progress import Progress
from govgraph.graph.results import Result
from govgraph.graph.stores.sparql import form as form_of
from govgraph.ontology.errors import nearest

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export has written.

    Attributes:
        path: the file or folder; empty for a stream.
        counts: how many triples, nodes, relationships, tables or rows.
        notes: what the format does not hold, in words.
    """

    path: str
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be written.

    Attributes:
        version: the folder of the version, held while it is read.
        languages: in the order in which names are shown.
        part: the things; None: all.
        answer: of a query, where one was asked.
        quads: that a query constructed; None: it did not construct.
        work: a folder for files on the way, removed afterwards.
    """

    version: Path
    languages: tuple[str, ...]
    part: Part | None
    answer: Result | None
    quads: list[ox.Quad] | None
    work: Path
    progress: Progress


ToFile = Callable[[Asked, IO[bytes]], dict[str, int]]
ToFolder = Callable[[Asked, Path], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        title: what it is, for people.
        loses: what of a graph it does not hold; told after every export.
        to_file, to_folder: write it; a format with both is a file for the rows of a query and a folder for a graph.
    """

    title: str
    loses: str = ""
    to_file: ToFile | None = None
    to_folder: ToFolder | None = None


def _rdf(name: str, asked: Asked, out: IO[bytes]) -> dict[str, int]:
    if asked.quads is not None:
        return export_rdf.write_quads(asked.quads, name, out, asked.work, asked.progress)
    store = on_demand.store(asked.version, "rdf", asked.languages, asked.progress)
    if asked.part is None:
        return export_rdf.write_whole(store, name, out, asked.work, asked.progress)
    quads = export_rdf.part_quads(store, asked.version, asked.part)
    return export_rdf.write_quads(quads, name, out, asked.work, asked.progress)


def _graphml(asked: Asked, out: IO[bytes]) -> dict[str, int]:
    return export_network.write_graphml(asked.version, asked.languages, asked.part, out, asked.work, asked.progress)


def _gexf(asked: Asked, out: IO[bytes]) -> dict[str, int]:
    return export_network.write_gexf(asked.version, asked.languages, asked.part, out, asked.work, asked.progress)


def _rows(name: str, asked: Asked, out: IO[bytes]) -> dict[str, int]:
    assert asked.answer is not None
    return export_tables.write_rows(asked.answer, name, out, asked.work)


def _tables(name: str, asked: Asked, folder: Path) -> dict[str, int]:
    return export_tables.write_tables(asked.version, name, asked.part, folder, asked.work, asked.progress)


_FACTS_ONLY = "the assembled facts; what each dataset says by itself (named graphs) is in nq, trig and jsonld"
_NETWORK = "nodes and relationships; what each dataset says by itself is in nq, trig and jsonld"
_TABLES = "the assembled tables; what each dataset says by itself is in nq, trig and jsonld"

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
}
"""All formats by the word that names them."""


def export(
    graph: Graph,
    form: str,
    to: str | Path | IO[bytes] | None,
    *,
    actor: str = "",
    hops: int = 1,
    sparql: str = "",
    cypher: str = "",
    sql: str = "",
    parameters: Mapping[str, Any] | None = None,
    timeout: float | None = None,
    force: bool = False,
    progress: Progress,
) -> Exported:
    """Write a graph, or a part of it, in another format; see :meth:`govgraph.graph.graph.Graph.export`.

    Example:
        >>> FORMATS["ttl"].title
        'Turtle'
    """
    if form not in FORMATS:
        raise GraphError(f"no format {form!r}", expected=nearest(form, FORMATS) or ", ".join(FORMATS))
    if sum(bool(x) for x in (actor, sparql, cypher, sql)) > 1:
        raise GraphError("an export is of one selection", expected="one of actor, sparql, cypher, sql")
    wanted, as_folder = FORMATS[form], _as_folder(form, bool(sparql or cypher or sql))
    path = _path(graph, form, to, as_folder)
    if path is None and as_folder:
        raise GraphError(f"{form} of a graph is a folder of tables, which cannot be streamed", hint="-o FOLDER")
    if path is not None:
        if as_folder and path.suffix == ".gz":
            raise GraphError("a folder cannot be compressed", where=str(path), hint=f"-o {path.stem}")
        refuse_existing(path, force)
    answer, quads, part = None, None, None
    if sparql or cypher or sql:
        ask = graph.sparql if sparql else graph.cypher if cypher else graph.sql
        answer = ask(sparql or cypher or sql, timeout=timeout, **(parameters or {}))
        quads = _constructed(answer) if sparql and form_of(sparql) in ("CONSTRUCT", "DESCRIBE") else None
        part = _part(graph, answer, quads)
    elif actor:
        part = Part(frozenset(surroundings(graph, actor, hops)))
    graph.version()  # says what to do where there is none
    with (
        graph.folder.reading() as version,
        scratch(path.parent if path else None) as work,
        contextlib.ExitStack() as stack,
    ):
        assert version is not None
        asked = Asked(version, graph.settings.languages, part, answer, quads, work, progress)
        if as_folder:
            assert wanted.to_folder is not None and path is not None
            counts = wanted.to_folder(asked, stack.enter_context(folder_target(path, work)))
        else:
            assert wanted.to_file is not None
            stream = to if path is None else stack.enter_context(file_target(path, work))
            counts = wanted.to_file(asked, stream)  # type: ignore[arg-type]
        replaced = counts.pop("replaced", 0)
        if part is not None and not any(counts.values()):
            raise GraphError(
                "the answer mentions nothing that is in the graph",
                expected="nodes, relationships or IRIs in the answer",
                hint="return the things themselves, or export the rows as csv",
            )
    notes = [wanted.loses] if wanted.loses and quads is None and (as_folder or not answer) else []
    if replaced:
        notes.append(
            f"{replaced:,} control characters, which XML cannot hold, are written as their pictures (U+2400 on)"
        )
    return Exported(str(path or ""), counts, notes)


def _as_folder(form: str, asked: bool) -> bool:
    wanted = FORMATS[form]
    return wanted.to_folder is not None and not (asked and wanted.to_file)


def _path(graph: Graph, form: str, to: str | Path | IO[bytes] | None, as_folder: bool) -> Path | None:
    """Where to write; None: to a stream."""
    if to is None:
        return Path(f"{graph.path.name}-{form}" if as_folder else f"{graph.path.name}.{form}")
    return Path(to) if isinstance(to, str | Path) else None


def _constructed(answer: Result) -> list[ox.Quad]:
    """The triples of a CONSTRUCT, from its rows."""

    def line(row: tuple[str, str, str]) -> str:
        subject = row[0] if row[0].startswith("_:") else f"<{row[0]}>"
        return f"{subject} <{row[1]}> {row[2]} ."

    text = "\n".join(line(row) for row in answer.to_polars().iter_rows())
    return list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def _part(graph: Graph, answer: Result, quads: list[ox.Quad] | None) -> Part:
    """The things that an answer mentions, a link standing for its ends."""
    if quads is None:
        iris, only = mentioned(answer)
    else:
        terms: Iterator[Any] = (term for quad in quads for term in (quad.subject, quad.object))
        iris, only = {term.value for term in terms if isinstance(term, ox.NamedNode)}, set()
    return Part(frozenset(with_ends(graph, iris) - {""}), frozenset(only))
