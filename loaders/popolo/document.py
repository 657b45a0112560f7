"""The JSON of a Popolo file: one object of arrays, or what services and exports make of it.

These are a bare list of objects of one kind, as parlparse writes the ministers of Scotland; a page of an answer, with the objects in ``result`` or the like,
as PopIt gives; one object alone. Of what kind such objects are is told from their fields.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from govgraph.loaders.json_object import one_object
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.popolo.ids import KINDS
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import Source

WRAPPERS: Final = ("result", "results", "objects", "data", "items")
"""Keys in which services give their objects."""
_OF_BOTH: Final = frozenset(
    {"id", "name", "other_names", "identifiers", "links", "sources", "contact_details", "memberships", "image", "images", "summary", "email"}
    | {"created_at", "updated_at", "url", "html_url", "slug"}
)  # fmt: skip
_OF_ORGANIZATIONS: Final = frozenset({"classification", "founding_date", "dissolution_date", "posts"})
_ALSO_OF_THEM: Final = frozenset({"parent_id", "parent", "area", "area_id", "abstract", "description"})
_OF_PERSONS: Final = frozenset(
    {"family_name", "given_name", "additional_name", "birth_date", "death_date", "gender", "memberships", "honorific_prefix"}
    | {"honorific_suffix", "sort_name", "biography", "national_identity", "patronymic_name", "other_names"}
)  # fmt: skip
_OF_VOTE_EVENTS: Final = frozenset({"motion", "motion_id", "counts", "organization_id"})


def is_list(head: str) -> bool:
    """Whether a file is a list.

    Example:
        >>> is_list("\\n[{"), is_list("{")
        (True, False)
    """
    return head.lstrip("\ufeff \t\r\n").startswith("[")


def kind_of(fields: Collection[str]) -> str:
    """The array that an object belongs to, by the names of its fields; empty if they do not tell.

    Example:
        >>> kind_of(["id", "name", "birth_date"]), kind_of(["id", "name", "classification"]), kind_of(["id", "name"])
        ('persons', 'organizations', '')
    """
    names = set(fields)
    if {"person_id", "organization_id"} <= names:
        return "memberships"
    if "votes" in names and names & _OF_VOTE_EVENTS:
        return "vote_events"
    if "id" not in names or not names & {"name", "other_names"}:
        return ""
    for kind, telling, known in (
        ("organizations", _OF_ORGANIZATIONS, _OF_BOTH | _OF_ORGANIZATIONS | _ALSO_OF_THEM),
        ("persons", _OF_PERSONS, _OF_BOTH | _OF_PERSONS),
    ):
        # Other lists have ids, names and perhaps a gender too: most fields must be Popolo's.
        if names & telling and len(names & known) * 2 > len(names):
            return kind
    return ""


def popolo_document(source: Source) -> dict[str, Any]:
    """The arrays of a file, and its other keys.

    Raises:
        LoaderError: the file is not JSON, or exceeds the limits.

    Example:
        >>> from pathlib import Path
        >>> popolo_document(Source(Path("a.json"), data=b'[{"person_id": "p", "organization_id": "o"}]'))
        {'memberships': [{'person_id': 'p', 'organization_id': 'o'}]}
        >>> list(popolo_document(Source(Path("a.json"), data=b'{"page": 1, "result": [{"id": "p", "name": "A", "gender": "f"}]}')))
        ['persons', 'page']
    """
    data = None if is_list(source.head.decode("utf-8", "replace")) else one_object(source)
    if data is None:
        return _sorted([one.value if isinstance(one, Reject) else one for _, one in Objects(source)])
    if kind := kind_of(data):
        return {kind: [data]}
    wrapper = next((key for key in WRAPPERS if isinstance(data.get(key), list | dict)), "")
    if not wrapper or KINDS.keys() & data.keys():
        return data
    inside = data.pop(wrapper)
    return _sorted(inside if isinstance(inside, list) else [inside]) | data


def _sorted(objects: list[Any]) -> dict[str, Any]:
    """Objects of a list as the array that most of the first of them belong to."""
    kinds = [kind for one in objects[:100] if isinstance(one, dict) and (kind := kind_of(one))]
    return {max(kinds, key=kinds.count): objects} if kinds else {"memberships": objects} if objects else {}
