"""Codes of single data sets of events: their event types as concepts, and the topics that they give to events.

One job: to say what a code of ACLED, UCDP, SCAD, WEIS, PLOVER's modes and contexts or the UN's issues means, or that the list does not
have it. The lists are two CSV files (``codes/README.md`` names the code book of each); they are read on first use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from govgraph.ontology.code_lists import read_list, split_cell
from govgraph.ontology.terms import CODE

EVENT_SCHEMES: Final = {
    "acled": "ACLED event and sub-event types.",
    "iati": "Aid activities and their money (IATI code list TransactionType; elements of the activity and organisation standards).",
    "ocds": "Stages of a public procurement (sections of an OCDS release).",
    "plover-mode": "Modes of PLOVER event types, as POLECAT uses them.",
    "scad": "SCAD event types.",
    "ucdp": "UCDP types of organised violence.",
    "weis": "WEIS event codes (World Event/Interaction Survey): cue categories and codes.",
}
"""Scheme of event types -> what it is."""

TOPIC_SCHEMES: Final = {
    "plover-context": "PLOVER contexts: what the article of an event is about.",
    "scad-issue": "SCAD issues: what an event is about.",
    "un-issue": "Issues of votes in the UN General Assembly.",
}
"""Scheme of topics -> what it is."""


@dataclass(frozen=True, slots=True)
class SourceEvent:
    """An event type of one data set; ``broader`` holds typed codes: ``acled:protests``, ``plover:PROTEST``."""

    scheme: str
    code: str
    broader: tuple[str, ...]
    label_en: str
    label_ru: str
    label_ky: str

    @property
    def iri(self) -> str:
        """The IRI of the concept."""
        return f"{CODE}{self.scheme}/{self.code}"

    @property
    def labels(self) -> dict[str, str]:
        """Language tag -> label."""
        return {"en": self.label_en, "ru": self.label_ru, "ky": self.label_ky}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; ``source_code`` is how the data set writes it, ``code`` a word for it."""

    scheme: str
    code: str
    source_code: str
    label_en: str
    label_ru: str


@cache
def source_events() -> tuple[SourceEvent, ...]:
    """All event types of single data sets.

    Example:
        >>> sum(e.scheme == "weis" and len(e.code) == 3 for e in source_events())
        63
    """
    return tuple(
        SourceEvent(r["scheme"], r["code"], split_cell(r["broader"]), r["label_en"], r["label_ru"], r["label_ky"])
        for r in read_list("source_events")
    )


@cache
def _by_code() -> dict[tuple[str, str], SourceEvent]:
    return {(e.scheme, e.code): e for e in source_events()}


def source_event(scheme: str, code: str) -> SourceEvent | None:
    """An event type of a data set.

    Example:
        >>> source_event("scad", "5").label_en, source_event("ucdp", "4")
        ('General strike', None)
    """
    return _by_code().get((scheme, code))


@cache
def topics() -> tuple[Topic, ...]:
    """The topics of all data sets."""
    return tuple(Topic(**row) for row in read_list("source_topics"))


@cache
def topic_table(scheme: str) -> dict[str, str]:
    """How a data set writes a topic -> its typed code, for replacing a whole column at once.

    Example:
        >>> topic_table("scad-issue")["1"]
        'scad-issue:elections'
    """
    return {t.source_code: f"{t.scheme}:{t.code}" for t in topics() if t.scheme == scheme}
