"""One mapping for every tool: the assembled tables as flat files, and the same mapping as RML and as OTTR.

The peers get the easiest input possible: a list is already one row per value, each language is a file of its own, and for peers that
read text every number is already written as in the triple. Govgraph's own writer reads its nested tables, and so does more work. Both
mappings are made from the declaration, so that they give the triples that govgraph gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from govgraph.graph.table_parts import tables_in
from govgraph.ontology.classes import lineage
from govgraph.ontology.declaration import Column, Table, tables
from govgraph.ontology.terms import GOV, PREFIXES

_XSD: Final = PREFIXES["xsd"]
_DATATYPES: Final = {"number": "double", "integer": "integer", "boolean": "boolean", "date": "date", "partial_date": "date"}  # fmt: skip
_TEMPLATE: Final = "https://example.org/template#"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of the things of a flat table.

    Attributes:
        column: the column that holds the value.
        predicate: its IRI.
        kind: ``iri`` or ``literal``.
        datatype: of a literal, an IRI; empty: a plain string.
        language: of a literal, or empty.
    """

    column: str
    predicate: str
    kind: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat table: the column ``iri`` and one column per property.

    Attributes:
        name: of the file, without its ending.
        classes: those of every thing in the table.
    """

    name: str
    rows: pl.DataFrame
    properties: tuple[Property, ...]
    classes: tuple[str, ...] = ()

    def spec(self) -> dict[str, Any]:
        """Everything except the rows, for JSON."""
        return {
            "name": self.name,
            "classes": list(self.classes),
            "properties": [asdict(p) for p in self.properties],
        }


def _property(column: Column, name: str = "") -> Property:
    kind = "iri" if column.type in ("ref", "url") else "literal"
    datatype = _XSD + _DATATYPES[column.type] if column.type in _DATATYPES else ""
    return Property(name or column.name, column.term, kind, datatype)


def _singles(table: Table, rows: pl.DataFrame) -> Flat:
    """One flat table of all columns that hold single values."""
    columns = [
        c
        for c in table.columns
        if c.term and not c.many and c.type != "names" and rows[c.name].null_count() < rows.height
    ]
    properties = [_property(c) for c in columns]
    frame = rows.select("iri", *(c.name for c in columns))
    if {"latitude", "longitude"} <= set(frame.columns):
        lat, long = pl.col("latitude"), pl.col("longitude")
        point = pl.concat_str(pl.lit("POINT ("), long.cast(pl.String), pl.lit(" "), lat.cast(pl.String), pl.lit(")"))
        frame = frame.with_columns(point=point)
        properties.append(Property("point", PREFIXES["geo"] + "asWKT", "literal", PREFIXES["geo"] + "wktLiteral"))
    classes: tuple[str, ...] = (GOV + table.cls,) if table.is_link else ()
    if not table.is_link and rows["class"].n_unique() == 1:
        classes = tuple(GOV + c for c in lineage(rows["class"][0]))
    return Flat(table.name, frame, tuple(properties), classes)


def _lists(table: Table, rows: pl.DataFrame) -> Iterator[Flat]:
    """The columns that hold several values: one flat table per column, and for names one per language."""
    if not table.is_link and rows["class"].n_unique() > 1:
        types = {c: [GOV + x for x in lineage(c)] for c in rows["class"].unique()}
        kinds = pl.DataFrame({"class": list(types), "type": list(types.values())})
        typed = rows.select("iri", "class").join(kinds, on="class").explode("type").select("iri", "type")
        yield Flat(f"{table.name}-type", typed, (Property("type", PREFIXES["rdf"] + "type", "iri"),))
    for column in table.columns:
        if not column.term or not (column.many or column.type == "names"):
            continue
        some = rows.select("iri", value=column.name).filter(pl.col("value").list.len() > 0).explode("value")
        if not some.height:
            continue
        if column.type != "names":
            yield Flat(f"{table.name}-{column.name}", some, (_property(column, "value"),))
            continue
        texts = some.select("iri", lang=pl.col("value").struct.field("lang").fill_null(""), value=pl.col("value").struct.field("text"))  # fmt: skip
        for (lang,), group in texts.group_by("lang", maintain_order=True):
            properties = (Property("value", column.term, "literal", language=str(lang)),)
            yield Flat(f"{table.name}-{column.name}-{lang or 'none'}", group.select("iri", "value"), properties)
    if "sources" in rows.columns:
        some = rows.select("iri", value="sources").explode("value").drop_nulls()
        yield Flat(f"{table.name}-sources", some, (Property("value", PREFIXES["prov"] + "wasDerivedFrom", "iri"),))


def flatten(assembled: Path, documents: list[Path]) -> list[Flat]:
    """The flat tables of a version.

    Args:
        assembled: the folder of its tables.
        documents: the files of (record, document).
    """
    flat: list[Flat] = []
    for name, parts in tables_in(assembled).items():
        rows = pl.read_parquet(parts)
        if not rows.height:
            continue
        flat += [_singles(tables()[name], rows), *_lists(tables()[name], rows)]
    cited = pl.read_parquet(documents).select(iri="record", value="document")
    flat.append(Flat("documents-of", cited, (Property("value", PREFIXES["dct"] + "source", "iri"),)))
    return [f for f in flat if f.rows.height and (f.properties or f.classes)]


def write_flat(flat: list[Flat], folder: Path, *, text: bool) -> None:
    """Write flat tables as Parquet; with ``text``, every value is the text that the triple has."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in flat:
        rows = table.rows.select(pl.all().cast(pl.String)) if text else table.rows
        if not text:
            dates = [p.column for p in table.properties if p.datatype == _XSD + "date"]
            rows = rows.with_columns(pl.col(dates).cast(pl.String).str.to_date("%Y-%m-%d")) if dates else rows
        rows.write_parquet(folder / f"{table.name}.parquet")


def rml(flat: list[Flat], folder: Path) -> str:
    """The mapping as RML (https://rml.io/specs/rml/) over the flat tables as text."""
    parts = [
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .",
        "@prefix rml: <http://semweb.mmlab.be/ns/rml#> .",
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .",
    ]
    for table in flat:
        classes = "".join(f" ; rr:class <{c}>" for c in table.classes)
        lines = [
            f"<#{table.name}> a rr:TriplesMap ;",
            f'  rml:logicalSource [ rml:source "{folder / table.name}.parquet" ; rml:referenceFormulation ql:Parquet ] ;',
            f'  rr:subjectMap [ rml:reference "iri" ; rr:termType rr:IRI{classes} ]',
        ]
        for p in table.properties:
            end = " ; rr:termType rr:IRI" if p.kind == "iri" else ""
            end += f" ; rr:datatype <{p.datatype}>" if p.datatype else ""
            end += f' ; rr:language "{p.language}"' if p.language else ""
            lines.append(
                f'  ; rr:predicateObjectMap [ rr:predicate <{p.predicate}> ; rr:objectMap [ rml:reference "{p.column}"{end} ] ]'
            )
        parts.append("\n".join(lines) + " .")
    return "\n\n".join(parts) + "\n"


def ottr(flat: list[Flat]) -> list[dict[str, Any]]:
    """The mapping as OTTR templates (https://spec.ottr.xyz/stOTTR/), one per flat table.

    Returns:
        for each: name of the flat table, iri and document of the template, languages (column -> tag).
    """
    prefixes = (
        f"@prefix ottr: <http://ns.ottr.xyz/0.4/> .\n@prefix rdf: <{PREFIXES['rdf']}> .\n@prefix xsd: <{_XSD}> .\n"
    )
    templates = []
    for table in flat:
        parameters = ["ottr:IRI ?iri"]
        instances = [f"ottr:Triple(?iri, rdf:type, <{c}>)" for c in table.classes]
        for p in table.properties:
            kind = "ottr:IRI" if p.kind == "iri" else f"<{p.datatype}>" if p.datatype else "xsd:string"
            parameters.append(f"? {'rdf:langString' if p.language else kind} ?{p.column}")
            instances.append(f"ottr:Triple(?iri, <{p.predicate}>, ?{p.column})")
        iri = f"{_TEMPLATE}{table.name}"
        document = f"{prefixes}<{iri}> [ {', '.join(parameters)} ] :: {{ {', '.join(instances)} }} .\n"
        languages = {p.column: p.language for p in table.properties if p.language}
        templates.append({"name": table.name, "iri": iri, "document": document, "languages": languages})
    return templates
