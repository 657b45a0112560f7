"""The tables of members (``legislators-current.csv``, ``legislators-historical.csv``): a row a person, with the ids and the last term, of which they give no dates.

A row is brought into the form of the YAML, so that what its values mean stands in one place (:mod:`govgraph.loaders.congress.legislators`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.events.layout import fold, headers, keys_of
from govgraph.loaders.sheets.reading import form_of, sheets
from govgraph.loaders.sheets.saved_again import whole_numbers, without_na
from govgraph.loaders.sheets.sheet import ROW
from govgraph.ontology.block import Reject
from govgraph.ontology.loader import Source

_NEEDED: Final = {"last_name", "first_name", "type", "state", "party", "bioguide_id"}
_NAME: Final = {
    "first_name": "first", "middle_name": "middle", "last_name": "last", "suffix": "suffix", "nickname": "nickname", "full_name": "official_full",
}  # fmt: skip
_TERM: Final = {
    "type": "type", "state": "state", "district": "district", "senate_class": "class", "party": "party", "url": "url", "address": "address",
    "phone": "phone", "contact_form": "contact_form", "rss_url": "rss_url",
}  # fmt: skip
_ACCOUNTS: Final = ("twitter", "twitter_id", "facebook", "youtube", "youtube_id", "mastodon")


def is_table(source: Source) -> bool:
    """Whether a file is a table of members, by the names of its columns.

    Example:
        >>> from pathlib import Path
        >>> is_table(Source(Path("a.csv"), data=b"last_name,first_name,type,state,party,bioguide_id\\n"))
        True
    """
    if form_of(source) in ("json", "jsonl"):
        return keys_of(source) >= {fold(name) for name in _NEEDED}
    return any({_plain(name) for name in header.names} >= _NEEDED for header in headers(source))


def _plain(name: str) -> str:
    """The name of a column as the files have it; R writes ``last.name``.

    Example:
        >>> _plain("Last.Name")
        'last_name'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def members(source: Source) -> Iterator[tuple[int, dict[str, Any] | Reject]]:
    """The rows of a table of members, each with its number, in the form of the YAML.

    Raises:
        LoaderError: the file cannot be read to its end.
    """
    for sheet in sheets(source, lambda name: _plain(name) in _NEEDED):
        for cells in sheet.cells(2_000):
            yield from ((reject.row, reject) for reject in cells.rejects)
            for row in whole_numbers(without_na(cells.frame, lambda _: True)).iter_rows(named=True):
                number = row.pop(ROW)
                told = {_plain(name): text for name, text in sorted(row.items()) if text is not None}
                yield number, _member({name: text for name, text in told.items() if name})


def _member(cells: dict[str, str]) -> dict[str, Any]:
    """A person as in the YAML, with ``last_term`` and ``social`` as far as the row gives them.

    Example:
        >>> _member({"first_name": "Maria", "bioguide_id": "C000127", "type": "sen"})
        {'id': {'bioguide': 'C000127'}, 'name': {'first': 'Maria'}, 'bio': {}, 'last_term': {'type': 'sen'}}
    """
    ids: dict[str, Any] = {name.removesuffix("_id"): text for name, text in cells.items() if name.endswith("_id")}
    ids = {name: text for name, text in ids.items() if f"{name}_id" not in _ACCOUNTS}
    if (thomas := ids.get("thomas", "")).isdigit():
        ids["thomas"] = thomas.zfill(5)  # programs that read it as a number drop its zeros
    if fec := cells.get("fec_ids"):
        ids["fec"] = [part.strip() for part in fec.split(",") if part.strip()]
    member: dict[str, Any] = {
        "id": ids,
        "name": {ours: cells[theirs] for theirs, ours in _NAME.items() if theirs in cells},
        "bio": {name: cells[name] for name in ("birthday", "gender") if name in cells},
        "last_term": {ours: cells[theirs] for theirs, ours in _TERM.items() if theirs in cells},
    }
    known = {*_NAME, *_TERM, *_ACCOUNTS, "birthday", "gender", "fec_ids"}
    member |= {name: text for name, text in cells.items() if name not in known and not name.endswith("_id")}
    if accounts := {name: cells[name] for name in _ACCOUNTS if name in cells}:
        member["social"] = accounts
    return member
