"""Recognises GDELT files in which a spreadsheet, or a program that reads codes as numbers, has changed the values.

Such a file looks whole and says something else: 042 (consult) has become 42, 20180101000000 has become 2.02E+13. It is refused as a
whole, because the rows in which nothing can be seen are as wrong as the others.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from govgraph.ontology.loader import LoaderError

_EXPONENT: Final = r"^\d+(?:[.,]\d+)?[eE]\+?\d+$"
_LOST: Final = r"^(?:[1-9]|(?:2[1-9]|[3-9]\d)\d{0,2})(?:\.0)?$"
"""An event code that none of CAMEO's can be: its roots are 01 to 20, so it has lost a zero at its beginning."""
_SHORT: Final = r"^(?:1\d|20)(?:\.0)?$"
"""What 010 to 020 become; GDELT's own event codes have three digits or four."""


def exact(column: str) -> pl.Expr:
    """A number that is written with an exponent, as the whole number that it stands for; any other text as it is.

    Example:
        >>> pl.DataFrame({"a": ["2.0180101e13", "7", "x"]}).select(exact("a"))["a"].to_list()
        ['20180101000000', '7', 'x']
    """
    text = pl.col(column)
    number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    whole = pl.when(number < 1e18).then(number).cast(pl.Int64, strict=False).cast(pl.String)
    return pl.when(text.str.contains(_EXPONENT)).then(whole).otherwise(text)


def rounded(column: str, *, moment: bool = True) -> pl.Expr:
    """Whether a number was rounded: it is written with an exponent, and what it stands for is no moment, or has few digits.

    Example:
        >>> pl.DataFrame({"a": ["2.02E+13", "2.0180101e13", "20180101"]}).select(rounded("a"))["a"].to_list()
        [True, False, False]
    """
    written = pl.col(column).str.contains(_EXPONENT)
    if moment:
        return written & exact(column).str.slice(0, 8).str.to_date("%Y%m%d", strict=False).is_null()
    digits = pl.col(column).str.extract(r"^([\d.,]+)[eE]").str.replace_all(r"\D", "").str.len_bytes()
    return written & (digits < 7)


def refuse_changed(rows: pl.DataFrame, where: str, *, published: bool = False) -> None:
    """Look for changed values in rows of events.

    Args:
        rows: ``row``, and as text some of GDELT's columns.
        published: whether the rows stand in the layout in which GDELT publishes them, so that odd event codes are GDELT's own.

    Raises:
        LoaderError: a value shows that the file was changed.

    Example:
        >>> refuse_changed(pl.DataFrame({"row": [1], "EventCode": ["042"], "EventRootCode": ["04"]}), "a.csv")
    """
    have = set(rows.columns)
    checks: list[tuple[str, str, pl.Expr]] = [
        (column, "is rounded", rounded(column, moment=column != "GLOBALEVENTID"))
        for column in ("DATEADDED", "GLOBALEVENTID", "SQLDATE", "EventTimeDate", "MentionTimeDate", "DATE")
        if column in have
    ]
    zero = "has lost its leading zero"
    if "EventRootCode" in have:
        checks.append(("EventRootCode", zero, pl.col("EventRootCode").str.contains(r"^[1-9](?:\.0)?$")))
    if not published:
        checks += [(c, zero, pl.col(c).str.contains(_LOST)) for c in ("EventCode", "EventBaseCode") if c in have]
    if "EventCode" in have and not published:
        short = pl.col("EventCode").str.contains(_SHORT)
        if "EventRootCode" in have:
            root = pl.col("EventRootCode").str.strip_suffix(".0")
            checks.append(("EventCode", zero, short & ~pl.col("EventCode").str.starts_with(root)))
        elif not rows["EventCode"].str.starts_with("0").any():
            checks.append(("EventCode", zero, short))
    found = rows.lazy().select(
        pl.coalesce(pl.when(wrong).then(i) for i, (_, _, wrong) in enumerate(checks)).alias("fault")
    )
    faults = found.collect()["fault"] if checks else pl.Series([], dtype=pl.Int32)
    if faults.null_count() == len(faults):
        return
    at = int(faults.is_not_null().arg_max() or 0)
    column, what, _ = checks[faults[at]]
    raise changed(f"{where}:{rows['row'][at]}:{column}", f"{column} {rows[column][at]!r} {what}")


def changed(where: str, what: str) -> LoaderError:
    """The error for a file whose values were changed, to be raised by the caller."""
    return LoaderError(
        f"GDELT data that were saved from a spreadsheet, or by a program that reads codes as numbers: {what}; event codes and dates in "
        "such a file are wrong (042 has become 42, which is another event), so it is not loaded",
        where=where,
        expected="codes and dates as GDELT publishes them",
        hint="download the original file again and load it without opening it in a spreadsheet; in pandas read it with dtype=str",
    )
