"""The functions of SPARQL on text, as SQL: for each of them, only what DuckDB and Oxigraph do alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from govgraph.graph.duck import quoted
from govgraph.graph.relational.comparison import described
from govgraph.graph.relational.terms import ODD, TEXTUAL, FallBack, Value, unbound, value

if TYPE_CHECKING:
    from govgraph.graph.relational.expressions import Expressions

Function = Callable[["Expressions", Any], Value]
"""Translates a call: what translates the arguments, and the node of the call in rdflib's algebra."""

UNLIKE = {
    "upper": r"[\x{df}\x{149}\x{19b}\x{1f0}\x{264}\x{390}\x{3b0}\x{587}\x{1c8a}\x{1e96}-\x{1e9a}\x{1f50}-\x{1fff}"
    r"\x{a7c0}-\x{a7df}\x{fb00}-\x{fb17}\x{10d70}-\x{10d85}\x{16ebb}-\x{16ed3}]",
    "lower": r"[\x{130}\x{3a3}\x{1c89}\x{a7c0}-\x{a7df}\x{10d50}-\x{10d65}\x{16ea0}-\x{16eb8}]",
}
"""The letters for which DuckDB and Oxigraph disagree, as patterns: capitals of two letters, and what is newer than one of them."""
_SPACES = r"[\t\n\x0b\x0c\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_PATTERN = re.compile(
    r"(?:[^\\\[\](){}]|\\[.*+?^$|()\[\]{}\\/-]|\\[ds]|\[\^?(?:[^\\\[\]&~-]|[^\\\[\]&~-]-[^\\\[\]&~-])+\]|\((?!\?)|\))*"
)
"""The patterns that RE2, which DuckDB has, and the regex library of Rust read alike."""


def _text(v: Value, name: str) -> str:
    """The text of a string with or without a language; other terms are errors."""
    if v.kinds <= TEXTUAL:
        return v.text
    if not v.kinds & TEXTUAL and ODD not in v.kinds:
        return "NULL::VARCHAR"
    raise FallBack(f"{name} of {described(v)}")


def _kept(v: Value, sql: str) -> Value:
    """A text with the language of another value."""
    if not v.kinds & TEXTUAL:
        return unbound()
    if v.kind == "string":
        return value(sql, "string", maybe=True)
    return Value(f"CASE WHEN {v.sql} IS NOT NULL THEN {{'v': {sql}, 't': {v.tag}}} END", v.kinds, True)


def _second(v: Value, name: str) -> str:
    """The second text of a function of two texts: with a language it must be that of the first, which is left to Oxigraph."""
    if v.kind != "string":
        raise FallBack(f"{name} with {described(v)} as second argument")
    return v.sql


def _strlen(here: Expressions, node: Any) -> Value:
    return value(f"length({_text(here.value(node.arg), 'STRLEN')})", "integer", maybe=True)


def _substr(here: Expressions, node: Any) -> Value:
    v, start = here.value(node.arg), here.value(node.start)
    numbers = [start, *([here.value(node.length)] if node.length is not None else [])]
    low = (1, 0)
    for number, least in zip(numbers, low, strict=False):
        if number.kind != "integer" or not isinstance(number.constant, int) or number.constant < least:
            raise FallBack("SUBSTR from or of a computed or unusual position")
    return _kept(v, f"substring({', '.join([_text(v, 'SUBSTR'), *(n.sql for n in numbers)])})")


def _case(function: str) -> Function:
    def of(here: Expressions, node: Any) -> Value:
        v = here.value(node.arg)
        text = _text(v, function)
        unlike = f"CASE WHEN regexp_matches({text}, {quoted(UNLIKE[function])})"
        error = "error('letters whose capitals are more than one character')::VARCHAR"
        return _kept(v, f"{unlike} THEN {error} ELSE {function}({text}) END")

    return of


def _pair(function: str, name: str) -> Function:
    def of(here: Expressions, node: Any) -> Value:
        a, b = here.value(node.arg1), here.value(node.arg2)
        return value(f"{function}({_text(a, name)}, {_second(b, name)})", "boolean", maybe=True)

    return of


def _around(name: str, before: bool) -> Function:
    def of(here: Expressions, node: Any) -> Value:
        a, b = here.value(node.arg1), _second(here.value(node.arg2), name)
        if a.kind != "string":
            raise FallBack(f"{name} of {described(a)}")
        at = f"strpos({a.sql}, {b})"
        part = f"substring({a.sql}, 1, {at} - 1)" if before else f"substring({a.sql}, {at} + length({b}))"
        return value(f"CASE WHEN {at} > 0 THEN {part} WHEN {at} = 0 THEN '' END", "string", maybe=True)

    return of


def _concat(here: Expressions, node: Any) -> Value:
    values = [here.value(x) for x in node.arg]
    if any(v.kind != "string" for v in values):
        raise FallBack(f"CONCAT of {described(*values)}")
    return value(f"({' || '.join(v.sql for v in values) or quoted('')})", "string", maybe=True)


def _encode(here: Expressions, node: Any) -> Value:
    return value(f"url_encode({_text(here.value(node.arg), 'ENCODE_FOR_URI')})", "string", maybe=True)


def _language_matches(here: Expressions, node: Any) -> Value:
    tag, wanted = here.value(node.arg1), here.value(node.arg2)
    if tag.kind != "string" or wanted.kind != "string" or not isinstance(wanted.constant, str) or not wanted.constant:
        raise FallBack("LANGMATCHES with computed or empty ranges")
    if wanted.constant == "*":
        return value(f"({tag.sql} <> '')", "boolean", maybe=True)
    if not re.fullmatch("[A-Za-z0-9-]+", wanted.constant):
        raise FallBack("LANGMATCHES with an unusual range")
    low, known = f"lower({tag.sql})", wanted.constant.lower()
    return value(f"({low} = {quoted(known)} OR starts_with({low}, {quoted(known + '-')}))", "boolean", maybe=True)


def _pattern(pattern: Value, flags: Any) -> tuple[str, str]:
    """(a pattern for RE2, its flags)."""
    letters = str(flags or "")
    if not isinstance(pattern.constant, str) or pattern.kind != "string" or not set(letters) <= set("ims"):
        raise FallBack("a computed pattern, or flags that are not known")
    text = pattern.constant
    if not text.isprintable() or not _PATTERN.fullmatch(text):
        raise FallBack("a pattern that the engines may read differently")
    try:
        re.compile(text)
    except re.error as error:
        raise FallBack(f"a pattern that may have a fault: {error}") from error
    return text.replace(r"\d", r"\p{Nd}").replace(r"\s", _SPACES), letters


def _regex(here: Expressions, node: Any) -> Value:
    text = _text(here.value(node.text), "REGEX")
    pattern, flags = _pattern(here.value(node.pattern), node.flags)
    wanted = here.context.constants.text(f"(?{flags}){pattern}" if flags else pattern)
    return value(f"regexp_matches({text}, {wanted})", "boolean", maybe=True)


def _replace(here: Expressions, node: Any) -> Value:
    v, by = here.value(node.arg), here.value(node.replacement)
    pattern, flags = _pattern(here.value(node.pattern), node.flags)
    if by.kind != "string" or not isinstance(by.constant, str) or set(by.constant) & set("$\\"):
        raise FallBack("REPLACE with groups or by a computed text")
    if re.search(pattern.replace(r"\p{Nd}", "[0-9]").replace(_SPACES, " "), "") or set(pattern) & set("^$") or flags:
        raise FallBack("REPLACE of what may be empty, or at the ends")
    wanted = here.context.constants.text(pattern)
    return _kept(v, f"regexp_replace({_text(v, 'REPLACE')}, {wanted}, {by.sql}, 'g')")


FUNCTIONS: dict[str, Function] = {
    "STRLEN": _strlen,
    "SUBSTR": _substr,
    "UCASE": _case("upper"),
    "LCASE": _case("lower"),
    "STRSTARTS": _pair("starts_with", "STRSTARTS"),
    "STRENDS": _pair("ends_with", "STRENDS"),
    "CONTAINS": _pair("contains", "CONTAINS"),
    "STRBEFORE": _around("STRBEFORE", True),
    "STRAFTER": _around("STRAFTER", False),
    "CONCAT": _concat,
    "ENCODE_FOR_URI": _encode,
    "LANGMATCHES": _language_matches,
    "REGEX": _regex,
    "REPLACE": _replace,
}
"""The name of a function in rdflib's algebra -> its translation."""
