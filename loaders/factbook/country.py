"""Which country a page of the World Factbook is about.

Files are named by FIPS 10-4 codes (``ti`` is Tajikistan, ``ch`` China, ``gm`` Germany), in old editions by ISO codes with the name behind
(``ch-switzerland``). So the name in the page counts. A code of two letters alone is FIPS; it is compared with the name, and it decides
only where the page has a name that no list has and the country of the code has all words of it.
"""

from __future__ import annotations

import re
from typing import Any, Final

from govgraph.loaders.factbook.texts import plain
from govgraph.ontology.countries import Country, country, country_by_name, name_key

_CODE: Final = re.compile(r"(?:factbook[_-])?([a-z]{2})(?:\.\w+)*", re.IGNORECASE)
_SHORT, _LONG = "conventional short form", "conventional long form"


def names_in(page: dict[str, Any]) -> dict[str, str]:
    """The names that a page gives its country, without those that are ``none``.

    Example:
        >>> names_in({"Government": {"Country name": {"conventional short form": {"text": "none"}, "former": {"text": "X"}}}})
        {'former': 'X'}
    """
    government = page.get("Government")
    names = government.get("Country name") if isinstance(government, dict) else None
    texts = {key: plain(value) for key, value in names.items()} if isinstance(names, dict) else {}
    return {key: text for key, text in texts.items() if text and text.casefold() not in ("none", "na")}


def country_of(names: dict[str, str], called: str) -> tuple[Country | None, str]:
    """The country of a page, and a note if the code in its name is that of another.

    Args:
        names: what the page calls the country.
        called: what the page itself is called, as ``kg.json``; empty if it has no name.

    Example:
        >>> found, note = country_of({"conventional short form": "Tajikistan"}, "ti.json")
        >>> found.iso3, note
        ('TJK', '')
        >>> country_of({"conventional short form": "Switzerland"}, "ch.json")[1]
        'Switzerland fips:CH'
    """
    match = _CODE.fullmatch(called)
    by_code = country(f"fips:{match[1]}") if match else None
    given = [names[key] for key in (_SHORT, _LONG) if key in names]
    # Of an island that two countries share, the page says the part: Land Curacao.
    other = (re.sub(r"\s*\([^()]*\)|^Land\s+", "", name).replace(", and ", " and ") for name in given)
    candidates = [*given, *other]
    by_name = next((found for name in candidates if (found := country_by_name(name))), None)
    if by_name is None:
        words = set(name_key(given[0]).split()) if given else set()
        known = set(name_key(" ".join([*by_code.names.values(), *by_code.variants])).split()) if by_code else set()
        # A country with two codes has two pages, as Palestine, and neither page is about all of it.
        whole = by_code is not None and sum(code.startswith("fips:") for code in by_code.codes) == 1
        return (by_code if whole and words <= known else None), ""
    if by_code and by_code.iso3 != by_name.iso3 and match:
        return by_name, f"{given[0]} fips:{match[1].upper()}"
    return by_name, ""
