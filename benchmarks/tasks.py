"""What is measured of govgraph and of the bare engines, each run as a process of its own: ``python -m benchmarks.tasks NAME ...``.

A task prints one line of JSON at its end: counts, and the wall seconds of its stages if it has any. Tasks that only prepare
input for others are here too; they are not measured. Modules that only one task needs are imported in it: imports cost processor time too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from govgraph.graph.build.ingest import describe, ingest
from govgraph.graph.build.version_tables import VersionTables
from govgraph.graph.identity.log import Log
from govgraph.graph.progress import silent
from govgraph.graph.settings import Settings
from govgraph.graph.stores import rdf_build
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.classes import ontology_quads
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader

_LOADER = "gdelt-events"
_QUERIES = {
    "count events by type": {
        "sparql": "SELECT ?t (COUNT(?e) AS ?n) WHERE { ?e sem:eventType ?t } GROUP BY ?t ORDER BY DESC(?n) LIMIT 20",
        "cypher": "MATCH (e:Event)-[:OF_TYPE]->(t) RETURN t.iri AS t, count(*) AS n ORDER BY n DESC LIMIT 20",
        "sql": "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC LIMIT 20",
    },
    "who acts with a busy actor": {
        "sparql": "SELECT ?o (COUNT(*) AS ?n) WHERE { ?p gov:participant ?busy ; gov:event ?e . "
        "?q gov:event ?e ; gov:participant ?o . FILTER(?o != ?busy) } GROUP BY ?o ORDER BY DESC(?n) LIMIT 20",
        "cypher": "MATCH (:Entity {iri: $busy})-[:PARTICIPATED_IN]->(e)<-[:PARTICIPATED_IN]-(o) WHERE o.iri <> $busy "
        "RETURN o.iri AS o, count(*) AS n ORDER BY n DESC LIMIT 20",
        "sql": "SELECT q.participant, count(*) AS n FROM participations p JOIN participations q ON q.event = p.event "
        "WHERE p.participant = $busy AND q.participant <> $busy GROUP BY ALL ORDER BY n DESC LIMIT 20",
    },
    "events by month and country": {
        "sparql": "SELECT ?m ?c (COUNT(?e) AS ?n) WHERE { ?e gov:startDate ?d ; sem:hasPlace ?p . ?p gov:country ?c . "
        "BIND(SUBSTR(STR(?d), 1, 7) AS ?m) } GROUP BY ?m ?c ORDER BY DESC(?n) LIMIT 20",
        "cypher": "MATCH (e:Event)-[:TOOK_PLACE_IN]->()-[:IN_COUNTRY]->(c) RETURN substring(e.startDate, 0, 7) AS m, "
        "c.iri AS c, count(*) AS n ORDER BY n DESC LIMIT 20",
        "sql": "SELECT substr(e.start_date, 1, 7) AS m, p.country AS c, count(*) AS n FROM events e JOIN places p "
        "ON p.iri = e.place WHERE p.country IS NOT NULL GROUP BY ALL ORDER BY n DESC LIMIT 20",
    },
}


class _Stages:
    """The wall seconds of each stage, from the progress that a load reports."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._name, self._since = "", time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:  # noqa: ARG002 - the signature of progress
        if what != self._name:
            self.end()
            self._name = "reading" if what.startswith("reading") else what

    def end(self) -> dict[str, float]:
        now = time.monotonic()
        if self._name:
            self.seconds[self._name] = round(self.seconds.get(self._name, 0.0) + now - self._since, 2)
        self._since = now
        return self.seconds


# ------------------------------------------------------------------------------------------- govgraph


def load(graph: str, file: str) -> dict[str, Any]:
    """Load one more file into a graph folder."""
    from govgraph.graph.graph import Graph

    stages = _Stages()
    with Graph(graph) as opened:
        report = opened.load(file, loader=_LOADER, progress=stages)[0]
    if report.status != "loaded":
        raise SystemExit(f"{file}: {report.status} {report.error}")
    return {"rows": report.rows_loaded, "stages": stages.end()}


def build(graph: str) -> dict[str, Any]:
    """Build what SPARQL and Cypher need of a graph that is loaded."""
    from govgraph.graph.graph import Graph

    stages = _Stages()
    with Graph(graph) as opened:
        opened.build(progress=stages)
    return {"stages": stages.end()}


def unload(graph: str, name: str) -> dict[str, Any]:
    """Remove a file from a graph folder."""
    from govgraph.graph.graph import Graph

    with Graph(graph) as opened:
        return {"gone": opened.unload(name)}


def _assembled(file: str, out: str) -> Path:
    """The folder of a version of a file's records and assembled tables, made by the parts that a load is made of."""
    records, version = Path(out, "records"), Path(out, "version")
    records.mkdir(parents=True)
    version.mkdir()
    source, settings = Source(Path(file)), Settings()
    options = Options(settings.base, "", settings.languages)
    loader = find_loader(source, _LOADER)
    manifest = describe(source, loader, options)
    ingest(source, loader, options, manifest, records, silent)
    VersionTables(settings, [manifest], version, silent, Log()).assemble()
    return version


def _join(files: list[Path], out: Path, first: bytes = b"") -> None:
    with out.open("wb") as stream:
        stream.write(first)
        for file in files:
            with file.open("rb") as part:
                shutil.copyfileobj(part, stream, 1 << 22)


def file_to_lines(file: str, out: str) -> dict[str, Any]:
    """From a file to its triples on disk: all that a load does except filling the stores."""
    work = Path(out, "lines")
    work.mkdir(parents=True)
    version = _assembled(file, out)
    return {"files": len(rdf_build.fact_files(version, work, silent) + rdf_build.said_files(version, work))}


def tables_to_lines(version: str, out: str) -> dict[str, Any]:
    """From assembled tables to N-Triples: what the peers do from flat tables."""
    folder = Path(out)
    folder.mkdir()
    return {"files": len(rdf_build.fact_files(Path(version), folder, silent))}


def ask(graph: str) -> dict[str, Any]:
    """Wall milliseconds of three questions in three languages, each asked a second time, when everything is open."""
    from govgraph.graph.graph import Graph

    millis: dict[str, dict[str, float]] = {}
    with Graph(graph) as opened:
        busy = opened.sql("SELECT participant FROM participations GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
        named = {"busy": next(iter(busy))[0]}
        for question, texts in _QUERIES.items():
            millis[question] = {}
            answers = set()
            for language, text in texts.items():
                given = named if "busy" in text else {}
                for _ in range(2):
                    started = time.monotonic()
                    rows = list(getattr(opened, language)(text, timeout=None, **given))
                    millis[question][language] = round((time.monotonic() - started) * 1000, 1)
                answers.add(tuple(row[-1] for row in rows))
            if len(answers) > 1:
                raise SystemExit(f"{question}: the languages answer differently: {answers}")
    return millis


# ---------------------------------------------------------------------------------------------- Neo4j


def import_files(graph: str, out: str) -> dict[str, Any]:
    """A graph as files for ``neo4j-admin database import``."""
    from govgraph.graph.export.neo4j_import import write_import_files
    from govgraph.graph.graph import Graph

    with Graph(graph) as opened:
        report = write_import_files(opened.version(), Path(out), opened.settings.languages, silent)
    return {"nodes": report.nodes, "relationships": report.relationships, "command": report.command}


def ready_rows(graph: str, out: str, batch: str) -> dict[str, Any]:
    """Not measured: a graph as pickled statements with their rows, for the plain script."""
    import pickle

    from govgraph.graph.graph import Graph
    from govgraph.graph.property_graph.projected import projected_tables

    Path(out).mkdir()
    with Graph(graph) as opened:
        projected = projected_tables(opened.version(), opened.settings.languages)
    count = 0

    def write(order: str, statement: str, frame: pl.DataFrame) -> None:
        nonlocal count
        for part in frame.iter_slices(int(batch)):
            rows = [{k: v for k, v in row.items() if v is not None} for row in part.iter_rows(named=True)]
            if order == "2":
                rows = [{"a": row.pop("_source"), "b": row.pop("_target"), "set": row} for row in rows]
            Path(out, f"{order}-{count:06d}.pickle").write_bytes(
                pickle.dumps(("UNWIND $rows AS row " + statement, rows))
            )
            count += 1

    for table in projected:
        for _, rows in table.slices():
            for labels, frame in table.nodes(rows):
                write("1", f"CREATE (n:{':'.join(labels)}) SET n = row", frame)
            for drawn in table.relationships(rows):
                ends = "MATCH (a:Entity {iri: row.a}) MATCH (b:Entity {iri: row.b}) "
                write("2", f"{ends}CREATE (a)-[r:{drawn.type}]->(b) SET r = row.set", drawn.rows.collect())
    return {"statements": count}


def ready_lines(graph: str, out: str) -> dict[str, Any]:
    """Not measured: a graph's triples as N-Triples, all of one subject together, as suits rdflib-neo4j best."""
    from govgraph.graph.graph import Graph

    with Graph(graph) as opened:
        version = opened.version()
    lines: set[bytes] = set()
    folder = Path(f"{out}.parts")
    folder.mkdir()
    for file in rdf_build.fact_files(version, folder, silent):
        lines.update(file.read_bytes().splitlines())
    shutil.rmtree(folder)
    lines.discard(b"")
    Path(out).write_bytes(b"\n".join(sorted(lines)) + b"\n")
    return {"triples": len(lines)}


# ------------------------------------------------------------------------------------- the bare engines


def prepare(file: str, out: str) -> dict[str, Any]:
    """Not measured: the tables, the flat tables and mappings of the peers, and the ready N-Quads."""
    from benchmarks import mapping

    version, work = _assembled(file, out), Path(out, "lines")
    work.mkdir()
    files = rdf_build.fact_files(version, work, silent) + rdf_build.said_files(version, work)
    _join(files, Path(out, "ready.nq"), ontology_quads())
    for part in files:
        part.unlink()
    flat = mapping.flatten(version / "tables", parts_of(version, rdf_build.CITED))
    text, typed = Path(out, "text"), Path(out, "typed")
    mapping.write_flat(flat, text, text=True)
    mapping.write_flat(flat, typed, text=False)
    Path(out, "mapping.json").write_text(json.dumps([f.spec() for f in flat]), "utf-8")
    Path(out, "mapping.rml.ttl").write_text(mapping.rml(flat, text), "utf-8")
    Path(out, "templates.json").write_text(json.dumps(mapping.ottr(flat)), "utf-8")
    return {"tables": len(flat)}


def record(version: str, out: str) -> dict[str, Any]:
    """Not measured: build a property graph as a load does and keep all that is sent to the engine."""
    from benchmarks.engine import recorded

    return recorded(Path(version, "tables"), Path(out))


def floor_property(ready: str, out: str) -> dict[str, Any]:
    """The bare ArcadeDB: the ready JSON of all nodes and relationships, the same batches, the same index."""
    from benchmarks.engine import replayed

    return replayed(Path(ready), Path(out))


def floor_rdf(ready: str, out: str) -> dict[str, Any]:
    """The bare Oxigraph: bulk_load of the ready N-Quads."""
    import pyoxigraph as ox

    store = ox.Store(out)
    store.bulk_load(path=ready, format=ox.RdfFormat.N_QUADS)
    store.flush()
    return {}


def floor_file(file: str, out: str) -> dict[str, Any]:
    """Polars alone: the file, all columns as text, written as Parquet."""
    Path(out).mkdir()
    frame = pl.read_csv(file, separator="\t", has_header=False, quote_char=None, infer_schema=False)
    frame.write_parquet(Path(out, "events.parquet"))
    return {"rows": frame.height}


def floor_both(lines: str, ready: str, out: str) -> dict[str, Any]:
    """Both bare engines at the same time."""
    Path(out).mkdir()
    commands = [("floor_rdf", lines, f"{out}/rdf"), ("floor_property", ready, f"{out}/property")]
    running = [subprocess.Popen([sys.executable, "-m", "benchmarks.tasks", *c], stdout=sys.stderr) for c in commands]
    codes = [process.wait() for process in running]
    if any(codes):
        raise SystemExit(f"exit statuses {codes}")
    return {}


def _tasks() -> Iterator[Callable[..., dict[str, Any]]]:
    yield from (load, build, unload, file_to_lines, tables_to_lines, ask, prepare, record)
    yield from (floor_property, floor_rdf, floor_both, floor_file, import_files, ready_rows, ready_lines)


def main() -> None:
    """Run the task that the first argument names."""
    task = {t.__name__: t for t in _tasks()}[sys.argv[1]]
    print(json.dumps(task(*sys.argv[2:])), flush=True)  # noqa: T201 - read by the process that started this one
    # Ends at once: a Java runtime in this process would wait for its threads.
    os._exit(0)


if __name__ == "__main__":
    main()
