"""Questions only read this graph: nothing else is read, written, asked or run, and what is refused says what to write instead."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psutil
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from record_files import write_small, write_table

import govgraph
from govgraph.graph.errors import GraphError, QueryError, QueryTimeout
from govgraph.graph.graph import Graph
from govgraph.graph.neo4j.words import refuse_reading_elsewhere
from govgraph.graph.stores.sparql_reading import guarded
from govgraph.graph.stores.sql import MEMORY_VARIABLE
from govgraph.graph.stores.sql_functions import FUNCTIONS, TABLE_FUNCTIONS


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("read only")
    with govgraph.open(folder / "graph") as opened:
        opened.load(write_small(folder / "files"))
        yield opened


def _files(graph: Graph) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in graph.path.rglob("*") if path.is_file()
    }


# --------------------------------------------------------------------------------------------------------- SQL

# {table} and {record} are files of the graph, which the views read; {other} is a file outside of it.
WRITES = """
EXPLAIN ANALYZE COPY (SELECT 1 AS x) TO '{record}' (FORMAT parquet)
EXPLAIN COPY (SELECT 1) TO '{other}'
EXPLAIN ANALYZE CREATE VIEW actors2 AS SELECT 1
EXPLAIN ANALYZE CREATE OR REPLACE VIEW actors AS SELECT 1 AS iri
EXPLAIN ANALYZE DROP VIEW actors
/* a comment */ EXPLAIN /* another */ ANALYZE DROP VIEW actors
WITH y AS (INSERT INTO records.mentions BY NAME SELECT 1 AS iri RETURNING *) SELECT * FROM y
WITH y AS (COPY actors TO '{record}') SELECT * FROM y
SELECT * FROM (WITH y AS (COPY actors TO '{other}') FROM y)
WITH y AS (DELETE FROM records.mentions RETURNING *) SELECT * FROM y
WITH y AS (UPDATE records.mentions SET iri = 1 RETURNING *) SELECT * FROM y
COPY actors TO '{other}'
CREATE TABLE x AS SELECT 1
CREATE TEMP TABLE x AS SELECT 1
CREATE MACRO f() AS 1
CREATE SECRET (TYPE s3)
DROP VIEW actors
ALTER VIEW actors RENAME TO a
UPDATE actors SET class = 'x'
MERGE INTO actors USING posts ON true WHEN MATCHED THEN DELETE
EXPORT DATABASE '{other}'
IMPORT DATABASE '{other}'
ATTACH '{other}'
ATTACH ':memory:' AS m
DETACH memory
USE records
INSTALL httpfs
LOAD httpfs
SET threads = 1
RESET threads
SET VARIABLE x = 1
PRAGMA database_list
CALL pragma_version()
CHECKPOINT
VACUUM
BEGIN
PREPARE x AS SELECT 1
EXECUTE x
SELECT 1; SELECT 2
SELECT 1; DROP VIEW actors
SELECT 1) ; DROP VIEW actors ; SELECT * FROM (SELECT 1
SELECT nextval('x')
SELECT write_log('x')
SELECT setseed(0.5)
""".strip().split("\n")  # fmt: skip

READS = """
SELECT * FROM read_text('{other}')
SELECT * FROM read_blob('{table}')
SELECT * FROM read_csv('{other}')
SELECT * FROM read_parquet('{table}')
SELECT * FROM parquet_scan('{table}')
SELECT * FROM parquet_metadata('{table}')
SELECT * FROM parquet_schema('{table}')
SELECT * FROM sniff_csv('{other}')
SELECT * FROM read_duckdb('{other}')
SELECT * FROM glob('*')
FROM '{table}'
FROM "{table}"
FROM '{other}'
SELECT * FROM 'https://example.org/a.csv'
SUMMARIZE '{table}'
DESCRIBE '{table}'
SHOW '{table}'
DESCRIBE FROM read_text('{other}')
EXPLAIN SELECT * FROM read_text('{other}')
SELECT (SELECT count(*) FROM read_text('{other}'))
SELECT * FROM actors WHERE iri IN (SELECT content FROM read_text('{other}'))
SELECT * FROM actors ORDER BY (SELECT count(*) FROM glob('/*'))
SELECT * FROM actors LIMIT (SELECT count(*) FROM glob('/*'))
SELECT * FROM actors a, LATERAL (SELECT * FROM read_text('{other}'))
WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x, read_text('{other}')) FROM x
SELECT count(*) OVER (ORDER BY getenv('HOME')) FROM actors
SELECT list_transform([1], x -> getenv('HOME'))
SELECT getenv('HOME')
SELECT 'HOME'.getenv()
SELECT main.getenv('HOME')
SELECT system.main.getenv('HOME')
SELECT current_setting('allowed_paths')
SELECT getvariable('x')
SELECT current_query()
SELECT version()
SELECT pg_sleep(1)
SELECT sleep_ms(1000)
SELECT * FROM query('SELECT 1')
SELECT * FROM query_table('actors')
SELECT * FROM json_execute_serialized_sql('{{}}')
SELECT json_serialize_plan('SELECT 1')
SELECT * FROM python_map_function()
SELECT * FROM summary('actors')
FROM histogram(actors, class)
FROM duckdb_settings()
FROM duckdb_secrets()
FROM duckdb_views()
FROM duckdb_views
FROM duckdb_external_file_cache()
FROM pragma_database_list
FROM pragma_table_info('actors')
SELECT sql FROM sqlite_master
FROM pg_catalog.pg_views
FROM information_schema.schemata
FROM memory.main.actors
SHOW DATABASES
SHOW VARIABLES
WITH x AS (WITH duckdb_views AS (SELECT 1) SELECT 1) FROM duckdb_views
WITH duckdb_views AS (FROM duckdb_views) FROM duckdb_views
WITH a AS (FROM duckdb_views), duckdb_views AS (SELECT 1) FROM a
SELECT * FROM frame
SELECT * FROM query
""".strip().split("\n")


@pytest.mark.parametrize("query", [*WRITES, *READS])
def test_sql_is_one_select_over_the_tables(loaded: Graph, tmp_path: Path, query: str) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a secret,b\n1,2\n", "utf-8")
    before = _files(loaded)
    tables = loaded.version() / "tables"
    record = next(loaded.path.glob("records/*/actors.parquet"))
    for table in (tables / "actors.parquet", (tables / "actors.parquet").relative_to(loaded.path)):
        with pytest.raises(QueryError) as error:
            loaded.sql(query.format(table=table, record=record, other=other))
        assert "a secret" not in str(error.value)
        assert error.value.hint
        assert not isinstance(error.value.__cause__, duckdb.Error), "it was refused before it ran"
    assert _files(loaded) == before
    assert other.read_text("utf-8") == "a secret,b\n1,2\n"
    assert list(tmp_path.iterdir()) == [other]
    assert loaded.sql("SELECT count(*) FROM actors").rows[0][0] > 0


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("COPY actors TO 'x.csv'", "--parquet FILE"),
        ("EXPLAIN ANALYZE CREATE VIEW y AS SELECT 1", "WITH name AS (SELECT ...)"),
        ("SELECT * FROM read_csv('x.csv')", "govgraph load FILE"),
        ("PRAGMA show_tables", "SHOW TABLES"),
        ("PIVOT actors ON class USING count(*)", "FOR column IN"),
        ("SELECT 1; SELECT 2", "one SELECT at a time"),
        ("DELETE FROM actors", "govgraph unload"),
    ],
)
def test_a_refusal_says_what_to_write_instead(loaded: Graph, query: str, instead: str) -> None:
    with pytest.raises(QueryError, match="only read") as error:
        loaded.sql(query)
    assert instead in error.value.hint


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT 'a;b', /* ; */ 1 ; -- ;", [("a;b", 1)]),
        ("-- first\nSELECT 1 -- last", [(1,)]),
        ("VALUES (1), (2)", [(1,), (2,)]),
        ("WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) FROM b", [(2,)]),
        ("WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x WHERE n < 3) SELECT max(n) FROM x", [(3,)]),
        ("WITH duckdb_views AS (SELECT 1 AS mine) FROM duckdb_views", [(1,)]),
        ("SELECT [x + 1 FOR x IN [1, 2] IF x > 1], {'a': 1}.a, MAP {'a': 1}['a'], 'abc'[1:2]", [([3], 1, 1, "ab")]),
        ("SELECT extract(year FROM DATE '2020-01-01'), position('b' IN 'ab'), trim(' a ')", [(2020, 2, "a")]),
        ("SELECT unnest([1, 2])", [(1,), (2,)]),
        ("SELECT key FROM json_each('{\"a\": 1}')", [("a",)]),
        ("SELECT * FROM range(2)", [(0,), (1,)]),
        ("SELECT count(*) FROM Actors WHERE CLASS = 'NGO'", [(1,)]),
        ("SELECT count(*) FROM main.actors SEMI JOIN participations p ON actors.iri = p.participant", None),
        ("SELECT * FROM (SELECT class FROM actors) PIVOT (count(*) FOR class IN ('NGO' AS n))", None),
        ("SELECT name, row_number() OVER (ORDER BY name) AS r FROM actors QUALIFY r = 1", None),
        ("SUMMARIZE actors", None),
        ("DESCRIBE actors", None),
        ("DESCRIBE records.actors", None),
        ("SHOW TABLES", None),
        ("SHOW ALL TABLES", None),
        ("EXPLAIN SELECT * FROM records.actors", None),
        ("EXPLAIN ANALYZE SELECT count(*) FROM records.actors", None),
        ("SELECT table_name FROM information_schema.columns", None),
    ],
)
def test_what_reads_the_tables_is_answered(loaded: Graph, query: str, rows: list[tuple[object, ...]] | None) -> None:
    answer = loaded.sql(query)
    assert rows is None or answer.rows == rows
    assert len(answer) > 0
    assert str(loaded.path) not in str(answer.rows)


@pytest.mark.parametrize(
    "query",
    [
        "EXPLAIN SELECT * FROM records.actors",
        "EXPLAIN ANALYZE SELECT count(*) FROM actors",
        "SELECT name::INTEGER FROM actors",
        "SELECT * FROM information_schema.tables",
    ],
)
def test_no_sql_answer_or_error_tells_where_the_graph_is(loaded: Graph, query: str) -> None:
    try:
        said = str(loaded.sql(query).rows)
    except QueryError as error:
        said = str(error)
    assert str(loaded.path.parent) not in said


def test_every_function_that_may_be_called_is_there_and_none_reads_elsewhere() -> None:
    with duckdb.connect() as db:
        known = {
            (kind, name.lower()) for kind, name in db.sql("SELECT function_type, function_name FROM duckdb_functions()").fetchall()
        }  # fmt: skip
    at_tables = {name for kind, name in known if kind in ("table", "table_macro", "pragma")}
    assert {name for _, name in known} >= FUNCTIONS | TABLE_FUNCTIONS
    assert FUNCTIONS & at_tables <= TABLE_FUNCTIONS | {"histogram"}
    forbidden = "read_ write_ pg_ current_setting current_quer getenv getvariable json_serialize json_execute sleep query nextval setval".split()
    assert [name for name in FUNCTIONS | TABLE_FUNCTIONS if name.startswith(tuple(forbidden))] == []


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * FROM (SELECT 1 AS a) x JOIN (SELECT 1 AS a) y ON true", ["a", "a_1"]),
        ("SELECT count(*), count(*) FROM actors", ["count_star()", "count_star()_1"]),
        ("SELECT 1 AS a, 2 AS A, 3 AS a_1", ["a", "A_1", "a_1_1"]),
        ("SELECT 1 AS a, INTERVAL 1 DAY AS a", ["a", "a_1"]),
    ],
)
def test_two_columns_of_one_name_are_told_apart(loaded: Graph, query: str, columns: list[str]) -> None:
    answer = loaded.sql(query)
    assert answer.columns == columns
    assert answer.to_polars().columns == columns
    assert answer.rows[0][columns[1]] is not None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("'infinity'::DATE", "infinity"),
        ("'-infinity'::TIMESTAMP", "-infinity"),
        ("'0044-03-15 (BC)'::DATE", "-0043-03-15"),
        ("DATE '12000-01-01'", "+12000-01-01"),
        ("['infinity'::DATE]", ["infinity"]),
        ("{'a': 'infinity'::DATE}", {"a": "infinity"}),
        ("TIMESTAMPTZ 'infinity'", "infinity"),
        ("'24:00:00'::TIME", "24:00:00"),
        ("INTERVAL 3 MONTH", "P3M"),
        ("'101'::BIT", "101"),
        ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
        ("sum(3)", 3),
        ("sum(1::HUGEINT)", 1),
    ],
)
def test_what_polars_has_no_type_for_is_text(loaded: Graph, value: str, shown: object) -> None:
    answer = loaded.sql(f"SELECT {value} AS x")
    assert answer.rows == [(shown,)]
    assert answer.to_polars()["x"].to_list() == [shown]


# ------------------------------------------------------------------------------------------- SQL as a process


def test_rows_are_limited_before_they_are_made(loaded: Graph) -> None:
    answer = loaded.sql("SELECT i, repeat('x', 1000) AS t FROM range(100000000000) r(i)", limit=10, timeout=60)
    assert len(answer) == 10
    assert answer.cut
    ordered = loaded.sql("SELECT i FROM range(300000) t(i) ORDER BY i % 7, i DESC", limit=2)
    assert ordered.rows == [(299999,), (299992,)]


@pytest.mark.slow
def test_sql_is_killed_at_its_limit_and_leaves_nothing(loaded: Graph, scratch: Path) -> None:
    before = set(scratch.iterdir())
    # One long step inside the engine, with more rows than the memory holds: they go to the folder of the process.
    endless = "SELECT a.i FROM range(1000000) a(i), range(1000000) b(i) ORDER BY random()"
    loaded.close()  # the process that answers has its folder in this test's
    with pytest.raises(QueryTimeout, match="stopped after"):
        loaded.sql(endless, timeout=3)
    assert set(scratch.iterdir()) <= before  # the next question gets a new process, with a folder of its own
    assert loaded.sql("SELECT 1").rows == [(1,)]


@pytest.mark.slow
def test_sparql_is_killed_at_its_limit_and_leaves_nothing(loaded: Graph, scratch: Path) -> None:
    before = set(scratch.iterdir())
    each = " . ".join(f"?a{i} a ?b{i}" for i in range(12))
    endless = f"SELECT (COUNT(*) AS ?n) {{ {each} FILTER(?a0 != ?a11) }}"
    loaded.close()
    with pytest.raises(QueryTimeout, match="stopped after"):
        loaded.sparql(endless, timeout=3)
    assert set(scratch.iterdir()) <= before


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files in which only this test makes any."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _scratch_folders(scratch: Path) -> set[Path]:
    return set(scratch.glob("govgraph-worker-*"))


@pytest.mark.slow
def test_a_process_that_answered_sql_stays_in_no_graph_folder(loaded: Graph) -> None:
    loaded.sql("SELECT 1")
    process = loaded._tables._process
    assert process
    worker = psutil.Process(process.running.pid)
    assert worker.cwd() == str(loaded.path)
    loaded._tables.release()
    assert loaded.path not in (Path(worker.cwd()), *Path(worker.cwd()).parents)


@pytest.mark.slow
def test_a_process_that_loses_its_parent_takes_its_folder_with_it(loaded: Graph, scratch: Path) -> None:
    before = _scratch_folders(scratch)
    program = (
        "import govgraph, os; graph = govgraph.open(os.environ['G']); graph.sql('SELECT 1'); print(1, flush=True); "
        "graph.sql('SELECT a.i FROM range(1000000) a(i), range(1000000) b(i) ORDER BY random()', timeout=None)"
    )
    environment = {**os.environ, "G": str(loaded.path)}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as asking:
        assert asking.stdout
        asking.stdout.readline()
        time.sleep(2)
        (worker,) = psutil.Process(asking.pid).children()
        assert _scratch_folders(scratch) - before
        asking.kill()
        worker.wait(30)
    assert _scratch_folders(scratch) <= before


@pytest.mark.slow
def test_ctrl_c_stops_sql(loaded: Graph) -> None:
    loaded.sql("SELECT 1")
    interrupt = threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        loaded.sql("SELECT count(*) FROM range(1000000) a(i), range(10000000) b(i) WHERE a.i * b.i = -1")
    assert loaded.sql("SELECT 1").rows == [(1,)]


@pytest.mark.slow
def test_the_memory_of_sql_is_a_setting(loaded: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    hungry = "SELECT list(i) FROM range(30000000) t(i)"
    with govgraph.open(loaded.path) as graph:
        assert len(graph.sql(f"SELECT len(l) FROM ({hungry}) t(l)")) == 1
    monkeypatch.setenv(MEMORY_VARIABLE, "100MB")
    with govgraph.open(loaded.path) as graph:
        with pytest.raises(QueryError, match="more than 100MB of memory") as error:
            graph.sql(hungry)
        assert MEMORY_VARIABLE in error.value.hint
        # Sorting goes to the disk instead.
        assert graph.sql("SELECT i FROM range(3000000) t(i) ORDER BY hash(i) LIMIT 1 OFFSET 2999999").rows
    monkeypatch.setenv(MEMORY_VARIABLE, "plenty")
    with govgraph.open(loaded.path) as graph, pytest.raises(GraphError, match="plenty"):
        graph.sql("SELECT 1")


# ------------------------------------------------------------------------------------------------------ SPARQL


@pytest.fixture
def address() -> Iterator[tuple[str, list[str]]]:
    """The URL of a server that notes each connection."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    server.accept()[0].close()
                    asked.append("a request")
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", asked
        stop.set()
        thread.join()


# Ways to write SERVICE; {u} is an address. In some, what looks like a text, an IRI, a comment or a name is none.
SERVICES = {
    "plain": "SELECT * {{ SERVICE <{u}> {{ ?a ?b ?c }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{u}> {{ ?a ?b ?c }} }}",
    "glued": "SELECT * {{ ?a ?b 1SERVICESILENT<{u}>{{?a ?b ?c}} }}",
    "small letters": "ASK {{ service <{u}> {{ ?a ?b ?c }} }}",
    "in a subselect": "SELECT * {{ {{ SELECT ?a {{ SERVICE <{u}> {{ ?a ?b ?c }} }} }} }}",
    "in EXISTS": "ASK {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{u}> {{ ?a ?b ?c }} }} }}",
    "with a prefix": "PREFIX x: <{u}> SELECT * {{ SERVICEx:y {{ ?a ?b ?c }} }}",
    "with a variable": "SELECT * {{ BIND(<{u}> AS ?x) SERVICE ?x {{ ?a ?b ?c }} }}",
    "in CONSTRUCT": "CONSTRUCT {{ ?a ?b ?c }} WHERE {{ SERVICE <{u}> {{ ?a ?b ?c }} }}",
    "after a comment": "SELECT * {{ # 'SERVICE\n SERVICE <{u}> {{ ?a ?b ?c }} }}",
    "between escaped quotes": "PREFIX x: <{u}> SELECT * {{ OPTIONAL {{ ?s x:a\\'b 1 }} SERVICE <{u}> {{ ?a ?b ?c }} OPTIONAL {{ ?s x:b\\'c 1 }} }}",
    "after a false IRI": "SELECT * {{ BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b&&'x'!='y>') SERVICE <{u}> {{ ?d ?e ?f }} FILTER('z'!='w') }}",
    "escaped": "SELECT * {{ \\u0053ERVICE SILENT <{u}> {{ ?a ?b ?c }} }}",
}


@pytest.mark.parametrize("name", SERVICES)
def test_sparql_asks_no_other_address(loaded: Graph, address: tuple[str, list[str]], name: str) -> None:
    url, asked = address
    query = SERVICES[name].format(u=url)
    dataset = loaded.rdflib()
    union = rdflib.Dataset(dataset.store, default_union=True)
    for ask in (loaded.sparql, dataset.query, union.query):
        with pytest.raises(Exception, match=r"SERVICE would ask another address|has a fault|Expected") as error:
            list(ask(query))
        assert ask is not loaded.sparql or name == "escaped" or "SERVICE would ask" in str(error.value)
    time.sleep(0.3)
    assert asked == []


def test_a_prepared_query_asks_no_other_address(loaded: Graph, address: tuple[str, list[str]]) -> None:
    prepared = prepareQuery(SERVICES["silent"].format(u=address[0]))
    dataset = loaded.rdflib()
    for of in (dataset, rdflib.Dataset(dataset.store, default_union=True)):
        with pytest.raises(QueryError, match="SERVICE would ask another address"):
            list(of.query(prepared))
    assert address[1] == []


def test_the_word_service_is_no_service(loaded: Graph) -> None:
    query = """
        # SERVICE <http://a/> { }
        PREFIX x: <http://example.org/service#>
        SELECT ?service ('SERVICE <x:a> {' AS ?text) (IRI("http://a/Service") AS ?iri) { # service
          VALUES (?service ?kept) { (<http://a/SERVICE> 'x') (x:service-of '''it's a "service"''') } }"""
    rows = [tuple(row) for row in loaded.sparql(query).rows]
    assert rows == [
        ("http://a/SERVICE", "SERVICE <x:a> {", "http://a/Service"),
        ("http://example.org/service#service-of", "SERVICE <x:a> {", "http://a/Service"),
    ]
    found = loaded.rdflib().query(query).bindings
    assert [tuple(str(value) for value in row.values()) for row in found] == rows


def test_the_place_of_a_fault_is_that_in_the_query_as_written(loaded: Graph) -> None:
    for query, where in (
        ("ASK { ?s ?p 'service', 'service' .\n SERVICE <x:a> { } }", "query:2:2"),
        ("ASK { ?s ?p 'service' . SERVICE <x:a> { } }", "query:1:25"),
    ):
        with pytest.raises(QueryError) as error:
            loaded.sparql(query)
        assert error.value.where == where
    text = "ASK { ?s ?p 'service' . } }"
    plain = text.replace("service", "nothing")
    with pytest.raises(QueryError) as with_it:
        loaded.sparql(text)
    with pytest.raises(QueryError) as without:
        loaded.sparql(plain)
    assert with_it.value.where == without.value.where
    assert guarded(plain).text == plain
    with pytest.raises(QueryError, match="prefix cannot be called 'services'"):
        loaded.sparql("PREFIX services: <x:> ASK { ?s services:a ?o }")


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <x:a> <x:b> 1 }",
        "PREFIX a: <x:>\n# INSERT\nDELETE WHERE { ?a ?b ?c }",
        "LOAD <file:///etc/hostname>",
        "LOAD SILENT <http://127.0.0.1:1/>",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <x:a>",
        "COPY DEFAULT TO <x:a>",
        "WITH <x:a> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "BASE <x:> SELECT * FROM <file:///etc/hostname> { ?a ?b ?c }",
        "SELECT * FROM NAMED <http://127.0.0.1:1/> { GRAPH ?g { ?a ?b ?c } }",
    ],
)
def test_sparql_changes_and_loads_nothing(loaded: Graph, query: str) -> None:
    before = _files(loaded)
    dataset = loaded.rdflib()
    for ask in (loaded.sparql, dataset.query):
        with pytest.raises(QueryError, match="only read") as error:
            list(ask(query))
        assert "govgraph load FILE" in error.value.hint
    with pytest.raises(GraphError, match="can only read"):
        dataset.update(query)
    union = rdflib.Dataset(dataset.store, default_union=True)
    with pytest.raises(Exception, match=r"only read|Expected"):
        list(union.query(query))
    assert _files(loaded) == before


def test_from_names_the_graph_of_a_dataset(loaded: Graph) -> None:
    (dataset,) = [row[0] for row in loaded.sparql("SELECT DISTINCT ?g { GRAPH ?g { ?a skos:prefLabel ?b } }")][:1]
    assert len(loaded.sparql(f"SELECT * FROM <{dataset}> {{ ?s ?p ?o }}"))
    assert len(loaded.sparql("SELECT ('FROM <x:a>' AS ?t) {} # FROM <x:a>")) == 1
    with pytest.raises(QueryError) as error:
        loaded.sparql(f"SELECT * FROM <{dataset}x> {{ ?s ?p ?o }}")
    assert error.value.expected == f"<{dataset}>"


# ------------------------------------------------------------------------------------------------------ Cypher

ELSEWHERE = [
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load csv with headers from 'https://example.org/a.csv' as row return row",
    "MATCH (n) CALL (n) { LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row } RETURN row",
    "CALL apoc.load.json('https://example.org/') YIELD value RETURN value",
    "CALL `apoc`.`load`.csv('x') YIELD value RETURN value",
    "MATCH (n) CALL apoc . load . xml('x') YIELD value RETURN value",
    "RETURN apoc.cypher.runFirstColumnMany('LOAD CSV FROM $u AS r RETURN r', {}) AS x",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "CALL gds.graph.export('g', {})",
]


@pytest.mark.parametrize("query", ELSEWHERE)
def test_cypher_reads_no_files_and_no_addresses(loaded: Graph, query: str) -> None:
    with pytest.raises(QueryError, match="queries only read this graph") as error:
        refuse_reading_elsewhere(query)
    assert error.value.hint
    assert error.value.where.startswith("query:1:")
    with pytest.raises(QueryError):
        loaded.cypher(query)
    with pytest.raises(QueryError):
        refuse_reading_elsewhere(query.replace("L", "\\u004C").replace("c", "\\u0063"))


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (load)-[csv]->(with) RETURN load, csv, 'LOAD CSV FROM' AS call // LOAD CSV FROM 'x'",
        "MATCH (n) CALL { WITH n RETURN 1 AS x } RETURN x, n.apoc",
        "MATCH (n) CALL (n) { RETURN 1 AS x } RETURN x",
        "CALL db.index.fulltext.queryNodes('govgraph_search', '+a') YIELD node RETURN node",
        "CALL db.labels",
        "RETURN apoc.text.join(['a'], ',') AS x",
        "MATCH (apoc) RETURN apoc.load",
    ],
)
def test_cypher_that_reads_the_graph_is_not_refused(query: str) -> None:
    refuse_reading_elsewhere(query)


# -------------------------------------------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    ("language", "query", "sign"),
    [
        ("sql", "SELECT * FROM actors WHERE class = $kind", "$"),
        ("cypher", "MATCH (n) WHERE n.kind = $kind RETURN n", "$"),
        ("sparql", "SELECT ?x { ?x a ?kind }", "?"),
    ],
)
def test_a_parameter_that_the_query_does_not_have_is_an_error(
    loaded: Graph, language: str, query: str, sign: str
) -> None:
    ask = getattr(loaded, language)
    ask(query, kind="x")
    with pytest.raises(QueryError) as error:
        ask(query, kind="x", kindd="y")
    assert (error.value.where, error.value.expected) == (f"{sign}kindd", f"{sign}kind")
    if sign == "$":
        with pytest.raises(QueryError, match=r"there is no value for the parameter \$kind") as missing:
            ask(query, kin="x")
        assert missing.value.expected == "$kin"


# ----------------------------------------------------------------------------- terminals and spreadsheets

HOSTILE = "\x1b]0;title\x07\x1b[31mred\x9b2J\x7f"
SHOWN = "␛]0;title␇␛[31mred\\x9b2J␡"
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]
HARMLESS = ["-5", "+1.5", "-1e3", "-.5", "a=1", "'=1", ""]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    with govgraph.open(tmp_path / "graph") as graph:
        row = {"id": "a1", "kind": "ngo", "name_en": HOSTILE.replace("\n", " ")}
        graph.load(write_table(tmp_path / "actors.csv", [row]))
    return tmp_path / "graph"


_ALL = """import json, sys
from govgraph import cli
for words in json.loads(sys.argv[1]):
    sys.argv = ["govgraph", *words]
    try:
        cli.main()
    except SystemExit:
        pass
    sys.stderr.flush()
    print("<the next>", flush=True)
"""


def _on_a_terminal(*commands: tuple[str | Path, ...]) -> list[str]:
    """What each of some commands prints on a terminal. One process runs them all: starting a Python takes longer than each of them."""
    import pty

    outer, inner = pty.openpty()
    command = [sys.executable, "-c", _ALL, json.dumps(commands, default=str)]
    with subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env={**os.environ, "COLUMNS": "300"}):
        os.close(inner)
        printed = b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while data := os.read(outer, 1 << 16):
                printed += data
    os.close(outer)
    *each, after = printed.decode().split("<the next>")
    assert (len(each), after.strip()) == (len(commands), ""), after
    return each


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_control_characters_of_data_are_shown_on_a_terminal(hostile: Path, tmp_path: Path) -> None:
    query = "SELECT name, iri FROM actors WHERE class = 'NGO'"
    bad = write_table(tmp_path / "posts.csv", [{"id": "p", "name_en": "A", HOSTILE: "x"}])
    commands: list[tuple[str | Path, ...]] = [
        ("sql", query, "-g", hostile),
        ("sql", query, "-g", hostile, "--csv"),
        ("sql", f'SELECT 1 AS "{HOSTILE}"', "-g", hostile),
        ("sparql", "SELECT ?n { ?a a gov:NGO ; skos:prefLabel ?n }", "-g", hostile),
        ("search", "title", "-g", hostile),
        ("actor", HOSTILE, "-g", hostile),
        ("actor", f"{HOSTILE}x", "-g", hostile),
        ("load", bad, "-g", tmp_path / "other"),
        ("load", tmp_path / HOSTILE.replace("/", "_"), "-g", tmp_path / "other"),
    ]
    for words, printed in zip(commands, _on_a_terminal(*commands), strict=True):
        assert "title\x07" not in printed and "\x1b]0" not in printed and "\x9b" not in printed, words
        assert "]0;title" in printed, words  # as signs, or as Python writes a text


@pytest.mark.slow
def test_json_and_files_keep_the_data_as_it_is(hostile: Path) -> None:
    def run(*words: str) -> str:
        command = [sys.executable, "-m", "govgraph.cli", "sql", "SELECT name FROM actors WHERE class = 'NGO'", *words]
        return subprocess.run(
            [*command, "-g", hostile], capture_output=True, text=True, check=True, encoding="utf-8"
        ).stdout

    with govgraph.open(hostile) as graph:
        (row,) = graph.sql("SELECT name FROM actors WHERE class = 'NGO'").rows
    assert "\x1b" in row[0]
    printed = run("--json")
    assert json.loads(printed) == [{"name": row[0]}]
    assert not any((ord(c) < 32 and c != "\n") or 126 < ord(c) < 160 for c in printed)
    assert run("--csv") == f"name\n{row[0]}\n"
    assert SHOWN in run("--table")
    with govgraph.open(hostile) as graph:
        answer = repr(graph.sql("SELECT name, '[bold]' AS \"[red]\" FROM actors WHERE class = 'NGO'"))
    assert SHOWN in answer and "[bold]" in answer and "[red]" in answer and "\x1b" not in answer


@pytest.mark.slow
def test_cells_that_a_spreadsheet_would_run(hostile: Path, tmp_path: Path) -> None:
    values = [*FORMULAS, *HARMLESS]
    query = 'SELECT unnest($v) AS "=x", -5 AS n, [1] AS l'
    wanted = [*(f"'{value}" for value in FORMULAS), *HARMLESS]
    command = [sys.executable, "-m", "govgraph.cli", "sql", query, "-p", f"v={json.dumps(values)}", "-g", str(hostile)]
    plain = subprocess.run([*command, "--csv"], capture_output=True, check=True).stdout.decode()
    safe = subprocess.run([*command, "--csv", "--spreadsheet-safe"], capture_output=True, check=True).stdout.decode()
    rows = list(csv.reader(io.StringIO(safe, newline="")))
    assert rows == [["'=x", "n", "l"], *([value, "-5", "[1]"] for value in wanted)]
    assert [row[0] for row in csv.reader(io.StringIO(plain, newline=""))][1:] == values
    refused = subprocess.run([*command, "--json", "--spreadsheet-safe"], capture_output=True, text=True)
    assert refused.returncode == 1 and "is for CSV" in refused.stderr
    with govgraph.open(hostile) as graph:
        graph.export("csv", tmp_path / "rows.csv", sql=query, parameters={"v": values}, spreadsheet_safe=True)
        with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
            assert [row[:2] for row in csv.reader(file)][1:] == [[value, "-5"] for value in wanted]
        graph.load(write_table(tmp_path / "posts.csv", [{"id": "p", "name_en": "A", "wikidata": "Q1"}]))
        table = [{"id": "a2", "kind": "ngo", "name_en": "B", "classification": "=HYPERLINK(1)"}]
        graph.load(write_table(tmp_path / "more-actors.csv", table))
        graph.export("csv", tmp_path / "tables", spreadsheet_safe=True)
        assert "'=HYPERLINK(1)" in (tmp_path / "tables" / "actors.csv").read_text("utf-8")
        with pytest.raises(GraphError, match="only csv"):
            graph.export("parquet", tmp_path / "p", spreadsheet_safe=True)
