"""Folding: the form in which names are compared, so that ОМУРБЕК finds Өмүрбек and OZBEKISTON finds Oʻzbekiston.

Folding drops case and marks, replaces letters that have no key on a common keyboard by those that people type instead, and turns
punctuation into spaces. Python and polars use one table from characters to texts, so that they cannot differ. The pages fold in
``assets/text.js``; a test compares both. Text is never transliterated from one script to another.
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
"""Characters inside words that people leave out as often as they write them: in Uzbek Latin, transliterations, French names."""

# The code points that folding can change. Outside them are ideographs, which it does not change, and planes without characters.
_RANGES = (range(0x20000), range(0x2F800, 0x2FA20), range(0xE0000, 0xE0200))
_HANGUL = range(0xAC00, 0xD7A4)  # syllables: they decompose into letters, not into a letter and its marks
_UNKNOWN = ("Cn", "Co", "Cs")
# From this number of texts in a column on, replacing by the whole table is cheaper.
_MANY = 100_000


def _folded(char: str) -> str:
    if char in APOSTROPHES or unicodedata.category(char) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).lower())
    letters = []
    for one in plain:
        kind = unicodedata.category(one)[0]
        if kind != "M" and one not in APOSTROPHES:
            letters.append(LETTERS.get(one, one) if kind in "LN" else " ")
    return unicodedata.normalize("NFC", "".join(letters))


def _fold_char(char: str) -> str:
    """What one character becomes; the character itself where folding does not change it."""
    within = any(ord(char) in codes for codes in _RANGES) and ord(char) not in _HANGUL
    return _folded(char) if within and unicodedata.category(char) not in _UNKNOWN else char


@cache
def table() -> dict[str, str]:
    """Every character that folding changes -> its folded form: some 17,000.

    Example:
        >>> table()["Ө"], table()["ё"], table()["-"], table()["ʻ"], "о" in table()
        ('о', 'е', ' ', '', False)
    """
    return {char: to for codes in _RANGES for char in map(chr, codes) if (to := _fold_char(char)) != char}


class _FoldedSoFar(dict[int, str]):
    """Code point -> folded form, computed when a character first occurs: a few texts need few, and the whole table takes a second."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_char(chr(code))
        return self[code]


_FOLDED = _FoldedSoFar()


def fold(text: str) -> str:
    """The folded form: words of lower-case letters and digits with one space between them.

    Folding a folded text changes nothing.

    Example:
        >>> fold("  ӨМҮРБЕК  Текебаев!"), fold("Oʻzbekiston"), fold("wikidata:Q813"), fold("Шайло-2010"), fold("«»")
        ('омурбек текебаев', 'ozbekiston', 'wikidata q813', 'шаило 2010', '')
    """
    return re.sub(" +", " ", text.translate(_FOLDED)).strip(" ")


def _replaced(texts: pl.Series) -> pl.Series:
    # polars builds an automaton of all characters that are to be replaced: 84 ms for the whole table, 2 ms for the
    # characters of a small column. In a large column, finding the characters that occur costs more than the automaton.
    if len(texts) > _MANY:
        pairs = table()
    else:
        occurring = {*"".join(texts.drop_nulls())}
        pairs = {char: _FOLDED[ord(char)] for char in occurring if _FOLDED[ord(char)] != char}
    return texts.str.replace_many(list(pairs), list(pairs.values())) if pairs else texts


def folded(text: pl.Expr) -> pl.Expr:
    """:func:`fold` as an expression over texts; null stays null.

    Example:
        >>> pl.DataFrame({"name": ["Ён-Ын", None]}).select(folded(pl.col("name")))["name"].to_list()
        ['ен ын', None]
    """
    # Said to be elementwise, so that lists of texts are folded all together and not list by list.
    replaced = text.map_batches(_replaced, return_dtype=pl.String, is_elementwise=True)
    return replaced.str.replace_all(" +", " ").str.strip_chars(" ")
