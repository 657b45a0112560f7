"""From assembled rows to nodes and relationships: what every property graph of ours shows.

One projection serves the embedded Cypher store, Neo4j and networkx: labels are ``Entity`` and the class with its superclasses,
keys and relationship types are the declaration's, a missing value is an absent key. One key is derived: ``search``, by which
things are found. Nothing here knows a store.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from govgraph.ontology.declaration import Table, classes, lineage, tables
from govgraph.ontology.folding import folded

PROJECTION = 2
"""Raised whenever the same tables would be projected to other nodes, relationships or properties."""

ROOT = "Entity"
"""The label that every node has; ``(:Entity {iri})`` is its key."""

SEARCH_INDEX = "govgraph_search"
"""The full-text index on ``search``, in both stores: ``CALL db.index.fulltext.queryNodes('govgraph_search', '+word')``."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes of one table.

    Attributes:
        rows: ``labels`` (label set, sorted, joined by ``~``) and one column a property key; ``iri`` is the key.
    """

    table: str
    rows: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Relationships:
    """Relationships of one type.

    Attributes:
        type: the relationship type.
        rows: ``_source`` and ``_target`` (IRIs of the ends) and one column a property key.
        keyed: whether each relationship has an ``iri`` of its own; else source and target are its key.
    """

    type: str
    rows: pl.LazyFrame
    keyed: bool


def label_set(name: str) -> str:
    """The labels of a class, sorted and joined by ``~``.

    Example:
        >>> label_set("Agency")
        'Actor~Agency~Entity~Organization'
    """
    return "~".join(sorted({ROOT, *lineage(name)}))


def languages_of(rows: pl.LazyFrame) -> list[str]:
    """The language tags that occur in the column ``names``, sorted."""
    tags = rows.select(pl.col("names").explode().struct.field("lang")).filter(pl.col("lang").is_not_null())
    return sorted(tags.unique().collect()["lang"].to_list())


def name_key(language: str) -> str:
    """The property key of a name in a language.

    Example:
        >>> name_key("ru-Latn")
        'name_ru_Latn'
    """
    return "name_" + language.replace("-", "_")


def _name_columns(present: Sequence[str], preferred: Sequence[str]) -> list[pl.Expr]:
    def text(language: str) -> pl.Expr:
        same = pl.element().struct.field("lang") == language
        return pl.col("names").list.eval(pl.element().filter(same)).list.first().struct.field("text")

    order = [x for x in preferred if x in present] + [x for x in present if x not in preferred]
    if not order:
        return []
    named = [text(x).alias(name_key(x)) for x in present if x]
    return [pl.coalesce([text(x) for x in order]).alias("name"), *named]


def search_text(table: Table, columns: Collection[str], named: bool) -> pl.Expr:
    """The key ``search``: all names, aliases and identifiers of a row, folded, as ``| name | alias | scheme = identifier |``.

    What stands between two bars is one of them, so a whole name is told from words of one. Records of events have identifiers
    by the million and no names: what only one source describes must have a name to be found.

    Args:
        columns: those that the rows have.
        named: whether any of the rows has a name in the column ``names``.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> row = {"names": [[{"lang": "ky", "text": "Өмүрбек"}]], "identifiers": [["wikidata:Q-1"]]}
        >>> pl.DataFrame(row).select(search_text(table("actors"), row, True))["search"].item()
        '| омурбек | wikidata = q 1 |'
    """
    nothing = pl.lit(None, pl.String).alias("search")
    if not named and not table.shared:
        return nothing
    text = pl.element().struct.field("text")
    names = [pl.col(c).list.eval(folded(text)) for c in ("names", "aliases") if c in columns]
    parts = pl.element().str.splitn(":", 2).struct
    identifier = pl.concat_str(folded(parts.field("field_0")), folded(parts.field("field_1")), separator=" = ")
    identifiers = [pl.col("identifiers").list.eval(identifier)] if "identifiers" in columns else []
    if not names + identifiers:
        return nothing
    said = pl.concat_list(pl.coalesce(x, pl.lit([], pl.List(pl.String))) for x in names + identifiers)
    said = said.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)
    found = said.list.len() > 0
    if not table.shared:
        found &= pl.any_horizontal(x.list.len() > 0 for x in names)
    return pl.when(found).then(pl.concat_str(pl.lit("| "), said.list.join(" | "), pl.lit(" |"))).alias("search")


def nodes(table: Table, rows: pl.LazyFrame, preferred: Sequence[str]) -> Nodes:
    """The nodes of a node table's assembled rows.

    Args:
        preferred: languages in the order in which ``name`` is chosen.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> row = {"iri": ["x:1"], "class": ["Post"], "names": [[{"lang": "ky", "text": "Министр"}]]}
        >>> nodes(table("posts"), pl.LazyFrame(row), ("ky",)).rows.collect()["name"].item()
        'Министр'
    """
    present = set(rows.collect_schema().names())
    labels = pl.col("class").replace_strict({c: label_set(c) for c in classes()}, return_dtype=pl.String)
    columns: list[pl.Expr] = [labels.alias("labels"), pl.col("iri")]
    languages = languages_of(rows) if "names" in present else []
    for column in table.columns:
        if not column.term or column.relationship or column.name not in present:
            continue
        if column.name == "names":
            columns += _name_columns(languages, preferred)
        elif column.type == "names":
            columns.append(pl.col(column.name).list.eval(pl.element().struct.field("text")).alias(column.key))
        else:
            columns.append(pl.col(column.name).alias(column.key))
    columns.append(search_text(table, present, bool(languages)))
    columns += [pl.col(c) for c in ("datasets", "sources", "documents", "confidence") if c in present]
    return Nodes(table.name, rows.select(columns))


def undescribed(rows: pl.LazyFrame) -> Nodes:
    """The nodes of what is referred to and not described: label and key only."""
    return Nodes("undescribed", rows.select(pl.lit(label_set("Undescribed")).alias("labels"), pl.col("iri")))


def links(table: Table, rows: pl.LazyFrame) -> Relationships:
    """The relationships of a link table's assembled rows.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> row = {"iri": ["x:1"], "class": ["Mention"], "event": ["x:2"], "reported_in": ["x:3"]}
        >>> links(table("mentions"), pl.LazyFrame(row)).type
        'REPORTED_IN'
    """
    present = set(rows.collect_schema().names())
    columns = [pl.col(table.source).alias("_source"), pl.col(table.target).alias("_target"), pl.col("iri")]
    for column in table.columns:
        if column.term and column.name not in (table.source, table.target) and column.name in present:
            columns.append(pl.col(column.name).alias(column.key))
    columns += [pl.col(c) for c in ("sources", "documents", "confidence") if c in present]
    return Relationships(table.relationship, rows.select(columns), keyed=True)


def references(table: Table, rows: pl.LazyFrame) -> list[Relationships]:
    """The relationships that a node table's reference columns draw, one type a column.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> [r.type for r in references(table("posts"), pl.LazyFrame({"iri": ["x:1"], "organization": ["x:2"]}))]
        ['POST_IN']
    """
    present = set(rows.collect_schema().names())
    found = []
    for column in table.refs:
        if not column.relationship or column.name not in present:
            continue
        some = rows.select(pl.col("iri").alias("_source"), pl.col(column.name).alias("_target"))
        if column.many:
            some = some.explode("_target")
        found.append(Relationships(column.relationship, some.filter(pl.col("_target").is_not_null()), keyed=False))
    return found


def project(folder: Path, preferred: Sequence[str]) -> tuple[list[Nodes], list[Relationships]]:
    """All nodes and relationships of a folder of assembled tables, nothing read yet.

    Args:
        preferred: languages in the order in which ``name`` is chosen.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> pl.DataFrame({"iri": ["x:1"], "organization": ["x:2"], "class": ["Post"]}).write_parquet(folder / "posts.parquet")
        >>> [r.type for r in project(folder, ())[1]]
        ['POST_IN']
    """
    found: list[Nodes] = []
    drawn: list[Relationships] = []
    for file in sorted(folder.glob("*.parquet")):
        rows = pl.scan_parquet(file)
        if file.stem == "undescribed":
            found.append(undescribed(rows))
        elif tables()[file.stem].is_link:
            drawn.append(links(tables()[file.stem], rows))
        else:
            found.append(nodes(tables()[file.stem], rows, preferred))
            drawn += references(tables()[file.stem], rows)
    return found, drawn
