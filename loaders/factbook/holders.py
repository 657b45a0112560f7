"""Who holds an office, from sentences such as ``President Sadyr JAPAROV (since 28 January 2021)``.

The Factbook writes surnames in capitals and says nowhere where the office ends and the name begins. Only words that are known as parts of
offices are taken for an office. Where that leaves a doubt, there is no person, and the reason is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from govgraph.loaders.factbook.several import one_by_one
from govgraph.loaders.factbook.texts import day_in_words, split_outside
from govgraph.ontology.countries import country_by_name

VACANT: Final = "the office is vacant"
NO_NAME: Final = "no name of a person in capitals"
UNCLEAR: Final = "the office and the name cannot be told apart"
SEVERAL: Final = "several persons in one"
NO_DATE: Final = "date not understood"
_LONGEST: Final = 600
"""No part of a sentence about one person is longer; patterns are not tried on longer ones, which would take them long."""

_HEADS: Final = frozenset(
    "president minister premier chancellor king queen sultan emir amir emperor prince princess co-prince duke pope governor general "
    "administrator commissioner chairman chairwoman chairperson chair chief executive leader bailiff mayor prefect taoiseach regent lord "
    "secretary ambassador ambassador-designate counselor counsellor ceo d'affaires consul envoy representative vice-president "
    "president-elect governor-general head officer director rector nuncio speaker".split()
)
_WORDS: Final = frozenset(
    "acting interim transitional transition caretaker first second third fourth deputy vice co-vice executive assistant lieutenant high grand "
    "crown supreme prime senior overall permanent heir apparent sovereign state federal national swiss confederation republic islamic "
    "presidential presidency council cabinet ministers government commonwealth territorial assembly pontifical commission vatican city "
    "affairs foreign political people's administration island armed forces commander-in-chief sudanese army security military leadership "
    "mann charge chargé captain apostolic house representatives of the and or for in".split()
)
_MONARCHS: Final = frozenset("king queen sultan emir amir emperor pope duke prince princess co-prince".split())
_RANKS: Final = frozenset(
    "sr. gen. lt. maj. brig. col. capt. adm. general admiral colonel marshal field air vice-marshal dr. dr prof. sir dame sheikh shaykh "
    "archbishop cardinal rev. sayyid (ret.) (ret) (retired)".split()
)
_RUN_TOGETHER: Final = re.compile(r"\b(Sr|Lt|Maj|Brig|Adm)\.(?=\S)")
"""A rank without the space after its point, as in ``Maj.Gen.``."""
_DATED: Final = re.compile(r"\s*\(((?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4})\)$")
_BRACKET: Final = re.compile(r"\s*\(([^()]*)\)")
_SMALL: Final = frozenset(
    "al el bin ibn ibni bint binti binte ould ag ap da das de del della den der di do dos du e i la le of ten ter the und van vel von y zu".split()
)
"""Words of a name that are written small; any other small word is one of a sentence."""
_SINCE: Final = re.compile(r"\(([^()]*\bsince ([^();,]+)[^()]*)\)")
_REPRESENTED: Final = re.compile(r"(?:and )?(?:.* is )?represented by ", re.IGNORECASE)
_REMARK: Final = re.compile(r"(?:note\b|the \w+ is both|\(?see )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in an office, as one part of a sentence names him or her.

    Attributes:
        text: the part.
        fault: why it names no person; empty if it does.
        remark: whether it is a remark on the office and not about a person.
        role: the office as written; empty if the part names none.
        name: the name as written, without rank.
        given, family: where capitals tell the surname from the rest.
        since: first day, month or year in the office.
        rank: as ``Sr. Gen.``
        represents: the name of whom the person represents.
        remarks: what else stands in brackets, as a party, another name, or a date of which the page does not say what happened then.
    """

    text: str
    fault: str = ""
    remark: bool = False
    role: str = ""
    name: str = ""
    given: str = ""
    family: str = ""
    since: str = ""
    rank: str = ""
    represents: str = ""
    remarks: str = ""


def holders(text: str) -> list[Holder]:
    """The persons that a sentence names, in order.

    Example:
        >>> one, two = holders("King CHARLES III (since 8 September 2022); represented by Governor General Dame Cindy KIRO (since May 2021)")
        >>> one.role, one.name, one.since, one.family
        ('King', 'CHARLES III', '2022-09-08', '')
        >>> two.role, two.rank, two.name, two.family, two.since, two.represents
        ('Governor General', 'Dame', 'Cindy KIRO', 'KIRO', '2021-05', 'CHARLES III')
        >>> [h.fault or h.name for h in holders("Ambassador (vacant); Chargé d'Affaires Ann B. LEE (since 2020)")]
        ['the office is vacant', 'Ann B. LEE']
    """
    found: list[Holder] = []
    for line in text.split("\n"):
        represented, remark = "", False
        for part in split_outside(line, ";"):
            several = one_by_one(part) if len(part) <= _LONGEST else [part]
            each = [_represented(one, represented) for one in several]
            if len(each) > 1 and any(holder.fault for holder in each):
                each = [_represented(part, represented)]
            if remark and each[0].fault:  # a remark goes on behind a semicolon
                each = [Holder(part, remark=True)]
            remark = remark or each[0].remark
            represented = next(
                (holder.name for holder in each if not holder.represents and not holder.remark), represented
            )
            found += each
    return found


def _represented(text: str, represented: str) -> Holder:
    """What a part says, which may be of one who represents the one before."""
    if len(text) > _LONGEST:
        return Holder(text, NO_NAME)
    deputy = _REPRESENTED.match(text)
    return _holder(text, text[deputy.end() :] if deputy else text.removeprefix("and "), represented if deputy else "")


def _holder(text: str, rest: str, represents: str) -> Holder:
    if _REMARK.match(rest):
        return Holder(text, remark=True)
    if "vacant" in rest.casefold():
        return Holder(text, VACANT)
    if rest.count("(") == rest.count(")") + 1:
        rest += ")"
    rest = _RUN_TOGETHER.sub(r"\1. ", rest).replace("d' A", "d'A")
    since = ""
    more: list[str] = []
    if match := _SINCE.search(rest):
        day = day_in_words(match[2])
        if day is None:
            return Holder(text, NO_DATE)
        since, rest = day, rest[: match.start()].strip()
    elif match := _DATED.search(rest):  # the page does not say what happened then
        more, rest = [match[1]], rest[: match.start()].strip()
    rest, _, _ = rest.partition(", born ")
    role, name = _office(rest)
    rank: list[str] = []
    while name and name[0].casefold() in _RANKS:
        rank.append(name.pop(0))
    whole = " ".join(name)
    if role or represents:
        more = [*_BRACKET.findall(whole), *more]
        whole = _BRACKET.sub("", whole)
    words = whole.split(",")[0].split()
    if "and" in words or "&" in words:
        return Holder(text, SEVERAL)
    surname = [i for i, w in enumerate(words) if _is_surname(w, i)]
    if not surname:
        return Holder(text, NO_NAME)
    if "(" in " ".join(words) or (not role and not represents and surname[0] > 0) or any(map(_is_of_a_sentence, words)):
        return Holder(text, UNCLEAR)
    given, family = _parts(words, surname) if not _MONARCHS & {w.casefold() for w in role.split()} else ("", "")
    remarks = "; ".join(more)
    return Holder(text, "", False, role, " ".join(words), given, family, since, " ".join(rank), represents, remarks)


def _is_of_a_sentence(word: str) -> bool:
    return word.islower() and word.isalpha() and word not in _SMALL


def _office(text: str) -> tuple[str, list[str]]:
    """The words of the office, and the words after it."""
    words = text.split()
    end = at = 0
    headed = False
    while at < len(words):
        word = words[at].rstrip(",")
        if word.startswith("("):  # as in Taoiseach (Prime Minister)
            close = next((i for i in range(at, len(words)) if words[i].rstrip(",").endswith(")")), -1)
            if close < 0:
                break
            at = end = close + 1
            continue
        known = word.casefold().replace("’", "'")
        length = 1 if known in _HEADS or known in _WORDS else _length_of_country(words[at:])
        if not length or (len(word) > 1 and word.isupper() and known != "ceo"):
            break
        headed = headed or known in _HEADS
        at += length
        if known not in ("of", "the", "and", "or", "for", "in"):
            end = at
    if not headed:
        return "", words
    return " ".join(words[:end]).rstrip(","), words[end:]


def _length_of_country(words: list[str]) -> int:
    """How many words at the beginning are the name of a country."""
    return next((n for n in (3, 2, 1) if len(words) > n and country_by_name(" ".join(words[:n]))), 0)


_MIXED: Final = re.compile(r"(?:Ma?c|Fitz|De|Le|La|Van)[A-Z]{2,}\b")
"""Surnames that begin with small letters among their capitals."""


def _is_surname(word: str, place: int) -> bool:
    """Whether a word is in capitals, or one of its parts as in al-BASHIR, and neither an initial nor a number after a name.

    Example:
        >>> [_is_surname(word, 1) for word in ("LEE", "al-BASHIR", "SASSOU-Nguesso", "McNAMARA", "Abd-al-Fattah", "B.", "III")]
        [True, True, True, True, False, False, False]
    """
    if place > 0 and re.fullmatch(r"[IVX]+|JR|SR", word.strip(".,")):
        return False
    return any(_all_capitals(part) for part in (word, *word.split("-"))) or _MIXED.match(word) is not None


def _all_capitals(word: str) -> bool:
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def _parts(words: list[str], surname: list[int]) -> tuple[str, str]:
    """The given names and the surname, where the surname is one run of words and not all there is."""
    run = words[surname[0] : surname[-1] + 1]
    rest = words[: surname[0]] + words[surname[-1] + 1 :]
    if len(run) != len(surname) or not rest:
        return "", ""
    return (" ".join(rest) if surname[0] == 0 or surname[-1] == len(words) - 1 else ""), " ".join(run)
