"""Which Cypher would write: seen in its words, so that both stores refuse it before it runs and with the same message.

Each store also holds every query to reading by itself (a read-only database, a read transaction), so that what gets past the
words changes nothing.
"""

from __future__ import annotations

from govgraph.graph.cypher.words import Text
from govgraph.graph.errors import QueryError

_CHANGES_THE_SERVER = frozenset(
    [
        "ALTER",
        "DROP",
        "GRANT",
        "REVOKE",
        "DENY",
        "RENAME",
        "START",
        "STOP",
        "TERMINATE",
        "ENABLE",
        "REALLOCATE",
        "DEALLOCATE",
        "DRYRUN",
    ]
)
_MADE = frozenset(
    [
        "INDEX",
        "CONSTRAINT",
        "DATABASE",
        "COMPOSITE",
        "USER",
        "ROLE",
        "ALIAS",
        "OR",
        "RANGE",
        "TEXT",
        "POINT",
        "FULLTEXT",
        "VECTOR",
        "LOOKUP",
        "SERVER",
        "UNIQUE",
    ]
)
_CHANGED = frozenset({".", "=", "+=", ":", "[", "IS"})


def refusal(where: str = "") -> QueryError:
    """The error that both stores give."""
    return QueryError(
        "queries only read; this one would write",
        where=where,
        expected="MATCH ... RETURN ...",
        hint="govgraph load FILE",
    )


def refuse_writing(text: Text) -> None:
    """Refuse a query that has a clause that writes.

    Raises:
        QueryError: with the place of the clause.

    Example:
        >>> refuse_writing(Text("MATCH (set:Agency) WHERE set.name = 'CREATE (n)' RETURN set.delete AS merge"))
        >>> refuse_writing(Text("MATCH (n:Agency) SET n.name = 'x'"))
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:18: queries only read; this one would write; ...
    """
    if not text.whole:
        return  # the store says what is wrong
    if text.words and text.key(0) in _CHANGES_THE_SERVER:
        raise refusal(text.where(0))
    for index, word in enumerate(text.words):
        if word.key in _WRITING and word.kind == "name" and text.keyword(index) and _WRITING[word.key](text, index):
            raise refusal(text.where(index))
        if word.key == "TRANSACTIONS" and text.key(index - 1) in ("IN", "CONCURRENT"):
            raise refusal(text.where(index))


def _draws(text: Text, index: int) -> bool:
    return text.key(index + 1) == "(" or text.key(index + 2) == "=" or text.key(index + 1) in _MADE


def _changes(text: Text, index: int) -> bool:
    return text.key(index + 1) == "(" or text.key(index + 2) in _CHANGED


def _removes(text: Text, index: int) -> bool:
    return (not text.keyword(index + 1) and text.words[index + 1].kind in ("name", "quoted")) or text.key(
        index + 1
    ) == "("


_WRITING = {
    "CREATE": _draws, "MERGE": _draws, "INSERT": _draws, "SET": _changes, "REMOVE": _changes, "DELETE": _removes,
    "DETACH": _removes, "NODETACH": _removes, "FOREACH": _draws,
}  # fmt: skip
