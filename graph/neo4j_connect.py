"""The way to a Neo4j server: its address, the credentials, and what its refusals mean.

Apart from pushing and querying because both go this way, and because it is the one place where a password is handled: it
comes from the environment or from the person at the terminal, goes to the driver, and is kept and shown nowhere.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as failures

from govgraph.graph.errors import GraphError

USER = "neo4j"
"""The user when none is named: the one that every new server has."""

_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
_READ_ONLY = (
    "Neo.ClientError.Security.Forbidden",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
)
_NO_MEMORY = (
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
    "Neo.ClientError.General.TransactionOutOfMemoryError",
)
_AWAY = "govgraph neo4j start, or check the address in NEO4J_URI"


def check_uri(uri: str) -> str:
    """The address itself when it can be one.

    Raises:
        GraphError: it is of no scheme of Neo4j's, or has a user or password in it (which would end in logs and in the
            shell's history); the message does not repeat it then.

    Example:
        >>> check_uri("neo4j://127.0.0.1:7687")
        'neo4j://127.0.0.1:7687'
    """
    if "@" in uri:
        raise GraphError(
            "the address has a user or password in it, where others can read it",
            expected="neo4j://HOST:PORT",
            hint="set NEO4J_USER and NEO4J_PASSWORD",
        )
    try:
        parts = urlsplit(uri)
        good = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise GraphError(f"{uri!r} is no address of a Neo4j server", expected=f"{'://, '.join(_SCHEMES)}://HOST:PORT")
    return uri


def credentials(uri: str, user: str | None = None) -> tuple[str, str]:
    """The user and password for a server: of ``NEO4J_USER`` and ``NEO4J_PASSWORD``, else the password is asked for.

    Args:
        user: instead of ``NEO4J_USER``; without both it is ``neo4j``.

    Raises:
        GraphError: the address is none, or there is no password and nobody at a terminal to ask.

    Example:
        >>> credentials("neo4j://me:word@127.0.0.1:7687")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: the address has a user or password in it, where others can read it; ...
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
    """A driver, not connected yet; the caller closes it.

    Raises:
        GraphError: the address is none.
    """
    check_uri(uri)
    with explained(uri):
        # Notifications are advice to whoever wrote a statement; the driver would print them.
        return neo4j.GraphDatabase.driver(
            uri, auth=auth, connection_timeout=15, notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF
        )


@contextmanager
def explained(uri: str, database: str | None = None) -> Iterator[None]:
    """Turn what the driver raises in the body into a :class:`GraphError` that says what to do.

    Example:
        >>> with explained("neo4j://h:1"):
        ...     raise failures.ServiceUnavailable("gone")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: neo4j://h:1: no Neo4j server answers (gone); try: govgraph neo4j start, ...
    """
    try:
        yield
    except failures.Neo4jError as error:
        raise _server_error(error, uri, database) from error
    except failures.DriverError as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        if isinstance(error, failures.ServiceUnavailable | failures.SessionExpired):
            raise GraphError(f"no Neo4j server answers ({what})", where=uri, hint=_AWAY) from error
        raise GraphError(f"the connection to Neo4j failed: {what}", where=uri) from error
    except OSError as error:
        raise GraphError(f"no Neo4j server answers ({error})", where=uri, hint=_AWAY) from error


def _server_error(error: failures.Neo4jError, uri: str, database: str | None) -> GraphError:
    code, what = error.code or "", (error.message or str(error)).splitlines()[0][:400]
    if code in ("Neo.ClientError.Security.Unauthorized", "Neo.ClientError.Security.TokenExpired"):
        return GraphError("the server refused this user and password", where=uri, hint="NEO4J_USER and NEO4J_PASSWORD")
    if code == "Neo.ClientError.Security.AuthenticationRateLimit":
        return GraphError("the server refuses this user after several wrong passwords", where=uri, hint="wait a minute")
    if code == "Neo.ClientError.Security.CredentialsExpired":
        return GraphError(
            "the password has to be changed before it can be used",
            where=uri,
            hint="ALTER CURRENT USER SET PASSWORD FROM 'old' TO 'new' in Neo4j's own browser",
        )
    if code in ("Neo.ClientError.Database.DatabaseNotFound", "Neo.TransientError.Database.DatabaseUnavailable"):
        return GraphError(
            f"the database {database!r} is not there: {what}",
            where=uri,
            hint="leave --database out for the server's own; Community Edition has only 'neo4j'",
        )
    if code in _READ_ONLY:
        return GraphError(
            f"this user may not write to the database: {what}",
            where=uri,
            hint="NEO4J_USER with the role editor; for the first push the role architect, which may create constraints",
        )
    if code in _NO_MEMORY:
        return GraphError(
            f"the server has too little memory: {what}", where=uri, hint="a larger heap: govgraph neo4j start --heap 2g"
        )
    if ".Schema." in code:
        return GraphError(
            f"the key of :Entity could not be made: {what}",
            where=uri,
            expected="no two nodes :Entity with one iri, and no other index on :Entity(iri)",
            hint="another database for the graph, or remove what is in the way",
        )
    return GraphError(f"Neo4j reports: {what} ({code})", where=uri)
