"""What is wrong with a SPARQL query that Oxigraph refuses: where, what was met there, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govgraph.graph.errors import QueryError
from govgraph.graph.queries.query_text import misspelt, place
from govgraph.graph.sparql.tree import AGGREGATES, BUILTINS, Tree, Unexpected, parse
from govgraph.graph.sparql.words import Word, words
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import PREFIXES

_FAULT = "the SPARQL query has a fault"
_POSITION = re.compile(r"error at (\d+):(\d+)")
_MOST = 8
"""So many words are listed as what could stand at a place; more tell nothing."""


def explained(message: str, query: str) -> QueryError:
    """Oxigraph's refusal of a query as an error with the place of the fault.

    Example:
        >>> str(explained("error at 1:10: expected CONSTRUCT", "SELEC ?x { }"))
        'query:1:1: the SPARQL query has a fault: SELEC cannot stand here; try: SELECT'
    """
    try:
        tree = parse(query)
    except Unexpected as error:
        return _unexpected(query, error)
    except RecursionError:
        return QueryError(
            f"{_FAULT}: it is nested too deeply", where="query:1:1", hint="fewer brackets inside brackets"
        )
    fault = next(
        (f for f in (_prefix(query, tree), _grouping(message, query, tree), _twice(message, query, tree)) if f), None
    )
    if fault:
        return fault
    match = _POSITION.search(message)
    where = f"query:{match[1]}:{match[2]}" if match else "query:1:1"
    return QueryError(f"{_FAULT}: {_said(message)}", where=where)


def _said(message: str) -> str:
    """A sentence among what Oxigraph expected, which else are rules for characters and words."""
    sentences = re.findall(r"[A-Z][a-z]+(?: [\w*()]+){2,}", message)
    return sentences[0][0].lower() + sentences[0][1:] if sentences else "it is not SPARQL 1.1"


def _unexpected(query: str, error: Unexpected) -> QueryError:
    found = words(query)
    word, before = found[error.number], found[error.number - 1] if error.number else None
    where, expected = place(query, word.start), _in_words(error.expected)
    if not word.kind:
        what = "the query ends too early" if query.strip() else "the query is empty"
    elif word.kind in ("'", '"'):
        what, expected = f"the text that {word.text} begins is never closed", ""
    elif word.kind == "<" and "IRIREF" in error.expected:
        what, expected = "this is no IRI", "<https://example.org/a>, without spaces"
    else:
        what = f"{word.text} cannot stand here"
    keywords = [kind for kind in error.expected if kind.isalpha() and len(kind) > 1] if word.text.isalpha() else []
    if near := misspelt(word.text, keywords):
        return QueryError(f"{_FAULT}: {what}", where=where, hint=near)
    if before and before.text.isalpha() and (near := misspelt(before.text, [*BUILTINS, *AGGREGATES, "DISTINCT"])):
        where, what = place(query, before.start), f"{before.text} is no word of SPARQL"
        return QueryError(f"{_FAULT}: {what}", where=where, hint=near)
    return QueryError(f"{_FAULT}: {what}", where=where, expected=expected)


def _in_words(expected: frozenset[str]) -> str:
    """What could stand at a place, for people.

    Example:
        >>> _in_words(frozenset({"IRIREF", "NAME", "VARIABLE", "TEXT", "(", ")"})), _in_words(frozenset({"NUMBER"}))
        ('a variable, an IRI or a value, or )', 'a number')
    """
    rest = set(expected) - {"VERSION"}
    if expected & BUILTINS:
        thing, rest = "an expression", rest & {")", "AS"}
    elif {"TEXT", "VARIABLE"} <= expected:
        thing = "a variable, an IRI or a value"
        rest -= {
            "TEXT",
            "IRIREF",
            "NAME",
            "VARIABLE",
            "NUMBER",
            "BLANK",
            "TRUE",
            "FALSE",
            "+",
            "-",
            "<<",
            "<<(",
            "[",
            "(",
            "*",
            "/",
            "|",
            "?",
            "^",
        }
    elif "IRIREF" in expected:
        thing = "a variable or an IRI" if "VARIABLE" in expected else "an IRI"
        rest -= {"IRIREF", "NAME", "VARIABLE", "(", "^", "!"}
    else:
        thing = ", ".join(_NAMES[kind] for kind in sorted(expected & _NAMES.keys()))
        rest -= _NAMES.keys()
    rest -= {"{|", "~"}
    listed = " ".join(sorted(rest)) if len(rest) <= _MOST else " ".join(sorted(rest & {"}", ")", "]", ".", ";", "AS"}))
    choice = f"one of {listed}" if " " in listed else listed
    return f"{thing}, or {choice}" if thing and choice else thing or choice


_NAMES = {"VARIABLE": "a variable", "NUMBER": "a number", "TEXT": "a text in quotes", "NAME": "a prefix with its colon"}


# ------------------------------------------------------------------------------------- right words, wrong meaning


def _prefix(query: str, tree: Tree) -> QueryError | None:
    declared = {w.text.partition(":")[0] for d in tree.all("Declaration") for w in d.words() if w.kind == "NAME"}
    for word in tree.words():
        prefix = word.text.partition(":")[0]
        if word.kind == "NAME" and prefix not in declared | PREFIXES.keys():
            near = nearest(prefix, [*declared, *PREFIXES])
            return QueryError(
                f"{_FAULT}: there is no prefix {prefix}:",
                where=place(query, word.start),
                expected=f"{near}:" if near else "",
                hint=f"PREFIX {prefix}: <...> at the beginning",
            )
    return None


def _grouping(message: str, query: str, tree: Tree) -> QueryError | None:
    if "that is unbound" not in message and "not authorized with GROUP BY" not in message:
        return None
    for select in tree.all("Select", "SubSelect"):
        clause, modifiers = select.part("SelectClause"), select.part("Modifiers")
        assert clause
        group = modifiers.part("GroupBy") if modifiers else None
        star = next((p.word for p in clause.parts if p.word and p.word.kind == "*"), None)
        if star and group:
            return QueryError(
                f"{_FAULT}: SELECT * cannot stand beside GROUP BY",
                where=place(query, star.start),
                expected="the variables of GROUP BY, and aggregates",
            )
        if not group and not any(clause.all("Aggregate")) and not (modifiers and modifiers.part("Having")):
            continue
        if fault := _ungrouped(query, clause, group):
            return fault
    return None


def _ungrouped(query: str, clause: Tree, group: Tree | None) -> QueryError | None:
    known = _named_keys(group)
    unnamed = {"".join(w.text for w in key.words()) for key in (group.all("GroupKey") if group else ())}
    for selected in clause.all("Selected"):
        for word in _outside_aggregates(selected.parts[1] if len(selected.parts) > 1 else selected):
            if word.kind == "VARIABLE" and word.text[1:] not in known:
                hint = f"GROUP BY {word.text}, or an aggregate of it: SAMPLE({word.text})"
                if len(selected.parts) > 1:
                    expression = _text(query, selected.parts[1])
                    name = selected.parts[3].word
                    if f"({_bare(selected.parts[1])})" in unnamed and name:
                        hint = f"GROUP BY ({expression} AS {name.text}), and SELECT {name.text}"
                return QueryError(
                    f"{_FAULT}: {word.text} is not grouped: SELECT may use the names in GROUP BY, and aggregates",
                    where=place(query, word.start),
                    hint=hint,
                )
        if len(selected.parts) > 1 and (name := selected.parts[3].word):
            known.add(name.text[1:])
    return None


def _named_keys(group: Tree | None) -> set[str]:
    """The names that GROUP BY gives: its variables, and those after AS."""
    names = set()
    for key in group.all("GroupKey") if group else ():
        found = list(key.words())
        if len(found) == 1:
            names.add(found[0].text[1:])
        elif len(found) > 2 and found[-3].kind == "AS":
            names.add(found[-2].text[1:])
        elif len(found) == 3 and found[1].kind == "VARIABLE":
            names.add(found[1].text[1:])
    return names


def _outside_aggregates(tree: Tree) -> Iterator[Word]:
    if tree.word:
        yield tree.word
    elif tree.rule not in ("Aggregate", "Exists"):
        for part in tree.parts:
            yield from _outside_aggregates(part)


def _twice(message: str, query: str, tree: Tree) -> QueryError | None:
    """The fault of a name that has a value already."""
    if "Duplicated variable" not in message and "overrides an existing variable" not in message:
        return None
    for select in tree.all("Select", "SubSelect"):
        clause, where = select.part("SelectClause"), select.part("Where")
        assert clause
        known = (
            {w.text[1:] for w in where.words() if w.kind == "VARIABLE"} if where and "overrides" in message else set()
        )
        for selected in clause.all("Selected"):
            name = (selected.parts[3] if len(selected.parts) > 1 else selected.parts[0]).word
            assert name
            if name.text[1:] in known and (len(selected.parts) > 1 or "Duplicated" in message):
                return QueryError(
                    f"{_FAULT}: {name.text} has a value already",
                    where=place(query, name.start),
                    expected="a name that is not used yet",
                )
            known |= {name.text[1:]} if "Duplicated" in message else set()
    return None


def _text(query: str, tree: Tree) -> str:
    """A part of the query as it is written."""
    found = list(tree.words())
    return query[found[0].start : found[-1].start + len(found[-1].text)]


def _bare(tree: Tree) -> str:
    return "".join(word.text for word in tree.words())
