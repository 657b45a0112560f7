"""What is common to all things of other vocabularies: their kind by their classes, and their properties as values."""

from __future__ import annotations

import pyoxigraph as ox

from govgraph.loaders.popolo.values import ends_early, wikidata_item
from govgraph.loaders.rdf import vocabularies as v
from govgraph.loaders.rdf.things import TYPE, Term, Thing, Things, local
from govgraph.loaders.rdf.values import (
    date_of,
    may_be_the_next_day,
    names_of,
    text_of,
)
from govgraph.loaders.rows import Rows
from govgraph.ontology.countries import country, country_by_name
from govgraph.ontology.terms import country_iri

SOURCE = "rdf"


class Described:
    """A thing of another vocabulary that is read.

    Attributes:
        kind: actor, place, post, event, document, membership, helper (read where something refers to it), or empty: no class is known.
    """

    def __init__(self, thing: Thing, things: Things, rows: Rows, notes: list[tuple[str, str]]) -> None:
        self.thing, self.things, self.rows, self.notes = thing, things, rows, notes
        types = set(thing.types)
        self.actor_kind = next((kind for iri, kind in v.ACTORS.items() if iri in types), "")
        kinds = (
            ("membership", v.MEMBERSHIPS), ("event", v.EVENTS), ("post", v.POSTS), ("actor", tuple(v.ACTORS)), ("place", v.PLACES),
            ("document", v.DOCUMENTS), ("helper", (*v.ROLES, *v.HELPERS)),
        )  # fmt: skip
        self.kind = next((kind for kind, classes in kinds if types & set(classes)), "")

    def span(self, start: tuple[str, ...], end: tuple[str, ...]) -> tuple[str | None, str | None]:
        """Start and end; an end before the start is left out, with a note."""
        first, last = self._date(start), self._date(end)
        if ends_early(first, last):
            self.notes.append(("ends before it starts", f"{self.thing.iri}: {first} to {last}"))
            return first, None
        return first, last

    def _date(self, predicates: tuple[str, ...]) -> str | None:
        found = None
        for term in self.thing.take(*predicates):
            inner = self.things.get(term, self.thing.graph)
            for one in inner.take(*v.INSTANT) if inner else [term]:
                date = date_of(one)
                if date is None:
                    self.notes.append(("date not understood", f"{self.thing.iri}: {text_of(one)}"))
                elif may_be_the_next_day(one):
                    self.notes.append(
                        ("a day in Universal Time, which may be the next day", f"{self.thing.iri}: {text_of(one)}")
                    )
                found = found or date
        return found

    def _text(self, predicates: tuple[str, ...]) -> str | None:
        return next((text for t in self.thing.take(*predicates) if (text := self._label(t))), None)

    def _label(self, term: Term) -> str | None:
        """The text of a literal, the name of a thing that the file describes, or the last part of its IRI."""
        if isinstance(term, ox.Literal):
            return term.value.strip() or None
        thing = self.things.get(term, self.thing.graph)
        names = names_of(thing.take(*v.NAME))[0] if thing else None
        return names[0]["text"] if names else local(term.value) if isinstance(term, ox.NamedNode) else None

    def _all(self, predicates: tuple[str, ...]) -> list[str]:
        return [iri for t in self.thing.take(*predicates) if (iri := self.things.iri(t, self.thing.graph))]

    def _one(self, predicates: tuple[str, ...]) -> str | None:
        found = self._all(predicates)
        if len(found) > 1:
            self.notes.append(("several values, the first is kept", f"{self.thing.iri} {local(predicates[0])}"))
        return found[0] if found else None

    def _country(self) -> str | None:
        """The country that a name, a code of two or three letters, or a Wikidata item stands for."""
        for term in self.thing.take(*v.COUNTRY):
            text = self._label(term) or ""
            code = wikidata_item(text_of(term))
            state = country(f"wikidata:{code}") if code else country_by_name(text)
            if state is None and text.isascii() and text.isalpha() and len(text) in (2, 3):
                state = country(f"iso{len(text)}:{text}")
            if state is not None:
                return country_iri(self.things.base, state.iso3)
            self.notes.append(("unknown country", text))
        return None

    def rest(self) -> list[str] | None:
        """What nothing was made of, as details with the last part of the property."""
        kept = [
            f"{SOURCE}:{local(predicate)}={text}"
            for predicate, terms in self.thing.of.items() if predicate not in self.thing.used and predicate != TYPE
            for term in terms if (text := text_of(term))
        ]  # fmt: skip
        return kept or None
