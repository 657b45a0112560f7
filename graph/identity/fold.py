"""The sounds of a name's word: one key for its spellings in Kyrgyz, Kazakh, Russian, Ukrainian, Tajik, Turkish and Latin letters.

A word becomes a text of sounds, a letter each: vowels ``a e i o u``, consonants, and ``J`` for Ж, Дж, Zh and Dzh, ``C`` for Ч, ``S`` for Ш, ``c`` for
Ц, ``h`` for Х and Kh. What languages write in one way though they sound otherwise is left open, as a sound that is near all of them: ``?`` is a Latin J
(Ж in French, Й in German), ``H`` is Ch (Ч, Х, Ш), ``Z`` is Sch (Ш, Ж), ``X`` is Sj (Ш, СЬ, ЗЬ), ``D``
is Dj (Дж, ДЬ), ``K`` is a C alone (К, Ц, Дж, Ч), ``Y`` is Tch (Ч in French, ТХ in German), ``T`` is the T of Tj (Ч in Swedish, ТЬ), ``Q`` is Дз and Dz (Д in
Belarusian, З in Mongolian and Polish), ``σ`` is a Latin S (С, З in German), ``κ`` is Қ and Q (К, Г in Azerbaijani), ``A`` is Ә and Ä (А in Russian, E in
Turkish), ``G`` is what follows the N of Ң: the G of BGN/PCGN's *ng*, or nothing.

Sources: the alphabets named, ISO 9:1995, ALA-LC, BGN/PCGN, Duden for German, and what labels of Wikidata and lists of parliaments print
(benchmarks/identity). What no pair of names that were looked at needs is not exchanged.

Spellings that are nearly one sound differ
by little (:func:`difference`); the coarse keys (:func:`skeletons`) have no vowels and put alike consonants together, for finding pairs at all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Final

_LETTERS: Final = {
    # Cyrillic
    "а": "a", "ә": "A", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e", "ё": "io", "є": "ie", "ж": "J", "җ": "J",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ӣ": "i", "к": "k", "қ": "κ", "л": "l", "м": "m", "н": "n", "ң": "nG", "о": "o",
    "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ұ": "u", "ў": "o", "ӯ": "u", "ф": "f", "х": "h", "ҳ": "h",
    "һ": "h", "ц": "c", "ч": "C", "ҷ": "J", "ш": "S", "щ": "S", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ј": "i",
    "љ": "l", "њ": "n", "ђ": "J", "ћ": "C", "џ": "J", "ҡ": "k", "ҙ": "z", "ҫ": "s",
    # Latin
    "ə": "A", "ä": "A", "ı": "i", "ş": "S", "š": "S", "ŝ": "S", "ç": "C", "č": "C", "ğ": "g", "ž": "J", "ż": "J", "ĵ": "J", "ý": "i", "w": "v", "y": "i",
    "q": "κ", "s": "σ", "ł": "l", "ø": "o", "æ": "e", "ß": "s", "þ": "t", "ð": "d", "đ": "d", "j": "?", "c": "K", "ć": "K", "ŋ": "nG",
}  # fmt: skip
_GROUPS: Final = {
    "schtsch": "S", "stsch": "S", "chtch": "S", "szcz": "S", "sjtsj": "S", "sjtj": "S", "shch": "S", "šč": "S", "şç": "S",
    "dsch": "J", "dsh": "J", "szh": "sJ", "dzh": "J", "dzj": "J", "dž": "J", "dż": "J", "дж": "J", "tzh": "tJ", "dj": "D", "zh": "J", "zj": "J",
    "тч": "Y", "ttsch": "Y", "ttch": "Y", "tcz": "Y", "tč": "Y", "tsch": "C", "tch": "Y", "tsj": "C", "cz": "C", "tš": "C", "tj": "T?",
    "sch": "Z", "ch": "H", "sh": "S", "ssj": "X", "sj": "X", "шч": "S", "sz": "S", "ts": "c", "tz": "c", "тс": "c", "тз": "c", "kh": "h", "gh": "g", "ph": "f",
    "ou": "u", "dz": "Q", "дз": "Q",
}  # fmt: skip
"""Letters that together write one sound; of two that begin alike the longer one counts."""

_SOUND: Final = re.compile("|".join((*sorted(_GROUPS, key=lambda group: (-len(group), group)), ".")), re.DOTALL)
_WRITTEN: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        # X is Х, as Kh is, but in Felix, Alex, Maxim, Xenia and Oxana.
        (r"x$|(?<=le)x|(?<=ma)x(?=i)|^x(?=e)|(?<=^o)x(?=ana|i)", "ks"),
        ("x", "kh"),
        # French has gu before e and i, Dutch has oe for У.
        ("gu(?=[ei])", "g"),
        ("oe(?!v)", "ou"),
        # The soft ст is сц in Belarusian, which its Latin alphabet and Polish write as sci: Старасціна, Starascina (labels of Wikidata).
        ("sc(?=i)", "st"),
        ("сц(?=[іяюё])", "ст"),
        # German writes the Belarusian дз with ds: Wadsim Dsewjatouski (label of Wikidata). Elsewhere it is two letters: Muhammadsiddiq.
        ("(?<=[lw]a)ds(?=[ei])|^ds(?=[ei])", "dz"),
        # The second German way to write Ж, which Duden has beside sch; told from the English one by a W in the word.
        ("sh(?=.*w)", "sch"),
        # The Belarusian ў is written u in passports (Ministry of Internal Affairs, 9 October 2008, No. 288): Bazanau, Dzeviatouski.
        ("(?<=[aeo])ŭ|(?<=[ae])u$|(?<=o)u(?=sk[iay])", "v"),
        # The Belarusian ў is В after a vowel, the Uzbek one is a vowel.
        ("(?<=[аеёиоуыэюяі])ў", "в"),
    )
)
"""Letters that are another's in some places, in the order in which they are replaced."""

_DOUBLED: Final = re.compile(r"(?<![i?])ii+(?=[aou])|(.)\1+")
_VOWELS: Final = frozenset("aeiouA")
_NEAR: Final = {
    written: cost
    for pairs, cost in (
        ("?J ?i HC Hh ZS XS DJ YC YH Gg Tt Qd Qz Aa Ae", 0.1),
        ("σs κk", 0.0),
        ("κg TC KJ Kc Kk ZJ K? Z? D? DK Yt", 0.2),
        ("ei ou iu ie oe ao KC Xs Xσ ZH XH XZ Dd YK uv", 0.3),
        ("gh σz kh κh HS cz HK Xz Gk Gκ", 0.35),
        ("ae eu Kz Ao", 0.4),
        ("SC σS zJ Zs Zσ XJ", 0.5),
    )
    for pair in pairs.split()
    for written in (pair, pair[::-1])
}
"""Two sounds that are written for one another, in either order -> what it costs."""

_FIRM: Final = frozenset("lmnrbp")

_LOST: Final = {"i": 0.7, "?": 0.2, "G": 0.2, "K": 0.4, "a": 0.7, "e": 0.7, "o": 0.7, "u": 0.7, "A": 0.7, "h": 0.4}
"""Sounds that spellings leave out -> what it costs; any other: a consonant."""

_GLIDE: Final = 0.15
"""What an I before or after a vowel costs: Bakiev and Bakiyev."""

_SYLLABLE: Final = 1.3
"""What it costs if it is a syllable of its own, which stands before another one: Элдияр is not Элдар."""

_SILENT: Final = 0.4
"""What an E at the end costs: Poutine."""

_BEGINNING: Final = 1.2
"""What a vowel before a consonant costs at the beginning: Зотов and Изотов are two names."""

_VOWEL: Final = 1.4
_CONSONANT: Final = 1.4
"""What it costs if one vowel or consonant stands for another."""

_FIRST: Final = 3.0
_NEARER: Final = 0.4
"""How many times as much a vowel costs at the beginning that is not among the nearest: Ирина and Арина are two names."""

_VOICES: Final = frozenset({"td", "dt", "pb", "bp", "fv", "vf", "sz", "zs", "kg", "gk", "cQ", "Qc"})
_ARMENIAN: Final = ("ian", "?an", "Xan")
_VOICE: Final = 0.35
"""What it costs if one of T and D, P and B, F and V, S and З, or K and G stands for the other at the end of a word or beside a consonant without voice: Ahmet and
Ахмед, Froloff, Рыспек and Рысбек; and anywhere in Armenian surnames, whose consonants Russian writes
with other voices: Hakobyan is Акопян, Sargsyan Саркисян. Elsewhere they are two consonants: Дамир is not Тамир."""

_VOICELESS: Final = frozenset("kptsσSCchfHKXκ")

_CHANGE: Final = {one + other: _VOWEL for one in _VOWELS for other in _VOWELS} | _NEAR
_FIRST_CHANGE: Final = _CHANGE | {
    pair: cost * _FIRST for pair, cost in _NEAR.items() if cost >= _NEARER and _VOWELS.issuperset(pair)
}
"""Two sounds -> what it costs if one stands for the other, and at the beginning of both words; any others: a consonant."""

_COARSE: Final = str.maketrans("dzgpfhCSJcZXσκ", "tskbvksssssssk")
_MOST_KEYS: Final = 4
_OPEN: Final = {
    "?": ("s", ""),
    "H": ("s", "k"),
    "K": ("s", "k"),
    "D": ("s", "t"),
    "Y": ("s", "tk"),
    "G": ("k", ""),
    "T": ("s", "t"),
    "Q": ("s", "t"),
}
_USUAL: Final = str.maketrans("?HZKXDYTQAσκ", "JCSkSJCtzask", "G")


@lru_cache(maxsize=1 << 18)
def sounds(word: str) -> str:
    """The sounds of a word.

    Example:
        >>> sounds("Жапаров") == sounds("Zhaparov") == "Japarov", sounds("Japarov"), sounds("Schukow"), sounds("Жуков")
        (True, '?aparov', 'Zukov', 'Jukov')
        >>> sounds("Oʻtkir"), sounds("Өмүрбек") == sounds("Omurbek"), sounds("ХУСЕЙН"), sounds("Achmetow"), sounds("Cemal")
        ('otkir', True, 'husein', 'aHmetov', 'Kemal')
    """
    text = unicodedata.normalize("NFC", word.lower().replace("i̇", "i"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    for pattern, to in _WRITTEN:
        text = pattern.sub(to, text)
    made = _SOUND.sub(lambda found: _GROUPS.get(found[0]) or _letter(found[0]), text).replace("nGn", "n")
    # Doubled letters are one sound, but Мирзиёев is not Мирзоев; an N before B or P is said and often written as M.
    return re.sub("n(?=[gG]?[bp])", "m", _DOUBLED.sub(lambda found: found[1] or "ii", made))


def _letter(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    # Letters that only modify, as the ʻ of Oʻtkir, are left out as often as they are written.
    plain = unicodedata.normalize("NFD", letter)[0]
    sounds_alone = plain.isalnum() and unicodedata.category(plain) != "Lm"
    return _LETTERS.get(plain, plain if sounds_alone else "")


def usual(sound: str) -> str:
    """The sounds of a word in which open ones are what they are most often in English: for comparing words exactly.

    Example:
        >>> usual(sounds("Japarov")) == usual(sounds("Жапаров"))
        True
    """
    return sound.translate(_USUAL).replace("ii", "i")


@lru_cache(maxsize=1 << 18)
def skeletons(sound: str) -> tuple[str, ...]:
    """The coarse keys of a word: its consonants, with alike ones as one. Several where a letter is open; its sounds where it has no consonant.

    Args:
        sound: the word's sounds.

    Example:
        >>> skeletons(sounds("Жээнбеков")) == skeletons(sounds("Zheenbekow")), skeletons(sounds("Kojobek")), skeletons(sounds("Ая"))
        (True, ('kbk', 'ksbk'), ('aia',))
    """
    # The H of Abdullah and the ending of Кожахметов are written or not.
    bare = "".join(c for c in (sound.removesuffix("h") or sound) if c not in _VOWELS)
    if not bare.strip("?"):
        return (sound,)
    keys = {""}
    for letter in bare.translate(_COARSE):
        keys = {key + one for key in keys for one in _OPEN.get(letter, (letter,))}
        if len(keys) > _MOST_KEYS:
            keys = set(sorted(keys)[:_MOST_KEYS])
    return tuple(sorted({re.sub("(?<=..)v$", "", re.sub(r"(.)\1+", r"\1", key)) for key in keys}))


@lru_cache(maxsize=1 << 18)
def firm(sound: str) -> str:
    """The sounds of a word that no spelling leaves out or writes for another, in their order, with B and P as one.

    Where these differ, :func:`difference` is at least a consonant. Looking at them costs far less.

    Example:
        >>> firm(sounds("Жапаров")) == firm(sounds("Djaparow")) == "br", firm(sounds("Алымбеков"))
        (True, 'lmb')
    """
    return "".join(c for c in sound if c in _FIRM).replace("p", "b")


@lru_cache(maxsize=1 << 17)
def difference(one: str, other: str, most: float = math.inf) -> float:
    """How much two texts of sounds differ: 0 is not at all, 1.4 a consonant.

    It is an edit distance in which sounds that spellings exchange or leave out cost less.

    Args:
        most: more than this need not be known exactly.

    Example:
        >>> difference(sounds("Усенов"), sounds("Үсөнов")), difference(sounds("Нурлан"), sounds("Нурбек")) > 2
        (0.3, True)
    """
    lost, added = _lost(one), _lost(other)
    armenian = one.endswith(_ARMENIAN) and other.endswith(_ARMENIAN)
    before = [0.0]
    for cost in added:
        before.append(before[-1] + cost)
    for i, a in enumerate(one):
        # In plain comparisons: most of the time of a search for candidates is spent here.
        across, left, costs = before[0], before[0] + lost[i], _CHANGE if i else _FIRST_CHANGE
        now = [left]
        for j, b in enumerate(other):
            best = across
            if a != b:
                change = (costs if not j else _CHANGE).get(a + b, _CONSONANT)
                if change == _CONSONANT and a + b in _VOICES:
                    loses = armenian or (_loses_voice(one, i) and _loses_voice(other, j))
                    change = _VOICE if loses else _CONSONANT
                best += change
            across = before[j + 1]
            best = min(best, across + lost[i], left + added[j])
            now.append(best)
            left = best
        before = now
        if min(now) > most:
            return min(now)
    return round(before[-1], 6)


def _loses_voice(sound: str, at: int) -> bool:
    """Whether a consonant is said without voice where it stands: at the end, or beside one that has none."""
    return at == len(sound) - 1 or sound[at + 1] in _VOICELESS or (at > 0 and sound[at - 1] in _VOICELESS)


@lru_cache(maxsize=1 << 16)
def _lost(sound: str) -> tuple[float, ...]:
    """What it costs to leave out each sound of a word."""
    costs = []
    for n, letter in enumerate(sound):
        beside = sound[max(0, n - 1) : n] + sound[n + 1 : n + 2]
        if letter == "i" and not _VOWELS.isdisjoint(beside):
            costs.append(_SYLLABLE if sound[n + 1 : n + 2] == "i" and n else _GLIDE)
        elif letter == "e" and n == len(sound) - 1:
            costs.append(_SILENT)
        elif n == 0 and letter in _VOWELS and len(sound) > 1 and sound[1] not in _VOWELS:
            costs.append(_BEGINNING)
        else:
            costs.append(_LOST.get(letter, _CONSONANT))
    return tuple(costs)
