"""The answer to a SPARQL query as its result, from the rows that came with it or from the table that is made of it.

Separate from `sparql_table`, so that polars is imported only where a table is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govgraph.graph.answers.results import Result

if TYPE_CHECKING:
    import polars as pl

    from govgraph.graph.sparql.plan import Plan
    from govgraph.graph.stores.answer import Answer


def result(answer: Answer, limit: int | None, plan: Plan) -> Result:
    """At most ``limit`` rows of an answer; it knows whether there were more.

    Example:
        >>> from govgraph.graph.sparql.plan import Plan
        >>> from govgraph.graph.stores.answer import PARQUET, Answer
        >>> found = result(Answer(PARQUET, ["n"], b"", [(1,), (2,)]), 1, Plan("columns", "all of it is known"))
        >>> found.rows, found.cut
        ([(1,)], True)
    """

    def table() -> tuple[pl.DataFrame, bool]:
        from govgraph.graph.stores import sparql_table

        return sparql_table.table(answer, limit)

    if answer.rows is None:
        frame, cut = table()
        return Result.from_polars(frame, cut=cut, plan=plan)
    cut = limit is not None and len(answer.rows) > limit
    return Result(answer.columns, answer.rows[:limit], cut=cut, frame=lambda: table()[0], plan=plan)
