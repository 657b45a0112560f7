"""Actors that a data set knows by name alone (:mod:`govgraph.loaders.identity`): their kind, and their participations.

Countries are the exception: a country's name says which one it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import polars as pl

from govgraph.loaders.events.columns import distinct, mapped, named
from govgraph.loaders.identity import name_only_iri
from govgraph.ontology.block import Block, Note
from govgraph.ontology.countries import country_by_name
from govgraph.ontology.terms import country_iri, local_id

PLACEHOLDER: Final = "placeholder"
"""The kind of a name that stands for nobody known, so that there is no actor."""

_BRACKET: Final = re.compile(r"(.+?)\s*\(([^()]+)\)")
_ACRONYM: Final = re.compile(r"[A-Z0-9&./-]{2,}")
_NOBODY: Final = re.compile(
    r"(?:unidentified|unspecified|unknown|not specified|not identified|none|n/?a)(?: (?:actors?|state actors?|target|source))?",
    re.IGNORECASE,
)

_TOLD: Final = {
    "iri": pl.String(), "kind": pl.String(), "name": pl.String(), "identifier": pl.String(), "country": pl.String(),
    "name_only": pl.Boolean(), "row": pl.Int64(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name means.

    Attributes:
        kind: a kind of actor, or :data:`PLACEHOLDER`; of a country's own name ``country``.
        iso3: the country that the actor belongs to, or is; empty if it is not known.
    """

    kind: str
    iso3: str = ""


@lru_cache(maxsize=65_536)
def iso3_of(name: str) -> str:
    """The ISO 3166-1 alpha-3 code of a country by its name, or an empty string.

    Example:
        >>> iso3_of("Russian Federation"), iso3_of("Congo")
        ('RUS', '')
    """
    state = country_by_name(name)
    return state.iso3 if state else ""


def is_nobody(name: str) -> bool:
    """Whether a name is a placeholder for an actor that is not known.

    Example:
        >>> is_nobody("Unspecified Actor"), is_nobody("Unidentified Armed Group (Mexico)")
        (True, False)
    """
    return _NOBODY.fullmatch(name.strip()) is not None


def role_and_place(name: str) -> tuple[str, str]:
    """The two parts of a generic name such as ``Police (Kyrgyzstan)``; two empty strings if it is none.

    What stands in brackets is a country, a region or what people belong to. An acronym is part of an organisation's name.

    Example:
        >>> role_and_place("Police (Kyrgyzstan)"), role_and_place("Kenya African National Union (KANU)")
        (('Police', 'Kyrgyzstan'), ('', ''))
    """
    match = _BRACKET.fullmatch(name.strip())
    if not match or _ACRONYM.fullmatch(match[2]):
        return "", ""
    return match[1], match[2]


def by_name(
    block: Block,
    sides: pl.DataFrame,
    base: str,
    dataset: str,
    meant: Callable[[Mapping[str, Any]], Meant],
    *,
    language: str = "en",
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The participations of actors that are known by name, and their rows of ``actors``.

    Args:
        block: where placeholders and unknown countries of actors are noted.
        sides: one row for each participant, with event, role, name, row; ``place`` if the source gives the actor's country in a column
            of its own; ``sort`` if it says what sort of actor it is; ``wikipedia`` if it gives the title of an article, which is then the actor's
            identifier; ``as_given`` if it gives the words of a text beside the name; and any other columns of participations, which are kept.
        meant: says whom a name means, given these; called once for each different one.
        language: of the names.
    """
    sides = sides.filter(pl.col("name").is_not_null())
    key = [c for c in ("name", "place", "sort", "wikipedia") if c in sides.columns]
    sides, names = distinct(sides, key)
    iris: list[str | None] = []
    actors: dict[str, list[Any]] = {column: [] for column in _TOLD}
    unknown: dict[str, int] = {}
    for one in names.iter_rows(named=True):
        who = meant(one)
        if who.kind == PLACEHOLDER:
            block.notes.append(Note("placeholder, not an actor", one["name"][:200], one["row"]))
            iris.append(None)
            continue
        home = country_iri(base, who.iso3) if who.iso3 else None
        if (place := one.get("place")) and home is None and not iso3_of(place):
            unknown.setdefault(place, one["row"])
        if who.kind == "country" and home:
            iris.append(home)
            continue
        title = "_".join(one["wikipedia"].split()) if one.get("wikipedia") else ""
        if title:
            iri = f"{base}actor/{local_id(dataset)}/wikipedia/{local_id(title)}"
        else:
            iri = name_only_iri(base, dataset, who.kind, who.iso3 or one.get("place") or "", one["name"])
        iris.append(iri)
        known = (
            iri,
            who.kind,
            one["name"],
            f"wikipedia:{title}" if title else None,
            home,
            not title or None,
            one["row"],
        )
        for values, value in zip(actors.values(), known, strict=True):
            values.append(value)
    block.notes += [Note("unknown country", place[:200], row) for place, row in unknown.items()]
    names = names.select("#key", participant=pl.Series(iris, dtype=pl.String))
    links = sides.join(names, on="#key", how="left", maintain_order="left").drop("#key")
    links = links.filter(pl.col("participant").is_not_null())
    told = pl.DataFrame(actors, schema=_TOLD).unique("iri", keep="first", maintain_order=True)
    identifiers = pl.when(pl.col("identifier").is_not_null()).then(pl.concat_list("identifier"))
    described = told.select(pl.exclude("name", "identifier"), names=named("name", language), identifiers=identifiers)
    if "unit" in links.columns:
        # An actor is described for each event that names it, so that it goes when the newest release of its last event does not name it.
        of_units = links.select("unit", "stamp", "row", iri="participant").unique(
            ["iri", "unit", "stamp"], keep="first", maintain_order=True
        )
        described = of_units.join(described.drop("row"), on="iri", how="inner", maintain_order="left")
    return participations(links), described


def participations(links: pl.DataFrame) -> pl.DataFrame:
    """Participations with their IRIs: the event, the role and the participant, since an event may have several with one role."""
    last = {iri: iri.rsplit("/", 1)[-1] for iri in links["participant"].unique().to_list()}
    keep = [c for c in links.columns if c not in ("name", "place", "sort", "wikipedia", "as_given")]
    given = pl.coalesce(*(c for c in ("as_given", "name") if c in links.columns))
    return links.select(
        pl.concat_str("event", pl.lit("/"), "role", pl.lit("/"), mapped("participant", last)).alias("iri"),
        given.alias("as_given"),
        *keep,
    )
