"""Objects within objects as the cells of one row: an inner object gives columns with a point, of a list of objects each key gives a list in a cell.

Values with their type, as MongoDB exports them (``{"$oid": "5"}``; Extended JSON, https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/),
are the values.
"""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.sheets.lists import join_cell
from govgraph.loaders.sheets.sheet import plain_name

NOT_A_CELL: Final = "\0"
"""Stands for a value that no cell can hold, until its row is rejected."""
NO_CELL: Final = "a list of lists or half of a character, which no cell can hold"


def flat(item: dict[str, Any], prefix: str = "") -> dict[str, str | None]:
    """The cells of an object, by the names of their columns; :data:`NOT_A_CELL` for what no cell can hold.

    Example:
        >>> flat({"id": {"$oid": "7"}, "place": {"name": "Osh"}, "of": [{"id": "a"}, {"id": "b"}], "odd": [["x"]]})
        {'id': '7', 'place.name': 'Osh', 'of.id': 'a|b', 'odd': '\\x00'}
    """
    cells: dict[str, str | None] = {}
    for key, value in item.items():
        name = prefix + plain_name(key)
        while isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
            (value,) = value.values()
        if isinstance(value, dict):
            cells |= flat(value, name + ".")
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            cells |= _together([flat(one, name + ".") for one in value])
        else:
            cells[name] = _cell(value)
    return cells


def _together(objects: list[dict[str, str | None]]) -> dict[str, str | None]:
    """The cells of several objects as one: of one object its own, of several the texts of each key as a list."""
    if len(objects) == 1:
        return objects[0]
    keys = dict.fromkeys(key for cells in objects for key in cells)
    texts = {key: [text for cells in objects if (text := cells.get(key)) is not None] for key in keys}
    return {key: NOT_A_CELL if NOT_A_CELL in of else join_cell(of) if of else None for key, of in texts.items()}


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if any(isinstance(item, list | dict) for item in value):
            return NOT_A_CELL
        return join_cell([cell for item in value if (cell := _cell(item)) is not None])
    try:
        str(value).encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return NOT_A_CELL
    return str(value)
