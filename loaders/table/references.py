"""Checks what the things and links of a mapping say of each other: names that exist, no circles, no lists that could be misread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govgraph.loaders.records.header import TABLES
from govgraph.loaders.table import grammar
from govgraph.loaders.table.mapping import Link, Mapping, Thing
from govgraph.loaders.table.tree import MappingError, Node
from govgraph.ontology.classes import kinds, lineage
from govgraph.ontology.errors import nearest


def check_references(mapping: Mapping, places: dict[str, Node]) -> None:
    """Check a mapping as a whole.

    Args:
        places: key of a thing -> where it is written, for errors.

    Raises:
        MappingError: a thing does not exist or is of another class, things refer to each other in a circle, two lists could
            be linked in several ways, or two numberings could be mixed up.
    """
    for thing in mapping.things.values():
        for name, keys in thing.refs.items():
            node = (places[thing.key].entries or {})[name]
            for key in keys:
                other = _thing(mapping, key, node.where, f"{thing.key}: {name}")
                _fits(other, TABLES[thing.table].column(name).to, node.where, name)
                if other.many and not TABLES[thing.table].column(name).many:
                    raise node.error(f"a row may have several {key}, and {name} takes one")
                if other.many and thing.many:
                    raise node.error(
                        f"both {thing.key} and {key} may be several in a row, and who belongs to whom is not said"
                    )
    for link in mapping.links:
        _check_link(mapping, link)
    _no_circles(mapping)
    _one_numbering_each(mapping, places)


def _thing(mapping: Mapping, key: str, where: str, what: str) -> Thing:
    if key not in mapping.things:
        raise MappingError(
            f"{what} names {key!r}, and there is no such thing in this mapping",
            where=where,
            expected=nearest(key, mapping.things) or ", ".join(mapping.things),
            hint="a column is written as {column: NAME, system: iso3} where a country is meant",
        )
    return mapping.things[key]


def _fits(thing: Thing, to: str, where: str, name: str) -> None:
    """Check that a thing may stand where a class is expected."""
    if to == "Entity" or not to:
        return
    cls = TABLES[thing.table].cls
    kind = thing.fields["kind"].text if thing.table == "actors" and thing.fields["kind"].text else ""
    if kind and to != "Place":
        cls = kinds()[kind]
    good = to in lineage(cls) or cls in lineage(to) or (thing.table == "actors" and to in ("Actor", "Organization"))
    if kind == "person" and to == "Organization":
        good = False
    if not good:
        raise MappingError(
            f"{name} takes a {to}, and {thing.key} is a {kind or cls}",
            where=where,
            hint=f"the name of another thing, which is a {to}",
        )


def _check_link(mapping: Mapping, link: Link) -> None:
    table = TABLES[link.table]
    many: list[str] = []
    for name, key in link.refs.items():
        other = _thing(mapping, key, link.where, name)
        _fits(other, table.column(name).to, link.where, name)
        many += [key] if other.many else []
    if len(set(many)) > 1 and not link.lists:
        raise MappingError(
            f"a row may have several {' and several '.join(many)}, and who belongs to whom is not said",
            where=link.where,
            expected="lists: in order (the first to the first), or lists: every (each one to each one)",
        )


def _no_circles(mapping: Mapping) -> None:
    def follow(key: str, path: Sequence[str]) -> None:
        if key in path:
            raise MappingError(
                f"{' -> '.join((*path, key))} is a circle",
                where=mapping.things[key].where,
                hint="leave one of these references out",
            )
        for keys in mapping.things[key].refs.values():
            for other in keys:
                follow(other, (*path, key))

    for key in mapping.things:
        follow(key, ())


def space_of(thing: Thing) -> str:
    """The numbering that a thing's ids belong to: what the mapping says, else what it is (person, organization, event ...).

    Example:
        >>> from govgraph.loaders.table.mapping import Value
        >>> space_of(Thing("a", "actors", {"kind": Value(text="ngo")}, {}, {}, {}, (), None, "", {}, ""))
        'organization'
    """
    if thing.space:
        return thing.space
    if thing.table != "actors":
        return grammar.PLAIN_SPACES[thing.table]
    kind = thing.fields["kind"].text
    if not kind:
        return "actor"
    return "organization" if "Organization" in lineage(kinds()[kind]) else kind if kind != "country" else "actor"


def _one_numbering_each(mapping: Mapping, places: dict[str, Node]) -> None:
    """Two columns of ids may have one number for two things, so that it must be said whether they are one numbering."""
    spaces: dict[str, list[Thing]] = {}
    for thing in mapping.things.values():
        if thing.id:
            spaces.setdefault(space_of(thing), []).append(thing)
    for space, things in spaces.items():
        unsaid = [thing for thing in things if not thing.space]
        if unsaid and len(_different(thing.id.used for thing in things if thing.id)) > 1:
            raise places[unsaid[-1].key].error(
                f"the ids of {' and '.join(t.key for t in things)} come from different columns, and whether they are one "
                "numbering is not said",
                expected=f"space: {space} in each of them (one numbering), or a different space in each",
                key="id",
            )


def _different(items: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return set(items)
