"""What a graph is made of, as sixteen bytes an item: a hash of the key of a node or relationship, and a hash of all that it says.

That is enough to tell what is new, what says something else and what has left, without asking a database that holds millions of
them. Keys and texts are hashed with BLAKE2b (RFC 7693), so a database that remembers the hashes can be compared by any later
version of the libraries. A kind is a relationship type, or ``""`` for nodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Hashes = npt.NDArray[np.uint64]

NODES = ""
"""The kind of all nodes."""

UNKNOWN = np.uint64(0)
"""The content of an item of which only the key is known."""

_BYTES = 8


@dataclass(frozen=True, slots=True)
class Items:
    """Some items of one kind: item ``i`` has the key ``keys[i]`` and says ``contents[i]``."""

    keys: Hashes
    contents: Hashes

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice | npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Items:
        return Items(self.keys[part], self.contents[part])


NONE = Items(np.empty(0, np.uint64), np.empty(0, np.uint64))


def joined(parts: Sequence[Items]) -> Items:
    """The items of all parts, in order.

    Example:
        >>> len(joined([]))
        0
    """
    return (
        Items(np.concatenate([p.keys for p in parts]), np.concatenate([p.contents for p in parts])) if parts else NONE
    )


def total(items: Mapping[str, Items]) -> int:
    """How many items there are of all kinds.

    Example:
        >>> total({NODES: NONE})
        0
    """
    return sum(map(len, items.values()))


def hashed(texts: Iterable[str]) -> Hashes:
    """The hash of each text.

    Example:
        >>> hashed(["x:1", "x:1"]).tolist() == [14610143294620371275] * 2
        True
    """
    digests = b"".join(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest() for text in texts
    )
    return from_bytes(digests)


def to_bytes(*hashes: Hashes) -> bytes:
    """Hashes one after the other, least byte first.

    Example:
        >>> from_bytes(to_bytes(NONE.keys, hashed(["x:1"]))) == hashed(["x:1"])
        array([ True])
    """
    return np.concatenate(hashes).astype("<u8").tobytes()


def from_bytes(data: bytes) -> Hashes:
    """Hashes as :func:`to_bytes` wrote them."""
    return np.frombuffer(data, dtype="<u8").astype(np.uint64)


def link_key(source: str, target: str, iri: str | None = None) -> str:
    """The key of a relationship within its type: both ends, and its own IRI if it has one (no IRI has a NUL in it).

    Example:
        >>> link_key("x:1", "x:2")
        'x:1\\x00x:2\\x00'
    """
    return f"{source}\0{target}\0{iri or ''}"


def node_items(labels: Sequence[str], rows: pl.DataFrame) -> Items:
    """Nodes of one label set.

    Args:
        labels: all of them.
        rows: one column a property, ``iri`` among them.

    Example:
        >>> rows = pl.DataFrame({"iri": ["x:1"], "tone": [1.5]})
        >>> more = rows.with_columns(pl.lit(None, pl.String).alias("name_ky"))
        >>> node_items(["Entity"], rows).contents == node_items(["Entity"], more).contents
        array([ True])
    """
    return Items(hashed(rows["iri"]), hashed(_row_texts("~".join(labels), rows)))


def link_items(rows: pl.DataFrame) -> Items:
    """Relationships of one type.

    Args:
        rows: ``_source`` and ``_target`` (IRIs of the ends), and one column a property.
    """
    iri = pl.col("iri") if "iri" in rows.columns else pl.lit("")
    keys = rows.select(pl.concat_str("_source", "_target", iri, separator="\0"))
    properties = rows.drop("_source", "_target")
    texts = _row_texts("", properties) if properties.width else [""] * rows.height
    return Items(hashed(keys.to_series()), hashed(texts))


def _row_texts(first: str, rows: pl.DataFrame) -> pl.Series:
    """All that each row says, as one text. An absent value adds nothing: a column more changes no row that has nothing in it."""
    parts = [
        pl.concat_str(pl.lit(f"\n{column} "), _value_text(column, rows.schema[column]))
        for column in sorted(rows.columns)
    ]
    return rows.select(pl.concat_str(pl.lit(first), *parts, ignore_nulls=True)).to_series()


def _value_text(column: str, dtype: pl.DataType) -> pl.Expr:
    """A value as text that no other value has: of texts the length is said, so that none can pretend to be two."""
    value = pl.col(column)
    if isinstance(dtype, pl.List):
        element = pl.element().cast(pl.String)
        elements = value.list.eval(pl.concat_str(element.str.len_bytes(), pl.lit(":"), element))
        return pl.concat_str(value.list.len(), pl.lit("["), elements.list.join(","))

    text = value.cast(pl.String)
    return pl.concat_str(text.str.len_bytes(), pl.lit(":"), text) if dtype == pl.String else text
