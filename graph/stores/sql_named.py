"""The tables that an SQL query names, in DuckDB's own parse of it: only these are made before it runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

LISTS = frozenset({'"tables"', "__show_tables_expanded"})
"""What DuckDB makes of SHOW TABLES, SHOW ALL TABLES and DESCRIBE alone."""
CATALOGUE = frozenset({("information_schema", "tables"), ("information_schema", "columns")})
"""The tables that list tables."""


def named(node: dict[str, Any], tables: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The tables that a query without faults names, also where ``WITH`` gives the name to something else; all, if it lists tables.

    Args:
        node: the parsed query.
        tables: (schema, table) of all tables, in small letters.

    Example:
        >>> named({"type": "BASE_TABLE", "table_name": "Actors"}, [("main", "actors"), ("records", "actors")])
        frozenset({('main', 'actors')})
    """
    names: set[tuple[str, str]] = set()
    waiting: list[Any] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()
            if part.get("type") in ("BASE_TABLE", "SHOW_REF") and not part.get("query"):
                schema, name = ("main", *map(str.lower, path_of(part)))[-2:]
                if (schema, name) in CATALOGUE or part.get("table_name") in LISTS:
                    return frozenset(tables)
                names.add((schema, name))
    return frozenset(names.intersection(tables))


def path_of(part: dict[str, Any]) -> list[str]:
    """The name of a table as it is written, after that of its schema if that is written.

    Example:
        >>> path_of({"qualified_name": {"path": ["records", "actors"]}}), path_of({"table_name": "actors"})
        (['records', 'actors'], ['actors'])
    """
    return [str(name) for name in (part.get("qualified_name") or {}).get("path") or [part.get("table_name", "")]]
