"""The sounds of a name's word: one key for its spellings in Kyrgyz, Kazakh, Russian, Ukrainian, Tajik, Turkish and Latin letters.

A word becomes a text of sounds, a letter each: vowels ``a e i o u``, consonants, and ``J`` for Ж, Дж, J, Zh and Dzh, ``C`` for Ч, ``S`` for Ш, ``h``
for Х and Kh. What several alphabets write in one way though they sound otherwise is left open: a Latin ``j`` between vowels is Й in one
system of transliteration and Ж in another, so it is ``?``, which is near both. Spellings that are nearly one sound differ by little
(:func:`difference`); the coarse key (:func:`skeletons`) has no vowels and puts alike consonants together, for finding pairs at all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS: Final = {
    # Cyrillic
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e", "ё": "io", "є": "ie", "ж": "J", "җ": "J",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ӣ": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
    "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ұ": "u", "ў": "o", "ӯ": "u", "ф": "f", "х": "h", "ҳ": "h",
    "һ": "h", "ц": "ts", "ч": "C", "ҷ": "J", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    # Latin
    "ə": "a", "ı": "i", "ş": "S", "š": "S", "ç": "C", "č": "C", "ğ": "g", "ž": "J", "ý": "i", "w": "v", "y": "i", "q": "k",
    "ł": "l", "ø": "o", "æ": "e", "ß": "s", "þ": "t", "ð": "d", "đ": "d",
}  # fmt: skip
_GROUPS: Final = {
    "tsch": "C", "shch": "S", "sch": "S", "dzh": "J", "dj": "J", "дж": "J", "zh": "J", "kh": "h", "ch": "C", "sh": "S", "ph": "f", "ck": "k",
}  # fmt: skip
"""Letters that together write one sound, the longest first where one begins with another."""

_GROUP: Final = re.compile("|".join(_GROUPS))

_VOWELS: Final = frozenset("aeiou")
_J_IS_A_GLIDE: Final = re.compile(r"(?<=[aeiouy])j(?![aeiouy])")
_J_IS_OPEN: Final = re.compile(r"(?<=[aeiouy])j(?=[aeiouy])")
_NEAR: Final = {
    frozenset(pair): cost
    for pairs, cost in (
        ("ei ou iu ie oe ao ai", 0.3),
        ("ae eu io", 0.4),
        ("td kg gh sz bp vf kh", 0.35),
        ("J? i? Ji", 0.15),
        ("SC JC sS zJ hu gi uv", 0.5),
    )
    for pair in pairs.split()
}
"""Sounds that are written for one another -> what it costs."""

_LOST: Final = {"i": 0.15, "?": 0.3, "a": 0.4, "e": 0.3, "o": 0.35, "u": 0.35, "h": 0.5}
"""Sounds that spellings leave out -> what it costs; any other: 1."""

_COARSE: Final = str.maketrans({"d": "t", "z": "s", "g": "k", "p": "b", "f": "v", "h": "k", "C": "S", "J": "S"})


@lru_cache(maxsize=1 << 18)
def sounds(word: str) -> str:
    """The sounds of a word.

    Example:
        >>> sounds("Жапаров") == sounds("Zhaparov") == sounds("Japarov") == "Japarov"
        True
        >>> sounds("Oʻtkir"), sounds("Өмүрбек") == sounds("Omurbek"), sounds("ХУСЕЙН"), sounds("Kojobek"), sounds("AJDAROV")
        ('otkir', True, 'husein', 'ko?obek', 'aidarov')
    """
    text = unicodedata.normalize("NFC", word.lower().replace("i̇", "i"))
    text = _J_IS_OPEN.sub("?", _J_IS_A_GLIDE.sub("y", text))
    # X is Х, as Kh is, but in Felix and Alex.
    text = re.sub(r"x$|(?<=le)x", "ks", text).replace("x", "kh")
    text = _GROUP.sub(lambda found: _GROUPS[found[0]], text)
    # Turkish C is J; elsewhere a C alone is K. What was made a sound already is in capitals.
    text = re.sub(r"c(?=[ei])", "J", text).replace("c", "k").replace("j", "J")
    made = []
    for letter in text:
        if letter in "JSC?":
            made.append(letter)
        elif letter in _LETTERS:
            made.append(_LETTERS[letter])
        else:
            # Letters that only modify, as the ʻ of Oʻtkir, are left out as often as they are written.
            plain = unicodedata.normalize("NFD", letter)[0]
            sounds_alone = plain.isalnum() and unicodedata.category(plain) != "Lm"
            made.append(_LETTERS.get(plain, plain if sounds_alone else ""))
    # Doubled letters are one sound, and so is an I before or after an I.
    return re.sub(r"(.)\1+", r"\1", "".join(made))


@lru_cache(maxsize=1 << 18)
def skeletons(sound: str) -> tuple[str, ...]:
    """The coarse keys of a word: its consonants, with alike ones as one. Two where a letter is open; its sounds where it has no consonant.

    Args:
        sound: the word's sounds.

    Example:
        >>> skeletons(sounds("Жээнбеков")) == skeletons(sounds("Jeenbekov")), skeletons(sounds("Kojobek")), skeletons(sounds("Ая"))
        (True, ('kSbk', 'kbk'), ('aia',))
    """
    # The H of Abdullah, the N of Дүйсенбинов, and the ending of Кожахметов are written or not.
    bare = "".join(c for c in (sound.removesuffix("h") or sound) if c not in _VOWELS)
    if not bare.strip("?"):
        return (sound,)
    bare = re.sub("(?<=...)v$", "", re.sub("n(?=[bp])", "m", bare))
    keys = {re.sub(r"(.)\1+", r"\1", bare.replace("?", open_).translate(_COARSE)) for open_ in ("J", "")}
    return tuple(sorted(keys))


@lru_cache(maxsize=1 << 16)
def difference(one: str, other: str, most: float = math.inf) -> float:
    """How much two texts of sounds differ: 0 is not at all, 1 a consonant.

    It is an edit distance in which sounds that spellings exchange or leave out cost less.

    Args:
        most: more than this need not be known exactly.

    Example:
        >>> difference(sounds("Усенов"), sounds("Үсөнов")), difference(sounds("Нурлан"), sounds("Нурбек")) > 2
        (0.3, True)
    """
    before = [0.0]
    for b in other:
        before.append(before[-1] + _LOST.get(b, 1.0))
    for a in one:
        lost = _LOST.get(a, 1.0)
        now = [before[0] + lost]
        for j, b in enumerate(other, 1):
            change = 0.0 if a == b else _change(a, b)
            now.append(min(before[j - 1] + change, before[j] + lost, now[-1] + _LOST.get(b, 1.0)))
        before = now
        if min(now) > most:
            return min(now)
    return round(before[-1], 6)


def _change(a: str, b: str) -> float:
    near = _NEAR.get(frozenset((a, b)))
    if near is not None:
        return near
    return 0.7 if a in _VOWELS and b in _VOWELS else 1.0
