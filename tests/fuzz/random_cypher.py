"""Random Cypher queries that are valid: patterns, carried values and expressions of every kind, over what the ontology declares.

The same seed gives the same queries. Each expression is made for a kind of value, so that most queries have an answer; now and
then the kind is wrong on purpose. What the order of nothing decides (``collect`` of unsorted rows, LIMIT without ORDER BY) is not made.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from govgraph.graph.cypher.kinds import key_kinds
from govgraph.ontology.declaration import tables

KINDS = ("number", "text", "boolean", "date", "list", "map", "duration")
_LABELS = {
    "actors": ("Agency", "NGO", "Person", "Actor", "IGO", "Company", "Group"),
    "events": ("Event",),
    "places": ("Place",),
}
_LITERALS = {
    "number": "0 1 -1 2 3 5 2001 2010 1.5 -2.5 0.1 1e3 12 100 9007199254740993 0.0".split(),
    "text": ["'a'", "'minister'", "'A'", "''", "'part_of'", "'0'", "'ä🙂'", "'2022-05-12'", "' x '", "'speaker'", "'Альфа'", "'wikidata:Q1'"],
    "boolean": ["true", "false"],
    "date": ["date('2001-01-01')", "date('2022-05-12')", "date('2020-02-29')", "date({year: 2010, month: 2})"],
    "duration": ["duration('P1D')", "duration('P1M')", "duration('PT36H')", "duration({months: 1, days: -2})"],
    "list": ["[]", "[1, 2, 3]", "['a', 'b']", "[2001, 2010]", "[null, 1]", "['minister', 'speaker']", "[[1], [2, 3]]", "[true]"],
    "map": ["{a: 1}", "{a: 2010, b: 'minister'}", "{a: null}", "{a: [1, 2], b: {c: 2001}}", "{}"],
}  # fmt: skip
# What gives a kind of value: "@kind" stands for an expression of that kind.
_FORMS = {
    "number": """@number + @number; @number - @number; @number * @number; @number % 7; @number / 3; @number / 2.5; -(@number); abs(@number); sign(@number); size(@text);
        size(@list); round(@number); ceil(@number); floor(@number); toInteger(@text); toFloat(@text); toInteger(@number); toFloat(@number); @date.year; @date.month;
        @date.dayOfWeek; @date.quarter; @date.week; duration.inDays(@date, @date).days; duration.between(@date, @date).months; @duration.days; @duration.seconds;
        coalesce(@number, @number); nullIf(@number, @number); CASE WHEN @boolean THEN @number ELSE @number END; CASE @number WHEN @number THEN @number END;
        reduce(t = 0, q IN [1, 2, 3] | t + q * @number); sqrt(abs(@number)); @number ^ 2; size([q IN @list WHERE q IS NOT NULL | q]); @map.a; @list[0]; char_length(@text);
        toInteger(@boolean); head([@number]); last([@number, @number]); round(@number, 1); duration.inSeconds(@date, @date).seconds; COUNT { @pattern };
        COUNT { MATCH @pattern @where }; size(split(@text, 'a')); size(keys(@map)); isEmpty(@text)""",
    "text": """@text + @text; toUpper(@text); toLower(@text); trim(@text); left(@text, 3); right(@text, 2); substring(@text, 1); substring(@text, 0, 2); reverse(@text);
        replace(@text, 'a', 'b'); toString(@number); toString(@date); toString(@boolean); coalesce(@text, @text); CASE WHEN @boolean THEN @text ELSE @text END; @text + @number;
        split(@text, ' ')[0]; head(split(@text, 'a')); ltrim(@text); rtrim(@text); nullIf(@text, @text); @map.b; reduce(t = '', q IN ['a', 'b'] | t + q + @text); btrim(@text);
        @text || @text; toString(@duration); normalize(@text); CASE @text WHEN @text, 'a' THEN @text ELSE 'z' END; [@text, @text][0]""",
    "boolean": """@number = @number; @number < @number; @number <> @number; @number >= @number; @text = @text; @text < @text; @text STARTS WITH @text; @text CONTAINS @text;
        @text ENDS WITH @text; @date < @date; @date = @date; @date >= @date; @boolean AND @boolean; @boolean OR @boolean; NOT @boolean; @boolean XOR @boolean; @number IS NULL;
        @text IS NOT NULL; @number IN @list; @text IN @list; @text IN [@text, @text]; @number IN [@number, @number]; @date IN [@date]; all(q IN @list WHERE q IS NOT NULL);
        any(q IN [1, 2, @number] WHERE q = @number); none(q IN ['a', @text] WHERE q = @text); single(q IN [@number, @number] WHERE q > 1); @text =~ '.*a.*'; isEmpty(@text);
        isEmpty(@list); coalesce(@boolean, true); @number < @number < @number; @list = @list; @map = @map; @boolean = @boolean; @duration = @duration; EXISTS { @pattern };
        EXISTS { @pattern @where }; EXISTS { MATCH @pattern @where }; COUNT { @pattern } > 1; @list IS NULL; @any = @any; @number IS :: INTEGER; @text IS :: STRING; @label; (@boolean);
        toBoolean(@text); @any IN @list; NOT @number IN @list; size(@list) > 1; any(q IN @list WHERE q = @any); exists(@pattern); @map.a = @number; @list[0] = @any""",
    "date": """@date + @duration; @date - @duration; date.truncate('month', @date); date.truncate('year', @date); coalesce(@date, @date); date({date: @date, day: 1}); date(@date);
        CASE WHEN @boolean THEN @date ELSE @date END; [@date, @date][1]; head([@date]); nullIf(@date, @date)""",
    "duration": """@duration + @duration; @duration - @duration; @duration * 2; duration.between(@date, @date); duration.inDays(@date, @date); duration({days: 3}); coalesce(@duration, @duration)""",
    "list": """@list + @list; @list + @any; @list[1..]; @list[..-1]; @list[-2..]; tail(@list); reverse(@list); [q IN @list | q]; [q IN @list WHERE q IS NOT NULL]; [q IN [1, 2] | q + @number];
        [@any, @any]; split(@text, ' '); range(1, 3); coalesce(@list, []); CASE WHEN @boolean THEN @list ELSE @list END; [q IN ['a', 'b'] | q + @text]; [@number, @text, null];
        COLLECT { MATCH @pattern @where RETURN @sorted }; [q IN range(0, 2) WHERE q < @number]; toStringList([@number, @text]); [q IN [[1, 2], @list] | size(q)]""",
    "map": """{a: @any, b: @any}; {a: @number}; {x: @node.iri, y: @any}; CASE WHEN @boolean THEN @map ELSE @map END; coalesce(@map, {}); [@map, {a: 1}][0];
        {a: {b: @any}}.a; head([@map])""",
}  # fmt: skip
_FORMS_OF = {kind: [form.strip() for form in forms.split(";")] for kind, forms in _FORMS.items()}
_AGGREGATES = """count(*); count(@any); count(DISTINCT @any); sum(@number); min(@number); max(@number); min(@text); max(@text); min(@date); max(@date);
    sum(@number) + count(*); size(collect(@any)); toFloat(sum(@number)) / count(*); {n: count(*), m: max(@number)}; count(*) > 1; [count(*), min(@date)];
    coalesce(max(@number), 0); size(collect(DISTINCT @text)); percentileDisc(@number, 0.5); any(q IN collect(@number) WHERE q > 1); sum(CASE WHEN @boolean THEN 1 ELSE 0 END);
    stDev(@number); avg(@number); count(@boolean); max(@boolean); min(@any)""".split(";")


@dataclass
class Maker:
    """Makes the parts of one query.

    Attributes:
        chance: where all choices come from.
        scope: variable -> its kind: one of `KINDS`, or node, relationship, path.
        tables: variable of a node or relationship -> the table of its rows.
        names: how many variables were named.
    """

    chance: random.Random
    scope: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    names: int = 0

    def __post_init__(self) -> None:
        self.stepping = self.chance.choice("*{")  # Neo4j does not read both kinds of repetition in one query

    def name(self, kind: str, table: str = "") -> str:
        self.names += 1
        name = f"{kind[0]}{self.names}"
        self.scope[name] = kind
        if table:
            self.tables[name] = table
        return name

    def maybe(self, probability: float) -> bool:
        return self.chance.random() < probability

    def of_kind(self, kind: str) -> list[str]:
        return [name for name, known in self.scope.items() if known == kind]

    def value(self, kind: str, depth: int = 2) -> str:
        """An expression that gives a kind of value, or null."""
        if kind == "any":
            kind = self.chance.choice(KINDS[:5])
        if self.maybe(0.01):
            return "null"
        if self.maybe(0.01):
            kind = self.chance.choice(KINDS[:5])
        simple = self.of_kind(kind) * 3 + self.properties(kind)
        if depth > 0 and self.maybe(0.55):
            return self.filled(self.chance.choice(_FORMS_OF[kind]), depth - 1)
        if simple and self.maybe(0.8):
            return self.chance.choice(simple)
        return self.chance.choice(_LITERALS[kind])

    def properties(self, kind: str) -> list[str]:
        """``n.key`` for all known nodes and relationships and their keys of a kind."""
        found = []
        for name, table in self.tables.items():
            if name in self.scope:
                columns = tables()[table].property_columns
                found += [
                    f"{name}.{c.key}"
                    for c in columns
                    if key_kinds()[c.key] == kind and c.key not in ("sources", "documents")
                ]
        return found

    def filled(self, form: str, depth: int) -> str:
        """A form in which each ``@kind`` became an expression."""
        parts = form.split("@")
        text = parts[0]
        for part in parts[1:]:
            word = next(
                (w for w in (*KINDS, "any", "pattern", "where", "sorted", "node", "label") if part.startswith(w)), ""
            )
            text += self.part(word, depth) + part[len(word) :]
        return text

    def part(self, word: str, depth: int) -> str:
        match word:
            case "pattern":
                return self.pattern(anchored=True, named=False)
            case "where":
                return f"WHERE {self.value('boolean', min(depth, 1))}"
            case "sorted":
                value = self.value("any", 0)
                return f"{value} AS v ORDER BY v"
            case "node":
                return self.chance.choice(self.of_kind("node") or ["{name: 'a'}"])
            case "label":
                nodes = self.of_kind("node")
                return f"{self.chance.choice(nodes)}:{self.labels()}" if nodes else "true"
        value = self.value(word, depth)
        return (
            value
            if value.replace(".", "").isalnum() or (value.endswith((")", "]", "}", "'")) and " " not in value)
            else f"({value})"
        )

    def labels(self) -> str:
        one, other = (self.chance.choice([label for labels in _LABELS.values() for label in labels]) for _ in "ab")
        return self.chance.choice(
            [one] * 5 + [f"{one}|{other}", f"!{one}", f"{one}&!{other}", f"({one}|{other})&Entity"]
        )

    # ------------------------------------------------------------------------------------------------ patterns

    def pattern(self, *, anchored: bool = False, named: bool = True) -> str:
        """A pattern of one or two steps; ``anchored`` begins at a known node if there is one."""
        known = self.of_kind("node")
        begins_at_known = anchored and known and self.maybe(0.8)
        text = f"({self.chance.choice(known)})" if begins_at_known else self.node(named=named)
        for _ in range(self.chance.choice([1, 1, 1, 1, 2])):
            text += self.step(named=named)
        return text

    def node(self, table: str = "", *, named: bool = True) -> str:
        known = self.of_kind("node")
        if known and self.maybe(0.1):
            return f"({self.chance.choice(known)})"
        table = table or self.chance.choice(["actors", "actors", "actors", "events"])
        label = self.chance.choice(_LABELS[table])
        extra = f" {{{self.matched(table)}}}" if self.maybe(0.08) else ""
        name = self.name("node", table) if named else ""
        return f"({name}:{label if self.maybe(0.3) else 'Entity'}{extra})"

    def matched(self, table: str) -> str:
        column = self.chance.choice(
            [c for c in tables()[table].property_columns if c.key not in ("sources", "documents", "search")]
        )
        kind = key_kinds()[column.key]
        return f"{column.key}: {self.value(kind, 1)}"

    def step(self, *, named: bool = True) -> str:
        table = self.chance.choice(["memberships", "associations", "participations"])
        kind = tables()[table].relationship
        before, after = self.chance.choice([("-", "->"), ("<-", "-"), ("-", "-")])
        length = (
            self.chance.choice(["*1..2", "*0..1", "*2", "*..2"]) if self.stepping == "*" and self.maybe(0.2) else ""
        )
        quantifier = self.chance.choice(["{1,2}", "{2}", "{0,1}"]) if self.stepping == "{" and self.maybe(0.2) else ""
        if length or quantifier:
            name = self.name("list") if named and self.maybe(0.4) else ""
            inside = f"{name}:{kind}{length}"
        else:
            name = self.name("relationship", table) if named and self.maybe(0.7) else ""
            extra = ""
            if self.maybe(0.08):
                extra = f" {{{self.matched(table)}}}"
            inside = f"{name}:{self.chance.choice([kind] * 5 + [kind + '|OF_COUNTRY', '!OF_COUNTRY'])}{extra}"
        target = "events" if kind == "PARTICIPATED_IN" and before == "-" else "actors"
        return f"{before}[{inside}]{after}{quantifier}{self.node(target, named=named)}"

    # ------------------------------------------------------------------------------------------------- clauses

    def query(self) -> str:
        """A whole query: half of them over values alone, most others with one MATCH, since a long query is seldom answered by rows."""
        clauses = []
        if self.maybe(0.6):
            clauses.append(self.carried())
        if self.maybe(0.55):
            clauses.append(self.match())
            if self.maybe(0.3):
                made = [self.match, self.optional, self.carried, self.projected, self.subquery, self.unwound]
                clauses.append(self.chance.choice(made)())
        return " ".join([*clauses, self.returned()])

    def carried(self) -> str:
        kind = self.chance.choice(KINDS[:6])
        value = self.value(kind, 1)
        if self.maybe(0.4):
            items = ", ".join(self.value(kind, 0) for _ in range(self.chance.randint(1, 3)))
            return f"UNWIND [{items}] AS {self.name(kind)}"
        kept = "*, " if self.scope else ""
        return f"WITH {kept}{value} AS {self.name(kind)}"

    def unwound(self) -> str:
        if self.maybe(0.5):
            return f"UNWIND range(0, {self.chance.randint(0, 3)}) AS {self.name('number')}"
        return f"UNWIND {self.value('list', 1)} AS {self.name('text')}"

    def match(self) -> str:
        text = f"MATCH {self.pattern(anchored=self.maybe(0.6))}"
        if self.maybe(0.25):
            text += f", {self.pattern(anchored=True)}"
        return text + (f" WHERE {self.value('boolean', 2)}" if self.maybe(0.75) else "")

    def optional(self) -> str:
        return f"OPTIONAL {self.match()}"

    def projected(self) -> str:
        """WITH that keeps some variables, and groups or computes."""
        kept = [name for name in self.scope if self.maybe(0.6)]
        items = list(kept)
        new = []
        for _ in range(self.chance.choice([0, 1, 1, 2])):
            kind = self.chance.choice(KINDS[:5])
            form = self.value(kind, 2)
            new.append((form, kind))
        grouped = self.maybe(0.35)
        if grouped:
            new.append((self.filled(self.chance.choice(_AGGREGATES).strip(), 1), "number"))
        if not kept and not new:
            new.append(("1", "number"))
        self.scope = {name: self.scope[name] for name in kept}
        items += [f"{form} AS {self.name(kind)}" for form, kind in new]
        text = f"WITH {'DISTINCT ' if self.maybe(0.2) else ''}{', '.join(items)}"
        return text + (f" WHERE {self.value('boolean', 1)}" if self.maybe(0.3) else "")

    def subquery(self) -> str:
        """CALL (...) { ... } that gives one value."""
        kind = self.chance.choice(["number", "text"])
        outer = dict(self.scope), dict(self.tables)
        imported = [name for name in self.scope if self.maybe(0.8)]
        self.scope = {name: self.scope[name] for name in imported}
        inside = self.match() if self.maybe(0.8) else self.unwound()
        gives = self.filled(self.chance.choice(["count(*)", f"max(@{kind})", "count(DISTINCT @any)"]), 1)
        self.scope, self.tables = outer
        listed = ", ".join(imported)
        head = f"CALL ({listed}) {{" if self.maybe(0.7) or not imported else f"CALL {{ WITH {listed}"
        return f"{head} {inside} RETURN {gives} AS {self.name('number')} }}"

    def returned(self) -> str:
        """RETURN, mostly of values, sometimes grouped, sorted by all columns when sorted at all."""
        items = [f"{self.value('any', 2)} AS c{i}" for i in range(self.chance.choice([1, 1, 2, 3]))]
        if self.maybe(0.3):
            items.append(f"{self.filled(self.chance.choice(_AGGREGATES).strip(), 1)} AS agg")
        names = [item.rpartition(" AS ")[2] for item in items]
        text = f"RETURN {'DISTINCT ' if self.maybe(0.15) else ''}{', '.join(items)}"
        if self.maybe(0.4):
            text += " ORDER BY " + ", ".join(name + self.chance.choice(["", " DESC"]) for name in names)
            text += self.chance.choice(["", "", " LIMIT 3", " SKIP 1", " SKIP 1 LIMIT 2"])
        return text


def random_query(chance: random.Random) -> str:
    """One random query.

    Example:
        >>> random_query(random.Random(1)) == random_query(random.Random(1))
        True
    """
    return Maker(chance).query()
