"""What loaders of nested documents share: the way from the objects or elements of a file to blocks, and the rows of one object.

A loader says where the objects are (:meth:`Nested.items`) and what one becomes (:meth:`Nested.read`); it writes rows through a
:class:`Writer`, which leaves out what is empty and gives the rows of one object its unit and stamp.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple, cast

from govgraph.loaders.identity import digest
from govgraph.loaders.made import Made
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import as_date, as_text, ends_early, is_milliseconds, writable
from govgraph.loaders.records.header import language_tag
from govgraph.loaders.rows import Rows
from govgraph.loaders.sheets.saved_again import DECIMAL_COMMA, MILLISECONDS
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.loader import Loader, Options, Source
from govgraph.ontology.terms import local_id, web_address

_MONEY: Final = re.compile(
    r"(?:[A-Z]{3}|[A-Z]{0,2}[$£€¥₽₴₸₹])?\s*([-+]?(?:\d{1,3}(?:\s\d{3})+|\d[\d,]*)(?:\.\d+)?)\s*(?:[A-Z]{3}|[$£€¥₽₴₸₹])?"
)
_NUMBER: Final = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_DECIMAL_COMMA: Final = re.compile(r"[-+]?\d+,\d{1,2}")
_ROWS: Final = 200_000
"""How many rows of tables a block may have, since one object of a file may become thousands: so memory is bounded."""
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


class Item(NamedTuple):
    """One object of a file.

    Attributes:
        value: the object as parsed; or the reason why it cannot be.
        at: its place in the file.
        position: bytes read so far.
        row: its number by which a person finds it; 0: the objects are counted.
    """

    value: Any
    at: str
    position: int
    row: int = 0


class Writer:
    """The rows, notes and unused columns of the objects of one block.

    Args:
        base: the graph's base IRI.
        dataset: the data set that the file's own identifiers belong to.
        languages: preferred languages, for a text of which only one can be kept.

    Attributes:
        remembered: what a loader worked out for one object and needs for later ones.
        made: what was made of objects that come again.
    """

    def __init__(self, base: str, dataset: str, languages: tuple[str, ...] = ()) -> None:
        self.base, self.dataset, self.languages = base, dataset, languages
        self.rows, self.notes, self.unused = Rows(), list[Note](), dict[str, None]()
        self.noted: set[tuple[str, str]] = set()
        self.unit, self.stamp = "", cast("float | None", None)
        self.said: set[tuple[str, ...]] = set()
        self.remembered: dict[Any, Any] = {}
        self.made = Made()
        self.written = 0

    def begin(self, row: int, at: str) -> None:
        """Begin an object."""
        self.rows.begin(row, at)
        self.stamp = None
        self.said.clear()

    def clear(self) -> None:
        """Begin a block: the rows, notes and unused columns of the last one are gone."""
        self.rows, self.notes, self.unused, self.written = Rows(), [], {}, 0

    def first(self, *said: str) -> bool:
        """Whether the object says something for the first time; what it repeats need not be written again."""
        if said in self.said:
            return False
        self.said.add(said)
        return True

    def release(self, unit: str, stamp: float | None) -> None:
        """Say which unit of its source the object is, and when it was released so: the rows added from now on, unless there is no stamp."""
        self.unit, self.stamp = unit, stamp

    def add(self, table: str, **values: Any) -> None:
        """Add one row to a table, without the values that are empty."""
        self.put(table, {k: v for k, v in values.items() if v or (v is not None and v != "" and v != [])})

    def put(self, table: str, row: dict[str, Any]) -> None:
        """Add one row that has no empty values: the dict itself, which gets its unit and place."""
        if self.stamp is not None:
            row["unit"], row["stamp"] = self.unit, self.stamp
        self.rows.put(table, row)
        self.written += 1

    def take_part(self, event: str, role: str, participant: str | None, **values: Any) -> None:
        """Add a participation, whose IRI is made of the event, the role and the participant."""
        if participant:
            iri = f"{event}/{local_id(role)}/h-{digest(participant)}"
            self.add("participations", iri=iri, event=event, role=role, participant=participant, **values)

    def note(self, kind: str, value: object) -> None:
        """Note something about the object, once for each value."""
        text = writable(str(value))
        if (kind, text) not in self.noted:
            self.noted.add((kind, text))
            self.notes.append(Note(kind, text, self.rows.row))

    def drop(self, *columns: str) -> None:
        """Name columns or elements that are not used."""
        self.unused.update(dict.fromkeys(columns))

    # ------------------------------------------------------------------------------------------ single values

    def text(self, column: str, value: object) -> str | None:
        """A text; None, with a note, for anything else."""
        if value is None:
            return None
        if value.__class__ is str and value.isascii() and "\0" not in value:
            return value.strip() or None
        if isinstance(value, (float, bool)):
            value = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        text, reason = as_text(value)
        if reason:
            self.note(reason, f"{column}: {value!a}")
        return text

    def date(self, column: str, value: object) -> str | None:
        """A partial date; None, with a note, if it is none."""
        if value is None or value == "":
            return None
        if (date := as_date(value)) is None:
            self.note("date not understood", f"{column}: {value!a}")
        elif is_milliseconds(value):
            self.note(MILLISECONDS, f"{column}: {value}")
        return date

    def span(self, column: str, start: str | None, end: str | None) -> tuple[str | None, str | None]:
        """Two dates; an end before the start is left out, with a note."""
        if ends_early(start, end):
            self.note("ends before it starts", f"{column}: {start} to {end}")
            return start, None
        return start, end

    def money(self, column: str, value: object) -> float | None:
        """An amount: a number that may have the sign or code of a currency before or behind it, and spaces before each three digits."""
        if not isinstance(value, str):
            return self.number(column, value)
        if _NUMBER.fullmatch(text := value.strip()):
            return float(text.replace(",", ""))
        match = _MONEY.fullmatch(text)
        return self.number(column, re.sub(r"\s", "", match[1]) if match else value)

    def number(self, column: str, value: object) -> float | None:
        """A finite number; None, with a note, if it is none. Commas may stand before each three digits, or one before one or two decimals."""
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300:
            return float(value)
        text = value.strip() if isinstance(value, str) else "" if value is None else str(value)
        if not text:
            return None
        if _DECIMAL_COMMA.fullmatch(text):
            self.note(DECIMAL_COMMA, f"{column}: {text}")
            text = text.replace(",", ".")
        if not _NUMBER.fullmatch(text):
            self.note("not a number", f"{column}: {text}")
            return None
        return float(text.replace(",", ""))

    def point(self, column: str, latitude: object, longitude: object) -> tuple[float | None, float | None]:
        """A point; (None, None), with a note, if it lacks a number or lies outside the degrees that there are."""
        pair = [self.number(column, value) for value in (latitude, longitude)]
        if None not in pair and abs(pair[0] or 0) <= 90 and abs(pair[1] or 0) <= 180:
            return pair[0], pair[1]
        given = " ".join(str(value) for value in (latitude, longitude) if value not in (None, ""))
        if given:
            self.note("not a point (latitude and longitude)", f"{column}: {given}")
        return None, None

    def currency(self, column: str, value: object) -> str | None:
        """A currency as its ISO 4217 code; None, with a note, if it is none."""
        text = (self.text(column, value) or "").upper()
        if text and not _CURRENCY.fullmatch(text):
            self.note("not a currency (ISO 4217)", f"{column}: {text}")
            return None
        return text or None

    def address(self, column: str, value: object) -> str | None:
        """A web address; None, with a note, if it is none."""
        if (given := self.text(column, value)) is None:
            return None
        text, good = _address(given)
        if not good:
            self.note("not a web address", f"{column}: {text}")
        return text if good else None

    def language(self, tag: str | None) -> str:
        """A language tag in its usual form; empty, with a note, if it is not valid."""
        usual = language_tag(tag or "")
        if tag and not usual:
            self.note("language not understood", tag)
        return usual

    def preferred(self, names: list[dict[str, str]]) -> dict[str, str] | None:
        """Of texts by language the one in the language that the person prefers, else the first."""
        order = {tag: place for place, tag in enumerate(self.languages)}
        return min(names, key=lambda name: order.get(name["lang"], len(order)), default=None)


@lru_cache(maxsize=16_384)
def _address(given: str) -> tuple[str, bool]:
    """A web address as an IRI, and whether it is one."""
    text, good = web_address(given)
    return web_address(f"http://{text}") if not good and text.startswith("www.") else (text, good)


def names_of(texts: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Names by language, each once.

    Example:
        >>> names_of([("en", "Fund"), ("en", "Fund"), ("ru", "Фонд")])
        [{'lang': 'en', 'text': 'Fund'}, {'lang': 'ru', 'text': 'Фонд'}]
    """
    return [{"lang": lang, "text": text} for lang, text in dict.fromkeys(texts) if text]


class Nested(Loader):
    """A format whose files hold objects within objects.

    Attributes:
        default_dataset: the dataset of files for which none is given.
    """

    default_dataset: ClassVar[str]

    @abstractmethod
    def items(self, source: Source, writer: Writer) -> Iterator[Item]:
        """The objects of a file in order.

        Raises:
            LoaderError: the file cannot be read to its end.
        """

    @abstractmethod
    def read(self, item: Item, writer: Writer) -> None:
        """Write the rows of one object.

        Raises:
            Unusable: it cannot be loaded.
        """

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """The default dataset unless the options name one."""
        return options.dataset or self.default_dataset

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's objects, block by block.

        Raises:
            LoaderError: the file cannot be read to its end.
        """
        dataset = self.dataset(source, options)
        writer = Writer(options.base, dataset, options.languages)
        rejects, count, position = list[Reject](), 0, 0
        for number, item in enumerate(self.items(source, writer), start=1):
            count, position = count + 1, item.position
            self._take(item, item.row or number, writer, rejects)
            if count >= options.block_rows or writer.written >= _ROWS:
                yield _block(writer, rejects, count, position)
                # The same writer goes on, because items() holds it; what it knows of the file stays known.
                writer.clear()
                rejects, count = [], 0
        yield _block(writer, rejects, count, position)

    def _take(self, item: Item, row: int, writer: Writer, rejects: list[Reject]) -> None:
        """Read one object, or note why it cannot be."""
        if isinstance(item.value, Reject):
            rejects.append(replace(item.value, pointer=item.at))
            return
        writer.begin(row, item.at)
        try:
            self.read(item, writer)
        except Unusable as fault:
            writer.rows.drop()
            rejects.append(Reject(row, fault.column, fault.reason, fault.value, item.at))


def _block(writer: Writer, rejects: list[Reject], read: int, position: int) -> Block:
    return Block(writer.rows.tables(), read, rejects, writer.notes, tuple(writer.unused), position)
