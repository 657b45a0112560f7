"""The page of a chosen part of a graph: select it, draw it, write it. :meth:`govgraph.graph.graph.Graph.view` calls this."""

from __future__ import annotations

import base64
import datetime as dt
import html
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.graph.find.titles import names_of, pick
from govgraph.graph.property_graph.meetings import partners
from govgraph.graph.property_graph.part import Part
from govgraph.graph.property_graph.selection import Choice, Selection, resolve_actor, select, understood
from govgraph.ontology.errors import nearest
from govgraph.visualizations import font, page, raster, still
from govgraph.visualizations.actors import actor_picture
from govgraph.visualizations.drawing import READABLE
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.folding import MOST, community_of, folded
from govgraph.visualizations.from_graph import picture
from govgraph.visualizations.picture import Picture, name_of

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

WAYS = ("auto", "actors", "events")
"""How events are drawn: as relations between actors, as nodes, or as actors when most of what there is to draw are events."""

_STILL = (".svg", ".png")
"""The ends of the names of files that get a still picture."""

_FRAME = 640
"""The height of a page in a notebook, in pixels."""

_MOST_PARTNERS = 300
"""The most actors around one that are drawn together; more are a heap in which nobody finds anything."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """What a page shows.

    Attributes:
        path: the file with the page or picture.
        nodes, relationships: how many were drawn.
        picture: what was drawn.
        language: in which it was drawn; empty: the graph's first one.
        notes: how the words of the choice were understood, and what was left out.
        drawn_as: ``actors`` or ``events``.
    """

    path: Path
    nodes: int
    relationships: int
    notes: tuple[str, ...] = ()
    drawn_as: str = "events"
    picture: Picture = field(default=Picture("", [], []), repr=False, compare=False)
    language: str = ""

    def svg(self, *, date: dt.date | None = None) -> str:
        """The picture as SVG for a report: with title, legend, what was chosen, the sources with their licences, and the date.

        Args:
            date: the date that it says; None: today.
        """
        return still.svg(folded(self.picture), language=self.language, date=date)

    def png(self, *, dpi: int = 300, date: dt.date | None = None) -> bytes:
        """The same as PNG.

        Args:
            dpi: dots an inch.
            date: the date that it says; None: today.
        """
        from govgraph.visualizations.raster import png

        return png(self.svg(date=date), dpi=dpi)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks: it cannot reach the notebook, nor the notebook's styles the page. A picture is shown
        as it is."""
        if self.path.suffix in _STILL:
            shown = base64.b64encode(self.svg().encode()).decode("ascii")
            return f'<img alt="{html.escape(self.picture.title, quote=True)}" style="max-width:100%" src="data:image/svg+xml;base64,{shown}">'
        page_text = html.escape(self.path.read_text("utf-8"), quote=True)
        return (
            f'<iframe title="{html.escape(self.path.stem, quote=True)}" srcdoc="{page_text}" '
            f'sandbox="allow-scripts allow-downloads allow-popups" width="100%" height="{_FRAME}" style="border:0"></iframe>'
        )


def view(
    graph: Graph,
    to: str | Path,
    choice: Choice,
    *,
    title: str = "",
    language: str = "",
    draw_as: str = "auto",
    community: str = "",
) -> Viewed:
    """Write an interactive page of a graph, or of a part of it; see :meth:`govgraph.graph.graph.Graph.view`.

    Example:
        >>> import tempfile
        >>> from govgraph.graph.graph import Graph
        >>> view(Graph(tempfile.mkdtemp()), "page.html", Choice())
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: nothing has been loaded yet ...
    """
    if draw_as not in WAYS:
        raise ViewError(f"events cannot be drawn as {draw_as!r}", expected=nearest(draw_as, WAYS) or ", ".join(WAYS))
    drawn, notes, way = _drawn(graph, choice, title, draw_as, community)
    drawn = replace(drawn, chosen=(*_chosen(graph, choice, way, (language, *graph.settings.languages)), *drawn.chosen))
    path = Path(to)
    if path.suffix in _STILL:
        drawn = folded(drawn)
    elif len(drawn.nodes) > READABLE:
        notes += (f"{len(drawn.nodes):,} nodes are folded into communities, which open where they are",)
    for key, values in drawn.chosen:
        if key in ("stillStrongest", "stillFolded"):
            notes += (still.word(key, "en", **values),)
    viewed = Viewed(path.resolve(), len(drawn.nodes), len(drawn.edges), notes, way, drawn, language)
    if path.suffix not in _STILL:
        page.write(drawn, path, language=language or None)
        return viewed
    text = viewed.svg()
    page.write_whole(path, text.encode() if path.suffix == ".svg" else raster.png(text))
    if unknown := font.missing(name_of(node, drawn.languages) for node in drawn.nodes):
        notes += (f"the font of the picture has no {unknown[:20]!r}; a page draws them with the fonts of the reader",)
    return replace(viewed, notes=notes)


def _chosen(
    graph: Graph, choice: Choice, way: str, languages: Sequence[str]
) -> tuple[tuple[str, dict[str, object]], ...]:
    """What decided what is drawn, as keys of the page's words with their values."""
    chosen: list[tuple[str, dict[str, object]]] = []
    if choice.actor:
        iri, called = resolve_actor(graph, choice.actor)
        name = pick(names_of(graph, [iri]).get(iri, {}), languages) or called or choice.actor
        chosen.append(("stillAround", {"name": name, "n": choice.hops}))
    if choice.query:
        chosen.append(("stillQuery", {"text": " ".join(choice.query.split())}))
    if way == "actors":
        chosen.append(("stillAsActors", {}))
    return tuple(chosen)


def _drawn(
    graph: Graph, choice: Choice, title: str, draw_as: str, community: str
) -> tuple[Picture, tuple[str, ...], str]:
    if community:
        iri = graph.resolve(community)
        name = graph.called([iri]).get(iri, community)
        part = Part(community_of(graph, iri))
        return picture(graph, part, title=title or name, note=f"--community {community}"), (), "events"
    if choice.actor and draw_as != "events":
        iri, called = resolve_actor(graph, choice.actor)
        if draw_as == "actors" or _met_mostly_in_events(graph, iri):
            actors, left_out = partners(graph, iri, choice.hops, _MOST_PARTNERS)
            notes = understood(choice.actor, iri, called)
            if left_out:
                notes += (f"{left_out} more actors share fewer events with it and are left out",)
            return actor_picture(graph, actors, title=title or called or choice.actor), notes, "actors"
    selection = select(graph, choice)
    title = title or selection.name or graph.path.name
    chosen = _as_actors(graph, selection, draw_as)
    if chosen is None:
        return picture(graph, selection.part, title=title, note=choice.query), selection.notes, "events"
    actors, events, others, left_out = chosen
    notes = selection.notes
    if left_out:
        notes += (
            f"{left_out} more actors are in fewer events and are left out; --cypher with a query says which to draw",
        )
    return (
        actor_picture(graph, actors, events=events, others=others, title=title, note=choice.query),
        notes,
        "actors",
    )


def _met_mostly_in_events(graph: Graph, actor: str) -> bool:
    """Whether an actor has more events than other links."""
    query = """
        SELECT (SELECT count(DISTINCT event) FROM participations WHERE participant = $a) AS events,
            (SELECT count(*) FROM memberships WHERE member = $a OR organization = $a)
            + (SELECT count(*) FROM tenures WHERE holder = $a)
            + (SELECT count(*) FROM associations WHERE from_actor = $a OR to_actor = $a)
            + (SELECT count(*) FROM actors WHERE country = $a) AS others
    """
    ((events, others),) = graph.sql(query, timeout=None, a=actor).rows
    return bool(events > others)


def _as_actors(
    graph: Graph, selection: Selection, draw_as: str
) -> tuple[set[str], list[str] | None, set[str], int] | None:
    """What to draw if a selection is drawn as actors: these, the events that count, other things, and how many actors are left out.

    None: it is to be drawn as events.
    """
    part = selection.part
    if part is not None and part.only:
        # The answer names relationships; they are drawn as they are.
        return None
    events = _events_of(graph, part)
    if draw_as == "events" or (draw_as == "auto" and not _mostly_events(graph, part, events)):
        return None
    of = "" if events is None else "WHERE event = ANY($e)"
    query = f"SELECT participant, count(DISTINCT event) AS n FROM participations {of} GROUP BY 1 ORDER BY n DESC, 1"
    given: dict[str, Any] = {} if events is None else {"e": events}
    ranked = [row[0] for row in graph.sql(query, timeout=None, **given)]
    rest = set() if part is None else set(part.iris) - set(events or ())
    room = READABLE // 2 if part is None else max(0, MOST - len(rest))
    return set(ranked[:room]), events, rest, len(ranked) - len(ranked[:room])


def _events_of(graph: Graph, part: Part | None) -> list[str] | None:
    if part is None:
        return None
    return [
        row[0]
        for row in graph.sql(
            "SELECT iri FROM events WHERE iri = ANY($i) ORDER BY iri", timeout=None, i=sorted(part.iris)
        )
    ]


def _mostly_events(graph: Graph, part: Part | None, events: list[str] | None) -> bool:
    """Whether events are what a selection is about: more than half of it or, in a whole graph, more than half as many as the actors.

    Most sources of events name two actors at most in each, so what has fewer events than that has actors for other reasons.
    """
    if part is None:
        query = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM actors)"
        ((count, others),) = graph.sql(query, timeout=None).rows
    else:
        count, others = len(events or ()), len(part.iris)
    return bool(2 * count > others)
