"""The organisations that a country takes part in: a list in which remarks stand in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from govgraph.loaders.factbook.texts import split_outside

NOT_A_NAME: Final = "not the name of an organisation"
_HEAD: Final = re.compile(r"[A-Z][\w.&'/-]*(?:[ -]+[\w.&'/-]+){0,5}")
_SENTENCE: Final = re.compile(r"\b(?:is|has|was|are|does|but|which|note)\b")
_NOT_OF_STATES: Final = frozenset({"ICC", "ICRC", "ICRM", "IFRCS", "IOC", "ITUC", "WFTU", "WCL", "ICFTU", "Paris Club"})
"""Organisations whose members are chambers, unions, societies or committees, or that have no members; the others are those of states."""
_LONGEST: Final = 60
_OF_BODIES: Final = ("ngos", "national committees")


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the list.

    Attributes:
        text: the entry.
        name: the organisation as written; empty if the entry is none.
        remark: what stands in brackets behind it: observer, partner, temporary.
    """

    text: str
    name: str = ""
    remark: str = ""

    @property
    def kind(self) -> str:
        """The kind of actor that the organisation is; it follows from the name alone, because countries have different remarks."""
        return "organization" if self.name in _NOT_OF_STATES else "igo"

    @property
    def by_bodies(self) -> bool:
        """Whether bodies of the country are the members, and not the state."""
        return self.remark.casefold() in _OF_BODIES


def participation(text: str) -> list[Part]:
    """The entries of a list; what is not the name of an organisation has no name.

    Example:
        >>> [(p.name, p.remark) for p in participation("ICC (NGOs), NAM (observer), G- 9, UN, CIS (associate, not ratified)")]
        [('ICC', 'NGOs'), ('NAM', 'observer'), ('G-9', ''), ('UN', ''), ('CIS', 'associate, not ratified')]
        >>> [p.name for p in participation("none; it has not joined any")]
        ['', '']
    """
    return [_part(entry) for entry in split_outside(text, ",;\n")]


def _part(entry: str) -> Part:
    head, _, rest = entry.partition("(")
    head = re.sub(r"-\s+(?=\d)", "-", head.strip().strip('"'))
    remark = rest.strip().removesuffix(")").strip(" ()")
    if len(head) > _LONGEST or not _HEAD.fullmatch(head) or _SENTENCE.search(head):
        return Part(entry)
    return Part(entry, head, remark)
