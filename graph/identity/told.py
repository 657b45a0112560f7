"""What a load did to identity, for its report: which actors it linked, and what contradicted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.graph.duck import connect, parquet
from govgraph.graph.identity.kept import outcomes
from govgraph.ontology.terms import shorten

if TYPE_CHECKING:
    from govgraph.graph.build.manifest import Manifest

KINDS = {
    "linked": "actor that is one with another, by a shared identifier",
    "contradicted": "actors with a shared identifier that stay apart, because their records contradict",
    "refused": "decisions that are not carried out, because they contradict",
}
"""Outcome -> the kind of note about it."""

_EXAMPLES = 5


def told(manifests: Sequence[Manifest], before: Path | None, after: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Load -> kind of note -> how many of its actors were linked or stay apart, and some of them with their rows.

    Args:
        manifests: the loads to look at.
        before, after: the folders of the versions without and with these loads.

    Example:
        >>> told([], None, Path("no-such-version"))
        {}
    """
    known = {_key(outcome) for outcome in outcomes(before)}
    new = [outcome for outcome in outcomes(after) if _key(outcome) not in known]
    by_load: dict[str, dict[str, dict[str, Any]]] = {}
    if not new:
        return by_load
    members = sorted({iri for outcome in new for iri in outcome["members"]})
    with connect() as db:
        for manifest in manifests:
            if "actors" not in manifest.tables:
                continue
            rows = db.execute(
                f"SELECT iri, min(row) FROM {parquet(manifest.records('actors'))} WHERE iri IN (SELECT unnest($m::VARCHAR[])) GROUP BY iri",
                {"m": members},
            ).fetchall()
            first = {str(iri): int(row) for iri, row in rows}
            for outcome in new:
                if not any(iri in first for iri in outcome["members"]):
                    continue
                kinds = by_load.setdefault(manifest.load, {})
                note = kinds.setdefault(KINDS[outcome["outcome"]], {"count": 0, "examples": []})
                note["count"] += 1
                if len(note["examples"]) < _EXAMPLES:
                    row = min(first[iri] for iri in outcome["members"] if iri in first)
                    note["examples"].append({"value": _words(outcome), "row": row})
    return by_load


def _key(outcome: dict[str, Any]) -> tuple[Any, ...]:
    return outcome["outcome"], *outcome["members"], outcome["why"]


def _words(outcome: dict[str, Any]) -> str:
    members = ", ".join(map(shorten, outcome["members"][:3])) + (" ..." if outcome["members"][3:] else "")
    return f"{members}: {outcome['why']}"
