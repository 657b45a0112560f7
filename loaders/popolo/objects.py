"""Turns the objects of a Popolo file into tables, with the function for each kind, and collects rejects and notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from govgraph.loaders.popolo import actors, business, positions
from govgraph.loaders.popolo.context import Context
from govgraph.loaders.popolo.embedded import Placed, inner_fields
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.rows import Rows
from govgraph.ontology.block import Block, Reject

_READ: Final[dict[str, Callable[[Context, Fields, Rows], None]]] = {
    "persons": actors.person,
    "organizations": actors.organization,
    "posts": positions.post,
    "areas": positions.area,
    "events": positions.event,
    "memberships": positions.membership,
    "motions": business.motion,
    "vote_events": business.vote_event,
    "votes": business.vote,
    "speeches": business.speech,
}


def block_of(context: Context, objects: list[Placed], first: int) -> Block:
    """The tables of some objects.

    Args:
        context: the context of their file.
        first: the number of the first of them.
    """
    rows = Rows()
    block = Block({}, len(objects))
    unused: set[str] = set()
    for row, placed in enumerate(objects, start=first):
        rows.begin(row, placed.at)
        if not isinstance(placed.value, dict):
            block.rejects.append(Reject(row, placed.array, "not a JSON object", ascii(placed.value)[:200], placed.at))
            continue
        fields = context.fields(placed, row)
        fields.used |= inner_fields(placed.array)
        try:
            _read(context, fields, rows)
        except Unusable as fault:
            rows.drop()
            block.rejects.append(Reject(row, f"{placed.array}.{fault.column}", fault.reason, fault.value, placed.at))
            continue
        unused.update(fields.unused_names())
        for note in fields.notes:
            if (note.kind, note.value) not in context.noted:
                context.noted.add((note.kind, note.value))
                block.notes.append(note)
    block.tables = rows.tables()
    block.unused_columns = tuple(sorted(unused))
    return block


def _read(context: Context, fields: Fields, rows: Rows) -> None:
    """The rows of one object; none for one that was merged into another.

    Raises:
        Unusable: it cannot be loaded.
    """
    identifier = fields.of.get("id")
    if isinstance(identifier, str) and (fields.kind, identifier) in context.ids.redirects:
        target = context.ids.present(fields.kind, identifier)
        fields.used |= {"id", "redirect"}
        fields.note("merged into another by its source", f"{fields.kind}/{identifier}: {target}")
        return
    _READ[fields.kind](context, fields, rows)
