"""Update a copy of one version's embedded property graph to the next version.

It is given the rows that were removed and the rows that were added, table by table. A node whose class changed is deleted and made
again, since the engine cannot change the type of a node; its relationships are then put back from the tables. The cost depends
on the size of the change, not on the size of the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import arcadedb_embedded as arcadedb
import polars as pl

from govgraph.graph.duck import asking, connect, parquet
from govgraph.graph.property_graph import projection
from govgraph.graph.stores.arcade_write import Writer, node_rows
from govgraph.graph.table_parts import tables_in
from govgraph.ontology.declaration import relationships, tables

_STEP = 5_000


def _read(folder: Path, name: str, side: str) -> pl.DataFrame | None:
    """The rows of one side that the other side does not have with exactly the same values."""
    file, other = (folder / f"{name}.{s}.parquet" for s in (side, "new" if side == "old" else "old"))
    if not file.exists():
        return None
    with asking([file, other], folder / "spill") as db:
        rows = db.sql(f"SELECT * FROM {parquet(file)} EXCEPT SELECT * FROM {parquet(other)}")
        return cast(pl.DataFrame, pl.from_arrow(rows.to_arrow_table()))


def _steps(frame: pl.DataFrame) -> Iterator[list[dict[str, object]]]:
    for start in range(0, frame.height, _STEP):
        yield frame.slice(start, _STEP).to_dicts()


class _Update:
    def __init__(self, db: arcadedb.Database, diff: Path, assembled: Path, languages: Sequence[str]) -> None:
        self.db, self.diff, self.assembled, self.languages = db, diff, assembled, languages
        self.writer = Writer(db)
        self.names = sorted({p.name.split(".")[0] for p in diff.glob("*.parquet")})
        self.node_names = [n for n in self.names if not tables()[n].is_link]
        self.keyed = {drawn.type for drawn in relationships() if drawn.keyed}
        self.to_events = {d.type for d in relationships() if d.target_class == "Event" != d.source_class}

    def run(self) -> None:
        old, new = self._nodes("old"), self._nodes("new")
        # A node whose class changed has another type of node: it is deleted and made again, with all its relationships.
        both = old.select("iri", was="labels").join(new.select("iri", "labels"), on="iri")
        recast = set(both.filter(pl.col("was") != pl.col("labels"))["iri"])
        kept = set(both["iri"]) - recast
        removed, added = self._relationships("old"), self._relationships("new")
        self._put_back(added, recast)
        self._drop_relationships(removed)
        self._drop_nodes([iri for iri in old["iri"] if iri not in kept])
        self._change_nodes(kept)
        self._add_nodes(set(new["iri"]) - kept)
        self._add_relationships(added)

    def _nodes(self, side: str) -> pl.DataFrame:
        parts = [pl.DataFrame(schema={"iri": pl.String, "labels": pl.String})]
        for name in self.node_names:
            frame = _read(self.diff, name, side)
            if frame is not None:
                parts.append(node_rows(name, frame, self.languages).select("iri", "labels"))
        return pl.concat(parts)

    def _relationships(self, side: str) -> dict[str, pl.DataFrame]:
        frames: dict[str, list[pl.DataFrame]] = {}
        for name in self.names:
            frame = _read(self.diff, name, side)
            if frame is not None:
                for drawn in projection.relationships(tables()[name], frame.lazy()):
                    frames.setdefault(drawn.type, []).append(drawn.rows.collect())
        return {
            kind: pl.concat(parts, how="diagonal_relaxed").unique(["_source", "_target", *self._key(kind)])
            for kind, parts in frames.items()
        }

    def _key(self, kind: str) -> list[str]:
        return ["iri"] if kind in self.keyed else []

    def _put_back(self, added: dict[str, pl.DataFrame], recast: set[str]) -> None:
        """Add the unchanged relationships of the nodes that are made again to those that are to be added."""
        if not recast:
            return
        with connect(spill=self.diff / "spill") as db:
            db.register("recast", pl.DataFrame({"iri": sorted(recast)}).to_arrow())
            for name, files in tables_in(self.assembled).items():
                table = tables()[name]
                if not table.drawn:
                    continue
                ends = {(of.source, False) for of in table.drawn} | {(of.target, of.many) for of in table.drawn}
                tests = [
                    f"len(list_intersect(t.{end}, (SELECT list(iri) FROM recast))) > 0" if many
                    else f"t.{end} IN (SELECT iri FROM recast)"
                    for end, many in sorted(ends)
                ]  # fmt: skip
                relation = db.sql(f"SELECT * FROM {parquet(*files)} t WHERE {' OR '.join(tests)}")
                rows = cast(pl.DataFrame, pl.from_arrow(relation.to_arrow_table()))
                for drawn in projection.relationships(table, rows.lazy()):
                    touched = pl.col("_source").is_in(list(recast)) | pl.col("_target").is_in(list(recast))
                    frame = drawn.rows.collect().filter(touched)
                    parts = [added[drawn.type], frame] if drawn.type in added else [frame]
                    added[drawn.type] = pl.concat(parts, how="diagonal_relaxed").unique(
                        ["_source", "_target", *self._key(drawn.type)], keep="first"
                    )

    def _drop_relationships(self, removed: dict[str, pl.DataFrame]) -> None:
        for kind, frame in removed.items():
            same = " AND r.iri = row.iri" if self._key(kind) else ""
            # Events have few relationships and actors may have very many, so the search starts at the event.
            to_event = kind in self.to_events
            start, way = ("_target", f"<-[r:{kind}]-(o)") if to_event else ("_source", f"-[r:{kind}]->(o)")
            other = "_source" if to_event else "_target"
            query = (
                f"UNWIND $rows AS row MATCH (n:Entity {{iri: row.{start}}}) MATCH (n){way} "
                f"WHERE o.iri = row.{other}{same} DELETE r"
            )
            self._run(query, frame.select("_source", "_target", *self._key(kind)))

    def _drop_nodes(self, iris: list[str]) -> None:
        frame = pl.DataFrame({"iri": iris}, schema={"iri": pl.String})
        self._run("UNWIND $rows AS row MATCH (n:Entity {iri: row.iri}) DETACH DELETE n", frame)

    def _change_nodes(self, kept: set[str]) -> None:
        for name in self.node_names:
            frame = _read(self.diff, name, "new")
            if frame is None:
                continue
            rows = node_rows(name, frame.filter(pl.col("iri").is_in(list(kept))), self.languages).drop("labels")
            for step in _steps(rows):
                params = [{"iri": r["iri"], "set": {k: v for k, v in r.items() if v is not None}} for r in step]
                self._command("UNWIND $rows AS row MATCH (n:Entity {iri: row.iri}) SET n = row.set", params)

    def _add_nodes(self, iris: set[str]) -> None:
        for name in self.node_names:
            frame = _read(self.diff, name, "new")
            if frame is not None:
                rows = node_rows(name, frame.filter(pl.col("iri").is_in(list(iris))), self.languages)
                if rows.height:
                    self.writer.add_nodes(rows)

    def _add_relationships(self, added: dict[str, pl.DataFrame]) -> None:
        iris = sorted({iri for frame in added.values() for end in ("_source", "_target") for iri in frame[end]})
        rids = self._rids(iris)
        for kind, frame in added.items():
            ends = [
                pl.col(end).replace_strict(rids, return_dtype=pl.String).alias(to)
                for end, to in (("_source", "_src"), ("_target", "_dst"))
            ]
            self.writer.add_relationships(kind, frame.with_columns(ends).drop("_source", "_target"))

    def _rids(self, iris: list[str]) -> dict[str, str]:
        """IRI -> record id of those that are nodes."""
        rids: dict[str, str] = {}
        for start in range(0, len(iris), _STEP):
            rows = self.db.query(
                "sql", "SELECT iri, @rid AS rid FROM Entity WHERE iri IN :iris", {"iris": iris[start : start + _STEP]}
            )
            rids.update((r["iri"], str(r["rid"])) for r in rows.to_list())
        return rids

    def _run(self, query: str, frame: pl.DataFrame) -> None:
        for step in _steps(frame):
            self._command(query, step)

    def _command(self, query: str, rows: list[dict[str, object]]) -> None:
        if rows:
            self.db.begin()
            self.db.command("opencypher", query, {"rows": rows})
            self.db.commit()


def update(path: Path, diff: Path, assembled: Path, languages: Sequence[str]) -> None:
    """Change a database from the old rows of a diff to the new ones.

    Args:
        path: the database folder, a copy that nothing else uses.
        diff: ``<table>.old.parquet`` and ``<table>.new.parquet``: assembled rows that were removed and added.
        assembled: the folder of the new version's tables.
        languages: in the order in which ``name`` is chosen.
    """
    db = arcadedb.open_database(str(path))
    try:
        _Update(db, diff, assembled, languages).run()
    finally:
        db.close()
