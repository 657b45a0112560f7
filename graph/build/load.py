"""A load command: find the files, read each, put the new version in force, report what happened.

One bad file does not keep the others out. The graph changes once, at the end, for all files together; so a command that is
killed has changed nothing.
"""

from __future__ import annotations

import glob
import os
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from govgraph.graph.build.ingest import Manifest, ingest, load_name, read_manifest
from govgraph.graph.build.version import build_version
from govgraph.graph.duck import parquet
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.progress import Progress
from govgraph.ontology.container import Unreadable, added, members
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Options, Source, find_loader, is_missed

REPORTS = "https://github.com/govgraph/govgraph/issues"
"""Where to tell of a fault."""


@dataclass(slots=True)
class LoadReport:
    """What became of one file.

    Attributes:
        status: ``loaded``, ``replaced`` (it took the place of what the same path said before), ``unchanged`` (it was loaded
            already), ``refused`` (see ``error``), ``skipped`` (see ``error``: in a folder or archive, and neither its name nor its content is
            that of a table), ``dry run``.
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


def find_sources(paths: Sequence[str | Path], limits: Limits | None = None) -> list[tuple[Source, bool]]:
    """The files that some paths mean, and whether each was named itself (and not only its folder).

    Args:
        paths: files, folders, globs, zip archives.
        limits: what each file may ask of the machine.

    Raises:
        GraphError: a path is not there, or a glob finds nothing.

    Example:
        >>> find_sources([__file__])[0][1]
        True
    """
    limits = limits or Limits()
    sources: list[tuple[Source, bool]] = []
    for given in paths:
        path = Path(given).expanduser()
        if path.is_dir():
            sources += [(s, False) for p in _inside(path) for s in _members(p, limits)]
        elif path.exists():
            sources += _named(path, limits)
        elif path.is_symlink():
            raise GraphError("the link leads to no file", where=str(given), hint="mend or remove the link")
        else:
            matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 (pathlib takes no absolute pattern)
            files = [Path(match) for match in matches if not Path(match).is_dir()]
            if not files:
                raise GraphError(
                    "no such file", where=str(given), hint="check the path; quote globs that your shell does not know"
                )
            sources += [found for file in files for found in _named(file, limits)]
    return sources


def _named(path: Path, limits: Limits) -> list[tuple[Source, bool]]:
    """A file that was named itself; of an archive only a single member counts as named."""
    inside = _members(path, limits)
    return [(source, len(inside) == 1) for source in inside]


def _inside(folder: Path) -> list[Path]:
    """The files below a folder, through links as well, but none twice; hidden ones are left out.

    Raises:
        GraphError: a folder cannot be listed.
    """

    def fail(error: OSError) -> None:
        raise GraphError(f"the folder cannot be listed: {error.strerror}", where=str(error.filename)) from error

    files: list[Path] = []
    seen: set[str] = set()
    for at, folders, names in os.walk(folder, followlinks=True, onerror=fail):
        real = os.path.realpath(at)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not added([name])]
        files += [Path(at) / name for name in names if not added([name])]
    return sorted(files)


def _members(path: Path, limits: Limits) -> list[Source]:
    try:
        names = members(path) if path.is_file() else None
    except Unreadable:
        names = None  # told when the file is read
    return [Source(path, limits=limits)] if not names else [Source(path, name, limits=limits) for name in names]


def load_files(
    folder: Folder,
    sources: Sequence[tuple[Source, bool]],
    *,
    loader: str = "",
    options: Options,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress,
) -> list[LoadReport]:
    """Load files into a graph folder that exists.

    Args:
        sources: of :func:`find_sources`.
        loader: the loader for all of them; empty: each is recognised.
        strict: with any rejected row or refused file, change nothing.
        dry_run: read and check only.

    Returns:
        one report a file, in the order given.

    Raises:
        Busy: another process is loading.
    """
    if dry_run:
        with tempfile.TemporaryDirectory() as scratch:
            found = [_read_one(s, named, loader, options, Path(scratch), {}, progress)[0] for s, named in sources]
        for report in found:
            if report.status == "loaded":
                report.status, report.rejects_file = "dry run", ""
        return found
    with folder.writing():
        with folder.reading() as before:
            had = list(folder.facts(before)["loads"]) if before else []
        known = {name: read_manifest(folder.records / name) for name in had}
        reports: list[LoadReport] = []
        wanted = dict.fromkeys(had)
        for source, named in sources:
            report, manifest = _read_one(source, named, loader, options, folder.records, known, progress)
            reports.append(report)
            if manifest is None:
                continue
            for other in [n for n, m in known.items() if m.path == manifest.path and n != manifest.load]:
                # A changed file takes the place of what the same path said before.
                if other in wanted:
                    del wanted[other]
                    report.status = "replaced"
            wanted[manifest.load] = None
            known[manifest.load] = manifest
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
    records: Path,
    known: dict[str, Manifest],
    progress: Progress,
) -> tuple[LoadReport, Manifest | None]:
    started = time.monotonic()
    report = LoadReport(str(source))
    try:
        reader = find_loader(source, loader)
        report.loader = reader.name
        sha256 = source.sha256()
        name = load_name(reader, source, sha256, reader.dataset(source, options))
        if name in known:
            manifest = known[name]
            report.status = "unchanged"
        else:
            manifest = ingest(source, reader, options, records, sha256=sha256, progress=progress)
            report.status = "loaded"
    except GraphError:
        raise  # the records cannot be kept, which no other file would change
    except (LoaderError, OntologyError) as error:
        report.status = "refused" if named or report.loader or is_missed(source) else "skipped"
        report.error = str(error)
        report.seconds = round(time.monotonic() - started, 3)
        return report, None
    except BaseException as error:
        # The net for what nobody has foreseen: one file's fault is that file's. A panic of polars is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        report.status, report.error = "refused", unforeseen(source, error)
        report.seconds = round(time.monotonic() - started, 3)
        return report, None
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
    return report, manifest


def unforeseen(source: Source, error: BaseException) -> str:
    """What is said of a fault that no loader has foreseen.

    Example:
        >>> unforeseen(Source(Path("a.csv")), MemoryError())
        'a.csv: cannot be loaded for a reason that was not foreseen (MemoryError); the other files are loaded; try: report it with this line and, if you may, the file: https://github.com/govgraph/govgraph/issues'
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    words = f"{type(error).__name__}: {error}"[:300] if str(error) else type(error).__name__
    fault = LoaderError(
        f"cannot be loaded for a reason that was not foreseen ({words}{place}); the other files are loaded",
        where=str(source),
        hint=f"report it with this line and, if you may, the file: {REPORTS}",
    )
    return str(fault)


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
