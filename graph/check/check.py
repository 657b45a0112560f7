"""Checks a graph folder: are its records unchanged, do all stores agree, does the content conform to the SHACL shapes.

A check changes nothing. What cannot be read is a finding like any other, and the rest is still checked. Memory does not grow with
the graph, except that the shapes are validated in memory (up to 150 MB per million triples); above a limit they are skipped with a
warning.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox

from govgraph.graph import pending
from govgraph.graph.check.deep import differences_from_a_rebuild
from govgraph.graph.check.report import CheckReport, Finding
from govgraph.graph.check.stores import compared
from govgraph.graph.damage import of_load, of_store, of_version
from govgraph.graph.duck import asking, parquet, quoted
from govgraph.graph.errors import Damaged, GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.identity.kept import outcomes
from govgraph.graph.identity.log import read as read_log
from govgraph.graph.on_demand import STORES, is_built, store
from govgraph.graph.progress import Progress, silent
from govgraph.graph.settings import SETTINGS
from govgraph.graph.stores.rdf_build import fact_files
from govgraph.graph.stores.worker import Workers
from govgraph.graph.table_parts import height, parts_of
from govgraph.ontology.declaration import node_tables, tables
from govgraph.ontology.shapes import all_shapes
from govgraph.ontology.terms import shorten

SHAPES_LIMIT = 25_000_000
"""With more triples than this the shapes are checked only if a higher limit is given: at this size they take up to 4 GB."""

_MOST_RESULTS = 1_000
_EXAMPLES = 5


def check(
    folder: Folder | str | Path,
    *,
    shapes: bool = True,
    deep: bool = False,
    shapes_limit: int = SHAPES_LIMIT,
    progress: Progress | None = None,
) -> CheckReport:
    """Check the version in force of a graph folder and the records below it.

    Args:
        folder: the graph's folder.
        shapes: whether the triples are validated against :func:`~govgraph.ontology.shapes.all_shapes`.
        deep: whether everything is built again from the records, in a scratch folder, and compared value by value. It
            takes as long as ``govgraph rebuild`` and as much disk.
        shapes_limit: triples above which the shapes are left out.
        progress: called with (what, done, of how many).

    Returns:
        the findings, errors first; a sound graph has none.

    Raises:
        GraphError: there is no graph, or nothing has been loaded yet.

    Example:
        >>> check("no-such-folder")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: ...
    """
    report_progress = progress or silent
    folder = folder if isinstance(folder, Folder) else Folder(Path(folder))
    report = CheckReport(str(folder.path))
    with folder.reading() as version:
        if version is None:
            raise GraphError(
                "nothing has been loaded yet",
                where=str(folder.path),
                hint=f"govgraph load FILE --graph {folder.path}",
            )
        damage, findings = _files(folder, version, report, report_progress)
        sound = not damage
        in_tables = list(of_version(folder, version))
        in_stores = {name: list(of_store(version, name)) for name in STORES}
        for damaged in [*damage, *in_tables, *(x for of in in_stores.values() for x in of)]:
            findings.append(Finding("error", damaged.what, damaged.where, damaged.hint))
        findings += _pending(version)
        whole = [name for name in STORES if is_built(version, name) and not in_stores[name]]
        with (
            tempfile.TemporaryDirectory(prefix="govgraph-check-") as scratch,
            asking(version.glob("tables/*.parquet"), Path(scratch) / "spill", ordered=True) as db,
            # Its own, not the graph's: a check has no time limit, and must not wait behind a query.
            contextlib.closing(Workers()) as workers,
        ):
            table_faults = [] if in_tables else list(_tables(db, version))
            findings += table_faults
            report.tables_sound = not table_faults and not in_tables
            if report.tables_sound:
                findings += _references(db, version)
                report_progress("comparing the stores", 0, 0)
                for what, where, hint in compared(db, version, whole, workers, report.checked, report.indexes):
                    findings.append(Finding("error", what, where, hint))
            if shapes and report.tables_sound and not in_stores["rdf"]:
                findings += _shapes(version, Path(scratch), report, shapes_limit, report_progress)
            if deep and sound and report.tables_sound and not any(in_stores.values()):
                for what, where in differences_from_a_rebuild(folder, version, Path(scratch), workers, report_progress):
                    findings.append(Finding("error", what, where, "govgraph rebuild"))
    report.add(findings)
    return report


def _files(
    folder: Folder, version: Path, report: CheckReport, progress: Progress
) -> tuple[list[Damaged], list[Finding]]:
    """What is damaged in the records of the loads in force, byte for byte, and what to say of the settings and the version."""
    try:
        facts = folder.facts(version)
    except Damaged:
        return [], []  # told with the tables
    damage: list[Damaged] = []
    findings: list[Finding] = []
    try:
        decisions = read_log(folder.path)
        if decisions.decisions:
            report.checked["decisions"] = len(decisions.decisions)
        if facts.get("decisions", "") != decisions.digest:
            what = "there are decisions that the version in force was made without"
            findings.append(Finding("warning", what, str(version), "govgraph rebuild carries them out"))
    except Damaged as damaged:
        damage.append(damaged)
    for refused in outcomes(version):
        if refused["outcome"] == "refused":
            what = f"decisions are not carried out, because {refused['why']}"
            findings.append(
                Finding("warning", what, ", ".join(refused["members"][:_EXAMPLES]), "govgraph identity undo ID")
            )
    loads = facts["loads"]
    for number, load in enumerate(loads):
        progress("checking the records", number, len(loads))
        damage += of_load(folder.records / load, facts.get("paths", {}).get(load, ""))
    report.checked["loads"] = len(loads)
    report.checked["record files"] = sum(len(list((folder.records / load).glob("*.parquet"))) for load in loads)
    if "files" not in facts:
        what = "this version was made by an earlier govgraph, which kept no hashes of its tables and stores"
        findings.append(Finding("warning", what, str(version), "govgraph rebuild keeps them"))
    made = folder.settings_in_force()
    try:
        settings = folder.settings()
    except Damaged as damaged:
        return [*damage, damaged], findings
    if made and made.languages != settings.languages:
        what = f"names are to be shown in {', '.join(settings.languages)}, and the version was made with {', '.join(made.languages)}"
        hint = f"govgraph rebuild, or put back the languages in {SETTINGS}"
        findings.append(Finding("error", what, str(folder.path / SETTINGS), hint))
    return damage, findings


def _pending(version: Path) -> Iterator[Finding]:
    """What is damaged of stores that are not up to date: no error, since nothing is answered from it."""
    for name, words in STORES.items():
        for file, damage in () if is_built(version, name) else pending.damaged(version, name):
            what = f"this file, kept to bring {words} up to date, {damage}"
            hint = f"nothing is lost: govgraph build {name}, or the next question, builds from the tables instead"
            yield Finding("warning", what, str(file), hint)


def _tables(db: duckdb.DuckDBPyConnection, version: Path) -> Iterator[Finding]:
    """Check that all assembled tables are there, each with one row per thing."""
    for name, table in tables().items():
        parts = parts_of(version / "tables", name)
        file = parts[0]
        if not file.is_file():
            yield Finding("error", f"the table {name} is missing", str(file), "govgraph rebuild")
            continue
        try:
            declared = {column.name for column in table.assembled}
            others = {column for part in parts for column in declared.symmetric_difference(pq.read_schema(part).names)}
            if others:
                other = ", ".join(sorted(others))
                yield Finding(
                    "error", f"the table {name} was built from another declaration; columns that differ: {other}", str(file),
                    "govgraph rebuild",
                )  # fmt: skip
                continue
            iris = f"SELECT iri FROM {parquet(*parts)} GROUP BY iri HAVING count(*) > 1 ORDER BY iri LIMIT {_EXAMPLES}"
            twice = db.execute(iris).fetchall() if height(parts) > 1 else []  # most graphs fill few tables
        except (pa.ArrowInvalid, OSError, duckdb.Error) as error:
            yield Finding("error", f"the table {name} cannot be read: {error}", str(file), "govgraph rebuild")
            continue
        if twice:
            yield Finding("error", f"the table {name} has several rows for one thing", _iris(twice), "govgraph rebuild")


def _references(db: duckdb.DuckDBPyConnection, version: Path) -> Iterator[Finding]:
    """Find things that are in two tables, and things that are referred to and not described."""
    every = " UNION ALL ".join(
        f"SELECT iri, {quoted(table.name)} AS place FROM {parquet(*parts_of(version / 'tables', table.name))}"
        for table in node_tables()
    )
    both = db.execute(
        f"SELECT iri, string_agg(place, ' and ' ORDER BY place) AS places FROM ({every}) GROUP BY iri "
        f"HAVING count(*) > 1 ORDER BY iri LIMIT {_EXAMPLES}"
    ).fetchall()
    for iri, places in both:
        yield Finding(
            "error", f"one IRI is in two tables: {places}", str(iri), "give the two things identifiers of their own"
        )
    if not height(undescribed := parts_of(version / "tables", "undescribed")):
        return
    missing = parquet(*undescribed)
    for table in tables().values():
        source = parquet(*parts_of(version / "tables", table.name))
        for column in table.refs:
            value = f"unnest({column.name})" if column.many else column.name
            used = f"SELECT DISTINCT {value} AS iri FROM {source}"
            counted = db.execute(f"SELECT count(*) FROM ({used}) SEMI JOIN {missing} m USING (iri)").fetchone()
            if counted and counted[0]:
                some = db.execute(
                    f"SELECT iri FROM ({used}) SEMI JOIN {missing} m USING (iri) ORDER BY iri LIMIT {_EXAMPLES}"
                ).fetchall()
                yield Finding(
                    "warning",
                    f"{table.name}.{column.name} refers to {counted[0]:,} things that no loaded row describes",
                    _iris(some),
                    "load the file that describes them",
                )


def _iris(rows: list[tuple[Any, ...]]) -> str:
    return ", ".join(str(row[0]) for row in rows) + (" ..." if len(rows) == _EXAMPLES else "")


def _write_facts(version: Path, scratch: Path, progress: Progress) -> int:
    """Write the default graph to ``facts.nt`` in the scratch folder, and return the number of triples.

    The triples come from the store if there is one, so that its faults are found; else from the tables, as a store would be built.
    """
    with (scratch / "facts.nt").open("wb") as out:
        if is_built(version, "rdf"):
            triples = ox.Store.read_only(str(store(version, "rdf", (), progress)))
            triples.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            return len(triples)
        lines = scratch / "lines"
        lines.mkdir()
        size = 0
        for file in fact_files(version, lines, progress):
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    size += block.count(b"\n")
                    out.write(block)
            file.unlink()
        return size


def _shapes(version: Path, scratch: Path, report: CheckReport, limit: int, progress: Progress) -> Iterator[Finding]:
    """Validate the default graph against the shapes: one finding per message, with a count and the first examples."""
    import shacl

    progress("checking the shapes", 0, 0)
    try:
        size = _write_facts(version, scratch, progress)
    except (OSError, ValueError) as error:
        yield Finding("error", f"the triples cannot be read: {error}", str(version / "rdf"), "govgraph rebuild")
        return
    if size > limit:
        yield Finding(
            "warning",
            f"the shapes were not checked: {size:,} triples are more than {limit:,}",
            hint="from Python: govgraph.graph.check.check.check(FOLDER, shapes_limit=N), with up to 150 MB of memory per million triples",
        )
        return
    rules = shacl.Shapes.from_turtle(all_shapes())
    result = rules.validate_file(os.fspath(scratch / "facts.nt"), max_results=_MOST_RESULTS, allow_warnings=True)
    report.checked["triples against the shapes"] = size
    times: Counter[tuple[str, str, str]] = Counter()
    some: dict[tuple[str, str, str], list[str]] = {}
    for one in result.results:
        key = (one.severity, one.message or one.component, shorten((one.path or "").strip("<>")))
        times[key] += 1
        if len(some.setdefault(key, [])) < _EXAMPLES:
            some[key].append(one.focus_node.strip("<>") + (f" ({one.value_plain})" if one.value_plain else ""))
    for key, number in sorted(times.items()):
        severity, message, path = key
        least = "at least " if len(result) >= _MOST_RESULTS else ""
        yield Finding(
            "error" if severity == "Violation" else "warning",
            message + (f" [{path}]" if path else "") + (f", {least}{number:,} times" if number > 1 else ""),
            ", ".join(some[key]) + (" ..." if number > _EXAMPLES else ""),
            "govgraph trace IRI shows the rows that say so",
        )
