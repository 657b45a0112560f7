"""Classes of other vocabularies in SPARQL: what gov.ttl declares a class of ours to be, a query can ask for.

The triples name our own classes only (``gov:Event``, not ``sem:Event``). In a query, ``?e a sem:Event`` is therefore written as
``?e a gov:Event``, before it is decided which way answers. A class above several of ours becomes a variable with these as its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from govgraph.ontology.classes import classes
from govgraph.ontology.terms import GOV, PREFIXES

_TYPE = PREFIXES["rdf"] + "type"
_BELOW = PREFIXES["rdfs"] + "subClassOf"
_TOKEN = re.compile(
    r'(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')'
    r'|(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<comment>\#[^\n]*)|(?P<space>\s+)'
    r"|(?P<variable>[?$]\w+)|(?P<name>[\w.-]*:(?:[\w:]|[.-](?=[\w:.-]*[\w:-])|%[0-9A-Fa-f]{2}|\\.|-)*)|(?P<word>\w+)|(?P<other>.)",
    re.DOTALL,
)


@dataclass(slots=True)
class Token:
    """A token of a query; spaces and comments are not among them."""

    kind: str
    text: str
    start: int
    end: int
    iri: str = ""


@cache
def superclasses() -> dict[str, tuple[str, ...]]:
    """The classes of other vocabularies -> the classes of ours that are declared to be below them.

    Example:
        >>> superclasses()[PREFIXES["sem"] + "Event"]
        ('https://w3id.org/govgraph/ontology#Event',)
    """
    above: dict[str, list[str]] = {}
    for name, declared in classes().items():
        for iri in declared.reused:
            above.setdefault(iri, []).append(GOV + name)
    return {iri: tuple(below) for iri, below in above.items()}


def with_our_classes(query: str, selected: Sequence[str] = (), prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A query in which the classes of other vocabularies, where they are asked for as types, are ours.

    Args:
        query: a query without faults.
        selected: the variables of ``SELECT *``.
        prefixes: those that the query need not declare.

    Example:
        >>> with_our_classes("SELECT ?e { ?e a sem:Event ; gov:startDate ?d }")
        'SELECT ?e { ?e a <https://w3id.org/govgraph/ontology#Event> ; gov:startDate ?d }'
    """
    found = tokens(query, prefixes)
    if not any(token.iri in superclasses() for token in found):
        return query
    outside = list(_patterns(found))
    edits: list[tuple[int, int, str]] = []
    fresh = 0
    for token, opening in _asked(outside):
        ours = superclasses()[token.iri]
        if len(ours) == 1:
            edits.append((token.start, token.end, f"<{ours[0]}>"))
            continue
        name = f"?class_of_ours_{fresh}"
        fresh += 1
        edits.append((token.start, token.end, name))
        values = " ".join(f"<{iri}>" for iri in ours)
        edits.append((opening.end, opening.end, f" VALUES {name} {{ {values} }} "))
    if not edits:
        return query
    if fresh and (star := _star(found)) and selected:
        edits.append((star.start, star.end, " ".join(f"?{name}" for name in selected)))
    edits += _template(found, query)
    for start, end, text in sorted(edits, reverse=True):
        query = query[:start] + text + query[end:]
    return query


def tokens(query: str, known: Mapping[str, str]) -> list[Token]:
    """The tokens of a query, each with the IRI that it stands for, if it stands for one.

    Args:
        known: the prefixes that the query need not declare.

    Example:
        >>> [token.iri for token in tokens("ASK { <x:1> a ?c }", {})][2]
        'x:1'
    """
    prefixes = dict(known)
    found: list[Token] = []
    for match in _TOKEN.finditer(query):
        kind = str(match.lastgroup)
        if kind in ("space", "comment"):
            continue
        token = Token(kind, match[0], *match.span())
        if kind == "iri":
            token.iri = match[0][1:-1]
            before = found[-2:]
            if len(before) == 2 and before[0].text.upper() == "PREFIX":
                prefixes[before[1].text[:-1]] = token.iri
                token.iri = ""
        elif kind == "name":
            prefix, _, local = match[0].partition(":")
            token.iri = prefixes[prefix] + local if prefix in prefixes and local else ""
        elif match[0] == "a":
            token.iri = _TYPE
        found.append(token)
    return found


def _patterns(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without the template of a CONSTRUCT."""
    inside = 0
    for i, token in enumerate(tokens):
        starts = token.text == "{" and i and tokens[i - 1].text.upper() == "CONSTRUCT"
        inside += bool(starts) or (inside > 0 and token.text == "{")
        if not inside:
            yield token
        inside -= inside > 0 and token.text == "}"


def _asked(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The superclasses that stand where a type is asked for, each with the brace that opens its group."""
    groups: list[Token] = []
    for i, token in enumerate(tokens):
        if token.text == "{":
            groups.append(token)
        elif token.text == "}" and groups:
            groups.pop()
        elif groups and token.iri in superclasses() and (_after_type(tokens, i) or _before_type(tokens, i)):
            yield token, groups[-1]


def _after_type(tokens: Sequence[Token], i: int) -> bool:
    """Whether the object at ``i`` follows the predicate ``a``, or a path that ends with it, or objects of that predicate."""
    i -= 1
    while i > 0 and tokens[i].text == ",":
        # An earlier object is one token, or a text with a language or datatype, or something in brackets.
        i -= 1
        if tokens[i].text in (")", "]"):
            return False
        while i > 0 and tokens[i - 1].text in ("@", "^"):
            i -= 1
        i -= 1
    # The triples of the default graph have no `rdfs:subClassOf`, so `a/rdfs:subClassOf*` is `a`.
    if i > 2 and tokens[i].text in "*?" and tokens[i - 1].iri == _BELOW and tokens[i - 2].text == "/":
        i -= 3
    if i < 0 or tokens[i].iri != _TYPE:
        return False
    return i == 0 or tokens[i - 1].text != "^"


def _before_type(tokens: Sequence[Token], i: int) -> bool:
    """Whether the subject at ``i`` is followed by the inverse of ``a``."""
    return i + 2 < len(tokens) and tokens[i + 1].text == "^" and tokens[i + 2].iri == _TYPE


def _star(tokens: Sequence[Token]) -> Token | None:
    """The star of ``SELECT *`` of the whole query."""
    for i, token in enumerate(tokens):
        if token.text == "{":
            return None
        if token.text == "*" and tokens[i - 1].text.upper() in ("SELECT", "DISTINCT", "REDUCED"):
            return token
    return None


def _template(tokens: Sequence[Token], query: str) -> list[tuple[int, int, str]]:
    """For ``CONSTRUCT WHERE``: the pattern as it is written also as the template."""
    for i, token in enumerate(tokens[:-1]):
        if token.text.upper() == "CONSTRUCT" and tokens[i + 1].text.upper() == "WHERE":
            opening = next(t for t in tokens[i:] if t.text == "{")
            closing = next(t for t in tokens[i:] if t.text == "}")
            return [(token.end, token.end, f" {query[opening.start : closing.end]}")]
    return []
