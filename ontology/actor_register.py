"""The register of governance actors: states, organisations, places and public bodies, with the document of each row.

The register is records, in the folder ``register`` beside this module, whose README.md tells what each file holds, from which
sources, and what is missing. It is loaded like any other records (``govgraph register --load``); this module reads it without a graph, to say
what it holds and which of its entries a name means.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from govgraph.ontology.code_lists import read_list
from govgraph.ontology.countries import countries
from govgraph.ontology.folding import fold
from govgraph.ontology.inflection import bare, may_be_forms
from govgraph.ontology.terms import BASE, country_iri, mint

DATASET: Final = "register"
CHECKED: Final = "register:checked="
"""How a detail begins that names a second source."""
LANGUAGES: Final = ("ky", "ru", "en")
_PARTS: Final = {
    "states": "states, present and past",
    "organisations": "organisations of states",
    "places": "regions, districts and towns",
    "bodies": "public bodies, academies, NGOs",
}


@dataclass(slots=True)
class Entry:
    """What the register says of one actor or place.

    Attributes:
        iri: as it is in a graph into which the register is loaded.
        part: a key of the parts, as ``states``.
        kind: the kind of actor; of a place ``place``.
        names: language -> name.
        aliases: other names, in any language.
        facts: column -> values, of all others.
        documents: where it is said.
        checked: whether a second source was found for one of its rows.
    """

    iri: str
    part: str
    kind: str
    names: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    checked: bool = False

    def to_json(self) -> dict[str, Any]:
        """Its values for JSON."""
        return {
            "iri": self.iri, "part": self.part, "kind": self.kind, "names": self.names, "aliases": self.aliases,
            **self.facts, "documents": self.documents, "checked": self.checked,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """How much one part of the register holds.

    Attributes:
        name: as ``states``.
        title: what it holds, in words.
        entries: actors and places.
        named: language -> entries with a name in it.
        checked: entries with a second source.
        links: memberships and other links.
    """

    name: str
    title: str
    entries: int
    named: dict[str, int]
    checked: int
    links: int


def folder() -> Path:
    """The folder of the register's records.

    Example:
        >>> (folder() / "README.md").is_file()
        True
    """
    return Path(str(files("govgraph.ontology") / "register"))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@cache
def entries() -> dict[str, Entry]:
    """All entries by IRI: the rows of the register, and the names that the list of countries has.

    Example:
        >>> entries()["https://w3id.org/govgraph/id/record/register/sco"].names["ky"]
        'Шанхай кызматташтык уюму'
    """
    made: dict[str, Entry] = {}
    for country in countries():
        iri = country_iri(BASE, country.iso3)
        dates = {"start_date": country.started, "end_date": country.ended}
        facts = {"identifiers": list(country.codes)} | {key: [day] for key, day in dates.items() if day}
        named = {language: name for language, name in country.names.items() if name}
        made[iri] = Entry(iri, "states", "country", named, list(country.variants), facts)
    for file in sorted(folder().glob("*.csv")):
        part, _, table = file.stem.rpartition("-")
        if table in ("actors", "places"):
            for row in _rows(file):
                _add(made, part or table, row)
    return made


def _add(made: dict[str, Entry], part: str, row: dict[str, str]) -> None:
    own = row.pop("id")
    iri = (
        country_iri(BASE, own.removeprefix("country:"))
        if own.startswith("country:")
        else mint(BASE, "record", DATASET, own)
    )
    entry = made.setdefault(iri, Entry(iri, part, row.get("kind") or "place"))
    for column, value in row.items():
        if not value or column == "kind":
            continue
        word, _, language = column.partition("_")
        values = value.split("|")
        if word == "name":
            entry.names.setdefault(language, value)
        elif word == "aliases":
            entry.aliases += [v for v in values if v not in entry.aliases]
        elif column == "document":
            entry.documents += [value] if value not in entry.documents else []
        else:
            kept = entry.facts.setdefault(column, [])
            kept += [v for v in values if v not in kept]
            entry.checked |= any(v.startswith(CHECKED) for v in values)


def contents() -> list[Part]:
    """The table of contents, in the order of the parts.

    Example:
        >>> [part.name for part in contents()]
        ['states', 'organisations', 'places', 'bodies']
    """
    links = {
        part: sum(
            1
            for table in ("memberships", "associations")
            for file in folder().glob(f"{part}-{table}.csv")
            for _ in _rows(file)
        )
        for part in _PARTS
    }
    made = []
    for name, title in _PARTS.items():
        of_part = [entry for entry in entries().values() if entry.part == name]
        named = {language: sum(language in entry.names for entry in of_part) for language in LANGUAGES}
        made.append(Part(name, title, len(of_part), named, sum(entry.checked for entry in of_part), links[name]))
    return made


def missing() -> list[tuple[str, str, str]]:
    """What the register should hold and does not: (part, what, why).

    Example:
        >>> [part for part, what, _ in missing() if what.startswith("the list of aiyl aimaks")]
        ['places']
    """
    return [(row["part"], row["what"], row["why"]) for row in read_list("register_missing")]


def look_up(name: str) -> list[tuple[Entry, str, bool]]:
    """The entries that a name may mean: (entry, the name that fits, whether only its endings differ).

    Names that are the same after folding come first. A name of which only the endings differ is a candidate: "Ош облусунда". Nothing
    is chosen among several.

    Example:
        >>> [(entry.names["en"], inflected) for entry, _, inflected in look_up("Швейцариянын")]
        [('Switzerland', True)]
    """
    wanted, without = fold(name), bare(name)
    same: dict[str, tuple[Entry, str, bool]] = {}
    forms: dict[str, tuple[Entry, str, bool]] = {}
    for entry, text, folded, text_without in _texts():
        if folded == wanted:
            same.setdefault(entry.iri, (entry, text, False))
        elif text_without == without or may_be_forms(name, text):
            forms.setdefault(entry.iri, (entry, text, True))
    return [*same.values(), *(found for iri, found in forms.items() if iri not in same)]


@cache
def _texts() -> list[tuple[Entry, str, str, str]]:
    """All names of all entries: (entry, name, the name folded, and without its English endings)."""
    return [
        (entry, text, fold(text), bare(text))
        for entry in entries().values()
        for text in (*entry.names.values(), *entry.aliases)
    ]
