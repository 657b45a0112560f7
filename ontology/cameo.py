"""CAMEO: event codes, and the lists from which the codes of its actors are put together.

One job: to say what one code of one CAMEO list means, or that the list does not have it. The lists are CSV files
(``codes/README.md`` tells what each holds and how it was made); they are read on first use, never at import. A
concatenated actor code is taken apart in ``ontology/cameo_actors.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from govgraph.ontology.code_lists import read_list


@dataclass(frozen=True, slots=True)
class CameoRegion:
    """A CAMEO "country" code for something else: a ``region``, or a ``place`` inside the country ``iso3``."""

    code: str
    name_en: str
    kind: str
    iso3: str
    name_ru: str
    name_ky: str


@dataclass(frozen=True, slots=True)
class CameoEvent:
    """A CAMEO event code.

    ``quad_class`` is 1 (verbal cooperation), 2 (material cooperation), 3 (verbal conflict) or 4 (material conflict).
    ``goldstein`` is from -10 to 10, ``plover`` a PLOVER type or empty. ``broader`` is empty for the 20 root codes.
    """

    code: str
    broader: str
    label_en: str
    label_ru: str
    label_ky: str
    quad_class: int
    goldstein: float
    plover: str


@dataclass(frozen=True, slots=True)
class CameoType:
    """A CAMEO role code.

    ``kind`` is the kind of a *named* actor with this role. An actor known by its role alone is a group, and ``topic``
    is the English noun for it. ``role`` is body, field, manner or prefix.
    """

    code: str
    kind: str
    role: str
    label_en: str
    label_ru: str
    label_ky: str
    topic: str


@dataclass(frozen=True, slots=True)
class CameoGroup:
    """A CAMEO known-group code: a named organization."""

    code: str
    name_en: str
    kind: str
    wikidata: str


@dataclass(frozen=True, slots=True)
class CameoEthnic:
    """A CAMEO ethnic code; the list is case-sensitive (``cop`` is an ethnic code, ``COP`` the police)."""

    code: str
    label_en: str


@dataclass(frozen=True, slots=True)
class CameoReligion:
    """A CAMEO religion code and the nouns for its adherents, of which ``adherents`` is the English one."""

    code: str
    label_en: str
    adherents: str
    adherents_ru: str
    adherents_ky: str


@cache
def regions_by_code() -> dict[str, CameoRegion]:
    """Code -> region or place."""
    return {r["code"]: CameoRegion(**r) for r in read_list("cameo_regions")}


def cameo_region(code: str) -> CameoRegion | None:
    """A CAMEO region or place code such as ``EUR`` or ``GZS``.

    Example:
        >>> cameo_region("CAS").name_en
        'Central Asia'
    """
    return regions_by_code().get(code)


@cache
def _events() -> dict[str, CameoEvent]:
    return {
        r["code"]: CameoEvent(
            code=r["code"],
            broader=r["broader"],
            label_en=r["label_en"],
            label_ru=r["label_ru"],
            label_ky=r["label_ky"],
            quad_class=int(r["quad_class"]),
            goldstein=float(r["goldstein"]),
            plover=r["plover"],
        )
        for r in read_list("cameo_events")
    }


def cameo_events() -> tuple[CameoEvent, ...]:
    """All CAMEO event codes in order. Source: the CAMEO code book and the scale that GDELT publishes."""
    return tuple(_events().values())


def cameo_event(code: str) -> CameoEvent | None:
    """What a CAMEO event code means; the code is a string and keeps its leading zero.

    Example:
        >>> cameo_event("042").label_en, cameo_event("42")
        ('Make a visit', None)
    """
    return _events().get(code)


@cache
def types_by_code() -> dict[str, CameoType]:
    """Code -> role."""
    return {r["code"]: CameoType(**r) for r in read_list("cameo_types")}


def cameo_type(code: str) -> CameoType | None:
    """A CAMEO role code such as ``GOV``."""
    return types_by_code().get(code)


@cache
def groups_by_code() -> dict[str, CameoGroup]:
    """Code -> named organization."""
    return {r["code"]: CameoGroup(**r) for r in read_list("cameo_groups")}


def cameo_group(code: str) -> CameoGroup | None:
    """A CAMEO known-group code such as ``UNO``."""
    return groups_by_code().get(code)


@cache
def ethnics_by_code() -> dict[str, CameoEthnic]:
    """Code -> ethnic group."""
    return {r["code"]: CameoEthnic(**r) for r in read_list("cameo_ethnic")}


def cameo_ethnic(code: str) -> CameoEthnic | None:
    """A CAMEO ethnic code; lower case except ``ARB``, ``KUR`` and ``PAL``."""
    return ethnics_by_code().get(code)


@cache
def religions_by_code() -> dict[str, CameoReligion]:
    """Code -> religion."""
    return {r["code"]: CameoReligion(**r) for r in read_list("cameo_religions")}


def cameo_religion(code: str) -> CameoReligion | None:
    """A CAMEO religion code such as ``MOS``."""
    return religions_by_code().get(code)
