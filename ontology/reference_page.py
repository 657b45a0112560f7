"""The reference as text for a terminal: the facts of :func:`govgraph.ontology.reference.reference`, laid out as a page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table

from govgraph.ontology.reference import reference


def page(term: str | None = None, *, width: int = 110) -> str:
    """A reference page as plain text.

    Args:
        term: as for :func:`~govgraph.ontology.reference.reference`.
        width: characters per line.

    Raises:
        OntologyError: there is no such word; the message names the nearest.

    Example:
        >>> page("cameo:042").splitlines()[0]
        'cameo:042  Make a visit'
    """
    facts = reference(term)
    # All content of a page is text, never markup.
    console = Console(
        file=io.StringIO(),
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=False,
        color_system=None,
    )
    with console.capture() as captured:
        for part in _PAGES[facts["kind"]](facts):
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


_LEAST_TEXT = 24
"""Characters that the last column of a table needs, which is text; in fewer it cannot be read."""


class _Grid:
    """A table whose last column is text and is wrapped. The others are never cut: where they leave no room, a row becomes a paragraph."""

    def __init__(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self._headings, self._rows = headings, [list(row) for row in rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        names = [*zip(self._headings, *self._rows, strict=True)][:-1]
        taken = sum(max(map(cell_len, column)) + 2 for column in names)
        if taken + _LEAST_TEXT <= options.max_width:
            grid = Table(*self._headings, box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
            for column in grid.columns[:-1]:
                column.no_wrap = True
            for row in self._rows:
                grid.add_row(*row)
            yield grid
        else:
            yield f"({',  '.join(self._headings)})"
            for row in self._rows:
                yield "  ".join(cell for cell in row[:-1] if cell)
                yield Padding(row[-1], (0, 0, 0, 4))


def _labels(labels: dict[str, str]) -> str:
    return ", ".join(f"{text} ({language})" for language, text in labels.items())


def _lines(*pairs: tuple[str, Any]) -> Iterable[str]:
    for name, value in pairs:
        text = ", ".join(value) if isinstance(value, list) else str(value)
        if text:
            yield f"  {name + ':':<16}{text}"


def _overview(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield "Tables (govgraph ref TABLE)\n"
    yield _Grid(
        ("table", "class", "relationship", "rows"),
        ((t["name"], t["class"], t["relationship"], t["comment"]) for t in facts["tables"]),
    )
    yield "\nClasses (govgraph ref CLASS)\n"
    yield _Grid(
        ("class", "below", "what it is"), ((c["name"], ", ".join(c["parents"]), c["comment"]) for c in facts["classes"])
    )
    yield "\nCode lists (govgraph ref LIST)\n"
    yield _Grid(("list", "codes"), ((x["name"], x["comment"]) for x in facts["lists"]))


def _drawn(column: dict[str, Any]) -> str:
    if column["end"]:
        return f"{column['end']} of :{column['relationship']}"
    return f":{column['relationship']}" if column["relationship"] else column["key"]


def _meaning(column: dict[str, Any]) -> str:
    parts = [column["comment"]]
    if column["to"]:
        parts.append(f"Refers to {column['to']}.")
    if column["values"] and column["comment"] != " ".join(column["values"]):
        parts.append("One of " + ", ".join(column["values"]) + ".")
    if column["minimum"] is not None or column["maximum"] is not None:
        low, high = column["minimum"], column["maximum"]
        parts.append(f"{low:g} to {high:g}." if high is not None else f"Not below {low:g}.")
    if column["computed"]:
        parts.append("Computed.")
    if column["required"]:
        parts.append("Required.")
    return " ".join(parts)


def _columns(columns: Iterable[dict[str, Any]], first: str = "column") -> _Grid:
    return _Grid(
        (first, "type", "RDF", "property graph", "meaning"),
        (
            (
                f"{c['table']}.{c['column']}" if "table" in c else c["column"],
                c["type"], c["term"], _drawn(c), _meaning(c),
            )
            for c in columns
        ),
    )  # fmt: skip


def _table(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield f"table {facts['name']}  {facts['comment']}"
    ends = f"{facts['source']} -[:{facts['relationship']}]-> {facts['target']}" if facts["relationship"] else ""
    yield from _lines(
        ("class", facts["class"]), ("relationship", ends), ("filled by", "govgraph itself" if facts["own"] else "")
    )
    yield ""
    yield _columns(facts["columns"])
    yield ""
    yield _Grid(("every table", "meaning"), ((c["column"], c["comment"]) for c in facts["common"]))


def _column(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield f"column {facts['table']}.{facts['column']}  {facts['comment']}"
    yield from _lines(("type", facts["type"]))
    if "term" in facts:
        yield from _lines(
            ("RDF", facts["term"]), ("property graph", _drawn(facts)), ("refers to", facts["to"]), ("one of", facts["values"]),
            ("from", "" if facts["minimum"] is None else f"{facts['minimum']:g}"),
            ("to", "" if facts["maximum"] is None else f"{facts['maximum']:g}"),
            ("computed", facts["computed"]), ("required", "yes" if facts["required"] else ""),
        )  # fmt: skip


def _class(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield f"class {facts['term']}  {facts['comment']}"
    yield from _lines(
        ("labels", _labels(facts["labels"])), ("IRI", facts["iri"]), ("superclasses", facts["superclasses"] + facts["reused"]),
        ("subclasses", facts["subclasses"]), ("table", facts["table"]), ("kind", facts["word"]),
        ("node labels", "".join(f":{x}" for x in facts["node_labels"])),
        ("relationship", f":{facts['relationship']}" if facts["relationship"] else ""),
    )  # fmt: skip


def _property(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield f"{facts['term'] or facts['name']}  {facts['comment']}".rstrip()
    yield from _lines(("IRI", facts["iri"]), ("see also", facts["see"]))
    if facts["used"]:
        yield ""
        yield _columns(facts["used"], "used in")


def _list(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield f"{facts['name']}  {facts['comment']}\n"
    yield _Grid(
        ("code", "label", "broader"),
        ((c["code"], " / ".join(c["labels"].values()), ", ".join(c["broader"])) for c in facts["codes"]),
    )


def _code(facts: dict[str, Any]) -> Iterable[RenderableType]:
    yield f"{facts['code']}  {facts['labels'].get('en', '')}"
    yield from _lines(("labels", _labels(facts["labels"])))
    shown = ("kind", "code", "labels")
    yield from _lines(*((name.replace("_", " "), value) for name, value in facts.items() if name not in shown))


_PAGES = {
    "overview": _overview, "table": _table, "column": _column, "class": _class, "property": _property, "list": _list,
    "code": _code,
}  # fmt: skip
