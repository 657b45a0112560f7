"""Sentences of the World Factbook that name several persons, as one sentence a person.

``Deputy Prime Ministers TEO Chee Hean (since 1 April 2009) and Tharman SHANMUGARATNAM (since 21 May 2011)`` names two holders of one office,
``Captain Regent Ada LEE and Captain Regent Bo LEE (both since 1 April 2023)`` two with their own.
"""

from __future__ import annotations

import re
from typing import Final

_OFFICES: Final = {
    "ministers": "Minister", "presidents": "President", "premiers": "Premier", "chancellors": "Chancellor", "regents": "Regent",
    "chairmen": "Chairman", "chairpersons": "Chairperson", "governors": "Governor", "ambassadors": "Ambassador", "co-princes": "Co-prince",
}  # fmt: skip
"""Words of offices that several persons hold, with the word for one."""
_BRACKETS: Final = re.compile(r"(\([^()]*\))")
_ALL: Final = re.compile(r"\((?:both|all) (since [^()]+)\)\s*$")
_DATED: Final = re.compile(r"\([^()]*\bsince [^()]*\)\s*$")


def one_by_one(text: str) -> list[str]:
    """A sentence about each person that a sentence names; the sentence itself if it names one, or cannot be taken apart.

    Example:
        >>> one_by_one("Vice Presidents Ada LEE, Bo LI, and Cy LO (all since 5 May 2020)")[1:]
        ['Vice President Bo LI (since 5 May 2020)', 'Vice President Cy LO (since 5 May 2020)']
        >>> one_by_one("Regent Ada LEE (since 2020) and Regent Bo LI (since 2021)")
        ['Regent Ada LEE (since 2020)', 'Regent Bo LI (since 2021)']
        >>> one_by_one("President Ada LEE and others")
        ['President Ada LEE and others']
    """
    since = _ALL.search(text)
    body = text[: since.start()].rstrip() if since else text
    office, rest = _plural(body)
    pieces = _pieces(rest if office else body, commas=bool(office))
    if len(pieces) < 2:
        return [text]
    first = pieces[0].split()[0]
    if office:
        pieces = [f"{office} {piece}" for piece in pieces]
    elif not all(piece.startswith(f"{first} ") or _begins_with_an_office(piece) for piece in pieces[1:]):
        return [text]
    if since:
        pieces = [piece if _DATED.search(piece) else f"{piece} ({since[1]})" for piece in pieces]
    return pieces


def _plural(text: str) -> tuple[str, str]:
    """The office that several persons hold, for one of them, and what stands behind it."""
    words = text.split()
    for at, word in enumerate(words[:-1]):
        if one := _OFFICES.get(word.casefold()):
            # As in Council of Ministers Chairman, where the word names a body.
            behind = words[at + 1]
            if at and words[at - 1].casefold() == "of":
                return "", text
            return (" ".join([*words[:at], one]), " ".join(words[at + 1 :])) if behind[:1].isupper() else ("", text)
        if sum(letter.isupper() for letter in word) > 1:
            break
    return "", text


def _begins_with_an_office(piece: str) -> bool:
    words = piece.split("(")[0].split()
    ones = {one.casefold() for one in _OFFICES.values()}
    return any(word.casefold() in ones for word in words[:4])


def _pieces(text: str, commas: bool) -> list[str]:
    """What stands between commas and *and* outside of brackets."""
    between = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+" if commas else r",?\s+(?:and|&)\s+")
    parts = _BRACKETS.split(text)
    marked = "".join(part if part.startswith("(") else between.sub("\0", part) for part in parts)
    return [piece.strip() for piece in marked.split("\0") if piece.strip()]
