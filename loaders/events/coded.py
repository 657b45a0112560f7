"""Actors that event coders write as codes: what a code means, and who took part in which event in which role.

The codes are CAMEO's in GDELT, Phoenix and KEDS alike, so one code is one actor in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, cast

import polars as pl
import pyarrow as pa

from govgraph.loaders.events.columns import first_rows, mapped
from govgraph.ontology.block import NAMES, Block, Note
from govgraph.ontology.cameo_actors import decode_cameo_actor
from govgraph.ontology.terms import country_iri, local_id

_ACTORS: Final = {
    "iri": pl.String(), "kind": pl.String(), "names": NAMES, "aliases": NAMES, "identifiers": pl.List(pl.String),
    "country": pl.String(), "row": pl.Int64(),
}  # fmt: skip


def by_code(block: Block, both: pl.DataFrame, base: str, *, several: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The participations of actors that are known by CAMEO codes, and the rows of ``actors`` for those that are not countries.

    Args:
        block: where unknown codes are noted.
        both: one row for each participant, with event, role, code, as_given (its name or code as the source writes it), row, and
            any other columns of participations, which are kept.
        several: whether an event may have several participants in one role.

    Example:
        >>> sides = pl.DataFrame({"event": ["x:e"], "role": ["actor"], "code": ["KGZGOV"], "as_given": ["BISHKEK"], "row": [1]})
        >>> links, actors = by_code(Block({}, 1), sides, "x:")
        >>> links["participant"].item(), actors["names"].item()[0]["text"]
        ('x:actor/cameo/KGZGOV', 'Government (Kyrgyzstan)')
    """
    for name, row in first_rows(both.filter(pl.col("code").is_null()), "as_given"):
        block.notes.append(Note("actor without a code", name, row))
    both = both.filter(pl.col("code").is_not_null())
    participants: dict[str, str] = {}
    actors: list[dict[str, Any]] = []
    codes = first_rows(both, "code")
    words = _words(both, [code for code, _ in codes if decode_cameo_actor(code).unknown])
    for code, row in codes:
        participants[code], rows_of_actor = coded_actor(block, code, row, base, words.get(code, ()))
        actors += rows_of_actor
    iri = pl.concat_str("event", pl.lit("/"), "role")
    if several:
        iri = pl.concat_str(
            iri, pl.lit("/"), mapped("code", {c: i.rsplit("/", 1)[-1] for c, i in participants.items()})
        )
    links = both.select(iri.alias("iri"), mapped("code", participants).alias("participant"), pl.exclude("code"))
    return links, _table(actors)


def _table(actors: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of actors as a table; lists of names are made of whole columns, since a file may have thousands in each block."""
    flat = {c: [actor[c] for actor in actors] for c in ("iri", "kind", "country", "row")}
    identifiers = pl.Series([x for actor in actors for x in actor["identifiers"]], dtype=pl.String)
    columns = [
        *(pl.Series(name, values, dtype=_ACTORS[name]) for name, values in flat.items()),
        *(_names(name, [actor[name] for actor in actors]) for name in ("names", "aliases")),
        identifiers.reshape((len(actors), 1)).arr.to_list().alias("identifiers"),
    ]
    return pl.DataFrame(columns).select(*_ACTORS)


def _names(name: str, each: Sequence[Sequence[Mapping[str, str]] | None]) -> pl.Series:
    """A column of lists of names."""
    every = [x for names in each for x in names or ()]
    texts = pl.DataFrame(
        {key: [x[key] for x in every] for key in ("lang", "text")}, schema=dict.fromkeys(("lang", "text"), pl.String)
    )
    ends = list(accumulate(len(names or ()) for names in each))
    starts: list[int | None] = [
        None if names is None else end - len(names) for names, end in zip(each, ends, strict=True)
    ]
    lists = pa.LargeListArray.from_arrays(
        pl.Series([*starts, len(every)], dtype=pl.Int64).to_arrow(), texts.to_struct("name").to_arrow()
    )
    return cast("pl.Series", pl.from_arrow(lists)).cast(NAMES).alias(name)


def _words(both: pl.DataFrame, codes: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """Code -> the words that stand beside it, each with its first row; looked up for all the codes at once."""
    given = both.filter(pl.col("code").is_in(codes), pl.col("as_given").is_not_null())
    found: dict[str, list[tuple[str, int]]] = {}
    first = given.group_by("code", "as_given").agg(pl.col("row").min()).sort("row", "as_given")
    for code, text, row in first.iter_rows():
        found.setdefault(code, []).append((text, row))
    return found


def coded_actor(
    block: Block, code: str, row: int, base: str, words: Sequence[tuple[str, int]] = ()
) -> tuple[str, list[dict[str, Any]]]:
    """The IRI of the actor that a code stands for, and its rows of ``actors`` (none for a country).

    Args:
        words: the words of the file for an unknown code, each with its row; the code book does not say what such a code means.

    Example:
        >>> iri, (actor,) = coded_actor(Block({}, 1), "KGZGOV", 7, "x:")
        >>> iri, actor["names"][0], actor["country"]
        ('x:actor/cameo/KGZGOV', {'lang': 'en', 'text': 'Government (Kyrgyzstan)'}, 'x:country/KGZ')
    """
    decoded = decode_cameo_actor(code)
    block.notes += [Note("unknown code", f"cameo:{unknown}", row) for unknown in decoded.unknown]
    country = country_iri(base, decoded.country) if decoded.country else None
    if decoded.kind == "country" and country:
        return country, []
    iri = f"{base}actor/cameo/{local_id(decoded.same_as)}"
    actor = {"iri": iri, "kind": decoded.kind, "identifiers": [f"cameo:{code}"], "country": country}
    meanings = [{"lang": language, "text": text} for language, text in decoded.names.items()]
    if not decoded.unknown or not words:
        return iri, [{**actor, "names": meanings, "aliases": None, "row": row}]
    return iri, [
        {**actor, "names": [{"lang": "en", "text": text}], "aliases": meanings, "row": at} for text, at in words
    ]
