"""The columns of one version as a store that answers SPARQL: a DuckDB connection with the views and macros that translations need."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from rdflib.term import Identifier

from govgraph.graph.duck import connect, parquet, quoted
from govgraph.graph.errors import QueryError
from govgraph.graph.relational.model import Model
from govgraph.graph.relational.profile import profile
from govgraph.graph.relational.query import Translated, translated
from govgraph.graph.relational.terms import MACROS, FallBack
from govgraph.graph.stores.answer import PARQUET, PARQUET_TRIPLES, Answer
from govgraph.graph.table_parts import parts_of

_FEW = 20_000
"""Values. More of them are not sent as Python objects."""
_PARTS_OF_TEXTS = "%, list, element, %"
"""The columns of a Parquet file that are parts of a list of structs, as the languages of names; lists of IRIs end before."""
_PLAIN = frozenset({"VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"})
"""The types whose values are the same whether DuckDB or polars makes Python objects of them."""


class Columns:
    """A version that answers SPARQL from its Parquet tables.

    Args:
        version: its folder.
        home: the folder where its profile is kept; None: that of the version.

    Example:
        >>> columns = Columns(graph.version())
        >>> columns.rows(columns.translated("SELECT (COUNT(*) AS ?n) { ?a a gov:NGO }", ["n"], {}))
        [(1,)]
    """

    def __init__(self, version: Path, home: Path | None = None) -> None:
        self._model, self._why = _model(version, home)
        self._db = _database().cursor()
        self._db.execute("SET enable_progress_bar = false")
        self._views: set[str] = set()
        self._spans: dict[str, dict[str, list[tuple[bytes, bytes]] | None]] = {}
        for macro in MACROS:
            self._db.execute(f"CREATE TEMP MACRO {macro}")

    def translated(
        self,
        text: str,
        columns: Sequence[str],
        given: Mapping[str, Identifier],
        *,
        whole: bool = False,
    ) -> Translated:
        """As :func:`~govgraph.graph.relational.query.translated`."""
        if self._model is None:
            raise FallBack(self._why)
        return translated(self._model, text, columns, given, self, whole=whole)

    def rows(self, query: Translated) -> list[tuple[Any, ...]]:
        """The rows of a translated query.

        Raises:
            FallBack: DuckDB has met a value for which Oxigraph should answer.
            QueryError: it needs more memory than it may use.
        """
        return self._run(query, query.sql)

    def answer(self, query: Translated, limit: int | None) -> Answer:
        """At most ``limit`` rows of a translated query, to be sent; errors as in :meth:`rows`."""
        sql = query.sql if limit is None else f"{query.sql} LIMIT {int(limit)}"
        kind = PARQUET_TRIPLES if query.triples else PARQUET
        with tempfile.TemporaryDirectory(prefix="govgraph-answer-") as folder:
            file = Path(folder) / "answer.parquet"
            ((count,),) = self._run(query, f"COPY ({sql}) TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd)")
            answer = Answer(kind, query.columns, file.read_bytes())
            if query.triples or count * len(query.columns) > _FEW:
                return answer
            made = self._db.sql(f"FROM {parquet(file)}")
            plain = all(
                name.startswith("c") and str(of) in _PLAIN for name, of in zip(made.columns, made.types, strict=True)
            )
            return answer._replace(rows=made.fetchall()) if plain and query.columns else answer

    def _run(self, query: Translated, statement: str) -> list[tuple[Any, ...]]:
        return self._execute(query.sources, statement, query.constants)

    def holders(self, iri: str) -> frozenset[str]:
        """As in :class:`~govgraph.graph.relational.context.Contents`."""
        assert self._model
        keys = {s.name: s.key for s in self._model.facts if self.may_hold(s.name, s.key, iri)}
        if len(keys) < 2:
            return frozenset(keys)
        each = (
            f"SELECT {quoted(name)} WHERE EXISTS (SELECT 1 FROM {name} WHERE {key} = $iri)"
            for name, key in keys.items()
        )
        return frozenset(name for (name,) in self._execute(keys, " UNION ALL ".join(each), {"iri": iri}))

    def may_hold(self, table: str, column: str, iri: str) -> bool:
        """As in :class:`~govgraph.graph.relational.context.Contents`: by the least and the greatest value, which Parquet files keep."""
        assert self._model
        if table not in self._spans:
            facts = [source.name for source in self._model.facts]
            self._read_spans(facts if table in facts else [table])
        spans = self._spans[table].get(column)
        return spans is None or any(least <= iri.encode() <= greatest for least, greatest in spans)

    def _read_spans(self, tables: Iterable[str]) -> None:
        """Read what the files of some tables keep of the values of each column: for each file the least and the greatest."""
        assert self._model
        of_file = {str(file): table for table in tables for file in self._model.files(table)}
        spans: dict[str, dict[str, list[tuple[bytes, bytes]] | None]] = {table: {} for table in of_file.values()}
        kept = (
            "SELECT file_name, split_part(path_in_schema, ',', 1), min(stats_min_value), max(stats_max_value), "
            "bool_and(coalesce(min_is_exact AND max_is_exact, false) OR coalesce(stats_null_count = num_values, false)) "
            f"FROM parquet_metadata($files) WHERE type = 'BYTE_ARRAY' AND path_in_schema NOT LIKE {quoted(_PARTS_OF_TEXTS)} "
            "GROUP BY ALL"
        )
        for file, column, least, greatest, known in self._db.execute(kept, {"files": list(of_file)}).fetchall():
            of_table = spans[of_file[file]]
            found = of_table.setdefault(column, [])
            if not known:
                of_table[column] = None
            elif found is not None and least is not None:
                found.append((least.encode(), greatest.encode()))
        self._spans |= spans

    def _execute(self, sources: Iterable[str], statement: str, constants: dict[str, str]) -> list[tuple[Any, ...]]:
        assert self._model
        for name in sorted(set(sources) - self._views):
            self._db.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {parquet(*self._model.files(name))}")
            self._views.add(name)
        try:
            return self._db.execute(statement, constants or None).fetchall()
        except duckdb.OutOfMemoryException as error:
            raise QueryError(
                "the query needs more memory than a query may use", hint="narrow it, or group it by less"
            ) from error
        except duckdb.Error as error:
            # A guard has met a value that DuckDB would treat otherwise, or a number is too large for its type.
            raise FallBack(
                f"a value that the columns cannot compute with: {str(error).splitlines()[0][:200]}"
            ) from error

    def close(self) -> None:
        """Close the connection."""
        self._db.close()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The database of this process, in which each version has a connection of its own: making one costs more than most questions."""
    db = connect(memory="2GB")
    # The files of a version never change, and a large graph has sixty of them.
    db.execute("SET parquet_metadata_cache = true")
    return db


def _model(version: Path, home: Path | None) -> tuple[Model | None, str]:
    """A version as triples; None, and why, if its tables cannot answer."""
    if not parts_of(version, "cited")[0].exists():
        return None, "the tables were made by the first govgraph, and do not say which record cites what"
    try:
        return Model(version, profile(version, home)), ""
    except (duckdb.Error, OSError, ValueError) as error:  # of a damaged file, by DuckDB or pyarrow
        return None, f"what the tables hold cannot be found out: {str(error).splitlines()[0]}"
