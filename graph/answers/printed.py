"""An answer as text for people: a table where it fits, else one record a block. No identifier is ever cut.

A table whose columns are squeezed shows the beginnings of all cells and the whole of none, and an IRI that is broken over two lines cannot
be copied. So an answer that is wider than the screen is printed record by record, as ``psql`` does with ``\\x auto``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len

from govgraph.graph.answers.values import cell
from govgraph.graph.property_graph.elements import iris_in
from govgraph.ontology.terms import shorten
from govgraph.ontology.visible import visible

_PREFIXED = re.compile(r"[\w-]+:[\w-]*")
_BETWEEN = "  "
_NUMBER = re.compile(r"-?[\d,]+(\.\d+)?")


def shown(value: Any) -> str:
    """A value as one cell. An IRI has its prefix where SPARQL could read it so; elsewhere it is whole, so that it can be copied.

    Example:
        >>> shown("https://w3id.org/govgraph/id/country/KGZ"), shown("https://w3id.org/govgraph/id/event/gdelt/h-1"), shown(None)
        ('country:KGZ', 'https://w3id.org/govgraph/id/event/gdelt/h-1', '')
    """
    text = cell(value)
    short = shorten(text)
    return visible(short if _PREFIXED.fullmatch(short) else text)


def with_names(row: Sequence[Any], names: Mapping[str, str]) -> list[str]:
    """The cells of a row, with the names of its IRIs below them.

    Args:
        names: IRI -> what it is called.

    Example:
        >>> with_names(["https://example.org/a", 1], {"https://example.org/a": "Асан"})
        ['https://example.org/a\\nАсан', '1']
    """
    cells = [shown(value) for value in row]
    told = []
    for value, text in zip(row, cells, strict=True):
        below = [visible(names[iri]) for iri in iris_in(value) if iri in names]
        told.append("\n".join([text, *below]))
    return told


def text_table(columns: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> str:
    """Cells as lines of text that end with a line break: a table if no line of it is longer than ``width``, else a block for each record.

    Args:
        rows: cells that are safe to show; a cell may have several lines.
        width: in columns of the screen; a wide character takes two.

    Example:
        >>> print(text_table(["iri", "name"], [["country:KGZ", "Кыргызстан"]], 30), end="")
        iri          name
        -----------  ----------
        country:KGZ  Кыргызстан
        >>> print(text_table(["iri", "name"], [["country:KGZ", "Кыргызстан"]], 20), end="")
        iri   country:KGZ
        name  Кыргызстан
    """
    heads, cells = [visible(column) for column in columns], [[text.split("\n") for text in row] for row in rows]
    if not heads:
        return ""
    widths = [
        max(cell_len(line) for line in (head, *(line for row in cells for line in row[i])))
        for i, head in enumerate(heads)
    ]
    if sum(widths) + len(_BETWEEN) * (len(widths) - 1) <= width:
        lines = [list(heads), ["-" * wide for wide in widths]]
        right = {
            i for i in range(len(heads)) if cells and all(_NUMBER.fullmatch("\n".join(row[i]) or "0") for row in cells)
        }
        lines += [list(line) for row in cells for line in zip_longest(*row, fillvalue="")]
        for line in (lines[0], *lines[2:]):
            for i in right:
                line[i] = line[i].rjust(widths[i])
        return "".join(f"{_beside(line, widths)}\n" for line in lines)
    return "\n".join(_block(heads, row) for row in cells)


def _beside(texts: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (wide - cell_len(text)) for text, wide in zip(texts, widths, strict=True))
    return _BETWEEN.join(padded).rstrip()


def _block(heads: Sequence[str], row: Sequence[Sequence[str]]) -> str:
    """A record, a line for each cell that has something; more lines of a cell stand below its first."""
    wide = max(cell_len(head) for head in heads)
    lines = []
    for head, texts in zip(heads, row, strict=True):
        for number, text in enumerate(texts):
            if text:
                lines.append(_beside(["" if number else head, text], [wide, cell_len(text)]))
    return "".join(f"{line}\n" for line in lines) or f"{heads[0]}\n"


def counted(number: int, thing: str) -> str:
    """A number of things, in words.

    Example:
        >>> counted(1, "row"), counted(1200, "row"), counted(2, "party"), counted(0, "match")
        ('1 row', '1,200 rows', '2 parties', '0 matches')
    """
    if number == 1:
        return f"1 {thing}"
    many = re.sub(r"(?<=[^aeiou])y$", "ie", thing)
    return f"{number:,} {many}{'es' if re.search(r'(s|x|ch|sh)$', many) else 's'}"
