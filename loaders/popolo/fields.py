"""The fields of one Popolo object. They are taken one by one, so that the fields that nobody took can be reported.

Values of untrusted JSON are checked here: a text must be a text, a date a date, an identifier a typed one. A value that fails
is left out, with a note. Only a fault that makes a whole object unusable raises :class:`Unusable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from govgraph.loaders.popolo.values import as_date, as_text, ends_early, is_milliseconds, wikidata_item, writable
from govgraph.loaders.records.header import language_tag
from govgraph.loaders.sheets.saved_again import MILLISECONDS
from govgraph.ontology.block import Note
from govgraph.ontology.loader import LoaderError
from govgraph.ontology.terms import web_address

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


@dataclass(slots=True)
class Fields:
    """The fields of one object that is to become rows.

    Attributes:
        kind: the array that it belongs to, as ``persons``.
        row: its number among all objects of the file.
        of: field -> value.
        languages: preferred languages, for a text that is needed in one language: the first that it has is used.
        used, unused: the names of the fields that were taken, and of the fields inside them that were not.
        notes: notes on what was left out.
        faults: field -> (reason, value), for fields whose whole value was left out.
    """

    kind: str
    row: int
    of: dict[str, Any]
    languages: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)
    unused: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    faults: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(self, kind: str, value: str) -> None:
        """Add a note about this object."""
        self.notes.append(Note(kind, value[:200], self.row))

    def take(self, name: str) -> Any:
        """The unchanged value of a field, which then counts as used."""
        if name not in self.of:  # most fields
            return None
        self.used.add(name)
        return self.of[name]

    def inside(self, item: dict[str, Any]) -> Fields:
        """The fields of an object inside this one; its notes are added to those of this one."""
        return Fields(self.kind, self.row, item, self.languages, notes=self.notes)

    def required(self, name: str, value: str | None) -> str:
        """A value that the object cannot do without.

        Raises:
            Unusable: it is missing; if the field has a fault, the error says which.
        """
        if value is None:
            raise Unusable(name, *self.faults.get(name, ("required value is missing", "")))
        return value

    def text(self, name: str) -> str | None:
        """A text or whole number as text; of texts by language the preferred one; None, with a note, for anything else."""
        if name not in self.of:  # most fields
            return None
        value = self.take(name)
        if not isinstance(value, dict):
            return self._text(name, value)
        by_language = self._by_language(value)
        if not by_language:
            return self._text(name, value)
        order = {tag: place for place, tag in enumerate(self.languages)}
        tag = min(by_language, key=lambda tag: (order.get(tag, len(order)), tag))
        if others := sorted(set(by_language) - {tag}):
            self.note("only one language kept", f"{self.kind}.{name}: {tag}, not {', '.join(others)}")
        return by_language[tag]

    def _text(self, name: str, value: object) -> str | None:
        if value is None:
            return None
        if value.__class__ is str and value.isascii() and "\0" not in value:  # most texts
            return value.strip() or None
        text, reason = as_text(value)
        if reason:
            self.faults[name] = (reason, ascii(value)[:200])
            self.note(reason, f"{self.kind}.{name}: {value!a}")
        return text

    def _by_language(self, value: dict[str, Any]) -> dict[str, str]:
        """Language -> text, if the value is an object whose keys are all language tags; empty for any other value."""
        texts: dict[str, str] = {}
        for key, one in value.items():
            tag, (text, _) = language_tag(key.removeprefix("lang:")), as_text(one)
            if not tag:
                return {}
            if text:
                texts[tag] = text
        return texts

    def identifier(self, name: str) -> str | None:
        """The identifier in a field, which may also hold the object itself or a list of one; None, with a note, for anything else."""
        value = self.take(name)
        if value.__class__ is str:  # most identifiers
            return self._text(name, value)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("id", value)
        return self._text(name, value)

    def reference(self, name: str) -> str | None:
        """The identifier of what the object refers to, from a field such as ``person_id``, or ``person`` with the object itself."""
        of, key = self.of, f"{name}_id"
        if key in of and (identifier := self.identifier(key)) is not None:
            return identifier
        return self.identifier(name) if name in of else None

    def names(self, name: str = "name") -> list[dict[str, str]]:
        """The names in a field that holds a text, or texts by language (``{"lang:ky": ...}``)."""
        value = self.take(name)
        if not isinstance(value, dict):
            text = self._text(name, value)
            return [{"lang": "", "text": text}] if text else []
        texts = []
        for key, one in value.items():
            tag, text = as_text(key)[0], self._text(name, one)
            if text:
                texts.append({"lang": self.language(tag or ""), "text": text})
        return texts

    def language(self, tag: str) -> str:
        """A language tag in its usual form; empty, with a note, if it is not valid."""
        tag = tag.removeprefix("lang:")
        usual = language_tag(tag)
        if tag and not usual:
            self.note("language not understood", tag)
        return usual

    def items(self, name: str, used: tuple[str, ...], plain: str = "") -> Iterator[dict[str, Any]]:
        """The objects in a list; ``used`` names the fields of theirs that are used, ``plain`` the one that a text instead of an object is."""
        value = self.take(name)
        if value is None:
            return
        for given in value if isinstance(value, list) else [value]:
            item = {plain: given} if plain and isinstance(given, str) else given
            if not isinstance(item, dict):
                self.note(f"{self.kind}.{name} not understood", ascii(item))
                continue
            for key in item:
                if key not in used:
                    self.unused.add(f"{self.kind}.{name}.{key}")
            yield item

    def date(self, name: str) -> str | None:
        """A partial date; None, with a note, if the value is not a date.

        A time of day is dropped, and so is a month or day written as ``00``.
        """
        if name not in self.of:
            return None
        value = self.take(name)
        if value is None or value == "":
            return None
        text = as_date(value)
        if text is None:
            self.faults[name] = ("date not understood", "")
            self.note("date not understood", f"{self.kind}.{name}: {value!a}")
            return None
        if is_milliseconds(value):
            self.note(MILLISECONDS, f"{self.kind}.{name}: {value}")
        return text

    def span(self, start: str, end: str) -> tuple[str | None, str | None]:
        """Two dates; an end before the start is left out, with a note."""
        first, last = self.date(start), self.date(end)
        if first and last and ends_early(first, last):
            self.faults[end] = ("ends before it starts", "")
            self.note("ends before it starts", f"{self.kind}.{end}: {first} to {last}")
            last = None
        return first, last

    def absent(self, name: str) -> bool:
        """Whether a field is missing or empty; a field with a value that is not understood is not absent."""
        return self.of.get(name) in (None, "") and name not in self.faults

    def addresses(self, *lists: str) -> list[str]:
        """The addresses in some lists of links, without duplicates."""
        pages = []
        for name in lists:
            if name not in self.of:
                continue
            for item in self.items(name, ("url",)):
                if address := self._address(item.get("url"), f"{name}.url"):
                    pages.append(address)
        return list(dict.fromkeys(pages)) if pages else pages

    def address(self, name: str) -> str | None:
        """The address in a field; None, with a note, if the value is not an address."""
        return self._address(self.take(name), name)

    def _address(self, value: object, name: str) -> str | None:
        text, good = web_address(self._text(name, value) or "")
        if text and not good:
            self.note("not a web address", f"{self.kind}.{name}: {text}")
            return None
        return text or None

    def identifiers(self) -> list[str]:
        """The typed identifiers, as ``wikidata:Q813``."""
        typed: list[str] = []
        if "identifiers" not in self.of:
            return typed
        for item in self.items("identifiers", ("scheme", "identifier")):
            inner = self.inside(item)
            scheme = _BAD_SCHEME.sub("-", (inner.text("scheme") or "").lower()).strip("-")
            identifier = inner.text("identifier")
            if not identifier:
                continue
            if scheme == "wikidata":
                identifier = wikidata_item(identifier) or identifier
            if not scheme:
                self.note("identifier without a scheme", identifier)
                continue
            if not scheme[0].isalpha():
                scheme = f"x-{scheme}"
            typed.append(f"{scheme}:" + re.sub(r"\s+", "%20", identifier))
        return list(dict.fromkeys(typed))

    def details(self, names: Iterable[str]) -> list[str]:
        """What only this publisher says, as ``popolo:start_reason=general_election``; texts in several languages with their tags."""
        told = []
        for name in names:
            if name not in self.of:
                continue
            value = self.take(name)
            if isinstance(value, dict):
                value = "; ".join(f"{str(key).removeprefix('lang:')}: {as_text(one)[0]}" for key, one in value.items())
            elif isinstance(value, list):
                value = ", ".join(text for one in value if (text := as_text(one)[0]))
            if text := self._text(name, value):
                told.append(f"popolo:{name}={' '.join(text.split())}")
        return told

    def contact_details(self) -> list[str]:
        """Contact details such as ``email: a@b.kg``: the list ``contact_details`` and the field ``email``."""
        details = [f"email: {email}"] if (email := self.text("email")) else []
        for item in self.items("contact_details", ("type", "value")):
            inner = self.inside(item)
            kind, value = inner.text("type"), inner.text("value")
            if value:
                details.append(f"{kind}: {value}" if kind else value)
        return list(dict.fromkeys(details))

    def unused_names(self) -> set[str]:
        """The names of fields that nobody took."""
        own = self.of.keys() - self.used
        return (
            {writable(name) for name in (*(f"{self.kind}.{name}" for name in own), *self.unused)}
            if own or self.unused
            else set()
        )
