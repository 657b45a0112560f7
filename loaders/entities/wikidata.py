"""Loader for Wikidata: entities as JSON, and results of SPARQL queries about who held which position (JSON, CSV, TSV)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

from govgraph.loaders.entities.wikidata_items import Item
from govgraph.loaders.entities.wikidata_rest import as_in_dumps
from govgraph.loaders.entities.wikidata_results import Results
from govgraph.loaders.entities.wikidata_tables import rows_of_results, table_of_results
from govgraph.loaders.entities.wikidata_things import read
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.rows import Rows
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_ITEM: Final = re.compile(r'"type"\s*:\s*"(?:item|property|lexeme)"')
_PARTS: Final = re.compile(r'"(?:claims|statements|labels|descriptions|aliases|sitelinks)"\s*:\s*[{\[]')
_ENTITIES: Final = re.compile(r'"entities"\s*:\s*\{\s*"[QPL][1-9]\d*"\s*:')
_RESULTS: Final = re.compile(r'"vars"\s*:\s*\[.*"bindings"\s*:.*wikidata\.org/entity/', re.DOTALL)
_ROWS: Final = 2_000
"""The most rows of a block: an item may have a thousand statements."""


class Wikidata(Loader):
    """Wikidata: dumps, Special:EntityData, answers of the API and of the REST API, and results of SPARQL queries.

    **Ranks**: of a single fact (a birth date) the preferred statements count, else the normal ones. Of posts and other links all count
    that are not deprecated. Deprecated ones are noted and listed in the details, never loaded as facts.

    **Dates** are as exact as their precision says: day, month or year.
    """

    name = "wikidata"
    title = "Wikidata entities (JSON dumps, EntityData) and SPARQL results about positions (JSON, CSV, TSV, XML)"
    example = "govgraph load Q7747.json"
    dataset_title = "Wikidata"
    licence = "CC0-1.0"
    homepage = "https://www.wikidata.org"
    code_systems: ClassVar[tuple[str, ...]] = ("event-type",)
    tables = ("actors", "places", "posts", "events", "memberships", "tenures", "associations", "participations")
    primary = tables
    suffixes = (".json", ".jsonl", ".srj", ".csv", ".tsv", ".srx")

    def detect(self, source: Source) -> float:
        """By the keys of an entity, or a SPARQL result that names entities of Wikidata."""
        if table_of_results(source):
            return 0.97
        head = source.head.decode("utf-8-sig", "replace").lstrip().replace("\\/", "/")
        if head[:1] not in ("{", "["):
            return 0.0
        entity = _ENTITIES.search(head) or (_ITEM.search(head) and _PARTS.search(head))
        return 0.97 if entity or _RESULTS.search(head) else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``wikidata`` unless the options name one."""
        return options.dataset or self.name

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's entities or results, block by block; ``row`` is their number.

        Raises:
            LoaderError: the file is none of Wikidata, a result has no variable for persons, or the file cannot be read to its end.
        """
        if not self.detect(source):
            raise LoaderError(
                "not a file of Wikidata", where=str(source), expected="entities, or results of a SPARQL query"
            )
        objects, size = Objects(source), min(options.block_rows, _ROWS)
        block, rows = Block({}, 0), Rows()
        results: Results | None = None
        variables = table_of_results(source)
        for row, one in _of_table(source, variables) if variables else enumerate(_each(objects), start=1):
            block.rows_read += 1
            rows.begin(row, "")
            notes: list[tuple[str, str]] = []
            try:
                if isinstance(one, Reject):
                    block.rejects.append(Reject(row, one.column, one.reason, one.value))
                elif isinstance(one, _Binding):
                    results = results or Results(one.variables, str(source), options.base)
                    results.read(one.values, rows, notes)
                else:
                    read(Item(one, options.base, options.languages, rows, notes))
            except Unusable as fault:
                rows.drop()
                block.rejects.append(Reject(row, fault.column, fault.reason, fault.value))
            block.notes += [Note(kind, value[:200], row) for kind, value in notes]
            if block.rows_read == size:
                yield _ended(block, rows, objects, results)
                block, rows = Block({}, 0), Rows()
        yield _ended(block, rows, objects, results)


def _ended(block: Block, rows: Rows, objects: Objects, results: Results | None) -> Block:
    block.tables, block.position = rows.tables(), objects.position
    block.unused_columns = results.unused if results else ()
    return block


class _Binding:
    """A row of a SPARQL result."""

    def __init__(self, values: dict[str, Any], variables: tuple[str, ...]) -> None:
        self.values, self.variables = values, variables


def _of_table(source: Source, variables: tuple[str, ...]) -> Iterator[tuple[int, _Binding | Reject]]:
    """The rows of a result that is a table or a list."""
    for row, cells in rows_of_results(source, variables):
        yield row, cells if isinstance(cells, Reject) else _Binding(cells, variables)


def _each(objects: Objects) -> Iterator[dict[str, Any] | Reject | _Binding]:
    """The entities of a file: those in ``entities``, or the bindings of a result, or the objects themselves."""
    for _, one in objects:
        if isinstance(one, Reject):
            yield one
        elif isinstance(one.get("entities"), dict):
            for key, inner in one["entities"].items():
                redirected = (
                    {"redirects": {"from": key}}
                    if isinstance(inner, dict) and inner.get("id") not in (key, None)
                    else {}
                )
                yield (
                    {**redirected, **inner}
                    if isinstance(inner, dict)
                    else Reject(0, "entities", "not a JSON object", ascii(inner)[:200])
                )
        elif isinstance(one.get("results"), dict):
            head = one.get("head")
            variables = tuple(str(v) for v in head.get("vars", ())) if isinstance(head, dict) else ()
            bindings = one["results"].get("bindings")
            for inner in bindings if isinstance(bindings, list) else []:
                yield (
                    _Binding(inner, variables)
                    if isinstance(inner, dict)
                    else Reject(0, "bindings", "not a JSON object", ascii(inner)[:200])
                )
        else:
            yield as_in_dumps(one)
