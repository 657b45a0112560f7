"""What is written to an embedded property graph: its types and indexes, nodes and relationships.

What is known of the engine's ways is kept here: several labels are one composite type, named by the sorted labels joined by ``~``;
JSON is its fastest way in, and declared types turn ISO dates into dates on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import arcadedb_embedded as arcadedb
import jpype
import polars as pl

from govgraph.graph import projection
from govgraph.graph.projection import SEARCH_INDEX
from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import Drawn, relationships, tables

BATCH = 50_000
"""Rows of a batch; larger ones need more heap and are no faster."""
_CROSSING = 5_000
"""Rows that cross to Java at a time: their JSON dies young there, which keeps the collector cheap."""

_ENGINE_TYPES = {"number": "DOUBLE", "integer": "LONG", "boolean": "BOOLEAN", "date": "DATE"}
# What has an index needs a type.
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
    """(language, statement) of what declares the types of all nodes and relationships, in order.

    Example:
        >>> type_statements()[0]
        ('sql', 'CREATE VERTEX TYPE Entity')
    """
    node, links = _property_types()
    made = [("sql", "CREATE VERTEX TYPE Entity")]
    made += [("sql", f"CREATE PROPERTY Entity.`{key}` {kind}") for key, kind in node.items()]
    # A composite type comes into being with its first node.
    label_sets = [projection.label_set(c) for c in classes()]
    made += [("opencypher", f"CREATE (:{':'.join(labels.split('~'))} {{iri: ''}})") for labels in label_sets]
    made.append(("opencypher", "MATCH (n) DELETE n"))
    for name in sorted({drawn.type for drawn in relationships()}):
        made.append(("sql", f"CREATE EDGE TYPE {name}"))
        made += [("sql", f"CREATE PROPERTY {name}.`{key}` {kind}") for key, kind in links.get(name, {}).items()]
    return made


def make_types(db: arcadedb.Database) -> None:
    """Declare the types of all nodes and relationships in a new database."""
    for language, statement in type_statements():
        with db.transaction() if language == "opencypher" else nullcontext():
            db.command(language, statement)


def make_indexes(db: arcadedb.Database) -> None:
    """Index what is asked for most: things by IRI, and by what they are called."""
    # That an IRI is one thing was seen to; a unique index would look each one up again, at three times the cost.
    db.command("sql", "CREATE INDEX ON Entity (iri) NOTUNIQUE")
    # The text is folded, so words are what stands between spaces. The name and the analyzer are those of the index in Neo4j.
    words = json.dumps({"analyzer": "org.apache.lucene.analysis.core.WhitespaceAnalyzer"})
    db.command("sql", f"CREATE INDEX {SEARCH_INDEX} ON Entity (search) FULL_TEXT METADATA {words}")


def to_json(rows: pl.DataFrame) -> str:
    """Rows as one JSON array of objects without their nulls.

    A date is its number of days since 1970: text would be tried as four other things before, at the cost of half a node.

    Example:
        >>> to_json(pl.DataFrame({"a": [1, None], "b": [None, "x"]}))
        '[{"a":1},{"b":"x"}]'
    """
    encoded = pl.struct(pl.exclude(pl.Date), pl.col(pl.Date).to_physical()).struct.json_encode()
    text = rows.select(encoded.str.replace_all(_NULLS, "").str.replace(_LAST_COMMA, "}")).to_series()
    return "[" + ",".join(text.to_list()) + "]"


class Writer:
    """Puts nodes and relationships into an open database and remembers nothing of them but their record ids."""

    def __init__(self, db: arcadedb.Database) -> None:
        self.db = db
        self._open: Any = None
        self._vertices = jpype.JClass("com.arcadedb.python.VertexBatcher")
        self._edges = jpype.JClass("com.arcadedb.python.EdgeBatcher")

    @contextmanager
    def batch(self) -> Iterator[Any]:
        """One batch for all that is added inside: a node and its relationships cost less together.

        A batch keeps what it touched on the heap until it is closed, so it should not be much at a time.
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
        """Create nodes from rows of :class:`~govgraph.graph.projection.Nodes`; gives (iri, rid)."""
        parts = [pl.DataFrame(schema={"iri": pl.String, "rid": pl.String})]
        with self.batch() as batch:
            for (labels,), group in rows.group_by("labels", maintain_order=True):
                for some in group.drop("labels").iter_slices(_CROSSING):
                    made = str(self._vertices.createVerticesJson(batch, labels, to_json(some)))
                    parts.append(pl.DataFrame({"iri": some["iri"], "rid": made.split(";")}))
        return pl.concat(parts)

    def add_relationships(self, kind: str, rows: pl.DataFrame) -> None:
        """Create relationships from rows with ``_src`` and ``_dst`` (record ids) and their properties."""
        if rows.height:
            with self.batch() as batch:
                for some in rows.iter_slices(_CROSSING):
                    self._edges.newEdgesJson(batch, kind, to_json(some))


def node_rows(name: str, frame: pl.DataFrame, languages: Sequence[str]) -> pl.DataFrame:
    """Projected nodes of some assembled rows of a table."""
    return projection.nodes(tables()[name], frame.lazy(), languages).rows.collect()


def link_rows(drawn: Drawn, frame: pl.DataFrame) -> pl.DataFrame:
    """Projected relationships of some assembled rows that carry ``_src`` and ``_dst``."""
    return frame.select("_src", "_dst", *projection.link_properties(drawn, frame.columns))
