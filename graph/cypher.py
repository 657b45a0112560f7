"""Cypher over a version's embedded property graph: run in the query process, answered as Python values.

The engine's objects become the types that Neo4j's driver gives (dates as ``datetime``, durations as ``neo4j.time.Duration``), so
that a query answers the same here and there.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path as FilePath
from typing import Any

import arcadedb_embedded as arcadedb
import jpype
import neo4j.time

from govgraph.graph import arcade
from govgraph.graph.values import Node, Path, Relationship

_POSITION = re.compile(r"line (\d+):(\d+)\s*-?\s*(.*?)(?:\(caused by.*)?$", re.DOTALL)
_PREFIX = re.compile(r"^(?:Query failed: |Command failed: )?(?:[a-z]+\.)+\w+: ")


class CypherStore:
    """An ArcadeDB database that is only read."""

    def __init__(self, path: FilePath) -> None:
        arcade.start("1g")
        self.db = arcade.open_read_only(path)
        self._vertex = jpype.JClass("com.arcadedb.graph.Vertex")
        self._edge = jpype.JClass("com.arcadedb.graph.Edge")
        self._path = jpype.JClass("com.arcadedb.query.opencypher.traversal.TraversalPath")
        self._temporal = "com.arcadedb.query.opencypher.temporal."

    def answer(self, query: str, parameters: dict[str, Any], limit: int | None) -> tuple[Any, ...]:
        """("ok", (columns, rows, whether rows were cut)) or ("error", what, where, expected, hint)."""
        try:
            results = (
                self.db.query("opencypher", query, parameters) if parameters else self.db.query("opencypher", query)
            )
            rows: list[tuple[Any, ...]] = []
            columns: list[str] = []
            cut = False
            for row in results.iter_dicts():
                if limit is not None and len(rows) == limit:
                    cut = True
                    break
                columns = columns or list(row)
                rows.append(tuple(self.value(row.get(c)) for c in columns))
            results.close()
        except arcadedb.ArcadeDBError as error:
            return _fault(str(error))
        except jpype.JException as error:
            return _fault(str(error))
        return ("ok", (columns or returned_names(query), rows, cut))

    def value(self, value: Any) -> Any:
        """One of the engine's values as a Python value."""
        if value is None or isinstance(value, bool | str | int | float | dt.date | dt.time):
            return value
        if isinstance(value, list | tuple | set):
            return [self.value(v) for v in value]
        if isinstance(value, dict):
            return {str(k): self.value(v) for k, v in value.items()}
        if isinstance(value, arcadedb.Vertex | arcadedb.Edge | arcadedb.Document):
            value = value._java_document
        if isinstance(value, self._vertex):
            return Node(tuple(sorted(str(value.getTypeName()).split("~"))), self._properties(value))
        if isinstance(value, self._edge):
            ends = [str(end.asVertex().get("iri")) for end in (value.getOut(), value.getIn())]
            return Relationship(str(value.getTypeName()), ends[0], ends[1], self._properties(value))
        if isinstance(value, self._path):
            nodes = tuple(self.value(v) for v in value.getVertices())
            return Path(nodes, tuple(self.value(e) for e in value.getEdges()))
        return self._other(value)

    def _properties(self, record: Any) -> dict[str, Any]:
        found = {}
        for name in record.getPropertyNames():
            found[str(name)] = self.value(arcadedb.convert_java_to_python(record.get(name)))
        return dict(sorted(found.items()))

    def _other(self, value: Any) -> Any:
        name = str(getattr(value, "java_name", "") or value.__class__.__name__).rsplit(".", 1)[-1]
        text = str(value)
        if name.endswith("CypherDate") or name == "LocalDate":
            return dt.date.fromisoformat(text)
        if name.endswith(("CypherDateTime", "CypherLocalDateTime", "LocalDateTime", "ZonedDateTime")):
            return dt.datetime.fromisoformat(re.sub(r"\[.*\]$", "", text))
        if name.endswith(("CypherTime", "CypherLocalTime", "LocalTime")):
            return dt.time.fromisoformat(text)
        if name.endswith("CypherDuration"):
            return neo4j.time.Duration.from_iso_format(text)
        if hasattr(value, "entrySet"):
            return {
                str(e.getKey()): self.value(arcadedb.convert_java_to_python(e.getValue())) for e in value.entrySet()
            }
        if hasattr(value, "iterator"):
            return [self.value(arcadedb.convert_java_to_python(v)) for v in value]
        return arcadedb.convert_java_to_python(value) if not isinstance(value, jpype.JObject) else text


def returned_names(query: str) -> list[str]:
    """The column names of a query that gave no rows, from its last RETURN.

    Example:
        >>> returned_names("MATCH (n:Actor) RETURN n.name AS name, count(*) ORDER BY name")
        ['name', 'count(*)']
    """
    text = re.sub(r"//[^\n]*|/\*.*?\*/", " ", query, flags=re.DOTALL)
    found = list(re.finditer(r"\bRETURN\b", text, re.IGNORECASE))
    if not found:
        return []
    tail = re.split(r"\b(?:ORDER\s+BY|SKIP|LIMIT|UNION)\b", text[found[-1].end() :], maxsplit=1, flags=re.IGNORECASE)[0]
    tail = re.sub(r"^\s*DISTINCT\b", "", tail, flags=re.IGNORECASE).strip().rstrip(";")
    names, depth, start, quote = [], 0, 0, ""
    for i, char in enumerate(tail + ","):
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"`":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            item = tail[start:i].strip()
            alias = re.search(r"\bAS\s+(`[^`]+`|\w+)\s*$", item, re.IGNORECASE)
            names.append(alias[1].strip("`") if alias else item)
            start = i + 1
    return [] if names == ["*"] else names


def _fault(message: str) -> tuple[str, str, str, str, str]:
    text = _PREFIX.sub("", message.strip())
    if "not idempotent" in message or "read-only" in message.lower() or "READ_ONLY" in message:
        return ("error", "queries only read; this one would write", "", "MATCH ... RETURN ...", "govgraph load FILE")
    match = _POSITION.search(text)
    if match:
        where = f"query:{match[1]}:{int(match[2]) + 1}"
        return ("error", f"the Cypher query has a fault: {match[3].strip()[:400]}", where, "", "")
    return ("error", text[:1000], "", "", "")
