"""Actors of GDELT events: what the two actor codes of a row mean, and who took part in which event in which role."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from govgraph.loaders.events.columns import first_rows, mapped
from govgraph.ontology.block import NAMES, Block, Note
from govgraph.ontology.cameo_actors import decode_cameo_actor
from govgraph.ontology.terms import country_iri, local_id

_ACTORS: Final = (("Actor1", "actor"), ("Actor2", "recipient"))


def participations_of(block: Block, rows: pl.DataFrame, base: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The participations of some rows, and the rows of ``actors`` for the actors that are not countries."""
    sides = [
        rows.select(
            "event",
            "row",
            "document",
            pl.lit(role).alias("role"),
            pl.col(f"{who}Code").alias("code"),
            pl.col(f"{who}Name").alias("as_given"),
        )
        for who, role in _ACTORS
    ]
    both = pl.concat(sides)
    for name, row in first_rows(both.filter(pl.col("code").is_null()), "as_given"):
        block.notes.append(Note("actor without a code", name, row))
    both = both.filter(pl.col("code").is_not_null())
    participants: dict[str, str] = {}
    actors: list[dict[str, Any]] = []
    for code, row in first_rows(both, "code"):
        iri, rows_of_actor = _actor(block, both, code, row, base)
        participants[code] = iri
        actors += rows_of_actor
    links = both.select(
        (pl.col("event") + "/" + pl.col("role")).alias("iri"),
        mapped("code", participants).alias("participant"),
        "event",
        "role",
        "as_given",
        "row",
        "document",
    )
    schema = {"iri": pl.String(), "kind": pl.String(), "names": NAMES, "aliases": NAMES}
    schema |= {"identifiers": pl.List(pl.String)}
    schema |= {"country": pl.String(), "row": pl.Int64()}
    return links, pl.DataFrame(actors, schema=schema)


def _actor(block: Block, both: pl.DataFrame, code: str, row: int, base: str) -> tuple[str, list[dict[str, Any]]]:
    """The IRI of the actor that a code stands for, and its rows of ``actors`` (none for a country)."""
    decoded = decode_cameo_actor(code)
    block.notes += [Note("unknown code", f"cameo:{unknown}", row) for unknown in decoded.unknown]
    country = country_iri(base, decoded.country) if decoded.country else None
    if decoded.kind == "country" and country:
        return country, []
    iri = f"{base}actor/cameo/{local_id(decoded.same_as)}"
    actor = {"iri": iri, "kind": decoded.kind, "identifiers": [f"cameo:{code}"], "country": country}
    meaning = {"lang": "en", "text": decoded.name}
    # The code book does not say what an unknown code means; the words of the row do.
    words = first_rows(both.filter(pl.col("code") == code), "as_given") if decoded.unknown else []
    if not words:
        return iri, [{**actor, "names": [meaning], "aliases": None, "row": row}]
    return iri, [
        {**actor, "names": [{"lang": "en", "text": text}], "aliases": [meaning], "row": at} for text, at in words
    ]
