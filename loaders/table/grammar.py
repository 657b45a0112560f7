"""The words of a mapping file, with what each means: the parser, the JSON Schema for editors and the hints all read them here.

What names the graph (a kind, a role, a type) is written as it is; what comes from the table names its column.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from govgraph.loaders.records.header import TABLES, language_tag
from govgraph.ontology.countries import SYSTEMS
from govgraph.ontology.declaration import Column, Table

TOP: Final = {
    "dataset": "The data set that the ids and names belong to; the same name in another data set is another thing.",
    "title": "The title of the data set.",
    "licence": "The terms of the data, best as an SPDX identifier: CC-BY-4.0.",
    "source": "Where the table comes from, best its address.",
    "files": "Patterns of the names of the files that the mapping is for, as meetings-*.csv.",
    "sheet": "The sheet of a workbook; without it, every sheet that has the columns.",
    "missing": "Texts that mean that nothing is known, besides an empty cell.",
    "placeholders": "Names that stand for nobody, as various; letter case does not count.",
    "document": "The document that says what the row says: an address or title.",
    "confidence": "How sure the source is, 0 to 1.",
}
VALUE: Final = {
    "column": "The column of the table.",
    "columns": "Several columns, joined.",
    "join": "What stands between the joined columns; a space if nothing is said.",
    "each": "Several columns of which every filled one gives a value of its own.",
    "text": "The same text for every row.",
    "split": "What separates several values in one cell, one text or several; list: a printed list, as ['a', 'b'].",
    "find": "A regular expression with one group: the part of the cell that is meant. A cell that does not fit counts as empty.",
    "codes": "Text of the table -> word of the graph.",
    "otherwise": "The word for a text that is not among the codes.",
    "system": "The code system: of countries, of types of events, or name for the names of countries.",
    "agrees": "The column with the country's name: a code that disagrees with it does not count.",
    "on": "The column with the year or day that decides between states that had the same code: cow 365 is the Soviet Union in 1985.",
    "format": "How dates are written, as DD.MM.YYYY; several: the first that fits; excel: days as a spreadsheet counts them.",
    "precision": "How exact a date is at most: year, month or day.",
    "decimal": "The decimal mark of numbers: . or , with a currency before or after them left out.",
    "missing": "Texts that mean that nothing is known, for this value; those of the whole mapping do not count for it.",
}
THING: Final = {
    "id": "The column that identifies it, or several. Without it: its name (of an event: the whole row).",
    "space": "The numbering that the ids belong to; needed only if two columns of ids could be mixed up.",
    "when": "Only in the rows in which a column has one of these texts.",
    "details": "Columns that are kept as they are, in details.",
}
EVENT: Final = {"participants": "Who takes part: key of an actor -> role."}
LINK: Final = {
    "when": THING["when"],
    "details": THING["details"],
    "lists": "Of two lists in a row: every (each one to each one) or in order (the first to the first).",
}
WORDS: Final = ("kind", "type", "role", "status", "precision")
"""The fields in which a plain text is a word of the graph; in all others it is a column."""
PRECISIONS: Final = ("year", "month", "day")
COUNTRY_SYSTEMS: Final = (*SYSTEMS, "name")
TYPE_SYSTEMS: Final = ("event-type", "cameo", "plover")
LISTS: Final = ("every", "in order")
SHORT: Final = {"from": "from_actor", "to": "to_actor"}
"""Words of links that read better than the names of their columns."""
PLAIN_SPACES: Final = {"places": "place", "posts": "post", "events": "event", "documents": "document"}
"""The numbering of ids, by table; that of actors follows from their kind."""


def node_sections() -> tuple[Table, ...]:
    """The tables of things.

    Example:
        >>> [table.name for table in node_sections()]
        ['actors', 'places', 'posts', 'events', 'documents']
    """
    return tuple(table for table in TABLES.values() if not table.is_link)


def link_sections() -> tuple[Table, ...]:
    """The tables of links.

    Example:
        >>> [table.name for table in link_sections()]
        ['memberships', 'tenures', 'participations', 'associations', 'mentions']
    """
    return tuple(table for table in TABLES.values() if table.is_link)


@cache
def fields_of(table: Table) -> dict[str, Column]:
    """The fields of a table that a mapping may fill: those of the declaration, without computed and derived ones.

    Example:
        >>> list(fields_of(TABLES["posts"]))
        ['name', 'aliases', 'identifiers', 'organization', 'area', 'iri']
    """
    fields = {
        "name" if column.name == "names" else column.name: column
        for column in table.columns
        if not column.bound and column.name not in ("start_inherited", "end_inherited", "details")
    }
    iri = Column("iri", "text", False, False, "", "iri", "Its own address, if it has one that is an IRI.")
    return fields if table.is_link else {**fields, "iri": iri}


def field_of(table: Table, name: str) -> Column | None:
    """The declared column of a field, also of a name by language; None if there is none.

    Example:
        >>> field_of(TABLES["actors"], "name_ru").name, field_of(TABLES["actors"], "nmae")
        ('names', None)
    """
    fields = fields_of(table)
    name = SHORT.get(name, name)
    if name in fields:
        return fields[name]
    word, _, tag = name.partition("_")
    return fields[word] if word in ("name", "aliases") and word in fields and language_tag(tag) else None


def is_country_ref(column: Column) -> bool:
    """Whether a reference may name a country by its code.

    Example:
        >>> is_country_ref(TABLES["events"].column("place")), is_country_ref(TABLES["events"].column("part_of"))
        (True, False)
    """
    return column.type == "ref" and column.to in ("Country", "Actor", "Place", "Entity", "Organization")


def is_type(column: Column) -> bool:
    """Whether a column holds types of events.

    Example:
        >>> is_type(TABLES["events"].column("type")), is_type(TABLES["associations"].column("type"))
        (True, False)
    """
    return column.to == "EventType"
