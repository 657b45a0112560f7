"""Two names of people compared part by part: each part agrees, is absent, or contradicts.

The parts are the words of the name proper (given name and surname, in whatever order), the patronymic, and initials. A patronymic that is left
out says nothing; one that is another speaks against. An initial fits or contradicts, and never counts as agreement, so that initials
never chain people together. A woman's and a man's form of a surname contradict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, permutations
from typing import Final, Literal

from govgraph.graph.identity.fold import difference, usual
from govgraph.graph.identity.name_parts import Parts, parts
from govgraph.graph.identity.spellings import FORMS, agree, apart, forms, only_one_is_a_womans, together

Outcome = Literal["agrees", "absent", "contradicts", "fits"]
Verdict = Literal["same", "different", "undecided"]

_INITIAL: Final = 0.2
"""An initial may differ by so much from the beginning of the word that it stands for: Ж. and J."""

_SHORTEST_JOINED: Final = 6
"""The fewest sounds of a word that is compared with two words of another name."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two names compare.

    Attributes:
        verdict: ``same`` if at least two words agree and nothing contradicts; ``different`` if something contradicts; else ``undecided``.
        score: 0 to 1; how well the parts agree that both have.
        parts: of each part what was found: (part, in the one, in the other, outcome); open sounds as they are most often.
    """

    verdict: Verdict
    score: float
    parts: tuple[tuple[str, str, str, Outcome], ...] = field(default=())


@lru_cache(maxsize=1 << 16)
def compare(one: str, other: str) -> Comparison:
    """Two names of people.

    Example:
        >>> compare("Садыр Жапаров", "Zhaparov Sadyr Nurgozhoevich").verdict
        'same'
        >>> compare("Жапаров Садыр Нургожоевич", "Sadyr Bakirovich Japarov").verdict, compare("А. Жапаров", "Акылбек Жапаров").verdict
        ('different', 'undecided')
    """
    a, b = parts(one), parts(other)
    verdict, score, found = _judged(a, b)
    # Of a word that has several forms the first is shown, which is the one that is written.
    return Comparison(
        verdict, score, tuple((part, usual(forms(x)[0]), usual(forms(y)[0]), outcome) for part, x, y, outcome in found)
    )


def score_if_same(a: Parts, b: Parts) -> float | None:
    """The score of two names that compare as the same, without their parts; None if they do not.

    Example:
        >>> score_if_same(parts("Садыр Жапаров"), parts("Zhaparov Sadyr")), score_if_same(parts("Жапаров"), parts("Садыр Жапаров"))
        (1.0, None)
    """
    verdict, score, _ = _judged(a, b)
    return score if verdict == "same" else None


_Found = list[tuple[str, str, str, Outcome]]


def _judged(a: Parts, b: Parts) -> tuple[Verdict, float, _Found]:
    found: _Found = []
    words, cost = _matched(a.words, b.words)
    left, right = list(a.words), list(b.words)
    for x, y in words:
        found.append(("word", x, y, "agrees"))
        left.remove(x)
        right.remove(y)
        if only_one_is_a_womans(x, y) and not (a.woman and b.woman):
            found.append(("gender of the name", x, y, "contradicts"))
    if left and right and (len(left) > 1 or len(right) > 1):
        found += [("word", x, y, "agrees") for x, y in _joined(left, right)]
        found += [("word", x, y, "agrees") for y, x in _joined(right, left)]
    if a.initials or b.initials:
        found += _initials(a, left, right, b.initials, flipped=False)
        found += _initials(b, right, left, a.initials, flipped=True)
    if left or right:
        found += [("word", x, y, "contradicts") for x, y in zip(sorted(left), sorted(right), strict=False)]
        few = min(len(left), len(right))
        found += [("word", x, "", "absent") for x in sorted(left)[few:]]
        found += [("word", "", y, "absent") for y in sorted(right)[few:]]
    found += _patronymics(a, b)
    if a.woman is not None and b.woman is not None and a.woman != b.woman:
        one_is, other_is = ("woman" if x.woman else "man" for x in (a, b))
        found.append(("gender of the name", one_is, other_is, "contradicts"))
    outcomes = [outcome for *_, outcome in found]
    agreeing = [(x, y) for part, x, y, outcome in found if part == "word" and outcome == "agrees"]
    length = sum(max(len(x), len(y)) for x, y in words)
    score = round(
        (1 - cost / max(1, length) if cost else 1)
        * len(agreeing)
        / max(1, len(agreeing) + outcomes.count("contradicts") + 0.25 * outcomes.count("absent")),
        3,
    )
    if "contradicts" in outcomes:
        return "different", min(score, 0.5), found
    # What a dash joins is one name: of Бат-Эрдэнэ alone nobody knows whose son it is.
    enough = min(_units(a, [x for x, _ in agreeing]), _units(b, [y for _, y in agreeing])) >= 2
    return ("same", score, found) if enough and not (left and right) else ("undecided", min(score, 0.6), found)


def _units(of: Parts, words: list[str]) -> int:
    """In how many pieces the words are written in the name."""
    return len({of.unit(word.split()[0]) for word in words}) if of.units else len(words)


def _matched(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[tuple[str, str]], float]:
    """The assignment of words to words in which most agree, and of those the one in which they differ least; and how much."""
    few, many = sorted((one, other), key=len)
    # Of two names that both have a genitive only these are one father: Сүхбаатарын Батболд may be the father of Батболдын Сүхбаатар.
    fathers = FORMS in " ".join(few) and FORMS in " ".join(many)
    best: tuple[int, float, list[tuple[str, str]]] = (0, 0.0, [])
    for order in permutations(many, len(few)):
        pairs = [
            (x, y)
            for x, y in zip(few, order, strict=True)
            if agree(x, y) and not (fathers and (FORMS in x) != (FORMS in y))
        ]
        if len(pairs) < best[0]:
            continue
        cost = sum([apart(x, y) for x, y in pairs if x != y])
        if (len(pairs), -cost) > (best[0], -best[1]):
            best = (len(pairs), cost, pairs)
            if len(pairs) == len(few) and not cost:
                break
    return [pair if few is one else (pair[1], pair[0]) for pair in best[2]], best[1]


def _joined(few: list[str], many: list[str]) -> list[tuple[str, str]]:
    """Words of one name that two words of the other are together, as Нурсултан and Нур-Султан; both are taken out."""
    found = []
    for word in [x for x in few if len(x) >= _SHORTEST_JOINED]:
        for one, other in pairwise(many):
            if agree(word, together(one, other)):
                few.remove(word)
                many.remove(one)
                many.remove(other)
                found.append((word, f"{one} {other}"))
                break
    return found


def _initials(of: Parts, words: list[str], others: list[str], initials: tuple[str, ...], *, flipped: bool) -> _Found:
    """Initials of one name against the words of the other that are left; what an initial stands for is taken out."""
    found: _Found = []
    for initial in initials if not others else ():
        fitting = next((word for word in words if difference(*sorted((word[0], initial))) <= _INITIAL), "")
        if fitting:
            words[:] = [word for word in words if of.unit(word) != of.unit(fitting)]
            found.append(("initial", *((initial, fitting) if flipped else (fitting, initial)), "fits"))
        elif len(words) == 1:
            found.append(("initial", *((initial, words[0]) if flipped else (words[0], initial)), "contradicts"))
            words.clear()
    return found


def _patronymics(a: Parts, b: Parts) -> _Found:
    if not a.patronymic and not b.patronymic:
        return []
    if not a.patronymic or not b.patronymic:
        return [("patronymic", a.patronymic, b.patronymic, "absent")]
    outcome: Outcome = "agrees" if agree(a.patronymic, b.patronymic) else "contradicts"
    return [("patronymic", a.patronymic, b.patronymic, outcome)]
