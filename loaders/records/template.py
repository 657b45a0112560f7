"""An empty set of records for a person to fill in, and the table of columns in the manual.

Both are made from the declaration, so a column that is added there appears in the next template, and the manual's test
fails until the table is generated again. :mod:`govgraph.loaders.records.loader` reads a template as it is written here.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import xlsxwriter

from govgraph.loaders.records.header import TABLES, columns_of, language_tag
from govgraph.ontology.classes import kinds
from govgraph.ontology.declaration import Column, Table
from govgraph.ontology.loader import LoaderError

_WORKBOOK = "records.xlsx"
_ROWS = 10_000
"""How many rows of a sheet offer the allowed words as a drop-down list."""

_SHAPES = {
    "text": "text",
    "code": "one of",
    "number": "number with a point: 12.5",
    "integer": "whole number",
    "boolean": "true or false",
    "partial_date": "2010, 2010-05 or 2010-05-31",
    "url": "address: https://...",
    "curie": "typed identifier: wikidata:Q813",
    "ref": "id of a row",
}
_REFS = {
    "Country": "country:KGZ, or its name",
    "EventType": "event-type:seminar, cameo:042, plover:CONSULT",
    "Actor": "id of a row, or country:KGZ",
    "Place": "id of a row, or country:KGZ",
    "Entity": "id of a row, or country:KGZ",
    "Document": "id of a row, or its address",
}
_FREE = {
    "id": "Your own short name for the row, as osh-seminar; no two rows of different things have the same.",
    "document": "Where it is said: address or title of a document.",
    "confidence": "How sure the source is, 0 to 1.",
}


def write_template(folder: Path, format: Literal["csv", "xlsx"], languages: Sequence[str]) -> list[Path]:
    """Write an empty set: one CSV file per table, or one workbook with one sheet per table.

    Args:
        folder: created if it does not exist; files in it are not overwritten.
        format: ``csv`` or ``xlsx``.
        languages: the languages that get a column of names, as ``("ky", "ru", "en")``.

    Returns:
        the files written.

    Raises:
        LoaderError: a file exists already or cannot be written, or a language or the format is not valid.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [p.name for p in write_template(Path(folder), "csv", ["ky"])][:2]
        ['actors.csv', 'places.csv']
    """
    for language in languages:
        if language_tag(language) != language:
            raise LoaderError(f"no language {language!r}", expected="a tag as ky, ru or ru-Latn")
    if format not in ("csv", "xlsx"):
        raise LoaderError(f"no format {format!r}", expected="csv or xlsx")
    files = [folder / _WORKBOOK] if format == "xlsx" else [folder / f"{name}.csv" for name in TABLES]
    for file in files:
        if file.exists():
            raise LoaderError("is there already", where=str(file), hint="name a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if format == "xlsx":
            _write_workbook(files[0], languages)
        else:
            for file, table in zip(files, TABLES.values(), strict=True):
                _write_csv(file, table, languages)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise LoaderError(
            f"cannot be written: {error}", where=str(folder), hint="name another folder, or free disk space"
        ) from error
    return files


def header(table: Table, languages: Sequence[str]) -> list[str]:
    """The columns of a table in a template.

    Example:
        >>> header(TABLES["posts"], ["ky", "en"])[:4]
        ['id', 'name_ky', 'name_en', 'aliases']
    """
    names = []
    for column in columns_of(table):
        names += [f"name_{language}" for language in languages] if column == "name" and languages else [column]
    return names


def _comments(table: Table, languages: Sequence[str]) -> list[str]:
    lines = [
        f"# table: {table.name}",
        f"# {table.comment}",
        "# Lines that begin with # are comments. Write what the file is after these words, or leave them empty:",
        "# dataset:",
        "# licence:",
        "# source:",
        "# Columns (* must be filled; | stands between several values; delete the columns that you do not need):",
    ]
    return lines + [f"# {name}{_star(table, name)} - {explain(table, name)}" for name in header(table, languages)]


def _star(table: Table, name: str) -> str:
    return "*" if is_required(table, name) else ""


def is_required(table: Table, name: str) -> bool:
    """Whether a row without a value in this column is rejected.

    Example:
        >>> is_required(TABLES["actors"], "id"), is_required(TABLES["memberships"], "id")
        (True, False)
    """
    if name == "id":
        return not table.is_link
    return any(c.name == name and c.required for c in table.columns)


def explain(table: Table, name: str) -> str:
    """What to write in a column, in one line.

    Example:
        >>> explain(TABLES["events"], "start_date")
        'First day, month or year, as given. Write: 2010, 2010-05 or 2010-05-31'
    """
    if name in _FREE:
        return _FREE[name] + (" May be left empty." if name == "id" and table.is_link else "")
    if name.startswith("name_"):
        return f"The name in {name.removeprefix('name_')}."
    column = next(c for c in table.columns if c.name == ("names" if name == "name" else name))
    form = shape(column)
    return column.comment if form == _SHAPES["text"] else f"{column.comment} Write: {form}"


def shape(column: Column) -> str:
    """How a value of a column is written.

    Example:
        >>> shape(TABLES["places"].column("latitude"))
        'number with a point: 12.5 (-90 to 90)'
    """
    text = _SHAPES["text"] if column.type == "names" else _SHAPES[column.type]
    if column.type == "ref":
        text = _REFS.get(column.to, text)
    elif column.type == "code":
        text += " " + " ".join(words(column))
    if column.minimum is not None or column.maximum is not None:
        low = f"{column.minimum:g}" if column.minimum is not None else ""
        text += f" ({low} to {column.maximum:g})" if column.maximum is not None else f" ({low} or more)"
    return text + (", | between several" if column.many else "")


def words(column: Column) -> tuple[str, ...]:
    """The words that a column allows; empty if it allows any text.

    Example:
        >>> words(TABLES["events"].column("status"))
        ('happened', 'planned', 'cancelled')
    """
    return tuple(sorted(kinds())) if column.name == "kind" else column.values


def _write_csv(file: Path, table: Table, languages: Sequence[str]) -> None:
    # Spreadsheet programs need the byte order mark to read Cyrillic as UTF-8.
    with file.open("x", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([line] for line in _comments(table, languages))
        writer.writerow(header(table, languages))


def _write_workbook(file: Path, languages: Sequence[str]) -> None:
    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        # The cells are formatted as text, so that 2010-05 stays as typed and 007 keeps its zeros.
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        for table in TABLES.values():
            sheet = book.add_worksheet(table.name)
            names = header(table, languages)
            comments = [line for line in _comments(table, languages) if " - " not in line]
            sheet.set_column(0, len(names) - 1, 18, text)
            for row, line in enumerate(comments):
                sheet.write_string(row, 0, line, text)
            top = len(comments)
            for at, name in enumerate(names):
                sheet.write_string(top, at, name, bold)
                sheet.write_comment(top, at, explain(table, name) + (" *" if is_required(table, name) else ""))
                column = next((c for c in table.columns if c.name == name), None)
                if column and words(column):
                    choice = {"validate": "list", "source": list(words(column)), "error_type": "warning"}
                    sheet.data_validation(top + 1, at, top + _ROWS, at, choice)
            sheet.freeze_panes(top + 1, 1)


def reference() -> str:
    """The columns of all tables in Markdown, as they stand in ``docs/records-format.md``.

    Example:
        >>> reference().splitlines()[0]
        '### actors'
    """
    lines: list[str] = []
    for table in TABLES.values():
        lines += [f"### {table.name}", "", table.comment, "", "| column | must | what to write |", "|---|---|---|"]
        for name in columns_of(table):
            shown = "name, name_ky ..." if name == "name" else "aliases, aliases_ky ..." if name == "aliases" else name
            must = "yes" if is_required(table, name) else ""
            lines.append(f"| `{shown}` | {must} | {_escaped(explain(table, name))} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
