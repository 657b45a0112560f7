"""The tables of votes that are not those of ``unvotes``, brought into its columns: Voeten's, and those of the UN's Dag Hammarskjöld Library.

Voeten, Strezhnev and Bailey (https://doi.org/10.7910/DVN/LEJUQZ) give a state by its name, a code of three letters and the number of the Correlates of War project. The
library (https://digitallibrary.un.org/record/4060887 for the General Assembly, 4055387 for the Security Council) gives a vote a row, with all that is known of the resolution,
and no number of the roll call.
"""

from __future__ import annotations

from typing import Final

import polars as pl

ISSUES: Final = ("me", "nu", "di", "hr", "co", "ec")
"""The columns of Voeten's table that say with 1 that a roll call is about an issue."""
LIBRARY_DETAILS: Final = (
    "draft", "meeting", "committee_report", "agenda_title", "subjects", "vote_note", "modality", "total_yes", "total_no",
    "total_abstentions", "total_non_voting", "total_ms",
)  # fmt: skip
"""What the library says of a resolution; Voeten gives three of the totals."""
LIBRARY: Final = (
    "undl_id", "ms_code", "ms_name", "ms_vote", "resolution", "title", "description", "undl_link", "permanent_member", *LIBRARY_DETAILS,
)  # fmt: skip
"""The columns of its tables that those of ``unvotes`` lack."""


_MAY_BE_NA: Final = ("country", "countryname", "country_code", "ms_name", "ms_code", "vote", "ms_vote")
"""Columns in which ``NA`` may be Namibia, or is a fault; in any other, R writes it for what is missing."""


def usual(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the columns of ``unvotes``, and ``country_code`` as a typed code.

    Args:
        rows: as text, with all columns that any of the tables has.

    Example:
        >>> given = {"undl_id": "7", "ms_name": "NAMIBIA", "ms_code": "NAM", "ms_vote": "A", "resolution": "A/RES/75/1"}
        >>> columns = [*LIBRARY, *ISSUES, "short_name", "rcid", "country", "countryname", "country_code", "ccode", "vote", "unres", "short", "descr"]
        >>> rows = usual(pl.DataFrame([{name: given.get(name) for name in columns}], schema=dict.fromkeys(columns, pl.String)))
        >>> rows.select("rcid", "country", "country_code", "vote", "unres").row(0)
        ('undl-7', 'NAMIBIA', 'iso3:NAM', 'A', 'A/RES/75/1')
    """
    rows = rows.with_columns(
        pl.when(pl.col(c) != "NA").then(c).alias(c) for c in rows.columns if c not in ("row", *_MAY_BE_NA)
    )
    numbers = [c for c in LIBRARY_DETAILS if c.startswith("total_")]
    three = pl.when(pl.col("countryname").is_not_null()).then("country")
    return rows.with_columns(
        rcid=pl.coalesce("rcid", pl.lit("undl-") + pl.col("undl_id").str.strip_suffix(".0")),
        country=pl.coalesce("ms_name", "countryname", "country"),
        country_code=pl.coalesce(
            pl.lit("iso3:") + pl.col("ms_code"),
            pl.lit("iso2:") + pl.col("country_code"),
            pl.lit("cow:") + pl.col("ccode").str.strip_suffix(".0"),
            pl.lit("iso3:") + three,
        ),
        vote=pl.coalesce("vote", "ms_vote"),
        unres=pl.coalesce("unres", "resolution"),
        short=pl.coalesce("short", "title"),
        descr=pl.coalesce("descr", "description"),
        topics=pl.concat_list(
            "short_name", *(pl.when(pl.col(c) == "1").then(pl.lit(c)) for c in ISSUES)
        ).list.drop_nulls(),
    ).with_columns(pl.col(numbers).str.strip_suffix(".0"))  # 120.0, as pandas writes a column with gaps
