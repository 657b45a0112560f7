"""What is written to an embedded property graph: its types and indexes, nodes and relationships.

This module holds what we know of how the engine works: several labels are one composite type, whose name is the sorted labels
joined by ``~``; JSON is the fastest way to load rows, and declared types turn dates in it into dates of the engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import arcadedb_embedded as arcadedb
import jpype
import polars as pl

from govgraph.graph.property_graph import projection
from govgraph.graph.property_graph.projection import SEARCH_INDEX
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import Drawn, relationships, tables

BATCH = 50_000
"""Rows of a batch. Larger batches need more heap and are no faster."""
_CROSSING = 5_000
"""Rows that are passed to Java at a time. Their JSON is then short-lived, which keeps garbage collection cheap."""

_ENGINE_TYPES = {"number": "DOUBLE", "integer": "LONG", "boolean": "BOOLEAN", "date": "DATE"}
# The engine indexes only properties that have a type.
_INDEXED = ("iri", "search")
# A null is an absent key. A quote inside a JSON string is escaped, so this matches keys only.
_NULLS, _LAST_COMMA = r'"[A-Za-z0-9_]+":null,?', r",\}$"


def _property_types() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Declared key -> engine type: of nodes, and of each type of relationship that has properties."""
    node = dict.fromkeys(_INDEXED, "STRING")
    link: dict[str, dict[str, str]] = {}
    for table in tables().values():
        own = link.setdefault(table.relationship, {"iri": "STRING"}) if table.is_link else node
        for column in table.property_columns:
            if column.many or column.type in _ENGINE_TYPES:
                own[column.key] = "LIST" if column.many else _ENGINE_TYPES[column.type]
    return node, link


def type_statements() -> list[tuple[str, str]]:
    """(language, statement) of each statement that declares the types of nodes and relationships, in order.

    Example:
        >>> type_statements()[0]
        ('sql', 'CREATE VERTEX TYPE Entity')
    """
    node, links = _property_types()
    statements = [("sql", "CREATE VERTEX TYPE Entity")]
    statements += [("sql", f"CREATE PROPERTY Entity.`{key}` {kind}") for key, kind in node.items()]
    # The engine creates a composite type with its first node, so one of each is created and then deleted.
    label_sets = [projection.label_set(c) for c in classes()]
    statements += [("opencypher", f"CREATE (:{':'.join(labels.split('~'))} {{iri: ''}})") for labels in label_sets]
    statements.append(("opencypher", "MATCH (n) DELETE n"))
    for name in sorted({drawn.type for drawn in relationships()}):
        statements.append(("sql", f"CREATE EDGE TYPE {name}"))
        statements += [("sql", f"CREATE PROPERTY {name}.`{key}` {kind}") for key, kind in links.get(name, {}).items()]
    return statements


def make_types(db: arcadedb.Database) -> None:
    """Declare the types of all nodes and relationships in a new database."""
    for language, statement in type_statements():
        with db.transaction() if language == "opencypher" else nullcontext():
            db.command(language, statement)


def make_indexes(db: arcadedb.Database) -> None:
    """Index what queries use most: the IRIs and the names of nodes."""
    # IRIs are already known to be unique; a unique index would look each one up again, at three times the cost.
    db.command("sql", "CREATE INDEX ON Entity (iri) NOTUNIQUE")
    # The text is folded, so splitting at spaces gives the words. The index in Neo4j has the same name and analyzer.
    words = json.dumps({"analyzer": "org.apache.lucene.analysis.core.WhitespaceAnalyzer"})
    db.command("sql", f"CREATE INDEX {SEARCH_INDEX} ON Entity (search) FULL_TEXT METADATA {words}")


def to_json(rows: pl.DataFrame) -> str:
    """Rows as one JSON array of objects without their nulls.

    A date is written as its number of days since 1970. The engine would try a text as four other types before it tries a date,
    which costs half as much as writing the node.

    Example:
        >>> to_json(pl.DataFrame({"a": [1, None], "b": [None, "x"]}))
        '[{"a":1},{"b":"x"}]'
    """
    encoded = pl.struct(pl.exclude(pl.Date), pl.col(pl.Date).to_physical()).struct.json_encode()
    text = rows.select(encoded.str.replace_all(_NULLS, "").str.replace(_LAST_COMMA, "}")).to_series()
    return "[" + ",".join(text.to_list()) + "]"


class Writer:
    """Puts nodes and relationships into an open database, and keeps nothing of them."""

    def __init__(self, db: arcadedb.Database) -> None:
        self.db = db
        self._open: Any = None
        self._vertices = jpype.JClass("com.arcadedb.python.VertexBatcher")
        self._edges = jpype.JClass("com.arcadedb.python.EdgeBatcher")

    @contextmanager
    def batch(self) -> Iterator[Any]:
        """One batch for all that is added in the ``with``: a node and its relationships cost less in one batch.

        A batch keeps what it touched on the heap until it is closed, so it should be small.
        """
        if self._open is not None:
            yield self._open
            return
        batch = self.db.graph_batch(use_wal=False, bidirectional=True)
        self._open = batch._java_graph_batch
        try:
            yield self._open
        finally:
            self._open = None
            batch.close()

    def add_nodes(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Create nodes from rows of :class:`~govgraph.graph.property_graph.projection.Nodes`; returns (iri, rid)."""
        parts = [pl.DataFrame(schema={"iri": pl.String, "rid": pl.String})]
        with self.batch() as batch:
            for (labels,), group in rows.group_by("labels", maintain_order=True):
                for part in group.drop("labels").iter_slices(_CROSSING):
                    rids = str(self._vertices.createVerticesJson(batch, labels, to_json(part)))
                    parts.append(pl.DataFrame({"iri": part["iri"], "rid": rids.split(";")}))
        return pl.concat(parts)

    def add_relationships(self, kind: str, rows: pl.DataFrame) -> None:
        """Create relationships from rows with ``_src`` and ``_dst`` (record ids) and their properties."""
        if rows.height:
            with self.batch() as batch:
                for part in rows.iter_slices(_CROSSING):
                    self._edges.newEdgesJson(batch, kind, to_json(part))


def node_rows(name: str, frame: pl.DataFrame, languages: Sequence[str]) -> pl.DataFrame:
    """The projected nodes of assembled rows of a table."""
    return projection.nodes(tables()[name], frame.lazy(), languages).rows.collect()


def link_rows(drawn: Drawn, frame: pl.DataFrame) -> pl.DataFrame:
    """The projected relationships of assembled rows that have ``_src`` and ``_dst``."""
    return frame.select("_src", "_dst", *projection.link_properties(drawn, frame.columns))
