"""Random SPARQL queries made from the declaration: stars, links, paths, GRAPH, OPTIONAL, UNION, MINUS, EXISTS, VALUES, BIND and subselects.

The same seed gives the same queries. Constants are values that the graph has, or nearly has.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from govgraph.ontology.declaration import Column, tables

Values = Mapping[tuple[str, str], Sequence[str]]
"""(table, column) -> terms that occur in it."""

_CLASSES = "Actor Organization Agency NGO IGO Person Official Country Group Event Place Membership Participation Undescribed Load".split()
_OTHER_CLASSES = [
    "foaf:Person",
    "org:Organization",
    "sem:Event",
    "schema:Event",
    "org:Membership",
    "prov:Entity",
    "skos:Concept",
]
_TARGETS = {
    "Country": "actors", "Actor": "actors", "Organization": "actors", "Post": "posts", "Place": "places", "Event": "events",
    "EventType": "event_types", "Document": "documents", "Dataset": "datasets",
}  # fmt: skip
_PATHS = [
    "dct:isPartOf+", "dct:isPartOf*", "skos:broader*", "(gov:from/gov:to)", "(^gov:from/gov:to)+", "(^gov:from/gov:to)*", "gov:country?",
    "^org:member/org:organization", "(skos:prefLabel|skos:altLabel)", "!(rdf:type|skos:prefLabel)", "sem:eventType/skos:broader*",
    "^gov:event/gov:participant", "(dct:isPartOf|gov:country)+", "sem:hasPlace/gov:country?", "gov:country|dct:subject",
    "(gov:from|gov:to)", "((^gov:from/gov:to)|(^gov:to/gov:from))", "(^gov:event|gov:country)/(gov:participant|gov:role)",
]  # fmt: skip
_FILTERS = {
    "names": ['LANG({v}) = "en"', 'LANGMATCHES(LANG({v}), "EN")', 'CONTAINS({v}, "а")', 'REGEX({v}, "^[AК]")', '{v} = "Same"',
        'REGEX({v}, "a.*B", "i")', 'STRSTARTS(LCASE(STR({v})), "s")', '{v} < "M"', '{v} = "Same"@en', '{v} != "Same"@ru', 'UCASE(STR({v})) = "SAME"',
        'STRLEN({v}) > 5', 'SUBSTR({v}, 2, 2) = "am"', 'REPLACE(STR({v}), "a", "o") != STR({v})', '{v} IN ("Same", "Same"@en)', 'LANG({v}) != ""',
        'ENCODE_FOR_URI({v}) != STR({v})', '!{v}', '{v} && true', '{v} > 3', 'DATATYPE({v}) = xsd:string', 'STRENDS({v}, "e")'],
    "text": ['{v} = "member"', '{v} > "m"', 'STRAFTER({v}, ":") != ""', '{v} IN ("member", "city", "part_of", 1)', "UCASE({v}) = {v}",
        'REPLACE({v}, "a", "b") != {v}', 'STRBEFORE({v}, "e") = "m"', 'xsd:integer({v}) > 0', '{v}', 'xsd:double({v}) < 200', 'REGEX({v}, "\\\\d")',
        'CONCAT({v}, "x") = "memberx"', '{v} = 1', '{v} != 1', 'LANG({v}) = ""', 'isLITERAL({v})', '{v} < 5'],
    "date": ['{v} > "2000-06-01"^^xsd:date', "YEAR({v}) = 2010", "MONTH({v}) < 6", "DAY({v}) = 1", 'STR({v}) >= "2010"', '{v} = "2010-01-01"^^xsd:date',
        '{v} != "2010"^^xsd:gYear', 'xsd:date(STR({v})) = {v}', "{v}", 'DATATYPE({v}) = xsd:date'],
    "partial_date": ['{v} > "2000-06-01"^^xsd:date', "YEAR({v}) > 2000", "MONTH({v}) = 2", 'SUBSTR(STR({v}), 1, 4) > "1999"', '{v} = "2010"^^xsd:gYear',
        '{v} < "2010-02"^^xsd:gYearMonth', 'DATATYPE({v}) = xsd:gYear', '!({v} = "1991"^^xsd:gYear)', "{v} > 2000", "{v}", 'xsd:date(STR({v})) > "2001-01-01"^^xsd:date'],
    "number": ["{v} > 0", "{v} < 45.5", "ABS({v}) < 30", "{v} * 2 > 1", "{v} = 1", "{v} / 2 < 10.0", "ROUND({v}) = 3", "CEIL({v}) > 0", "FLOOR({v}) < 1",
        '{v} != "1"', "xsd:integer({v}) = 1", "{v} + 0.5 > 1", 'STR({v}) = "1"', "-{v} < 0", "!{v}", "{v} IN (1, 2.5, 0)", 'STRLEN(STR({v})) > 3'],
    "integer": ["{v} > 3", "{v} * 2 < 11", "{v} / 2 > 1.5", "{v} / 3 = 1", "{v} - 1 = 2", "{v} = 3.0", "{v} = 3e0", 'STR({v}) = "3"', "!{v}", "{v} IN (1, 3)",
        "ROUND({v}) = {v}", "-{v} < -2", "{v} / 0 = 1", "xsd:double({v}) = 3", "isNUMERIC({v})"],
    "boolean": ["{v}", "!{v}", "{v} = true", "{v} != false", "{v} = 1", 'STR({v}) = "true"'],
    "ref": ['REGEX(STR({v}), "a$")', "isIRI({v})", "{v} = <https://w3id.org/govgraph/id/country/KGZ>", '{v} = "a"', "{v} < <x:a>", '{v} != <x:a>', "{v}",
        'STRSTARTS(STR({v}), "https://w3id.org/govgraph/id/record")', "STRLEN({v}) > 1", "LANG({v}) = \"\""],
    "url": ["isIRI({v})", "isLITERAL({v})", '{v} = "BBC Monitoring"', "{v} = <https://a.kg/x>", 'STR({v}) > "c"', 'CONTAINS(STR({v}), "kg")', 'DATATYPE({v}) = xsd:string', '{v} < "C"'],
}  # fmt: skip
_ANY = [
    "BOUND({v})",
    "isIRI({v})",
    "STRLEN(STR({v})) > 12",
    "sameTerm({v}, {v})",
    "{v} = {v}",
    "isBLANK({v})",
    'COALESCE({v}, "x") = "x"',
]
_COMPUTED = [
    'IF({f}, {v}, "no")', "COALESCE({v}, 0)", "STR({v})", "DATATYPE({v})", "LANG({v})", "IF({f}, 1, 2.5)", "({f})", "COALESCE({v}, {w})", "STRLEN(STR({v}))",
    'CONCAT(STR({v}), "-", STR({w}))', "({v} = {w})", "SUBSTR(STR({v}), 1, 4)", "({v} < {w})", "UCASE(STR({v}))", "{v}",
]  # fmt: skip


def _group_of(column: Column) -> str:
    return column.type if column.type in _FILTERS else "text"


@dataclass(slots=True)
class Generator:
    """Makes one query after the other.

    Attributes:
        chance: the source of all choices.
        values: terms that occur in the graph.
    """

    chance: random.Random
    values: Values
    _number: int = 0
    _known: list[tuple[str, Column]] = field(default_factory=list)
    _optional: list[tuple[str, Column]] = field(default_factory=list)
    _graph: bool = False

    def _variable(self, prefix: str) -> str:
        self._number += 1
        return f"?{prefix}{self._number}"

    def _maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def _star(self, subject: str, table: str, most: int, *, keep: bool = True) -> str:
        columns = [c for c in tables()[table].columns if c.term]
        if self._graph and not tables()[table].shared:
            columns = []
        parts = []
        for column in self.chance.sample(columns, min(self.chance.randint(1, most), len(columns))):
            known = self.values.get((table, column.name))
            if known and self._maybe(0.15):
                parts.append(f"{subject} <{column.term}> {self.chance.choice(known)} .")
                continue
            variable = self._variable("i" if column.type == "ref" else "x")
            if keep:
                self._known.append((variable, column))
            parts.append(f"{subject} <{column.term}> {variable} .")
        if self._maybe(0.3) or not parts:
            cls = tables()[table].cls if table != "actors" or self._maybe(0.3) else self.chance.choice(_CLASSES)
            names = [f"gov:{cls}", *([self.chance.choice(_OTHER_CLASSES)] if self._maybe(0.2) else [])]
            parts.append(f"{subject} a {', '.join(names)} .")
        return " ".join(parts)

    def _filter(self) -> str:
        if not self._known:
            return self.chance.choice(["BOUND(?s)", "isIRI(?s)", "false", "?nobody = 1"])
        variable, column = self.chance.choice(self._known)
        several = [*_FILTERS[_group_of(column)], *_ANY]
        one, other = (self.chance.choice(several).format(v=variable) for _ in range(2))
        match self.chance.randrange(8):
            case 0:
                return f"!({one})"
            case 1 | 2:
                return f"({one}) {self.chance.choice(['&&', '||'])} ({other})"
            case 3 if len(self._known) > 1:
                other_variable = self.chance.choice(self._known)[0]
                return f"{variable} {self.chance.choice(['=', '!=', '<', '>='])} {other_variable}"
        return one

    def _part(self, subject: str, table: str, depth: int) -> str:
        """One more part of a group."""
        mark = len(self._known)
        match self.chance.randrange(16):
            case 0 | 1 | 2 if depth < 2:
                inner = self._star(subject, table, 2)
                if self._maybe(0.4):
                    inner += f" FILTER({self._filter()})"
                if self._maybe(0.15):
                    inner += " " + self._part(subject, table, depth + 1)
                self._optional += self._known[mark:]
                del self._known[mark:]
                return f"OPTIONAL {{ {inner} }}"
            case 3:
                inner = self._star(subject, table, 2)
                if self._maybe(0.4):
                    inner += f" FILTER({self._filter()})"
                del self._known[mark:]
                return f"FILTER {self.chance.choice(['NOT EXISTS', 'EXISTS'])} {{ {inner} }}"
            case 4:
                inner = self._star(subject, table, 1, keep=False)
                return f"MINUS {{ {inner} }}"
            case 5:
                a, b = (self._star(subject, table, 1, keep=False) for _ in range(2))
                return f"{{ {a} }} UNION {{ {b} }}"
            case 6 if not self._graph:
                end = self._variable("e") if self._maybe(0.8) else "<https://w3id.org/govgraph/id/country/KGZ>"
                start = self.chance.choice([subject, *[v for v, c in self._known if c.type == "ref"]])
                return f"{start} {self.chance.choice(_PATHS)} {end} ."
            case 7:
                term = self.chance.choice(
                    [v for key, known in self.values.items() for v in known if key[0] == table] or ["1"]
                )
                variable = self.chance.choice([v for v, _ in self._known] or [subject])
                if variable == subject:
                    term = self.chance.choice(self.values.get((table, "iri"), ["<x:a>"]))
                others = " ".join(
                    self.chance.sample(
                        ['"Same"', "1", "<x:a>", '"Same"@en', "UNDEF", "3", '"member"'], self.chance.randint(0, 2)
                    )
                )
                return f"VALUES {variable} {{ {term} {others} }}"
            case 8 | 9 if self._known and not depth:
                made = self._variable("b")
                v, w = (self.chance.choice(self._known)[0] for _ in range(2))
                text = self.chance.choice(_COMPUTED).replace("{f}", self._filter()).replace("{v}", v).replace("{w}", w)
                self._optional.append((made, tables()["actors"].columns[0]))
                return f"BIND({text} AS {made})"
            case 10 if not depth and not self._graph:
                inner = self._star(subject, table, 1, keep=False)
                number = self._variable("n")
                return f"{{ SELECT {subject} (COUNT(*) AS {number}) WHERE {{ {inner} }} GROUP BY {subject} }}"
            case 11 if not depth and not self._graph:
                graph = self._variable("g") if self._maybe(0.8) else "<https://w3id.org/govgraph/id/dataset/generated>"
                self._graph = True
                inner = self._star(subject, table, 2)
                self._graph = False
                return f"GRAPH {graph} {{ {inner} }}"
            case 12 if not self._graph:
                p, o = self._variable("p"), self._variable("o")
                return f"{subject} {p} {o} ."
        return f"FILTER({self._filter()})" if self._known else ""

    def _group(self, subject: str, table: str) -> str:
        parts = [self._star(subject, table, 3)]
        references = [(v, c) for v, c in self._known if c.type == "ref" and c.to in _TARGETS]
        if references and self._maybe(0.45):
            variable, column = self.chance.choice(references)
            parts.append(self._star(variable, _TARGETS[column.to], 2))
        parts += [self._part(subject, table, 0) for _ in range(self.chance.choice([0, 1, 1, 2, 3]))]
        return " ".join(parts)

    def query(self) -> str:
        """One query."""
        self._number, self._known, self._optional = 0, [], []
        self._graph = self._maybe(0.06)
        names = [name for name, table in tables().items() if table.shared or not self._graph]
        subject = "?s"
        if not self._graph and self._maybe(0.05):
            subject = self.chance.choice(self.values.get(("actors", "iri"), ["?s"]))
        body = self._group(subject, self.chance.choice([*names, "actors", "events", "memberships", "participations"]))
        if self._graph:
            body = f"GRAPH ?graph {{ {body} }}"
        shown = [v for v, _ in (*self._known, *self._optional)] or ["?s"]
        if subject == "?s":
            shown.append("?s")
        return self._form(body, list(dict.fromkeys(shown)))

    def _form(self, body: str, shown: list[str]) -> str:
        chance = self.chance
        some = " ".join(chance.sample(shown, min(len(shown), chance.randint(1, 3))))
        match chance.randrange(10):
            case 0 | 1 | 2 | 3:
                order = (
                    some
                    if self._maybe(0.7)
                    else " ".join(f"{chance.choice(['DESC', 'ASC'])}({v})" for v in some.split())
                )
                distinct = "DISTINCT " if self._maybe(0.4) else ""
                return f"SELECT {distinct}{some} WHERE {{ {body} }}" + (
                    f" ORDER BY {order}" if self._maybe(0.6) else ""
                )
            case 4 | 5 | 6:
                key = chance.choice(shown)
                having = chance.choice(["", "", f" HAVING({self._aggregate(shown)} > 1)"])
                return f"SELECT {key} ({self._aggregate(shown)} AS ?n) WHERE {{ {body} }} GROUP BY {key}{having}"
            case 7:
                return f"SELECT ({self._aggregate(shown)} AS ?n) ({self._aggregate(shown)} AS ?m) WHERE {{ {body} }}"
            case 8:
                a, b = chance.choice(shown), chance.choice(shown)
                return f"CONSTRUCT {{ {a} gov:to {b} . {b} gov:from {a} }} WHERE {{ {body} }}"
        if self._maybe(0.5):
            return f"ASK {{ {body} }}"
        key = self._filter() if self._known else "1"
        return f"SELECT ?key (COUNT(*) AS ?n) WHERE {{ {body} }} GROUP BY (({key}) AS ?key)"

    def _aggregate(self, shown: Sequence[str]) -> str:
        v = self.chance.choice(shown)
        numbers = [name for name, column in (*self._known, *self._optional) if column.type in ("number", "integer")]
        n = self.chance.choice(numbers or [v])
        return self.chance.choice([
            "COUNT(*)", f"COUNT({v})", f"COUNT(DISTINCT {v})", f"MIN({v})", f"MAX({v})", f"SUM({n})", f"AVG({n})", f"SUM(DISTINCT {n})",
            f"MIN(STR({v}))", f"COUNT(DISTINCT STR({v}))",
        ])  # fmt: skip


def queries(values: Values, seed: int) -> Iterator[str]:
    """Queries without end."""
    generator = Generator(random.Random(seed), values)
    while True:
        yield generator.query()
