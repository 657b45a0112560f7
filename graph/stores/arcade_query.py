"""Cypher over a version's embedded property graph: run in a worker process, answered as Python values.

The engine's objects become the types that Neo4j's driver gives (dates as ``datetime``, durations as ``neo4j.time.Duration``), so
that a query gives the same answer in both. Where it would not, ``gaps`` refuses the query before it runs.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import arcadedb_embedded as arcadedb
import jpype

from govgraph.graph.cypher.faults import explained
from govgraph.graph.cypher.gaps import refuse_gaps
from govgraph.graph.cypher.guarded import sorted_columns
from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.parser import Parser, nested_too_deeply
from govgraph.graph.cypher.rewrite import runnable
from govgraph.graph.cypher.undefined import refuse_undefined
from govgraph.graph.cypher.values import checked_parameters, from_iso, point, refuse_mixed_order, sort_lists
from govgraph.graph.cypher.warned import warnings
from govgraph.graph.cypher.writer import quoted
from govgraph.graph.cypher.writes import refuse_writing
from govgraph.graph.errors import QueryError
from govgraph.graph.property_graph.elements import Node, Path, Relationship
from govgraph.graph.queries.parameters import refuse_missing, refuse_unknown
from govgraph.graph.stores import arcade

_TEMPORAL = "com.arcadedb.query.opencypher.temporal."


class CypherStore:
    """An ArcadeDB database that is only read. The Java runtime must be running before it is opened.

    Args:
        path: the folder of the database.
        writable: the database is a temporary copy, which queries may write to.
    """

    def __init__(self, path: FilePath, *, writable: bool = False) -> None:
        self.writable = writable
        self.db = arcadedb.open_database(str(path)) if writable else arcade.open_read_only(path)
        settings = jpype.JClass("com.arcadedb.GlobalConfiguration")
        # LOAD CSV is refused as a gap; these settings also stop the engine from reading files or URLs in any other way.
        settings.OPENCYPHER_LOAD_CSV_ALLOW_FILE_URLS.setValue(False)
        settings.OPENCYPHER_LOAD_CSV_ALLOW_REMOTE_URLS.setValue(False)
        self._forget_declared_types()
        self._parser = Parser()
        self._vertex = jpype.JClass("com.arcadedb.graph.Vertex")
        self._edge = jpype.JClass("com.arcadedb.graph.Edge")
        self._path = jpype.JClass("com.arcadedb.query.opencypher.traversal.TraversalPath")
        self._pattern = jpype.JClass("java.util.regex.Pattern")
        self._array = jpype.JClass("java.util.ArrayList")
        self._map = jpype.JClass("java.util.LinkedHashMap")
        self._temporal = {
            name: jpype.JClass(_TEMPORAL + "Cypher" + name)
            for name in ("Date", "DateTime", "LocalDateTime", "Time", "LocalTime", "Duration")
        }

    def _forget_declared_types(self) -> None:
        """Stop conversions in comparisons: the engine converts what is compared with a declared property to its type.

        It would find the date 2020-01-02 equal to the text '2020-01-02'. The types are declared for the loading. No public
        call drops them without changing the files, so they are removed from the open schema.
        """
        declared = jpype.JClass("com.arcadedb.schema.LocalDocumentType").class_.getDeclaredField("properties")
        declared.setAccessible(True)
        for kind in self.db._java_db.getSchema().getTypes():
            properties = declared.get(kind)
            for key in list(properties.keySet()):
                if str(key) != "iri":  # its index needs the type, and IRIs are text anyway
                    properties.remove(key)

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def answer(
        self, text: str, parameters: dict[str, Any], limit: int | None
    ) -> tuple[list[str], list[tuple[Any, ...]], bool]:
        """The columns of the answer, its rows, and whether there were more than ``limit``.

        Raises:
            QueryError: the query has a fault, would write, or would get another answer from Neo4j.
            GraphError: the engine ran out of memory, and should not be used again.
        """
        try:
            query = ParsedQuery(self._parser.parse(text), checked_parameters(parameters))
            refuse_missing(parameters, query.parameter_places)
            refuse_unknown(parameters, query.parameter_places, "$")
            if not self.writable:
                refuse_writing(query.query)
            refuse_gaps(query)
            refuse_undefined(query)
            self._refuse_bad_patterns(query)
            return self._run(query, limit)
        except RecursionError:
            raise nested_too_deeply() from None
        except (arcadedb.ArcadeDBError, jpype.JException) as error:
            raise explained(str(error), query) from error

    def warnings(self, text: str, parameters: dict[str, Any]) -> list[str]:
        """The warnings about a query that was answered."""
        return warnings(ParsedQuery(self._parser.parse(text), checked_parameters(parameters)))

    def indexes(self) -> list[dict[str, Any]]:
        """The engine's indexes. A user's query may not ask for them, because each store shows them in other columns."""
        columns, rows, _ = self._run(ParsedQuery(self._parser.parse("SHOW INDEXES"), {}), None)
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def _run(self, query: ParsedQuery, limit: int | None) -> tuple[list[str], list[Any], bool]:
        parameters = self._java(query.parameters)
        if self.writable:
            with self.db.transaction():
                results = self.db.command("opencypher", runnable(query), parameters)
                rows, columns, cut = self._rows(results, query, limit)
        else:
            results = self.db.query("opencypher", runnable(query), parameters)
            rows, columns, cut = self._rows(results, query, limit)
        if query.sorting:
            refuse_mixed_order(rows, query.sorting.where, sorted_columns(query), cut=cut)
        return columns, sort_lists(rows, query.label_columns), cut

    def _rows(self, results: Any, query: ParsedQuery, limit: int | None) -> tuple[list[Any], list[str], bool]:
        rows: list[tuple[Any, ...]] = []
        names = [column.name for column in query.columns]
        keys: list[str] = []
        cut = False
        for row in results.iter_dicts():
            if limit is not None and len(rows) == limit:
                cut = True
                break
            if not keys:
                known = [
                    c.name if c.expression and c.name == c.expression.text else quoted(c.name) for c in query.columns
                ]
                keys = known if row.keys() == set(known) else list(row)
                if names and len(keys) != len(names):
                    raise QueryError(
                        "the embedded store cannot compute all columns of this query",
                        where=query.returned.where if query.returned else "",
                        expected=", ".join(names),
                        hint="WITH ... AS x first, then RETURN over x",
                    )
            rows.append(tuple(self.value(row.get(key)) for key in keys))
        results.close()
        return rows, names or keys, cut

    def _refuse_bad_patterns(self, query: ParsedQuery) -> None:
        """Refuse invalid regular expressions: the engine would find no matches and give no error."""
        for node, pattern in query.patterns():
            if not isinstance(pattern, str):
                raise QueryError("a regular expression must be text", where=node.where, expected="text")
            try:
                self._pattern.compile(pattern)
            except jpype.JException as error:
                what = f"not a regular expression: {str(error).splitlines()[0]}"
                raise QueryError(
                    what, where=node.where, hint="CONTAINS for plain text; a sign is meant as it stands after \\\\"
                ) from error

    def _java(self, value: Any) -> Any:
        """A checked parameter as a value of the engine."""
        match value:
            case None | bool() | int() | float() | str():
                return value
            case dict():
                converted = self._map()
                for key, v in value.items():
                    converted.put(key, self._java(v))
                return converted
            case list():
                converted = self._array()
                for v in value:
                    converted.add(self._java(v))
                return converted
            case dt.datetime():
                return self._temporal["LocalDateTime" if value.tzinfo is None else "DateTime"].parse(value.isoformat())
            case dt.date():
                return self._temporal["Date"].parse(value.isoformat())
            case dt.time():
                return self._temporal["LocalTime" if value.tzinfo is None else "Time"].parse(value.isoformat())
        return self._java_of_neo4j(value)

    def _java_of_neo4j(self, value: Any) -> Any:
        # Imported only for such values, which are rare: importing the driver takes half as long as starting Java.
        import neo4j.spatial
        import neo4j.time

        match value:
            case neo4j.time.Duration():
                return self._temporal["Duration"](value.months, value.days, value.seconds, value.nanoseconds)
            case neo4j.spatial.Point():
                converted = {**dict(zip("xyz", value, strict=False)), "srid": value.srid}
                return self._java({**converted, "crs": "WGS-84" if value.srid in (4326, 4979) else "cartesian"})
            case neo4j.time.Time():
                return self._temporal["LocalTime" if value.tzinfo is None else "Time"].parse(value.iso_format())
        return value

    def value(self, value: Any) -> Any:
        """One of the engine's values as a Python value."""
        if value is None or isinstance(value, bool | str | int | float | dt.date | dt.time):
            return value
        if isinstance(value, Decimal):  # a sum that needs more than 64 bits; Neo4j gives a float
            return float(value)
        if isinstance(value, list | tuple | set):
            return [self.value(v) for v in value]
        if isinstance(value, dict):
            return point({str(k): self.value(v) for k, v in value.items()})
        if isinstance(value, arcadedb.Vertex | arcadedb.Edge | arcadedb.Document):
            value = value._java_document
        if isinstance(value, self._vertex):
            return Node(tuple(sorted(str(value.getTypeName()).split("~"))), self._properties(value))
        if isinstance(value, self._edge):
            ends = [str(end.asVertex().get("iri") or "") for end in (value.getOut(), value.getIn())]
            return Relationship(str(value.getTypeName()), ends[0], ends[1], self._properties(value))
        if isinstance(value, self._path):
            nodes = tuple(self.value(v) for v in value.getVertices())
            return Path(nodes, tuple(self.value(e) for e in value.getEdges()))
        return self._other(value)

    def _properties(self, record: Any) -> dict[str, Any]:
        properties = {}
        for name in record.getPropertyNames():
            properties[str(name)] = self.value(arcadedb.convert_java_to_python(record.get(name)))
        return dict(sorted(properties.items()))

    def _other(self, value: Any) -> Any:
        name = str(getattr(value, "java_name", "") or value.__class__.__name__).rsplit(".", 1)[-1]
        text = str(value)
        if name.endswith("CypherDate") or name == "LocalDate":
            return from_iso(dt.date, text)
        if name.endswith(("CypherDateTime", "CypherLocalDateTime", "LocalDateTime", "ZonedDateTime")):
            return from_iso(dt.datetime, re.sub(r"\[.*\]$", "", text))
        if name.endswith(("CypherTime", "CypherLocalTime", "LocalTime")):
            return from_iso(dt.time, text)
        if name.endswith("CypherDuration"):
            import neo4j.time

            return neo4j.time.Duration.from_iso_format(text)
        if hasattr(value, "entrySet"):
            return point(
                {str(e.getKey()): self.value(arcadedb.convert_java_to_python(e.getValue())) for e in value.entrySet()}
            )
        if hasattr(value, "iterator"):
            return [self.value(arcadedb.convert_java_to_python(v)) for v in value]
        return arcadedb.convert_java_to_python(value) if not isinstance(value, jpype.JObject) else text
