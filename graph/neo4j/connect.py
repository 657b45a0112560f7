"""Connections to a Neo4j server: the URI, the credentials, and what the server's refusals mean.

Separate from pushing and querying because both connect in this way, and because this is the only place that handles a
password. The password comes from the environment or from the person at the terminal, goes to the driver, and is never stored
or shown.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import neo4j
from neo4j import exceptions as neo4j_errors

from govgraph.graph.errors import GraphError
from govgraph.graph.neo4j.uri import check_uri, split_uri

USER = "neo4j"
"""The user if no other is given: every new server has this one."""

RETRY_SECONDS = 10.0
"""Seconds after which a transaction that failed for a temporary reason is not retried.

The driver waits 1, 2, 4, 8 seconds between attempts, each up to a fifth longer or shorter, and gives up at the first attempt that
fails after this time. So a lost server is reported after 12 to 18 s, and a server that is restarted within that time
causes no error. (The driver's own default of 30 s means a report after half a minute to a whole one.)
"""

_READ_ONLY = (
    "Neo.ClientError.Security.Forbidden",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
)
NO_MEMORY = (
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
    "Neo.ClientError.General.TransactionOutOfMemoryError",
)
"""The codes with which a server says that a transaction needs more memory than the server has."""
_UNREACHABLE = "govgraph neo4j start, or check the URI (NEO4J_URI)"


@dataclass(frozen=True, slots=True)
class Remote:
    """A database of a Neo4j server, and the user and password for it.

    Attributes:
        uri: the URI of the server, without the database.
        auth: user and password, as :func:`credentials` returns them; never shown.
        database: the name of the database; None: the user's home database.
    """

    uri: str
    auth: tuple[str, str] = field(repr=False)
    database: str | None = None

    @classmethod
    def at(cls, uri: str, database: str | None = None, user: str | None = None) -> Remote:
        """The database at a URI: ``neo4j://HOST:PORT/DATABASE``; the last part may be missing.

        Args:
            uri: of the server or the database.
            database: overrides the database in the URI.
            user: overrides ``NEO4J_USER``.

        Raises:
            GraphError: the URI is invalid; or no password is set and there is no terminal to ask for it.
        """
        server, database_in_uri = split_uri(uri)
        return cls(server, credentials(server, user), database or database_in_uri or None)

    def __str__(self) -> str:
        return f"{self.uri}/{self.database}" if self.database else self.uri

    @contextmanager
    def session(self) -> Iterator[neo4j.Session]:
        """A session, with a driver of its own; errors of the driver are raised as :class:`GraphError`.

        All steps use this one session, so that on a cluster each step sees what the earlier steps wrote.
        """
        with explained(self.uri, self.database), closing(connect(self.uri, self.auth)) as driver:
            driver.verify_connectivity()
            with driver.session(database=self.database, fetch_size=5_000) as session:
                yield session


def credentials(uri: str, user: str | None = None) -> tuple[str, str]:
    """The user and password for a server, from ``NEO4J_USER`` and ``NEO4J_PASSWORD``; a missing password is asked for.

    Args:
        uri: of the server.
        user: overrides ``NEO4J_USER``; if neither is given, the user is ``neo4j``.

    Raises:
        GraphError: the URI is invalid; or no password is set and there is no terminal to ask for it.

    Example:
        >>> credentials("neo4j://me:word@127.0.0.1:7687")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: the URI has a user or password in it, where others can read it; ...
    """
    check_uri(uri)
    name = user or os.environ.get("NEO4J_USER") or USER
    if password := os.environ.get("NEO4J_PASSWORD"):
        return name, password
    if not sys.stdin.isatty():
        raise GraphError(f"no password for the user {name!r} is given", where=uri, hint="set NEO4J_PASSWORD")
    try:
        return name, getpass.getpass(f"Password of {name} at {uri}: ")
    except EOFError as error:
        raise GraphError(f"no password for the user {name!r} is given", where=uri, hint="set NEO4J_PASSWORD") from error


def connect(uri: str, auth: tuple[str, str]) -> neo4j.Driver:
    """A driver that is not connected yet; the caller closes it.

    Raises:
        GraphError: the URI is invalid.
    """
    check_uri(uri)
    with explained(uri):
        # Notifications are advice to the author of a statement; the driver would print them.
        return neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            connection_timeout=15,
            max_transaction_retry_time=RETRY_SECONDS,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        )


@contextmanager
def explained(uri: str, database: str | None = None) -> Iterator[None]:
    """Turn the driver's errors in the body of the ``with`` into a :class:`GraphError` that says what to do.

    Example:
        >>> with explained("neo4j://h:1"):
        ...     raise neo4j_errors.ServiceUnavailable("gone")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: neo4j://h:1: no Neo4j server answers (gone); try: govgraph neo4j start, ...
    """
    try:
        yield
    except neo4j_errors.Neo4jError as error:
        raise _server_error(error, uri, database) from error
    except neo4j_errors.DriverError as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        if isinstance(error, neo4j_errors.IncompleteCommit):
            # The driver does not retry this: it cannot know whether the transaction has been committed.
            raise GraphError(
                "the connection to Neo4j broke while it was writing",
                where=uri,
                hint="repeat the command; it completes the work",
            ) from error
        if isinstance(error, neo4j_errors.ServiceUnavailable | neo4j_errors.SessionExpired):
            raise GraphError(f"no Neo4j server answers ({what})", where=uri, hint=_UNREACHABLE) from error
        raise GraphError(
            f"the connection to Neo4j failed: {what}", where=uri, hint="repeat the command; it completes the work"
        ) from error
    except OSError as error:
        raise GraphError(f"no Neo4j server answers ({error})", where=uri, hint=_UNREACHABLE) from error


def _server_error(error: neo4j_errors.Neo4jError, uri: str, database: str | None) -> GraphError:
    code, what = error.code or "", (error.message or str(error)).splitlines()[0][:400]
    if code in ("Neo.ClientError.Security.Unauthorized", "Neo.ClientError.Security.TokenExpired"):
        return GraphError(
            "the server refused this user and password", where=uri, hint="set NEO4J_USER and NEO4J_PASSWORD"
        )
    if code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return GraphError(
            "the server refuses this user after several wrong passwords",
            where=uri,
            hint="wait a minute, then repeat the command",
        )
    if code == "Neo.ClientError.Security.CredentialsExpired":
        return GraphError(
            "the password has to be changed before it can be used",
            where=uri,
            hint="ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new' in Neo4j's own browser",
        )
    if code.endswith(".DatabaseUnavailable"):
        return GraphError(
            f"the database is not available now: {what}", where=uri, hint="repeat the command when the server is ready"
        )
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return GraphError(
            f"the database {database!r} does not exist: {what}",
            where=uri,
            hint="give no database, to use the server's default; Community Edition has only 'neo4j'",
        )
    if code in _READ_ONLY:
        return GraphError(
            f"this user may not write to the database, or the database is read-only: {what}",
            where=uri,
            hint="set NEO4J_USER to a user with the role editor (for the first push: architect, who may create constraints); "
            "if the database is read-only, see the server's settings server.databases.default_to_read_only and read_only",
        )
    if code in NO_MEMORY:
        return GraphError(
            f"the server has too little memory: {what}",
            where=uri,
            hint="a larger heap: govgraph neo4j stop, then govgraph neo4j start --heap 2g; "
            "or a higher db.memory.transaction.max in the server's settings",
        )
    if ".Schema." in code:
        return GraphError(
            f"the unique key of :Entity could not be created: {what}",
            where=uri,
            expected="no two nodes :Entity with the same iri, and no other index on :Entity(iri)",
            hint="push to another database, or remove the nodes or the index that are in the way",
        )
    return GraphError(f"Neo4j reports: {what} ({code})", where=uri, hint="the log of the server says more")
