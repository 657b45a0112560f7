"""What the first rows of a table become: the things and links, in words, and the rows that are rejected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from govgraph.loaders.records.header import TABLES
from govgraph.loaders.table.loader import AnyTable
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import BASE, CODE

NODES = tuple(table.name for table in TABLES.values() if not table.is_link)


@dataclass(slots=True)
class Preview:
    """What some rows become.

    Attributes:
        rows: how many rows were read.
        things: (row, what it is, name, all that is said of it).
        links: (row, from, how, to).
        rejects: (row, column, reason, value).
        notes: (kind, value, row).
        unused: columns that the mapping does not use.
    """

    rows: int = 0
    things: list[tuple[int, str, str, str]] = field(default_factory=list)
    links: list[tuple[int, str, str, str]] = field(default_factory=list)
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    unused: tuple[str, ...] = ()


def preview(source: Source, mapping: str = "", rows: int = 10) -> Preview:
    """What the first rows of a table become.

    Args:
        mapping: the path of the mapping file; empty: the one beside the table.

    Raises:
        LoaderError: the table cannot be read, or the mapping has a mistake.
    """
    for block in AnyTable().blocks(source, Options(mapping=mapping, block_rows=rows)):
        if block.rows_read:
            return _preview(block)
    return Preview()


def _preview(block: Block) -> Preview:
    seen = Preview(block.rows_read, unused=block.unused_columns)
    seen.rejects = [(r.row, r.column, r.reason, r.value) for r in block.rejects]
    seen.notes = [(n.kind, n.value, n.row) for n in block.notes]
    names: dict[str, str] = {}
    for name in NODES:
        for row in block.tables[name].to_dicts() if name in block.tables else []:
            texts = [text["text"] for text in row.pop("names", None) or []]
            iri, number = row.pop("iri"), row.pop("row")
            names[iri] = texts[0] if texts else short(iri)
            what = row.pop("kind", None) or name.removesuffix("s")
            rest = "; ".join(
                f"{key} {_shown(value, names)}"
                for key, value in row.items()
                if value not in (None, []) and key != "pointer"
            )
            seen.things.append((number, what, names[iri], rest))
    for name, table in TABLES.items():
        if not table.is_link or name not in block.tables:
            continue
        for row in block.tables[name].to_dicts():
            ends = (names.get(row[end], short(row[end])) for end in (table.source, table.target))
            one, other = ends
            how = " ".join(str(row[c]) for c in ("type", "role") if row.get(c)) or name.removesuffix("s")
            seen.links.append((row["row"], one, how, other))
    seen.things.sort(key=lambda thing: thing[0])
    seen.links.sort(key=lambda link: link[0])
    return seen


def short(iri: str) -> str:
    """An IRI as people read it.

    Example:
        >>> short(BASE + "country/KGZ"), short(CODE + "cameo/042")
        ('country:KGZ', 'cameo:042')
    """
    if iri.startswith(CODE):
        return iri.removeprefix(CODE).replace("/", ":", 1)
    return iri.removeprefix(BASE).replace("country/", "country:") if iri.startswith(BASE) else iri


def _shown(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(v["text"] if isinstance(v, dict) else v, names) for v in value)
    return names.get(value, short(value)) if isinstance(value, str) else str(value)
