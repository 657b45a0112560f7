"""A load command: find the files, read each, put the new version in force, report what happened.

One bad file does not keep the others out. The graph changes once, at the end, for all files together; so a command that is
killed has changed nothing.
"""

from __future__ import annotations

import glob
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from govgraph.graph.build.ingest import Manifest, ingest, load_name, read_manifest
from govgraph.graph.build.scopes import shared_scope
from govgraph.graph.build.source_rules import RULES_FILE, SourceRules
from govgraph.graph.build.version import build_version
from govgraph.graph.duck import parquet
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.progress import Progress
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.loader import LoaderError, Options, Source, find_loader

NO_RULES = SourceRules()


@dataclass(slots=True)
class LoadReport:
    """What became of one file.

    Attributes:
        status: ``loaded``, ``replaced`` (it took the place of what the same path said before), ``unchanged`` (it was loaded
            already), ``refused`` (see ``error``), ``skipped`` (in a folder, and no loader knows it), ``dry run``.
        rejected: reason -> rows.
        notes: kind -> how many, and up to five examples.
        actors_new, actors_known: actors that the file describes and that the graph did not know, or did.
    """

    path: str
    loader: str = ""
    load: str = ""
    status: str = ""
    rows_read: int = 0
    rows_loaded: int = 0
    rows_merged: int = 0
    rows_rejected: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    unused_columns: list[str] = field(default_factory=list)
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)
    actors_new: int = 0
    actors_known: int = 0
    rejects_file: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the file is not in the graph though it was asked for."""
        return self.status == "refused"


def find_sources(paths: Sequence[str | Path]) -> list[tuple[Source, bool]]:
    """The files that some paths mean, and whether each was named itself (and not only its folder).

    Args:
        paths: files, folders, globs, zip archives.

    Raises:
        GraphError: a path is not there, or a glob finds nothing.

    Example:
        >>> find_sources([__file__])[0][1]
        True
    """
    found: list[tuple[Source, bool]] = []
    for given in paths:
        path = Path(given).expanduser()
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.is_file()
                and p.name != RULES_FILE
                and not any(x.startswith(".") for x in p.relative_to(path).parts)
            )
            found += [(s, False) for p in inside for s in _members(p)]
        elif path.exists():
            found += [(s, True) for s in _members(path)]
        else:
            matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (pathlib takes no absolute pattern)
            if not matches:
                raise GraphError(
                    "no such file", where=str(given), hint="check the path; quote globs that your shell does not know"
                )
            found += [(s, True) for m in matches if Path(m).is_file() for s in _members(Path(m))]
    return found


def _members(path: Path) -> list[Source]:
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return [Source(path)]
    with zipfile.ZipFile(path) as archive:
        return [Source(path, name) for name in sorted(archive.namelist()) if not name.endswith("/")]


def load_files(
    folder: Folder,
    sources: Sequence[tuple[Source, bool]],
    *,
    loader: str = "",
    options: Options,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress,
    rules: SourceRules = NO_RULES,
) -> list[LoadReport]:
    """Load files into a graph folder that exists.

    Args:
        sources: of :func:`find_sources`.
        loader: the loader for all of them; empty: each is recognised.
        strict: with any rejected row or refused file, change nothing.
        dry_run: read and check only.
        rules: what the folders of the files say of them.

    Returns:
        one report a file, in the order given.

    Raises:
        Busy: another process is loading.
    """
    if dry_run:
        with tempfile.TemporaryDirectory() as scratch:
            read = [_read_one(s, named, loader, options, rules, Path(scratch), {}, progress) for s, named in sources]
            found = [report for report, _, _ in read]
            _refuse_shared_scopes(read, Path(scratch), options.base, [m for _, m, _ in read if m])
        for report in found:
            if report.status == "loaded":
                report.status, report.rejects_file = "dry run", ""
        return found
    with folder.writing():
        with folder.reading() as before:
            had = list(folder.facts(before)["loads"]) if before else []
        known = {name: read_manifest(folder.records / name) for name in had}
        wanted = dict.fromkeys(had)
        read = []
        for source, named in sources:
            read.append(_read_one(source, named, loader, options, rules, folder.records, known, progress))
            if manifest := read[-1][1]:
                known[manifest.load] = manifest
        paths = {manifest.path for _, manifest, _ in read if manifest}
        stay = [known[name] for name in had if known[name].path not in paths]
        _refuse_shared_scopes(read, folder.records, options.base, [*stay, *(m for _, m, _ in read if m)])
        reports = [report for report, _, _ in read]
        for report, manifest, _ in read:
            if manifest is None or report.failed:
                continue
            for other in [n for n, m in known.items() if m.path == manifest.path and n != manifest.load]:
                # A changed file takes the place of what the same path said before.
                if other in wanted:
                    del wanted[other]
                    report.status = "replaced"
            wanted[manifest.load] = None
        if strict and any(r.failed or r.rows_rejected for r in reports):
            for report in reports:
                report.rejects_file = report.rejects_file if report.status == "unchanged" else ""  # not kept
            return reports
        if set(wanted) != set(had):
            with folder.reading() as before:
                _count_actors(reports, folder, before)
            build_version(folder, list(wanted), progress)
    return reports


def _read_one(
    source: Source,
    named: bool,
    loader: str,
    options: Options,
    rules: SourceRules,
    records: Path,
    known: dict[str, Manifest],
    progress: Progress,
) -> tuple[LoadReport, Manifest | None, bool]:
    """The report and manifest of a file, and whether its dataset was worked out from it."""
    started = time.monotonic()
    report = LoadReport(str(source))
    options = rules.options(source, options)
    try:
        reader = find_loader(source, rules.loader(source, loader))
        report.loader = reader.name
        sha256 = source.sha256()
        name = load_name(reader, source, sha256, reader.dataset(source, options), options)
        if name in known:
            manifest = known[name]
            report.status = "unchanged"
        else:
            manifest = ingest(source, reader, options, records, sha256=sha256, progress=progress)
            report.status = "loaded"
    except (LoaderError, OntologyError) as error:
        report.status = "refused" if named or report.loader else "skipped"
        report.error = str(error)
        report.seconds = round(time.monotonic() - started, 3)
        return report, None, False
    for key in ("load", "rows_read", "rows_loaded", "rows_merged", "rows_rejected", "rejected", "unused_columns"):
        setattr(report, key, getattr(manifest, key))
    for kind, value, row in manifest.notes:
        of = report.notes.setdefault(kind, {"count": 0, "examples": []})
        of["count"] += 1
        if len(of["examples"]) < 5:
            of["examples"].append({"value": value, "row": row})
    if manifest.rows_rejected:
        report.rejects_file = str(records / manifest.load / "rejects.jsonl")
    report.seconds = round(time.monotonic() - started, 3)
    return report, manifest, reader.guesses_dataset and not options.dataset


def _refuse_shared_scopes(
    read: Sequence[tuple[LoadReport, Manifest | None, bool]], records: Path, base: str, loads: list[Manifest]
) -> None:
    """Refuse the files that would become one publication with another one."""
    clashes = shared_scope(records, base, [m for _, m, guessed in read if m and guessed], loads)
    for report, manifest, _ in read:
        if manifest and manifest.load in clashes and report.status != "unchanged":
            other, clash = clashes[manifest.load]
            error = LoaderError(
                f"{clash.identifier} is {clash.one!r} here and {clash.other!r} in {other.path}: two publications, and both "
                f"would be the dataset {manifest.dataset!r}",
                where=report.path,
                expected="a dataset of its own for each, or one that you give to both",
                hint=f"govgraph load {report.path} --dataset NAME, or {RULES_FILE} in the folder",
            )
            report.status, report.error, report.rejects_file = "refused", str(error), ""


def _count_actors(reports: list[LoadReport], folder: Folder, before: Path | None) -> None:
    with duckdb.connect() as db:
        for report in reports:
            file = folder.records / report.load / "actors.parquet"
            if not report.load or not file.exists() or report.status == "unchanged":
                continue
            described = f"SELECT DISTINCT iri FROM {parquet(file)}"
            old = (
                f" SEMI JOIN {parquet(before / 'tables' / 'actors.parquet')} o ON o.iri = d.iri"
                if before
                else " WHERE false"
            )
            counts = db.execute(
                f"SELECT (SELECT count(*) FROM ({described})), (SELECT count(*) FROM ({described}) d{old})"
            ).fetchone()
            if counts:
                report.actors_known = int(counts[1])
                report.actors_new = int(counts[0]) - int(counts[1])
