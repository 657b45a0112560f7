"""Checks that the stores of a version agree: the tables (SQL), the triples (SPARQL) and the property graph (Cypher).

The tables and the declaration give the counts that the other two must have: instances of each class, triples of each predicate,
nodes of each set of labels, relationships of each type. A predicate or label that comes from no table is reported as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import duckdb

from govgraph.graph.duck import parquet
from govgraph.graph.errors import GraphError
from govgraph.graph.on_demand import Store, store
from govgraph.graph.property_graph.projection import SEARCH_INDEX, label_set
from govgraph.graph.stores.index import Index, what_it_covers
from govgraph.graph.stores.sparql_table import table as sparql_table
from govgraph.graph.stores.worker import Workers
from govgraph.graph.table_parts import height, parts_of
from govgraph.ontology.classes import lineage
from govgraph.ontology.declaration import Table, tables
from govgraph.ontology.terms import GOV, PREFIXES, shorten

_TYPE = PREFIXES["rdf"] + "type"
_POINT = PREFIXES["geo"] + "asWKT"
# Which record cites which document follows from the records, not from the tables; only a deep check compares it.
_NOT_COUNTED = {PREFIXES["dct"] + "source"}

_HINT = "govgraph rebuild"


class Expected:
    """The counts that the other stores must have, according to the tables of a version.

    Attributes:
        classes: class -> number of instances, superclasses included.
        predicates: predicate IRI -> number of triples in the default graph.
        nodes: labels, sorted and joined by ``~`` -> number of nodes.
        relationships: type -> number of relationships.

    Example:
        >>> Expected().classes
        Counter()
    """

    def __init__(self) -> None:
        self.classes: Counter[str] = Counter()
        self.predicates: Counter[str] = Counter()
        self.nodes: Counter[str] = Counter()
        self.relationships: Counter[str] = Counter()

    def add(self, db: duckdb.DuckDBPyConnection, name: str, parts: Sequence[Path]) -> None:
        """Count the rows of one table, given its files."""
        source, table = parquet(*parts), tables()[name]
        for cls, number in db.execute(f"SELECT class, count(*) FROM {source} GROUP BY class").fetchall():
            for each in lineage(str(cls)):
                self.classes[each] += int(number)
                self.predicates[_TYPE] += int(number)
            if not table.is_link:
                self.nodes[label_set(str(cls))] += int(number)
        self._columns(db, table, source)

    def _columns(self, db: duckdb.DuckDBPyConnection, table: Table, source: str) -> None:
        counts = {}
        for column in table.assembled:
            many = column.many or column.type == "names"
            # A graph holds a triple once, even if a row states it several times.
            counts[column.name] = f"sum(len(list_distinct({column.name})))" if many else f"count({column.name})"
        if table.name == "places":
            counts["point"] = "count(latitude + longitude)"
        picks = ", ".join(f"coalesce({expr}, 0) AS {name}" for name, expr in counts.items())
        cursor = db.execute(f"SELECT {picks} FROM {source}")
        row = cursor.fetchone() or ()
        counted = {name: int(n) for name, n in zip(counts, row, strict=True)}
        for column in table.assembled:
            if column.term:
                self.predicates[column.term] += counted[column.name]
        for drawn in table.drawn:
            self.relationships[drawn.type] += counted[drawn.target]
        self.predicates[_POINT] += counted.get("point", 0)


def compared(
    db: duckdb.DuckDBPyConnection,
    version: Path,
    stores: Collection[Store],
    workers: Workers,
    checked: dict[str, int],
    indexes: list[Index],
) -> Iterator[tuple[str, str, str]]:
    """The counts in which the triples and the property graph differ from the tables.

    Args:
        db: a connection that reads the version's tables.
        version: its folder.
        stores: those to compare: built, and not damaged.
        workers: the processes that query the stores.
        checked: receives how many triples, nodes and relationships were counted.
        indexes: receives the indexes of the property graph.

    Yields:
        (what, where, hint) for each difference.
    """
    expected = Expected()
    for name in tables():
        parts = parts_of(version / "tables", name)
        if height(parts):  # most graphs fill few tables, and each of the others would be two statements to plan
            expected.add(db, name, parts)
    if "rdf" in stores:
        yield from _compare_triples(workers, store(version, "rdf", ()), expected, checked)
    if "property" in stores:
        property_graph = store(version, "property", ())
        yield from _compare_property_graph(workers, property_graph, expected, checked, indexes)


def _compare_triples(
    workers: Workers, triples: Path, expected: Expected, checked: dict[str, int]
) -> Iterator[tuple[str, str, str]]:
    try:
        classes, predicates = _triples(workers, triples)
    except GraphError as error:
        yield f"the triples cannot be read: {error}", str(triples), _HINT
    else:
        checked["triples"] = sum(predicates.values())
        yield from _differences(expected.classes, classes, "instances of gov:{}", "RDF store")
        in_store = {shorten(k): n for k, n in predicates.items() if k not in _NOT_COUNTED}
        in_tables = Counter({shorten(k): n for k, n in expected.predicates.items()})
        yield from _differences(in_tables, in_store, "triples of {}", "RDF store")


def _compare_property_graph(
    workers: Workers, property_graph: Path, expected: Expected, checked: dict[str, int], indexes: list[Index]
) -> Iterator[tuple[str, str, str]]:
    try:
        nodes, relationships, store_indexes = _property_graph(workers, property_graph)
    except GraphError as error:
        yield f"the property graph cannot be read: {error}", str(property_graph), _HINT
    else:
        indexes += store_indexes
        if SEARCH_INDEX not in {index.name for index in store_indexes}:
            yield f"the full-text index {SEARCH_INDEX} is missing", "property graph", _HINT
        checked["nodes"] = sum(nodes.values())
        checked["relationships"] = sum(relationships.values())
        in_store = {":" + k.replace("~", ":"): n for k, n in nodes.items()}
        in_tables = Counter({":" + k.replace("~", ":"): n for k, n in expected.nodes.items()})
        yield from _differences(in_tables, in_store, "nodes {}", "property graph")
        yield from _differences(expected.relationships, relationships, "relationships :{}", "property graph")


def _differences(
    tables_say: Counter[str], store_says: dict[str, int], what: str, store: str
) -> Iterator[tuple[str, str, str]]:
    for key in sorted({*tables_say, *store_says}):
        should, has = tables_say[key], store_says.get(key, 0)
        if should != has:
            yield f"{what.format(key)}: the tables say {should:,}, the {store} has {has:,}", store, _HINT


def _triples(workers: Workers, path: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Instances of each class of ours, and triples of each predicate, of the default graph."""
    by_class, by_predicate = (
        sparql_table(workers.call("sparql", path, query, {}, None), None)[0]
        for query in (
            "SELECT ?k (COUNT(?s) AS ?n) WHERE { ?s a ?k } GROUP BY ?k",
            "SELECT ?k (COUNT(?s) AS ?n) WHERE { ?s ?k ?o } GROUP BY ?k",
        )
    )
    classes = {str(k).removeprefix(GOV): int(n) for k, n in by_class.iter_rows()}
    return classes, {str(k): int(n) for k, n in by_predicate.iter_rows()}


def _property_graph(workers: Workers, path: Path) -> tuple[dict[str, int], dict[str, int], list[Index]]:
    """Nodes of each set of labels, relationships of each type, and the indexes."""
    (_, nodes, _), (_, relationships, _) = (
        workers.call("cypher", path, query, {}, None)
        for query in (
            "MATCH (n) RETURN labels(n) AS k, count(*) AS n",
            "MATCH ()-[r]->() RETURN type(r) AS k, count(*) AS n",
        )
    )
    rows = workers.call("indexes", path)
    indexes = [
        Index(r["name"], r["type"], what_it_covers(r["labelsOrTypes"], r["properties"]), r["state"]) for r in rows
    ]
    return (
        {"~".join(sorted(k)): int(n) for k, n in nodes},
        {str(k): int(n) for k, n in relationships},
        sorted(indexes, key=lambda index: index.name),
    )
