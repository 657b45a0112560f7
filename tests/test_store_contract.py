"""One contract for every store: the same things, values and links, in whichever language it is asked, and nothing can be changed.

The stores are found by looking for them: a class called ``...Store`` in the package ``govgraph.graph`` that has no adapter here
fails. What is right is read from the version's Parquet files by polars, which no store does.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pytest
from record_files import ACTORS, TABLES, write_table

import govgraph
import govgraph.graph
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.connect import Remote
from govgraph.graph.neo4j.push import push
from govgraph.graph.neo4j.query import Neo4jStore
from govgraph.graph.progress import silent
from govgraph.ontology.classes import lineage
from govgraph.ontology.declaration import Table, tables
from govgraph.ontology.terms import GOV

Rows = Iterable[tuple[Any, ...]]
Fact = tuple[Any, ...]
NODE_TABLES = [t for t in tables().values() if not t.is_link]
NAMED = [t for t in NODE_TABLES if any(column.name == "names" for column in t.columns)]
LINK_TABLES = [t for t in tables().values() if t.is_link]
# One column of each type that a query compares: text as given, a date computed from it, a number that is zero.
VALUES = (("events", "start_date"), ("events", "starts_from"), ("events", "tone"))


class Adapter(Protocol):
    """How a store is asked for all that the contract is about."""

    def classes(self) -> set[Fact]:
        """(IRI, class) of all things, superclasses included."""

    def names(self) -> set[Fact]:
        """(IRI, language, name) of all things."""

    def values(self, table: Table, column: str) -> set[Fact]:
        """(IRI, value) of a column with one value a thing."""

    def links(self, table: Table) -> set[Fact]:
        """(IRI of the link, of its source, of its target)."""

    def references(self, table: Table, column: str) -> set[Fact]:
        """(IRI, IRI of what it refers to) of a column that draws relationships."""

    def sources(self, table: Table) -> set[Fact]:
        """(IRI, IRI of the record that says it)."""

    def change(self) -> None:
        """Try to change something."""


# ------------------------------------------------------------------------------------------------- the adapters


class InSparql:
    """Any store that answers SPARQL."""

    def __init__(self, ask: Callable[[str], Rows], change: Callable[[], object]) -> None:
        self._ask, self._change = ask, change

    def _facts(self, pattern: str, names: str) -> set[Fact]:
        return {tuple(row) for row in self._ask(f"SELECT DISTINCT {names} WHERE {{ {pattern} }}")}

    def classes(self) -> set[Fact]:
        facts = {(iri, str(name).removeprefix(GOV)) for iri, name in self._facts("?s a ?c", "?s ?c")}
        return {(iri, name) for iri, name in facts if name not in {t.cls for t in LINK_TABLES}}

    def names(self) -> set[Fact]:
        return self._facts("?s skos:prefLabel ?n BIND(LANG(?n) AS ?l) BIND(STR(?n) AS ?t)", "?s ?l ?t")

    def values(self, table: Table, column: str) -> set[Fact]:
        text = "BIND(STR(?v) AS ?t)"
        return self._facts(f"?s a gov:{table.cls} ; <{table.column(column).term}> ?v {text}", "?s ?t")

    def links(self, table: Table) -> set[Fact]:
        ends = (table.column(end).term for end in (table.source, table.target))
        return self._facts("?s a gov:{} ; <{}> ?a ; <{}> ?b".format(table.cls, *ends), "?s ?a ?b")

    def references(self, table: Table, column: str) -> set[Fact]:
        return self._facts(f"?s a gov:{table.cls} ; <{table.column(column).term}> ?o", "?s ?o")

    def sources(self, table: Table) -> set[Fact]:
        return self._facts(f"?s a gov:{table.cls} ; prov:wasDerivedFrom ?r", "?s ?r")

    def change(self) -> None:
        self._change()


class InCypher:
    """Any store that answers Cypher."""

    def __init__(self, ask: Callable[[str], Rows]) -> None:
        self._ask = ask

    def _facts(self, query: str) -> set[Fact]:
        return {tuple(row) for row in self._ask(query)}

    def classes(self) -> set[Fact]:
        return self._facts("MATCH (n:Entity) UNWIND labels(n) AS c WITH n, c WHERE c <> 'Entity' RETURN n.iri, c")

    def names(self) -> set[Fact]:
        facts = self._facts(
            "MATCH (n:Entity) UNWIND keys(n) AS k WITH n, k WHERE k STARTS WITH 'name_' RETURN n.iri, k, n[k]"
        )
        return {(iri, key.removeprefix("name_").replace("_", "-"), text) for iri, key, text in facts}

    def values(self, table: Table, column: str) -> set[Fact]:
        key = table.column(column).key
        return self._facts(f"MATCH (n:{table.cls}) WHERE n.{key} IS NOT NULL RETURN n.iri, n.{key}")

    def links(self, table: Table) -> set[Fact]:
        return self._facts(f"MATCH (a)-[r:{table.relationship}]->(b) RETURN r.iri, a.iri, b.iri")

    def references(self, table: Table, column: str) -> set[Fact]:
        return self._facts(f"MATCH (a:{table.cls})-[:{table.column(column).relationship}]->(b) RETURN a.iri, b.iri")

    def sources(self, table: Table) -> set[Fact]:
        if table.is_link:
            return self._facts(f"MATCH ()-[r:{table.relationship}]->() UNWIND r.sources AS s RETURN r.iri, s")
        return self._facts(f"MATCH (n:{table.cls}) UNWIND n.sources AS s RETURN n.iri, s")

    def change(self) -> None:
        list(self._ask("MATCH (n:Agency) SET n.name = 'changed' RETURN n"))


class InSql:
    """The store that answers SQL."""

    def __init__(self, ask: Callable[[str], Rows]) -> None:
        self._ask = ask

    def _facts(self, query: str) -> set[Fact]:
        return {tuple(row) for row in self._ask(query)}

    def classes(self) -> set[Fact]:
        rows = self._facts(" UNION ALL ".join(f"SELECT iri, class FROM {t.name}" for t in NODE_TABLES))
        return {(iri, name) for iri, cls in rows for name in lineage(cls)}

    def names(self) -> set[Fact]:
        return self._facts(
            " UNION ALL ".join(f"SELECT iri, n.lang, n.text FROM {t.name}, unnest(names) AS u(n)" for t in NAMED)
        )

    def values(self, table: Table, column: str) -> set[Fact]:
        return self._facts(f"SELECT iri, {column} FROM {table.name} WHERE {column} IS NOT NULL")

    def links(self, table: Table) -> set[Fact]:
        return self._facts(f"SELECT iri, {table.source}, {table.target} FROM {table.name}")

    def references(self, table: Table, column: str) -> set[Fact]:
        value = f"unnest({column})" if table.column(column).many else column
        return self._facts(f"SELECT iri, v FROM (SELECT iri, {value} AS v FROM {table.name}) WHERE v IS NOT NULL")

    def sources(self, table: Table) -> set[Fact]:
        return self._facts(f"SELECT iri, unnest(sources) FROM {table.name}")

    def change(self) -> None:
        list(self._ask("DELETE FROM actors"))


def _over_rdflib(graph: Graph) -> InSparql:
    import rdflib

    dataset = graph.rdflib()

    def ask(query: str) -> Iterator[tuple[str, ...]]:
        rows: Any = dataset.query(query)
        return (tuple(str(value) for value in row) for row in rows)

    term = rdflib.URIRef("https://example.org/x")
    return InSparql(ask, lambda: dataset.add((term, term, term)))


STORES: dict[str, Callable[[Graph], Adapter]] = {
    "SparqlStore": lambda graph: InSparql(graph.sparql, lambda: graph.sparql("DELETE WHERE { ?s ?p ?o }")),
    "CypherStore": lambda graph: InCypher(graph.cypher),
    "SqlStore": lambda graph: InSql(graph.sql),
    "GovgraphStore": _over_rdflib,
}
SERVERS = {"Neo4jStore"}
"""Stores that a server keeps."""


# ------------------------------------------------------------------------------------------------- the contract


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("contract")
    more = {**ACTORS[2], "id": "latin", "name_ru-Latn": "Institut", "name_ky": "Ө Ү Ң"}
    rows = {**TABLES, "actors": [*ACTORS, more]}
    files = [write_table(folder / f"{name}.csv", some) for name, some in rows.items()]
    with govgraph.open(folder / "graph") as opened:
        assert {(r.status, r.rows_rejected) for r in opened.load(*files)} == {("loaded", 0)}
        yield opened


def _tables_of(graph: Graph, table: Table) -> pl.DataFrame:
    return pl.read_parquet(graph.version() / "tables" / f"{table.name}.parquet")


def _plain(value: object) -> str:
    """A value as SPARQL writes it, so that languages with and without types can be compared."""
    if isinstance(value, float):
        return f"{value:g}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _hold(graph: Graph, store: Adapter) -> None:
    """The contract, the same body for every store."""
    things = [row for table in NODE_TABLES for row in _tables_of(graph, table).select("iri", "class").iter_rows()]
    assert store.classes() == {(iri, name) for iri, cls in things for name in lineage(cls)}
    names = [_tables_of(graph, t).select("iri", "names").explode("names").unnest("names") for t in NAMED]
    # The case of a language tag says nothing (RFC 5646, 2.1.1), and a triple store keeps tags in small letters.
    right_names = pl.concat(names).drop_nulls("text").select("iri", pl.col("lang").str.to_lowercase(), "text")
    assert {(iri, lang.lower(), text) for iri, lang, text in store.names()} == set(right_names.iter_rows())
    compared = 0
    for table in NODE_TABLES:
        rows = _tables_of(graph, table)
        for column in (c for c in table.refs if c.relationship):
            some = rows.select("iri", column.name)
            some = some.explode(column.name) if column.many else some
            assert store.references(table, column.name) == set(some.drop_nulls().iter_rows())
            compared += some.drop_nulls().height
    for name, key in VALUES:
        table = tables()[name]
        right = {(iri, _plain(v)) for iri, v in _tables_of(graph, table).select("iri", key).drop_nulls().iter_rows()}
        assert right, "a column without values proves nothing"
        assert {(iri, _plain(v)) for iri, v in store.values(table, key)} == {
            (iri, f"{float(v):g}" if key == "tone" else v) for iri, v in right
        }
    for table in LINK_TABLES:
        rows = _tables_of(graph, table)
        assert store.links(table) == set(rows.select("iri", table.source, table.target).iter_rows())
        assert store.sources(table) == set(rows.select("iri", "sources").explode("sources").iter_rows())
        compared += rows.height
    assert compared > 10
    with pytest.raises(GraphError):
        store.change()
    assert store.links(tables()["memberships"])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(STORES))
def test_an_embedded_store_holds_the_contract(graph: Graph, name: str) -> None:
    _hold(graph, STORES[name](graph))


def test_a_pushed_database_holds_the_contract(graph: Graph, neo4j_uri: str, neo4j_auth: tuple[str, str]) -> None:
    with Neo4jStore(neo4j_uri, neo4j_auth) as store:
        push(graph.folder, Remote(neo4j_uri, neo4j_auth), progress=silent, remove_many=True, overwrite=True)
        _hold(graph, InCypher(store.cypher))


def test_every_store_has_the_contract() -> None:
    found = set()
    for module in pkgutil.walk_packages(govgraph.graph.__path__, "govgraph.graph."):
        source = Path(importlib.util.find_spec(module.name).origin or "")  # type: ignore[union-attr]
        if "Store" in source.read_text("utf-8"):
            classes = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
            found |= {n for n, cls in classes if n.endswith("Store") and cls.__module__ == module.name}
    assert found == STORES.keys() | SERVERS
