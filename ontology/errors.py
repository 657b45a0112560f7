"""The one base of every error that govgraph raises on purpose.

An error tells four things: what happened, where (``file:row:column`` when there is one), what was expected,
and what to try next. Each layer (ontology, loaders, graph, visualizations) derives one class from the base, so
``except GovgraphError`` catches what the project means to report and nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class GovgraphError(Exception):
    """An error that a person can act on.

    Args:
        what: what happened, in one sentence.
        where: ``file:row:column``, a query position, an IRI or a folder.
        expected: what would have been right.
        hint: the next command or change to try.

    Example:
        >>> str(GovgraphError("no such table 'event'", expected="events", hint="govgraph ref"))
        "no such table 'event'; expected: events; try: govgraph ref"
    """

    def __init__(self, what: str, *, where: str = "", expected: str = "", hint: str = "") -> None:
        self.what, self.where, self.expected, self.hint = what, where, expected, hint
        parts = [f"{where}: {what}" if where else what]
        if expected:
            parts.append(f"expected: {expected}")
        if hint:
            parts.append(f"try: {hint}")
        super().__init__("; ".join(parts))


class OntologyError(GovgraphError):
    """A term, table, column or code that the declaration does not have."""


def nearest(name: str, names: Iterable[str]) -> str:
    """The known name closest to a mistyped one, or an empty string.

    Example:
        >>> nearest("partcipations", ["actors", "participations"])
        'participations'
    """
    matches = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return matches[0] if matches else ""
