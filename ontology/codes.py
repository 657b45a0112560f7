"""Code lists of the project: countries, CAMEO and PLOVER codes, governance event types.

One job: to say what a code of a *named* system means, or that it is not known. Nothing here guesses: a block of
an actor code that no list has stays visible. The lists are CSV files beside this module (``codes/README.md``
tells what each holds and how it was made); they are read on first use, never at import. What concerns countries
is in ``ontology/countries.py`` and re-exported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from govgraph.ontology.countries import (
    SYSTEMS,
    Country,
    countries,
    country,
    country_by_name,
    country_table,
    fold,
    read_list,
    split_cell,
)

__all__ = [
    "SYSTEMS", "CameoActor", "CameoEthnic", "CameoEvent", "CameoGroup", "CameoRegion", "CameoReligion",
    "CameoType", "Country", "EventType", "PloverType", "cameo_ethnic", "cameo_event", "cameo_events",
    "cameo_group", "cameo_region", "cameo_religion", "cameo_type", "countries", "country", "country_by_name",
    "country_table", "decode_cameo_actor", "event_type", "event_types", "fold", "plover_types",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CameoRegion:
    """A CAMEO "country" code that is no country: a ``region``, or a ``place`` inside the country ``iso3``."""

    code: str
    name_en: str
    kind: str
    iso3: str


@dataclass(frozen=True, slots=True)
class CameoEvent:
    """A CAMEO event code. ``quad_class`` is 1-4 (verbal and material cooperation, verbal and material
    conflict), ``goldstein`` -10 to 10, ``plover`` a PLOVER type or empty, ``broader`` empty for the 20 roots."""

    code: str
    broader: str
    label_en: str
    quad_class: int
    goldstein: float
    plover: str


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
class CameoType:
    """A CAMEO role code. ``kind`` is what a *named* actor of this type is; one known by its role alone is a
    group, whose plain English noun is ``topic``. ``role`` is body, field, manner or prefix."""

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
    """A CAMEO religion code and the English noun for its adherents."""

    code: str
    label_en: str
    adherents: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of the project's own scheme of governance events; ``plover`` and ``cameo`` (a root code) are
    empty where no code fits."""

    code: str
    broader: str
    label_en: str
    label_ru: str
    label_ky: str
    plover: str
    cameo: str


@dataclass(frozen=True, slots=True)
class CameoActor:
    """A concatenated CAMEO actor code taken apart; see :func:`decode_cameo_actor`.

    ``country`` is an iso3 code or empty, ``countries`` all of them in order; the other tuples hold raw blocks in
    order. ``kind`` is country, group, igo, ngo, party, armed_group or organization, and empty for a blank code.
    ``same_as`` is the shortest code of the same actor: ``CVL`` for ``CVLCVL``, ``KGZCVL`` for ``USRKGZCVL``.
    """

    code: str
    name: str
    kind: str
    country: str
    countries: tuple[str, ...]
    region: str
    groups: tuple[str, ...]
    ethnics: tuple[str, ...]
    religions: tuple[str, ...]
    types: tuple[str, ...]
    unknown: tuple[str, ...]
    same_as: str


@cache
def _regions() -> dict[str, CameoRegion]:
    return {r["code"]: CameoRegion(**r) for r in read_list("cameo_regions")}


def cameo_region(code: str) -> CameoRegion | None:
    """A CAMEO region or place code such as ``EUR`` or ``GZS``.

    Example:
        >>> cameo_region("CAS").name_en
        'Central Asia'
    """
    return _regions().get(code)


@cache
def _events() -> dict[str, CameoEvent]:
    return {
        r["code"]: CameoEvent(
            code=r["code"],
            broader=r["broader"],
            label_en=r["label_en"],
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
    """A CAMEO event code, a string with its leading zero.

    Example:
        >>> cameo_event("042").label_en, cameo_event("42")
        ('Make a visit', None)
    """
    return _events().get(code)


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
def _types() -> dict[str, CameoType]:
    return {r["code"]: CameoType(**r) for r in read_list("cameo_types")}


def cameo_type(code: str) -> CameoType | None:
    """A CAMEO role code such as ``GOV``."""
    return _types().get(code)


@cache
def _groups() -> dict[str, CameoGroup]:
    return {r["code"]: CameoGroup(**r) for r in read_list("cameo_groups")}


def cameo_group(code: str) -> CameoGroup | None:
    """A CAMEO known-group code such as ``UNO``."""
    return _groups().get(code)


@cache
def _ethnics() -> dict[str, CameoEthnic]:
    return {r["code"]: CameoEthnic(**r) for r in read_list("cameo_ethnic")}


def cameo_ethnic(code: str) -> CameoEthnic | None:
    """A CAMEO ethnic code; lower case except ``ARB``, ``KUR`` and ``PAL``."""
    return _ethnics().get(code)


@cache
def _religions() -> dict[str, CameoReligion]:
    return {r["code"]: CameoReligion(**r) for r in read_list("cameo_religions")}


def cameo_religion(code: str) -> CameoReligion | None:
    """A CAMEO religion code such as ``MOS``."""
    return _religions().get(code)


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


@lru_cache(maxsize=65536)
def decode_cameo_actor(code: str) -> CameoActor:
    """Take a CAMEO actor code apart and compose an English name and a kind for it.

    Blocks of three characters are read from the left. Precedence:

    1. At the head (after nothing but international prefixes and other places) a block is a country or region
       first; so ``SHN`` is Saint Helena there and Shinto later. Directly after a country an ended state is not
       meant: ``IRNSUN`` are Sunni Muslims, ``SUN`` alone is the Soviet Union. Of two countries (``USRKGZ``,
       ``FRAGUF``) the last is the narrower one and becomes ``country``.
    2. Then role type, known group, religion, ethnic group (case-sensitive); these lists share no code.
    3. Behind an international prefix a place may also follow a role (``NGOHLHUSA``); elsewhere it may not,
       because dictionaries write other things there (``REBMUS`` are Muslim rebels, not Mauritius).
    4. Anything else is unknown: shown in brackets in the name, listed in ``unknown``, and the actor is a group.

    A role is a group ("Police (Kyrgyzstan)"), never an agency. The last known group names the actor
    (``IGOUNOREFHCR``), unless a role of it follows (``IGOUNOPKO``: peacekeepers of the United Nations).

    Source: CAMEO code book, chapter on actors; checked against the columns into which GDELT splits its codes.

    Example:
        >>> decode_cameo_actor("KGZGOV").name, decode_cameo_actor("KGZGOV").kind
        ('Government (Kyrgyzstan)', 'group')
        >>> decode_cameo_actor("GMW").unknown
        ('GMW',)
    """
    code = code.strip()
    places: list[str] = []
    region = ""
    found: dict[str, list[str]] = {"types": [], "groups": [], "religions": [], "ethnics": [], "unknown": []}
    lists = (("types", _types()), ("groups", _groups()), ("religions", _religions()), ("ethnics", _ethnics()))
    parts: list[str] = []  # roles that belong to the last group
    head, prefixed = True, False
    for start in range(0, len(code), 3):
        block = code[start : start + 3]
        state = country(f"cameo:{block}") if head or prefixed else None
        if state and block.isupper() and not (places and state.ended):
            places.append(state.iso3)
            continue
        if (head or prefixed) and not region and block in _regions():
            region = block
            continue
        where = next((name for name, table in lists if block in table), "unknown")
        found[where].append(block)
        role = _types()[block] if where == "types" else None
        if role and role.role == "prefix":
            prefixed = True
        else:
            head = False
        if where == "groups":
            parts = []
        elif role and role.role == "body" and role.kind != "armed_group" and found["groups"]:
            parts.append(role.topic)
    last = country(f"iso3:{places[-1]}") if places else None
    name, kind = _describe(found, parts, last.name_en if last else "", _regions()[region].name_en if region else "")
    return CameoActor(
        code=code,
        name=name,
        kind=kind,
        country=places[-1] if places else "",
        countries=tuple(places),
        region=region,
        groups=tuple(found["groups"]),
        ethnics=tuple(found["ethnics"]),
        religions=tuple(found["religions"]),
        types=tuple(found["types"]),
        unknown=tuple(found["unknown"]),
        same_as=_shortest(code, found, places, region),
    )


def _shortest(code: str, found: dict[str, list[str]], places: list[str], region: str) -> str:
    """The code of an actor with each block once; of a mere role in the order country, roles, religion, ethnic group."""
    blocks = [code[start : start + 3] for start in range(0, len(code), 3)]
    if found["unknown"]:
        return code
    if found["groups"]:  # what stands before and after a known group means another thing there
        return "".join(dict.fromkeys(blocks))
    known = country(f"iso3:{places[-1]}") if places else None
    # An ethnic group may have two codes, as KUR and kur.
    ethnics = [
        min(e.code for e in _ethnics().values() if e.label_en == _ethnics()[x].label_en) for x in found["ethnics"]
    ]
    roles = dict.fromkeys([*found["types"], *found["religions"], *ethnics])
    return "".join([region, known.cameo or known.iso3 if known else "", *roles])


def _describe(found: dict[str, list[str]], parts: list[str], country_name: str, region_name: str) -> tuple[str, str]:
    """Name and kind of a decoded actor; ``parts`` are roles within its last group."""
    place = ", ".join(filter(None, (region_name, country_name)))
    people = [_religions()[found["religions"][-1]].adherents] if found["religions"] else []
    ethnics = [_ethnics()[e].label_en for e in found["ethnics"]]
    topics = [_types()[t].topic for t in dict.fromkeys(found["types"])]
    kind = "group"
    if found["groups"]:
        group = _groups()[found["groups"][-1]]
        kind = "group" if parts else group.kind
        head, rest = (", ".join(dict.fromkeys(parts)), [group.name_en]) if parts else (group.name_en, [])
    elif topics:
        head, rest = ", ".join(topics), [*people, *ethnics, place]
    elif people:
        head, rest = people[0], [*ethnics, place]
    elif ethnics:
        head, rest = ", ".join(ethnics), ["ethnic group", place]
    else:
        head, rest = place, []
        kind = "country" if country_name and not region_name else "group"
    if found["unknown"]:
        kind = "group"
    told = ", ".join(filter(None, rest))
    name = f"{head} ({told})" if told else head
    name = " ".join(filter(None, (name, *(f"[{block}]" for block in found["unknown"]))))
    return name, kind if name else ""
