"""The text that identifies a row without an id of its own: what it says, and nothing of what the declaration may get later."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def keys_of(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """One text a row: the names and values of the columns that are not empty, each preceded by its length.

    Different rows never give the same text, and a column that nobody fills changes nothing, so the declaration may grow.

    Example:
        >>> keys_of(pl.DataFrame({"a": ["x", None]}), ["a", "b"]).to_list()
        ['1:a1:x', '']
    """
    parts = [
        pl.when(text != "").then(pl.format("{}{}:{}", pl.lit(f"{len(c.encode())}:{c}"), text.str.len_bytes(), text))
        for c in columns
        if c in frame.columns
        for text in [pl.col(c).cast(pl.String)]
    ]
    if not parts:
        return pl.Series("key", [""] * frame.height, dtype=pl.String)
    return frame.select(pl.concat_str(parts, separator=" ", ignore_nulls=True).alias("key")).to_series()
