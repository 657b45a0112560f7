"""The cells of GDELT's Global Knowledge Graph (GKG) 1 and 2: lists of names, places and words, with separators of their own.

Cells of version 1 list each name once, those of version 2 (``V2...``) each place in the text. Names of version 1 are in small letters; some are
in no cell of version 2. Source: GKG codebook 2.1 (http://data.gdeltproject.org/documentation/), sections "V1" and "V2".
"""

from __future__ import annotations

import html
from typing import Final

import polars as pl

from govgraph.loaders.events.columns import first_rows
from govgraph.loaders.gdelt.places import GEO_COLUMNS
from govgraph.ontology.block import Block, Note

MARK: Final = "\x1f"
"""Stands between the parts of a text that is split at once, which costs less than a list that is filtered."""

_PLACE: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")


def names_in(rows: pl.DataFrame, plain: str, cased: str) -> pl.DataFrame:
    """The names that two cells list: ``row``, ``key`` (in small letters, by which GDELT tells names apart) and ``name`` as written.

    Args:
        plain: the column of version 1: ``donald trump;joe biden``.
        cased: the column of version 2: ``Donald Trump,1102;Joe Biden,77``. Its letters count where both cells have a name.

    Example:
        >>> rows = pl.DataFrame({"row": [1], "v1": ["joe biden;u n council"], "v2": ["Joe Biden,7;Joe Biden,90"]})
        >>> names_in(rows, "v1", "v2").rows()
        [(1, 'joe biden', 'Joe Biden'), (1, 'u n council', 'u n council')]
    """
    in_two = rows.select("row", name=pl.col(cased).str.split(";")).explode("name", empty_as_null=True)
    in_two = in_two.with_columns(pl.col("name").str.replace(r",\d+$", "").str.strip_chars())
    in_one = rows.select("row", name=pl.col(plain).str.split(";")).explode("name", empty_as_null=True)
    in_one = in_one.with_columns(pl.col("name").str.strip_chars())
    every = pl.concat([in_two, in_one]).filter(pl.col("name") != "")
    every = every.with_columns(key=pl.col("name").str.to_lowercase()).select("row", "key", "name")
    return every.unique(["row", "key"], keep="first", maintain_order=True).sort("row", maintain_order=True)


def places_in(block: Block, rows: pl.DataFrame, plain: str, full: str) -> pl.DataFrame:
    """The places that a cell lists: ``row``, :data:`GEO_COLUMNS`, ``latitude``, ``longitude``, ``told`` (as written); what is none is noted.

    Args:
        plain: the column of version 1: type, name, country, ADM1, latitude, longitude, number, between ``#``.
        full: the column of version 2, with ADM2 and a place in the text besides; used where the other is empty.

    Example:
        >>> rows = pl.DataFrame({"row": [1], "v1": [None], "v2": ["4#Osh, Osh, Kyrgyzstan#KG#KG08##40.5#72.8#-2327769#812"]})
        >>> places_in(Block({}, 1), rows, "v1", "v2").select("row", *GEO_COLUMNS[1:4]).row(0)
        (1, 'Osh, Osh, Kyrgyzstan', 'KG', 'KG08')
    """
    # Without the fifth and the ninth field, a block of version 2 is one of version 1.
    shorter = pl.col(full).str.replace_all(r"(\d#[^#;]*#[^#;]*#[^#;]*#)[^#;]*#([^#;]*#[^#;]*#[^#;]*)#\d+", "${1}${2}")
    cells = rows.select("row", told=pl.coalesce(plain, shorter).str.split(";")).explode("told", empty_as_null=True)
    cells = (
        cells.with_columns(pl.col("told").str.strip_chars()).filter(pl.col("told") != "").unique(maintain_order=True)
    )
    fields = pl.col("told").str.split_exact("#", len(_PLACE) - 1).struct.rename_fields(list(GEO_COLUMNS))
    good = (pl.col("told").str.count_matches("#", literal=True) == len(_PLACE) - 1) & pl.col("told").str.contains(
        "^[1-5]#"
    )
    for told, row in first_rows(cells.filter(~good), "told"):
        block.notes.append(Note("not a place", told[:200], row))
    placed = cells.filter(good).with_columns(fields.alias("fields")).unnest("fields")
    placed = placed.with_columns(pl.when(pl.col(GEO_COLUMNS) != "").then(pl.col(GEO_COLUMNS)))
    latitude, longitude = (pl.col(f"ActionGeo_{c}").cast(pl.Float64, strict=False) for c in ("Lat", "Long"))
    sound = latitude.is_between(-90, 90) & longitude.is_between(-180, 180)
    placed = placed.with_columns(latitude=pl.when(sound).then(latitude), longitude=pl.when(sound).then(longitude))
    odd = placed.filter(
        pl.col("latitude").is_null() & pl.any_horizontal(pl.col("ActionGeo_Lat", "ActionGeo_Long").is_not_null())
    )
    for point, row in first_rows(
        odd.with_columns(point=pl.concat_str("ActionGeo_Lat", "ActionGeo_Long", separator=" ", ignore_nulls=True)),
        "point",
    ):
        block.notes.append(Note("not a point", point[:200], row))
    return placed


def topics(themes: str, with_places: str) -> pl.Expr:
    """The themes of two cells as typed codes.

    Example:
        >>> rows = pl.DataFrame({"v1": ["KILL;ARREST;", None], "v2": [None, "KILL,12;KILL,90"]})
        >>> rows.select(t=topics("v1", "v2"))["t"].to_list()
        [['gkg-theme:KILL', 'gkg-theme:ARREST'], ['gkg-theme:KILL']]
    """
    words = pl.coalesce(themes, pl.col(with_places).str.replace_all(r",\d+(;|$)", "${1}"))
    words = words.str.strip_chars("; ").str.replace_all(r"\s*;[\s;]*", ";").str.replace_all(r"\s+", "_")
    typed = pl.lit("gkg-theme:") + words.str.replace_all(";", ";gkg-theme:", literal=True)
    return pl.when(words != "").then(typed.str.split(";").list.unique(maintain_order=True))


def listed(column: str, *, without_place: bool = False) -> pl.Expr:
    """Each item of a list as ``gkg:Column=item``, with :data:`MARK` between them.

    Args:
        without_place: whether the last field of an item is its place in the text, which is left out.

    Example:
        >>> pl.DataFrame({"Counts": ["KILL#2#x;ARREST#3#;"]}).select(c=listed("Counts"))["c"].item().split(MARK)
        ['gkg:Counts=KILL#2#x', 'gkg:Counts=ARREST#3#']
    """
    cell = pl.col(column).str.strip_chars("; ").str.replace_all(r";+", ";")
    if without_place:
        cell = cell.str.replace_all(r"#\d+(;|$)", "${1}")
    name = f"gkg:{column.removeprefix('V2')}="
    return pl.when(cell != "").then(pl.lit(name) + cell.str.replace_all(";", f"{MARK}{name}", literal=True))


def quotations(column: str) -> pl.Expr:
    """Each quotation of a cell (place in the text, length, verb, words, between ``|``), which a ``#`` in the words does not end.

    Example:
        >>> pl.DataFrame({"Quotations": ["1|9||we are # 1#88|4|said|yes"]}).select(q=quotations("Quotations"))["q"].item().split(MARK)
        ['gkg:Quotations=1|9||we are # 1', 'gkg:Quotations=88|4|said|yes']
    """
    name = f"gkg:{column}="
    return pl.lit(name) + pl.col(column).str.replace_all(r"#(\d+\|\d+\|)", f"{MARK}{name}${{1}}")


def element(tag: str, column: str = "Extras") -> pl.Expr:
    """The text of an element of the column with extras, which is no XML document.

    Example:
        >>> pl.DataFrame({"Extras": ["<PAGE_TITLE>A &amp; B</PAGE_TITLE>"]}).select(t=element("PAGE_TITLE"))["t"].item()
        'A & B'
    """
    text = pl.col(column).str.extract(rf"(?s)<{tag}>(.*?)</{tag}>").str.strip_chars()
    text = pl.when(text != "").then(text)
    escaped = text.str.contains("&", literal=True)
    plain = pl.when(escaped).then(text).map_elements(html.unescape, return_dtype=pl.String)
    return pl.when(escaped).then(plain).otherwise(text)
