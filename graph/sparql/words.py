"""The words of a SPARQL query: names, values, keywords and signs, with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME_START = r"[^\W\d_]"
_LOCAL = r"(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:.%\\-]))*"
_WORD = re.compile(
    rf"""(?P<space>\s+|\#[^\n\r]*)
      |(?P<IRIREF><[^<>"{{}}|^`\\\x00-\x20]*>)
      |(?P<TEXT>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      |(?P<BLANK>_:[\w.-]*\w)
      |(?P<NAME>(?:{_NAME_START}(?:[\w.-]*[\w-])?)?:{_LOCAL})
      |(?P<VARIABLE>[?$]\w+)
      |(?P<LANGUAGE>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
      |(?P<NUMBER>(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)
      |(?P<word>[^\W\d]\w*)
      |(?P<sign>\^\^|&&|\|\||<=|>=|!=|<<\(|\)>>|<<|>>|\{{\||\|\}}|.)""",
    re.VERBOSE | re.DOTALL,
)


class Word(NamedTuple):
    """A word of a query.

    Attributes:
        kind: ``IRIREF``, ``TEXT``, ``BLANK``, ``NAME``, ``VARIABLE``, ``LANGUAGE`` or ``NUMBER``; of a keyword the keyword in capitals (but
            ``a`` as it is); of a sign the sign.
        text: as written.
        start: the position of its first character.
    """

    kind: str
    text: str
    start: int


def words(query: str) -> list[Word]:
    """The words of a query without comments, and an empty one at its end.

    Example:
        >>> [word.kind for word in words("SELECT ?x { ?x a <x:b>, gov:Event } # all")]
        ['SELECT', 'VARIABLE', '{', 'VARIABLE', 'a', 'IRIREF', ',', 'NAME', '}', '']
    """
    found = []
    for match in _WORD.finditer(query):
        kind, text = match.lastgroup or "", match[0]
        if kind == "word":
            kind = text if text == "a" else text.upper()
        elif kind == "sign":
            kind = text
        if kind != "space":
            found.append(Word(kind, text, match.start()))
    return [*found, Word("", "", len(query.rstrip()))]
