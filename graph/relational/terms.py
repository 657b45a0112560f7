"""RDF terms as SQL: of which kinds a value can be, and how terms of several kinds share one column.

A value of one kind is a column of DuckDB's own type. A value that may be of several kinds is a struct of its lexical form ``v`` and
its tag ``t``: ``iri``, an empty text for a string, ``@`` and the language, or the IRI of the datatype. SQL's NULL is what SPARQL calls
unbound or an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib.term import Identifier, Literal, URIRef

from govgraph.graph.duck import quoted
from govgraph.ontology.terms import PREFIXES

XSD = PREFIXES["xsd"]
LANG_STRING = PREFIXES["rdf"] + "langString"

NATIVE = {
    "iri": "VARCHAR", "string": "VARCHAR", "integer": "BIGINT", "double": "DOUBLE", "decimal": "HUGEINT",
    "boolean": "BOOLEAN", "date": "DATE",
}  # fmt: skip
"""Kind -> DuckDB's type for a value that can only be of this kind. A decimal is its value times 10 to the 18th, as Oxigraph computes."""
NUMERIC = frozenset({"integer", "double", "decimal"})
TEXTUAL = frozenset({"string", "lang"})
DATES = frozenset({"date", "gYear", "gYearMonth"})
ODD = "odd"
"""The kind of literals that Oxigraph keeps as they are: of other datatypes, or not valid. They can be shown and joined, not compared."""
TERM = "STRUCT(v VARCHAR, t VARCHAR)"
"""DuckDB's type for a term of several kinds."""
DECIMAL_UNIT = 10**18

_LITERAL = "'\"' || term_escaped(x.v) || '\"'"
MACROS = (
    # SQL does not tell minus zero from zero, and orders what is no number.
    """plain_double(x) AS CASE WHEN isfinite(x) AND NOT (x = 0 AND signbit(x)) THEN x
        WHEN x IS NOT NULL THEN error('minus zero, or a number that is not finite')::DOUBLE END""",
    # Digits with the decimal point after the first, times ten to a power outside of what is written without exponent.
    """exponent_text(digits, power) AS CASE
        WHEN power >= length(digits) - 1 THEN rpad(digits, power + 1, '0')
        WHEN power >= 0 THEN substring(digits, 1, power + 1) || '.' || substring(digits, power + 2)
        ELSE '0.' || repeat('0', -power - 1) || digits END""",
    # The text of a double as Rust writes it: the shortest digits that give the same number, never with an exponent.
    """double_text(x) AS CASE
        WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'INF' ELSE '-INF' END
        WHEN NOT contains(x::VARCHAR, 'e') THEN regexp_replace(x::VARCHAR, '\\.0$', '')
        ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || exponent_text(
            replace(split_part(abs(x)::VARCHAR, 'e', 1), '.', ''), split_part(x::VARCHAR, 'e', 2)::INTEGER) END""",
    f"""decimal_text(x) AS CASE WHEN x < 0 THEN '-' ELSE '' END || (abs(x) // {DECIMAL_UNIT}::HUGEINT)::VARCHAR
        || CASE WHEN abs(x) % {DECIMAL_UNIT}::HUGEINT = 0 THEN '' ELSE
            '.' || rtrim(lpad((abs(x) % {DECIMAL_UNIT}::HUGEINT)::VARCHAR, 18, '0'), '0') END""",
    """term_language(x) AS CASE WHEN x.t = 'iri' THEN NULL WHEN starts_with(x.t, '@') THEN substr(x.t, 2)
        WHEN x IS NOT NULL THEN '' END""",
    f"""term_datatype(x) AS CASE WHEN x.t = 'iri' THEN NULL WHEN x.t = '' THEN '{XSD}string'
        WHEN starts_with(x.t, '@') THEN '{LANG_STRING}' ELSE x.t END""",
    # IRIs before literals; literals by their text, the datatype and the language.
    """term_order(x) AS CASE WHEN x IS NOT NULL THEN
        {'literal': x.t <> 'iri', 'text': x.v, 'datatype': coalesce(term_datatype(x), ''), 'tag': x.t} END""",
    """term_escaped(x) AS replace(replace(replace(replace(replace(x, '\\', '\\\\'), '"', '\\"'),
        chr(10), '\\n'), chr(13), '\\r'), chr(9), '\\t')""",
    # A term in the syntax of N-Triples.
    f"""term_text(x) AS CASE WHEN x.t = 'iri' THEN '<' || x.v || '>' WHEN x.t = '' THEN {_LITERAL}
        WHEN starts_with(x.t, '@') THEN {_LITERAL} || x.t ELSE {_LITERAL} || '^^<' || x.t || '>' END""",
    # A term as SPARQL TSV writes it: some literals are shorter.
    f"""term_cell(x) AS CASE WHEN x.t IN ('{XSD}integer', '{XSD}boolean') THEN x.v ELSE term_text(x) END""",
)  # fmt: skip
"""The macros that a connection must create before it runs a translated query: what follows ``CREATE MACRO``."""


class FallBack(Exception):
    """The columns cannot answer this query for certain, so Oxigraph answers it. The message says why."""


@dataclass(frozen=True, slots=True)
class Value:
    """An SQL expression that stands for a term.

    Attributes:
        sql: the expression.
        kinds: what the term can be.
        maybe: whether it can be NULL.
        constant: the Python value of a constant of the query; None: it is none.
    """

    sql: str
    kinds: frozenset[str]
    maybe: bool = False
    constant: Any = None

    @property
    def native(self) -> bool:
        """Whether it is of one kind and of DuckDB's type for that."""
        return len(self.kinds) == 1 and self.kinds <= NATIVE.keys()

    @property
    def kind(self) -> str:
        """Its only kind, or an empty text."""
        return next(iter(self.kinds)) if self.native else ""

    @property
    def text(self) -> str:
        """The lexical form."""
        if not self.native:
            return f"({self.sql}).v"
        match self.kind:
            case "iri" | "string":
                return self.sql
            case "double":
                return f"double_text({self.sql})"
            case "decimal":
                return f"decimal_text({self.sql})"
            case _:
                return f"({self.sql})::VARCHAR"

    @property
    def tag(self) -> str:
        """The tag of a term of several kinds."""
        return f"({self.sql}).t"

    @property
    def term(self) -> str:
        """The term as a struct."""
        if not self.native:
            return self.sql
        made = f"{{'v': {self.text}, 't': {quoted(tag_of(self.kind))}}}"
        return f"CASE WHEN {self.sql} IS NOT NULL THEN {made} END" if self.maybe else made

    def at(self, alias: str) -> Value:
        """The same, as a column of a subquery with this alias."""
        return Value(f"{alias}.{self.sql}", self.kinds, self.maybe)


def value(sql: str, *kinds: str, maybe: bool = False, constant: Any = None) -> Value:
    """A value.

    Example:
        >>> value("type", "iri").term
        "{'v': type, 't': 'iri'}"
    """
    return Value(sql, frozenset(kinds), maybe, constant)


def unbound(kind: str = "string") -> Value:
    """A value that is never there."""
    return value(f"NULL::{NATIVE[kind]}", kind, maybe=True)


def tag_of(kind: str) -> str:
    """The tag of terms of a native kind.

    Example:
        >>> tag_of("iri"), tag_of("string"), tag_of("date")
        ('iri', '', 'http://www.w3.org/2001/XMLSchema#date')
    """
    return {"iri": "iri", "string": ""}.get(kind, XSD + kind)


def kind_of_tag(tag: str) -> str:
    """The kind of terms with a tag, for tags whose literals are known to be valid.

    Example:
        >>> kind_of_tag("@en"), kind_of_tag(XSD + "gYear"), kind_of_tag("x:other")
        ('lang', 'gYear', 'odd')
    """
    if tag.startswith("@"):
        return "lang"
    known = {tag_of(kind): kind for kind in (*NATIVE, *DATES)}
    return known.get(tag, ODD)


def sql_type(kinds: frozenset[str]) -> str:
    """DuckDB's type of a column of terms of these kinds.

    Example:
        >>> sql_type(frozenset({"date"})), sql_type(frozenset({"date", "gYear"}))
        ('DATE', 'STRUCT(v VARCHAR, t VARCHAR)')
    """
    return NATIVE[next(iter(kinds))] if len(kinds) == 1 and kinds <= NATIVE.keys() else TERM


def unified(values: Sequence[Value]) -> tuple[list[str], frozenset[str]]:
    """The values as expressions of one SQL type, and what they can be together.

    Example:
        >>> unified([value("a", "iri"), value("b", "iri")])[0]
        ['a', 'b']
    """
    kinds = frozenset[str]().union(*(v.kinds for v in values))
    return [v.sql if sql_type(kinds) != TERM else v.term for v in values], kinds


def same(a: Value, b: Value) -> str:
    """A condition: two values are the same term.

    Example:
        >>> same(value("a", "iri"), value("b", "integer"))
        'false'
    """
    if not a.kinds & b.kinds:
        return "false"
    if a.native and b.native:
        return f"{a.sql} = {b.sql}"
    return f"{a.term} = {b.term}"


def where(conditions: Iterable[str]) -> str:
    """The WHERE clause of conditions; empty without any.

    Example:
        >>> where(["a = 1", "b = 2"]), where([])
        (' WHERE a = 1 AND b = 2', '')
    """
    joined = " AND ".join(conditions)
    return f" WHERE {joined}" if joined else ""


class Constants:
    """The constants of a query, which are bound to the SQL statement, never written into it.

    Example:
        >>> constants = Constants()
        >>> constants.of(URIRef("x:a")).sql, constants.bound
        ('$c0', {'c0': 'x:a'})
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    @property
    def bound(self) -> dict[str, str]:
        """The name of each constant in the SQL, without the ``$``, and its text."""
        return {name: text for text, name in self._names.items()}

    def text(self, text: str) -> str:
        """An SQL expression for a text."""
        return "$" + self._names.setdefault(text, f"c{len(self._names)}")

    def of(self, term: Identifier) -> Value:
        """A constant term.

        Raises:
            FallBack: a literal whose value is not known for certain.
        """
        text = str(term)
        if isinstance(term, URIRef):
            return value(self.text(text), "iri", constant=text)
        if not isinstance(term, Literal):
            raise FallBack("a blank node as a value")
        if term.language:
            tag = "@" + term.language.lower()
            return value(f"{{'v': {self.text(text)}, 't': {self.text(tag)}}}", "lang", constant=text)
        datatype = str(term.datatype or XSD + "string")
        kind = datatype.removeprefix(XSD)
        if kind == "string":
            return value(self.text(text), "string", constant=text)
        made = _number(kind, text)
        if made:
            return made
        if kind == "boolean" and text in ("true", "false"):
            return value(text, "boolean", constant=text == "true")
        if kind == "date" and re.fullmatch(_DAY, text):
            return value(f"{self.text(text)}::DATE", "date", constant=text)
        if (kind == "gYear" and re.fullmatch(_YEAR, text)) or (kind == "gYearMonth" and re.fullmatch(_MONTH, text)):
            return value(f"{{'v': {self.text(text)}, 't': {quoted(datatype)}}}", kind, constant=text)
        raise FallBack(f"a literal of the datatype {datatype}")


_YEAR = r"(?!0000)[0-9]{4}"
_MONTH = rf"{_YEAR}-(?:0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|{_YEAR}-(?:(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"


def _number(kind: str, text: str) -> Value | None:
    """A constant number, written into the SQL as we write it."""
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return value(f"{int(text)}::BIGINT", kind, constant=int(text))
    if kind == "decimal" and (match := re.fullmatch(r"([+-]?)([0-9]{0,18})(?:\.([0-9]{0,18}))?", text)):
        digits = int((match[2] or "0") + (match[3] or "").ljust(18, "0"))
        number = -digits if match[1] == "-" else digits
        return value(f"{number}::HUGEINT", kind, constant=number)
    if kind == "double" and re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*(?:[eE][+-]?[0-9]+)?", text):
        try:
            number_ = float(text)
        except ValueError:
            return None
        # Minus zero is another term than zero, and SQL does not tell them apart.
        if math.isfinite(number_) and not (number_ == 0 and math.copysign(1, number_) < 0):
            return value(f"{number_!r}::DOUBLE", kind, constant=number_)
    return None
