"""Tables of live PostgreSQL and MariaDB servers: every kind of value, read only, and no password in what is kept or shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sql_servers
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from govgraph.graph.build.database import PASSWORD, Database, database_sources
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.ontology.limits import Limits

POSTGRESQL = """
CREATE TYPE standing AS ENUM ('open', 'closed');
CREATE TABLE bodies (
  id bigint PRIMARY KEY, name text, share numeric(20, 10), small real, big numeric, since date, at timestamptz, plain timestamp, hour time,
  lasting interval, names text[], grid int[][], kept jsonb, raw bytea, state standing, active boolean, key uuid, address inet, "Odd ""Name" text
);
INSERT INTO bodies VALUES
  (2, 'Министерство "дорог"', 0.1000000000, 0.5, 12345678901234567890.1, '2001-02-03', '2001-02-03 04:05:06+06', '2001-02-03 04:05:06.7', '04:05',
   '1 day 02:00', ARRAY['Ata Meken', 'a|b'], ARRAY[[1, 2], [3, 4]], '{"seats": 5, "of": ["x"]}', '\\x00ff', 'open', true,
   '00000000-0000-4000-8000-000000000001', '10.0.0.1', 'x'),
  (1, E'Court\\nof 1937', 'NaN', 'infinity', NULL, 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE VIEW named AS SELECT name FROM bodies;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS bodies FROM bodies;
"""
MARIADB = """
CREATE TABLE bodies (
  id bigint unsigned PRIMARY KEY, name varchar(200), share decimal(20, 10), small float, big decimal(40, 1), since date, at timestamp NULL,
  plain datetime(3), hour time, kept json, raw blob, state enum('open', 'closed'), kinds set('a', 'b'), active boolean, made year, flags bit(3),
  `Odd "Name` text, `Odd ``Mark` text
) CHARACTER SET utf8mb4;
INSERT INTO bodies VALUES
  (2, 'Министерство "дорог" 🏛', 0.1, 0.5, 12345678901234567890.1, '2001-02-03', '2001-02-03 04:05:06', '2001-02-03 04:05:06.700', '04:05:00',
   '{"seats": 5, "of": ["x"]}', x'00ff', 'open', 'b,a', true, 2001, b'101', 'x', 'y'),
  (1, 'Court', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE marked (`a``b` int PRIMARY KEY, c text);
INSERT INTO marked VALUES (2, 'two'), (1, 'one');
CREATE VIEW named AS SELECT name FROM bodies;
"""
STATEMENTS = {"postgresql": POSTGRESQL, "mariadb": MARIADB}
MAPPING = """
dataset: register
actors:
  body: {kind: agency, id: id, name: name}
"""


def _owner(address: str) -> Engine:
    return create_engine(
        make_url(address.replace("mysql:", "mysql+pymysql:").replace("postgresql:", "postgresql+pg8000:"))
    )


@pytest.fixture(scope="module", params=STATEMENTS)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with the tables above."""
    with getattr(sql_servers, request.param)() as address:
        with _owner(address).begin() as connection:
            for statement in STATEMENTS[request.param].split(";\n"):
                if statement.strip():
                    connection.execute(text(statement.replace(":", "\\:")))
        yield address


def _rows(address: str, table: str) -> list[dict[str, Any]]:
    (source,) = database_sources(f"{address}#{table}", Limits())
    return [json.loads(line) for line in source.open().read().splitlines()]


def test_every_kind_of_value_is_kept_as_it_is(address: str) -> None:
    first, second = _rows(address, "bodies")
    assert (first["id"], second["id"]) == (1, 2), "in the order of the key"
    postgresql = address.startswith("postgresql")
    shared = {
        "share": "0.1000000000", "small": 0.5, "big": "12345678901234567890.1", "since": "2001-02-03", "raw": "00ff", "state": "open",
    }  # fmt: skip
    assert {key: second[key] for key in shared} == shared
    assert json.loads(second["kept"]) == {"seats": 5, "of": ["x"]}
    if postgresql:
        own = {
            "name": 'Министерство "дорог"', "at": "2001-02-02T22:05:06+00:00", "plain": "2001-02-03T04:05:06.700000", "hour": "04:05:00",
            "lasting": "1 day, 2:00:00", "names": ["Ata Meken", "a|b"], "grid": "[[1, 2], [3, 4]]", "active": True,
            "key": "00000000-0000-4000-8000-000000000001", "address": "10.0.0.1", 'Odd "Name': "x",
        }  # fmt: skip
        assert first["since"] == "infinity"
        assert (first["share"], first["small"]) == ("NaN", "inf")
    else:
        own = {
            "name": 'Министерство "дорог" 🏛', "plain": "2001-02-03T04:05:06.700000", "hour": "4:05:00", "kinds": "a,b", "active": 1,
            "made": 2001, "flags": "05", 'Odd "Name': "x", "Odd `Mark": "y",
        }  # fmt: skip
        assert _rows(address, "marked") == [{"a`b": 1, "c": "one"}, {"a`b": 2, "c": "two"}], "a key with a backtick"
    assert {key: second[key] for key in own} == own


def test_a_table_is_loaded_and_no_password_is_kept_or_shown(
    address: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    mapping = tmp_path / "bodies.map.yaml"
    mapping.write_text(MAPPING)
    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(f"{address}#bodies", mapping=mapping)
        assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 2, 2), report.error
        (load,) = graph.loads()
        assert load.path.startswith(address.split("://", maxsplit=1)[0]) and sql_servers.SECRET not in load.path
        with _owner(address).begin() as connection:
            connection.execute(text("INSERT INTO bodies (id, name) VALUES (3, 'Archive')"))
        try:
            assert graph.load(f"{address}#bodies", mapping=mapping)[0].status == "replaced"
        finally:
            with _owner(address).begin() as connection:
                connection.execute(text("DELETE FROM bodies WHERE id = 3"))
    kept = [file for file in tmp_path.rglob("*") if file.is_file() and sql_servers.SECRET.encode() in file.read_bytes()]
    shown = "".join(capfd.readouterr())
    assert (kept, sql_servers.SECRET in shown, sql_servers.SECRET in caplog.text) == ([], False, False)


def test_nothing_can_be_written(address: str) -> None:
    with Database(address, Limits()).engine.connect() as connection, pytest.raises(DBAPIError, match=r"(?i)read.only"):
        connection.execute(text("DELETE FROM bodies"))
    assert len(_rows(address, "bodies")) == 2


def test_views_are_tables_and_a_name_that_is_none_is_told(address: str) -> None:
    names = Database(address, Limits()).names()
    assert {"bodies", "named"} <= set(names)
    assert ("counted" in names) == address.startswith("postgresql")
    assert {row["name"][:5] for row in _rows(address, "named")} == {"Court", "Минис"}
    with pytest.raises(GraphError, match=r"no table or view .*expected: bodies"):
        database_sources(f"{address}#bodys", Limits())


def test_the_password_may_stand_in_the_environment(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = address.replace(f":{sql_servers.SECRET}", "")
    monkeypatch.setenv(PASSWORD, sql_servers.SECRET)
    assert len(_rows(without, "bodies")) == 2
    monkeypatch.setenv(PASSWORD, "wrong-one")
    with pytest.raises(GraphError) as refused:
        database_sources(without, Limits())
    assert "wrong-one" not in str(refused.value)
    assert re.search(r"(?i)password|denied", str(refused.value))
