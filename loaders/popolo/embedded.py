"""Objects that stand inside other objects: memberships in a person, posts in an organisation, a party in a membership.

In Popolo, every ``x_id`` may be replaced by the object ``x`` itself, and an object may stand inside the one that it belongs to.
Published files use top-level arrays, inner lists, or both. Here all objects become one flat sequence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from govgraph.loaders.popolo.values import as_text

# Array -> list inside its objects -> (array of the inner objects, their field that refers to the outer object).
_LISTS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "persons": {
        "memberships": ("memberships", "person_id"),
        "motions": ("motions", "creator_id"),
        "votes": ("votes", "voter_id"),
        "speeches": ("speeches", "creator_id"),
    },
    "organizations": {
        "memberships": ("memberships", "organization_id"),
        "posts": ("posts", "organization_id"),
        "children": ("organizations", "parent_id"),
        "motions": ("motions", "organization_id"),
        "vote_events": ("vote_events", "organization_id"),
        "votes": ("votes", "voter_id"),
    },
    "posts": {"memberships": ("memberships", "post_id")},
    "areas": {"children": ("areas", "parent_id")},
    "events": {"children": ("events", "parent_id"), "speeches": ("speeches", "event_id")},
    "motions": {"vote_events": ("vote_events", "motion_id")},
    "vote_events": {"votes": ("votes", "vote_event_id")},
}
# Array -> field that may hold the object that it refers to -> array of that object.
_FIELDS: Final[dict[str, dict[str, str]]] = {
    "organizations": {"parent": "organizations", "area": "areas"},
    "posts": {"organization": "organizations", "area": "areas"},
    "areas": {"parent": "areas"},
    "events": {"organization": "organizations", "parent": "events", "area": "areas"},
    "memberships": {
        "person": "persons",
        "organization": "organizations",
        "post": "posts",
        "on_behalf_of": "organizations",
        "area": "areas",
    },
    "motions": {"organization": "organizations", "creator": "persons", "legislative_session": "events"},
    "vote_events": {"organization": "organizations", "motion": "motions", "legislative_session": "events"},
    "votes": {"vote_event": "vote_events", "voter": "persons"},
    "speeches": {"creator": "persons", "event": "events"},
}
_DEEPEST: Final = 20
"""Objects that are nested deeper than this are not read; no publisher nests so deep."""


class Placed(NamedTuple):
    """One object with the place where it stands.

    Attributes:
        array: the array that it belongs to, as ``memberships``.
        at: its JSON pointer (RFC 6901), as ``/persons/0/memberships/1``.
        value: the object, with the identifier of the object that it stands in; a value that is not an object is kept unchanged.
    """

    array: str
    at: str
    value: Any


def spread(arrays: dict[str, list[Any]]) -> list[Placed]:
    """All objects in the order of the file, each inner object after the one that it stands in.

    An inner object that is identical to an earlier one is left out, because publishers repeat the party in each membership. An
    inner area without an identifier is identified as the area of the object that it stands in.

    Example:
        >>> [p.at for p in spread({"persons": [{"id": "a", "memberships": [{"organization_id": "o"}]}]})]
        ['/persons/0', '/persons/0/memberships/0']
        >>> spread({"persons": [{"id": "a", "memberships": [{"organization_id": "o"}]}]})[1].value
        {'person_id': 'a', 'organization_id': 'o'}
    """
    placed: list[Placed] = []
    seen: set[tuple[str, str]] = set()
    for array, objects in arrays.items():
        inner = inner_fields(array)
        for index, one in enumerate(objects):
            outer = Placed(array, f"/{array}/{index}", one)
            if isinstance(one, dict) and inner.isdisjoint(one):  # most objects
                placed.append(outer)
            else:
                placed += _walk(outer, seen, 0)
    stated = {key: outer for one in placed for key, outer in _references(one)}
    if not stated:
        return placed
    return [
        Placed(p.array, p.at, {**stated.get((p.array, str(p.value.get("id"))), {}), **p.value})
        if isinstance(p.value, dict)
        else p
        for p in placed
    ]


def _references(outer: Placed) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    """The inner objects that are an id alone: (array, id) of what is described elsewhere in the file, and the field that it gets from here."""
    found: list[tuple[tuple[str, str], dict[str, Any]]] = []
    lists = _LISTS.get(outer.array)
    if not lists or not isinstance(outer.value, dict) or "id" not in outer.value:
        return found
    if lists.keys().isdisjoint(outer.value):  # most objects
        return found
    for name, (array, refers) in lists.items():
        items = outer.value.get(name)
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and set(item) == {"id"}:
                found.append(((array, str(item["id"])), {refers: outer.value["id"]}))
            elif isinstance(item, str):
                found.append(((array, item), {refers: outer.value["id"]}))
    return found


def not_described(objects: Sequence[Placed]) -> Iterator[tuple[int, str]]:
    """What the lists of objects name by an id alone and the file does not describe: the number of the object with the list, and array and id.

    Example:
        >>> list(not_described(spread({"organizations": [{"id": "a", "children": [{"id": "b"}]}]})))
        [(1, 'organizations/b')]
    """
    named = [(number, key) for number, outer in enumerate(objects, start=1) for key, _ in _references(outer)]
    if not named:
        return
    described = {(one.array, str(one.value.get("id"))) for one in objects if isinstance(one.value, dict)}
    for number, key in named:
        if key not in described:
            yield number, "/".join(key)


def _walk(outer: Placed, seen: set[tuple[str, str]], depth: int) -> Iterator[Placed]:
    yield outer
    if not isinstance(outer.value, dict) or depth == _DEEPEST:
        return
    for inner in _inside(outer):
        text = json.dumps(inner.value, sort_keys=True)
        if (inner.array, text) not in seen:
            seen.add((inner.array, text))
            yield from _walk(inner, seen, depth + 1)


def _inside(outer: Placed) -> Iterator[Placed]:
    """The objects directly inside an object."""
    own = outer.value.get("id")
    if outer.array == "vote_events" and own is None:
        own = outer.value.get("identifier")  # the number that its publisher gave it
    for name, (array, refers) in _LISTS.get(outer.array, {}).items():
        items = outer.value.get(name)
        for index, item in enumerate(items if isinstance(items, list) else []):
            # One with an id alone is a reference to an object that is described elsewhere.
            if isinstance(item, dict) and set(item) != {"id"}:
                yield Placed(array, f"{outer.at}/{name}/{index}", {refers: own, **item})
    for name, array in _FIELDS.get(outer.array, {}).items():
        item = outer.value.get(name)
        if not isinstance(item, dict):
            continue
        if array == "areas" and "id" not in item and (area := area_of(own)):
            item = {"id": area, **item}
        if "id" in item and len(item) > 1:
            yield Placed(array, f"{outer.at}/{name}", item)


def area_of(identifier: object) -> str | None:
    """An identifier for an area that has none of its own, made from that of the object it stands in.

    Example:
        >>> area_of("post/1"), area_of(None)
        ('post/1/area', None)
    """
    text, _ = as_text(identifier)
    return f"{text}/area" if text else None


@cache
def inner_fields(array: str) -> frozenset[str]:
    """The fields of an array's objects that may hold inner objects, which :func:`spread` takes out.

    Example:
        >>> sorted(inner_fields("persons"))
        ['memberships', 'motions', 'speeches', 'votes']
    """
    return frozenset({*_LISTS.get(array, {}), *_FIELDS.get(array, {})})
