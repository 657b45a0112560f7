"""The codes of a dictionary entry, in square brackets, and the days between which they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from govgraph.ontology import dates

NULL: Final = "the null code: the name is no actor"
NO_CODE: Final = "not the code of an actor"
NOT_A_DATE: Final = "not a date (YYMMDD or YYYYMMDD)"
BACKWARDS: Final = "ends before it starts"

_BRACKET: Final = re.compile(r"\[([^\[\]}]*)[\]}]?")
_CODE: Final = re.compile(r"(?:[A-Za-z]{3}|[A-Za-z]{3}[A-Za-z0-9]{3,24})")
_SPAN: Final = re.compile(r"(\d+)\s*-\s*(\d+)")
_BOUND: Final = re.compile(r"([<>])\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Coded:
    """One code of an entry.

    Attributes:
        text: what stands in the brackets.
        code: the CAMEO code, without the ``~`` that stands for a country.
        start, end: the days between which it holds; empty if there is no bound.
        role: whether it has a ``~``, so that it is the code of a role and not of an actor.
        fault: what is wrong with it; empty if nothing is.
    """

    text: str
    code: str = ""
    start: str = ""
    end: str = ""
    role: bool = False
    fault: str = ""


def codes_in(line: str) -> list[Coded]:
    """The codes in a line, in order.

    Example:
        >>> [(c.code, c.start, c.end) for c in codes_in("[USRKGZ <910831] [KGZ >20011221][KGZGOV 050325-050815]")]
        [('USRKGZ', '', '1991-08-31'), ('KGZ', '2001-12-21', ''), ('KGZGOV', '2005-03-25', '2005-08-15')]
        >>> [(c.code, c.role, c.fault) for c in codes_in("[~NGODEV] [---] [~2034]")]
        [('NGODEV', True, ''), ('', False, 'the null code: the name is no actor'), ('', True, 'not the code of an actor')]
    """
    return [_coded(text.strip()) for text in _BRACKET.findall(line)] if "[" in line else []


@lru_cache(maxsize=16_384)
def _coded(text: str) -> Coded:
    first, _, rest = text.partition(" ")
    if first and not first.strip("-"):
        return Coded(text, fault=NULL)
    code, rest, role = first.strip("~"), rest.strip(), "~" in first
    if not _CODE.fullmatch(code):
        return Coded(text, role=role, fault=NO_CODE)
    start, end = "", ""
    if rest:
        span, bound = _SPAN.fullmatch(rest), _BOUND.fullmatch(rest)
        days = [_day(day) for day in (span.groups() if span else bound.groups()[1:] if bound else ("",))]
        if "" in days:
            return Coded(text, code, role=role, fault=NOT_A_DATE)
        start = days[0] if span or (bound and bound[1] == ">") else ""
        end = days[-1] if span or (bound and bound[1] == "<") else ""
    if start and end and end < start:
        return Coded(text, code, start, end, role, BACKWARDS)
    return Coded(text, code, start, end, role)


def _day(digits: str) -> str:
    """A day of six or eight digits in the form of ISO 8601, or an empty text.

    Years of two digits up to 30 are after 2000, as PETRARCH reads them. A month or day of ``00`` is not known.
    """
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= 30 else "19") + digits
    if len(digits) != 8:
        return ""
    parts = [digits[:4]] + ([digits[4:6]] + ([digits[6:]] if digits[6:] != "00" else []) if digits[4:6] != "00" else [])
    day = "-".join(parts)
    return day if dates.bounds(day) else ""
