"""Decisions on who is the same as whom, and the last word on each pair that follows from a set of them.

A decision names those that it replaces, as a commit names its parents. So the last words follow from the set of decisions alone:
neither the order in which they arrive nor the clocks of those who decided matter, and two logs are joined by putting their sets together. Where
two people decided on one pair without knowing of each other, and decided differently, the pair is *unsure* until somebody decides again.

To undo a decision is another entry. What it undoes does not count any more, nor what it replaced: the pair is again as it was before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from govgraph.graph.errors import GraphError
from govgraph.ontology.terms import CODE

SAME: Final = "same"
NOT_SAME: Final = "not same"
UNSURE: Final = "unsure"
JUDGEMENTS: Final = (SAME, NOT_SAME, UNSURE)
"""What can be decided on a pair."""

UNDO: Final = "undo"
"""The judgement of an entry that undoes another."""

SHARED_IDENTIFIER: Final = CODE + "rule/shared-identifier"
"""The rule that links actors with one identifier of a trusted system. A pair of it with itself, *not same*, switches it off."""

REGISTER_NAME: Final = CODE + "rule/register-name"
"""The rule that links an actor with the entry of the register that its name means for certain. It is switched off as the other."""

RULES: Final = (SHARED_IDENTIFIER, REGISTER_NAME)

_ID_LENGTH = 16

Pair = tuple[str, str]
"""Two IRIs, the lower one first."""


def pair(a: str, b: str) -> Pair:
    """Two IRIs in the order in which they are kept.

    Example:
        >>> pair("x:2", "x:1")
        ('x:1', 'x:2')
    """
    return (a, b) if a <= b else (b, a)


@dataclass(frozen=True)
class Decision:
    """One entry of the log.

    Attributes:
        a, b: the IRIs of the two actors, as the sources' records have them; the lower one first.
        judgement: ``same``, ``not same``, ``unsure``, or ``undo``.
        score: how sure whoever decided is, 0 to 1; None: not said.
        reason: in words, for people.
        evidence: what it rests on: IRIs of records, web addresses, rules.
        who: the person or program that decided.
        when: the time, in UTC, as ISO 8601.
        after: the ids of the entries on the same pair that were known when it was made; decisions among them are replaced by it.
        undoes: the id of the entry that it undoes; empty: none.

    Example:
        >>> Decision("x:1", "x:2", "same", who="Асан").id == Decision("x:1", "x:2", "same", who="Асан").id
        True
    """

    a: str
    b: str
    judgement: str
    score: float | None = None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    who: str = ""
    when: str = ""
    after: tuple[str, ...] = ()
    undoes: str = ""

    @property
    def pair(self) -> Pair:
        """The two IRIs."""
        return pair(self.a, self.b)

    @cached_property
    def id(self) -> str:
        """The name of the entry: the beginning of the SHA-256 of all that it says."""
        return hashlib.sha256(self.line().encode()).hexdigest()[:_ID_LENGTH]

    def to_json(self) -> dict[str, Any]:
        """All that it says, as values that JSON can hold; what is empty is left out."""
        values: dict[str, Any] = {"a": self.a, "b": self.b, "judgement": self.judgement}
        rest = {"score": self.score, "reason": self.reason, "evidence": list(self.evidence), "who": self.who}
        rest |= {"when": self.when, "after": list(self.after), "undoes": self.undoes}
        return values | {key: value for key, value in rest.items() if value not in ("", None, [])}

    def line(self) -> str:
        """One line of JSON, the same for the same decision."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)

    @classmethod
    def of_json(cls, values: Mapping[str, Any], where: str = "") -> Decision:
        """The decision in an object of JSON.

        Args:
            where: the file and line, for the error.

        Raises:
            GraphError: it is none.

        Example:
            >>> Decision.of_json({"a": "x:2", "b": "x:1", "judgement": "same"}).a
            'x:1'
        """
        try:
            a, b = pair(str(values["a"]), str(values["b"]))
            judgement = str(values["judgement"])
            score, evidence = values.get("score"), values.get("evidence") or ()
            if judgement not in (*JUDGEMENTS, UNDO) or bool(values.get("undoes")) != (judgement == UNDO):
                raise ValueError(f"the judgement {judgement!r}")
            return cls(
                a,
                b,
                judgement,
                None if score is None else float(score),
                str(values.get("reason", "")),
                tuple(map(str, [evidence] if isinstance(evidence, str) else evidence)),
                str(values.get("who", "")),
                str(values.get("when", "")),
                tuple(sorted(map(str, values.get("after", ())))),
                str(values.get("undoes", "")),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            why = f"{error.args[0]} is missing" if isinstance(error, KeyError) else error
            raise GraphError(
                f"is no decision: {why}", where=where, expected=f"a, b and judgement ({', '.join(JUDGEMENTS)})"
            ) from error


def refuse_unsound(decision: Decision, where: str = "") -> None:
    """Refuse a decision that no log may hold: on one actor alone, or with a score that is none.

    Args:
        where: the file and line, for the error; without them, the first actor is named.

    Raises:
        GraphError: both actors are one IRI (of a rule alone that switches it off), or the score is not between 0 and 1.

    Example:
        >>> refuse_unsound(Decision("x:1", "x:1", "same"))
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: x:1: both are one IRI; expected: two actors
    """
    where = where or decision.a
    if decision.a == decision.b and decision.a not in RULES:
        raise GraphError("both are one IRI", where=where, expected="two actors")
    if decision.score is not None and not 0 <= decision.score <= 1:
        raise GraphError(f"the score {decision.score:g} is not between 0 and 1", where=where, expected="0 to 1")


@dataclass(frozen=True, slots=True)
class Word:
    """The last word on a pair.

    Attributes:
        judgement: ``same``, ``not same`` or ``unsure``.
        decisions: the decisions that say so; of several, none knew of the others.
        disputed: they differ, so the pair is unsure although nobody said so.
    """

    judgement: str
    decisions: tuple[Decision, ...]
    disputed: bool = False


def counting(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Id -> entry, without those that are undone.

    An undo can itself be undone; what it undid then counts again.

    Example:
        >>> one = Decision("x:1", "x:2", "same")
        >>> undo = Decision("x:1", "x:2", "undo", undoes=one.id)
        >>> list(counting([undo, one]).values()) == [undo]
        True
    """
    every = {decision.id: decision for decision in decisions}
    undone_by: dict[str, list[str]] = {}
    for key, decision in every.items():
        # An entry can undo only what stands on the same pair, so that nobody undoes what they cannot see.
        if decision.undoes in every and every[decision.undoes].pair == decision.pair:
            undone_by.setdefault(decision.undoes, []).append(key)
    counts: dict[str, bool] = {}
    for start in every:
        waiting = [start]
        while waiting:
            key = waiting[-1]
            open_ = [other for other in undone_by.get(key, ()) if other not in counts]
            if open_:
                waiting += open_
                continue
            waiting.pop()
            counts[key] = not any(counts[other] for other in undone_by.get(key, ()))
    return {key: every[key] for key in sorted(every) if counts[key]}


def last_words(decisions: Iterable[Decision]) -> dict[Pair, Word]:
    """The last word on each pair that has one.

    Args:
        decisions: in any order; one that occurs twice counts once.

    Example:
        >>> one, other = Decision("x:1", "x:2", "same"), Decision("x:1", "x:2", "not same", who="B")
        >>> last_words([one])["x:1", "x:2"].judgement, last_words([one, other])["x:1", "x:2"].judgement
        ('same', 'unsure')
        >>> last_words([one, Decision("x:1", "x:2", "not same", after=(one.id,))])["x:1", "x:2"].judgement
        'not same'
    """
    said = {key: decision for key, decision in counting(decisions).items() if decision.judgement != UNDO}
    replaced = {
        key for decision in said.values() for key in decision.after if key in said and said[key].pair == decision.pair
    }
    last: dict[Pair, list[Decision]] = {}
    for key, decision in said.items():
        if key not in replaced:
            last.setdefault(decision.pair, []).append(decision)
    words = {}
    for of, heads in sorted(last.items()):
        judgements = {decision.judgement for decision in heads}
        disputed = len(judgements) > 1
        words[of] = Word(UNSURE if disputed else heads[0].judgement, tuple(heads), disputed)
    return words
