"""Who is put together: clusters from last words and sure links, with reasons for what stays apart.

First come the decisions: what is *same*, and what is the same as that. If two actors of such a cluster are said to be *not same*, or contradict
each other by definition (two ids of a system that has one for each thing), nobody knows which of the decisions is wrong, and none of the
cluster is put together. Then come the sure links, between what the decisions made; if anything among all that they would join contradicts, they join
none of it. So nothing depends on an order: neither of decisions nor of links nor of loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from govgraph.graph.identity.decisions import NOT_SAME, SAME, Pair, Word, pair

_MOST_LINKED = 200
"""So many actors are never one thing: what they share is a mistake in their sources."""

Contradiction = Callable[[str, str], str]
"""Why two actors cannot be the same, in words; empty if nothing says so."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two actors that a rule finds to be the same.

    Attributes:
        a, b: their IRIs; of a shared identifier the lower one first, of a name the entry of the register last.
        reason: what they have in common, as ``wikidata:Q1``; of a name the name, and the one of the register.
    """

    a: str
    b: str
    reason: str


@dataclass(frozen=True, slots=True)
class Apart:
    """What stays apart although a decision or a link would join it.

    Attributes:
        members: all actors that would be one, sorted.
        why: the contradiction, in words.
        links: what would join them: reasons of links, or ids of decisions.
    """

    members: tuple[str, ...]
    why: str
    links: tuple[str, ...]


@dataclass(slots=True)
class Clusters:
    """What is put together.

    Attributes:
        members: clusters of two and more, each sorted, in the order of their first members.
        refused: decisions that are not carried out.
        contradicted: sure links that are not carried out.
        linked: sure links that are carried out, and are not between what decisions had joined already.
        named: links by name to the register that are carried out.
        open: names that stay open although the register has them.
    """

    members: list[tuple[str, ...]] = field(default_factory=list)
    refused: list[Apart] = field(default_factory=list)
    contradicted: list[Apart] = field(default_factory=list)
    linked: list[Link] = field(default_factory=list)
    named: list[Link] = field(default_factory=list)
    open: list[Apart] = field(default_factory=list)


def clusters(
    words: Mapping[Pair, Word],
    links: Iterable[Link] = (),
    named: Iterable[Link] = (),
    *,
    impossible: Contradiction = lambda _a, _b: "",
    contradiction: Contradiction = lambda _a, _b: "",
) -> Clusters:
    """The clusters that follow from decisions and links.

    Args:
        words: the last word on each pair.
        links: the sure links.
        named: the links by name to the register: from an actor to an entry.
        impossible: why two actors cannot be the same whatever a person decides.
        contradiction: why two actors should not be linked without a person.

    Example:
        >>> from govgraph.graph.identity.decisions import Decision, last_words
        >>> said = [Decision("x:1", "x:2", "same"), Decision("x:2", "x:3", "same")]
        >>> clusters(last_words(said)).members
        [('x:1', 'x:2', 'x:3')]
        >>> clusters(last_words([*said, Decision("x:1", "x:3", "not same")])).members
        []
    """
    found = Clusters()
    blocked = {of for of, word in words.items() if word.judgement == NOT_SAME}
    apart_from: dict[str, set[str]] = {}
    for a, b in blocked:
        apart_from.setdefault(a, set()).add(b)
        apart_from.setdefault(b, set()).add(a)
    same = {of: word for of, word in words.items() if word.judgement == SAME and of[0] != of[1]}
    decided: dict[str, tuple[str, ...]] = {}
    unclear: set[str] = set()
    by_component = _by_component(same)
    for members, pairs in by_component:
        why = _blocked_within(members, apart_from) or _contradiction_within(members, impossible)
        if why:
            ids = sorted(decision.id for of in pairs for decision in same[of].decisions)
            found.refused.append(Apart(members, why, tuple(ids)))
            unclear.update(members)
        else:
            decided |= dict.fromkeys(members, members)
    wanted: dict[Pair, list[Link]] = {}
    for link in links:
        # A person's word on a pair, also that it is unsure, stands above any rule.
        if link.a == link.b or link.a in unclear or link.b in unclear or pair(link.a, link.b) in words:
            continue
        one, other = (decided.get(x, (x,))[0] for x in (link.a, link.b))
        if one != other:
            wanted.setdefault(pair(one, other), []).append(link)
    joined: dict[str, tuple[str, ...]] = {}
    for heads, pairs in _by_component(wanted):
        members = tuple(sorted(x for head in heads for x in decided.get(head, (head,))))
        of_component = sorted((link for of in pairs for link in wanted[of]), key=lambda x: (x.a, x.b, x.reason))
        if len(members) > _MOST_LINKED:
            why = f"{len(members):,} actors would be one"
        else:
            why = _blocked_within(members, apart_from) or _contradiction_within(members, contradiction)
        if why:
            reasons = tuple(sorted({link.reason for link in of_component}))
            found.contradicted.append(Apart(members, why, reasons))
        else:
            joined |= dict.fromkeys(members, members)
            found.linked += of_component
    together = decided | joined
    usable = (x for x in named if not {x.a, x.b} & unclear and pair(x.a, x.b) not in words)
    together |= _joined_by_name(found, usable, together, apart_from, contradiction)
    found.members = sorted(set(together.values()))
    return found


def _joined_by_name(
    found: Clusters,
    named: Iterable[Link],
    together: Mapping[str, tuple[str, ...]],
    apart_from: Mapping[str, set[str]],
    contradiction: Contradiction,
) -> dict[str, tuple[str, ...]]:
    """Join clusters with the entries of the register that they are called: what contradicts the entry or another that is called the same is left out.

    Args:
        found: gets the links and what stays open.
        together: actor -> its cluster so far.

    Returns:
        actor -> its cluster, of those that are joined.
    """

    def cluster(iri: str) -> tuple[str, ...]:
        return together.get(iri, (iri,))

    def cannot(one: tuple[str, ...], other: tuple[str, ...]) -> str:
        return _blocked_between(one, other, apart_from) or _contradiction_between(one, other, contradiction)

    entries: dict[tuple[str, ...], dict[tuple[str, ...], list[Link]]] = {}
    called: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for link in sorted(named, key=lambda x: (x.a, x.b, x.reason)):
        one, entry = cluster(link.a), cluster(link.b)
        if one == entry:
            found.named.append(link)
        else:
            entries.setdefault(entry, {}).setdefault(one, []).append(link)
            called.setdefault(one, set()).add(entry)
    joined: dict[str, tuple[str, ...]] = {}
    for entry, by_cluster in sorted(entries.items()):
        why: dict[tuple[str, ...], str] = {}
        for one in by_cluster:
            several = called[one] | ({one} if one in entries else set())
            why[one] = (
                f"its names are those of {len(several)} entries of the register"
                if len(several) > 1
                else cannot(one, entry)
            )
        fits = [one for one, reason in why.items() if not reason]
        if len(fits) > _MOST_LINKED:
            why |= dict.fromkeys(fits, f"{len(fits):,} actors would be one")
        else:
            for one, other in combinations(fits, 2):
                if reason := cannot(one, other):
                    why[one] = why[other] = reason
        fits = [one for one, reason in why.items() if not reason]
        members = tuple(sorted({*entry, *(x for one in fits for x in one)}))
        joined |= dict.fromkeys(members, members) if fits else {}
        found.named += [link for one in fits for link in by_cluster[one]]
        found.open += [
            Apart(one, reason, tuple(x.reason for x in by_cluster[one])) for one, reason in why.items() if reason
        ]
    return joined


def _by_component(pairs: Iterable[Pair]) -> list[tuple[tuple[str, ...], list[Pair]]]:
    """The connected components of pairs: (all members, sorted; the pairs), in the order of their first members."""
    above: dict[str, str] = {}

    def top(x: str) -> str:
        above.setdefault(x, x)
        root = x
        while above[root] != root:
            root = above[root]
        while above[x] != root:
            above[x], x = root, above[x]
        return root

    every = sorted(pairs)
    for a, b in every:
        one, other = sorted((top(a), top(b)))
        above[other] = one
    members: dict[str, list[str]] = {}
    for x in sorted(above):
        members.setdefault(top(x), []).append(x)
    inside: dict[str, list[Pair]] = {}
    for of in every:
        inside.setdefault(top(of[0]), []).append(of)
    return [(tuple(of), inside[root]) for root, of in sorted(members.items())]


def _blocked_within(members: tuple[str, ...], apart_from: Mapping[str, set[str]]) -> str:
    inside = set(members)
    for a in members:
        for b in sorted(apart_from.get(a, set()) & inside):
            return f"{a} and {b} are decided to be not the same"
    return ""


def _blocked_between(one: tuple[str, ...], other: tuple[str, ...], apart_from: Mapping[str, set[str]]) -> str:
    blocked = next(((a, b) for a in one for b in other if b in apart_from.get(a, ())), None)
    return f"{blocked[0]} and {blocked[1]} are decided to be not the same" if blocked else ""


def _contradiction_within(members: tuple[str, ...], contradiction: Contradiction) -> str:
    for a, b in combinations(members, 2):
        if why := contradiction(a, b):
            return f"{a} and {b}: {why}"
    return ""


def _contradiction_between(one: tuple[str, ...], other: tuple[str, ...], contradiction: Contradiction) -> str:
    return next((f"{a} and {b}: {why}" for a in one for b in other if (why := contradiction(a, b))), "")
