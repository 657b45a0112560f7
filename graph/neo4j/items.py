"""Items: each node or relationship of a graph as sixteen bytes, a hash of its key and a hash of its content.

The content is all labels and properties. The hashes are enough to tell which items are new, changed or no longer in the graph,
without reading a database that holds millions of them. They are BLAKE2b (RFC 7693), so hashes that a database has stored can be
compared by any later version of the libraries. An item's kind is its relationship type, or ``""`` for nodes.
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
"""Stands for the content of an item if only its key is known."""

_BYTES = 8


@dataclass(frozen=True, slots=True)
class Items:
    """Items of one kind: item ``i`` has the key ``keys[i]`` and the content ``contents[i]``, both as hashes."""

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
    """The number of items of all kinds.

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
    """The hashes one after the other, each with its least significant byte first.

    Example:
        >>> from_bytes(to_bytes(NONE.keys, hashed(["x:1"]))) == hashed(["x:1"])
        array([ True])
    """
    return np.concatenate(hashes).astype("<u8").tobytes()


def from_bytes(data: bytes) -> Hashes:
    """Hashes as :func:`to_bytes` wrote them."""
    return np.frombuffer(data, dtype="<u8").astype(np.uint64)


def link_key(source: str, target: str, iri: str | None = None) -> str:
    """The key of a relationship among those of its type: the IRIs of both ends, and its own IRI if it has one.

    They are separated by NUL, which no IRI contains.

    Example:
        >>> link_key("x:1", "x:2")
        'x:1\\x00x:2\\x00'
    """
    return f"{source}\0{target}\0{iri or ''}"


def node_items(labels: Sequence[str], rows: pl.DataFrame) -> Items:
    """The items of nodes that have the same labels.

    Args:
        labels: all labels of these nodes.
        rows: one column for each property, ``iri`` among them.

    Example:
        >>> rows = pl.DataFrame({"iri": ["x:1"], "tone": [1.5]})
        >>> more = rows.with_columns(pl.lit(None, pl.String).alias("name_ky"))
        >>> node_items(["Entity"], rows).contents == node_items(["Entity"], more).contents
        array([ True])
    """
    return Items(hashed(rows["iri"]), hashed(_row_texts("~".join(labels), rows)))


def link_items(rows: pl.DataFrame) -> Items:
    """The items of relationships of one type.

    Args:
        rows: ``_source`` and ``_target`` (the IRIs of the ends), and one column for each property.
    """
    iri = pl.col("iri") if "iri" in rows.columns else pl.lit("")
    keys = rows.select(pl.concat_str("_source", "_target", iri, separator="\0"))
    properties = rows.drop("_source", "_target")
    texts = _row_texts("", properties) if properties.width else [""] * rows.height
    return Items(hashed(keys.to_series()), hashed(texts))


def _row_texts(first: str, rows: pl.DataFrame) -> pl.Series:
    """The whole content of each row, as one text. Null adds nothing: an extra column does not change the text of rows where it is null."""
    parts = [
        pl.concat_str(pl.lit(f"\n{column} "), _value_text(column, rows.schema[column]))
        for column in sorted(rows.columns)
    ]
    return rows.select(pl.concat_str(pl.lit(first), *parts, ignore_nulls=True)).to_series()


def _value_text(column: str, dtype: pl.DataType) -> pl.Expr:
    """A value as a text that no other value has. Texts come with their length, so that one text never equals two others put together."""
    value = pl.col(column)
    if isinstance(dtype, pl.List):
        element = pl.element().cast(pl.String)
        elements = value.list.eval(pl.concat_str(element.str.len_bytes(), pl.lit(":"), element))
        return pl.concat_str(value.list.len(), pl.lit("["), elements.list.join(","))

    text = value.cast(pl.String)
    return pl.concat_str(text.str.len_bytes(), pl.lit(":"), text) if dtype == pl.String else text
