"""What a mapping file says, once it is read: which things each row of a table describes, and how they are linked.

Three words: a **value** says what stands in a field (a column, several columns, a constant text) and how it is read; a **thing** is
what a row describes (an actor, an event, a place, a post, a document); a **link** is between two things of the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

LIST: Final = "list"
"""The word for cells that hold a printed list: ``['a', 'b']``."""


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a field, and how it is read.

    Attributes:
        columns: the columns of the table; several are joined.
        each: instead of them: columns of which every filled one gives a value of its own.
        text: instead of both: the same text for all rows.
        join: what stands between the joined columns.
        split: what separates several values in one cell; :data:`LIST`: the cells are printed lists.
        find: a regular expression with one group: the part of the text that is meant.
        codes: text of the table -> word of the graph.
        otherwise: the word for a text that is not in ``codes``; None: there is none.
        system: the code system of a country or type of event; ``name``: names of countries.
        agrees: the column with the name that a country's code has to agree with.
        on: the column with the year or ISO date that decides between states that had the same code.
        formats: how dates are written, the first that fits counts.
        precision: how exact a date is at most: ``year``, ``month`` or ``day``.
        decimal: the decimal mark of numbers, with the other marks between thousands.
        missing: the texts that mean that nothing is known; None: those of the whole mapping.
        where: ``file:line:column``.
    """

    columns: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    text: str = ""
    join: str = " "
    split: tuple[str, ...] = ()
    find: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    system: str = ""
    agrees: str = ""
    on: str = ""
    formats: tuple[str, ...] = ()
    precision: str = ""
    decimal: str = ""
    missing: tuple[str, ...] | None = None
    where: str = ""

    @property
    def many(self) -> bool:
        """Whether a row may have several values."""
        return bool(self.split or self.each)

    @property
    def used(self) -> tuple[str, ...]:
        """All columns that it reads."""
        return (*self.columns, *self.each, *(column for column in (self.agrees, self.on) if column))

    @property
    def shown(self) -> str:
        """The column at fault, for rejects: the first; empty for a constant."""
        return (*self.columns, *self.each, "")[0]


Condition = dict[str, tuple[str, ...]]
"""Column -> the texts that it may have, for the rows in which something is said."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a row describes.

    Attributes:
        key: its name in the mapping.
        table: the declared table that it goes to.
        fields: field -> value; names by language are ``name_ky``.
        refs: reference -> the keys of the things that it names.
        countries: reference to a country -> value.
        identifiers: scheme -> value.
        details: the columns that are kept as they are, in ``details``.
        id: the value that identifies it; None: it is identified by its name (an event: by the whole row).
        space: the numbering that the id belongs to.
        when: the rows in which it is described.
        where: ``file:line:column``.
    """

    key: str
    table: str
    fields: dict[str, Value]
    refs: dict[str, tuple[str, ...]]
    countries: dict[str, Value]
    identifiers: dict[str, Value]
    details: tuple[str, ...]
    id: Value | None
    space: str
    when: Condition
    where: str

    @property
    def values(self) -> Iterator[Value]:
        """All its values."""
        yield from self.fields.values()
        yield from self.countries.values()
        yield from self.identifiers.values()
        if self.id:
            yield self.id

    @property
    def used(self) -> Iterator[str]:
        """The columns that decide what it is, without those of the things that it refers to."""
        yield from (*self.when, *self.details)
        for value in self.values:
            yield from value.used

    @property
    def referred(self) -> Iterator[str]:
        """The keys of the things that it refers to."""
        for keys in self.refs.values():
            yield from keys

    @property
    def many(self) -> bool:
        """Whether a row may describe several."""
        return any(value.many for name, value in self.fields.items() if name not in MANY) or bool(
            self.id and self.id.many
        )


MANY: Final = ("aliases", "links", "contact_details")
"""The fields in which one thing may have several values; those of names by language begin with ``aliases``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two things of a row.

    Attributes:
        table: the declared table that it goes to.
        refs: reference -> key of the thing.
        countries: reference to a country -> value.
        fields: field -> value.
        details: the columns that are kept as they are, in ``details``.
        lists: of two lists in a row: ``every`` (each one to each one) or ``in order`` (the first to the first); empty: not said.
    """

    table: str
    refs: dict[str, str]
    countries: dict[str, Value]
    fields: dict[str, Value]
    details: tuple[str, ...]
    when: Condition
    lists: str
    where: str

    @property
    def values(self) -> Iterator[Value]:
        """All its values."""
        yield from self.fields.values()
        yield from self.countries.values()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file.

    Attributes:
        file: its name.
        files: patterns of the names of the files that it is for; none: the file that it is named after.
        sheet: the sheet of a workbook; empty: every sheet that has the columns.
        missing: the texts that mean that nothing is known.
        placeholders: names that stand for nobody, as ``various``; letter case does not count.
    """

    file: str
    dataset: str
    title: str = ""
    licence: str = ""
    source: str = ""
    files: tuple[str, ...] = ()
    sheet: str = ""
    missing: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    document: Value | None = None
    confidence: Value | None = None
    things: dict[str, Thing] = field(default_factory=dict)
    links: tuple[Link, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Every column that is used -> where it is named first."""
        named: dict[str, str] = {}
        items: list[Thing | Link] = [*self.things.values(), *self.links]
        for item in items:
            for column in (*item.when, *item.details):
                named.setdefault(column, item.where)
        values = [value for item in items for value in item.values]
        for value in (*values, *(v for v in (self.document, self.confidence) if v)):
            for column in value.used:
                named.setdefault(column, value.where)
        return named
