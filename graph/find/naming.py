"""What to call the things of an answer: one way for all three languages, since they give the same IRIs.

A query gives what the graph states, and no graph states a name for an event that has none. So the names are looked up for the IRIs of the
answer, when somebody asks for them: nothing is added to the tables, the triples or the property graph. A title that was made
stands in square brackets, as library catalogues write a title that is not on the thing itself (ISBD, consolidated edition, A.8).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from govgraph.graph.find.titles import MADE, names_of, pick, titles
from govgraph.graph.property_graph.elements import iris_in

if TYPE_CHECKING:
    from govgraph.graph.answers.results import Result
    from govgraph.graph.graph import Graph


def called(graph: Graph, iris: Iterable[str]) -> dict[str, str]:
    """What things are called in the graph's first language that has a name; see :meth:`govgraph.graph.graph.Graph.called`.

    Example:
        >>> called(graph, ["https://w3id.org/govgraph/id/country/KGZ", "https://example.org/nobody"])
        {'https://w3id.org/govgraph/id/country/KGZ': 'Кыргызстан'}
    """
    asked = sorted(set(iris))
    languages = graph.settings.languages
    names = {iri: pick(of, languages) for iri, of in names_of(graph, asked).items()}
    unnamed = [iri for iri in asked if not names.get(iri)]
    made = {iri: MADE.format(of[languages[0]]) for iri, of in titles(graph, unnamed, languages[:1]).items()}
    return {iri: name for iri, name in (names | made).items() if name}


def unsaid(graph: Graph, answer: Result) -> dict[str, str]:
    """What the things in an answer are called, by IRI, without those of which the answer itself says a name beside the IRI.

    Example:
        >>> unsaid(graph, graph.sql("SELECT iri FROM actors WHERE class = 'NGO'"))
        {'https://w3id.org/govgraph/id/record/records/institute': 'Institute "X"'}
        >>> unsaid(graph, graph.sql("SELECT iri, name FROM actors WHERE class = 'NGO'"))
        {}
    """
    beside: dict[str, set[str]] = {}
    for row in answer.rows:
        texts = {value for value in row if isinstance(value, str)}
        for iri in (iri for value in row for iri in iris_in(value)):
            beside.setdefault(iri, set()).update(texts)
    if not beside:
        return {}
    said = {iri for iri, names in names_of(graph, beside).items() if beside[iri].intersection(names.values())}
    return called(graph, beside.keys() - said)


def named(graph: Graph, answer: Result) -> Result:
    """An answer with names beside its IRIs; see :meth:`govgraph.graph.graph.Graph.named`.

    Example:
        >>> named(graph, graph.sql("SELECT iri FROM actors WHERE class = 'NGO'")).to_json()
        [{'iri': 'https://w3id.org/govgraph/id/record/records/institute', 'iri_name': 'Institute "X"'}]
    """
    from govgraph.graph.answers.results import Result

    rows = answer.rows
    of_columns = [[list(iris_in(row[i])) for row in rows] for i in range(len(answer.columns))]
    names = called(graph, {iri for column in of_columns for iris in column for iri in iris})
    columns: list[str] = []
    values: list[list[Any]] = []
    for i, (column, of_rows) in enumerate(zip(answer.columns, of_columns, strict=True)):
        columns.append(column)
        values.append([row[i] for row in rows])
        if any(of_rows):
            columns.append(_free(f"{column}_name", answer.columns))
            values.append([_names(row[i], iris, names) for row, iris in zip(rows, of_rows, strict=True)])
    result = Result(columns, list(zip(*values, strict=True)), cut=answer.cut, plan=answer.plan)
    result.warnings = answer.warnings
    return result


def _names(value: Any, iris: list[str], names: dict[str, str]) -> Any:
    found = [names.get(iri) for iri in iris]
    return found if isinstance(value, list | tuple) else found[0] if found else None


def _free(name: str, taken: list[str]) -> str:
    return name if name not in taken else _free(f"{name}_", taken)
