"""What the free text in Popolo means: classifications of organisations and events, and names that are placeholders.

Popolo leaves classifications to the publisher. The words here come from published files and from the examples in the
specification. Nothing is guessed: any other word gives a plain organisation, or an event without type.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_KINDS: Final[dict[str, frozenset[str]]] = {
    "party": frozenset({"party", "parties", "faction", "fraction", "caucus", "parliamentary group", "political group"}),
    "agency": frozenset(
        {"legislature", "parliament", "chamber", "assembly", "senate", "house", "congress", "council", "committee"}
        | {"subcommittee", "commission", "ministry", "department", "agency", "cabinet", "government", "executive"}
        | {"court", "judiciary", "tribunal", "municipality", "prefecture", "branch"}
    ),
    "ngo": frozenset({"ngo", "non-governmental organization", "charity"}),
    "igo": frozenset({"igo", "intergovernmental organization", "international organization"}),
    "company": frozenset({"company", "corporation", "business"}),
    "media": frozenset({"media", "newspaper", "broadcaster"}),
}
_EVENTS: Final = {
    "legislative period": "legislative_term",
    "legislative term": "legislative_term",
    "general election": "election",
    "election": "election",
    "session": "session",
    "sitting": "session",
    "meeting": "meeting",
    "hearing": "hearing",
    "vote": "vote",
}
_WORD: Final = re.compile(r"\w")
_NOTHING: Final = frozenset(
    {"unknown", "n/a", "na", "none", "null", "nil", "vacant", "not known", "not available", "not applicable", "tbd"}
    | {"неизвестно", "нет данных", "белгисиз", "жок"}
)
_NO_PARTY: Final = frozenset(
    {"independent", "independents", "independent politician", "independent candidate", "no party", "non-party"}
    | {"nonpartisan", "non-partisan", "no party affiliation", "unaffiliated", "non-affiliated"}
    | {"независимый", "независимые", "беспартийный", "беспартийные", "самовыдвиженец", "самовыдвижение"}
    | {"көз карандысыз", "көз карандысыздар", "партиясыз"}
)
"""Names that stand in the place of a party for a member without one. Only the bare word counts: *The Independent* is a newspaper."""


@lru_cache(maxsize=1_024)
def organization_kind(classification: str) -> str:
    """The kind of an organisation with a publisher's classification.

    Example:
        >>> organization_kind("Standing Committee"), organization_kind("Parliamentary group"), organization_kind("bloc")
        ('agency', 'party', 'organization')
    """
    plain = " ".join(re.split(r"[\s_]+", classification.casefold().strip()))
    words = {plain, *re.split(r"[^\w-]+", plain)}
    return next((kind for kind, known in _KINDS.items() if words & known), "organization")


def event_type_of(classification: str) -> str:
    """The governance event type for a publisher's classification, or an empty string.

    Example:
        >>> event_type_of("legislative period")
        'legislative_term'
    """
    return _EVENTS.get(" ".join(re.split(r"[\s_-]+", classification.casefold().strip())), "")


def is_placeholder(name: str, classification: str = "") -> bool:
    """Whether a name is a placeholder for nobody.

    Args:
        classification: of the organisation; "Independent" is a placeholder for a party only.

    Example:
        >>> is_placeholder("Unknown"), is_placeholder("The Unknown Party")
        (True, False)
        >>> is_placeholder("Independent", "party"), is_placeholder("The Independent"), is_placeholder("Independent", "newspaper")
        (True, False, False)
    """
    plain = " ".join(name.casefold().split()).strip("().[]*")
    no_party = plain in _NO_PARTY and organization_kind(classification) in ("party", "organization")
    return no_party or plain in _NOTHING or not (name[:1].isalnum() or _WORD.search(name))
