"""Solutions as SQL: a SELECT whose columns are variables, and how such SELECTs are joined and put together.

Variables get columns of our own naming: SQL does not tell ``?a`` from ``?A``, and a query's words do not belong into SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from govgraph.graph.relational.terms import NATIVE, FallBack, Value, same, sql_type, unified

ONE = "SELECT 1 AS one"
_SPLITS = 2
"""A join over this many variables that may be unbound is split into cases; over more it is left to Oxigraph."""


@dataclass(frozen=True, slots=True)
class Relation:
    """The solutions of a pattern.

    Attributes:
        sql: a SELECT.
        variables: name -> its value, whose SQL is the name of the column.
        order: (column, direction) by which the solutions are sorted.
        by: the variables that the order is made of alone; None: it is made of more than variables.
    """

    sql: str
    variables: dict[str, Value] = field(default_factory=dict)
    order: tuple[tuple[str, str], ...] = ()
    by: frozenset[str] | None = frozenset()

    @property
    def order_sql(self) -> str:
        """The ORDER BY clause; empty without an order."""
        return (
            f" ORDER BY {', '.join(f'{column} {direction}' for column, direction in self.order)}" if self.order else ""
        )

    def scope(self, alias: str) -> dict[str, Value]:
        """The variables as columns of a subquery with this alias."""
        return {name: found.at(alias) for name, found in self.variables.items()}


class Names:
    """The names of columns and subqueries in one statement.

    Example:
        >>> names = Names()
        >>> names.column("person"), names.column("Person"), names.column("person"), names.new("t")
        ('v0', 'v1', 'v0', 't2')
    """

    def __init__(self) -> None:
        self._numbers = count()
        self._columns: dict[str, str] = {}

    def new(self, prefix: str) -> str:
        """A name that nothing else has."""
        return f"{prefix}{next(self._numbers)}"

    def column(self, variable: str) -> str:
        """The column of a variable."""
        if variable not in self._columns:
            self._columns[variable] = self.new("v")
        return self._columns[variable]


def selected(columns: Iterable[str]) -> str:
    """The list of a SELECT, which may not be empty in SQL.

    Example:
        >>> selected(["a", "b"]), selected([])
        ('a, b', '1 AS one')
    """
    return ", ".join(columns) or "1 AS one"


def nothing(names: Names, kinds: Mapping[str, str]) -> Relation:
    """No solution, with variables of these kinds.

    Example:
        >>> nothing(Names(), {"a": "date"}).sql
        'SELECT NULL::DATE AS v0 WHERE false'
    """
    columns = {name: names.column(name) for name in kinds}
    shown = selected(f"NULL::{NATIVE[kind]} AS {columns[name]}" for name, kind in kinds.items())
    variables = {name: Value(columns[name], frozenset({kind})) for name, kind in kinds.items()}
    return Relation(f"SELECT {shown} WHERE false", variables)


def union(names: Names, parts: Sequence[Relation]) -> Relation:
    """All solutions of all parts; a variable that a part does not have is unbound there.

    Example:
        >>> union(Names(), [Relation(ONE)]).sql
        'SELECT 1 AS one'
    """
    if len(parts) == 1:
        return replace(parts[0], order=(), by=frozenset())
    found = dict.fromkeys(name for part in parts for name in part.variables)
    columns: dict[str, list[str]] = {}
    variables: dict[str, Value] = {}
    for name in found:
        sqls, kinds = unified([part.variables[name] for part in parts if name in part.variables])
        ready = iter(sqls)
        missing = f"NULL::{sql_type(kinds)}"
        columns[name] = [next(ready) if name in part.variables else missing for part in parts]
        maybe = any(name not in part.variables or part.variables[name].maybe for part in parts)
        variables[name] = Value(names.column(name), kinds, maybe)
    selects = [
        f"SELECT {selected(f'{columns[name][i]} AS {names.column(name)}' for name in found)} FROM ({part.sql})"
        for i, part in enumerate(parts)
    ]
    return Relation(" UNION ALL ".join(selects), variables)


def join_all(names: Names, parts: Sequence[Relation]) -> Relation:
    """The join of all parts, those that share a variable with what is there first.

    Example:
        >>> join_all(Names(), []).sql
        'SELECT 1 AS one'
    """
    if not parts:
        return Relation(ONE)
    found, rest = parts[0], list(parts[1:])
    while rest:
        following = next((r for r in rest if r.variables.keys() & found.variables.keys()), rest[0])
        rest.remove(following)
        found = join(names, found, following)
    return found


def join(names: Names, a: Relation, b: Relation) -> Relation:
    """The solutions of both that agree in the variables that they share.

    Raises:
        FallBack: too many of these may be unbound.

    Example:
        >>> join(Names(), Relation(ONE), Relation("SELECT 1 AS one, 2 AS v0")).sql
        'SELECT 1 AS one, 2 AS v0'
    """
    if a.sql == ONE:
        return b
    if b.sql == ONE:
        return a
    shared = [name for name in a.variables if name in b.variables]
    unsure = [name for name in shared if a.variables[name].maybe or b.variables[name].maybe]
    if len(unsure) > _SPLITS:
        raise FallBack("a join over several variables that may be unbound")
    if unsure:
        return _split(names, a, b, unsure[0])
    x, y = names.new("t"), names.new("t")
    conditions = [same(a.variables[name].at(x), b.variables[name].at(y)) for name in shared]
    columns = [f"{x}.{v.sql}" for v in a.variables.values()]
    columns += [f"{y}.{v.sql}" for name, v in b.variables.items() if name not in a.variables]
    how = f"JOIN ({b.sql}) {y} ON {' AND '.join(conditions)}" if conditions else f"CROSS JOIN ({b.sql}) {y}"
    return Relation(f"SELECT {selected(columns)} FROM ({a.sql}) {x} {how}", {**b.variables, **a.variables})


def _split(names: Names, a: Relation, b: Relation, name: str) -> Relation:
    """A join over a variable that may be unbound, as three joins: bound on both sides, or unbound on one."""
    parts = [join(names, _bound(a, name), _bound(b, name))]
    if a.variables[name].maybe:
        parts.append(join(names, _without(a, name), b))
    if b.variables[name].maybe:
        # Where both are unbound the part above has it already.
        parts.append(join(names, _bound(a, name), _without(b, name)))
    return union(names, parts)


def _bound(relation: Relation, name: str) -> Relation:
    found = relation.variables[name]
    if not found.maybe:
        return relation
    sure = {**relation.variables, name: replace(found, maybe=False)}
    return Relation(f"SELECT * FROM ({relation.sql}) WHERE {found.sql} IS NOT NULL", sure)


def _without(relation: Relation, name: str) -> Relation:
    rest = {n: v for n, v in relation.variables.items() if n != name}
    columns = selected(v.sql for v in rest.values())
    return Relation(f"SELECT {columns} FROM ({relation.sql}) WHERE {relation.variables[name].sql} IS NULL", rest)


def left_join(names: Names, a: Relation, b: Relation, condition: str, aliases: tuple[str, str]) -> Relation:
    """The solutions of ``a``, each with those of ``b`` that agree with it, or alone if there are none.

    Args:
        condition: what must hold besides, over columns of the two aliases; empty: nothing.

    Raises:
        FallBack: a shared variable may be unbound in ``b``, or there is more than one that may be in ``a``.

    Example:
        >>> left_join(Names(), Relation(ONE), Relation(ONE), "", ("x", "y")).sql
        'SELECT 1 AS one FROM (SELECT 1 AS one) x LEFT JOIN (SELECT 1 AS one) y ON true'
    """
    shared = [name for name in a.variables if name in b.variables]
    unsure = [name for name in shared if a.variables[name].maybe]
    if any(b.variables[name].maybe for name in shared) or len(unsure) > 1:
        raise FallBack("OPTIONAL over a variable that may be unbound")
    if unsure:
        if condition:
            raise FallBack("OPTIONAL with a FILTER over a variable that may be unbound")
        bound = left_join(names, _bound(a, unsure[0]), b, "", aliases)
        return union(names, [bound, left_join(names, _without(a, unsure[0]), b, "", aliases)])
    x, y = aliases
    conditions = [same(a.variables[name].at(x), b.variables[name].at(y)) for name in shared]
    conditions += [f"({condition})"] if condition else []
    columns = [f"{x}.{v.sql}" for v in a.variables.values()]
    new = {name: replace(v, maybe=True) for name, v in b.variables.items() if name not in a.variables}
    columns += [f"{y}.{v.sql}" for v in new.values()]
    sql = (
        f"SELECT {selected(columns)} FROM ({a.sql}) {x} LEFT JOIN ({b.sql}) {y} ON {' AND '.join(conditions) or 'true'}"
    )
    return Relation(sql, {**new, **a.variables})
