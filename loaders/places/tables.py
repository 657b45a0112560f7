"""Who's On First as tables: the meta files of a repository, results of the API as CSV, and the table ``spr`` of the SQLite files.

A row is brought into the form of a feature's properties, so that what they mean stands in one place (:mod:`govgraph.loaders.places.whosonfirst`).

Sources: py-mapzen-whosonfirst-meta (README, the columns of ``meta/*.csv``), the pages of whosonfirst-api on ``format=csv`` and ``format=meta``, and
go-whosonfirst-sqlite-features (the table ``spr``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

_NAMES: Final = {
    "id": "wof:id", "name": "wof:name", "parent_id": "wof:parent_id", "placetype": "wof:placetype", "country": "wof:country", "iso": "iso:country",
    "iso_country": "iso:country", "lastmodified": "wof:lastmodified", "superseded_by": "wof:superseded_by", "supersedes": "wof:supersedes",
    "belongsto": "wof:belongsto", "geom_latitude": "geom:latitude", "geom_longitude": "geom:longitude", "lbl_latitude": "lbl:latitude",
    "lbl_longitude": "lbl:longitude", "latitude": "lbl:latitude", "longitude": "lbl:longitude", "mz_latitude": "lbl:latitude",
    "mz_longitude": "lbl:longitude", "inception": "edtf:inception", "cessation": "edtf:cessation", "deprecated": "edtf:deprecated",
    "edtf_inception": "edtf:inception", "edtf_cessation": "edtf:cessation", "edtf_deprecated": "edtf:deprecated", "source": "src:geom",
    "src_geom": "src:geom", "is_current": "mz:is_current", "mz_is_current": "mz:is_current", "is_deprecated": "is_deprecated", "is_ceased": "is_ceased",
    "fullname": "fullname", "population": "wof:population", "alt_label": "src:alt_label",
}  # fmt: skip
"""Column, without the prefix ``wof`` or ``spr`` -> property."""
_NEEDED: Final = frozenset({"wof:id", "wof:name", "wof:parent_id"})
_TELLING: Final = frozenset(
    "bbox file_hash geom_hash lbl_latitude placetype superseded_by supersedes lastmodified is_superseded repo".split()
)
"""Of these a table of this source has at least three; one of another may have a ``placetype``."""
_PARENT: Final = re.compile(
    r"(?:continent|country|dependency|macroregion|region|macrocounty|county|localadmin|locality)_id"
)
_LISTS: Final = ("wof:superseded_by", "wof:supersedes", "wof:belongsto")
_BETWEEN: Final = re.compile(r"[,;\s\[\]]+")
_OF_FILE: Final = re.compile(r"(?:^wof|-(?:[a-z]{2}|latest))-([a-z]+)(?:-latest)?$")


def plain(column: str) -> str:
    """The name of a column without its prefix, as ``wof_id`` or ``wof:id`` for ``id``; R writes ``wof.id``.

    Example:
        >>> plain("wof:parent_id"), plain("wof_country"), plain("iso_country"), plain("geom.latitude")
        ('parent_id', 'country', 'iso_country', 'geom_latitude')
    """
    return re.sub(r"^(?:wof|spr)_", "", re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_"))


def is_known(column: str) -> bool:
    """Whether a column is one of these tables."""
    return plain(column) in _NAMES


def has_places(header: Sequence[str]) -> bool:
    """Whether a table is one of places of this source.

    Example:
        >>> has_places("name,wof_country,wof_id,wof_name,wof_parent_id,wof_placetype,wof_repo".split(","))
        True
        >>> has_places(["id", "name", "parent_id", "placetype"])
        False
    """
    names = {plain(column) for column in header}
    own = sum(column.lower().startswith("wof") for column in header) >= 3
    return {_NAMES.get(name) for name in names} >= _NEEDED and (own or len(names & _TELLING) >= 3)


def never_na(column: str) -> bool:
    """Whether ``NA`` in a column says that the value is missing; elsewhere it may be Namibia, or a name."""
    return plain(column) not in ("country", "iso", "iso_country", "name", "fullname")


def properties_of(cells: dict[str, str], placetype: str = "") -> dict[str, Any]:
    """The properties that the filled cells of a row stand for.

    Args:
        placetype: the type of all places of the file, if the table has no column for it.

    Example:
        >>> properties_of({"id": "1", "country_id": "85632761", "parent_id": "-1", "superseded_by": "2;3", "wof_country": "KG"})["wof:hierarchy"]
        [{'country_id': '85632761'}]
    """
    told: dict[str, Any] = {}
    within: dict[str, str] = {}
    # A column with a prefix says more: the API has an empty name beside wof_name.
    for column, text in sorted(cells.items(), key=lambda cell: (plain(cell[0]) == cell[0].lower(), cell[0])):
        name = plain(column)
        if _PARENT.fullmatch(name):
            if text not in ("-1", "0"):
                within[name] = text
        elif (key := _NAMES.get(name)) in _LISTS:
            told[key] = [one for one in _BETWEEN.split(text) if one]
        else:
            told.setdefault(key or column, text)
    if (stamp := told.get("wof:lastmodified", "")).isdigit():
        told["wof:lastmodified"] = int(stamp)
    if within:
        told["wof:hierarchy"] = [within]
    if placetype:
        told.setdefault("wof:placetype", placetype)
    return told


def placetype_of_file(stem: str, types: Sequence[str]) -> str:
    """The type of place that the name of a meta file gives; empty if it gives none.

    Example:
        >>> placetype_of_file("wof-region-latest", ["region"]), placetype_of_file("whosonfirst-data-admin-kg-region-latest", ["region"])
        ('region', 'region')
    """
    match = _OF_FILE.search(stem)
    return match[1] if match and match[1] in types else ""
