"""What a load did to identity, for its report: which actors it linked, what contradicted, and which names the register has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.graph.duck import asking, parquet
from govgraph.graph.identity.kept import outcomes
from govgraph.graph.identity.register_links import looked_up
from govgraph.ontology.terms import shorten

if TYPE_CHECKING:
    from govgraph.graph.build.manifest import Manifest

KINDS = {
    "linked": "actor that is one with another, by a shared identifier",
    "contradicted": "actors with a shared identifier that stay apart, because their records contradict",
    "refused": "decisions that are not carried out, because they contradict",
}
"""Outcome -> the kind of note about it."""

NOT_THERE = "the register has no such name"
"""Why a name stays open, where nothing else is said."""

_EXAMPLES = 5
_MOST_SHOWN = 20


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
    new = [x for x in outcomes(after) if x["outcome"] in KINDS and _key(x) not in known]
    by_load: dict[str, dict[str, dict[str, Any]]] = {}
    if not new:
        return by_load
    members = sorted({iri for outcome in new for iri in outcome["members"]})
    with asking() as db:
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


def told_of_register(manifests: Sequence[Manifest], base: str, version: Path) -> dict[str, dict[str, Any]]:
    """Load -> how many of its actors are linked to the register and how many names stay open, with examples.

    Only states and organizations are counted. ``links`` are the first links and ``reasons`` the reasons for open names, each with ``count`` and
    ``examples``, both with ``value`` and ``row``.

    Args:
        manifests: the loads to look at.
        base: the graph's base IRI.
        version: the folder of a version that has these loads.

    Example:
        >>> told_of_register([], "x:", Path("no-such-version"))
        {}
    """
    every = outcomes(version)
    named = {x["members"][0]: x for x in every if x["outcome"] == "named"}
    # Why a whole cluster stays open is said of each of its members.
    open_ = {iri: x["why"] for x in every if x["outcome"] == "open" for iri in x["members"]}
    by_load: dict[str, dict[str, Any]] = {}
    condition, parameters = looked_up(base)
    with asking() as db:
        for manifest in manifests:
            if "actors" not in manifest.tables:
                continue
            rows = db.execute(
                f"SELECT iri, min(row) AS first, arg_min(names[1].text, row) FROM {parquet(manifest.records('actors'))} "
                f"WHERE {condition} GROUP BY iri ORDER BY first",
                parameters,
            ).fetchall()
            if not rows:
                continue
            linked = [{"value": _named(named[iri]), "row": row} for iri, row, _ in rows if iri in named]
            reasons: dict[str, dict[str, Any]] = {}
            for iri, row, name in rows:
                if iri not in named:
                    known, said = iri in open_, open_.get(iri, "")
                    reason = said.partition(": ")[2] or said if known else NOT_THERE
                    kept = reasons.setdefault(reason, {"count": 0, "examples": []})
                    kept["count"] += 1
                    if len(kept["examples"]) < _EXAMPLES:
                        kept["examples"].append({"value": name or shorten(iri), "row": row})
            by_load[manifest.load] = {
                "linked": len(linked), "open": len(rows) - len(linked), "links": linked[:_MOST_SHOWN], "reasons": reasons,
            }  # fmt: skip
    return by_load


def _named(outcome: dict[str, Any]) -> str:
    return f"{outcome['why']}: {shorten(outcome['members'][1])}"


def _key(outcome: dict[str, Any]) -> tuple[Any, ...]:
    return outcome["outcome"], *outcome["members"], outcome["why"]


def _words(outcome: dict[str, Any]) -> str:
    members = ", ".join(map(shorten, outcome["members"][:3])) + (" ..." if outcome["members"][3:] else "")
    return f"{members}: {outcome['why']}"
