"""Warnings about a SPARQL query that is answered: names that nothing in the graph has, and aggregates that one unbound value empties.

They are found from the query's tree and the declaration alone, and never change an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from govgraph.graph.queries import known_names
from govgraph.graph.queries.query_text import place
from govgraph.graph.sparql.optional import maybe_unbound
from govgraph.graph.sparql.tree import Tree, Unexpected, parse
from govgraph.graph.sparql.words import Word
from govgraph.ontology.terms import PREFIXES, shorten

_TYPE = PREFIXES["rdf"] + "type"
_ADVICE = {
    "SUM": "SUM(COALESCE({0}, 0)), or leave the rows without it out: FILTER(BOUND({0}))",
    "GROUP_CONCAT": 'GROUP_CONCAT(COALESCE({0}, "")), or leave the rows without it out: FILTER(BOUND({0}))',
}


def warnings(query: str, parameters: Collection[str]) -> list[str]:
    """The warnings about a query.

    Args:
        query: its text, which Oxigraph has accepted.
        parameters: the names of the variables that have a value from outside.

    Example:
        >>> warnings("SELECT ?x { ?x a gov:Agensy }", ())
        ['query:1:18: nothing in the graph has the class gov:Agensy; try: gov:Agency']
    """
    try:
        tree = parse(query)
    except (Unexpected, RecursionError):  # something newer than SPARQL 1.1
        return []
    return [*_terms(query, tree), *_aggregates(query, tree, parameters)]


def iris(query: str, base: str) -> list[tuple[str, str]]:
    """The IRIs in a query that begin with a base, with their places.

    Example:
        >>> iris("ASK { id:a ?p <https://example.org/b> }", PREFIXES["id"])
        [('https://w3id.org/govgraph/id/a', 'query:1:7')]
    """
    try:
        tree = parse(query)
    except (Unexpected, RecursionError):
        return []
    resolved = _Resolved(tree)
    found = ((resolved.iri(word), word) for part in tree.parts if part.rule != "Declaration" for word in part.words())
    return [(iri, place(query, word.start)) for iri, word in found if iri.startswith(base) and iri != base]


class _Resolved:
    """The prefixes and the base IRI of a query."""

    def __init__(self, tree: Tree) -> None:
        self._prefixes, self._base = dict(PREFIXES), ""
        for declaration in tree.all("Declaration"):
            keyword, *given = [word.text for word in declaration.words()]
            if keyword.upper() == "PREFIX":
                self._prefixes[given[0].partition(":")[0]] = given[1][1:-1]
            elif keyword.upper() == "BASE":
                self._base = given[0][1:-1]

    def iri(self, word: Word) -> str:
        """The IRI that a word stands for; empty if it is no IRI."""
        if word.kind == "IRIREF":
            return word.text[1:-1] if ":" in word.text else self._base + word.text[1:-1]
        if word.kind == "NAME":
            prefix, _, local = word.text.partition(":")
            return self._prefixes.get(prefix, "") + local.replace("\\", "")
        return _TYPE if word.kind == "a" else ""


def _terms(query: str, tree: Tree) -> Iterator[str]:
    resolved = _Resolved(tree)
    names: dict[str, list[str]] = {}
    told = set()
    for word, role in _roles(tree, resolved):
        iri = resolved.iri(word)
        known = {"class": known_names.class_iris(), "predicate": known_names.predicates()}.get(role)
        if iri in told or known_names.is_standard(iri) or (known is not None and iri in known):
            continue
        if known is None and known_names.is_term(iri):
            continue
        told.add(iri)
        wanted = known or known_names.class_iris() | known_names.predicates()
        short = names.setdefault(role, [shorten(k) for k in wanted])
        yield known_names.unknown(role, shorten(iri), short, place(query, word.start))


def _roles(tree: Tree, resolved: _Resolved) -> Iterator[tuple[Word, str]]:
    """Each IRI of the patterns with what it stands for: a class, a predicate, or another term."""
    seen = set()
    for properties in tree.all("Properties"):
        verb = None
        for part in properties.parts:
            if part.rule == "Verb":
                verb = part
                for one in part.all("PathPrimary", "PathOne"):
                    for word in one.words() if one.part("Iri") else ():
                        seen.add(word.start)
                        yield word, "predicate"
            elif part.rule == "Objects" and verb and [resolved.iri(w) for w in verb.words()] == [_TYPE]:
                for term in part.parts:
                    found = list(term.words())
                    if len(found) == 1 and resolved.iri(found[0]):
                        seen.add(found[0].start)
                        yield found[0], "class"
    for part in tree.parts:
        for word in part.words() if part.rule != "Declaration" else ():
            if word.start not in seen and resolved.iri(word) and word.kind != "a":
                yield word, "IRI"


def _aggregates(query: str, tree: Tree, parameters: Collection[str]) -> Iterator[str]:
    for select in tree.all("Select", "SubSelect"):
        unbound = maybe_unbound(select) - set(parameters)
        for aggregate in _of_this(select):
            name = next(aggregate.words())
            if name.kind in ("COUNT", "SAMPLE"):
                continue
            variable = next((w for w in _bare_variables(aggregate) if w.text[1:] in unbound), None)
            if variable:
                advice = _ADVICE.get(name.kind, "leave the rows without it out: FILTER(BOUND({0}))").format(
                    variable.text
                )
                yield (
                    f"{place(query, name.start)}: {variable.text} may be unbound, and one unbound value makes {name.kind} "
                    f"of the whole group unbound; try: {advice}"
                )


def _of_this(select: Tree) -> Iterator[Tree]:
    """The aggregates of a SELECT, without those of the ones inside it."""
    for part in select.parts:
        if part.rule in ("SelectClause", "Modifiers"):
            yield from part.all("Aggregate")


def _bare_variables(tree: Tree) -> Iterator[Word]:
    """The variables of an expression, without those whose absence it handles."""
    if tree.word:
        if tree.word.kind == "VARIABLE":
            yield tree.word
    elif tree.rule != "Builtin" or next(tree.words()).kind not in ("COALESCE", "IF", "BOUND"):
        for part in tree.parts:
            yield from _bare_variables(part)
