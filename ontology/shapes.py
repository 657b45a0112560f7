"""The shapes of a sound graph: those written in shapes.ttl, and one for every declared column that it leaves out.

A shape in shapes.ttl demands more than the declaration does, or has a better message. For any other column, the shape follows from
the declaration, so a new column needs no shape in shapes.ttl.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from govgraph.ontology.classes import classes
from govgraph.ontology.declaration import Column, Table, tables
from govgraph.ontology.terms import GOV
from govgraph.ontology.turtle import read

_SH = "http://www.w3.org/ns/shacl#"
_HEAD = f"""@prefix gov: <{GOV}> .
@prefix sh: <{_SH}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
_PARTIAL_DATE = ("[ sh:datatype xsd:date ]", "[ sh:datatype xsd:gYearMonth ]", "[ sh:datatype xsd:gYear ]")
# Type of a column -> the values that it may have (any one of these), and what they are called.
_VALUES: dict[str, tuple[tuple[str, ...], str]] = {
    "text": (("[ sh:datatype xsd:string ]",), "a text"),
    "code": (("[ sh:datatype xsd:string ]",), "a word"),
    "curie": (("[ sh:datatype xsd:string ]",), "a typed identifier"),
    "names": (("[ sh:datatype rdf:langString ]", "[ sh:datatype xsd:string ]"), "a text"),
    "number": (("[ sh:datatype xsd:double ]",), "a number"),
    "integer": (("[ sh:datatype xsd:integer ]",), "a whole number"),
    "boolean": (("[ sh:datatype xsd:boolean ]",), "true or false"),
    "date": (("[ sh:datatype xsd:date ]",), "a day"),
    "partial_date": (_PARTIAL_DATE, "a day, a month or a year"),
    "url": (("[ sh:nodeKind sh:IRI ]", "[ sh:datatype xsd:string ]"), "a web address"),
}


@cache
def all_shapes() -> str:
    """All shapes, as Turtle.

    Example:
        >>> "it has no name" in all_shapes()
        True
    """
    written = read("shapes.ttl")
    paths: set[tuple[str, str]] = set()
    for subject in written.of:
        target = written.one(subject, _SH + "targetClass").removeprefix(GOV)
        for shape in written.all(subject, _SH + "property"):
            path = written.of[str(shape)][_SH + "path"][0]
            if target and isinstance(path, ox.NamedNode):
                paths.add((target, path.value))
    return files("govgraph.ontology").joinpath("shapes.ttl").read_text("utf-8") + "\n" + column_shapes(paths)


def column_shapes(but: Collection[tuple[str, str]] = ()) -> str:
    """The shapes that follow from the declaration, as Turtle.

    Args:
        but: leave out the columns with these pairs of (class, IRI of the property).

    Example:
        >>> "an event has at most one value of 'intensity': a number" in column_shapes()
        True
    """
    lines = [_HEAD]
    for table in tables().values():
        shape = f"<https://w3id.org/govgraph/shapes#{table.cls}>"
        lines.append(f"{shape} a sh:NodeShape ; sh:targetClass gov:{table.cls} .\n")
        for column in table.columns:
            if column.term and (table.cls, column.term) not in but:
                lines.append(f"{shape} sh:property [ {' ; '.join(_rules(table, column))} ] .\n")
    return "".join(lines)


def _rules(table: Table, column: Column) -> Iterator[str]:
    yield f"sh:path <{column.term}>"
    if column.required:
        yield "sh:minCount 1"
    if not column.many:
        # There is one name per language.
        yield "sh:uniqueLang true" if column.type == "names" else "sh:maxCount 1"
    if column.type == "ref":
        yield "sh:nodeKind sh:IRI"
        some = [f"[ sh:class gov:{name} ]" for name in _classes_of_end(column)]
    else:
        some = list(_VALUES[column.type][0])
    if some:
        yield some[0].strip("[ ]") if len(some) == 1 else f"sh:or ( {' '.join(some)} )"
    if column.values:
        yield f"sh:in ( {' '.join(json.dumps(word, ensure_ascii=False) for word in column.values)} )"
    if column.minimum is not None:
        yield f"sh:minInclusive {column.minimum:g}"
    if column.maximum is not None:
        yield f"sh:maxInclusive {column.maximum:g}"
    yield f"sh:message {json.dumps(_message(table, column), ensure_ascii=False)}"


def _classes_of_end(column: Column) -> list[str]:
    """The classes that a thing may have to which a column refers."""
    if column.to == "Entity":
        return []
    # A country may take the place of an organisation. Datasets are always described, by govgraph itself; other things may not be.
    also = ["Country"] if column.to == "Organization" else []
    return [column.to, *also, *([] if column.to == "Dataset" else ["Undescribed"])]


def _message(table: Table, column: Column) -> str:
    name, row = column.name.replace("_", " "), _one(table.cls)
    if column.type == "ref":
        what = "a thing with an IRI" if column.to == "Entity" else _one(column.to)
    elif column.values:
        what = "one of " + ", ".join(column.values)
    else:
        what = _VALUES[column.type][1]
    what += "" if column.minimum is None else f", not below {column.minimum:g}"
    what += "" if column.maximum is None else f", not above {column.maximum:g}"
    if column.many or column.type == "names":
        return f"each value of '{name}' of {row} is {what}"
    return f"{row} has {'exactly' if column.required else 'at most'} one value of '{name}': {what}"


def _one(cls: str) -> str:
    label = classes()[cls].labels["en"]
    return f"{'an' if label[0] in 'aeiouAEIOU' else 'a'} {label}"
