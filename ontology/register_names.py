"""Which entry of the register a name means for certain: a state, an organisation of states or a public body; never a person, never a guess.

A name means an entry if it is one of its names, or a form of one (Швейцариянын), and no other entry's. A body of one state, such as a
ministry, needs the state as well, since every state has one: from the record, or from the name itself (Supreme Court of Mongolia). A name of
one word, such as an abbreviation, counts only for an actor of exactly the entry's kind. What is left open is said, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from govgraph.ontology.actor_register import Entry, entries
from govgraph.ontology.classes import kinds, lineage
from govgraph.ontology.folding import fold
from govgraph.ontology.inflection import bare, may_be_forms

_MOST_STATE_WORDS: Final = 4
_CYRILLIC: Final = re.compile("[Ѐ-ԯ]")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means.

    Attributes:
        entry: the one entry; None: the name stays open.
        text: the name of the register that fits.
        endings: whether only the endings differ.
        why: why the name stays open although the register has such a name; empty: it has none, or the name is not open.
    """

    entry: Entry | None = None
    text: str = ""
    endings: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of an entry: ``state`` is the state that the actor must be of, as ISO 3166-1 alpha-3; empty: any."""

    entry: Entry
    text: str
    state: str = ""


@dataclass(slots=True)
class _Names:
    """Names that are found by their folded text, and by their forms."""

    exact: dict[str, list[_Name]] = field(default_factory=dict)
    like: dict[str, list[str]] = field(default_factory=dict)

    def add(self, folded: str, name: _Name) -> None:
        if folded not in self.exact and _CYRILLIC.search(folded):
            self.like.setdefault(_beginning(folded), []).append(folded)
        self.exact.setdefault(folded, []).append(name)

    def find(self, folded: str) -> tuple[list[_Name], bool]:
        """The names that a text is, or may be a form of, and whether only the endings differ."""
        if found := self.exact.get(folded):
            return found, False
        if not _CYRILLIC.search(folded):
            return [], False
        like = (text for text in self.like.get(_beginning(folded), ()) if may_be_forms(folded, text))
        return [name for text in like for name in self.exact[text]], True


def meant(text: str, of_kinds: Collection[str], states: Collection[str] = ()) -> Meant:
    """The entry that an actor with a name is, if the name is certain.

    Args:
        text: the name, in any case.
        of_kinds: the kinds of actor that records give it.
        states: the states that records give it, as ISO 3166-1 alpha-3.

    Example:
        >>> meant("Швейцариянын", ["country"]).entry.names["en"]
        'Switzerland'
        >>> meant("Ministry of Justice", ["agency"]).why
        'the record does not say of which state it is'
        >>> meant("Ministry of Justice", ["agency"], ["UZB"]).entry.iri.rpartition("/")[2]
        'uz-ministry-of-justice'
        >>> meant("Supreme Court of Mongolia", ["agency"]).entry.iri.rpartition("/")[2]
        'mn-supreme-court'
    """
    folded = fold(text).removeprefix("the ")
    found: dict[str, tuple[_Name, bool]] = {}
    stateless = False
    # A name that has an apostrophe of its own comes first.
    candidates = list(_candidates(folded)) or [(name, True, state) for name, _, state in _candidates(bare(text))]
    for name, endings, state in candidates:
        if not _fits(name.entry.kind, of_kinds, short=" " not in folded):
            continue
        if name.state and name.state != state and name.state not in states:
            stateless |= not states and not state
            continue
        found.setdefault(name.entry.iri, (name, endings))
    if len(found) > 1:
        several = sorted(f"{name.text} ({iri.rpartition('/')[2]})" for iri, (name, _) in found.items())
        return Meant(why=f"it may be any of {', '.join(several[:4])}{' ...' if several[4:] else ''}")
    for name, endings in found.values():
        return Meant(name.entry, name.text, endings)
    return Meant(why="the record does not say of which state it is" if stateless else "")


def _candidates(folded: str) -> Iterator[tuple[_Name, bool, str]]:
    """The names that a folded text may be, each with whether only endings differ, and the state that the text itself names."""
    whole, endings = _register().find(folded)
    yield from ((name, endings, "") for name in whole)
    for rest, state in _without_state(folded):
        names, inflected = _register().find(rest)
        yield from ((name, inflected, state) for name in names if name.state == state)


def _without_state(folded: str) -> Iterator[tuple[str, str]]:
    """A folded name without the name of a state in it: (the rest, the state)."""
    if not _CYRILLIC.search(folded):
        before, _, last = folded.rpartition(" of ")
        yield from _with_state(before, last.removeprefix("the "))
        return
    words = folded.split(" ")
    for count in range(1, min(_MOST_STATE_WORDS, len(words) - 1) + 1):
        for rest, name in ((words[:-count], words[-count:]), (words[count:], words[:count])):
            yield from _with_state(" ".join(rest), " ".join(name))


def _with_state(rest: str, name: str) -> Iterator[tuple[str, str]]:
    states = {one.state for one in _states().find(name)[0]} if rest else set()
    if len(states) == 1:
        yield rest, states.pop()


def _beginning(folded: str) -> str:
    """The letters that no ending changes: a form and its name have the same."""
    return folded[:2]


def _fits(kind: str, of_kinds: Collection[str], *, short: bool) -> bool:
    """Whether an actor of these kinds can be an entry of this kind."""
    if kind == "country" or short:
        return kind in of_kinds
    one = kinds()[kind]
    return any(one in lineage(other) or other in lineage(one) for other in (kinds()[k] for k in of_kinds))


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """The names of an entry, folded and as they are, each once."""
    each = {fold(text).removeprefix("the "): text for text in reversed((*entry.names.values(), *entry.aliases))}
    yield from ((folded, text) for folded, text in each.items() if folded)


@cache
def _states() -> _Names:
    """The names of the states."""
    names = _Names()
    for entry in entries().values():
        if entry.kind == "country":
            for folded, text in _texts(entry):
                names.add(folded, _Name(entry, text, entry.iri.rpartition("/")[2]))
    return names


@cache
def _register() -> _Names:
    """The names of all actors of the register; of a body of a state also the name without the state's."""
    names = _Names()
    for entry in entries().values():
        if entry.kind == "place":
            continue
        state = next((value.partition(":")[2] for value in entry.facts.get("country", ())), "")
        for folded, text in _texts(entry):
            short = [rest for rest, named in _without_state(folded) if named == state] if state else []
            # A name that names its state needs no other word for it.
            names.add(folded, _Name(entry, text, "" if short else state))
            for rest in short:
                names.add(rest, _Name(entry, text, state))
    return names
