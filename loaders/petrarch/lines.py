"""The lines of a dictionary: comments taken off, and what sort of line each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from govgraph.ontology.letters import composed
from govgraph.ontology.loader import LoaderError, Source

NUL: Final = "holds a NUL character"
_COMMENT: Final = re.compile(r"(?:^|(?<=[\s\]_}]))[;#].*", re.DOTALL)
_MACRO: Final = re.compile(r"!([A-Z]+)!\s*=\s*(.+)")
_STOP: Final = "---STOP---"
_MOST_NAMES: Final = 100
_MOST_MARKS: Final = 8
# UTF-8 that was read as Windows-1252.
_MOJIBAKE: Final = re.compile(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something.

    Attributes:
        number: from 1.
        kind: name, synonym, code, macro, nameless (an entry that has lost its name) or broken.
        text: the line without comment; of a macro its name.
        words: of a macro what it stands for.
        cp1252: whether it is not UTF-8 and was read as Windows-1252.
    """

    number: int
    kind: str
    text: str
    words: tuple[str, ...] = ()
    cp1252: bool = False


def lines_of(source: Source) -> Iterator[Line]:
    """The lines of a file that are neither blank nor comments.

    Raises:
        LoaderError: the file cannot be read, or has an endless line.

    Example:
        >>> from pathlib import Path
        >>> data = b"# by hand\\nKYRGYZSTAN_  ; CountryInfo\\n+KYRGYZ_\\n\\t[KGZ]\\n  ; lost\\n!MINIST! = MINISTER, MINISTRY\\n"
        >>> [(line.number, line.kind, line.text) for line in lines_of(Source(Path("a.txt"), data=data))]
        [(2, 'name', 'KYRGYZSTAN_'), (3, 'synonym', 'KYRGYZ_'), (4, 'code', '[KGZ]'), (5, 'nameless', ''), (6, 'macro', 'MINIST')]
    """
    limit, number, markup = source.limits.line, 0, False
    with source.open() as stream:
        while raw := stream.readline(limit + 1):
            number += 1
            if len(raw) > limit:
                raise LoaderError(
                    f"a line is longer than {limit // 1_000_000} MB: not a dictionary", where=f"{source}:{number}",
                    hint="--limit line=NUMBER, if the file is right",
                )  # fmt: skip
            raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            try:
                text, odd = raw.decode(), False
            except UnicodeDecodeError:
                text, odd = raw.decode("cp1252", "replace"), True
            if _STOP in text:
                return
            markup = markup or text.startswith("<!--")
            if markup:
                markup = "-->" not in text
                continue
            if line := _line(number, text, odd):
                yield line


def _line(number: int, text: str, odd: bool) -> Line | None:
    body = (_COMMENT.sub("", text) if ";" in text or "#" in text else text).strip()
    indented = text[:1] in (" ", "\t")
    if not body:
        return Line(number, "nameless", "") if indented and text.strip() else None
    if body.startswith("<"):
        return None
    if "\0" in body:
        return Line(number, "broken", body)
    if macro := _MACRO.fullmatch(body):
        return Line(number, "macro", macro[1], tuple(word.strip() for word in macro[2].split(",") if word.strip()))
    if body.startswith("+"):
        return Line(number, "synonym", body[1:].strip(), cp1252=odd)
    return Line(number, "code" if indented else "name", body, cp1252=odd)


def name_in(text: str) -> str:
    """The name before the codes of a line, with spaces for the underscores that join its words.

    Example:
        >>> name_in("KURMANBEK_BAKIYEV_  [KGZELI]"), name_in("HEAD_OF_POLICE {HEADS_OF_POLICE } [~COP]")
        ('KURMANBEK BAKIYEV', 'HEAD OF POLICE')
    """
    return composed(" ".join(text.partition("[")[0].partition("{")[0].replace("_", " ").split()))


def plurals_in(text: str) -> list[str]:
    """The irregular plurals that a line gives in curly brackets.

    Example:
        >>> plurals_in("THIEF {THIEVES} [~CRM]"), plurals_in("POLICE {} [~COP]")
        (['THIEVES'], [])
    """
    match = re.search(r"\{([^{}]*)\}", text) if "{" in text else None
    return [name] if match and (name := name_in(match[1])) else []


def expanded(name: str, macros: dict[str, tuple[str, ...]]) -> list[str] | None:
    """The names that a name with macros stands for; None if a macro is not defined, or if they would be more than a hundred.

    A macro inside a word is no macro: ``AD!MINIST!RATION`` was ``ADMINISTRATION`` before letters were replaced in the whole file.

    Example:
        >>> expanded("FOREIGN !MINIST!", {"MINIST": ("MINISTER", "MINISTRY")}), expanded("!X! OF", {})
        (['FOREIGN MINISTER', 'FOREIGN MINISTRY'], None)
        >>> expanded("AD!MINIST!RATION", {}), expanded("CLERGY!PERSON!", {"PERSON": ("MAN", "WOMAN")})
        (['ADMINISTRATION'], ['CLERGYMAN', 'CLERGYWOMAN'])
    """
    if "!" not in name:
        return [name]
    if name.count("!") > _MOST_MARKS:
        return None
    name = re.sub(r"(?<=[^\W_])!([A-Z]+)!(?=[^\W_])", r"\1", name)
    match = re.search(r"!([A-Z]+)!", name)
    if not match:
        return [name] if "!" not in name else None
    if match[1] not in macros:
        return None
    before, after = name[: match.start()], name[match.end() :]
    after = f" {after}" if after and after[0].isalnum() else after
    found: list[str] = []
    for word in macros[match[1]]:
        rest = expanded(before + word + after, macros)
        if rest is None:
            return None
        found += rest
        if len(found) > _MOST_NAMES:
            return None
    return found


def is_damaged(text: str) -> bool:
    """Whether a text has letters that were lost or read in a wrong encoding.

    Example:
        >>> is_damaged("OBRAS PÃŠBLICAS"), is_damaged("NIG\\ufffdERIA"), is_damaged("MANFRED WÖRNER")
        (True, True, False)
    """
    return not text.isascii() and ("\ufffd" in text or bool(_MOJIBAKE.search(text)))
