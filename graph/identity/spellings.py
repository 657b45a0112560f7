"""Whether two words of names are spellings of one, and how much they differ.

A word is a text of sounds (:mod:`govgraph.graph.identity.fold`), or several with ``|`` between them: the forms of which any may be meant, as a
father's name in the genitive and without its ending.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from govgraph.graph.identity.fold import difference, firm, skeletons, sounds, usual

FORMS: Final = "|"
"""What stands between the forms of a word."""

_FITS: Final = 0.17
"""Words with at most this difference a sound are spellings of one."""

_MOST: Final = 1.35
"""Long words may not differ by more than this either: not by a consonant."""

WOMAN: Final = re.compile(r"(?:[oei]va|ina|ka[i?]a|[sσkc]ka)$")
"""How surnames and patronymics of women end."""

_WOMANS_SURNAME: Final = re.compile(r"[oei]va$")
_MANS_SURNAME: Final = re.compile(r"[oei]v$")
_ENDING: Final = re.compile(r"[aoei]va?$")
_LONG: Final = 6
"""From so many sounds on a surname may lack its ending; shorter ones are often given names: Асан is not Асанов."""

_LANGUAGES: Final = (
    "Николай Микола Мікалай", "Владимир Володимир Уладзімір", "Иосиф Йосип Язэп", "Анна Ганна Hanna", "Елена Олена Алена", "Ольга Вольга Volha",
    "Евгений Євген Yevhen Яўген Yauhen Yauheni", "Пётр Петро Piatro", "Павел Павло", "Дмитрий Дмитро Дзмітрый", "Алексей Олексій Аляксей", "Филипп Пилип", "Федор Федір",
    "Екатерина Катерина Кацярына", "Афанасий Панас Опанас", "Степан Сцяпан", "Татьяна Тетяна Таццяна", "Константин Костянтин Канстанцін",
    "Валентина Валянціна", "Владислав Уладзіслаў", "Никита Микита Мікіта", "Надежда Надія Надзея", "Ефим Юхим Яўхім", "Фома Хома Хама",
    "Григорий Рыгор Ryhor",
)  # fmt: skip
"""Given names that Russian, Ukrainian and Belarusian form differently, so that they are not spellings of one another.

Source: the forms of a line are labels and aliases of one item of Wikidata, as collected in the list of names of rigour 1.1 (``persons.txt``).
*Кацярына* is from the article *Belarusian name* of Wikipedia; *Хома* and *Хама* are in the etymological dictionary of Ukrainian (О. С. Мельничук,
volume 6) under *Хома*."""

_FIRST_FORMS: Final[dict[str, list[tuple[str, str]]]] = {}
"""Coarse key -> (how the first form of a name sounds, how the form with the key does)."""

for _name in _LANGUAGES:
    for _sound in map(sounds, _name.split()):
        for _key in skeletons(_sound):
            _FIRST_FORMS.setdefault(_key, []).append((sounds(_name.split()[0]), _sound))

_FORM: Final = 0.05
"""A word is a form of such a name if it differs from it by at most this much a sound."""


def forms(word: str) -> list[str]:
    """The forms of a word.

    Example:
        >>> forms("boldin|bold"), forms("asan")
        (['boldin', 'bold'], ['asan'])
    """
    return word.split(FORMS)


@lru_cache(maxsize=1 << 17)
def agree(one: str, other: str) -> bool:
    """Whether two words are spellings of one.

    Example:
        >>> agree(sounds("Бакиев"), sounds("Bakiyev")), agree(sounds("Асан"), sounds("Үсөн")), agree("boldin|bold", "bold")
        (True, False, True)
    """
    if one == other:
        return True
    if FORMS in one or FORMS in other:
        return any(agree(x, y) for x in forms(one) for y in forms(other))
    # No ending that is looked at below has a firm sound. Most pairs of words end here, so this comes first.
    firmly = firm(one) == firm(other)
    if not firmly and not in_languages(one) and not in_languages(other):
        return False
    if bool(WOMAN.search(one)) != bool(WOMAN.search(other)) and _without_end(one) == _without_end(other):
        return False
    for woman, man in ((one, other), (other, one)):
        if _WOMANS_SURNAME.search(woman) and _MANS_SURNAME.search(man):
            return False
    if firmly and _fits(one, other):
        return True
    # Kazakh surnames are printed with and without the Russian ending: Кожахмет, Кожахметов.
    few, many = sorted((one, other), key=len)
    bare = _ENDING.sub("", many) if len(few) >= _LONG and not _ENDING.search(few) else many
    return (firmly and bare != many and _fits(few, bare)) or bool(in_languages(one) & in_languages(other))


def _without_end(word: str) -> str:
    return usual(word).rstrip("a")[:-1]


def _fits(one: str, other: str) -> bool:
    one, other = (one, other) if one < other else (other, one)
    most = min(_FITS * max(len(one), len(other)), _MOST)
    return difference(one, other, most) <= most


def apart(one: str, other: str) -> float:
    """How much two words differ, by the forms that are nearest.

    Example:
        >>> apart("boldin|bold", "bold")
        0.0
    """
    if one == other:
        return 0.0
    if FORMS in one or FORMS in other:
        return min(apart(x, y) for x in forms(one) for y in forms(other))
    return difference(one, other) if one < other else difference(other, one)


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
        for first, form in _FIRST_FORMS.get(key, ())
        if difference(*sorted((word, form)), _FORM * len(form)) <= _FORM * len(form)
    )


def together(one: str, other: str) -> str:
    """Two words as one: Нур-Султан is Нурсултан.

    Example:
        >>> together(sounds("Нур"), sounds("Султан")) == sounds("Нурсултан")
        True
    """
    joined = forms(one)[0] + forms(other)[0]
    return re.sub("n(?=[gG]?[bp])", "m", re.sub(r"(.)\1+", r"\1", joined))


_FEMALE: Final = re.compile(r"(?<=[^aeiouA])i*[aA]$")
_MALE_IN_A: Final = re.compile(r"(?:dan|gavr|miha|kir|samu|samo)ila$")
"""Men's names that end in -a or not: Данил, Данила."""


def only_one_is_a_womans(one: str, other: str) -> bool:
    """Whether two given names agree but for an ending that makes a man's name a woman's: Александр and Александра, Валерий and Валерия.

    Example:
        >>> only_one_is_a_womans(sounds("Александр"), sounds("Alexandra")), only_one_is_a_womans(sounds("Данил"), sounds("Данила"))
        (True, False)
    """
    if one == other or (one[-1] in "aA") == (other[-1] in "aA") or FORMS in one or FORMS in other:
        return False
    woman, man = (one, other) if one[-1] in "aA" else (other, one)
    ends_as_a_mans = man[-1] not in "aeouA" and man[-2:] not in ("ah", "aH")
    return (
        ends_as_a_mans
        and bool(_FEMALE.search(woman))
        and not _MALE_IN_A.search(woman)
        and not (in_languages(one) & in_languages(other))
    )
