"""LittleSis as tables: the members of a list, the relationships of an entity, and objects of the API whose keys became columns.

A row is brought into the form of the API's objects, so that what they mean stands in one place (:mod:`govgraph.loaders.entities.littlesis_rows`).

Sources, in ``littlesis-rails``: ``list_datatable_controller.js`` and ``list_datatable.rb`` (the button "Export CSV" of a list),
``relationships_datatable.js`` and ``relationship_datatable_presenter.rb`` (that of an entity's relationships).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, Final

from govgraph.loaders.events.layout import headers
from govgraph.loaders.flat_tables import table_items
from govgraph.loaders.nested import Item
from govgraph.ontology.loader import Source

_OF_LIST: Final = frozenset({"id", "name", "blurb", "types"})
_OF_RELATIONSHIPS: Final = frozenset({"id", "entity1_id", "entity2_id", "category_id"})
_OF_ENTITIES: Final = frozenset({"id", "name", "primary_ext"})
_KNOWN: Final = _OF_LIST | _OF_RELATIONSHIPS | _OF_ENTITIES
_LISTS: Final = ("types", "aliases", "tags")
_PRIMARY: Final = {"Person": "Person", "Organization": "Org"}
_NAMED: Final = ("name", "entity1_name", "entity2_name", "blurb", "summary", "description1", "description2")


def is_table(source: Source) -> bool:
    """Whether a file is one of these tables, by its columns.

    Example:
        >>> from pathlib import Path
        >>> is_table(Source(Path("list.csv"), data=b"id,name,blurb,types\\n15108,Jack,,Person\\n"))
        True
    """
    return any(_fits(header.names) for header in headers(source))


def objects_of_table(source: Source) -> Iterator[Item]:
    """The rows of such a table as objects of the API.

    Raises:
        LoaderError: the file cannot be read to its end.
    """
    expected = "id, name, blurb, types; or id, entity1_id, entity2_id, category_id"
    return table_items(source, _is_known, _fits, object_of, expected, lambda column: _plain(column) not in _NAMED)


def _plain(column: str) -> str:
    return column.removeprefix("attributes.")


def _is_known(column: str) -> bool:
    return _plain(column) in _KNOWN


def _fits(header: Sequence[str]) -> bool:
    names = {_plain(column) for column in header}
    return names >= _OF_LIST or names >= _OF_RELATIONSHIPS or names >= _OF_ENTITIES


def object_of(cells: dict[str, str]) -> dict[str, Any]:
    """The object of the API that the filled cells of a row stand for.

    Example:
        >>> object_of({"rank": "1", "id": "15108", "name": "Jack", "types": "Person,Lobbyist"})
        {'rank': '1', 'id': '15108', 'name': 'Jack', 'types': ['Person', 'Lobbyist'], 'primary_ext': 'Person'}
        >>> object_of({"attributes.id": "1", "attributes.extensions.Person.birthplace": "Osh"})
        {'id': '1', 'extensions': {'Person': {'birthplace': 'Osh'}}}
    """
    found: dict[str, Any] = {}
    for column, text in cells.items():
        *within, last = _plain(column).split(".")
        of = found
        for part in within:
            inner = of.setdefault(part, {})
            of = inner if isinstance(inner, dict) else of.setdefault(f"{part}.", {})
        of[last] = _list(text) if last in _LISTS else text
    types = found.get("types")
    if "primary_ext" not in found and types and types[0] in _PRIMARY:
        found["primary_ext"] = _PRIMARY[types[0]]
    return found


def _list(text: str) -> list[str]:
    """The words of a cell, separated by commas as LittleSis does, or a list as Python prints it."""
    if text.startswith("["):
        try:
            given = ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return [text]
        return [word for one in given if isinstance(one, str) and (word := one.strip())]
    return [word for part in text.split(",") if (word := part.strip())]
