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

_LONG_PLACE: Final = r"(\d#[^#;]*#[^#;]*#[^#;]*#)[^#;]*#([^#;]*#[^#;]*#[^#;]*)#\d+"
_PLACE: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")


def names_in(rows: pl.DataFrame, plain: str, cased: str) -> pl.DataFrame:
    """The names that two cells list, as ``row`` and ``name``, those of the second cell first.

    Args:
        plain: the column of version 1: ``donald trump;joe biden``.
        cased: the column of version 2: ``Donald Trump,1102;Joe Biden,77``.

    Example:
        >>> rows = pl.DataFrame({"row": [1], "v1": ["joe biden;u n council"], "v2": ["Joe Biden,7"]})
        >>> names_in(rows, "v1", "v2").rows()
        [(1, 'Joe Biden'), (1, 'joe biden'), (1, 'u n council')]
    """
    # Places in the text are cut off before the cell is split, which costs less.
    lists = (pl.col(cased).str.replace_all(r",\d+(;|$)", "${1}"), pl.col(plain))
    each = [_items(rows.select("row", item=cell)) for cell in lists]
    return pl.concat(each).rename({"item": "name"})


def _items(cells: pl.DataFrame) -> pl.DataFrame:
    """Each ``item`` of cells that list several between ``;``, with its ``row``."""
    each = cells.drop_nulls().with_columns(pl.col("item").str.split(";")).explode("item")
    return each.with_columns(pl.col("item").str.strip_chars()).filter(pl.col("item") != "")


def places_in(block: Block, rows: pl.DataFrame, plain: str, full: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The places that cells list: ``row`` and ``told`` (as written) of each, and what each different one means; what is none is noted.

    Args:
        plain: the column of version 1: type, name, country, ADM1, latitude, longitude, number, between ``#``.
        full: the column of version 2, with ADM2 and a place in the text besides; used where the other is empty.

    Returns:
        the places of each row; and for each different ``told`` its first ``row``, :data:`GEO_COLUMNS`, ``latitude`` and ``longitude``.

    Example:
        >>> rows = pl.DataFrame({"row": [1], "v1": [None], "v2": ["4#Osh, Osh, Kyrgyzstan#KG#KG08##40.5#72.8#-2327769#812"]})
        >>> places_in(Block({}, 1), rows, "v1", "v2")[1].select("row", *GEO_COLUMNS[1:4]).row(0)
        (1, 'Osh, Osh, Kyrgyzstan', 'KG', 'KG08')
    """
    # Without the fifth and the ninth field, a block of version 2 is one of version 1.
    shorter = pl.when(pl.col(plain).is_null()).then(full).str.replace_all(_LONG_PLACE, "${1}${2}")
    cells = _items(rows.select("row", item=pl.coalesce(plain, shorter))).rename({"item": "told"})
    every = cells.group_by("told").agg(pl.col("row").min()).sort("row", "told")
    fields = pl.col("told").str.split_exact("#", len(_PLACE) - 1).struct.rename_fields(list(GEO_COLUMNS))
    good = (pl.col("told").str.count_matches("#", literal=True) == len(_PLACE) - 1) & pl.col("told").str.contains(
        "^[1-5]#"
    )
    block.notes += [Note("not a place", told[:200], row) for told, row in every.filter(~good).iter_rows()]
    placed = every.filter(good).with_columns(fields.alias("fields")).unnest("fields")
    placed = placed.with_columns(pl.when(pl.col(GEO_COLUMNS) != "").then(pl.col(GEO_COLUMNS)))
    written = [pl.col(f"ActionGeo_{c}") for c in ("Lat", "Long")]
    latitude, longitude = (c.cast(pl.Float64, strict=False) for c in written)
    sound = latitude.is_between(-90, 90) & longitude.is_between(-180, 180)
    placed = placed.with_columns(latitude=pl.when(sound).then(latitude), longitude=pl.when(sound).then(longitude))
    odd = placed.filter(pl.col("latitude").is_null() & pl.any_horizontal(c.is_not_null() for c in written))
    odd = odd.with_columns(point=pl.concat_str(written, separator=" ", ignore_nulls=True))
    block.notes += [Note("not a point", point[:200], row) for point, row in first_rows(odd, "point")]
    return cells, placed


def topics(rows: pl.DataFrame, themes: str, with_places: str) -> pl.Series:
    """The themes of a cell as typed codes; of the other cell, which repeats them with their places, where it is empty.

    Example:
        >>> rows = pl.DataFrame({"v1": ["KILL;ARREST;", None], "v2": [None, "KILL,12;KILL,90"]})
        >>> topics(rows, "v1", "v2").to_list()
        [['gkg-theme:KILL', 'gkg-theme:ARREST'], ['gkg-theme:KILL']]
    """
    codes, empty = _codes(rows[themes]), pl.col(themes).is_null()
    other = rows.select(pl.when(empty).then(with_places).str.replace_all(r",\d+(;|$)", "${1}")).to_series()
    if other.null_count() == rows.height:
        return codes
    return pl.select(pl.coalesce(codes, _codes(other).list.unique(maintain_order=True))).to_series()


def _codes(cells: pl.Series) -> pl.Series:
    words = cells.str.strip_chars("; ")
    if words.str.contains(r"\s|;;|_;|;_").any():
        words = words.str.replace_all(r"\s+", "_").str.replace_all(r"_?;[;_]*", ";")
    words = words.set(words == "", None)
    return ("gkg-theme:" + words.str.replace_all(";", ";gkg-theme:", literal=True)).str.split(";")


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
