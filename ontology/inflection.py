"""Endings: whether two words may be forms of one word, in Kyrgyz and Russian.

A name in a text stands in a case: "агенттигинин" is of "агенттик", "Швейцариянын" of "Швейцария", "Министерству" of "Министерство". The
endings here are those of nouns and adjectives: in Kyrgyz plural, possessive of the third person and case, in this order, with the
variants of vowel harmony and the change of г to к and б to п; in Russian the case endings. No dictionary is used, so a stem is only
a candidate: compare a word with names that are known, never with any word.

Sources: the tables of endings in R. J. Hebert and N. Poppe, *Kirghiz Manual* (1963), and in A. Timberlake, *A Reference Grammar of
Russian* (2004).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from govgraph.ontology.folding import fold

_SHORTEST: Final = 3
"""Letters that a stem has at least."""

# Folded, so ө is о, ү is у, ң is н and й is и. A consonant and a vowel stand for all variants of harmony.
_CASES: Final = "[ндт][ыиу]н|[гк][аео]|н?[аео]|[ндт][ыиу]|н?[дт][аео]н?|н?[дт][аео]г[ыиу]|н[аео]н|н"
_POSSESSIVE: Final = "с?[ыиу]"
_PLURAL: Final = "[лдт][аео]р"
_POSSESSIVE_ENGLISH: Final = re.compile(r"(?:(?<=[A-Za-z])['’]s|(?<=s)['’])\s*$")
_KYRGYZ: Final = tuple(re.compile(part) for part in (_CASES, _POSSESSIVE, _PLURAL))
_LONGEST: Final = 5
# After и only the last letter is an ending, so that Нигерия is no form of Нигер; ий and ие of adjectives follow few consonants.
_RUSSIAN: Final = re.compile(
    "(?:ыми|ими|ого|его|ому|ему|ами|ями|ая|яя|ую|юю|ои|еи|ою|ею|ыи|ые|ых|их|ым|им|ом|ем|ах|ях|ам|ям|ов|ев|(?<=[кгхжшщчцн])и[ие]|[аяоеуюыиь])$"
)


@lru_cache(maxsize=65536)
def stems(word: str) -> frozenset[str]:
    """What may be left of a folded word without its endings, itself included.

    Example:
        >>> "агенттик" in stems("агенттигинин"), "швеицари" in stems("швеицарии") & stems("швеицария")
        (True, True)
    """
    forms = {word}
    for ending in _KYRGYZ:
        for form in list(forms):
            for length in range(1, min(_LONGEST, len(form) - _SHORTEST) + 1):
                if ending.fullmatch(form[-length:]):
                    without = form[:-length]
                    forms.add(without)
                    forms.add(without[:-1] + {"г": "к", "б": "п"}.get(without[-1], without[-1]))
    # The ая of an adjective is also the genitive of a noun in ай: Китая, Уругвая.
    for russian in (_RUSSIAN.sub("", word), word.removesuffix("я")):
        if len(russian) >= _SHORTEST:
            forms.add(russian)
    return frozenset(forms)


@cache
def name_stems(name: str) -> tuple[frozenset[str], ...]:
    """:func:`stems` of each word of a name.

    Example:
        >>> len(name_stems("Ош облусунда"))
        2
    """
    return tuple(stems(word) for word in fold(name).split())


def bare(name: str) -> str:
    """A folded name without the article and the possessive ending that English has: "the United Nations'".

    Example:
        >>> bare("the United Nations’"), bare("Kyrgyzstan's"), bare("Laos")
        ('united nations', 'kyrgyzstan', 'laos')
    """
    return fold(_POSSESSIVE_ENGLISH.sub("", name)).removeprefix("the ")


def may_be_forms(name: str, other: str) -> bool:
    """Whether each word of a text may be a form of the word of a name in the same place.

    Example:
        >>> may_be_forms("Швейцариянын", "Швейцария"), may_be_forms("Ош облусунда", "Ош облусу")
        (True, True)
        >>> may_be_forms("Министерству юстиции", "Министерство юстиции"), may_be_forms("Чад", "Чили")
        (True, False)
    """
    one, two = name_stems(name), name_stems(other)
    return len(one) == len(two) > 0 and all(a & b for a, b in zip(one, two, strict=True))
