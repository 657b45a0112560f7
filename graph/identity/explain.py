"""Why two actors are one or two, in steps that a person can check."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from govgraph.graph.identity.decisions import SAME, Pair, pair
from govgraph.graph.identity.facts import Facts, contradicts
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.resolve import Resolved


@dataclass(frozen=True, slots=True)
class Step:
    """Why two actors are taken to be one.

    Attributes:
        a, b: their IRIs in the records.
        by: ``decision``, ``shared identifier`` or ``name``.
        what: the id of the decision, the identifier, or the name and that of the register.
        who, when, reason: of the decision.
    """

    a: str
    b: str
    by: str
    what: str
    who: str = ""
    when: str = ""
    reason: str = ""


@dataclass(slots=True)
class Explanation:
    """Why two actors are one or two.

    Attributes:
        a, b: their IRIs in the records.
        now: the IRIs that they have now; one if they are one.
        together: whether they are one.
        steps: if they are one, the steps that lead from one to the other.
        word: what was decided on exactly this pair; empty: nothing.
        apart: if they are two although something would join them: why.
        contradicts: what their records say against it; empty: nothing.
        shared: the identifiers of systems with one for each thing that both have.
    """

    a: str
    b: str
    now: tuple[str, ...]
    together: bool
    steps: list[Step] = field(default_factory=list)
    word: str = ""
    apart: str = ""
    contradicts: str = ""
    shared: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it, as values that JSON can hold."""
        return asdict(self)


def explained(log: Log, resolved: Resolved, facts: Mapping[str, Facts], base: str, a: str, b: str) -> Explanation:
    """Why two actors are one or two.

    Args:
        facts: of both actors.
        base: the graph's base IRI.

    Example:
        >>> explained(Log(), Resolved(), {}, "x:", "x:1", "x:2").together
        False
    """
    now = tuple(dict.fromkeys(resolved.other_iris.get(x, x) for x in (a, b)))
    one, other = (facts.get(x, Facts()) for x in (a, b))
    word = log.words.get(pair(a, b))
    links = [Step(x.a, x.b, "name", x.reason) for x in resolved.found.named]
    links += [Step(x.a, x.b, "shared identifier", x.reason) for x in resolved.found.linked]
    found = Explanation(
        a,
        b,
        now,
        len(now) == 1,
        list(_path(_steps(log, links), a, b)) if len(now) == 1 else [],
        ("disputed, so unsure" if word.disputed else word.judgement) if word else "",
        contradicts=contradicts(base, one, other),
        shared=tuple(
            sorted({x for ids in one.ids.values() for x in ids} & {x for ids in other.ids.values() for x in ids})
        ),
    )
    if not found.together:
        apart = (*resolved.found.refused, *resolved.found.contradicted)
        found.apart = next((x.why for x in apart if {a, b} <= set(x.members)), "")
        open_ = (x.why for x in resolved.found.open if {a, b} & set(x.members))
        found.apart = found.apart or next(open_, "")
    return found


def reasons(log: Log, outcomes: Iterable[Mapping[str, Any]], now: str, others: Iterable[str]) -> dict[str, str]:
    """Why each other IRI of an actor is taken to be its own: IRI -> the steps that lead to it, in words.

    Args:
        outcomes: as :func:`govgraph.graph.identity.kept.outcomes` gives them.
        now: the IRI of the actor now.

    Example:
        >>> reasons(Log(), [{"outcome": "linked", "members": ["x:1", "x:2"], "why": "wikidata:Q1"}], "x:1", ["x:2"])
        {'x:2': 'shared identifier wikidata:Q1'}
    """
    by = {"linked": "shared identifier", "named": "name"}
    links = (Step(x["members"][0], x["members"][1], by[x["outcome"]], x["why"]) for x in outcomes if x["outcome"] in by)
    steps = _steps(log, links)
    return {other: "; ".join(f"{step.by} {step.what}" for step in _path(steps, now, other)) for other in others}


def _steps(log: Log, links: Iterable[Step]) -> dict[Pair, Step]:
    """All that counts: links, and above them decisions."""
    steps = {pair(x.a, x.b): x for x in links}
    for of, word in log.words.items():
        if word.judgement == SAME:
            first = word.decisions[0]
            steps[of] = Step(*of, "decision", first.id, first.who, first.when, first.reason)
    return steps


def _path(steps: Mapping[Pair, Step], a: str, b: str) -> Iterator[Step]:
    """The shortest way from one actor to the other."""
    beside: dict[str, list[str]] = {}
    for x, y in sorted(steps):
        beside.setdefault(x, []).append(y)
        beside.setdefault(y, []).append(x)
    came_from, waiting = {a: a}, deque([a])
    while waiting and b not in came_from:
        here = waiting.popleft()
        for there in beside.get(here, ()):
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    way: list[Step] = []
    while b in came_from and b != a:
        way.append(steps[pair(b, came_from[b])])
        b = came_from[b]
    yield from reversed(way)
