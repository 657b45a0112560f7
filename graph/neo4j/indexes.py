"""The indexes that a pushed database has: one list, made before the first write, looked up for a check.

What is not here is not indexed: the constraints of a push index IRIs. Indexes that others made are left alone, and one of
theirs that does the same under another name stands in for ours, as Neo4j allows no second one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import neo4j

from govgraph.graph.errors import GraphError
from govgraph.graph.projection import ROOT, SEARCH_INDEX
from govgraph.graph.stores.index import Index, on

_WAIT = 600
"""Seconds that filling the indexes of a large database may take."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An index that a pushed database has.

    Attributes:
        name: its name there.
        kind, on: as of :class:`~govgraph.graph.stores.index.Index`.
        why: what it finds.
        statement: the Cypher that makes it where it is missing.
    """

    name: str
    kind: str
    on: str
    why: str
    statement: str


def _full_text(name: str, labels: list[str], key: str, analyzer: str, why: str) -> Declared:
    statement = (
        f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{'|'.join(labels)}) ON EACH [n.{key}] "
        f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}"
    )
    return Declared(name, "FULLTEXT", on(labels, [key]), why, statement)


def _range(name: str, pattern: str, label: str, key: str, why: str) -> Declared:
    statement = f"CREATE RANGE INDEX {name} IF NOT EXISTS FOR {pattern} ON (x.{key})"
    return Declared(name, "RANGE", on([label], [key]), why, statement)


INDEXES: tuple[Declared, ...] = (
    # The text is folded, so words are what stands between spaces; a language's analyzer would take its words apart.
    _full_text(SEARCH_INDEX, [ROOT], "search", "whitespace", "things by words of their names"),
    # A range index keeps a list as one value, and finds nothing inside it. Events have identifiers by the million.
    _full_text(
        "govgraph_identifiers",
        ["Actor", "Document", "Place", "Post"],
        "identifiers",
        "keyword",
        "things by a whole identifier",
    ),
    _range("govgraph_event_starts", "(x:Event)", "Event", "startsFrom", "events of a time"),
    _range("govgraph_membership_starts", "()-[x:MEMBER_OF]-()", "MEMBER_OF", "startsFrom", "memberships of a time"),
)
"""All of them, in the order in which they are made."""


def ensure(session: neo4j.Session) -> None:
    """Make the indexes that are missing and wait until all of ours can be used. Again, it changes nothing.

    Raises:
        GraphError: one of ours could not be filled, or something of others' is in its place.
    """
    for declared in INDEXES:
        session.run(declared.statement).consume()
    # Of the full-text indexes the last writes may not be seen yet, of the others the first filling may not be done.
    session.run("CALL db.awaitIndexes($seconds)", seconds=_WAIT).consume()
    by_name = {index.name: index for index in listed(session)}
    for declared in INDEXES:
        index = by_name.get(declared.name) or _stands_in(declared, by_name.values())
        if index is None or (index.kind, index.on) != (declared.kind, declared.on):
            raise GraphError(
                f"the index {declared.name}, which finds {declared.why}, could not be made: "
                f"{index or 'something of its name or of its kind'} is in its place",
                expected=f"{declared.kind} on {declared.on}",
                hint="SHOW INDEXES shows it; drop it or give it another name, then push again with --compare",
            )
        if index.state != "ONLINE":
            raise GraphError(
                f"the index {index} cannot be used", hint=f"DROP INDEX {index.name}, then push again with --compare"
            )


def _stands_in(declared: Declared, indexes: Iterable[Index]) -> Index | None:
    """An index of others' that does what ours would. Full text is asked for by the index's name, so there is none for it."""
    equivalent = (index for index in indexes if (index.kind, index.on) == (declared.kind, declared.on))
    return next(equivalent, None) if declared.kind != "FULLTEXT" else None


def listed(session: neo4j.Session) -> list[Index]:
    """All indexes of a database but those that Neo4j makes for itself to find labels and types; by name."""
    rows = session.run(
        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state WHERE type <> 'LOOKUP' "
        "RETURN name, type, labelsOrTypes, properties, state ORDER BY name"
    )
    return [Index(row["name"], row["type"], on(row["labelsOrTypes"], row["properties"]), row["state"]) for row in rows]
