"""The IRIs of the things that a row describes: from the source's own ids, else from the name as written.

A name does not identify anybody for certain. So an IRI that is made of one begins with ``name/``, and holds only within its data
set, for one kind, country and spelling; whether two of them are one is never decided here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

from govgraph.loaders.records.keys import keys_of
from govgraph.ontology.letters import composed
from govgraph.ontology.terms import local_id

NAME_ONLY = "name"
"""What stands in the IRI of something that is known by its name only."""
_SAFE = r"^[A-Za-z0-9._~:@-]+(?:/[A-Za-z0-9._~:@-]+)*$"


def minted(base: str, kind: str, dataset: str, ids: pl.Series) -> pl.Series:
    """:func:`~govgraph.ontology.terms.mint` for a column of ids; each different one is hashed once.

    Example:
        >>> from govgraph.ontology.terms import BASE
        >>> minted(BASE, "person", "d", pl.Series(["7", None])).to_list()
        ['https://w3id.org/govgraph/id/person/d/7', None]
    """
    prefix = f"{base}{kind}/{local_id(dataset)}/"
    frame = ids.alias("v").to_frame()
    safe = frame.select(
        pl.col("v").str.contains(_SAFE) & (pl.col("v").str.len_bytes() <= 120) & ~pl.col("v").str.starts_with("h-")
    ).to_series()
    if safe.all():
        return prefix + ids
    texts = ids.to_list()
    return (
        pl.Series([None if t is None else prefix + local_id(t) for t in texts], dtype=pl.String)
        if len(texts) < 1000
        else _by_unique(ids, prefix)
    )


def _by_unique(ids: pl.Series, prefix: str) -> pl.Series:
    different = ids.drop_nulls().unique()
    iris = pl.Series([prefix + local_id(text) for text in different.to_list()], dtype=pl.String)
    table = pl.DataFrame({"v": different, "iri": iris})
    return ids.alias("v").to_frame().join(table, on="v", how="left", maintain_order="left")["iri"]


def by_name(base: str, dataset: str, kind: pl.Series, scope: pl.Series, name: pl.Series) -> pl.Series:
    """The IRIs of things that are known by their names only; null where there is no name.

    Args:
        kind: what each is.
        scope: its country or organisation, where one is known.

    Example:
        >>> from govgraph.ontology.terms import BASE
        >>> iri = by_name(BASE, "d", pl.Series(["person"]), pl.Series(["KGZ"]), pl.Series(["Асан"]))[0]
        >>> iri.startswith(BASE + "name/d/h-")
        True
    """
    parts = pl.DataFrame({"kind": kind, "scope": scope, "name": name})
    key = pl.concat_str(pl.col("kind").fill_null(""), pl.col("scope").fill_null(""), "name", separator="\x1f")
    return minted(base, NAME_ONLY, dataset, parts.select(pl.when(pl.col("name").is_not_null()).then(key)).to_series())


def of_rows(base: str, kind: str, dataset: str, frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """An IRI for each row, from all that the row says in some columns: rows that say the same get the same.

    Example:
        >>> from govgraph.ontology.terms import BASE
        >>> rows = pl.DataFrame({"day": ["2010", "2010"], "who": ["a", "b"]})
        >>> of_rows(BASE, "event", "d", rows, ["day", "who"]).n_unique()
        2
    """
    return hashed(f"{base}{kind}/{local_id(dataset)}/h-", keys_of(frame, columns))


def hashed(prefix: str, keys: pl.Series) -> pl.Series:
    """The prefix and 20 hex digits of the SHA-256 of each key, in composed form."""
    different = keys.unique()
    if len(different) * 2 < len(keys):
        table = pl.DataFrame({"v": different, "iri": hashed(prefix, different)})
        return keys.alias("v").to_frame().join(table, on="v", how="left", maintain_order="left")["iri"]
    plain = keys.str.contains(r"^\p{ASCII}*$").all() if len(keys) else True
    texts = keys.to_list()
    encoded = (t.encode() for t in texts) if plain else (composed(t).encode() for t in texts)
    return pl.Series([prefix + hashlib.sha256(t).hexdigest()[:20] for t in encoded], dtype=pl.String)
