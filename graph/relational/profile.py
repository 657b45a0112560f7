"""What the columns of a version hold: the kinds of terms in each, and whether a list repeats a value.

A translation is decided before it runs, and the declaration alone does not say whether all dates of a column are whole days or whether
each link is an IRI. This is found out once a version, when it is first asked, and kept beside its tables.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.graph.duck import asking, parquet, quoted
from govgraph.graph.relational.terms import ODD
from govgraph.graph.table_parts import full_and_empty, height, parts_of, tables_in
from govgraph.ontology.declaration import Column, tables
from govgraph.ontology.terms import ADDRESS

if TYPE_CHECKING:
    import duckdb

FORMAT = 1
"""Increased when the profile says something else than before, so that an old one is not read."""
UNKNOWN = "unknown"
"""The kind of a column whose values Oxigraph and DuckDB may read otherwise: whatever needs it is left to Oxigraph."""
FILE = f"profile-{FORMAT}.json"


@dataclass(frozen=True, slots=True)
class Held:
    """What one column holds.

    Attributes:
        kinds: of terms; empty: it has no value.
        repeats: whether the list of some row has one value twice.
        cased: whether some language tag has capital letters.
    """

    kinds: list[str]
    repeats: bool = False
    cased: bool = False


@dataclass(frozen=True, slots=True)
class TableProfile:
    """What one file holds: its rows, the classes in it, and its columns by name."""

    rows: int
    classes: list[str] = field(default_factory=list)
    columns: dict[str, Held] = field(default_factory=dict)
    point: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """What the files of a version hold.

    Attributes:
        tables: the assembled tables by name.
        said: what each dataset says, by the name of the table.
        cited: the column ``document`` of the records that cite one.
        unique: whether each IRI is in one table only.
    """

    tables: dict[str, TableProfile]
    said: dict[str, TableProfile]
    cited: Held
    unique: bool


def profile(version: Path, home: Path | None = None) -> Profile:
    """The profile of a version; made and kept if there is none yet.

    Args:
        version: the folder of the version.
        home: the folder where it is kept; None: that of the version.

    Example:
        >>> profile(graph.version()).tables["events"].columns["start_date"].kinds
        ['date', 'gYearMonth']
    """
    file = (home or version) / FILE
    declared = _declared()
    if kept := _kept(file, declared):
        return kept
    with asking((version / "tables").iterdir(), memory="1GB") as db:
        made = _made(db, version)
    text = json.dumps({"declared": declared, **asdict(made)}, ensure_ascii=False)
    new = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, "utf-8")
        new.replace(file)  # two processes may do this at the same time: both write the same
    except OSError:  # a full or read-only disk: the next process finds it out again
        with contextlib.suppress(OSError):
            new.unlink()
    return made


def _kept(file: Path, declared: dict[str, list[str]]) -> Profile | None:
    """The profile in a file; None if there is none, or one that is damaged or of other columns."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        return _read(kept) if kept["declared"] == declared else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _declared() -> dict[str, list[str]]:
    """The columns as they are declared now: an older profile does not know the newer ones."""
    return {t.name: [f"{c.name} {c.type} {c.term}" for c in t.assembled] for t in tables().values()}


def _read(kept: dict[str, object]) -> Profile:
    def held(value: dict[str, object]) -> Held:
        return Held(**value)  # type: ignore[arg-type]

    def of(name: str) -> dict[str, TableProfile]:
        found: dict[str, dict[str, object]] = kept[name]  # type: ignore[assignment]
        return {
            name: TableProfile(**{**t, "columns": {n: held(c) for n, c in t["columns"].items()}})  # type: ignore[arg-type,attr-defined]
            for name, t in found.items()
        }

    return Profile(of("tables"), of("said"), held(kept["cited"]), bool(kept["unique"]))  # type: ignore[arg-type]


def _made(db: duckdb.DuckDBPyConnection, version: Path) -> Profile:
    found, said = (tables_in(version / of) for of in ("tables", "said"))
    every_cited = parts_of(version, "cited")
    cited = _table(db, every_cited, [Column("document", "url", False, False, "", "", "")])
    assembled = {name: _table(db, parts, tables()[name].assembled) for name, parts in found.items()}
    subjects = {parquet(*parts): "iri" for name, parts in found.items() if assembled[name].rows}
    return Profile(
        assembled,
        {name: _table(db, parts, tables()[name].columns) for name, parts in said.items()},
        cited.columns["document"],
        _unique(db, subjects | ({parquet(*every_cited): "record"} if cited.rows else {})),
    )


def _table(db: duckdb.DuckDBPyConnection, parts: Sequence[Path], declared: Sequence[Column]) -> TableProfile:
    source = parquet(*parts)
    present = set(db.sql(f"SELECT * FROM {source} LIMIT 0").columns)
    columns = [c for c in declared if c.name in present and (c.term or c.name == "document")]
    held = {c.name: Held([]) for c in columns}
    # Most tables of a small graph have no rows and most columns no values, and planning dozens of questions takes long.
    if not (rows := height(parts)):
        return TableProfile(0, columns=held)
    _, empty = full_and_empty(parts)
    columns = [c for c in columns if c.name not in empty]
    asked = {f"{c.name} {what}": sql for c in columns for what, sql in _questions(c).items()}
    if "class" in present:
        asked["class"] = "list_sort(list(DISTINCT class))"
    if {"latitude", "longitude"} <= present:
        # Small numbers are written with an exponent, and libraries write that differently.
        asked["point"] = " AND ".join(
            f"bool_and({c} = 0 OR abs({c}) >= 0.001) IS NOT false" for c in ("latitude", "longitude")
        )
    answers: dict[str, Any] = {}
    if asked:
        (row,) = db.execute(f"SELECT {', '.join(asked.values())} FROM {source}").fetchall()
        answers = dict(zip(asked, row, strict=True))
    held |= {c.name: _held(c, {w: answers[f"{c.name} {w}"] for w in _questions(c)}) for c in columns}
    return TableProfile(rows, list(answers.get("class") or []), held, bool(answers.get("point", True)))


def _questions(column: Column) -> dict[str, str]:
    """What to ask of a column: a word -> an SQL aggregate."""
    name = column.name
    many = column.many or column.type == "names"
    some = f"bool_or(len({name}) > 0)" if many else f"count({name}) > 0"
    asked = {"some": some}
    if many:
        asked["repeats"] = f"bool_or(len({name}) > 1 AND len({name}) <> len(list_distinct({name})))"

    def any_of(condition: str) -> str:
        """Whether the condition, in which ``{x}`` is a value, holds for some value."""
        on = condition.replace("{x}", "x" if many else name)
        return f"bool_or(len(list_filter({name}, lambda x: {on})) > 0)" if many else f"bool_or({on})"

    match column.type:
        case "url":
            test = f"regexp_matches({{x}}, {quoted(ADDRESS)})"
            asked |= {"iri": any_of(test), "string": any_of(f"NOT {test}")}
        case "number":
            asked[UNKNOWN] = any_of("NOT isfinite({x}) OR ({x} = 0 AND signbit({x}))")
        case "date":
            asked[UNKNOWN] = any_of("year({x}) < 1 OR year({x}) > 9999")
        case "partial_date":
            year, month = "regexp_full_match({x}, '[0-9]{4}')", "regexp_full_match({x}, '[0-9]{4}-(0[1-9]|1[0-2])')"
            # A text of ten characters is known to be that of a day that exists only if DuckDB writes it in the same way.
            day = "(length({x}) = 10 AND coalesce(try_cast({x} AS DATE)::VARCHAR, '') = {x})"
            asked |= {"gYear": any_of(year), "gYearMonth": any_of(month), "date": any_of(day)}
            asked[UNKNOWN] = any_of(f"{{x}} < '0001' OR NOT ({year} OR {month} OR {day})")
        case "names":
            asked["lang"] = any_of("coalesce({x}.lang, '') <> ''")
            asked["string"] = any_of("coalesce({x}.lang, '') = ''")
            asked["cased"] = any_of("lower({x}.lang) <> {x}.lang")
            tagged = f"list_transform({name}, lambda x: coalesce(lower(x.lang), '') || ' ' || x.text)"
            asked["repeats"] = f"bool_or(len({name}) > 1 AND len({name}) <> len(list_distinct({tagged})))"
    return asked


def _held(column: Column, answers: dict[str, object]) -> Held:
    if not answers["some"]:
        return Held([])
    fixed = {"ref": "iri", "number": "double", "integer": "integer", "boolean": "boolean", "date": "date"}
    of_values = ("iri", "string", "lang", "gYear", "gYearMonth", "date")
    if answers.get(UNKNOWN):
        kinds = [UNKNOWN]
    elif column.type in ("url", "partial_date", "names"):
        kinds = sorted(kind for kind in of_values if answers.get(kind))
    else:
        kinds = [fixed.get(column.type, "string")]
    return Held(kinds or [ODD], bool(answers.get("repeats")), bool(answers.get("cased")))


def _unique(db: duckdb.DuckDBPyConnection, keys: dict[str, str]) -> bool:
    """Whether no IRI is a subject in two tables. Tables whose IRIs lie in separate ranges need not be compared.

    Args:
        keys: table as SQL -> the column with its subjects.
    """
    ranges = []
    for table, key in keys.items():
        low, high = db.execute(f"SELECT min({key}), max({key}) FROM {table}").fetchall()[0]
        if low is not None:
            ranges.append((f"SELECT {key} AS iri FROM {table}", low, high))
    for i, (one, low, high) in enumerate(ranges):
        for other, other_low, other_high in ranges[i + 1 :]:
            if low <= other_high and other_low <= high:
                shared = f"SELECT 1 FROM ({one}) a SEMI JOIN ({other}) b ON a.iri = b.iri LIMIT 1"
                if db.execute(shared).fetchall():
                    return False
    return True
