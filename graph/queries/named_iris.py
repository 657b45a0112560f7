"""IRIs that a query names: those that the graph does not have, and those that actors had in the records and do not have now.

They are found in its text and parameters, and looked up in a version's tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from govgraph.graph.queries.query_text import place
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.terms import PREFIXES

_COMMENT = {"cypher": r"//[^\n]*|/\*.*?\*/", "sql": r"--[^\n]*|/\*.*?\*/"}
_WORDS = r"""|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|\$?\w+|<>|!=|\S"""
_COMPARED = frozenset({"=", "<>", "!=", ":"})
_MOST = 5_000_000
"""An IRI is looked for in so many rows at most, which takes less than half a second; in a larger graph nothing is warned of."""
_MOST_NEAR = 300_000
"""The nearest IRI is looked for in tables of so many rows at most."""
_FEW_FILES = 20
"""So many files are looked into quicker than the package is imported that reads what each keeps of its IRIs."""
_FEW = 2_000
"""It is one of so many that are alike at their beginning or end."""


def texts(language: str, query: str, parameters: dict[str, Any], base: str) -> list[tuple[str, str]]:
    """The IRIs under a base that a Cypher or SQL query compares something with, with their places.

    Text that is only the beginning of IRIs (``STARTS WITH '.../country/'``) is none.

    Args:
        language: ``cypher`` or ``sql``.

    Example:
        >>> texts("sql", "SELECT 'x:0' FROM a WHERE b IN ('x:1', $c) AND d LIKE 'x:%'", {"c": "x:2"}, "x:")
        [('x:1', 'query:1:33'), ('x:2', 'query:1:40')]
    """
    words = _words(language, query)
    found = []
    for number, word in enumerate(words):
        value: Any = word[0][1:-1] if word[0][0] in "'\"" and len(word[0]) > 1 else None
        if word[0].startswith("$"):
            value = parameters.get(word[0][1:])
        if value is not None and _is_compared([w[0].upper() for w in words[:number]]):
            found += [(iri, place(query, word.start())) for iri in _iris(value, base)]
    return found


def of_today(
    language: str, query: str, parameters: dict[str, Any], now: Mapping[str, str]
) -> tuple[str, dict[str, Any], list[str]]:
    """A query that asks for actors by the IRIs that they have now, its parameters, and a warning for each IRI that was replaced.

    Args:
        language: ``sparql``, ``cypher`` or ``sql``. SQL over the schema ``records`` stays as it is: records keep their IRIs.
        now: IRIs of records -> the IRIs of their actors now.

    Example:
        >>> query, _, warnings = of_today("cypher", "MATCH (n {iri: 'x:1'}) RETURN n", {}, {"x:1": "x:2"})
        >>> query, warnings
        ("MATCH (n {iri: 'x:2'}) RETURN n", ['query:1:16: x:1 is the actor x:2 now, which was asked for instead'])
        >>> of_today("sparql", "ASK { id:a ?p ?o }", {}, {"https://w3id.org/govgraph/id/a": "x:2"})[0]
        'ASK { <x:2> ?p ?o }'
        >>> of_today("cypher", "RETURN $m.a", {"m": {"a": ["x:1"]}}, {"x:1": "x:2"})[1]
        {'m': {'a': ['x:2']}}
    """
    if not now:
        return query, parameters, []
    named: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []

    def replaced(iri: str, start: int) -> str:
        named.setdefault(iri, place(query, start))
        return now[iri]

    values = {
        key: _replaced(value, lambda iri: replaced(iri, 0) if iri in now else iri) for key, value in parameters.items()
    }
    if language == "sparql":
        from govgraph.graph.sparql.superclasses import tokens

        for token in tokens(query, PREFIXES):
            if token.iri in now:
                edits.append((token.start, token.end, f"<{replaced(token.iri, token.start)}>"))
    else:
        words = _words(language, query)
        for word in words:
            if word[0][0] in "'\"" and word[0][1:-1] in now:
                edits.append((word.start() + 1, word.end() - 1, replaced(word[0][1:-1], word.start())))
        if language == "sql" and any(word[0].lower() == "records" for word in words):
            told = [
                f"{where}: {iri} is the actor {now[iri]} now; the table other_iris says so"
                for iri, where in named.items()
            ]
            return query, parameters, told
    for start, end, text in sorted(edits, reverse=True):
        query = query[:start] + text + query[end:]
    told = [f"{where}: {iri} is the actor {now[iri]} now, which was asked for instead" for iri, where in named.items()]
    return query, values, told


def _replaced(value: Any, by: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return by(value)
    if isinstance(value, Mapping):
        return {key: _replaced(inner, by) for key, inner in value.items()}
    # A duration and a point of Neo4j's driver are tuples too, and no lists.
    if type(value) in (list, tuple):
        return type(value)(_replaced(inner, by) for inner in value)
    return value


def _words(language: str, query: str) -> list[re.Match[str]]:
    matches = re.finditer(_COMMENT[language] + _WORDS, query, re.DOTALL)
    return [match for match in matches if not match[0].startswith(("//", "--", "/*"))]


def _iris(value: Any, base: str) -> Iterator[str]:
    for text in value if isinstance(value, list | tuple) else [value]:
        if isinstance(text, str) and text.startswith(base) and text != base and text[-1] not in "/#%":
            yield text


def _is_compared(before: Sequence[str]) -> bool:
    """Whether a value stands after a comparison or in the list of IN, by the words before it."""
    if before and before[-1] in _COMPARED:
        return True
    for number in range(len(before) - 1, -1, -1):
        word = before[number]
        if word in ("[", "("):
            return number > 0 and before[number - 1] == "IN"
        if word != "," and word[0] not in "'\"$":
            return word == "IN"
    return False


def missing(version: Path, named: Sequence[tuple[str, str]]) -> list[str]:
    """The warnings about those IRIs that the graph does not have, with the nearest that it has.

    Args:
        version: the folder of a version.
        named: IRIs with their places in a query.

    Example:
        >>> missing(Path("no-such-version"), [("x:1", "query:1:1")])
        ['query:1:1: nothing in the graph has the IRI x:1']
    """
    if not named:
        return []
    import polars as pl

    wanted = set(dict(named))
    files = _files(version, (version / "tables").stat().st_mtime_ns) if (version / "tables").is_dir() else ()
    looked_at = 0
    for file in sorted(files, key=lambda file: (file.rows, file.path.name)):
        some = [iri for iri in wanted if file.may_have(iri)]
        looked_at += file.rows if some else 0
        if looked_at > _MOST:
            return []
        if some:
            column = pl.col(file.column)
            found = pl.scan_parquet(file.path).filter(column.is_in(some)).select(column.unique())
            wanted -= set(found.collect().to_series())
    small = sorted(file.path for file in files if file.column == "iri" and file.rows <= _MOST_NEAR)
    warnings = []
    for iri, where in dict(named).items():
        if iri in wanted:
            near = _nearest(small, iri)
            warnings.append(f"{where}: nothing in the graph has the IRI {iri}" + (f"; try: {near}" if near else ""))
    return warnings


class _File(NamedTuple):
    """A part of a table: the column with its IRIs, and the least and the greatest of them if the file keeps them."""

    path: Path
    column: str
    rows: int
    span: tuple[bytes, bytes] | None

    def may_have(self, iri: str) -> bool:
        return self.rows > 0 and (self.span is None or self.span[0] <= iri.encode() <= self.span[1])


@lru_cache(maxsize=4)
def _files(version: Path, changed: int) -> tuple[_File, ...]:
    """The files of a version that have IRIs. A graph of a million events has sixty, and opening each takes longer than an answer.

    Args:
        changed: when the folder was last changed, so that another graph at the same place is read anew.
    """
    del changed
    cited = [file for file in parts_of(version, "cited") if file.is_file()]
    columns = dict.fromkeys((version / "tables").glob("*.parquet"), "iri") | dict.fromkeys(cited, "record")
    make = _file if len(columns) > _FEW_FILES else _small_file
    return tuple(make(path, column) for path, column in columns.items())


def _small_file(path: Path, column: str) -> _File:
    import polars as pl

    return _File(path, column, pl.scan_parquet(path).select(pl.len()).collect().item(), None)


def _file(path: Path, column: str) -> _File:
    from pyarrow import parquet

    metadata = parquet.read_metadata(path)
    at = metadata.schema.names.index(column)
    kept = [metadata.row_group(group).column(at).statistics for group in range(metadata.num_row_groups)]
    known = all(one is not None and one.has_min_max for one in kept) and bool(kept)
    span = (min(one.min_raw for one in kept), max(one.max_raw for one in kept)) if known else None
    return _File(path, column, metadata.num_rows, span)


def _nearest(files: Collection[Path], iri: str) -> str:
    """The nearest IRI that differs only in its last part; empty if there is none, or many to look through."""
    import polars as pl

    from govgraph.ontology.errors import nearest

    folder, local = iri[: iri.rfind("/") + 1], iri[iri.rfind("/") + 1 :]
    found: list[str] = []
    for file in files:
        column = pl.col("iri")
        alike = column.str.starts_with(iri[: len(folder) + 2]) | column.str.ends_with(local[-2:])
        alike &= column.str.starts_with(folder) & column.str.len_chars().is_between(len(iri) - 3, len(iri) + 3)
        found += pl.scan_parquet(file).filter(alike).select("iri").head(_FEW).collect()["iri"].to_list()
    near = nearest(local, [x[len(folder) :] for x in found[:_FEW]])
    return folder + near if near else ""
