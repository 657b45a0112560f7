"""The tables of the same data: members (``legislators-current.csv``), seats in committees (``committee-membership-current.csv``), offices (``legislators-district-offices.csv``).

A row of members is a person with the ids and the last term, of which the table gives no dates. A row is brought into the form of the YAML, so that what its values mean stands in one place (:mod:`govgraph.loaders.congress.legislators`).
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

MEMBERS, SEATS, OFFICES = "members", "seats in a table", "offices"
_NEEDED: Final = {
    MEMBERS: {"last_name", "first_name", "type", "state", "party", "bioguide_id"},
    SEATS: {"bioguide", "name", "committee_id", "committee_name", "party", "rank"},
    OFFICES: {"bioguide", "id", "address", "city", "phone", "zip", "suite"},
}
"""What a row is -> columns that only such a table has."""
_NAME: Final = {
    "first_name": "first", "middle_name": "middle", "last_name": "last", "suffix": "suffix", "nickname": "nickname", "full_name": "official_full",
}  # fmt: skip
_TERM: Final = {
    "type": "type", "state": "state", "district": "district", "senate_class": "class", "party": "party", "url": "url", "address": "address",
    "phone": "phone", "contact_form": "contact_form", "rss_url": "rss_url",
}  # fmt: skip
_ACCOUNTS: Final = ("twitter", "twitter_id", "facebook", "youtube", "youtube_id", "mastodon")


def kind_of_table(source: Source) -> str:
    """What a row of a file is, by the names of its columns; empty if it is none of these tables.

    Example:
        >>> from pathlib import Path
        >>> kind_of_table(Source(Path("a.csv"), data=b"last_name,first_name,type,state,party,bioguide_id\\n"))
        'members'
    """
    if form_of(source) in ("json", "jsonl"):
        keys = keys_of(source)
        if keys & {"terms", "offices", "social"}:
            return ""  # the same keys, but one within the other, as in the YAML
        return next((kind for kind, names in _NEEDED.items() if keys >= {fold(name) for name in names}), "")
    every = [{_plain(name) for name in header.names} for header in headers(source)]
    return next((kind for kind, names in _NEEDED.items() if any(header >= names for header in every)), "")


def _plain(name: str) -> str:
    """The name of a column as the files have it; R writes ``last.name``.

    Example:
        >>> _plain("Last.Name")
        'last_name'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def table_records(source: Source, kind: str) -> Iterator[tuple[int, dict[str, Any] | Reject]]:
    """The rows of such a table, each with its number, in the form of the YAML.

    Raises:
        LoaderError: the file cannot be read to its end.
    """
    for sheet in sheets(source, lambda name: _plain(name) in _NEEDED[kind]):
        for cells in sheet.cells(2_000):
            yield from ((reject.row, reject) for reject in cells.rejects)
            for row in whole_numbers(without_na(cells.frame, lambda _: True)).iter_rows(named=True):
                number = row.pop(ROW)
                told = {_plain(name): text for name, text in sorted(row.items()) if text is not None}
                yield number, _MAKE[kind]({name: text for name, text in told.items() if name})


def _member(cells: dict[str, str]) -> dict[str, Any]:
    """A person as in the YAML, with ``last_term`` and ``social`` as far as the row gives them.

    Example:
        >>> _member({"first_name": "Maria", "bioguide_id": "C000127", "type": "sen"})
        {'id': {'bioguide': 'C000127'}, 'name': {'first': 'Maria'}, 'bio': {}, 'last_term': {'type': 'sen'}}
    """
    ids: dict[str, Any] = {name.removesuffix("_id"): text for name, text in cells.items() if name.endswith("_id")}
    ids = {name: text for name, text in ids.items() if f"{name}_id" not in _ACCOUNTS}
    ids |= _with_zeros(ids.get("thomas"))
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


def _with_zeros(thomas: str | None) -> dict[str, str]:
    """The id of THOMAS, which has five digits: programs that read it as a number drop its zeros."""
    return {"thomas": thomas.zfill(5) if thomas.isdigit() else thomas} if thomas else {}


def _seat(cells: dict[str, str]) -> dict[str, Any]:
    """A seat as in the YAML, with the ``committee`` that the row names.

    Example:
        >>> _seat({"bioguide": "B1", "committee_id": "SSAF13", "committee_type": "senate subcommittee", "committee_subcommittee_name": "Trade"})
        {'bioguide': 'B1', 'committee': {'parent': 'SSAF', 'chambers': 'senate', 'of': {'thomas_id': '13', 'name': 'Trade'}}}
    """
    identifier, chambers = cells.get("committee_id", ""), cells.get("committee_type", "").split(" ")[0]
    parent, own = (identifier[:4], identifier[4:]) if len(identifier) > 4 else ("", identifier)
    name = cells.get("committee_subcommittee_name" if parent else "committee_name")
    of = {"thomas_id": own, "name": name, **({} if parent else {"type": chambers})}
    return {key: text for key, text in cells.items() if not key.startswith("committee_")} | {
        "committee": {"parent": parent, "chambers": chambers, "of": of}
    }


def _offices(cells: dict[str, str]) -> dict[str, Any]:
    """An office as in the YAML."""
    ids = {name: cells.pop(name) for name in ("bioguide", "govtrack", "thomas") if name in cells}
    return {"id": ids | _with_zeros(ids.get("thomas")), "offices": [cells]}


_MAKE: Final = {MEMBERS: _member, SEATS: _seat, OFFICES: _offices}
