"""Folding: the form in which names are compared, so that ОМУРБЕК finds Өмүрбек and OZBEKISTON finds Oʻzbekiston.

Case and marks go, letters that people type for one another become one, punctuation becomes spaces. It is one table from
characters to texts, so that Python and polars cannot differ; the pages fold in ``assets/text.js``, which a test holds against
this. Nothing is carried from one script to another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import polars as pl

LETTERS: dict[str, str] = {
    # Kyrgyz, Kazakh, Tajik, Uzbek, Tatar and Bashkir letters have no key on a Russian keyboard. Й, Ё, Ї, Ў, Ӣ and Ӯ need no
    # entry: without their marks they are И, Е, І, У, И and У.
    "ө": "о", "ү": "у", "ң": "н", "қ": "к", "ғ": "г", "ұ": "у", "ә": "а", "і": "и", "һ": "х", "ҳ": "х", "ҷ": "ч",
    "җ": "ж", "ҡ": "к", "ҙ": "з", "ҫ": "с", "є": "е", "ґ": "г",
    "ə": "a", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ς": "σ",
}  # fmt: skip
"""Lower-case letter -> what is commonly typed for it."""

APOSTROPHES = "'`´‘’‛′ʹʻʼʽʾʿˈꞌ＇"
"""What is written inside words and left out as often: of Uzbek Latin, of transliterations, of French names."""

# Where characters have something to fold; beyond are ideographs, which have not, and planes without characters.
_RANGES = (range(0x20000), range(0x2F800, 0x2FA20), range(0xE0000, 0xE0200))
_HANGUL = range(0xAC00, 0xD7A4)  # syllables that decompose into letters and not into a letter and its marks
_UNKNOWN = ("Cn", "Co", "Cs")
# Texts of a frame from which on the whole table is the cheaper one.
_MANY = 100_000


def _folded(char: str) -> str:
    if char in APOSTROPHES or unicodedata.category(char) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).lower())
    found = []
    for one in plain:
        kind = unicodedata.category(one)[0]
        if kind != "M" and one not in APOSTROPHES:
            found.append(LETTERS.get(one, one) if kind in "LN" else " ")
    return unicodedata.normalize("NFC", "".join(found))


def _fold_char(char: str) -> str:
    """What one character becomes; itself where it has nothing to fold."""
    within = any(ord(char) in codes for codes in _RANGES) and ord(char) not in _HANGUL
    return _folded(char) if within and unicodedata.category(char) not in _UNKNOWN else char


@cache
def table() -> dict[str, str]:
    """Every character that is not its own folded form -> its folded form: some 17,000.

    Example:
        >>> table()["Ө"], table()["ё"], table()["-"], table()["ʻ"], "о" in table()
        ('о', 'е', ' ', '', False)
    """
    return {char: to for codes in _RANGES for char in map(chr, codes) if (to := _fold_char(char)) != char}


class _Met(dict[int, str]):
    """Code -> folded form of the characters met so far: few texts need few of them, and the whole table takes a second."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_char(chr(code))
        return self[code]


_MET = _Met()


def fold(text: str) -> str:
    """The folded form: words of lower-case letters and digits with one space between them.

    Folding what is folded changes nothing.

    Example:
        >>> fold("  ӨМҮРБЕК  Текебаев!"), fold("Oʻzbekiston"), fold("wikidata:Q813"), fold("Шайло-2010"), fold("«»")
        ('омурбек текебаев', 'ozbekiston', 'wikidata q813', 'шаило 2010', '')
    """
    return re.sub(" +", " ", text.translate(_MET)).strip(" ")


def _replaced(texts: pl.Series) -> pl.Series:
    # polars builds an automaton of all characters that are to be replaced: 84 ms for the whole table, 2 ms for those of a
    # small frame. In a large one, looking for the characters that occur costs more than the automaton.
    if len(texts) > _MANY:
        pairs = table()
    else:
        occurring = {*"".join(texts.drop_nulls())}
        pairs = {char: _MET[ord(char)] for char in occurring if _MET[ord(char)] != char}
    return texts.str.replace_many(list(pairs), list(pairs.values())) if pairs else texts


def folded(text: pl.Expr) -> pl.Expr:
    """The same as an expression over texts; null stays null.

    Example:
        >>> pl.DataFrame({"name": ["Ён-Ын", None]}).select(folded(pl.col("name")))["name"].to_list()
        ['ен ын', None]
    """
    # Said to be elementwise, so that lists of texts are folded all together and not list by list.
    replaced = text.map_batches(_replaced, return_dtype=pl.String, is_elementwise=True)
    return replaced.str.replace_all(" +", " ").str.strip_chars(" ")
