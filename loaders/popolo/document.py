"""The JSON of a Popolo file: one object of arrays, or a bare list of memberships, as parlparse writes the ministers of Scotland."""

from __future__ import annotations

from typing import Any

from govgraph.loaders.json_object import json_object
from govgraph.loaders.json_objects import json_objects
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import Source


def is_list(head: str) -> bool:
    """Whether a file is a list.

    Example:
        >>> is_list("\\n[{"), is_list("{")
        (True, False)
    """
    return head.lstrip("\ufeff \t\r\n").startswith("[")


def popolo_document(source: Source) -> dict[str, Any]:
    """The arrays of a file.

    Raises:
        LoaderError: the file is not JSON, or exceeds the limits.

    Example:
        >>> from pathlib import Path
        >>> popolo_document(Source(Path("a.json"), data=b'[{"id": "m"}]'))
        {'memberships': [{'id': 'm'}]}
    """
    if not is_list(source.head.decode("utf-8", "replace")):
        return json_object(source)
    objects = [one.value if isinstance(one, Reject) else one for one in json_objects(source)]
    return {"memberships": objects} if objects else {}
