"""From what a person proposes to entries of the log, and from entries to what became of them."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from govgraph.graph.errors import GraphError
from govgraph.graph.identity.clusters import Clusters
from govgraph.graph.identity.decisions import JUDGEMENTS, UNDO, Decision, Pair, refuse_unsound
from govgraph.graph.identity.log import Log
from govgraph.ontology.errors import nearest

WHO = "GOVGRAPH_WHO"
"""The environment variable with the name of whoever decides."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log and what became of it.

    Attributes:
        status: ``counts``, ``replaced`` (a later decision on the pair counts), ``undone``, ``disputed`` (two people decided differently
            without knowing of each other, so the pair is unsure) or ``refused`` (it contradicts others, so it is not carried out).
    """

    decision: Decision
    status: str


@dataclass(slots=True)
class Taken:
    """What became of proposed decisions.

    Attributes:
        taken: the new entries of the log.
        already: pairs on which the same was decided before.
        refused: pairs with the reason for which nothing was decided.
        unknown: IRIs that nothing in the graph has; a decision on them takes effect when a load brings them.
    """

    taken: list[Decision] = field(default_factory=list)
    already: list[Pair] = field(default_factory=list)
    refused: list[tuple[Pair, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def entries(log: Log, refused: Collection[str]) -> list[Entry]:
    """All entries of a log with what became of them, the oldest first.

    Args:
        refused: the ids of decisions that are not carried out.

    Example:
        >>> entries(Log(), ())
        []
    """
    counting, words = log.counting, log.words
    found = []
    for decision in log.decisions:
        word = words.get(decision.pair)
        if decision.id not in counting:
            status = "undone"
        elif decision.judgement == UNDO:
            status = "counts"
        elif word is None or decision.id not in {d.id for d in word.decisions}:
            status = "replaced"
        elif word.disputed:
            status = "disputed"
        else:
            status = "refused" if decision.id in refused else "counts"
        found.append(Entry(decision, status))
    return found


def completed(decision: Decision) -> Decision:
    """A proposed decision with who decides and when.

    Raises:
        GraphError: there is no such judgement, the score is none, both actors are one IRI, or a text is none.

    Example:
        >>> completed(Decision("x:1", "x:2", "smae"))
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: no judgement 'smae'; expected: same
    """
    if decision.judgement not in (*JUDGEMENTS, UNDO):
        raise GraphError(
            f"no judgement {decision.judgement!r}",
            expected=nearest(decision.judgement, JUDGEMENTS) or ", ".join(JUDGEMENTS),
        )
    refuse_unsound(decision)
    try:
        decision.line().encode()
    except UnicodeEncodeError as error:
        raise GraphError("has text that is none", where=decision.a, expected="text that UTF-8 can write") from error
    who = decision.who or os.environ.get(WHO) or _user()
    now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
    return replace(decision, who=who, when=decision.when or now)


def take_out_contradictions(
    log: Log, new: dict[Pair, Decision], taken: Taken, clusters_of: Callable[[Log], Clusters]
) -> None:
    """Take out of new decisions those that cannot be carried out together with the others, and say why.

    Args:
        new: by pair; what contradicts is removed.
        taken: gets what is refused.
        clusters_of: tells what a log would come to.
    """
    while new:
        joined = Log(log.files, (*log.decisions, *new.values()))
        ids = {decision.id: of for of, decision in new.items()}
        wrong = {
            ids[entry]: apart.why for apart in clusters_of(joined).refused for entry in apart.links if entry in ids
        }
        # A new "not same" within what was decided to be one is taken; it takes the cluster apart, and the log says so.
        if not wrong:
            return
        for of, why in wrong.items():
            taken.refused.append((of, why))
            del new[of]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in some containers
        return "unknown"
