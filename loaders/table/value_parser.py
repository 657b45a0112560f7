"""Reads the values of a mapping file: a plain column, a list of columns, or keys that say how a cell is read."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from govgraph.loaders.table import grammar
from govgraph.loaders.table.date_formats import pattern_of
from govgraph.loaders.table.mapping import LIST, Condition, Value
from govgraph.loaders.table.tree import Node
from govgraph.ontology.cameo import cameo_event, cameo_events
from govgraph.ontology.classes import kinds
from govgraph.ontology.countries import country
from govgraph.ontology.declaration import Column
from govgraph.ontology.errors import nearest
from govgraph.ontology.event_types import event_type, event_types, plover_types

_KEYS: Final = list(grammar.VALUE)
_FROM: Final = ("column", "columns", "each", "text")


def parse_value(node: Node, name: str, column: Column, join: str = " ") -> Value:
    """The value of a field.

    Args:
        name: the field, as it is written.
        column: the declared column that it fills.
        join: what stands between the columns of a plain list.

    Raises:
        MappingError: it has a mistake.

    Example:
        >>> from govgraph.loaders.records.header import TABLES
        >>> from govgraph.loaders.table.tree import read_tree
        >>> parse_value(read_tree("role", "a.map.yaml"), "role", TABLES["memberships"].column("role")).text
        'role'
    """
    if node.entries is None:
        texts = [text.strip() for text in node.many(name)]
        if not texts or not all(texts):
            raise node.error(
                f"{name} is empty", expected=f"{name}: COLUMN", hint="leave the line out if nothing is known"
            )
        if column.name in grammar.WORDS:
            if len(texts) > 1:
                raise node.error(f"{name} takes one word")
            return Value(text=_word(node, texts[0], column), where=node.where)
        value = Value(columns=tuple(texts), join=join, where=node.where)
        return _complete(node, name, column, value)
    node.only(_KEYS, name)
    entries = node.entries
    given = [key for key in _FROM if key in entries]
    if len(given) != 1:
        raise node.error(
            f"{name} has {' and '.join(given)}" if given else f"{name} does not say where it comes from",
            expected="one of column, columns, each, text",
        )
    codes = {}
    if "codes" in entries:
        for text, word in entries["codes"].map("codes").items():
            codes[text.strip()] = _word(word, word.one(f"the word for {text!r}"), column)
    split = tuple(entries["split"].many("split")) if "split" in entries else ()
    if "split" in entries and not all(split):
        raise entries["split"].error("split is empty", expected='split: ";"')
    value = Value(
        columns=_columns(entries),
        each=tuple(entries["each"].many("each")) if "each" in entries else (),
        text=_word(entries["text"], entries["text"].one("text"), column) if "text" in entries else "",
        join=entries["join"].text or "" if "join" in entries else join,
        split=tuple(text.strip() if text.strip() == LIST else text for text in split),
        find=_find(entries["find"]) if "find" in entries else "",
        codes=codes,
        otherwise=_word(entries["otherwise"], entries["otherwise"].one("otherwise"), column)
        if "otherwise" in entries
        else None,
        system=entries["system"].one("system") if "system" in entries else "",
        agrees=entries["agrees"].one("agrees") if "agrees" in entries else "",
        on=entries["on"].one("on") if "on" in entries else "",
        formats=_formats(entries["format"]) if "format" in entries else (),
        precision=_one_of(entries["precision"], "precision", grammar.PRECISIONS) if "precision" in entries else "",
        decimal=_one_of(entries["decimal"], "decimal", (".", ",")) if "decimal" in entries else "",
        missing=tuple(t.strip() for t in entries["missing"].many("missing")) if "missing" in entries else None,
        where=node.where,
    )
    for key, types in (
        ("format", ("partial_date", "date")),
        ("precision", ("partial_date", "date")),
        ("decimal", ("number", "integer")),
    ):
        if key in entries and column.type not in types:
            raise node.error(f"{name} has no {key}: it is not a {'date' if key != 'decimal' else 'number'}", key=key)
    if "otherwise" in entries and "codes" not in entries:
        raise node.error("otherwise belongs to codes, and there are none", key="otherwise")
    return _complete(node, name, column, value)


def parse_condition(node: Node | None) -> Condition:
    """The rows in which something is said: column -> texts.

    Raises:
        MappingError: it is not written as columns with texts.

    Example:
        >>> from govgraph.loaders.table.tree import read_tree
        >>> parse_condition(read_tree("Group: [NGO, IGO]", "a.map.yaml"))
        {'Group': ('NGO', 'IGO')}
    """
    if node is None:
        return {}
    return {column: tuple(t.strip() for t in texts.many(column)) for column, texts in node.map("when").items()}


def _columns(entries: dict[str, Node]) -> tuple[str, ...]:
    if "column" in entries:
        return (entries["column"].one("column"),)
    return tuple(text.strip() for text in entries["columns"].many("columns")) if "columns" in entries else ()


def _one_of(node: Node, name: str, words: tuple[str, ...]) -> str:
    word = node.one(name)
    if word not in words:
        raise node.error(f"{name} is not {word!r}", expected=nearest(word, words) or " or ".join(words))
    return word


def _find(node: Node) -> str:
    pattern = node.one("find")
    try:
        groups = re.compile(pattern).groups
        pl.select(pl.lit("").str.extract(pattern, 1))
    except (re.error, pl.exceptions.PolarsError) as error:
        raise node.error(
            f"not a regular expression: {str(error).splitlines()[0]}", expected=r"find: '^(.*) \('"
        ) from error
    if groups != 1:
        raise node.error(f"the expression has {groups} groups", expected="one group: the part that is meant")
    return pattern


def _formats(node: Node) -> tuple[str, ...]:
    formats = tuple(text.strip() for text in node.many("format"))
    for text in formats:
        if fault := pattern_of(text).fault:
            raise node.error(f"{text!r} is no format of a date: {fault}", expected="DD.MM.YYYY, MM/YYYY, D MMMM YYYY")
    return formats


def _complete(node: Node, name: str, column: Column, value: Value) -> Value:
    """Check what a value needs besides its column.

    Raises:
        MappingError: it is not said how countries or types are written.
    """
    if grammar.is_country_ref(column):
        if value.text:
            system, colon, _ = value.text.partition(":")
            if not colon or system not in grammar.COUNTRY_SYSTEMS or country(value.text) is None:
                raise node.error(
                    f"{value.text!r} is no country", expected="text: iso3:KGZ", hint="govgraph ref country"
                )
            return value
        if not value.system:
            raise node.error(
                f"{name} does not say how countries are written",
                expected=f"{name}: {{column: {value.shown}, system: iso3}}, or another of {', '.join(grammar.COUNTRY_SYSTEMS)}",
            )
        _known_system(node, value.system, grammar.COUNTRY_SYSTEMS)
    elif value.system and grammar.is_type(column):
        _known_system(node, value.system, grammar.TYPE_SYSTEMS)
    elif value.system:
        raise node.error(f"{name} has no code system", key="system")
    elif grammar.is_type(column) and not value.text and not value.codes:
        raise node.error(f"{name} does not say how types are written", expected="codes: {...}, or system: cameo")
    for key, said in (("agrees", value.agrees), ("on", value.on)):
        if said and not grammar.is_country_ref(column):
            raise node.error(f"{key} is for the codes of countries", key=key)
    if column.name == "kind" and not value.text and not value.codes:
        raise node.error(
            "kind does not say which kind each text means", expected=f"codes: {{{value.shown or 'Person'}: person}}"
        )
    return value


def _known_system(node: Node, system: str, systems: tuple[str, ...]) -> None:
    if system not in systems:
        place = (node.entries or {}).get("system", node)
        raise place.error(f"no code system {system!r}", expected=nearest(system, systems) or ", ".join(systems))


def _word(node: Node, word: str, column: Column) -> str:
    """A word of the graph, checked if the list of words is closed."""
    words = tuple(kinds()) if column.name == "kind" else column.values
    if words and word not in words:
        raise node.error(f"no {column.name} {word!r}", expected=nearest(word.lower(), words) or ", ".join(words))
    if grammar.is_type(column):
        system, _, code = word.partition(":")
        known = {
            "event-type": lambda: event_type(code) is not None,
            "cameo": lambda: cameo_event(code) is not None,
            "plover": lambda: any(t.code == code for t in plover_types()),
        }
        if system not in known or not known[system]():
            types = [f"event-type:{t.code}" for t in event_types()] + [f"plover:{t.code}" for t in plover_types()]
            types += [f"cameo:{t.code}" for t in cameo_events()] if system == "cameo" else []
            near = nearest(word, types) or nearest(f"event-type:{word.lower()}", types)
            raise node.error(
                f"no type of event {word!r}", expected=near or "event-type:meeting", hint="govgraph ref event-type"
            )
    return word
