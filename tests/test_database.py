"""SQL databases by their address: read only, through a mapping, with the password in no text that is kept or shown."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from govgraph.graph.build.database import PASSWORD, Database, database_sources
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError

MAPPING = "dataset: register\nactors:\n  body:\n    kind: agency\n    id: Nr\n    name: Name\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE bodies (Nr INTEGER PRIMARY KEY, Name TEXT, Since DATE, Share DECIMAL, Raw BLOB)")
        db.execute(
            "INSERT INTO bodies VALUES (2, 'Ministry of \"Roads\"', '2001-01-01', 1.5, x'00ff'), (1, 'Министерство', NULL, NULL, NULL)"
        )
        db.execute("CREATE VIEW named AS SELECT Name FROM bodies")
        db.execute('CREATE TABLE "odd; DROP TABLE bodies" (a)')
    return path


def test_a_table_is_read_in_the_order_of_its_key(file: Path) -> None:
    (source,) = database_sources(f"sqlite:///{file}#bodies", Limits())
    lines = source.open().read().decode().splitlines()
    assert lines[0] == '{"Nr": 1, "Name": "Министерство", "Since": null, "Share": null, "Raw": null}'
    assert lines[1].endswith('"Since": "2001-01-01", "Share": 1.5, "Raw": "00ff"}')
    assert source.sha256() == source.sha256()
    first, second = source.open(), source.open()
    assert (first.read(5), second.read(5)) == (b'{"Nr"', b'{"Nr"'), "each reading has a place of its own"


def test_all_tables_and_views_and_a_name_that_attacks(file: Path) -> None:
    sources = database_sources(f"sqlite:///{file}", Limits())
    assert [source.content_name for source in sources] == [
        "bodies.jsonl",
        "named.jsonl",
        "odd; DROP TABLE bodies.jsonl",
    ]
    assert sources[2].open().read() == b""
    assert len(sources[0].open().read().splitlines()) == 2


def test_a_database_is_loaded_through_a_mapping_and_again_when_it_changed(file: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "bodies.map.yaml"
    mapping.write_text(MAPPING)
    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(f"sqlite:///{file}#bodies", mapping=mapping)
        assert (report.status, report.rows_read, report.rows_loaded) == ("loaded", 2, 2), report.error
        (load,) = graph.loads()
        assert load.path == f"sqlite:///{file}#bodies"
        assert graph.load(f"sqlite:///{file}#bodies")[0].status == "unchanged", "the mapping beside the file is found"
        with sqlite3.connect(file) as db:
            db.execute("INSERT INTO bodies VALUES (3, 'Court', NULL, NULL, NULL)")
        assert graph.load(f"sqlite:///{file}#bodies")[0].status == "replaced"
        assert graph.sql("SELECT count(*) FROM actors WHERE kind = 'agency'").rows == [(3,)]


def test_nothing_can_be_written(file: Path) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import OperationalError

    with (
        Database(f"sqlite:///{file}", Limits()).engine.connect() as connection,
        pytest.raises(OperationalError, match="readonly"),
    ):
        connection.execute(text("DELETE FROM bodies"))


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:s3cret@127.0.0.1:1/db?options=s3cret#t",
        "mysql://reader:s3cret@127.0.0.1:1/db",
        "postgres://reader@127.0.0.1:1/db",
    ],
)
def test_the_password_is_in_no_error(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "s3cret")
    with pytest.raises(GraphError, match="cannot be read") as error:
        database_sources(address, Limits())
    assert "s3cret" not in str(error.value)
    assert error.value.__cause__ is None
    assert "reader@127.0.0.1" in str(error.value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://a.kg/data.csv", "files are not downloaded"), ("oracle://a/b", "is no database"), ("sqlite:///nowhere.db", "no such file"),
        ("sqlite:///{file}#bodeis", "no table or view 'bodeis'.*expected: bodies"), ("postgresql://a:b@host:port/x", "not the address of a database"),
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_what_is_expected(file: Path, address: str, says: str) -> None:
    with pytest.raises(GraphError, match=says):
        database_sources(address.format(file=file), Limits())


def test_a_table_that_goes_while_it_is_read_is_an_error_of_that_file(file: Path) -> None:
    (source,) = database_sources(f"sqlite:///{file}#bodies", Limits())
    with sqlite3.connect(file) as db:
        db.execute("DROP TABLE bodies")
    with pytest.raises(LoaderError, match="the table cannot be read"):
        source.open()


def test_a_mapping_is_proposed_for_a_table_of_a_database(file: Path) -> None:
    from typer.testing import CliRunner

    from govgraph.cli import app

    result = CliRunner().invoke(app, ["map", f"sqlite:///{file}#bodies"])
    assert result.exit_code == 0, result.output
    assert "Name" in result.output
    assert CliRunner().invoke(app, ["map", f"sqlite:///{file}"]).exit_code == 1
