"""The reference: what every table, column, class, property, relationship and code means, as data and as text.

Everything is read from the declaration and the code lists; no term is described here. A word can be looked up in the form in
which a person met it: a prefixed name in RDF, a key or label in Cypher, a column in SQL, a code in a file.
"""

from __future__ import annotations

from typing import Any

from govgraph.ontology import reference_codes
from govgraph.ontology.classes import classes, kinds, lineage, properties
from govgraph.ontology.declaration import Column, Table, common, tables
from govgraph.ontology.errors import OntologyError, nearest
from govgraph.ontology.terms import GOV, expand, is_iri, shorten

COMMON: dict[str, Column] = {
    column.name: column
    for rows in ("every", "assembled", "records", "nodes", "shared", "identified", "stated")
    for column in common(rows)
}
"""The columns that are not of one table."""


def reference(term: str | None = None) -> dict[str, Any]:
    """What a word of the ontology means.

    Args:
        term: a table, ``table.column``, class, property, property key, relationship type, prefixed name, IRI, code list or
            code; None or empty: an overview.

    Returns:
        values that JSON can hold; ``kind`` says what they describe: overview, table, column, class, property, list or code.

    Raises:
        OntologyError: there is no such word; the message names the nearest.

    Example:
        >>> reference("gov:Agency")["superclasses"]
        ['gov:Actor', 'gov:Organization']
        >>> reference("MEMBER_OF")["name"], reference("startDate")["used"][0]["table"]
        ('memberships', 'actors')
    """
    if not term:
        return _overview()
    word = shorten(term) if is_iri(term) else term.strip()
    if word in tables():
        return _table(tables()[word])
    head, dot, tail = word.partition(".")
    if dot and head in tables():
        return _of_table(tables()[head], tail)
    if word in reference_codes.LISTS:
        return reference_codes.listed(word)
    if reference_codes.is_code(word):
        return reference_codes.code(word)
    local = word.removeprefix("gov:").removeprefix(":")
    if local in classes():
        return _class(local)
    for each in tables().values():
        if local == each.relationship:
            return _table(each)
    # The key of a name in one language, such as name_ky.
    if uses := _word(word, "name" if local.startswith("name_") else local):
        return uses
    if local in kinds():
        return _class(kinds()[local])
    lowered = {name.lower(): name for name in _every_word()}
    if local.lower() in lowered and lowered[local.lower()] != local:
        return reference(lowered[local.lower()])
    near = nearest(local, _every_word()) or lowered.get(nearest(local.lower(), lowered), "")
    raise OntologyError(f"no term {term!r}", expected=near, hint="govgraph ref")


def _every_word() -> list[str]:
    words = [*tables(), *classes(), *properties(), *kinds(), *reference_codes.LISTS]
    words += [each.relationship for each in tables().values() if each.is_link]
    for column in (*COMMON.values(), *(column for each in tables().values() for column in each.columns)):
        words += [column.name, column.key]
        words += [column.relationship] if column.relationship else []
        words += [shorten(column.term)] if column.term else []
    return list(dict.fromkeys(words))


def _overview() -> dict[str, Any]:
    return {
        "kind": "overview",
        "tables": [
            {
                "name": t.name,
                "class": f"gov:{t.cls}",
                "relationship": t.relationship,
                "own": t.own,
                "comment": t.comment,
            }
            for t in tables().values()
        ],
        "classes": [
            {
                "name": f"gov:{c.name}",
                "parents": [f"gov:{p}" for p in c.parents],
                "labels": c.labels,
                "comment": c.comment,
            }
            for c in classes().values()
        ],
        "lists": [{"name": name, "comment": comment} for name, comment in reference_codes.LISTS.items()],
    }


def _type(column: Column) -> str:
    return f"{column.type} (several)" if column.many else column.type


def _column(each: Table, column: Column) -> dict[str, Any]:
    drawn = column.relationship
    end = "source" if column.name == each.source else "target" if column.name == each.target else ""
    return {
        "column": column.name,
        "type": _type(column),
        "required": column.required,
        "comment": column.comment,
        "term": shorten(column.term) if column.term else "rdf:type",
        "key": column.key if column in each.property_columns else "",
        "relationship": each.relationship if end else drawn,
        "end": end,
        "to": f"gov:{column.to}" if column.to else "",
        "values": list(column.values) or (list(kinds()) if column.name == "kind" else []),
        "minimum": column.minimum,
        "maximum": column.maximum,
        "computed": column.bound,
    }


def _of_table(each: Table, name: str) -> dict[str, Any]:
    if name in COMMON:
        return {
            "kind": "column",
            "table": each.name,
            "column": name,
            "comment": COMMON[name].comment,
            "type": _type(COMMON[name]),
        }
    return {"kind": "column", "table": each.name, **_column(each, each.column(name))}


def _table(each: Table) -> dict[str, Any]:
    # The rows of a table that govgraph fills are nowhere as a file recorded them.
    recorded = () if each.own else common("records")
    beside = {c.name: c for c in (*common("every"), *common("assembled"), *recorded, *each.evidence)}
    return {
        "kind": "table",
        "name": each.name,
        "comment": each.comment,
        "class": f"gov:{each.cls}",
        "relationship": each.relationship,
        "source": each.source,
        "target": each.target,
        "own": each.own,
        "columns": [_column(each, column) for column in each.columns],
        "common": [{"column": c.name, "comment": c.comment} for c in beside.values()],
    }


def _class(name: str) -> dict[str, Any]:
    cls = classes()[name]
    holds = [t for t in tables().values() if t.cls in lineage(name)]
    link = next((t for t in tables().values() if t.cls == name and t.is_link), None)
    return {
        "kind": "class",
        "name": name,
        "term": f"gov:{name}",
        "iri": cls.iri,
        "comment": cls.comment,
        "labels": cls.labels,
        "superclasses": [f"gov:{c}" for c in lineage(name) if c != name],
        "reused": [shorten(iri) for iri in cls.reused],
        "subclasses": sorted(f"gov:{c}" for c in classes() if name in lineage(c) and c != name),
        # Countries are both actors and places; their rows are in the table of actors.
        "table": "actors" if "Actor" in lineage(name) else holds[0].name if holds else "",
        "word": cls.kind,
        "node_labels": [] if link else ["Entity", *lineage(name)],
        "relationship": link.relationship if link else "",
    }


def _word(word: str, local: str) -> dict[str, Any] | None:
    """Where a property, key, column or relationship type is used; None when the word is none of these."""
    iri = expand(word) or (GOV + local)
    used = []
    for each in tables().values():
        for column in (*each.columns, *each.evidence):
            of_link = each.relationship if column.name in (each.source, each.target) else ""
            names = {column.name, column.key, column.relationship, of_link} - {""}
            if column.term == iri or local in names:
                used.append({"table": each.name, **_column(each, column)})
    beside = next((c for c in COMMON.values() if local in (c.name, c.key) or c.term == iri), None)
    if not used and local not in properties() and not beside:
        return None
    term = GOV + local if local in properties() else beside.term if beside else ""
    return {
        "kind": "property",
        "name": local,
        "term": shorten(term) if term else "",
        "iri": term,
        "comment": properties().get(local, "") or (beside.comment if beside else ""),
        "see": [f"gov:{kinds()[local]}"] if local in kinds() else [],
        "used": used,
    }
