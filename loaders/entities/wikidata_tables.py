"""Results of SPARQL queries as the Wikidata Query Service offers them beside the standard's JSON: CSV, TSV, lists in JSON, and XML.

A cell is made into what the standard's JSON has for it (https://www.w3.org/TR/sparql11-results-csv-tsv/, https://www.w3.org/TR/rdf-sparql-XMLres/), so that the meaning of the
variables stands in one place (:mod:`govgraph.loaders.entities.wikidata_results`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, Final

from govgraph.loaders.entities.wikidata_results import holders_in
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.popolo.values import wikidata_item
from govgraph.loaders.sheets.encoding import Lines, encoding_of, encoding_of_rows, head_lines
from govgraph.loaders.sheets.reading import form_of, is_markup, sheets
from govgraph.loaders.sheets.saved_again import without_na
from govgraph.loaders.sheets.separated import SEPARATOR_LINE
from govgraph.loaders.sheets.sheet import ROW, WRONG_WIDTH
from govgraph.loaders.xml_records import LANG, local, records, root_of
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source

Row = tuple[int, dict[str, Any] | Reject]
_MARK: Final = "wikidata.org/entity/Q"
_RESULT_ROOT: Final = "{http://www.w3.org/2005/sparql-results#}sparql"
_BINARY: Final = ("parquet", "xlsx", "ods")
_FIRST: Final = 50
"""How many rows are looked at to find one whose person is an item."""
_TERM: Final = re.compile(
    r'<(?P<iri>[^>]*)>|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[\w-]+)|\^\^<[^>]*>)?|_:(?P<blank>\S+)'
)
_ESCAPE: Final = re.compile(r"\\(.)")
_SPECIAL: Final = {"t": "\t", "n": "\n", "r": "\r"}


def table_of_results(source: Source) -> tuple[str, ...]:
    """The variables of a result that is a table or a list; empty if it is none, or its persons are no items of Wikidata.

    Example:
        >>> from pathlib import Path
        >>> table_of_results(Source(Path("query.csv"), data=b"person,party\\nhttp://www.wikidata.org/entity/Q1,\\n"))
        ('person', 'party')
    """
    head = _head(source)
    try:
        if form_of(source) in _BINARY or (form_of(source) == "jsonl" and _MARK in head):
            variables = next(
                (sheet.header for sheet in sheets(source, lambda _: False) if holders_in(sheet.header)), ()
            )
        elif is_markup(source):
            variables = _variables_of_xml(source, head)
        else:
            variables = _variables(source, head) if _MARK in head else ()
        if not (person := holders_in(variables)):
            return ()
        for number, (_, cells) in enumerate(rows_of_results(source, variables)):
            if isinstance(cells, dict) and wikidata_item(str(cells.get(person, {}).get("value") or "")):
                return variables
            if number == _FIRST:
                break
    except LoaderError:
        return ()
    return ()


def rows_of_results(source: Source, variables: tuple[str, ...]) -> Iterator[Row]:
    """The rows of such a file, each with its number, as variable -> cell; a row that cannot be read as its reject.

    Raises:
        LoaderError: the file cannot be read to its end.
    """
    head = _head(source).lstrip()
    if is_markup(source):
        yield from _xml(source)
    elif head.startswith("["):
        for number, one in Objects(source):
            yield number, one if isinstance(one, Reject) else {key: _cell(value) for key, value in one.items()}
    elif _is_verbose(head):
        yield from _verbose(source, variables)
    else:
        for sheet in sheets(source, lambda name: name in variables):
            if sheet.in_workbook and sheet.header != variables:
                continue
            for block in sheet.cells(2_000):
                placed = sheet.placed if sheet.in_workbook else lambda reject: reject
                yield from ((reject.row, placed(reject)) for reject in block.rejects)
                frame = without_na(block.frame, lambda name: not name.lower().endswith(("label", "name")))
                for row in frame.iter_rows(named=True):
                    yield row[ROW], {key: _cell(value) for key, value in row.items() if key != ROW}


def _head(source: Source) -> str:
    """The beginning of a file; pandas and PHP write each slash in JSON as ``\\/``."""
    encoding = encoding_of(source)
    return source.head[encoding.mark :].decode(encoding.name, "replace").replace("\\/", "/")


def _variables(source: Source, head: str) -> tuple[str, ...]:
    if head.lstrip().startswith("["):
        row = next((one for _, one in Objects(source)), None)
        return tuple(row) if isinstance(row, dict) else ()
    lines = head_lines(source, encoding_of(source))
    first = next((line for line in lines if line.strip() and not SEPARATOR_LINE.fullmatch(line)), "").strip("\r\n")
    if _is_verbose(first):
        return tuple(name.strip().removeprefix("?") for name in first.split("\t"))
    separator = next((sign for sign in "\t,;" if sign in first), ",")
    return tuple(name.strip().strip('"') for name in first.split(separator))


def _variables_of_xml(source: Source, head: str) -> tuple[str, ...]:
    """The variables of a result in XML; none if it is another document, or names no item of Wikidata at its beginning."""
    if _MARK not in head or root_of(source)[0] != _RESULT_ROOT:
        return ()
    every = (element for element, _, _ in records(source, level=2))
    named = takewhile(lambda element: local(element.tag) in ("variable", "link"), every)
    return tuple(element.get("name", "") for element in named if local(element.tag) == "variable")


def _xml(source: Source) -> Iterator[Row]:
    results = (element for element, _, _ in records(source, level=2) if local(element.tag) == "result")
    for number, result in enumerate(results, start=1):
        cells: dict[str, Any] = {}
        for binding in result:
            for term in list(binding)[:1]:
                told = {"type": local(term.tag), "value": (term.text or "").strip()}
                cells[binding.get("name", "")] = told | ({"xml:lang": term.attrib[LANG]} if LANG in term.attrib else {})
        yield number, cells


def _is_verbose(head: str) -> bool:
    """Whether a text begins with the header of the standard's TSV: each name with a question mark."""
    return bool(re.match(r"\?\w+(?:\t\?\w+)*\s*(?:\n|\Z)", head))


def _cell(value: object) -> dict[str, Any]:
    """A cell as in the standard's JSON, which lists of the long form have already."""
    return value if isinstance(value, dict) else {"value": value}


def _verbose(source: Source, variables: tuple[str, ...]) -> Iterator[Row]:
    for number, line in enumerate(Lines(source, encoding_of_rows(source)), start=1):
        cells = line.rstrip("\r\n").split("\t")
        if number == 1 or not line.strip():
            continue
        if len(cells) != len(variables):
            yield number, Reject(number, "", WRONG_WIDTH, f"{len(cells)}, not {len(variables)}")
        else:
            yield number, {name: _term(cell.strip()) for name, cell in zip(variables, cells, strict=True)}


def _term(text: str) -> dict[str, Any]:
    """A term of Turtle, as the standard's TSV writes it.

    Example:
        >>> _term('"President"@en')
        {'value': 'President', 'xml:lang': 'en'}
    """
    match = _TERM.fullmatch(text)
    if match is None:
        return {"value": text}
    if match["blank"] is not None:
        return {"type": "bnode", "value": match["blank"]}
    if match["iri"] is not None:
        return {"type": "uri", "value": match["iri"]}
    plain = _ESCAPE.sub(lambda escaped: _SPECIAL.get(escaped[1], escaped[1]), match["text"])
    return {"value": plain} | ({"xml:lang": match["lang"]} if match["lang"] else {})
