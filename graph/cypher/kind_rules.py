"""The rules that recognise the gaps of the embedded Cypher in kinds of values: a function, operator or condition that is not for them.

They work as those in ``rules``. The ontology declares the kind of each property's values.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from govgraph.graph.cypher.kinds import TEMPORAL
from govgraph.graph.cypher.parsed import ParsedQuery, arguments, bare, name_of
from govgraph.graph.cypher.tree import Tree

_SIZES = frozenset({"<", ">", "<=", ">="})
_TEXT, _NUMBER, _LIST, _MAPS = "text", "number", "list labels", "map node relationship"
_TIMES = " ".join(sorted(TEMPORAL))
# Function -> the kinds that each of its arguments may have.
_TAKES = {
    **dict.fromkeys("toupper tolower upper lower trim ltrim rtrim btrim char_length character_length normalize".split(), (_TEXT, _TEXT)),
    **dict.fromkeys(("left", "right"), (_TEXT, _NUMBER)),
    "substring": (_TEXT, _NUMBER, _NUMBER), "replace": (_TEXT, _TEXT, _TEXT), "split": (_TEXT, f"{_TEXT} {_LIST}"),
    "reverse": (f"{_TEXT} {_LIST}",), "size": (f"{_TEXT} {_LIST}",), "isempty": (f"{_TEXT} {_LIST} map",),
    **dict.fromkeys("abs ceil floor sign sqrt exp log log10 sin cos tan cot asin acos atan degrees radians haversin isnan".split(), (_NUMBER,)),
    "round": (_NUMBER, _NUMBER, _TEXT), "atan2": (_NUMBER, _NUMBER), "range": (_NUMBER, _NUMBER, _NUMBER),
    **dict.fromkeys("head last tail tointegerlist tofloatlist tobooleanlist tostringlist".split(), (_LIST,)),
    "keys": (_MAPS,), "properties": (_MAPS,), "labels": ("node",), "type": ("relationship",),
    **dict.fromkeys("nodes relationships length".split(), ("path",)),
    **dict.fromkeys("startnode endnode".split(), ("relationship",)),
    **dict.fromkeys("id elementid".split(), ("node relationship",)),
    "tointeger": ("number text boolean",), "tofloat": ("number text",), "toboolean": ("text boolean number",),
    "tostring": (f"text number boolean point {_TIMES}",), "tostringornull": (f"text number boolean {_TIMES} list map node relationship path",),
    "vector.similarity.cosine": (_LIST, _LIST), "vector.similarity.euclidean": (_LIST, _LIST),
    "date": (f"text map {_TIMES}",), "point": ("map",), "duration": ("text map duration",),
    **dict.fromkeys("stdev stdevp".split(), (_NUMBER,)),
    **dict.fromkeys("percentiledisc percentilecont".split(), (_NUMBER, _NUMBER)),
    **dict.fromkeys(("sum", "avg"), ("number duration",)),
}  # fmt: skip
_TAKEN = {name: tuple(frozenset(kinds.split()) for kinds in taken) for name, taken in _TAKES.items()}


def wanted_kinds(name: str) -> tuple[frozenset[str], ...]:
    """The kinds that each argument of a function may have; empty for a function that takes all."""
    return _TAKEN.get(name, ())


def wrong_kind(query: ParsedQuery) -> Iterator[Tree]:
    """A function or operator with a kind of value that it does not support, such as the length of a text."""
    for name, call in query.calls:
        for given, kinds in zip(arguments(call), wanted_kinds(name), strict=False):
            if query.kind(given) not in {"", *kinds}:
                yield call
    for node in query.query.all("trimFunction", "normalizeFunction"):  # they have a syntax of their own
        yield from (part for part in node.children if part.kind and query.kind(part) not in {"", "text"})
    for comparison in query.query.all("comparisonExpression6"):
        value = comparison.parent.children[0] if comparison.parent else comparison
        if comparison.has("=~") and not {query.kind(value), query.kind(comparison.children[1])} <= {"", "text"}:
            yield comparison
    for comparison in query.query.all("comparisonExpression6"):
        if comparison.has("IN") and query.kind(comparison.children[-1]) in _NO_LISTS:
            yield comparison.children[-1]
    for node in query.query.all("expression2"):
        whole = query.kind(node.children[0])
        first = node.children[1]
        if whole in (_WITHOUT_FIELDS if first.part("property") else _WITHOUT_PARTS) and not first.part(
            "labelExpression"
        ):
            yield first


_WITHOUT_PARTS = frozenset("text number boolean path point".split())
_WITHOUT_FIELDS = frozenset("text number boolean path list labels".split())
_NO_LISTS = _WITHOUT_PARTS | {"map", *TEMPORAL}


def no_condition(query: ParsedQuery) -> Iterator[Tree]:
    """A value that is neither true nor false, where a condition has to stand."""
    for node in map(bare, conditions(query)):
        if query.kind(node) not in ("", "boolean", "path"):
            yield node


def conditions(query: ParsedQuery) -> Iterator[Tree]:
    """Each expression that has to be true or false."""
    for node in query.query.all("expression", "expression11", "expression10", "expression9"):
        yield from (part for part in node.children if part.kind)
    for (
        kind
    ) in "whereClause nodePattern relationshipPattern parenthesizedPath listComprehension listItemsPredicate".split():
        for node in query.query.all(kind):
            yield from (
                part for word, part in pairwise(node.children) if word.text.upper() == "WHERE" and not word.kind
            )
    yield from (case.children[1] for case in query.query.all("caseAlternative"))


def compared(query: ParsedQuery) -> Iterator[tuple[Tree, tuple[Tree, Tree]]]:
    """Each =, <>, <, >, <= and >= with the expressions on both sides."""
    for node in query.query.all("expression8"):
        for before, sign, after in zip(node.children, node.children[1:], node.children[2:], strict=False):
            if not sign.kind:
                yield sign, (bare(before), bare(after))


def compared_by_size(query: ParsedQuery) -> Iterator[tuple[Tree, tuple[Tree, Tree]]]:
    """Each <, >, <= and >= with the expressions on both sides."""
    yield from ((sign, sides) for sign, sides in compared(query) if sign.text in _SIZES)


def compared_nodes(query: ParsedQuery) -> Iterator[Tree]:
    """Nodes, relationships, paths or maps compared by size, also in lists that are written in the query."""
    for sign, sides in compared_by_size(query):
        parts = [part for side in sides for part in (side.children if side.kind == "listLiteral" else (side,))]
        if any(query.kind(part) in _UNSIZED for part in parts if part.kind):
            yield sign


_UNSIZED = frozenset("node relationship path map".split())


def joined_text(query: ParsedQuery) -> Iterator[Tree]:
    """Text joined by + to what Neo4j knows to be neither text nor a number: a date, true or false, a map."""
    for node in query.query.all("expression6"):
        before = ""
        for sign, side in pairwise(node.children):
            if sign.kind:
                before = before or written_kind(query, sign)
            elif sign.text == "+":
                pair = {before, kind := written_kind(query, side)}
                if "text" in pair and pair & _NOT_JOINED:
                    yield side
                before = "list" if "list" in pair else "" if "" in pair else "text" if "text" in pair else kind
            else:
                before = written_kind(query, node)


_NOT_JOINED = frozenset({"boolean", "map", "point", "node", "relationship", "path", *TEMPORAL})


def written_kind(query: ParsedQuery, node: Tree) -> str:
    """The kind of an expression, if Neo4j knows it before a query runs."""
    for above in node.above():
        if above.kind == "reduceExpression" and node.words == above.children[2].words:
            return written_kind(query, above.children[4])  # what the sum of a reduce() begins with
    return "" if _is_of_the_data(query, node) else query.kind(node)


def _is_of_the_data(query: ParsedQuery, node: Tree) -> bool:
    """Whether a property gives the value of an expression as it stands: Neo4j knows nothing of its kind before a query runs."""
    node = bare(node)
    match node.kind:
        case "expression2":
            return any(part.part("property") for part in node.children[1:])
        case "variable":
            bound = query.scopes.lookup(node, node.name)
            if bound and bound.tree and bound.element:
                return _has_data(query, bound.tree)
            return bool(bound and bound.tree and _is_of_the_data(query, bound.tree))
        case "functionInvocation":
            return name_of(node) in _GIVEN_BACK and any(_has_data(query, given) for given in arguments(node))
        case "caseExpression" | "extendedCaseExpression":
            results = [part.children[-1] for part in node.parts("caseAlternative", "extendedCaseAlternative")]
            return any(_is_of_the_data(query, part) for part in [*results, node.children[-2]])
        case "expression6" | "expression5" | "expression3":
            return any(_is_of_the_data(query, part) for part in node.children)
    return False


def _has_data(query: ParsedQuery, given: Tree) -> bool:
    """Whether a property gives a value, or one of those that are listed."""
    given = bare(given)
    match given.kind:
        case "listLiteral":
            return any(_is_of_the_data(query, value) for value in given.children)
        case "variable":
            bound = query.scopes.lookup(given, given.name)
            if bound and bound.tree and not bound.element:
                return _has_data(query, bound.tree)
        case "functionInvocation" if name_of(given) == "collect":
            return any(_is_of_the_data(query, value) for value in arguments(given))
        case "listComprehension" | "patternComprehension" if given.has("|"):
            return _is_of_the_data(query, given.children[-2])
    return _is_of_the_data(query, given)


_GIVEN_BACK = frozenset("min max coalesce head last".split())
"""Functions that give one of the values that they are given."""


def counts_a_pattern(node: Tree) -> bool:
    """Whether an expression is ``COUNT { }`` or the size of a list that a pattern gives."""
    node = bare(node)
    if node.kind == "functionInvocation" and name_of(node) == "size":
        return any(part.kind in ("patternComprehension", "patternExpression") for part in arguments(node))
    return node.kind == "countExpression"


def count_beside_no_number(query: ParsedQuery) -> Iterator[Tree]:
    """``COUNT { } = 'text'``."""
    for sign, (one, other) in compared(query):
        for count, beside in ((one, other), (other, one)):
            if counts_a_pattern(count) and query.kind(beside) not in ("", "number"):
                yield sign


def exists_of_a_value(query: ParsedQuery) -> Iterator[Tree]:
    """``exists(n.name)``."""
    for name, call in query.calls:
        given = arguments(call)
        if name == "exists" and given and bare(given[0]).kind != "patternExpression":
            yield call


def type_names(query: ParsedQuery) -> Iterator[Tree]:
    """valueType() of what may be a list."""
    for name, call in query.calls:
        if name == "valuetype" and any(not _is_named_alike(query, given) for given in arguments(call)):
            yield call


def _is_named_alike(query: ParsedQuery, given: Tree) -> bool:
    return query.kind(given) in _NAMED_ALIKE or given.text.upper() == "NULL"


_NAMED_ALIKE = frozenset("number text boolean date duration map node".split())


def percentile_of_whole_numbers(query: ParsedQuery) -> Iterator[Tree]:
    """percentileCont() of what may be whole numbers."""
    for name, call in query.calls:
        if name == "percentilecont" and not query.is_fraction(next(iter(arguments(call)), call)):
            yield call
