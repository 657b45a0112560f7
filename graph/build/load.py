"""A load command: find the files, read each, put the new version in force, report what happened.

One bad file does not keep the others out. The graph changes once, at the end, for all files together; so a command that is
killed has changed nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.build.reader import Reader
from govgraph.graph.build.report import LoadReport
from govgraph.graph.build.scopes import shared_scope
from govgraph.graph.build.source_rules import RULES_FILE, SourceRules
from govgraph.graph.build.undescribed import undescribed
from govgraph.graph.build.version import build_version
from govgraph.graph.duck import connect, parquet
from govgraph.graph.folder import Folder
from govgraph.graph.progress import Progress
from govgraph.graph.stores.worker import Workers
from govgraph.ontology.loader import LoaderError, Options, Source

NO_RULES = SourceRules()


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
        sources: of :func:`~govgraph.graph.build.files.find_sources`.
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
            reader = Reader(Path(scratch), loader, options, rules, progress)
            reports = [reader.read(source, named) for source, named in sources]
            _refuse_shared_scopes(reports, options.base, reader.guessed, [r.manifest for r in reports if r.manifest])
            with folder.reading() as before:
                _tell_undescribed(reports, options.base, before, built=False)
        for report in reports:
            report.rejects_file = ""
            if report.status == "loaded":
                report.status = "dry run"
        return reports
    with folder.writing():
        with folder.reading() as before:
            had = list(folder.facts(before)["loads"]) if before else []
        reader = Reader(folder.records, loader, options, rules, progress)
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
            with folder.reading() as after:
                _tell_undescribed(reports, options.base, after, built=True)
    return reports


def _tell_undescribed(reports: list[LoadReport], base: str, version: Path | None, *, built: bool) -> None:
    new = [r.manifest for r in reports if r.manifest and r.status in ("loaded", "replaced")]
    told = undescribed(new, base, version, built=built)
    for report in reports:
        if report.status in ("loaded", "replaced"):
            report.undescribed = told.get(report.load, {})


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
