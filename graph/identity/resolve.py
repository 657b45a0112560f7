"""From the log and the records to one IRI for each actor: sure links, links to the register, clusters, and the IRI that each cluster gets.

The IRI of a cluster follows a rule: a country keeps its own; then that of an actor of the data set ``register``; then the lowest of those that
rows describe. It depends on the records, the log and the register that comes with govgraph alone, so a rebuild, a pull and any order of loads
give the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govgraph.graph.identity.clusters import Clusters, Link, clusters
from govgraph.graph.identity.decisions import NOT_SAME, REGISTER_NAME, SAME, SHARED_IDENTIFIER, UNSURE
from govgraph.graph.identity.facts import Facts, contradicts, different_ids, facts_of
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.register_links import RegisterLinks, register_links
from govgraph.ontology.identifier_systems import one_per_thing
from govgraph.ontology.terms import country_iri

if TYPE_CHECKING:
    import duckdb

REGISTER = "register"
"""The data set whose IRIs are preferred."""


@dataclass(slots=True)
class Resolved:
    """Who is one.

    Attributes:
        other_iris: an IRI of the records -> the IRI that its actor has; only where they differ.
        found: the clusters, with the reasons.
    """

    other_iris: dict[str, str] = field(default_factory=dict)
    found: Clusters = field(default_factory=Clusters)


def resolve(
    db: duckdb.DuckDBPyConnection,
    base: str,
    log: Log,
    actors: str,
    others: Callable[[Collection[str]], dict[str, str]] = lambda _: {},
) -> Resolved:
    """Who is one, by the log and by sure links.

    Args:
        db: the connection.
        base: the graph's base IRI.
        actors: a table or view there of all rows of actors, with the IRIs of the records.
        others: tells of IRIs which of them are things that are no actors, each with the table that describes it.
    """
    words = {of: word for of, word in log.words.items() if of[0] != of[1]}
    links = sure_links(db, actors) if is_on(log, SHARED_IDENTIFIER) else []
    named = register_links(db, base, actors) if is_on(log, REGISTER_NAME) else RegisterLinks()
    decided = {x for of, word in words.items() if word.judgement == SAME for x in of}
    known = facts_of(db, actors, [*decided, *(x for link in (*links, *named.links) for x in (link.a, link.b))])
    of_register = {iri: facts for iri, facts in named.facts.items() if iri not in known}
    no_actors = others(decided - known.keys()) if decided - known.keys() else {}
    nothing = Facts()

    def facts(iri: str) -> Facts:
        return known.get(iri) or of_register.get(iri, nothing)

    def impossible(a: str, b: str) -> str:
        if a in no_actors or b in no_actors:
            return f"{a if a in no_actors else b} is no actor, it is in the table {no_actors.get(a) or no_actors[b]}"
        return different_ids(facts(a), facts(b))

    def contradiction(a: str, b: str) -> str:
        if a in named.facts and b in named.facts:
            return "they are two entries of the register"
        return contradicts(base, facts(a), facts(b))

    found = clusters(words, links, named.links, impossible=impossible, contradiction=contradiction)
    found.open = sorted((*found.open, *named.open), key=lambda x: (x.members, x.why))
    moved: dict[str, str] = {}
    for members in found.members:
        now = canonical(base, members, known)
        moved |= {iri: now for iri in members if iri != now}
    return Resolved(moved, found)


def is_on(log: Log, rule: str) -> bool:
    """Whether a rule is in force: unless somebody switched it off.

    Example:
        >>> is_on(Log(), SHARED_IDENTIFIER)
        True
    """
    word = log.words.get((rule, rule))
    return word is None or word.judgement not in (NOT_SAME, UNSURE)


def sure_links(db: duckdb.DuckDBPyConnection, actors: str) -> list[Link]:
    """The links between actors that share an identifier of a system that has one for each thing.

    An identifier of n actors gives n - 1 links, all from the lowest IRI.

    Args:
        actors: a table or view of rows, in the connection.

    Example:
        >>> from govgraph.graph.duck import connect
        >>> with connect() as db:
        ...     _ = db.execute("CREATE VIEW v AS SELECT unnest(['x:1', 'x:2']) AS iri, ['wikidata:Q1', 'cameo:GOV'] AS identifiers")
        ...     sure_links(db, "v")
        [Link(a='x:1', b='x:2', reason='wikidata:Q1')]
    """
    rows = db.execute(
        f"SELECT identifier, list_sort(list(DISTINCT iri)) AS iris FROM (SELECT iri, unnest(identifiers) AS identifier "
        f"FROM {actors}) WHERE split_part(identifier, ':', 1) IN (SELECT unnest($systems::VARCHAR[])) "
        "GROUP BY identifier HAVING count(DISTINCT iri) > 1 ORDER BY identifier",
        {"systems": sorted(one_per_thing())},
    ).fetchall()
    return [Link(iris[0], other, str(identifier)) for identifier, iris in rows for other in iris[1:]]


def canonical(base: str, members: Iterable[str], described: Mapping[str, object]) -> str:
    """The IRI of a cluster.

    Args:
        members: all its IRIs.
        described: those that rows describe.

    Example:
        >>> canonical("x:", ["x:person/b/1", "x:person/a/1"], {"x:person/b/1": 1})
        'x:person/b/1'
        >>> canonical("x:", ["x:agency/a/1", "x:agency/register/1"], {"x:agency/a/1": 1, "x:agency/register/1": 1})
        'x:agency/register/1'
    """

    def order(iri: str) -> tuple[bool, bool, bool, str]:
        scope = iri.removeprefix(base).split("/")[1:2]
        return iri not in described, not iri.startswith(country_iri(base, "")), scope != [REGISTER], iri

    return min(members, key=order)
