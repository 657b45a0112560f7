"""Exports a graph to other formats: all of it, an actor's surroundings, or the answer to a query.

This module does what is common to all formats: select, choose the target, collect notes for the person. ``formats`` lists the
formats, ``target`` makes sure that a file appears complete or not at all.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from govgraph.graph.errors import GraphError
from govgraph.graph.export.formats import FORMATS, Format, Request
from govgraph.graph.export.target import file_target, folder_target, refuse_existing, scratch
from govgraph.graph.progress import Progress
from govgraph.graph.property_graph.selection import Choice, select
from govgraph.ontology.errors import nearest

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Exported:
    """The outcome of an export.

    Attributes:
        path: the file or folder; empty for a stream.
        counts: how many triples, nodes, relationships, tables or rows.
        notes: sentences on what the format cannot hold, and on what to do with the export.
    """

    path: str
    counts: dict[str, int]
    notes: list[str] = field(default_factory=list)


def export(
    graph: Graph,
    form: str,
    to: str | Path | IO[bytes] | None,
    choice: Choice,
    *,
    force: bool = False,
    spreadsheet_safe: bool = False,
    progress: Progress,
) -> Exported:
    """Write a graph, or a part of it, in another format; see :meth:`govgraph.graph.graph.Graph.export`.

    Example:
        >>> FORMATS["ttl"].title
        'Turtle'
    """
    if form not in FORMATS:
        raise GraphError(f"no format {form!r}", expected=nearest(form, FORMATS) or ", ".join(FORMATS))
    if spreadsheet_safe and form != "csv":
        raise GraphError("only csv can be made safe for spreadsheets", expected="csv")
    target_format, chosen = FORMATS[form], bool(choice.actor or choice.query)
    if chosen and not target_format.parts:
        raise GraphError(
            f"{form} writes the whole graph, and neither an actor's surroundings nor the answer to a query",
            expected="no actor, sparql, cypher or sql",
            hint=f"export {form} without them, or a part in another format: graphml, csv",
        )
    as_folder = target_format.to_folder is not None and not (choice.query and target_format.to_file)
    path = _path(graph, form, to, as_folder)
    _refuse(form, path, target_format, as_folder, force)
    selection = select(graph, choice)
    notes = list(selection.notes)
    graph.version()  # if nothing has been loaded, its error says what to do
    with (
        graph.folder.reading() as version,
        scratch(path.parent if path else None) as work,
        contextlib.ExitStack() as stack,
    ):
        assert version is not None
        request = Request(
            version, graph.settings.languages, selection.part, selection.answer, selection.quads, path, work, progress,
            notes, graph.called, spreadsheet_safe,
        )  # fmt: skip
        if as_folder:
            assert target_format.to_folder is not None and path is not None
            counts = target_format.to_folder(request, stack.enter_context(folder_target(path, work)))
        else:
            assert target_format.to_file is not None
            stream = to if path is None else stack.enter_context(file_target(path, work))
            counts = target_format.to_file(request, stream)  # type: ignore[arg-type]
        if chosen and not any(counts.values()):
            raise GraphError(
                "the answer mentions nothing that is in the graph",
                expected="nodes, relationships or IRIs in the answer",
                hint="return the things themselves, or export the rows as csv",
            )
    if target_format.loses and selection.quads is None and (as_folder or selection.answer is None):
        notes.append(f"{form} holds {target_format.loses}")
    return Exported(str(path or ""), counts, notes)


def _path(graph: Graph, form: str, to: str | Path | IO[bytes] | None, as_folder: bool) -> Path | None:
    """Where to write; None: to a stream."""
    if to is None:
        return Path(f"{graph.path.name}-{form}" if as_folder else f"{graph.path.name}.{form}")
    return Path(to) if isinstance(to, str | Path) else None


def _refuse(form: str, path: Path | None, target_format: Format, as_folder: bool, force: bool) -> None:
    """Raise an error for a target that cannot be written, before the long work begins."""
    if path is None:
        if as_folder:
            raise GraphError(f"{form} of a graph is a folder of files, which cannot be streamed", hint="-o FOLDER")
        return
    if as_folder and path.suffix == ".gz":
        raise GraphError("a folder cannot be compressed", where=str(path), hint=f"-o {path.stem}")
    refuse_existing(path, force, target_format.mark if as_folder else "")
