"""The page of a chosen part of a graph: select it, draw it, write it. :meth:`govgraph.graph.graph.Graph.view` calls this."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govgraph.graph.selection import Choice, select
from govgraph.visualizations import page
from govgraph.visualizations.from_graph import MOST, picture

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph


@dataclass(frozen=True, slots=True)
class Viewed:
    """What a page shows.

    Attributes:
        path: the file with the page.
        nodes, relationships: how many were drawn.
        notes: how the words of the choice were understood.
    """

    path: Path
    nodes: int
    relationships: int
    notes: tuple[str, ...] = ()


def view(graph: Graph, to: str | Path, choice: Choice, *, title: str = "", language: str = "") -> Viewed:
    """Write an interactive page of a graph, or of a part of it; see :meth:`govgraph.graph.graph.Graph.view`.

    Example:
        >>> import tempfile
        >>> from govgraph.graph.graph import Graph
        >>> view(Graph(tempfile.mkdtemp()), "page.html", Choice())
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: nothing has been loaded yet ...
    """
    selection = select(graph, choice, most=MOST)
    drawn = picture(graph, selection.part, title=title or selection.name or graph.path.name, note=choice.query)
    page.write(drawn, to, language=language or None)
    return Viewed(Path(to).resolve(), len(drawn.nodes), len(drawn.edges), selection.notes)
