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
    texts = [pl.Series(c, frame[c].cast(pl.String)) for c in columns if c in frame.columns]
    texts = [text for text in texts if text.null_count() < frame.height]
    if not texts:
        return pl.Series("key", [""] * frame.height, dtype=pl.String)
    lengths = [text.str.len_bytes() for text in texts]
    if all(not length.null_count() and length.min() for length in lengths):
        parts = _of_full(texts, lengths)
        return pl.DataFrame(texts).select(pl.concat_str(parts).alias("key")).to_series()
    parts = [
        pl.when(text != "").then(pl.format("{}{}:{}", pl.lit(_begin(c)), text.str.len_bytes(), text))
        for c, text in ((text.name, pl.col(text.name)) for text in texts)
    ]
    return pl.DataFrame(texts).select(pl.concat_str(parts, separator=" ", ignore_nulls=True).alias("key")).to_series()


def _begin(column: str) -> str:
    return f"{len(column.encode())}:{column}"


def _of_full(texts: Sequence[pl.Series], lengths: Sequence[pl.Series]) -> list[pl.Expr]:
    """The parts of a key where no value is empty; what all rows have in common, such as the length of an IRI with a hash, is one text."""
    parts: list[pl.Expr] = []
    common = ""
    for text, length in zip(texts, lengths, strict=True):
        common += _begin(text.name)
        if length.min() == length.max():
            common += f"{length[0]}:"
        else:
            parts += [pl.lit(common), pl.col(text.name).str.len_bytes().cast(pl.String)]
            common = ":"
        parts += [pl.lit(common), pl.col(text.name)]
        common = " "
    return parts
