"""The answer to a query in any of the languages: a table with named columns."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from govgraph.graph.answers.values import cell, plain

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from govgraph.graph.sparql.plan import Plan


class Row(tuple[Any, ...]):
    """One row: a tuple whose values can also be read by column name.

    Example:
        >>> row = Result(["name", "count"], [("A", 3)]).rows[0]
        >>> row[1], row["name"]
        (3, 'A')
    """

    columns: Sequence[str]

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(list(self.columns).index(key) if isinstance(key, str) else key)

    def as_dict(self) -> dict[str, Any]:
        """Column -> value."""
        return dict(zip(self.columns, self, strict=True))


class Result:
    """The answer to a query.

    Args:
        columns: their names, in order.
        rows: tuples of values.
        cut: whether there were more rows than the limit.
        frame: makes the table of the same rows with its types; None: polars finds the types in the values.
        plan: for SPARQL: how it was answered.

    Attributes:
        warnings: what may be wrong with the query although it was answered: names that nothing in the graph has, with their places
            and the nearest known names. They never change the answer.

    Example:
        >>> Result(["a"], [(1,), (2,)]).to_polars()["a"].sum()
        3
    """

    def __init__(
        self,
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        *,
        cut: bool = False,
        frame: Callable[[], pl.DataFrame] | None = None,
        plan: Plan | None = None,
    ) -> None:
        self.columns = list(columns)
        self.cut = cut
        self.plan = plan
        self._make_frame = frame
        self.warnings: list[str] = []
        self._tuples: Sequence[tuple[Any, ...]] | None = rows
        self._frame: pl.DataFrame | None = None

    @classmethod
    def from_polars(cls, frame: pl.DataFrame, *, cut: bool = False, plan: Plan | None = None) -> Result:
        """A result that holds a polars frame, without copying it."""
        result = cls(frame.columns, [], cut=cut, plan=plan)
        result._tuples, result._frame = None, frame
        return result

    @property
    def rows(self) -> list[Row]:
        """All rows, as tuples that also know their column names."""
        if self._tuples is None:
            assert self._frame is not None
            self._tuples = self._frame.rows()
        made = []
        for values in self._tuples:
            row = Row(values)
            row.columns = self.columns
            made.append(row)
        return made

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return self._frame.height if self._frame is not None else len(self._tuples or ())

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars frame; nodes, relationships, paths, maps and what no one type of polars holds are text, as in CSV."""
        if self._frame is None and self._make_frame:
            self._frame = self._make_frame()
        if self._frame is None:
            import polars as pl

            from govgraph.graph.answers.value_columns import column

            rows = self._tuples or ()
            self._frame = pl.DataFrame([column(name, [row[i] for row in rows]) for i, name in enumerate(self.columns)])
        return self._frame

    def to_arrow(self) -> pa.Table:
        """The table as an Arrow table."""
        return self.to_polars().to_arrow()

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas frame; needs ``pip install 'govgraph[pandas]'``."""
        return self.to_polars().to_pandas()

    def to_json(self) -> list[dict[str, Any]]:
        """One object per row, with values that JSON can hold."""
        return [{name: plain(value) for name, value in zip(self.columns, row, strict=True)} for row in self.rows]

    def _short(self, most: int = 20) -> str:
        from govgraph.graph.answers.printed import counted, shown, text_table

        cells = [[shown(value) for value in row] for row in self.rows[:most]]
        rest = len(self) - most
        more = f"... and {counted(rest, 'more row')}\n" if rest > 0 else ""
        return text_table(self.columns, cells, 120) + more

    def __repr__(self) -> str:
        return self._short()

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(c)}</th>" for c in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell(v))}</td>" for v in row) + "</tr>" for row in self.rows[:100]
        )
        more = f"<p>{len(self):,} rows</p>" if len(self) > 100 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
