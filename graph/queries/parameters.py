"""The names of a query's parameters: a value for a name that the query does not have, and a name without a value, are errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from govgraph.graph.errors import QueryError
from govgraph.ontology.errors import nearest


def refuse_unknown(given: Collection[str], known: Collection[str], sign: str) -> None:
    """Refuse a value for a parameter that the query does not have.

    Args:
        given: the names for which there is a value.
        known: the names in the query.
        sign: how a parameter is marked in the language: ``$`` or ``?``.

    Raises:
        QueryError: with the nearest name of the query.

    Example:
        >>> refuse_unknown({"dya"}, {"day"}, "$")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: $dya: the query has no such parameter; expected: $day; ...
    """
    for name in sorted(set(given) - set(known)):
        near = nearest(name, known)
        raise QueryError(
            "the query has no such parameter",
            where=f"{sign}{name}",
            expected=", ".join(sign + x for x in ([near] if near else sorted(known)[:5])),
            hint=f"write {sign}{near or name} in the query, or leave the value out",
        )


def refuse_missing(given: Collection[str], known: Mapping[str, str]) -> None:
    """Refuse a query that has a parameter ``$name`` without a value.

    Args:
        given: the names for which there is a value.
        known: the names in the query, with their places; empty where the place is not known.

    Raises:
        QueryError: with the nearest name for which there is a value.

    Example:
        >>> refuse_missing({"dya"}, {"day": "query:1:8"})
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.QueryError: query:1:8: there is no value for the parameter $day; expected: $dya; ...
    """
    for name, where in known.items():
        if name not in given:
            near = nearest(name, given)
            raise QueryError(
                f"there is no value for the parameter ${name}",
                where=where,
                expected=f"${near}" if near else "",
                hint=f"--param {name}=VALUE, or in Python {name}=VALUE",
            )
