"""What the rows of a load refer to and no loaded row describes, told when the files are loaded.

It is told after all files of a command are read: the members of one file may be the actors of the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import connect, parquet
from govgraph.ontology.declaration import tables
from govgraph.ontology.terms import CODE, country_iri, shorten

KIND = "reference that no loaded row describes"
"""The kind of note that tells of one."""

_EXAMPLES = 5


def undescribed(
    manifests: Sequence[Manifest], base: str, version: Path | None, *, built: bool
) -> dict[str, dict[str, Any]]:
    """Load -> how many references lead nowhere, and some of them with their rows.

    Args:
        manifests: the loads to look at.
        base: the graph's base IRI.
        version: the graph's version; None: there is none.
        built: the version holds the loads already; else it is the one before them.
    """
    told: dict[str, dict[str, Any]] = {}
    with connect() as db:
        if built and version:
            join = f"SEMI JOIN {parquet(version / 'tables' / 'undescribed.parquet')} k ON k.iri = r.ref"
        else:
            db.execute("CREATE TEMP TABLE described (iri VARCHAR)")
            files = [m.records(t) for m in manifests for t in m.tables]
            if version:
                files += [version / "tables" / f"{t}.parquet" for t in tables() if t != "undescribed"]
            for file in files:
                if file.exists():
                    db.execute(f"INSERT INTO described SELECT DISTINCT iri FROM {parquet(file)}")
            join = "ANTI JOIN described k ON k.iri = r.ref"
        for manifest in manifests:
            parts = []
            for name in manifest.tables:
                for column in tables()[name].refs:
                    value = f"unnest({column.name})" if column.many else column.name
                    parts.append(
                        f"SELECT '{name}.{column.name}' AS place, {value} AS ref, row FROM {parquet(manifest.records(name))}"
                    )
            if not parts:
                continue
            rows = db.execute(
                f"SELECT place, ref, min(row) AS first FROM ({' UNION ALL '.join(parts)}) r {join} "
                "WHERE ref IS NOT NULL AND NOT starts_with(ref, $country) AND NOT starts_with(ref, $code) "
                "GROUP BY ALL ORDER BY first, place, ref",
                {"country": country_iri(base, ""), "code": CODE},
            ).fetchall()
            if rows:
                examples = [{"value": f"{place} {shorten(ref)}", "row": row} for place, ref, row in rows[:_EXAMPLES]]
                told[manifest.load] = {"count": len(rows), "examples": examples}
    return told
