"""What an SQL query may be: one SELECT over the graph's tables, judged by DuckDB's own parse, before anything is run.

DuckDB parses the text and hands over the tree (``json_serialize_sql``). Every part of the tree has to be of a kind that is listed here, every
table one of the graph's or a name that ``WITH`` gives, and every function one of ``sql_functions``. What is not listed is refused, so a
clause or function that a later DuckDB brings is refused as well. The text that is checked is the text that is run: a SELECT from
the person's query in parentheses.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple

import duckdb

from govgraph.graph.duck import connect
from govgraph.graph.errors import QueryError
from govgraph.graph.queries.query_text import place
from govgraph.graph.stores.sql_faults import FAULT, beginning, explained
from govgraph.graph.stores.sql_functions import FUNCTIONS, TABLE_FUNCTIONS
from govgraph.graph.stores.sql_named import CATALOGUE, LISTS, named, path_of
from govgraph.ontology.errors import nearest

_BEFORE, _AFTER = "SELECT * FROM (\n", "\n)"

_EXPLAIN = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(EXPLAIN)\s+(?:(ANALYZE)\s+)?", re.IGNORECASE | re.DOTALL)
_EXPRESSIONS = frozenset(
    """BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT DEFAULT FUNCTION LAMBDA LAMBDA_REF OPERATOR PARAMETER
    POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW""".split()
)
_PARTS = frozenset(
    """SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE
    BASE_TABLE EMPTY EXPRESSION_LIST JOIN PIVOT SHOW_REF SUBQUERY TABLE_FUNCTION
    DISTINCT_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER ORDER_MODIFIER ASCENDING DESCENDING ORDER_DEFAULT""".split()
)
_NO_PLACE = 2**64 - 1

_INSTEAD = {
    "COPY": "govgraph sql QUERY --parquet FILE writes an answer; govgraph export writes tables",
    "CREATE": "WITH name AS (SELECT ...) SELECT ...",
    "EXPLAIN": "EXPLAIN SELECT ...",
    "INSERT": "govgraph load FILE adds to the graph",
    "UPDATE": "load the changed file: govgraph load FILE",
    "DELETE": "govgraph unload LOAD takes out what a file says",
    "PRAGMA": "DESCRIBE TABLE, SHOW TABLES, or govgraph ref",
    "CALL": "SELECT ... FROM a table of govgraph ref",
    "ATTACH": "govgraph load FILE; or govgraph export parquet, and DuckDB over both",
    "MULTI": "SELECT ... FROM table PIVOT (count(*) FOR column IN ('a', 'b'))",
}
_TABLES_ONLY = (
    "govgraph ref lists the tables; govgraph load FILE adds a file; govgraph export parquet, to use DuckDB itself"
)


_FUNCTIONS_LISTED = "https://duckdb.org/docs/stable/sql/functions/overview"


class Checked(NamedTuple):
    """A query that may be run.

    Attributes:
        text: the person's query without a semicolon at its end, and with spaces in place of ``EXPLAIN``; it may stand in parentheses
            as a subquery.
        explain: what stood before it: nothing, ``EXPLAIN`` or ``EXPLAIN ANALYZE``.
        parameters: the names of its parameters.
        tables: (schema, table) of each table that it may read; all of them if it lists them.
    """

    text: str
    explain: str
    parameters: frozenset[str]
    tables: frozenset[tuple[str, str]]

    @property
    def subquery(self) -> str:
        """The query as a subquery, on lines of its own."""
        return f"(\n{self.text}\n)"


def checked(db: duckdb.DuckDBPyConnection, query: str, tables: Collection[tuple[str, str]]) -> Checked:
    """The query, if it is exactly one SELECT that reads nothing but the tables.

    Args:
        db: a connection; nothing of the query is run on it.
        query: what the person wrote.
        tables: (schema, table) of each table of the graph, ``main`` for the assembled ones.

    Raises:
        QueryError: it has a fault, or is something else.

    Example:
        >>> from govgraph.graph.duck import connect
        >>> with connect() as db:
        ...     checked(db, "SELECT name FROM actors WHERE class = $c;", [("main", "actors")]).parameters
        ...     checked(db, "SELECT * FROM read_text('/etc/hostname')", [("main", "actors")])
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:15: queries only read the graph's tables; the function read_text is not for ...
    """
    explain = _EXPLAIN.match(query)
    text = _without_end(_without_words(query, explain) if explain else query)
    tree = _parsed(db, text)
    if tree["error"] or len(tree["statements"]) != 1:
        _refuse_text(text)
    wrapped = _parsed(db, _BEFORE + text + _AFTER)
    if wrapped["error"] or len(wrapped["statements"]) != 1:
        raise refusal("this is not one SELECT", where=place(text, beginning(text)), hint="one SELECT at a time")
    statement = wrapped["statements"][0]
    known = {(s.lower(), t.lower()) for s, t in tables}
    for fault, location in _faults(statement["node"], known):
        where = _place_of_byte(text, location - len(_BEFORE)) if location != _NO_PLACE else place(text, beginning(text))
        raise QueryError(fault.what, where=where, expected=fault.expected, hint=fault.hint)
    names = frozenset(parameter["key"] for parameter in statement["named_param_map"])
    if numbered := sorted(name for name in names if name.isdigit()):
        where = place(text, next((at for sign in (f"${numbered[0]}", "?") if (at := text.find(sign)) >= 0), 0))
        raise QueryError("a parameter has no name", where=where, expected=f"$name, not ? or ${numbered[0]}")
    kind = "" if not explain else "EXPLAIN ANALYZE " if explain[2] else "EXPLAIN "
    return Checked(text, kind, names, named(statement["node"], known))


def _without_words(query: str, explain: re.Match[str]) -> str:
    """A query with spaces in place of ``EXPLAIN`` and ``ANALYZE``, so that all places stay as they are."""
    for word in (1, 2):
        if explain[word]:
            query = f"{query[: explain.start(word)]}{' ' * len(explain[word])}{query[explain.end(word) :]}"
    return query


def refusal(what: str, *, where: str = "", hint: str = _TABLES_ONLY) -> QueryError:
    """The error for a query that is more than a SELECT over the tables.

    Example:
        >>> print(refusal("this is not one SELECT", hint="SELECT 1"))
        queries only read the graph's tables; this is not one SELECT; expected: SELECT ...; try: SELECT 1
    """
    return QueryError(f"queries only read the graph's tables; {what}", where=where, expected="SELECT ...", hint=hint)


def _place_of_byte(query: str, offset: int) -> str:
    """The place of a byte in a query, as DuckDB counts.

    Example:
        >>> _place_of_byte("SELECT 'кыргыз',\\n x", 24)
        'query:2:2'
    """
    return place(query, len(query.encode()[: max(0, offset)].decode("utf-8", "ignore")))


def _without_end(query: str) -> str:
    """The text without semicolons at its end, and what follows them (comments)."""
    try:
        tokens = duckdb.tokenize(query)
    except duckdb.Error:
        return query
    data, end = query.encode(), None
    for position, kind in reversed(tokens):
        if kind == duckdb.token_type.comment:
            continue
        if data[position : position + 1] != b";":
            break
        end = position
    return data[:end].decode()


def _parsed(db: duckdb.DuckDBPyConnection, text: str) -> dict[str, Any]:
    try:
        ((serialized,),) = db.execute("SELECT json_serialize_sql(?::VARCHAR)", [text]).fetchall()
    except duckdb.Error as error:  # for example nested too deeply
        return {"error": True, "error_type": "parser", "error_message": str(error)}
    tree: dict[str, Any] = json.loads(serialized)
    return tree


def _refuse_text(text: str) -> None:
    """Raise the error for a text that is no SELECT: by what DuckDB takes it for, or where it cannot be read."""
    where = place(text, beginning(text))
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise explained(str(error), text) from None
    kinds = [statement.type.name for statement in statements]
    if not kinds:
        raise QueryError("the query is empty", where=where, expected="SELECT ...")
    if len(kinds) > 1:
        where = place(text, len(statements[0].query.rstrip()))
        raise refusal(f"there are {len(kinds)} statements", where=where, hint="one SELECT at a time")
    said = "PIVOT without its values" if kinds[0] == "MULTI" else kinds[0].replace("_", " ")
    raise refusal(f"{said} is not for queries", where=where, hint=_INSTEAD.get(kinds[0], _TABLES_ONLY))


def _faults(node: dict[str, Any], tables: Collection[tuple[str, str]]) -> Iterator[tuple[QueryError, int]]:
    """What in a tree is not allowed, with its offset in bytes.

    The walk is a loop and not a recursion, since queries may be nested as deeply as a person likes. Each part is looked at with the
    names that ``WITH`` gives where it stands.
    """
    waiting: list[tuple[Any, frozenset[str]]] = [(node, frozenset())]
    while waiting:
        part, given = waiting.pop()
        if isinstance(part, list):
            waiting += ((item, given) for item in part)
        elif isinstance(part, dict):
            if fault := _fault(part, given, tables):
                yield fault, part.get("query_location", _NO_PLACE)
            inside = given
            if part.get("type") == "RECURSIVE_CTE_NODE":
                inside = given | {str(part.get("cte_name", "")).lower()}
            for entry in (part.get("cte_map") or {}).get("map", ()):
                value, own = entry["value"], str(entry["key"]).lower()
                waiting.append((value, inside | {own} if _is_recursive(value) else inside))
                inside = inside | {own}
            for key, child in part.items():
                if key == "function" and part.get("type") == "TABLE_FUNCTION":  # judged with its table
                    child = {
                        name: below for name, below in child.items() if name not in ("class", "type", "function_name")
                    }
                if key != "cte_map":
                    waiting.append((child, inside))


def _is_recursive(common_table: dict[str, Any]) -> bool:
    text = common_table.get("query_node") or (common_table.get("query") or {}).get("node") or {}
    return text.get("type") == "RECURSIVE_CTE_NODE"


def _fault(part: dict[str, Any], given: frozenset[str], tables: Collection[tuple[str, str]]) -> QueryError | None:
    kind = part.get("type")
    if "class" in part:
        if part["class"] not in _EXPRESSIONS:
            return refusal(f"{part['class']} is not for queries")
        function = part.get("function_name")
        if function is None or part["class"] not in ("FUNCTION", "WINDOW"):
            return None
        return _function(part, FUNCTIONS)
    if not isinstance(kind, str):
        return None
    if kind not in _PARTS:
        word = kind.removesuffix("_QUERY_NODE").removesuffix("_NODE")
        return refusal(f"{word.replace('_', ' ')} is not for queries", hint=_INSTEAD.get(word, _TABLES_ONLY))
    if kind == "TABLE_FUNCTION":
        function = part.get("function") or {}
        return (
            _function(function, TABLE_FUNCTIONS) if function.get("class") == "FUNCTION" else refusal("a table function")
        )
    if kind == "BASE_TABLE":
        return _table(part, given, tables)
    if kind == "SHOW_REF" and not part.get("query") and part.get("table_name") not in LISTS:
        return _table(part, frozenset(), tables)
    return None


@cache
def _known_functions() -> frozenset[str]:
    """The names of all functions that DuckDB has."""
    with connect() as db:
        return frozenset(name.lower() for (name,) in db.sql("SELECT function_name FROM duckdb_functions()").fetchall())


def _function(part: dict[str, Any], allowed: frozenset[str]) -> QueryError | None:
    name = str(part["function_name"])
    if part.get("catalog") or part.get("schema") not in ("", "main", "pg_catalog", None):
        return refusal(f"the function {part.get('schema')}.{name} is not for queries")
    if name.lower() in allowed or not re.search(r"\w", name) or (name == "__postfix" or name.startswith("!__")):
        return None
    near = difflib.get_close_matches(name.lower(), allowed, n=1, cutoff=0.8)
    if name.lower() not in _known_functions():
        return QueryError(f"{FAULT}: there is no function {name}", hint=near[0] if near else _FUNCTIONS_LISTED)
    error = refusal(f"the function {name} is not for queries")
    return QueryError(error.what, expected=near[0] if near else error.expected, hint=error.hint)


def _table(part: dict[str, Any], given: frozenset[str], tables: Collection[tuple[str, str]]) -> QueryError | None:
    path = path_of(part)
    schema, name = (path[-2] if len(path) > 1 else ""), path[-1]
    if part.get("catalog_name") or len(path) > 2:
        return refusal(f"there is no table {'.'.join(path)}")
    if not schema and name.lower() in given:
        return None
    wanted = (schema.lower() or "main", name.lower())
    if wanted in tables or wanted in CATALOGUE:
        return None
    names = [table if of == "main" else f"{of}.{table}" for of, table in tables]
    near = nearest(".".join(path).lower(), names)
    return QueryError(
        f"{FAULT}: there is no table {'.'.join(path)}; queries only read the graph's tables",
        expected="" if near else ", ".join(sorted(table for of, table in tables if of == "main")),
        hint=near or _TABLES_ONLY,
    )
