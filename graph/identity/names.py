"""Two names of people compared part by part: each part agrees, is absent, or contradicts.

The parts are the words of the name proper (given name and surname, in whatever order), the patronymic, and initials. A patronymic that is left
out says nothing; one that is another speaks against. An initial fits or contradicts, and never counts as agreement, so that initials
never chain people together. A woman's and a man's form of a surname contradict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations
from typing import Final, Literal

from govgraph.graph.identity.fold import difference, firm, skeletons, sounds, usual

Outcome = Literal["agrees", "absent", "contradicts", "fits"]
Verdict = Literal["same", "different", "undecided"]

_FITS: Final = 0.17
"""Words with at most this difference a sound are spellings of one."""

_MOST: Final = 1.35
"""Long words may not differ by more than this either: not by a consonant."""

_INITIAL: Final = 0.2
"""An initial may differ by so much from the beginning of the word that it stands for: Ж. and J."""

_MOST_WORDS: Final = 5
_PATRONYMIC: Final = re.compile(r"(?:[aoei]?vi[CHKY]|i[CHKY]|[aoei]vna|in?[CHKY]na)$")
_SON: Final = frozenset({"uulu", "ulu", "uli", "ogli", "oglu", "ugli"})
_DAUGHTER: Final = frozenset({"kizi", "kiz", "gizi", "kizu", "kisi"})
_CHILD_ENDING: Final = re.compile(r"(?<=...)(?:uli|(?<!s)ulu|ogli|[kg]izi)$")
_WOMAN: Final = re.compile(r"(?:[oei]va|ina|ka[i?]a|[skc]ka)$")
_WOMANS_SURNAME: Final = re.compile(r"[oei]va$")
_MANS_SURNAME: Final = re.compile(r"[oei]v$")
_ENDING: Final = re.compile(r"[aoei]va?$")
_LONG: Final = 6
"""From so many sounds on a surname may lack its ending; shorter ones are often given names: Асан is not Асанов."""

_MAN: Final = re.compile(r"(?:[oei]v|in|ski|koi)$")
_LANGUAGES: Final = (
    "Николай Микола Мікалай", "Владимир Володимир Уладзімір", "Иосиф Йосип Язеп", "Анна Ганна", "Елена Олена Алена", "Евгений Євген Яўген Yauhen Yauheni", "Петр Петро Пятро Пётр",
    "Дмитрий Дмитро Дзмітрый", "Алексей Олексій Аляксей", "Филипп Пилип", "Федор Федір Хведар", "Екатерина Катерина",
    "Афанасий Панас Опанас", "Степан Сцяпан", "Татьяна Тетяна Таццяна", "Константин Костянтин Канстанцін", "Валентина Валянціна",
    "Никита Микита Мікіта", "Надежда Надія Надзея", "Ефим Юхим Яўхім", "Фома Хома Хама", "Прокофий Прокіп Пракоп", "Игнат Гнат", "Григорий Рыгор",
    "Иларион Ларіон",
)  # fmt: skip
"""Given names that Russian, Ukrainian and Belarusian form differently, so that they are not spellings of one another."""

_FORMS: Final[dict[str, list[tuple[str, str]]]] = {}
"""Coarse key -> (how the first form of a name sounds, how the form with the key does)."""

for _name in _LANGUAGES:
    for _sound in map(sounds, _name.split()):
        for _key in skeletons(_sound):
            _FORMS.setdefault(_key, []).append((sounds(_name.split()[0]), _sound))

_FORM: Final = 0.06
"""A word is a form of such a name if it differs from it by at most this much a sound."""

_SEPARATORS: Final = re.compile(r"[\s,;()«»\"/]+")
_GLUED: Final = re.compile(r"(?<=[^\W\d_]{2}[a-zа-яёөүңқғұәіһ])(?=[A-ZА-ЯЁӨҮҢҚҒҰӘІ][a-zа-яёөүңқғұәіһ]{3})")
"""Where two words of a name are printed without the space between them: ZagipaYahyanovna."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A name of a person in parts, each as sounds.

    Attributes:
        words: the given name and the surname, in the order of the name.
        patronymic: without its ending; empty: none.
        initials: the first sounds of words that are cut.
        woman: whether the patronymic or surname is a woman's; None: they do not tell.
    """

    words: tuple[str, ...]
    patronymic: str = ""
    initials: tuple[str, ...] = ()
    woman: bool | None = None


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


@lru_cache(maxsize=1 << 17)
def parts(name: str) -> Parts:
    """The parts of a person's name.

    Example:
        >>> parts("Жапаров Садыр Нургожоевич")
        Parts(words=('Japarov', 'sadir'), patronymic='nurgoJo', initials=(), woman=False)
        >>> parts("Ж. Садыр").initials, parts("Садыр Нургожо уулу Жапаров").patronymic
        (('J',), 'nurgoJo')
        >>> parts("Бакир уулу Турсунбай").words, parts("BALIEVA ZagipaYahyanovna").words
        (('tursumbai', 'bakirov'), ('balieva', 'zagipa'))
    """
    written = [
        word
        for word in _SEPARATORS.split(_GLUED.sub(" ", name).replace(".", ". ").replace("-", " ").replace("–", " "))
        if word.strip(".'ʻ’")
    ]
    initials = [sounds(word)[:1] for word in written if len(word.rstrip(".")) == 1]
    words = [sound for word in written if len(word.rstrip(".")) > 1 and (sound := sounds(word))][: 2 * _MOST_WORDS]
    patronymic, woman = "", None
    for number, word in enumerate(words[1:], 1):
        if word in _SON | _DAUGHTER:
            patronymic, woman = words[number - 1], word in _DAUGHTER
            words = words[: number - 1] + words[number + 1 :]
            if len(words) < 2:  # it stands for the surname: Бакир уулу is Бакиров
                words, patronymic = [*words, patronymic + ("ova" if woman else "ov")], ""
            break
    else:
        at = [n for n, word in enumerate(words) if _PATRONYMIC.search(word)] or [
            n for n, word in enumerate(words) if _CHILD_ENDING.search(word)
        ]
        # A surname may look so too (Янукович): of two words neither is a patronymic, of two that look so the one in the middle or the last is.
        if at and len(words) > 2:
            between = len(words) == 3 and 1 in at  # Иван Петрович Маркевич
            word = words.pop(1 if between else at[-1])
            patronymic, woman = _stem(word), bool(re.search("(?:a|[kg]izi)$", word))
    if woman is None or not words:
        marks = {bool(_WOMAN.search(word)) for word in words if _WOMAN.search(word) or _MAN.search(word)}
        woman = marks.pop() if len(marks) == 1 else woman
    return Parts(tuple(words[:_MOST_WORDS]), patronymic, tuple(x for x in initials if x), woman)


def _stem(patronymic: str) -> str:
    # The K of Истайбекқызы is of the name and of the ending, which sounds do not tell apart: it is left open.
    if re.search("[aeiou][kg]izi$", patronymic):
        return patronymic[:-4] + "K"
    return _CHILD_ENDING.sub("", re.sub(r"(?:[aoei]?vi[CHKY]|[aoei]?vna|i[CHKY]|in?[CHKY]na)$", "", patronymic))


@lru_cache(maxsize=1 << 17)
def agree(one: str, other: str) -> bool:
    """Whether two words of sounds are spellings of one.

    Example:
        >>> agree(sounds("Бакиев"), sounds("Bakiyev")), agree(sounds("Асан"), sounds("Үсөн"))
        (True, False)
    """
    if one == other:
        return True
    # No ending that is looked at below has a firm sound. Most pairs of words end here, so this comes first.
    firmly = firm(one) == firm(other)
    if not firmly and not in_languages(one) and not in_languages(other):
        return False
    if bool(_WOMAN.search(one)) != bool(_WOMAN.search(other)) and one.rstrip("a")[:-1] == other.rstrip("a")[:-1]:
        return False
    for woman, man in ((one, other), (other, one)):
        if _WOMANS_SURNAME.search(woman) and _MANS_SURNAME.search(man):
            return False
    # Kazakh surnames are printed with and without the Russian ending: Кожахмет, Кожахметов.
    few, many = sorted((one, other), key=len)
    if len(few) >= _LONG and _ENDING.search(many) and not _ENDING.search(few):
        many = _ENDING.sub("", many)
    one, other = sorted((few, many))
    most = min(_FITS * max(len(one), len(other)), _MOST)
    return (firmly and difference(one, other, most) <= most) or bool(in_languages(one) & in_languages(other))


@lru_cache(maxsize=1 << 16)
def in_languages(word: str) -> frozenset[str]:
    """Which of the given names that differ between languages a word may be, each as its first form sounds.

    Example:
        >>> in_languages(sounds("Микола")), in_languages(sounds("Асан"))
        (frozenset({'nikolai'}), frozenset())
    """
    return frozenset(
        first
        for key in skeletons(word)
        for first, form in _FORMS.get(key, ())
        if difference(*sorted((word, form)), _FORM * len(form)) <= _FORM * len(form)
    )


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
    return Comparison(verdict, score, tuple((part, usual(x), usual(y), outcome) for part, x, y, outcome in found))


def score_if_same(a: Parts, b: Parts) -> float | None:
    """The score of two names that compare as the same, without their parts; None if they do not.

    Example:
        >>> score_if_same(parts("Садыр Жапаров"), parts("Zhaparov Sadyr")), score_if_same(parts("Жапаров"), parts("Садыр Жапаров"))
        (1.0, None)
    """
    verdict, score, _ = _judged(a, b)
    return score if verdict == "same" else None


def _judged(a: Parts, b: Parts) -> tuple[Verdict, float, list[tuple[str, str, str, Outcome]]]:
    found: list[tuple[str, str, str, Outcome]] = []
    words, cost = _matched(a.words, b.words)
    left, right = list(a.words), list(b.words)
    for x, y in words:
        found.append(("word", x, y, "agrees"))
        left.remove(x)
        right.remove(y)
    if a.initials or b.initials:
        found += _initials(left, right, b.initials, flipped=False)
        found += _initials(right, left, a.initials, flipped=True)
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
    apart = 1 - cost / max(1, sum(max(len(x), len(y)) for x, y in words)) if cost else 1
    score = round(
        apart * len(words) / max(1, len(words) + outcomes.count("contradicts") + 0.25 * outcomes.count("absent")), 3
    )
    if "contradicts" in outcomes:
        return "different", min(score, 0.5), found
    whole = len(words) >= 2 and not (left and right)
    return ("same", score, found) if whole else ("undecided", min(score, 0.6), found)


def _matched(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[list[tuple[str, str]], float]:
    """The assignment of words to words in which most agree, and of those the one in which they differ least; and how much."""
    few, many = sorted((one, other), key=len)
    best: tuple[int, float, list[tuple[str, str]]] = (0, 0.0, [])
    for order in permutations(many, len(few)):
        pairs = [(x, y) for x, y in zip(few, order, strict=True) if agree(x, y)]
        if len(pairs) < best[0]:
            continue
        cost = sum([difference(x, y) if x < y else difference(y, x) for x, y in pairs if x != y])
        if (len(pairs), -cost) > (best[0], -best[1]):
            best = (len(pairs), cost, pairs)
            if len(pairs) == len(few) and not cost:
                break
    return [pair if few is one else (pair[1], pair[0]) for pair in best[2]], best[1]


def _initials(
    words: list[str], others: list[str], initials: tuple[str, ...], *, flipped: bool
) -> list[tuple[str, str, str, Outcome]]:
    """Initials of one name against the words of the other that are left; a word that an initial stands for is taken out."""
    found: list[tuple[str, str, str, Outcome]] = []
    for initial in initials if not others else ():
        fitting = next((word for word in words if difference(*sorted((word[0], initial))) <= _INITIAL), "")
        if fitting:
            words.remove(fitting)
            found.append(("initial", *((initial, fitting) if flipped else (fitting, initial)), "fits"))
        elif len(words) == 1:
            found.append(("initial", *((initial, words[0]) if flipped else (words[0], initial)), "contradicts"))
            words.clear()
    return found


def _patronymics(a: Parts, b: Parts) -> list[tuple[str, str, str, Outcome]]:
    if not a.patronymic and not b.patronymic:
        return []
    if not a.patronymic or not b.patronymic:
        return [("patronymic", a.patronymic, b.patronymic, "absent")]
    outcome: Outcome = "agrees" if agree(a.patronymic, b.patronymic) else "contradicts"
    return [("patronymic", a.patronymic, b.patronymic, outcome)]
