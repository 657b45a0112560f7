"""Runs a load command: reads each file, puts the new version in force, reports what happened.

One bad file does not stop the others from being loaded. The graph changes once, at the end, for all files together, so a command
that is killed has changed nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from govgraph.graph.build.load_names import mending
from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.build.reader import Reader
from govgraph.graph.build.report import LoadReport
from govgraph.graph.build.scopes import shared_scope
from govgraph.graph.build.source_rules import RULES_FILE, SourceRules
from govgraph.graph.build.undescribed import undescribed
from govgraph.graph.build.version import build_version
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.damage import of_load, refuse
from govgraph.graph.duck import asking, parquet, spill_below
from govgraph.graph.errors import Damaged
from govgraph.graph.folder import Folder
from govgraph.graph.identity import log as identity_log
from govgraph.graph.identity.kept import other_iris
from govgraph.graph.identity.told import told, told_of_register
from govgraph.graph.progress import Progress
from govgraph.graph.settings import Settings
from govgraph.graph.table_parts import parts_of
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
    progress: Progress,
    rules: SourceRules = NO_RULES,
) -> list[LoadReport]:
    """Load files into an existing graph folder.

    Args:
        sources: from :func:`~govgraph.graph.build.files.find_sources`.
        loader: the name of the loader for all files; empty: it is chosen for each file.
        strict: change nothing if any row is rejected or any file is refused.
        dry_run: read, check and put together as a load would, in a temporary folder; change nothing.
        rules: the rules for the files, from the folders that they are in.

    Returns:
        one report per file, in the order of the sources.

    Raises:
        Busy: another process is loading.
    """
    if dry_run:
        with tempfile.TemporaryDirectory() as scratch, folder.reading() as before:
            reader = Reader(Path(scratch) / "records", loader, options, rules, progress)
            reports, loads = _read(reader, folder, before, sources)
            if not (strict and _incomplete(reports)):
                _put_together(reports, loads, reader, folder, before, Path(scratch) / "version")
        for report in reports:
            report.rejects_file = ""
            if report.status in _NEW:
                report.status = "dry run"
        return reports
    with folder.writing():
        reader = Reader(folder.records, loader, options, rules, progress)
        with folder.reading() as before:
            reports, loads = _read(reader, folder, before, sources)
            if strict and _incomplete(reports):
                for report in reports:
                    report.rejects_file = report.rejects_file if report.status == "unchanged" else ""  # not kept
                return reports
            changed = any(report.status in _NEW for report in reports)
            if changed:
                _count_actors(reports, folder, before)
        if changed:
            repaired = any(report.status == "repaired" for report in reports)
            with folder.reading() as before:
                build_version(folder, loads, progress, anew=repaired)
                with folder.reading() as after:
                    if after:
                        _tell_what_was_found(reports, options.base, before, after)
    return reports


_NEW = ("loaded", "replaced", "repaired")


def _incomplete(reports: Sequence[LoadReport]) -> bool:
    return any(report.failed or report.rows_rejected for report in reports)


def _read(
    reader: Reader, folder: Folder, before: Path | None, sources: Sequence[tuple[Source, bool]]
) -> tuple[list[LoadReport], list[str]]:
    """Read the files, and find the names of all loads that are in force with them."""
    names_before = list(folder.facts(before)["loads"]) if before else []
    for name in names_before:
        try:
            reader.known[name] = read_manifest(folder.records / name)
        except Damaged:
            reader.damaged.add(name)
    reports = []
    for source, named in sources:
        reports.append(reader.read(source, named))
        if manifest := reports[-1].manifest:
            reader.known[manifest.load] = manifest
            reports[-1].reject_examples = manifest.reject_examples()
    read = [report.manifest for report in reports if report.manifest]
    paths = {manifest.path for manifest in read}
    stay = [reader.known[n] for n in names_before if n in reader.known and reader.known[n].path not in paths]
    _refuse_shared_scopes(reports, reader.options.base, reader.guessed, [*stay, *read])
    loads = dict.fromkeys(names_before)
    for report in reports:
        if report.manifest is None or report.failed:
            continue
        # A changed file replaces the load that came from the same path before.
        for other in reader.earlier(report.manifest):
            if other in loads:
                report.status = "replaced"
                for gone in (other, *mending(reader.known.values(), [other])):
                    loads.pop(gone, None)
        loads[report.load] = None
    return reports, list(loads)


def _put_together(
    reports: list[LoadReport],
    loads: Sequence[str],
    reader: Reader,
    folder: Folder,
    before: Path | None,
    out: Path,
) -> None:
    """Put a version together that is thrown away, so that a dry run finds all that a load would find."""
    if not any(report.status in _NEW for report in reports):
        return
    for name in loads:
        refuse(of_load(reader.known[name].folder if name in reader.known else folder.records / name))
    out.mkdir()
    settings = folder.settings() if folder.exists else Settings(reader.options.base, reader.options.languages)
    log = identity_log.read(folder.path)
    VersionTables(settings, [reader.known[name] for name in loads], out, reader.progress, log).assemble()
    _tell_what_was_found(reports, settings.base, before, out)


def _tell_what_was_found(reports: list[LoadReport], base: str, before: Path | None, after: Path) -> None:
    """Add to the reports what only shows when all files are put together."""
    new = [r.manifest for r in reports if r.manifest and r.status in _NEW]
    missing, linked = undescribed(new, base, after), told(new, before, after)
    named = told_of_register(new, base, after)
    for report in reports:
        if report.status in _NEW:
            report.undescribed = missing.get(report.load, {})
            report.identity = linked.get(report.load, {})
            report.register = named.get(report.load, {})


def _refuse_shared_scopes(
    reports: Sequence[LoadReport], base: str, guessed: Sequence[Manifest], loads: Sequence[Manifest]
) -> None:
    """Refuse files that would share a data set with a different publication."""
    clashes = shared_scope(base, guessed, loads)
    for report in reports:
        if report.manifest and report.load in clashes and report.status != "unchanged":
            other, clash = clashes[report.load]
            error = LoaderError(
                f"{clash.identifier} is {clash.one!r} here and {clash.other!r} in {other.path}: these are two publications, "
                f"and both would become the data set {report.manifest.dataset!r}",
                where=report.path,
                expected="a different data set for each, or the same one given explicitly for both",
                hint=f"govgraph load {report.path} --dataset NAME, or {RULES_FILE} in the folder",
            )
            report.status, report.error, report.rejects_file = "refused", str(error), ""


def _count_actors(reports: list[LoadReport], folder: Folder, before: Path | None) -> None:
    kept = list(parts_of(before / "tables", "actors")) if before else []
    kept += [r.manifest.records("actors") for r in reports if r.manifest and "actors" in r.manifest.tables]
    with asking(kept, spill_below(folder.records / "tmp-spill")) as db:
        # An actor that the graph has under another IRI is known as well.
        db.execute(
            "CREATE TEMP TABLE older AS SELECT unnest($iris::VARCHAR[]) AS iri", {"iris": list(other_iris(before))}
        )
        for report in reports:
            if report.manifest is None or "actors" not in report.manifest.tables or report.status not in _NEW:
                continue
            described = f"SELECT DISTINCT iri FROM {parquet(report.manifest.records('actors'))}"
            known = f"SELECT iri FROM {parquet(*parts_of(before / 'tables', 'actors'))}" if before else ""
            old = f" SEMI JOIN ({known} UNION SELECT iri FROM older) o ON o.iri = d.iri" if before else " WHERE false"
            counts = db.execute(
                f"SELECT (SELECT count(*) FROM ({described})), (SELECT count(*) FROM ({described}) d{old})"
            ).fetchone()
            if counts:
                report.actors_known = int(counts[1])
                report.actors_new = int(counts[0]) - int(counts[1])
