"""One record of FollowTheMoney as entities: an object with what is nested in it, or the statements about one entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from govgraph.loaders.entities.ftm_entity import Entity
from govgraph.loaders.entities.ftm_schemata import VERSION, Schema, schemata
from govgraph.ontology.block import Reject

UNKNOWN: Final = f"not a schema of FollowTheMoney {VERSION}"


@dataclass(frozen=True, slots=True)
class Deletion:
    """A record that says that an entity is no longer there."""

    row: int
    id: str


Record = Entity | Deletion | Reject


def grouped(identifier: str, statements: list[Any], waiting: dict[str, list[Any]]) -> Iterator[Record]:
    if not statements:
        return
    if identifier in waiting:
        waiting[identifier] += statements
        return
    schema = _most_exact([s[1] for s in statements])
    if schema.source or schema.becomes in ("event", "identifier"):
        have = {s[2] for s in statements}
        if schema.source and not {schema.source, schema.target} <= have:
            waiting[identifier] = statements  # the other end may stand further down
            return
        yield entity_of(identifier, statements)
        return
    by_dataset: dict[str, list[Any]] = {}
    for statement in statements:
        by_dataset.setdefault(text_of(statement[3].get("dataset")) or "", []).append(statement)
    named = {d for d, own in by_dataset.items() if any(s[2] == "name" for s in own)}
    for dataset, own in by_dataset.items():
        entity = entity_of(identifier, own, schema)
        if named and dataset not in named:
            entity.unnamed = True
        yield entity


def _most_exact(names: list[str]) -> Schema:
    return max((schemata()[name] for name in dict.fromkeys(names)), key=lambda schema: len(schema.lineage))


def entity_of(identifier: str, statements: list[Any], schema: Schema | None = None) -> Entity:
    values: dict[str, list[str]] = {}
    languages: dict[tuple[str, str], str] = {}
    referents: dict[str, None] = {}
    datasets: dict[str, None] = {}
    for _, _, prop, cells in statements:
        value = text_of(cells.get("value"))
        if dataset := text_of(cells.get("dataset")):
            datasets[dataset] = None
        if (own := text_of(cells.get("entity_id"))) and own != identifier:
            referents[own] = None
        if value is None or prop == "id":
            continue
        of = values.setdefault(prop, [])
        if value not in of:
            of.append(value)
        if language := text_of(cells.get("lang")):
            languages[prop, value] = language
    schema = schema or _most_exact([s[1] for s in statements])
    rows = [s[0] for s in statements]
    return Entity(rows[0], identifier, schema, values, "", list(datasets), list(referents), languages, rows=rows)


# -------------------------------------------------------------------------------------------------------- objects


def entities_of(row: int, record: dict[str, Any]) -> Iterator[Record]:
    """The entity in an object, and those that are nested in it.

    Example:
        >>> nested = {"id": "o", "schema": "Ownership", "properties": {"asset": ["c"]}}
        >>> record = {"id": "p", "schema": "Person", "properties": {"name": "A", "ownershipOwner": [nested]}}
        >>> [(e.id, e.values) for e in entities_of(1, record)]
        [('p', {'name': ['A']}), ('o', {'asset': ['c'], 'owner': ['p']})]
    """
    identifier, name = text_of(record.get("id")), text_of(record.get("schema"))
    given = record.get("properties")
    if not identifier:
        yield Reject(row, "id", "there is no id")
        return
    if name not in schemata():
        yield Reject(row, "schema", UNKNOWN, name or "")
        return
    if not isinstance(given, dict):
        yield Reject(row, "properties", "there are no properties", identifier)
        return
    schema = schemata()[name]
    values: dict[str, list[str]] = {}
    inner: list[dict[str, Any]] = []
    for prop, value in given.items():
        if value.__class__ is list and len(value) == 1 and value[0].__class__ is str:  # most values
            if text := value[0].strip():
                values[prop] = [text]
            continue
        texts: list[str] = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                if text := one.strip():
                    texts.append(text)
            elif isinstance(one, dict):
                child = _inner(one, prop, identifier, schema)
                inner.append(child)
                if prop in schema.types and (own := text_of(child.get("id"))):
                    texts.append(own)
            elif (other := text_of(one)) is not None:
                texts.append(other)
        if texts:
            values[prop] = texts if len(texts) == 1 else list(dict.fromkeys(texts))
    datasets, referents = _texts(record.get("datasets")), _texts(record.get("referents"))
    entity = Entity(row, identifier, schema, values, text_of(record.get("caption")) or "", datasets, referents)
    children = []
    for child in inner:
        for one in entities_of(row, child):
            if isinstance(one, Entity):
                one.nested = True
                children.append(one)
            elif isinstance(one, Reject):
                entity.note(f"nested entity left out: {one.reason}", f"{identifier}: {one.value}")
    yield entity
    yield from children


def _inner(child: dict[str, Any], prop: str, parent: str, schema: Schema) -> dict[str, Any]:
    """A nested entity, with the reference to what it stands in."""
    of = schemata().get(text_of(child.get("schema")) or "")
    forward = of.reverse.get(prop) if of and prop not in schema.types else None
    given = child.get("properties")
    if forward is None or not isinstance(given, dict):
        return child
    have = given.get(forward, [])
    return child | {"properties": given | {forward: [*(have if isinstance(have, list) else [have]), parent]}}


def _texts(value: object) -> list[str]:
    return [text for one in (value if isinstance(value, list) else [value]) if (text := text_of(one))]


def text_of(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)  # programs write so a whole number of a column with gaps
    return str(value) if isinstance(value, int | float) else None
