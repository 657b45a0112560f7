"""The SQL by which rows of one thing become one row, for the columns that are not merged value by value: evidence and names."""

from __future__ import annotations

from typing import NamedTuple


class _Sql(NamedTuple):
    """The SQL of a column, for a thing with one row and for a thing with several rows."""

    of_one: str
    of_several: str


EVIDENCE = {
    # Every row of an actor has it.
    "same_as": _Sql("same_as", "any_value(same_as)"),
    "datasets": _Sql("[dataset_iri]", "list_sort(list(DISTINCT dataset_iri))"),
    "sources": _Sql("[record]", "list_sort(list(DISTINCT record))"),
    "documents": _Sql(
        "CASE WHEN document IS NOT NULL THEN [document] END",
        "list_sort(list(DISTINCT document) FILTER (document IS NOT NULL))",
    ),
    "confidence": _Sql("confidence", "max(confidence)"),
}
"""The SQL of each evidence column; the declaration says which of them a table has."""


def set_of(values: str) -> str:
    """The SQL of a list as a set: sorted, each value once, without null.

    Most lists of a row are that already, which costs a tenth to find out of what it costs to make them so.

    Example:
        >>> from govgraph.graph.duck import connect
        >>> with connect() as db:
        ...     lists = "SELECT unnest([['a', 'b'], ['b', NULL, 'a', 'b'], [NULL], [], NULL]) AS x"
        ...     [x for (x,) in db.sql(f"SELECT {set_of('x')} FROM ({lists})").fetchall()]
        [['a', 'b'], ['a', 'b'], [], [], None]
    """
    rising = f"list_reduce({values}, lambda a, b: CASE WHEN a < b THEN b END) IS NOT NULL"
    return f"CASE WHEN len({values}) = 0 OR {values} IS NULL THEN {values} WHEN {rising} THEN {values} ELSE list_sort(list_distinct({values})) END"


def name_steps(aliases: bool) -> list[str]:
    """Common table expressions: one name per language by rank; all other names and aliases."""
    every = "SELECT iri, rank, unnest(names) AS u FROM r"
    steps = [
        f"said AS (SELECT iri, coalesce(u.lang, '') AS lang, u.text AS text, min(rank) AS rank FROM ({every}) GROUP BY ALL)",
        "chosen AS (SELECT iri, lang, arg_min(text, ROW(rank, text)) AS text FROM said GROUP BY iri, lang)",
        "names AS (SELECT iri, list(struct_pack(lang := lang, text := text) ORDER BY lang) AS names FROM chosen GROUP BY iri)",
    ]
    if aliases:
        steps += [
            "other AS (SELECT DISTINCT iri, coalesce(u.lang, '') AS lang, u.text AS text FROM "
            "(SELECT iri, unnest(aliases) AS u FROM r) UNION SELECT iri, lang, text FROM said)",
            "spare AS (SELECT o.* FROM other o ANTI JOIN chosen c ON c.iri = o.iri AND c.lang = o.lang AND c.text = o.text)",
            "aliases AS (SELECT iri, list(struct_pack(lang := lang, text := text) ORDER BY lang, text) AS aliases "
            "FROM spare GROUP BY iri)",
        ]
    return steps
