"""Which table a person's own file holds and what its columns mean, worked out from the names in its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from govgraph.loaders.sheets.sheet import Sheet
from govgraph.ontology.block import FORMER, PROVENANCE
from govgraph.ontology.declaration import Table, tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import LANGUAGE

TABLES: dict[str, Table] = {name: table for name, table in tables().items() if not table.own}
"""The tables that a person may fill."""

FREE = ("document", "confidence")
"""Columns of provenance that every table has and that a person may fill."""

# A language of two or three letters, then subtags; longer words could be mistaken for languages.
_SHORT = re.compile(r"[A-Za-z]{2,3}(?:-.*)?")
_LANGUAGE = re.compile(LANGUAGE)
_TEXTS = {"name": "names", "aliases": "aliases"}


@dataclass(frozen=True, slots=True)
class Use:
    """Which declared column a column of a file fills.

    Attributes:
        header: the column's name in the file.
        column: the declared column, or ``id``, ``iri``, ``document``, ``confidence``.
        language: language tag, for names and aliases; empty: not known.
    """

    header: str
    column: str
    language: str = ""


@lru_cache(maxsize=1024)
def language_tag(text: str) -> str:
    """A language tag in its usual letter case (RFC 5646, 2.1.1), or an empty string if the text is not a tag.

    Example:
        >>> language_tag("RU-latn"), language_tag("kyrgyz")
        ('ru-Latn', '')
    """
    if not _SHORT.fullmatch(text) or not _LANGUAGE.fullmatch(text):
        return ""
    first, *rest = text.split("-")
    cased = [p.title() if len(p) == 4 and p.isalpha() else p.upper() if len(p) == 2 else p.lower() for p in rest]
    return "-".join([first.lower(), *cased])


def columns_of(table: Table) -> tuple[str, ...]:
    """The columns of a table that a person fills, without computed bounds; ``name`` stands for names by language.

    Example:
        >>> columns_of(TABLES["mentions"])
        ('id', 'event', 'reported_in', 'sentence', 'details', 'document', 'confidence')
    """
    own = ["name" if c.name == "names" else c.name for c in table.columns if not c.bound]
    return ("id", *own, *FREE)


def use_of(header: str, table: Table, stored: bool = False) -> Use | None:
    """Which column of a table a header name stands for, or None.

    Args:
        stored: whether the file is our own Parquet, in which names are lists and bounds are stored.

    Example:
        >>> use_of("Name_ky", TABLES["actors"])
        Use(header='Name_ky', column='names', language='ky')
    """
    name = header.strip()
    plain = name.lower()
    declared = {c.name: c for c in table.columns}
    if plain in ("id", "iri", *FREE):
        return Use(header, plain)
    column = declared.get(plain)
    if column and (stored or not (column.bound or plain == "names")):
        return Use(header, plain)
    word, by_language, tag = name.partition("_")
    target = _TEXTS.get(word.lower(), "")
    language = language_tag(tag)
    if target in declared and bool(by_language) == bool(language):
        return Use(header, target, language)
    return None


def uses(headers: Iterable[str], table: Table, stored: bool) -> tuple[list[Use], list[str]]:
    """The columns of a header that are used, and the names of those that are not.

    Example:
        >>> uses(["id", "nmae_ky"], TABLES["actors"], False)
        ([Use(header='id', column='id', language='')], ['nmae_ky'])
    """
    used, unknown = [], []
    for header in headers:
        use = use_of(header, table, stored)
        if use:
            used.append(use)
        else:
            unknown.append(header)
    if any(use.column == "iri" for use in used):
        unknown += [use.header for use in used if use.column == "id"]
        used = [use for use in used if use.column != "id"]
    return used, unknown


def nearest_column(header: str, table: Table) -> str:
    """The declared column that an unknown name is probably a misspelling of, or an empty string.

    Example:
        >>> nearest_column("strat_date", TABLES["events"]), nearest_column("title", TABLES["events"])
        ('start_date', 'name_en')
    """
    word, _, tag = header.strip().partition("_")
    if word.lower() in ("name", "names", "title", "label"):
        return f"name_{language_tag(tag) or 'en'}"
    return nearest(header.strip().lower(), columns_of(table))


@cache
def known_anywhere(header: str) -> bool:
    """Whether any table has a column of that name.

    Example:
        >>> known_anywhere("participant"), known_anywhere("GLOBALEVENTID")
        (True, False)
    """
    return any(use_of(header, table) for table in TABLES.values())


def table_by_name(name: str) -> str:
    """The table that a file or sheet is named after, or an empty string.

    Example:
        >>> table_by_name("central-asia-events"), table_by_name("minutes")
        ('events', '')
    """
    plain = name.strip().lower()
    return next((t for t in TABLES if plain == t or plain.endswith((f"-{t}", f"_{t}"))), "")


def usable(headers: Sequence[str], table: Table) -> bool:
    """Whether the header has all columns that every row of the table needs.

    Example:
        >>> usable(["id", "kind"], TABLES["actors"]), usable(["id"], TABLES["actors"])
        (True, False)
    """
    have = {use.column for use in uses(headers, table, stored=True)[0]}
    needed = {c.name for c in table.columns if c.required}
    return needed <= have and (table.is_link or bool(have & {"id", "iri"}))


def table_of(sheet: Sheet) -> str:
    """The table of a file or sheet: by its comment, else by its name, else by a header that fits one table only.

    Returns:
        the table's name; empty: no table is recognised.

    Example:
        >>> table_of(Sheet("x", {}, ("participant", "event"), 1, lambda rows: iter(())))
        'participations'
    """
    if "table" in sheet.meta:
        return sheet.meta["table"][0] if sheet.meta["table"][0] in TABLES else ""
    if named := table_by_name(sheet.name):
        return named
    fit = []
    for table in TABLES.values():
        used, unknown = uses(sheet.header, table, stored=True)
        plain = {u.column for u in used} - {"id", "iri", "names", "aliases", *FREE}
        if sheet.stored:
            unknown = [name for name in unknown if name not in {*PROVENANCE, *FORMER}]  # our own Parquet has them
        if usable(sheet.header, table) and not unknown and plain:
            fit.append(table.name)
    return fit[0] if len(fit) == 1 else ""
