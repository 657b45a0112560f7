"""The fields of one Popolo object, taken one by one, so that what nobody took can be told.

Values of untrusted JSON are narrowed here: a text is a text, a date is a date or is left out with a note, an identifier
is a typed one. What makes a whole object unusable raises :class:`Unusable`, and only that object is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from govgraph.loaders.records.header import language_tag
from govgraph.ontology import dates
from govgraph.ontology.block import Note
from govgraph.ontology.loader import LoaderError
from govgraph.ontology.terms import clean_url, is_iri

_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:.*", re.DOTALL)
_BAD_SCHEME: Final = re.compile(r"[^a-z0-9._-]+")


class Unusable(LoaderError):
    """An object that cannot be loaded.

    Args:
        column: the field at fault.
        reason: short, and the same for every object with that fault.
        value: the value at fault.
    """

    def __init__(self, column: str, reason: str, value: object = "") -> None:
        self.column, self.reason = column, reason
        self.value = writable(str(value))
        super().__init__(reason, where=column)


def writable(text: str) -> str:
    """The first 200 characters of a text, halves of characters shown as escapes, so that it can be written anywhere.

    Example:
        >>> writable("CC0 \\ud800")
        'CC0 \\\\ud800'
    """
    return text[:200].encode(errors="backslashreplace").decode()


def wikidata_item(identifier: str) -> str:
    """The Wikidata item that an identifier or address names, or an empty string.

    Example:
        >>> wikidata_item("http://www.wikidata.org/entity/Q813"), wikidata_item("Q8x")
        ('Q813', '')
    """
    match = _WIKIDATA.fullmatch(identifier)
    return match[1] if match else ""


def _as_text(value: object, column: str) -> str | None:
    """A text or whole number as text; None for nothing at all.

    Raises:
        Unusable: it is something else, or holds what is no character.
    """
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise Unusable(column, "not a text", value)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unusable(column, "holds half of a character", ascii(value)) from None
    if "\0" in value:
        raise Unusable(column, "holds a NUL character", value)
    return value.strip() or None


@dataclass(slots=True)
class Fields:
    """One object on its way to be rows.

    Attributes:
        kind: the array it stands in, as ``persons``.
        row: its number among all objects of the file.
        of: its fields.
        used, unused: names of fields taken, and of fields inside them that were not.
        notes: what was left out.
    """

    kind: str
    row: int
    of: dict[str, Any]
    used: set[str] = field(default_factory=set)
    unused: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: str, value: str) -> None:
        """Tell something about this object."""
        self.notes.append(Note(kind, value[:200], self.row))

    def take(self, name: str) -> Any:
        """The value as it stands."""
        self.used.add(name)
        return self.of.get(name)

    def text(self, name: str) -> str | None:
        """A text or whole number as text; None where there is none.

        Raises:
            Unusable: it is something else.
        """
        return _as_text(self.take(name), name)

    def names(self, name: str = "name") -> list[dict[str, str]]:
        """The names of a field that is a text, or texts by language (``{"lang:ky": ...}``).

        Raises:
            Unusable: it is neither.
        """
        value = self.take(name)
        if not isinstance(value, dict):
            text = _as_text(value, name)
            return [{"lang": "", "text": text}] if text else []
        found = []
        for key, one in value.items():
            text = _as_text(one, name)
            if text:
                found.append({"lang": self.language(_as_text(key, name) or ""), "text": text})
        return found

    def language(self, tag: str) -> str:
        """A language tag in its usual form; empty, with a note, where it is none."""
        tag = tag.removeprefix("lang:")
        found = language_tag(tag)
        if tag and not found:
            self.note("language not understood", tag)
        return found

    def items(self, name: str, used: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """The objects of a list; ``used`` are those of their fields that are used."""
        value = self.take(name)
        if value is None:
            return
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                self.note(f"{self.kind}.{name} not understood", ascii(item))
                continue
            self.unused.update(f"{self.kind}.{name}.{key}" for key in item if key not in used)
            yield item

    def date(self, name: str) -> str | None:
        """A partial date; None, with a note, for what is no date. A time of day is left off."""
        value = self.take(name)
        if value is None or value == "":
            return None
        text = str(value).strip() if isinstance(value, (str, int)) else ""
        if match := _TIME.fullmatch(text):
            text = match[1]
        if not text.isascii() or dates.bounds(text) is None:  # \d of other scripts is no ISO 8601
            self.note("date not understood", f"{self.kind}.{name}: {value!a}")
            return None
        return text

    def span(self, start: str, end: str) -> tuple[str | None, str | None]:
        """Two dates.

        Raises:
            Unusable: the second is before the first.
        """
        first, last = self.date(start), self.date(end)
        if ends_early(first, last):
            raise Unusable(end, "ends before it starts", f"{first} to {last}")
        return first, last

    def addresses(self, *lists: str) -> list[str]:
        """The addresses of lists of links, each once."""
        found = []
        for name in lists:
            for item in self.items(name, ("url",)):
                if address := self._address(item.get("url"), f"{name}.url"):
                    found.append(address)
        return list(dict.fromkeys(found))

    def address(self, name: str) -> str | None:
        """The address in a field; None, with a note, for what is none."""
        return self._address(self.take(name), name)

    def _address(self, value: object, name: str) -> str | None:
        text = clean_url(_as_text(value, name) or "")
        if text and not is_iri(text):
            self.note("not a web address", f"{self.kind}.{name}: {text}")
            return None
        return text or None

    def identifiers(self) -> list[str]:
        """The typed identifiers, as ``wikidata:Q813``."""
        found = []
        for item in self.items("identifiers", ("scheme", "identifier")):
            scheme = _BAD_SCHEME.sub("-", (_as_text(item.get("scheme"), "identifiers") or "").lower()).strip("-")
            identifier = _as_text(item.get("identifier"), "identifiers")
            if not identifier:
                continue
            if scheme == "wikidata":
                identifier = wikidata_item(identifier) or identifier
            if not scheme:
                self.note("identifier without a scheme", identifier)
                continue
            if not scheme[0].isalpha():
                scheme = f"x-{scheme}"
            found.append(f"{scheme}:" + re.sub(r"\s+", "%20", identifier))
        return list(dict.fromkeys(found))

    def left(self) -> set[str]:
        """The names of fields that nobody took."""
        names = {f"{self.kind}.{name}" for name in self.of if name not in self.used} | self.unused
        return {writable(name) for name in names}


def ends_early(start: str | None, end: str | None) -> bool:
    """Whether an end is certainly before a start.

    Example:
        >>> ends_early("2012", "2012-01"), ends_early("2012-03", "2012-02")
        (False, True)
    """
    first, last = dates.bounds(start or ""), dates.bounds(end or "")
    return bool(first and last and last[1] < first[0])
