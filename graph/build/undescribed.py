"""Finds what the rows of a load refer to and no loaded row describes, to be reported when files are loaded.

This is done after all files of a command are read: a member named in one file may be described in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govgraph.graph.build.manifest import Manifest
from govgraph.graph.duck import asking, parquet
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.declaration import tables
from govgraph.ontology.terms import CODE, country_iri, shorten

KIND = "reference that no loaded row describes"
"""The kind of note about such a reference."""

_EXAMPLES = 5


def undescribed(manifests: Sequence[Manifest], base: str, version: Path) -> dict[str, dict[str, Any]]:
    """Load -> how many of its references no loaded row describes, and some of them with their rows.

    Args:
        manifests: the loads to look at.
        base: the graph's base IRI.
        version: the folder of a version that has these loads.
    """
    by_load: dict[str, dict[str, Any]] = {}
    with asking() as db:
        join = f"SEMI JOIN {parquet(*parts_of(version / 'tables', 'undescribed'))} k ON k.iri = r.ref"
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
                by_load[manifest.load] = {"count": len(rows), "examples": examples}
    return by_load
