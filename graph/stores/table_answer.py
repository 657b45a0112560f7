"""An answer as a typed table, as one process computes it and sends it to another: as rows while they are few, always as Arrow.

A small answer is printed without polars being imported by the process that asked.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from govgraph.graph.answers.results import Result

_FEW = 20_000
"""Values. For more, making them Python objects twice would cost more than importing polars."""


class TableAnswer(NamedTuple):
    """A table on its way between processes.

    Attributes:
        columns: their names.
        rows: tuples of Python values; None where there are many.
        data: the table as Arrow IPC.
        cut: whether there were more rows than the limit.
    """

    columns: list[str]
    rows: list[tuple[Any, ...]] | None
    data: bytes
    cut: bool


def packed(frame: pl.DataFrame, limit: int | None) -> TableAnswer:
    """A table of at most ``limit`` rows to send.

    Example:
        >>> import polars as pl
        >>> answer = packed(pl.DataFrame({"a": [1, 2]}), 1)
        >>> answer.rows, answer.cut, result(answer).to_polars().height
        ([(1,)], True, 1)
    """
    cut = limit is not None and frame.height > limit
    kept = frame.head(limit) if cut and limit is not None else frame
    data = io.BytesIO()
    kept.write_ipc(data)
    few = kept.height * max(kept.width, 1) <= _FEW
    return TableAnswer(kept.columns, kept.rows() if few else None, data.getvalue(), cut)


def result(answer: TableAnswer) -> Result:
    """The table as the answer to a query."""
    from govgraph.graph.answers.results import Result

    def frame() -> pl.DataFrame:
        import polars as pl

        return pl.read_ipc(answer.data)

    if answer.rows is None:
        return Result.from_polars(frame(), cut=answer.cut)
    return Result(answer.columns, answer.rows, cut=answer.cut, frame=frame)
