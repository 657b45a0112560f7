"""The IRIs of the things in a file: from the source's own ids, else from the name as written.

A name does not identify anybody for certain. Two data sets that write one name may mean two actors, and one data set may write two
actors' names alike. So an IRI that is made of a name is made of the data set, the kind, the country and the name as written, nothing is
shared between data sets, and the actor is marked ``name_only``; whether two of them are one is for people to say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Final

import polars as pl

from govgraph.loaders.records.keys import keys_of
from govgraph.ontology.letters import composed
from govgraph.ontology.terms import country_iri, local_id

_SAFE: Final = r"^[A-Za-z0-9._~:@-]+(?:/[A-Za-z0-9._~:@-]+)*$"
"""What an IRI may hold as it is (:func:`~govgraph.ontology.terms.local_id`)."""


@lru_cache(maxsize=65_536)
def digest(key: str) -> str:
    """The same digits as :func:`~govgraph.ontology.terms.local_id` gives to a text that no IRI may hold.

    Example:
        >>> "h-" + digest("a b") == local_id("a b")
        True
    """
    return _digest(key)


def _digest(key: str) -> str:
    return hashlib.sha256((key if key.isascii() else composed(key)).encode()).hexdigest()[:20]


def link_iri(base: str, kind: str, dataset: str, key: Iterable[str | None]) -> str:
    """The IRI of a link without an identifier, made from the values that identify it, as a list of JSON.

    Example:
        >>> from govgraph.ontology.terms import mint
        >>> link_iri("x:", "membership", "d", ["a", None, "б"]) == mint("x:", "membership", "d", '["a", null, "б"]')
        True
    """
    said = ", ".join(["null" if value is None else encode_basestring(value) for value in key])
    # A list is no text that an IRI may hold, and each link has another.
    return f"{base}{kind}/{local_id(dataset)}/h-{_digest(f'[{said}]')}"


def local_ids(ids: pl.Series) -> pl.Series:
    """:func:`~govgraph.ontology.terms.local_id` for a column; each different text is looked at once.

    Example:
        >>> local_ids(pl.Series(["7", None, "a b"])).to_list()
        ['7', None, 'h-c8687a08aa5d6ed20443']
    """
    safe = ids.str.contains(_SAFE) & (ids.str.len_bytes() <= 120) & ~ids.str.starts_with("h-")
    if safe.all():
        return ids
    odd = ~safe.fill_null(True)
    return ids.set(odd, None).zip_with(~odd, hashed("h-", ids.set(~odd, None)))


def minted(base: str, kind: str, dataset: str, ids: pl.Series) -> pl.Series:
    """:func:`~govgraph.ontology.terms.mint` for a column of ids.

    Example:
        >>> from govgraph.ontology.terms import BASE
        >>> minted(BASE, "person", "d", pl.Series(["7", None])).to_list()
        ['https://w3id.org/govgraph/id/person/d/7', None]
    """
    return f"{base}{kind}/{local_id(dataset)}/" + local_ids(ids)


def name_only_iri(base: str, dataset: str, kind: str, place: str, name: str, *, space: str = "actor") -> str:
    """The IRI of something that its source knows by name alone.

    Args:
        kind: what it is: a kind of actor, or the table.
        place: what the name holds within: the ISO 3166-1 alpha-3 code of its country, or what the source has instead; empty if
            nothing is known.
        name: as written.
        space: what IRIs of such things begin with.

    Example:
        >>> name_only_iri("x:", "icews", "group", "KGZ", "Police (Kyrgyzstan)")
        'x:actor/icews/h-62ed1997dac9c04ffd0f'
    """
    return f"{base}{space}/{local_id(dataset)}/h-{digest(_key(kind, place, name))}"


def _key(kind: str, place: str, name: str) -> str:
    return f"{kind}\t{place}\t{name}"


def name_only_iris(
    base: str, dataset: str, kind: pl.Series, place: pl.Series, name: pl.Series, *, space: str = "actor"
) -> pl.Series:
    """:func:`name_only_iri` for columns; null where there is no name. A country may be given by its IRI.

    Example:
        >>> columns = [pl.Series([text]) for text in ("group", "x:country/KGZ", "Police (Kyrgyzstan)")]
        >>> name_only_iris("x:", "icews", *columns).item()
        'x:actor/icews/h-62ed1997dac9c04ffd0f'
    """
    parts = pl.DataFrame({"kind": kind, "place": place, "name": name}, schema_overrides={"place": pl.String})
    code = pl.col("place").str.replace("^" + re.escape(country_iri(base, "")), "").fill_null("")
    keys = parts.select(pl.concat_str(pl.col("kind").fill_null(""), code, "name", separator="\t"))
    return hashed(f"{base}{space}/{local_id(dataset)}/h-", keys.to_series())


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
    """The prefix and the :func:`digest` of each key; null stays null.

    Example:
        >>> hashed("x:h-", pl.Series(["a b", None])).to_list()
        ['x:h-c8687a08aa5d6ed20443', None]
    """
    if keys.n_unique() * 2 < len(keys):
        different = keys.unique()
        table = pl.DataFrame({"v": different, "iri": hashed(prefix, different)})
        return (
            keys.alias("v").to_frame().join(table, on="v", how="left", maintain_order="left", nulls_equal=True)["iri"]
        )
    if (keys.str.len_bytes() != keys.str.len_chars()).any():
        keys = pl.Series([text if text is None else composed(text) for text in keys.to_list()], dtype=pl.String)
    # Bytes, and hexadecimal digits for the whole column: with a text for each key it takes twice as long.
    sha256 = hashlib.sha256
    digests = [sha256(key).digest() for key in keys.fill_null("").cast(pl.Binary).to_list()]
    made = prefix + pl.Series(digests, dtype=pl.Binary).bin.encode("hex").str.slice(0, 20)
    return made.set(keys.is_null(), None) if keys.null_count() else made
