"""The indexes of a pushed database: one list, which a push creates after its rows and a check looks for.

Only the constraints that a push creates index anything else: IRIs, and the names of our own nodes. Indexes of others
 are left alone. If others have an
equal index under another name, it is used instead of ours, because Neo4j allows no second one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import neo4j

from govgraph.graph.errors import GraphError
from govgraph.graph.property_graph.projection import ROOT, SEARCH_INDEX
from govgraph.graph.stores.index import Index, what_it_covers

_WAIT = 600
"""The most seconds that filling the indexes of a large database may take."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An index that a pushed database should have.

    Attributes:
        name: the name of the index in the database.
        kind, on: as in :class:`~govgraph.graph.stores.index.Index`.
        why: what the index finds.
        statement: the Cypher that creates the index if it is missing.
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
    return Declared(name, "FULLTEXT", what_it_covers(labels, [key]), why, statement)


def _range(name: str, pattern: str, label: str, key: str, why: str) -> Declared:
    statement = f"CREATE RANGE INDEX {name} IF NOT EXISTS FOR {pattern} ON (x.{key})"
    return Declared(name, "RANGE", what_it_covers([label], [key]), why, statement)


INDEXES: tuple[Declared, ...] = (
    # The text is folded already, so words end at spaces; the analyzer of one language would split words of others wrongly.
    _full_text(SEARCH_INDEX, [ROOT], "search", "whitespace", "things by words of their names"),
    # Full text, because a range index stores a list as one value and cannot find an element of it.
    # Without events, which have identifiers by the million.
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
"""All indexes, in the order in which they are created."""


def ensure(session: neo4j.Session) -> None:
    """Create the indexes that are missing, and wait until all of ours can be used. If none is missing, nothing changes.

    Raises:
        GraphError: an index could not be filled, or something of others takes its place.
    """
    for declared in INDEXES:
        session.run(declared.statement).consume()
    # Full-text indexes may not show the last writes yet, and other indexes may not be filled yet.
    session.run("CALL db.awaitIndexes($seconds)", seconds=_WAIT).consume()
    by_name = {index.name: index for index in listed(session)}
    for declared in INDEXES:
        index = by_name.get(declared.name) or _stands_in(declared, by_name.values())
        if index is None or (index.kind, index.on) != (declared.kind, declared.on):
            raise GraphError(
                f"the index {declared.name}, which finds {declared.why}, could not be created: "
                f"{index or 'another index with its name or on the same property'} takes its place",
                expected=f"{declared.kind} on {declared.on}",
                hint="SHOW INDEXES lists it; drop it, or create it under another name; then govgraph push URI --compare",
            )
        if index.state != "ONLINE":
            raise GraphError(
                f"the index {index} cannot be used", hint=f"DROP INDEX {index.name}, then govgraph push URI --compare"
            )


def _stands_in(declared: Declared, indexes: Iterable[Index]) -> Index | None:
    """An index of others that can replace ours. Queries name a full-text index, so only ours will do for full text."""
    equivalent = (index for index in indexes if (index.kind, index.on) == (declared.kind, declared.on))
    return next(equivalent, None) if declared.kind != "FULLTEXT" else None


def listed(session: neo4j.Session) -> list[Index]:
    """All indexes of a database, by name, except those that Neo4j creates for itself to look up labels and types."""
    rows = session.run(
        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, state WHERE type <> 'LOOKUP' "
        "RETURN name, type, labelsOrTypes, properties, state ORDER BY name"
    )
    return [
        Index(row["name"], row["type"], what_it_covers(row["labelsOrTypes"], row["properties"]), row["state"])
        for row in rows
    ]
