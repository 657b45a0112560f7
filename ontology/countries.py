"""Countries, ended states and territories: their codes in nine systems and their names, read from a list.

One job: to say which state a *typed* code or an exact name means, or that it is not known. Untyped two- and
three-letter codes are refused because they mean different states in different systems (``fips:CH`` is China,
``iso2:CH`` is Switzerland).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from govgraph.ontology.code_lists import read_list, split_cell
from govgraph.ontology.errors import OntologyError, nearest

# Column of countries.csv -> prefix of its typed codes. Former alpha-3 codes of a renamed state (ZAR, BUR) are
# iso3 codes of that state: ISO 3166-3 never gave them to another one.
_COLUMNS: Final = {
    "iso3": "iso3",
    "former_iso3": "iso3",
    "iso2": "iso2",
    "numeric": "numeric",
    "m49": "m49",
    "fips": "fips",
    "cameo": "cameo",
    "cow_code": "cowc",
    "cow": "cow",
    "gwno": "gw",
    "wikidata": "wikidata",
}
SYSTEMS: Final[tuple[str, ...]] = tuple(dict.fromkeys(_COLUMNS.values()))
"""Code systems of countries, the prefixes of typed codes."""

_INVISIBLE: Final = re.compile("['`´ʹʻʼ‘’‛′‵\u00ad\u200b-\u200d\u2060\ufeff]")
_DASHES: Final = re.compile("[-_\u2010-\u2015\u2212]")
_ASCII: Final = str.maketrans("-_", "  ", "'`")
"""What of these two occurs in ASCII."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, an ended state (``ended`` is set) or a territory with a code of its own.

    The code fields hold the usual code of each system, or an empty string; ``codes`` holds all typed codes
    (Palestine is ``fips:WE`` and ``fips:GZ``). ``started`` and ``ended`` are ISO dates; ``started`` is given
    only where one state followed another.
    """

    iso3: str
    iso2: str
    numeric: str
    m49: str
    fips: str
    cameo: str
    cow_code: str
    cow: str
    gwno: str
    wikidata: str
    name_en: str
    name_ru: str
    name_ky: str
    variants: tuple[str, ...]
    started: str
    ended: str
    codes: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """Language tag -> name, for ``en``, ``ru`` and ``ky``."""
        return {"en": self.name_en, "ru": self.name_ru, "ky": self.name_ky}


def name_key(text: str) -> str:
    """The key by which the name of a country is looked up: NFKC, case folded, ё as е, without apostrophes and invisible
    characters, with one space for a dash or a run of spaces. Letters keep their marks; search drops them as well
    (:func:`govgraph.ontology.folding.fold`).

    Example:
        >>> name_key("  Кот-д’Ивуар ") == name_key("кот д'ивуар")
        True
    """
    if text.isascii():  # most names, and five times faster
        return " ".join(text.lower().translate(_ASCII).split())
    folded = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold().replace("ё", "е")
    return " ".join(_DASHES.sub(" ", _INVISIBLE.sub("", folded)).split())


@cache
def countries() -> tuple[Country, ...]:
    """All rows of ``countries.csv`` by iso3: ISO 3166-1, Kosovo and ended states.

    Source: see ``codes/README.md``.

    Example:
        >>> sum(not c.ended for c in countries())
        250
    """
    states = []
    for row in read_list("countries"):
        typed = [f"{prefix}:{raw}" for column, prefix in _COLUMNS.items() for raw in split_cell(row[column])]
        one = {column: (split_cell(row[column]) or ("",))[0] for column in _COLUMNS if column != "former_iso3"}
        states.append(
            Country(
                **one,
                name_en=row["name_en"],
                name_ru=row["name_ru"],
                name_ky=row["name_ky"],
                variants=split_cell(row["variants"]),
                started=row["started"],
                ended=row["ended"],
                codes=tuple(typed),
            )
        )
    return tuple(states)


@cache
def _by_code() -> dict[str, tuple[Country, ...]]:
    """Typed code -> the states that had it: the present one first, then the one that ended last."""
    index: dict[str, list[Country]] = {}
    for state in sorted(countries(), key=lambda c: c.ended or "9999", reverse=True):
        for typed in state.codes:
            index.setdefault(typed, []).append(state)
    return {typed: tuple(states) for typed, states in index.items()}


@cache
def _by_name() -> dict[str, Country | None]:
    index: dict[str, Country | None] = {}
    for state in countries():
        for name in {name_key(n) for n in (*state.names.values(), *state.variants)}:
            # A name that two states share identifies neither, so it stands for None.
            index[name] = None if name in index else state
    return index


def _known_system(system: str) -> str:
    if system not in SYSTEMS:
        raise OntologyError(
            f"no code system {system!r}",
            expected="one of " + ", ".join(SYSTEMS),
            hint=nearest(system, SYSTEMS) or "write the system before the code, as in iso3:KGZ",
        )
    return system


def country(code: str, *, on: str = "") -> Country | None:
    """The country of a typed code, or ``None``.

    Args:
        code: ``system:code``, the system one of :data:`SYSTEMS`. Zeros in front of a number do not matter.
        on: an ISO date. It decides only between a state and its successor with the same code (``cow:365`` is
            the Soviet Union in 1985); without it, the present state is returned.

    Raises:
        OntologyError: the code names no system, or one that is not in :data:`SYSTEMS`.

    Example:
        >>> [country(c).name_en for c in ("fips:CH", "iso2:CH", "cameo:ROM", "iso2:NA")]
        ['China', 'Switzerland', 'Romania', 'Namibia']
        >>> country("cow:365", on="1985-03-11").name_en
        'Soviet Union'
    """
    states = _states(code)
    if on:
        for state in states:
            if state.started <= on and (not state.ended or on <= state.ended):
                return state
    return states[0] if states else None


def is_code_of(code: str, iso3: str) -> bool:
    """Whether a state has, or had, a typed code.

    Raises:
        OntologyError: the code names no system, or one that is not in :data:`SYSTEMS`.

    Example:
        >>> is_code_of("cow:345", "YUG"), is_code_of("cow:345", "SRB"), is_code_of("cow:345", "KGZ")
        (True, True, False)
    """
    return any(state.iso3 == iso3 for state in _states(code))


@lru_cache(maxsize=16_384)
def _states(code: str) -> tuple[Country, ...]:
    """The states that had a typed code, the present one first."""
    system, _, raw = code.partition(":")
    _known_system(system)
    raw = raw.strip().upper()
    if system in ("numeric", "m49"):
        raw = raw.zfill(3)
    elif system in ("cow", "gw"):
        raw = raw.lstrip("0")
    return _by_code().get(f"{system}:{raw}", ())


def country_table(system: str) -> dict[str, str]:
    """Raw code -> iso3 for one system, for replacing a whole column at once; ended states are included.

    Raises:
        OntologyError: the system is not in :data:`SYSTEMS`.

    Example:
        >>> country_table("fips")["GM"], country_table("cameo").get("EUR")
        ('DEU', None)
    """
    prefix = _known_system(system) + ":"
    return {k.removeprefix(prefix): states[0].iso3 for k, states in _by_code().items() if k.startswith(prefix)}


def country_by_name(text: str) -> Country | None:
    """The country with exactly this name or usual variant, in any language of the list, after :func:`name_key`.

    Never fuzzy: an unknown name and a name of two countries ("Congo") both give ``None``.

    Example:
        >>> country_by_name("орусия федерациясы").iso3, country_by_name("Congo")
        ('RUS', None)
    """
    return _by_name().get(name_key(text))
