"""Loader for congress-legislators: the members of Congress since 1789, presidents and committees of the United States."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from govgraph.loaders.congress import committees, legislators
from govgraph.loaders.congress.common import SOURCE, Congress, person_key
from govgraph.loaders.congress.table import SEATS, kind_of_table, table_records
from govgraph.loaders.json_object import one_object
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.popolo.values import as_text
from govgraph.loaders.yaml_items import yaml_items
from govgraph.ontology.block import Block, Reject
from govgraph.ontology.loader import Loader, Options, Source

_MEMBERSHIP: Final = re.compile(r"^(?:\{\s*)?[\"']?[HSJ][A-Z]{3}\d*[\"']?:\s*(?:\[\s*\{)?\s*(?:-\s)?", re.MULTILINE)


NO_PERSON: Final = "of a person who cannot be identified"
NO_COMMITTEE: Final = "of a committee that cannot be identified"


@dataclass(frozen=True, slots=True)
class _Part:
    """One object of a file: its kind, where it stands, and the id of what it belongs to."""

    kind: str
    at: str
    value: Any
    owner: str = ""
    chambers: str = ""


class CongressLegislators(Loader):
    """The files of congress-legislators, in YAML or JSON, and the tables of members.

    **Rows** count the persons with their terms and leadership roles after them, the committees with their subcommittees, the seats
    in committees, and the records of accounts and offices.

    **Persons** are known by the first of bioguide, govtrack, wikidata, lis, thomas, icpsr and fec that a record has. Parties are known by
    name alone. All values are read as text, also in YAML without quotes.

    **Terms** are memberships in the chamber, presidencies in the country. A member who changed the party during a term has one
    membership for each. The end of a sitting member's term lies in the future: it is the day on which the term ends, not that of leaving.
    """

    name = "congress-legislators"
    title = "members, presidents and committees of the US Congress (YAML or JSON; tables, CSV)"
    example = "govgraph load legislators-current.yaml"
    dataset_title = "congress-legislators"
    licence = "CC0-1.0"
    homepage = "https://github.com/unitedstates/congress-legislators"
    tables = ("actors", "memberships", "associations", "posts", "places")
    primary = ("actors", "memberships")
    suffixes = (".yaml", ".yml", ".json", ".csv")

    def detect(self, source: Source) -> float:
        """By the keys of the first records, or the columns of a table."""
        if kind_of_table(source):
            return 0.95
        if not any(key in source.head for key in (b"terms", b"bioguide", b"thomas_id")):
            return 0.0
        head = source.head.decode("utf-8-sig", "replace")
        if not any(key in head for key in ("bioguide", "govtrack", "thomas_id")):
            return 0.0
        keys = set(re.findall(r"""^[ \t\-,{\["]*([a-z_]+)["']? *:""", re.sub(r"([{,])", r"\n\1", head), re.MULTILINE))
        record = {"id", "name"} <= keys and "terms" in keys and bool(keys & {"bioguide", "govtrack"})
        linked = "id" in keys and "bioguide" in keys and bool(keys & {"social", "offices"})
        committee = {"thomas_id", "name"} <= keys and bool(
            keys & {"house_committee_id", "senate_committee_id", "congresses"}
        )
        seats = {"bioguide", "rank", "party", "name"} <= keys and bool(_MEMBERSHIP.search(head[:400]))
        return 0.95 if record or linked or committee or seats else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``congress-legislators`` unless the options name another."""
        return options.dataset or SOURCE

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's records, block by block.

        Raises:
            LoaderError: the file is neither YAML nor JSON, or exceeds the limits.
        """
        name, size = self.dataset(source, options), source.size()
        block, to, unused = Block({}, 0), Congress(options.base, name), set[str]()
        for row, part in _rows(source):
            if block.rows_read == options.block_rows:
                yield _finished(block, to, unused)
                block, to, unused = Block({}, 0, position=min(size, row)), Congress(options.base, name), set()
            block.rows_read += 1
            to.rows.begin(row, part.at)
            if isinstance(part.value, Reject):
                block.rejects.append(Reject(row, "", part.value.reason, part.value.value, part.at))
                continue
            fields = Fields(part.kind, row, part.value)
            said = set(to.said)
            try:
                _read(to, fields, part)
            except Unusable as fault:
                to.rows.drop()
                to.said = said
                block.rejects.append(Reject(row, f"{part.kind}.{fault.column}", fault.reason, fault.value, part.at))
                continue
            unused |= fields.unused_names()
            block.notes += fields.notes
        yield _finished(block, to, unused)


def _finished(block: Block, to: Congress, unused: set[str]) -> Block:
    block.tables, block.unused_columns = to.rows.tables(), tuple(sorted(unused))
    return block


def _read(to: Congress, fields: Fields, part: _Part) -> None:
    if part.kind == "terms":
        legislators.term(to, fields, part.owner)
    elif part.kind == "members":
        legislators.member(to, fields)
    elif part.kind == "leadership_roles":
        legislators.leadership(to, fields, part.owner)
    elif part.kind in ("committees", "subcommittees"):
        fields.used |= {"subcommittees"}
        committees.committee(to, fields, part.owner, part.chambers)
    elif part.kind == "seats":
        committees.seat(to, fields, part.owner)
    elif part.kind == SEATS:
        committees.seat_in_table(to, fields)
    elif part.kind == "accounts":
        committees.accounts(to, fields)
    elif part.kind == "offices":
        committees.offices(to, fields)
    else:
        fields.used |= {"terms", "leadership_roles"}
        legislators.person(to, fields)


def _rows(source: Source) -> Iterator[tuple[int, _Part]]:
    """The objects of a file, each with its number; of a table the rows."""
    if kind := kind_of_table(source):
        yield from ((row, _Part(kind, "", record)) for row, record in table_records(source, kind))
    else:
        yield from enumerate(_parts(source), start=1)


def _parts(source: Source) -> Iterator[_Part]:
    """The objects of a file in order, each inner one after the one that it belongs to."""
    for index, (key, item) in enumerate(_items(source)):
        if key:
            owner = as_text(key)[0] or ""
            for number, one in enumerate(item if isinstance(item, list) else [item]):
                yield _owned("seats", f"/{key}/{number}", one, owner, NO_COMMITTEE)
        elif isinstance(item, dict):
            yield from _inside(item, f"/{index}")
        else:
            yield _checked("records", f"/{index}", item)


def _inside(item: dict[str, Any], at: str) -> Iterator[_Part]:
    if "thomas_id" in item:
        chambers = str(item.get("type") or "")
        yield _Part("committees", at, item, "", chambers)
        for number, one in enumerate(_listed(item, "subcommittees")):
            yield _owned(
                "subcommittees", f"{at}/subcommittees/{number}", one, as_text(item["thomas_id"])[0] or "", NO_COMMITTEE
            )
        return
    if "social" in item or "offices" in item:
        yield _Part("accounts" if "social" in item else "offices", at, item)
        return
    yield _Part("persons", at, item)
    try:
        owner, _ = person_key(Fields("persons", 0, item))
    except Unusable:
        owner = ""
    for name in ("terms", "leadership_roles"):
        for number, one in enumerate(_listed(item, name)):
            yield _owned(name, f"{at}/{name}/{number}", one, owner, NO_PERSON)


def _listed(item: dict[str, Any], name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _owned(kind: str, at: str, value: Any, owner: str, fault: str) -> _Part:
    """An object that belongs to a person or committee, which must be known."""
    return _checked(kind, at, value, owner) if owner else _Part(kind, at, Reject(0, "", fault))


def _checked(kind: str, at: str, value: Any, owner: str = "") -> _Part:
    if isinstance(value, Reject):
        return _Part(kind, at, value, owner)
    if not isinstance(value, dict):
        value = Reject(0, "", "not an object with keys", ascii(value)[:200])
    return _Part(kind, at, value, owner)


def _items(source: Source) -> Iterator[tuple[str, Any]]:
    """The items of the outermost list or map, of JSON or YAML."""
    first = source.head.decode("utf-8-sig", "replace").lstrip()[:1]
    if first == "{" and (data := one_object(source)) is not None:
        # One record, as a service answers, or the committees with their seats.
        yield from [("", data)] if "id" in data or "thomas_id" in data else data.items()
    elif first in ("{", "["):
        yield from (("", item) for _, item in Objects(source))
    else:
        yield from yaml_items(source)
