"""Reads a mapping file, and finds its mistakes before any row is read: each with its line, its column and the nearest right name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from govgraph.loaders.records.header import TABLES
from govgraph.loaders.table import grammar
from govgraph.loaders.table.mapping import Link, Mapping, Thing, Value
from govgraph.loaders.table.references import check_references
from govgraph.loaders.table.tree import MappingError, Node, read_tree
from govgraph.loaders.table.value_parser import parse_condition, parse_value
from govgraph.ontology.declaration import Column, Table
from govgraph.ontology.errors import nearest

_KEY: Final = re.compile(r"[^\W\d][\w-]*")


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file.

    Raises:
        MappingError: it cannot be read, or has a mistake.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MappingError("not UTF-8", where=str(path), hint="save it as UTF-8") from error
    except OSError as error:
        raise MappingError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            hint="it must be a file that is there and that you may read",
        ) from error
    return parse_mapping(text, str(path))


def parse_mapping(text: str, file: str) -> Mapping:
    """The mapping that a text says.

    Raises:
        MappingError: it has a mistake.

    Example:
        >>> mapping = parse_mapping("dataset: d\\nactors:\\n  person:\\n    kind: person\\n    name: who\\n", "a.map.yaml")
        >>> mapping.things["person"].fields["name"].columns
        ('who',)
    """
    tree = read_tree(text, file)
    nodes, links = grammar.node_sections(), grammar.link_sections()
    entries = tree.map("a mapping")
    tree.only([*grammar.TOP, *(t.name for t in nodes), *(t.name for t in links)], "a mapping")
    if "dataset" not in entries:
        raise tree.error("a mapping needs the name of its data set", expected="dataset: parliament-meetings")
    things: dict[str, Thing] = {}
    places: dict[str, Node] = {}
    made: list[Link] = []
    for table in nodes:
        if table.name not in entries:
            continue
        section = entries[table.name]
        for key, node in section.map(table.name).items():
            where = section.keys[key]
            if not _KEY.fullmatch(key):
                raise section.error(f"{key!r} is no name of a thing", expected="letters, digits, - and _", key=key)
            if key in things:
                raise section.error(f"{key!r} stands twice; {things[key].where} has it too", key=key)
            things[key] = _thing(key, table, node, f"{file}:{where[0]}:{where[1]}")
            places[key] = node
            if table.name == "events" and "participants" in node.map(key):
                made += _participants(key, node.map(key)["participants"])
    for table in links:
        if table.name in entries:
            section = entries[table.name]
            items = section.items if section.items is not None else [section]
            made += [_link(table, node) for node in items]
    if not things:
        raise tree.error("a mapping describes at least one thing", expected="actors: ..., events: ...")
    mapping = Mapping(
        file=file,
        dataset=entries["dataset"].one("the data set"),
        **{key: entries[key].one(key) for key in ("title", "licence", "source", "sheet") if key in entries},
        files=tuple(entries["files"].many("files")) if "files" in entries else (),
        missing=_texts(entries, "missing"),
        placeholders=tuple(text.casefold() for text in _texts(entries, "placeholders")),
        document=_single(entries["document"], TEXT) if "document" in entries else None,
        confidence=_single(entries["confidence"], NUMBER) if "confidence" in entries else None,
        things=things,
        links=tuple(made),
    )
    check_references(mapping, places)
    return mapping


def _single(node: Node, column: Column) -> Value:
    """A value of which each row has one at most."""
    value = parse_value(node, column.name, column)
    if value.many:
        raise node.error(
            f"a row has one {column.name}", expected="a column without split and each; find takes the first"
        )
    return value


TEXT: Final = Column("document", "text", False, False, "", "document", "")
NUMBER: Final = Column("confidence", "number", False, False, "", "confidence", "")


def _texts(entries: dict[str, Node], key: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in entries[key].many(key) if text.strip()) if key in entries else ()


def _thing(key: str, table: Table, node: Node, where: str) -> Thing:
    entries = node.map(key)
    extra = [*grammar.THING, *(grammar.EVENT if table.name == "events" else ())]
    _known(node, table, extra, key)
    fields, refs, countries = _fields(table, {k: v for k, v in entries.items() if k not in extra})
    identifiers = {}
    if "identifiers" in entries:
        schemes = entries["identifiers"]
        for scheme, value in schemes.map("identifiers").items():
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", scheme):
                raise schemes.error(f"{scheme!r} is no name of a code system", expected="wikidata", key=scheme)
            identifiers[scheme] = parse_value(value, scheme, TEXT)
    if table.name == "actors" and "kind" not in fields:
        raise node.error(f"{key} needs a kind", expected="kind: person")
    thing_id = parse_value(entries["id"], "id", TEXT, join="\x1f") if "id" in entries else None
    names = [name for name in fields if name.split("_")[0] == "name" or name == "iri"]
    if not names and thing_id is None and table.name != "events" and "country" not in countries:
        raise node.error(f"nothing identifies {key}", expected="name: COLUMN, or id: COLUMN")
    return Thing(
        key=key,
        table=table.name,
        fields=fields,
        refs=refs,
        countries=countries,
        identifiers=identifiers,
        details=tuple(entries["details"].many("details")) if "details" in entries else (),
        id=thing_id,
        space=entries["space"].one("space") if "space" in entries else "",
        when=parse_condition(entries.get("when")),
        where=where,
    )


def _known(node: Node, table: Table, extra: Iterable[str], what: str) -> None:
    for name in node.map(what):
        if name not in extra and grammar.field_of(table, name) is None:
            known = [*grammar.fields_of(table), *extra, *grammar.SHORT]
            word, _, tag = name.partition("_")
            hint = f"{tag!r} is no language tag" if word in ("name", "aliases") and tag else ""
            raise node.error(
                f"{what} has no field {name!r}" + (f": {hint}" if hint else ""),
                expected=nearest(name, known) or ", ".join(dict.fromkeys(known)),
                hint=f"govgraph ref {table.name}",
                key=name,
            )


def _fields(
    table: Table, entries: dict[str, Node]
) -> tuple[dict[str, Value], dict[str, tuple[str, ...]], dict[str, Value]]:
    """The fields of a thing or link: values, references to other things, and references to countries."""
    fields: dict[str, Value] = {}
    refs: dict[str, tuple[str, ...]] = {}
    countries: dict[str, Value] = {}
    for written, node in entries.items():
        name = grammar.SHORT.get(written, written)
        column = grammar.field_of(table, name)
        if column is None or name == "identifiers":
            continue
        if column.type != "ref" or grammar.is_type(column):
            fields[name] = parse_value(node, written, column)
        elif node.entries is None and not (column.to == "Country" and not table.is_link):
            keys = tuple(key.strip() for key in node.many(written))
            if len(keys) > 1 and not column.many:
                raise node.error(f"{written} takes one thing", expected=keys[0])
            refs[name] = keys
        elif grammar.is_country_ref(column):
            countries[name] = parse_value(node, written, column)
        else:
            raise node.error(f"{written} takes the name of a thing of this mapping", expected=f"{written}: NAME")
    return fields, refs, countries


def _link(table: Table, node: Node) -> Link:
    one = table.name.removesuffix("s")
    entries = node.map(f"a {one}")
    _known(node, table, grammar.LINK, f"a {one}")
    fields, refs, countries = _fields(table, {k: v for k, v in entries.items() if k not in grammar.LINK})
    for column in table.columns:
        if column.required and column.name not in {*fields, *refs, *countries}:
            short = next((k for k, v in grammar.SHORT.items() if v == column.name), column.name)
            raise node.error(f"a {one} needs {short}", expected=f"{short}: ...")
    for name, keys in refs.items():
        if len(keys) != 1:
            raise node.error(f"{name} takes one thing", expected=" or ".join(keys))
    lists = entries["lists"].one("lists") if "lists" in entries else ""
    if lists and lists not in grammar.LISTS:
        raise entries["lists"].error(f"lists is not {lists!r}", expected=" or ".join(grammar.LISTS))
    return Link(
        table=table.name,
        refs={name: keys[0] for name, keys in refs.items()},
        countries=countries,
        fields=fields,
        details=tuple(entries["details"].many("details")) if "details" in entries else (),
        when=parse_condition(entries.get("when")),
        lists=lists,
        where=node.where,
    )


def _participants(event: str, node: Node) -> list[Link]:
    """The participations of an event, written as key of an actor -> role."""
    table = TABLES["participations"]
    links = []
    for actor, role in node.map("participants").items():
        line, column = node.keys[actor]
        fields = {} if role.text == "" else {"role": parse_value(role, "role", table.column("role"))}
        refs = {"participant": actor, "event": event}
        links.append(Link("participations", refs, {}, fields, (), {}, "", f"{role.file}:{line}:{column}"))
    return links
