"""Why an answer may be empty: what the graph has, and how a query compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govgraph.graph.answers.printed import counted

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

_HELD = {"event": "events", "actor": "actors", "membership": "memberships", "participation": "participations"}


def why_empty(graph: Graph, parameters: Mapping[str, Any]) -> str:
    """What may explain that a query has no rows, in a few lines; it looks at the graph, not at the query.

    Args:
        parameters: the values that the query was given.

    Example:
        >>> print(why_empty(graph, {"name": "Асан"}))
        No row fits with name = Асан.
        The graph has 2 events (2022-05-01 to 2022-05-31), 6 actors,
        2 memberships, 3 participations.
        Texts are compared letter by letter; `govgraph search WORDS` finds any spelling.
    """
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in _HELD.values())
    dates = "(SELECT min(starts_from) FROM events), (SELECT max(coalesce(ends_by, starts_from)) FROM events)"
    (*numbers, first, last) = graph.sql(f"SELECT {counts}, {dates}", timeout=None).rows[0]
    held = [counted(n, thing) for n, thing in zip(numbers, _HELD, strict=True)]
    if first:
        held[0] += f" ({first} to {last})"
    given = ", ".join(f"{name} = {value}" for name, value in parameters.items())
    return (
        f"No row fits{f' with {given}' if given else ''}.\n"
        f"The graph has {', '.join(held[:2])},\n{', '.join(held[2:])}.\n"
        "Texts are compared letter by letter; `govgraph search WORDS` finds any spelling."
    )
