"""Concatenated CAMEO actor codes, such as ``KGZGOV``: taken apart into their blocks, with a name and a kind.

One job: to decode an actor code. Nothing here guesses: a block that no list has stays visible.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from govgraph.ontology import cameo
from govgraph.ontology.countries import Country, country


@dataclass(frozen=True, slots=True)
class CameoActor:
    """A concatenated CAMEO actor code taken apart; see :func:`decode_cameo_actor`.

    ``name`` is English, ``names`` are by language: the English one, and the Kyrgyz and Russian ones if the lists have words for all
    blocks (known groups and ethnic groups have English names only). ``country`` is an iso3 code or empty; ``countries`` are the iso3 codes of all country blocks. The other tuples hold
    raw blocks. All are in the order of the blocks. ``kind`` is country, group, igo, ngo, party, armed_group or
    organization, and empty for a blank code.
    """

    code: str
    name: str
    names: dict[str, str]
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


@lru_cache(maxsize=65536)
def decode_cameo_actor(code: str) -> CameoActor:
    """Take a CAMEO actor code apart and compose an English name and a kind for it.

    Blocks of three characters are read from the left. Each block is looked up in this order:

    1. Countries and regions, as long as only international prefixes and places have been read: ``SHN`` is Saint Helena
       there, and Shinto later. After a country, states that have ended are left out: ``IRNSUN`` are Sunni Muslims
       in Iran, ``SUN`` alone is the Soviet Union. Of two countries (``USRKGZ``, ``FRAGUF``) the last one is the
       narrower and becomes ``country``. After an international prefix, a place may also follow a role
       (``NGOHLHUSA``). Elsewhere it may not, because there dictionaries mean something else (``REBMUS`` are Muslim
       rebels, not rebels in Mauritius).
    2. Role types, known groups, religions and ethnic groups (case-sensitive). These lists share no code.
    3. A block that is in no list is unknown: it is shown in brackets in the name and listed in ``unknown``, and the
       actor is a group.

    An actor known by its role is a group ("Police (Kyrgyzstan)"), never an agency. The last known group names the actor
    (``IGOUNOREFHCR``), unless one of its roles follows (``IGOUNOPKO``: peacekeepers of the United Nations).

    Source: CAMEO code book, chapter on actors; checked against the columns into which GDELT splits its codes.

    Example:
        >>> decode_cameo_actor("KGZGOV").name, decode_cameo_actor("KGZGOV").kind
        ('Government (Kyrgyzstan)', 'group')
        >>> decode_cameo_actor("KGZGOV").names["ru"], decode_cameo_actor("KGZGOV").names["ky"]
        ('Правительство (Кыргызстан)', 'Өкмөт (Кыргызстан)')
        >>> decode_cameo_actor("GMW").unknown
        ('GMW',)
    """
    code = code.strip()
    places: list[str] = []
    region = ""
    blocks: dict[str, list[str]] = {"types": [], "groups": [], "religions": [], "ethnics": [], "unknown": []}
    lists = (
        ("types", cameo.types_by_code()),
        ("groups", cameo.groups_by_code()),
        ("religions", cameo.religions_by_code()),
        ("ethnics", cameo.ethnics_by_code()),
    )
    group_roles: list[str] = []  # roles within the last known group
    head, prefixed = True, False
    for start in range(0, len(code), 3):
        block = code[start : start + 3]
        state = country(f"cameo:{block}") if head or prefixed else None
        if state and block.isupper() and not (places and state.ended):
            places.append(state.iso3)
            continue
        if (head or prefixed) and not region and block in cameo.regions_by_code():
            region = block
            continue
        list_name = next((name for name, codes in lists if block in codes), "unknown")
        blocks[list_name].append(block)
        role = cameo.types_by_code()[block] if list_name == "types" else None
        if role and role.role == "prefix":
            prefixed = True
        else:
            head = False
        if list_name == "groups":
            group_roles = []
        elif role and role.role == "body" and role.kind != "armed_group" and blocks["groups"]:
            group_roles.append(role.topic)
    narrowest = country(f"iso3:{places[-1]}") if places else None
    name, kind = _describe(blocks, group_roles, narrowest, region)
    others = {language: _named(blocks, group_roles, narrowest, region, language) for language in ("ky", "ru")}
    return CameoActor(
        code=code,
        name=name,
        names={"en": name} | {language: text for language, text in others.items() if text},
        kind=kind,
        country=places[-1] if places else "",
        countries=tuple(places),
        region=region,
        groups=tuple(blocks["groups"]),
        ethnics=tuple(blocks["ethnics"]),
        religions=tuple(blocks["religions"]),
        types=tuple(blocks["types"]),
        unknown=tuple(blocks["unknown"]),
        same_as=_shortest(code, blocks, places, region),
    )


def _shortest(code: str, blocks: dict[str, list[str]], places: list[str], region: str) -> str:
    """The code of an actor with each block once; of a mere role in the order country, roles, religion, ethnic group."""
    parts = [code[start : start + 3] for start in range(0, len(code), 3)]
    if blocks["unknown"]:
        return code
    if blocks["groups"]:  # what stands before and after a known group means another thing there
        return "".join(dict.fromkeys(parts))
    last = country(f"iso3:{places[-1]}") if places else None
    # An ethnic group may have two codes, as KUR and kur.
    by_code = cameo.ethnics_by_code()
    ethnics = [min(e.code for e in by_code.values() if e.label_en == by_code[x].label_en) for x in blocks["ethnics"]]
    roles = dict.fromkeys([*blocks["types"], *blocks["religions"], *ethnics])
    return "".join([region, last.cameo or last.iso3 if last else "", *roles])


def _describe(
    blocks: dict[str, list[str]], group_roles: list[str], narrowest: Country | None, region: str
) -> tuple[str, str]:
    """Name and kind of a decoded actor; ``group_roles`` are the roles within its last known group."""
    country_name = narrowest.name_en if narrowest else ""
    region_name = cameo.regions_by_code()[region].name_en if region else ""
    place = ", ".join(filter(None, (region_name, country_name)))
    people = [cameo.religions_by_code()[blocks["religions"][-1]].adherents] if blocks["religions"] else []
    ethnics = [cameo.ethnics_by_code()[e].label_en for e in blocks["ethnics"]]
    topics = [cameo.types_by_code()[t].topic for t in dict.fromkeys(blocks["types"])]
    kind = "group"
    if blocks["groups"]:
        group = cameo.groups_by_code()[blocks["groups"][-1]]
        kind = "group" if group_roles else group.kind
        head, rest = (", ".join(dict.fromkeys(group_roles)), [group.name_en]) if group_roles else (group.name_en, [])
    elif topics:
        head, rest = ", ".join(topics), [*people, *ethnics, place]
    elif people:
        head, rest = people[0], [*ethnics, place]
    elif ethnics:
        head, rest = ", ".join(ethnics), ["ethnic group", place]
    else:
        head, rest = place, []
        kind = "country" if country_name and not region_name else "group"
    if blocks["unknown"]:
        kind = "group"
    qualifiers = ", ".join(filter(None, rest))
    name = f"{head} ({qualifiers})" if qualifiers else head
    name = " ".join(filter(None, (name, *(f"[{block}]" for block in blocks["unknown"]))))
    return name, kind if name else ""


def _named(
    blocks: dict[str, list[str]], group_roles: list[str], narrowest: Country | None, region: str, language: str
) -> str:
    """The name of a decoded actor in Kyrgyz or Russian, put together as in English; empty where a list has no word in that language."""
    if blocks["groups"] or blocks["ethnics"] or blocks["unknown"] or group_roles:
        return ""
    region_name = getattr(cameo.regions_by_code()[region], f"name_{language}") if region else ""
    country_name = getattr(narrowest, f"name_{language}") if narrowest else ""
    place = ", ".join(filter(None, (region_name, country_name)))
    people = [getattr(cameo.religions_by_code()[x], f"adherents_{language}") for x in blocks["religions"][-1:]]
    topics = [getattr(cameo.types_by_code()[x], f"label_{language}") for x in dict.fromkeys(blocks["types"])]
    if (narrowest and not country_name) or not all((*people, *topics)):
        return ""
    head, rest = (", ".join(topics), [*people, place]) if topics else (people[0], [place]) if people else (place, [])
    qualifiers = ", ".join(filter(None, rest))
    return f"{head} ({qualifiers})" if qualifiers else head
