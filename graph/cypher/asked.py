"""A query as it is asked, with its parameters: what the rules for gaps need to know of both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from govgraph.graph.cypher.words import Clause, Text, drawn

AGGREGATES = frozenset(
    ["count", "sum", "avg", "min", "max", "collect", "stdev", "stdevp", "percentilecont", "percentiledisc"]
)


class Asked:
    """A query with its parameters, and what the rules need to know of it."""

    def __init__(self, text: Text, parameters: dict[str, Any]) -> None:
        self.text, self.parameters = text, parameters

    @cached_property
    def parts(self) -> list[list[Clause]]:
        """The clauses of the query and of each of its subqueries."""
        return [self.text.clauses(), *(self.text.clauses(a, b) for a, b in self.text.bodies())]

    @cached_property
    def calls(self) -> list[tuple[int, str]]:
        """(first word, name) of each call."""
        return list(self.text.calls())

    @cached_property
    def called(self) -> frozenset[str]:
        """The names of all functions that are called."""
        return frozenset(name for _, name in self.calls)

    @cached_property
    def aggregates(self) -> list[int]:
        """The first word of each call of an aggregate."""
        return [call for call, name in self.calls if name in AGGREGATES]

    @cached_property
    def drawn(self) -> dict[str, str]:
        """What each variable of a pattern is: node, relationship or path."""
        found = {}
        for clauses in self.parts:
            for clause in (c for c in clauses if c.keyword == "MATCH"):
                for word in drawn(self.text, clause):
                    opening = self.text.key(word.group) if self.text.words[word.group].start < word.start else ""
                    before = word.group >= 0 and self.text.words[word.group + 1] is word
                    found[word.name] = {"(": "node", "[": "relationship"}.get(opening, "path") if before else "path"
        return found

    def argument(self, call: int) -> tuple[int, int]:
        """(first, end) of the words of the first argument of a call."""
        opening = call
        while self.text.key(opening) != "(":
            opening += 1
        end = self.text.ends[opening]
        return next(iter(self.text.split(opening + 1, end, frozenset(","))), (opening + 1, opening + 1))

    def close(self, call: int) -> int:
        """The bracket that ends a call."""
        opening = call
        while self.text.key(opening) != "(":
            opening += 1
        return self.text.ends[opening]

    def property_key(self, first: int, end: int) -> str:
        """The key, where the words are a property of a variable, as ``n.name``."""
        words = self.text.words
        alone = end - first == 3 and words[first + 1].key == "." and words[first].kind in ("name", "quoted")
        return words[first + 2].name if alone else ""

    def value(self, index: int) -> Any:
        """The value of a parameter that stands at a place; None elsewhere."""
        word = self.text.words[index]
        return self.parameters.get(word.text[1:].strip("`")) if word.kind == "parameter" else None

    def projections(self) -> Iterator[tuple[Clause, list[tuple[int, int]]]]:
        """Each WITH and RETURN with the things that it lists."""
        for clauses in self.parts:
            for clause in clauses:
                if clause.keyword in ("WITH", "RETURN"):
                    yield clause, self.text.items(clause)

    def has_aggregate(self, first: int, end: int) -> bool:
        """Whether an aggregate is called between those words."""
        return any(first <= call < end for call in self.aggregates)
