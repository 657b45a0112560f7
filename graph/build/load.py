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

from govgraph.graph.build.ingest import describe, ingest
from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.build.scopes import shared_scope
from govgraph.graph.build.source_rules import RULES_FILE, SourceRules
from govgraph.graph.build.version import build_version
from govgraph.graph.duck import connect, parquet
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.progress import Progress
from govgraph.graph.stores.worker import Workers
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.loader import LoaderError, Options, Source, find_loader

NO_RULES = SourceRules()


@dataclass(slots=True)
class LoadReport:
    """What became of one file.

    Attributes:
        path: as it was named.
        loader: that recognised the file; empty where none did.
        status: ``loaded``, ``replaced`` (it took the place of what the same path said before), ``unchanged`` (it was loaded
            already), ``refused`` (see ``error``), ``skipped`` (in a folder, and no loader knows it), ``dry run``.
        manifest: of the load; None where the file could not be read.
        actors_new, actors_known: actors that the file describes and that the graph did not know, or did.
        rejects_file: where the rejected rows are kept; empty where there are none.
        seconds: that this file took.
    """

    path: str
    loader: str = ""
    status: str = ""
    manifest: Manifest | None = None
    actors_new: int = 0
    actors_known: int = 0
    rejects_file: str = ""
    error: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether the file is not in the graph though it was asked for."""
        return self.status == "refused"

    @property
    def load(self) -> str:
        """The load's name; empty where the file could not be read."""
        return self.manifest.load if self.manifest else ""

    @property
    def rows_read(self) -> int:
        """Rows of the file."""
        return self.manifest.rows_read if self.manifest else 0

    @property
    def rows_loaded(self) -> int:
        """Rows of the file that are in the graph."""
        return self.manifest.rows_loaded if self.manifest else 0

    @property
    def rows_merged(self) -> int:
        """Rows that say nothing which earlier rows of the file have not said."""
        return self.manifest.rows_merged if self.manifest else 0

    @property
    def rows_rejected(self) -> int:
        """Rows that were left out."""
        return self.manifest.rows_rejected if self.manifest else 0

    @property
    def rejected(self) -> dict[str, int]:
        """Reason -> rows that were left out for it."""
        return self.manifest.rejected if self.manifest else {}

    @property
    def unused_columns(self) -> list[str]:
        """The file's columns that the loader does not know."""
        return self.manifest.unused_columns if self.manifest else []

    @property
    def notes(self) -> dict[str, dict[str, Any]]:
        """Kind -> how many notes, and up to five examples."""
        return self.manifest.notes_by_kind() if self.manifest else {}

    def to_json(self) -> dict[str, Any]:
        """The report as values that JSON can hold, in the order in which they are printed."""
        return {key: getattr(self, key) for key in _REPORTED}


_REPORTED = (
    "path", "loader", "load", "status", "rows_read", "rows_loaded", "rows_merged", "rows_rejected", "rejected",
    "unused_columns", "notes", "actors_new", "actors_known", "rejects_file", "error", "seconds",
)  # fmt: skip


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
    workers: Workers,
    progress: Progress,
    rules: SourceRules = NO_RULES,
) -> list[LoadReport]:
    """Load files into a graph folder that exists.

    Args:
        sources: of :func:`find_sources`.
        loader: the loader for all of them; empty: each is recognised.
        strict: with any rejected row or refused file, change nothing.
        dry_run: read and check only.
        workers: change the property graph.
        rules: what the folders of the files say of them.

    Returns:
        one report a file, in the order given.

    Raises:
        Busy: another process is loading.
    """
    if dry_run:
        with tempfile.TemporaryDirectory() as scratch:
            reader = _Reader(Path(scratch), loader, options, rules, progress)
            reports = [reader.read(source, named) for source, named in sources]
            _refuse_shared_scopes(reports, options.base, reader.guessed, [r.manifest for r in reports if r.manifest])
        for report in reports:
            report.rejects_file = ""
            if report.status == "loaded":
                report.status = "dry run"
        return reports
    with folder.writing():
        with folder.reading() as before:
            had = list(folder.facts(before)["loads"]) if before else []
        reader = _Reader(folder.records, loader, options, rules, progress)
        reader.known = {name: read_manifest(folder.records / name) for name in had}
        reports = []
        for source, named in sources:
            reports.append(reader.read(source, named))
            if manifest := reports[-1].manifest:
                reader.known[manifest.load] = manifest
        read = [report.manifest for report in reports if report.manifest]
        paths = {manifest.path for manifest in read}
        stay = [reader.known[name] for name in had if reader.known[name].path not in paths]
        _refuse_shared_scopes(reports, options.base, reader.guessed, [*stay, *read])
        loads = dict.fromkeys(had)
        for report in reports:
            if report.manifest is None or report.failed:
                continue
            # A changed file takes the place of what the same path said before.
            for other in reader.earlier(report.manifest):
                if other in loads:
                    del loads[other]
                    report.status = "replaced"
            loads[report.load] = None
        if strict and any(r.failed or r.rows_rejected for r in reports):
            for report in reports:
                report.rejects_file = report.rejects_file if report.status == "unchanged" else ""  # not kept
            return reports
        if set(loads) != set(had):
            with folder.reading() as before:
                _count_actors(reports, folder, before)
            build_version(folder, list(loads), progress, workers=workers)
    return reports


@dataclass(slots=True)
class _Reader:
    """What reads one file after another into a folder of records.

    Attributes:
        loader: the loader for all of them; empty: each is recognised.
        rules: what the folders of the files say of them.
        known: the loads that are there already, by name.
        guessed: the new loads whose data set was worked out from the file.
    """

    records: Path
    loader: str
    options: Options
    rules: SourceRules
    progress: Progress
    known: dict[str, Manifest] = field(default_factory=dict)
    guessed: list[Manifest] = field(default_factory=list)

    def read(self, source: Source, named: bool) -> LoadReport:
        """Read a file that is not loaded already; one that cannot be read is reported as such."""
        started = time.monotonic()
        report = LoadReport(str(source))
        options = self.rules.options(source, self.options)
        try:
            loader = find_loader(source, self.rules.loader(source, self.loader))
            report.loader = loader.name
            manifest = describe(source, loader, options)
            if manifest.load in self.known:
                manifest = self.known[manifest.load]
                report.status = "unchanged"
            else:
                ingest(source, loader, options, manifest, self.records, self.progress)
                report.status = "loaded"
        except (LoaderError, OntologyError) as error:
            report.status = "refused" if named or report.loader else "skipped"
            report.error = str(error)
        else:
            report.manifest = manifest
            report.rejects_file = str(manifest.rejects) if manifest.rows_rejected else ""
            if loader.guesses_dataset and not options.dataset:
                self.guessed.append(manifest)
        report.seconds = round(time.monotonic() - started, 3)
        return report

    def earlier(self, manifest: Manifest) -> list[str]:
        """The other loads from the path of this one."""
        return [name for name, m in self.known.items() if m.path == manifest.path and name != manifest.load]


def _refuse_shared_scopes(
    reports: Sequence[LoadReport], base: str, guessed: Sequence[Manifest], loads: Sequence[Manifest]
) -> None:
    """Refuse the files that would become one publication with another one."""
    clashes = shared_scope(base, guessed, loads)
    for report in reports:
        if report.manifest and report.load in clashes and report.status != "unchanged":
            other, clash = clashes[report.load]
            error = LoaderError(
                f"{clash.identifier} is {clash.one!r} here and {clash.other!r} in {other.path}: two publications, and both "
                f"would be the data set {report.manifest.dataset!r}",
                where=report.path,
                expected="a data set of its own for each, or one that you give to both",
                hint=f"govgraph load {report.path} --dataset NAME, or {RULES_FILE} in the folder",
            )
            report.status, report.error, report.rejects_file = "refused", str(error), ""


def _count_actors(reports: list[LoadReport], folder: Folder, before: Path | None) -> None:
    with connect(spill=folder.records / "tmp-spill") as db:
        for report in reports:
            if report.manifest is None or "actors" not in report.manifest.tables or report.status == "unchanged":
                continue
            described = f"SELECT DISTINCT iri FROM {parquet(report.manifest.records('actors'))}"
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
