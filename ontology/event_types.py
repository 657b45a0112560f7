"""Types of events: those of PLOVER, and this project's own scheme of governance events.

One job: to say what a code of one of these two lists means, or that the list does not have it. The lists are CSV
files (``codes/README.md`` tells what each holds and how it was made); they are read on first use, never at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from govgraph.ontology.code_lists import read_list, split_cell


@dataclass(frozen=True, slots=True)
class PloverType:
    """A PLOVER event type; ``editions`` are those of ``plover`` and ``polecat`` that use it."""

    code: str
    quad_class: int
    editions: tuple[str, ...]
    label_en: str
    label_ru: str
    label_ky: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of the project's own scheme of governance events.

    ``plover`` is a PLOVER type and ``cameo`` a CAMEO root code; either is empty where none fits.
    """

    code: str
    broader: str
    label_en: str
    label_ru: str
    label_ky: str
    plover: str
    cameo: str


@cache
def plover_types() -> tuple[PloverType, ...]:
    """The PLOVER event types of both editions (18 of PLOVER, 16 of POLECAT).

    Example:
        >>> sum("polecat" in t.editions for t in plover_types())
        16
    """
    return tuple(
        PloverType(
            code=r["code"],
            quad_class=int(r["quad_class"]),
            editions=split_cell(r["editions"]),
            label_en=r["label_en"],
            label_ru=r["label_ru"],
            label_ky=r["label_ky"],
        )
        for r in read_list("plover_types")
    )


@cache
def _event_types() -> dict[str, EventType]:
    return {r["code"]: EventType(**r) for r in read_list("event_types")}


def event_types() -> tuple[EventType, ...]:
    """The project's own governance event types."""
    return tuple(_event_types().values())


def event_type(code: str) -> EventType | None:
    """A governance event type.

    Example:
        >>> event_type("working_trip").broader
        'visit'
    """
    return _event_types().get(code)
