"""Turns assembled rows into nodes and relationships: the content of every property graph.

One projection serves the embedded Cypher store, Neo4j and networkx: labels are ``Entity`` and the class with its superclasses,
keys and relationship types are those of the declaration, a missing value is an absent key. One key is derived: ``search``, by which
things are found. This module does not depend on any store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import polars as pl

from govgraph.graph.table_parts import tables_in
from govgraph.ontology.classes import classes, lineage
from govgraph.ontology.declaration import Drawn, Table, tables
from govgraph.ontology.folding import folded

PROJECTION = 3
"""Increased whenever the same tables would give other nodes, relationships or properties than before."""

ROOT = "Entity"
"""The label that every node has; ``(:Entity {iri})`` is its key."""

SEARCH_INDEX = "govgraph_search"
"""The full-text index on ``search``, in both stores: ``CALL db.index.fulltext.queryNodes('govgraph_search', '+word')``."""


def declared_by() -> str:
    """A hash of the declaration and of the projection; versions with the same hash have the same columns, keys and types.

    Example:
        >>> len(declared_by())
        64
    """
    text = files("govgraph.ontology").joinpath("gov.ttl").read_bytes()
    return hashlib.sha256(text + str(PROJECTION).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes of one table.

    Attributes:
        rows: ``labels`` (label set, sorted, joined by ``~``) and one column per property key; ``iri`` is the key.
    """

    table: str
    rows: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class Relationships:
    """The relationships of one type.

    Attributes:
        type: the relationship type.
        rows: ``_source`` and ``_target`` (IRIs of the ends) and one column per property key.
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

    Each stands between two bars, so that a match of a whole name can be told from a match of some of its words. Events have millions
    of identifiers and no names, so a row of a table that is not shared gets the key only if it has a name.

    Args:
        columns: the columns that the rows have.
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
    texts = pl.concat_list(pl.coalesce(x, pl.lit([], pl.List(pl.String))) for x in names + identifiers)
    texts = texts.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)
    findable = texts.list.len() > 0
    if not table.shared:
        findable &= pl.any_horizontal(x.list.len() > 0 for x in names)
    return pl.when(findable).then(pl.concat_str(pl.lit("| "), texts.list.join(" | "), pl.lit(" |"))).alias("search")


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
    columns: list[pl.Expr] = [labels.alias("labels")]
    languages = languages_of(rows) if "names" in present else []
    for column in table.property_columns:
        if column.name == "search":
            columns.append(search_text(table, present, bool(languages)))
        elif column.name not in present:
            continue
        elif column.name == "names":
            columns += _name_columns(languages, preferred)
        elif column.type == "names":
            columns.append(pl.col(column.name).list.eval(pl.element().struct.field("text")).alias(column.key))
        else:
            columns.append(pl.col(column.name).alias(column.key))
    return Nodes(table.name, rows.select(columns))


def link_properties(drawn: Drawn, present: Collection[str]) -> list[pl.Expr]:
    """The properties of the relationships that rows draw, from those columns that the rows have.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> (drawn,) = table("participations").drawn
        >>> pl.DataFrame({"iri": ["x:1"], "as_given": ["Мэр"]}).select(link_properties(drawn, ["iri", "as_given"])).columns
        ['iri', 'asGiven']
    """
    return [pl.col(c.name).alias(c.key) for c in drawn.property_columns if c.name in present]


def relationships(table: Table, rows: pl.LazyFrame) -> list[Relationships]:
    """The relationships that a table's assembled rows draw, one type per link table or reference column.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> [r.type for r in relationships(table("posts"), pl.LazyFrame({"iri": ["x:1"], "organization": ["x:2"]}))]
        ['POST_IN']
    """
    present = set(rows.collect_schema().names())
    projected = []
    for drawn in table.drawn:
        if drawn.source not in present or drawn.target not in present:
            continue
        ends = pl.col(drawn.source).alias("_source"), pl.col(drawn.target).alias("_target")
        some = rows.select(*ends, *link_properties(drawn, present))
        if drawn.many:
            some = some.explode("_target")
        if not drawn.keyed:
            some = some.filter(pl.col("_target").is_not_null())
        projected.append(Relationships(drawn.type, some, drawn.keyed))
    return projected


def ends_sql(drawn: Drawn, rows: str) -> str:
    """The SQL of the relationships that rows draw: the IRIs of the ends as ``_source`` and ``_target``.

    If each relationship has an IRI of its own, all columns of its row are included.

    Args:
        rows: the assembled rows as DuckDB can read them: a table, a view or a function.

    Example:
        >>> from govgraph.ontology.declaration import table
        >>> ends_sql(table("events").drawn[-1], "events")
        'SELECT iri AS _source, unnest(about) AS _target FROM events WHERE about IS NOT NULL'
    """
    row = "*, " if drawn.keyed else ""
    target = f"unnest({drawn.target})" if drawn.many else drawn.target
    return f"SELECT {row}{drawn.source} AS _source, {target} AS _target FROM {rows} WHERE {drawn.target} IS NOT NULL"


def project(folder: Path, preferred: Sequence[str]) -> tuple[list[Nodes], list[Relationships]]:
    """All nodes and relationships of a folder of assembled tables, as lazy frames.

    Args:
        preferred: languages in the order in which ``name`` is chosen.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> pl.DataFrame({"iri": ["x:1"], "organization": ["x:2"], "class": ["Post"]}).write_parquet(folder / "posts.parquet")
        >>> [r.type for r in project(folder, ())[1]]
        ['POST_IN']
    """
    shown: list[Nodes] = []
    drawn: list[Relationships] = []
    for name, parts in tables_in(folder).items():
        table, rows = tables()[name], pl.scan_parquet(parts)
        if not table.is_link:
            shown.append(nodes(table, rows, preferred))
        drawn += relationships(table, rows)
    return shown, drawn
