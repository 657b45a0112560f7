"""Reads the files of a load command one after the other; an error in one file does not affect the others."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from govgraph.graph.build.ingest import describe, ingest
from govgraph.graph.build.manifest import Manifest
from govgraph.graph.build.report import LoadReport
from govgraph.graph.build.source_rules import SourceRules
from govgraph.graph.damage import of_load
from govgraph.graph.errors import GraphError
from govgraph.graph.progress import Progress
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader, probably_holds_data

REPORTS = "https://github.com/govgraph/govgraph/issues"
"""Where to report a fault."""


@dataclass(slots=True)
class Reader:
    """Reads one file after another into a folder of records.

    Attributes:
        loader: the name of the loader for all files; empty: it is chosen for each file.
        rules: the rules for the files, from the folders that they are in.
        known: the loads that the graph already has, by name, without those whose manifests are damaged.
        damaged: the names of those.
        guessed: the new loads whose data set was worked out from the file.
    """

    records: Path
    loader: str
    options: Options
    rules: SourceRules
    progress: Progress
    known: dict[str, Manifest] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set)
    guessed: list[Manifest] = field(default_factory=list)

    def read(self, source: Source, named: bool) -> LoadReport:
        """Read a file, unless it is loaded already. If it cannot be read, the report says so."""
        started = time.monotonic()
        report = LoadReport(str(source))
        try:
            options = self.rules.options(source, self.options)
            loader = find_loader(source, self.rules.loader(source, self.loader))
            report.loader = loader.name
            manifest = describe(source, loader, options)
            known = self.known.get(manifest.load)
            if known and not any(of_load(known.folder)):
                manifest = known
                report.status = "unchanged"
            else:
                ingest(source, loader, options, manifest, self.records, self.progress)
                report.status = "repaired" if known or manifest.load in self.damaged else "loaded"
        except GraphError:
            raise  # the records cannot be written, and nor could those of any other file
        except (LoaderError, OntologyError) as error:
            report.status = "refused" if named or report.loader or probably_holds_data(source) else "skipped"
            report.error = str(error)
        except BaseException as error:
            # Catches errors that nobody foresaw, so that one file does not stop the others. A panic of polars is not an Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            report.status, report.error = "refused", unforeseen(source, error)
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


def unforeseen(source: Source, error: BaseException) -> str:
    """The message for an error that no loader has foreseen.

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
