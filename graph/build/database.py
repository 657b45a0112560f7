"""Tables of an SQL database as sources to load: read only, in one consistent reading, with the password in no text that is kept or shown.

A database is named by its address, ``postgresql://reader@host/ministry#meetings``: after ``#`` a table or view, otherwise all tables. Its rows are copied once,
as JSON Lines, to a temporary file, so that what is hashed is what is read, and any table fits in memory. What they mean says a mapping.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from govgraph.graph.build.copies import CopySource
from govgraph.graph.errors import GraphError
from govgraph.ontology.errors import nearest
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Source

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

PASSWORD: Final = "GOVGRAPH_SQL_PASSWORD"
"""The environment variable with the password, so that it need not stand in a command."""
_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_DRIVERS: Final = {
    "sqlite": "sqlite", "postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000", "mysql": "mysql+pymysql", "mariadb": "mysql+pymysql",
}  # fmt: skip
"""Scheme of an address -> the dialect and driver."""
_ROWS: Final = 10_000


def is_address(text: object) -> bool:
    """Whether a text is the address of something, not a path.

    Example:
        >>> is_address("sqlite:///a.db#meetings"), is_address("C:/a.csv"), is_address("a.csv")
        (True, False, False)
    """
    return isinstance(text, str) and _ADDRESS.match(text) is not None


def database_sources(address: str, limits: Limits) -> list[Source]:
    """The tables that an address names.

    Raises:
        GraphError: it is the address of no known kind of database, the database cannot be reached, or it has no such table.
    """
    database = Database(address, limits)
    names = database.names()
    table = database.table
    if table and table not in names:
        raise GraphError(
            f"no table or view {table!r}", where=database.shown, expected=nearest(table, names) or ", ".join(names[:20]) or "a table"
        )  # fmt: skip
    if not names:
        raise GraphError("the database has no tables", where=database.shown, hint="name the right database")
    return [TableSource(database, name) for name in ([table] if table else names)]


class Database:
    """A database that is only read.

    Args:
        address: its address; the password may be in it, or in the environment variable :data:`PASSWORD`.
        limits: how much of the machine's resources a table may use.

    Raises:
        GraphError: the address is of no known kind of database.

    Example:
        >>> Database("postgresql://reader:secret@host/ministry#meetings", Limits()).shown
        'postgresql://reader@host/ministry'
    """

    def __init__(self, address: str, limits: Limits) -> None:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        self.limits = limits
        plain, _, self.table = address.partition("#")
        scheme = plain.split(":", 1)[0].lower()
        driver = _DRIVERS.get(scheme.split("+")[0])
        if driver is None:
            web = scheme in ("http", "https", "ftp")
            raise GraphError(
                f"an address of {scheme}:// is no database" + ("; files are not downloaded" if web else ""),
                expected=", ".join(f"{s}://" for s in _DRIVERS), hint="curl -O ADDRESS, and load the file" if web else "",
            )  # fmt: skip
        try:
            self.url: URL = make_url(driver + plain[len(scheme) :])
        except (ArgumentError, ValueError):
            raise GraphError(
                "not the address of a database", expected=f"{scheme}://USER@HOST/DATABASE#TABLE" if driver != "sqlite" else "sqlite:///FILE#TABLE"
            ) from None  # fmt: skip
        if self.url.password is None and (password := os.environ.get(PASSWORD)):
            self.url = self.url.set(password=password)
        if driver == "sqlite" and not (self.url.database and Path(self.url.database).is_file()):
            raise GraphError("no such file", where=self.url.database or "sqlite://", expected="sqlite:///FILE#TABLE")

    @property
    def shown(self) -> str:
        """The address without the password and without options, which may hold one."""
        from sqlalchemy import URL

        url, backend = self.url, self.url.get_backend_name()
        if backend == "sqlite":
            return f"sqlite:///{Path(url.database or '').resolve()}"
        plain = URL.create(backend, username=url.username, host=url.host, port=url.port, database=url.database)
        return plain.render_as_string(hide_password=True)

    def fault(self, error: BaseException) -> str:
        """What a driver says, in one line, without the password."""
        text = " ".join(str(getattr(error, "orig", None) or error).split())[:300]
        for secret in (self.url.password, *self.url.query.values()):
            for each in [secret] if isinstance(secret, str) else secret or ():
                text = text.replace(str(each), "***") if each else text
        return text

    @cached_property
    def engine(self) -> Engine:
        """Connections that cannot write."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.pool import NullPool

        backend = self.url.get_backend_name()
        if backend == "sqlite":
            file = Path(self.url.database or "").resolve().as_uri()
            return create_engine(
                "sqlite://", creator=lambda: sqlite3.connect(f"{file}?mode=ro", uri=True), poolclass=NullPool
            )
        engine = create_engine(self.url, poolclass=NullPool, hide_parameters=True)

        @event.listens_for(engine, "connect")
        def read_only(connection: Any, _: Any) -> None:
            cursor = connection.cursor()
            if backend == "postgresql":
                cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET TIME ZONE 'UTC'")  # so that a moment is the same text from every server
            else:
                cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET time_zone = '+00:00'")
            connection.commit()
            cursor.close()

        return engine

    def names(self) -> list[str]:
        """The tables and views, sorted.

        Raises:
            GraphError: the database cannot be reached.
        """
        from sqlalchemy import inspect

        try:
            inspector = inspect(self.engine)
            kept = inspector.get_materialized_view_names() if self.url.get_backend_name() == "postgresql" else []
            return sorted({*inspector.get_table_names(), *inspector.get_view_names(), *kept})
        except Exception as error:  # noqa: BLE001 (each driver has its own errors, and their texts may hold the password)
            raise GraphError(
                f"the database cannot be read: {self.fault(error)}",
                where=self.shown,
                hint=f"check the address; {PASSWORD}=...",
            ) from None

    def copy(self, table: str, out: IO[bytes]) -> None:
        """Write the rows of a table as JSON Lines, in the order of its primary key.

        Raises:
            LoaderError: they cannot be read to their end.
        """
        try:
            with self.engine.connect().execution_options(stream_results=True, max_row_buffer=_ROWS) as connection:
                for row in self._rows(connection, table):
                    out.write(_line(row).encode("utf-8", "backslashreplace") + b"\n")
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 (as above)
            raise LoaderError(
                f"the table cannot be read: {self.fault(error)}",
                where=f"{self.shown}#{table}",
                hint="try again, or check that the table is there",
            ) from None

    @staticmethod
    def _rows(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
        from sqlalchemy import String, cast, column, inspect, literal_column, select
        from sqlalchemy import table as named

        inspector = inspect(connection)
        # As the server itself names them: the inspector leaves a backtick in a name of MariaDB as it is quoted, two of them.
        nothing: Any = connection.execute(select(literal_column("*")).select_from(named(table)).limit(0))
        columns = list(map(str, nothing.keys()))
        key = inspector.get_pk_constraint(table).get("constrained_columns") or []
        key = [name if name in columns else name.replace("``", "`") for name in key]
        wanted: list[Any] = [column(name) for name in columns]
        statement = select(*wanted).select_from(named(table))
        # Without a key, by all that the rows say: so the same rows are the same load.
        order: list[Any] = [column(name) for name in key] or [cast(column(name), String) for name in columns]
        for row in connection.execute(statement.order_by(*order)):
            yield dict(zip(columns, map(_cell, row), strict=True))


def _line(row: dict[str, Any]) -> str:
    """A row as a line of JSON, which knows no infinite numbers: these are texts.

    Example:
        >>> _line({"share": float("inf"), "id": 1})
        '{"share": "inf", "id": 1}'
    """
    try:
        return json.dumps(row, ensure_ascii=False, default=_text, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(row), ensure_ascii=False, default=_text)


def _cell(value: Any) -> Any:
    """A value as a cell may hold it: what is nested deeper than a list of values is the text of its JSON."""
    nested = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value))
    return json.dumps(value, ensure_ascii=False, default=_text) if nested else value


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _text(value: object) -> object:
    """A value of a database that JSON does not have: numbers keep all digits, dates are ISO 8601, bytes are hexadecimal."""
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    return str(value) if isinstance(value, Decimal) or value is not None else None


class TableSource(CopySource):
    """One table of a database.

    Args:
        database: the database.
        table: the name of the table or view.
    """

    def __init__(self, database: Database, table: str) -> None:
        name = Path(f"{table}.jsonl")
        is_file = database.url.get_backend_name() == "sqlite"
        # A mapping beside the file of a database is found.
        super().__init__(Path(database.url.database or "").parent / name if is_file else name, limits=database.limits)
        self.database, self.table = database, table

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """The address of the table, without the password."""
        return f"{self.database.shown}#{self.table}"

    def write(self, out: IO[bytes]) -> None:
        """Write the rows as JSON Lines."""
        self.database.copy(self.table, out)
