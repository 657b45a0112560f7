"""The URIs of Neo4j servers and databases, which people may give wherever a graph folder is expected.

Separate from the connection because every command examines its ``--graph`` in this way, and loading the driver takes longer.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from govgraph.graph.errors import GraphError

_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def is_neo4j_uri(text: str) -> bool:
    """Whether a text is meant as the URI of a Neo4j server or database, and not as a folder.

    Example:
        >>> is_neo4j_uri("neo4j://localhost"), is_neo4j_uri("mygraph")
        (True, False)
    """
    return text.partition("://")[0].lower() in _SCHEMES and "://" in text


def check_uri(uri: str) -> str:
    """The URI itself, if it is valid.

    Raises:
        GraphError: the scheme is not one of Neo4j's, or a part is missing or invalid; or the URI contains a user or password,
            which would end up in logs and in the shell's history. In that case the message does not repeat the URI.

    Example:
        >>> check_uri("neo4j://127.0.0.1:7687")
        'neo4j://127.0.0.1:7687'
    """
    if "@" in uri:
        raise GraphError(
            "the URI has a user or password in it, where others can read it",
            expected="neo4j://HOST:PORT",
            hint="set NEO4J_USER and NEO4J_PASSWORD",
        )
    try:
        parts = urlsplit(uri)
        valid = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise GraphError(f"{uri!r} is not the URI of a Neo4j server", expected=f"{'://, '.join(_SCHEMES)}://HOST:PORT")
    return uri


def split_uri(uri: str) -> tuple[str, str]:
    """The URI of the server, and the name of the database; an empty name if the URI has none.

    Raises:
        GraphError: the URI is invalid.

    Example:
        >>> split_uri("neo4j://localhost:7687/movies")
        ('neo4j://localhost:7687', 'movies')
    """
    check_uri(uri)
    parts = urlsplit(uri)
    name = parts.path.strip("/")
    if "/" in name or parts.query or parts.fragment:
        raise GraphError(f"{uri!r} is not the URI of a Neo4j database", expected="neo4j://HOST:PORT/DATABASE")
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")), name
