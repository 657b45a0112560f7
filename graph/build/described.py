"""Rows for things that no file needs to describe: countries and event types from our code lists, datasets and loads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from govgraph.ontology import countries, event_types, source_codes
from govgraph.ontology.block import assembled_schema, conform, schema
from govgraph.ontology.cameo import CameoEvent, cameo_event, cameo_events
from govgraph.ontology.declaration import tables
from govgraph.ontology.terms import CODE, country_iri, dataset_iri

if TYPE_CHECKING:
    from govgraph.graph.build.manifest import Manifest

CODES = "codes"
"""The name of the load and of the dataset for what our own code lists say about countries."""


def _names(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"lang": lang, "text": text} for lang, text in sorted(values.items()) if text]


@cache
def country_rows(base: str) -> pl.DataFrame:
    """Rows of the table ``actors`` for all countries of our code list.

    Example:
        >>> country_rows("https://example.org/")["kind"].unique().to_list()
        ['country']
    """
    rows = []
    for number, country in enumerate(countries.countries(), start=2):
        rows.append(
            {
                "iri": country_iri(base, country.iso3),
                "kind": "country",
                "names": _names(country.names),
                "aliases": [{"lang": "", "text": v} for v in country.variants],
                "identifiers": list(country.codes),
                "start_date": country.started or None,
                "end_date": country.ended or None,
                "load": CODES,
                "dataset": CODES,
                "row": number,
            }
        )
    known = {column: kind for column, kind in schema("actors").items() if column in rows[0]}
    return conform("actors", pl.DataFrame(rows, schema=known))


def event_type_rows(used: Iterable[str]) -> pl.DataFrame:
    """Assembled rows of ``event_types`` for those of the used concepts that are in our code lists, and for all broader concepts.

    Example:
        >>> sorted(event_type_rows([CODE + "cameo/042"])["notation"])
        ['04', '042', 'CONSULT']
    """
    used = list(used)
    known = concepts() if used else {}
    with_broader: dict[str, dict[str, Any]] = {}
    queue = [iri for iri in used if iri in known]
    while queue:
        iri = queue.pop()
        if iri not in with_broader:
            with_broader[iri] = known[iri]
            queue += [b for b in known[iri]["broader"] or [] if b in known]
    return pl.DataFrame(
        [with_broader[iri] for iri in sorted(with_broader)], schema=assembled_schema(tables()["event_types"])
    )


@cache
def concepts() -> dict[str, dict[str, Any]]:
    """All concepts of the code lists, as rows of ``event_types`` by IRI.

    Example:
        >>> concepts()[CODE + "cameo/042"]["broader"]
        ['https://w3id.org/govgraph/code/cameo/04']
    """
    rows: dict[str, dict[str, Any]] = {}

    def add(scheme: str, code: str, names: dict[str, str], broader: list[str]) -> None:
        iri = f"{CODE}{scheme}/{code}"
        rows[iri] = {
            "iri": iri, "class": "EventType", "names": _names(names), "notation": code, "scheme": scheme,
            "broader": sorted(set(broader)) or None,
        }  # fmt: skip

    def labels(x: CameoEvent | event_types.PloverType | event_types.EventType) -> dict[str, str]:
        return {"en": x.label_en, "ru": x.label_ru, "ky": x.label_ky}

    for plover in event_types.plover_types():
        add("plover", plover.code, labels(plover), [])
    for cameo in cameo_events():
        wider = [f"{CODE}cameo/{cameo.broader}"] if cameo.broader else []
        # A code gets a PLOVER type of its own only if it differs from its parent's.
        parent = cameo_event(cameo.broader) if cameo.broader else None
        if cameo.plover and (parent is None or parent.plover != cameo.plover):
            wider.append(f"{CODE}plover/{cameo.plover}")
        add("cameo", cameo.code, labels(cameo), wider)
    for kind in event_types.event_types():
        wider = [f"{CODE}event-type/{kind.broader}"] if kind.broader else []
        wider += [f"{CODE}plover/{kind.plover}"] if kind.plover else []
        add("event-type", kind.code, labels(kind), wider)
    for event in source_codes.source_events():
        wider = [CODE + broader.replace(":", "/", 1) for broader in event.broader]
        add(event.scheme, event.code, event.labels, wider)
    return rows


def dataset_rows(base: str, loads: Sequence[Manifest], with_codes: bool) -> pl.DataFrame:
    """Assembled rows of ``datasets``.

    Example:
        >>> dataset_rows("https://example.org/", [], True)["iri"].item()
        'https://example.org/dataset/codes'
    """
    rows: dict[str, dict[str, Any]] = {}
    if with_codes:
        rows[CODES] = _dataset(base, CODES, "govgraph code lists", "Apache-2.0", "")
    for ref in sorted(loads, key=lambda r: r.load):
        rows.setdefault(ref.dataset, _dataset(base, ref.dataset, ref.dataset_title, ref.licence, ref.homepage))
    for ref in loads:
        for name in ref.datasets:  # of these nothing is known but that the file names them
            rows.setdefault(name, _dataset(base, name, name, "", ""))
    return pl.DataFrame([rows[k] for k in sorted(rows)], schema=assembled_schema(tables()["datasets"]))


def _dataset(base: str, name: str, title: str, licence: str, homepage: str) -> dict[str, Any]:
    return {
        "iri": dataset_iri(base, name), "class": "Dataset", "names": _names({"en": title}),
        "licence": licence or None, "links": [homepage] if homepage else None,
    }  # fmt: skip


def load_rows(base: str, loads: Sequence[Manifest]) -> pl.DataFrame:
    """Assembled rows of ``loads``: only what is the same on every machine, so not when they were loaded.

    Example:
        >>> load_rows("https://example.org/", []).height
        0
    """
    rows = [
        {
            "iri": f"{base}load/{r.load}", "class": "Load", "file_name": r.file, "loader": r.loader, "sha256": r.sha256, "licence": r.licence or None, "source": r.source or None,
            "dataset_iri": dataset_iri(base, r.dataset),
        }
        for r in sorted(loads, key=lambda r: r.load)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=assembled_schema(tables()["loads"]))
