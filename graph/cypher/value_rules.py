"""The rules that recognise the gaps of the embedded Cypher in numbers, texts and points.

They work as those in ``rules``.
"""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.graph.cypher.parsed import ParsedQuery, arguments
from govgraph.graph.cypher.tree import Tree

_MODES = frozenset("CEILING FLOOR UP DOWN HALF_EVEN HALF_UP HALF_DOWN UNNECESSARY".split())
_LARGEST = 2**63


def division_by_zero(query: ParsedQuery) -> Iterator[Tree]:
    """A division by a literal whole zero, unless a literal fraction is divided."""
    for node in query.query.all("expression5"):
        for before, sign, divisor in zip(node.children, node.children[1:], node.children[2:], strict=False):
            is_fraction = before.kind == "numberLiteral" and not before.text.lstrip("-").isdigit()
            if sign.text in ("/", "%") and divisor.text == "0" and not is_fraction:
                yield sign


def unread_number(query: ParsedQuery) -> Iterator[Tree]:
    """``toInteger(' 42 ')``, ``toBoolean(' true ')``, ``toInteger('9223372036854775808')``."""
    for name, call in query.calls:
        if name.startswith(("tointeger", "toboolean")):
            for given in arguments(call):
                value = _text(query, given)
                is_bad = value is not None and (value != value.strip() or _is_too_large(value))
                # The text of an aggregate cannot be looked at while the query runs (``guards``).
                if is_bad or (query.kind(given) in ("", "text") and any(map(given.holds, query.aggregates))):
                    yield given


def _text(query: ParsedQuery, node: Tree) -> str | None:
    """The text that a literal or a parameter gives; None for anything else."""
    value = node.text[1:-1] if node.kind == "stringLiteral" else query.parameter(node)
    return value if isinstance(value, str) else None


def _is_too_large(value: str) -> bool:
    digits = value.removeprefix("+").removeprefix("-")
    return digits.isdecimal() and digits.isascii() and not -_LARGEST <= int(value) < _LARGEST


def unknown_rounding(query: ParsedQuery) -> Iterator[Tree]:
    """round() to less than whole numbers, or in a mode that there is not."""
    for name, call in query.calls:
        if name == "round":
            _, places, mode, *_ = [*arguments(call), None, None, None]
            if places and (_number(query, places) or 0) < 0:
                yield places
            if mode and (text := _text(query, mode)) is not None and text not in _MODES:
                yield mode


def trim_of_several(query: ParsedQuery) -> Iterator[Tree]:
    """``trim(BOTH 'xy' FROM text)``."""
    for node in query.query.all("trimFunction"):
        for given, word in zip(node.children, node.children[1:], strict=False):
            text = _text(query, given) if word.text.upper() == "FROM" else None
            if text is not None and len(text.encode("utf-16-le")) != 2:
                yield given


def slice_without_ends(query: ParsedQuery) -> Iterator[Tree]:
    """``list[..]``."""
    yield from (
        part for part in query.query.all("postFix") if [word.text for word in part.children] == ["[", "..", "]"]
    )


def large_number_and_fraction(query: ParsedQuery) -> Iterator[Tree]:
    """A whole number beyond 2^53 compared with a fraction: not all such numbers can be stored as a fraction."""
    for node in query.query.all("expression8"):
        values = [_number(query, part) for part in node.children if part.kind]
        if any(isinstance(v, float) for v in values) and any(isinstance(v, int) and abs(v) > 2**53 for v in values):
            yield node


def _number(query: ParsedQuery, node: Tree) -> int | float | None:
    """The value of a number literal or of a parameter that is a number; otherwise None."""
    if node.kind == "numberLiteral":
        try:
            return int("".join(node.words), 0)
        except ValueError:
            return 0.0
    value = query.parameter(node)
    return value if isinstance(value, int | float) else None


def field_of_a_point(query: ParsedQuery) -> Iterator[Tree]:
    """``point(...).crs``, and fields that points do not have."""
    for node in query.query.all("expression2"):
        field = node.children[1].part("property")
        if query.kind(node.children[0]) == "point" and field and field.children[1].name not in POINT_FIELDS:
            yield field


POINT_FIELDS = frozenset("x y z longitude latitude height srid".split())


def number_with_lines(query: ParsedQuery) -> Iterator[Tree]:
    """``1_000``."""
    yield from (number for number in query.query.all("numberLiteral") if "_" in number.text)


def long_escape(query: ParsedQuery) -> Iterator[Tree]:
    r"""``'\U0001F642'``."""
    yield from (text for text in query.query.all("stringLiteral") if "\\U" in text.text.replace("\\\\", ""))


def point_functions(query: ParsedQuery) -> Iterator[Tree]:
    """Distances of points."""
    yield from (call for name, call in query.calls if name in ("point.distance", "point.withinbbox"))


def named_number(query: ParsedQuery) -> Iterator[Tree]:
    """``INF`` and ``NaN`` where a value is meant: Neo4j never takes them for variables there."""
    yield from (value for value in query.query.all("literal") if value.words[0] in _NAMED_NUMBERS)


_NAMED_NUMBERS = frozenset({"INF", "INFINITY", "NAN"})
