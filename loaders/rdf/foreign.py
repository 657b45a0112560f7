"""Things that are described in other vocabularies: their rows, by the classes and properties of :mod:`govgraph.loaders.rdf.vocabularies`."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from govgraph.loaders.popolo.values import wikidata_item
from govgraph.loaders.rdf import vocabularies as v
from govgraph.loaders.rdf.linked import Linked
from govgraph.loaders.rdf.things import Term
from govgraph.loaders.rdf.values import (
    addresses_of,
    date_of,
    identifier_of,
    names_of,
    number_of,
    text_of,
)


class Foreign(Linked):
    """A thing of another vocabulary, with the row that it becomes."""

    def common(self) -> dict[str, Any]:
        """What all things have: IRI, names and identifiers."""
        names, others = names_of(self.thing.take(*v.NAME))
        aliases = [*others, *(one for term in self.thing.take(*v.ALIAS) for one in names_of([term])[0] or ())]
        found = [identifier_of(text) for term in self.thing.take(*v.IDENTIFIER) if (text := self._identifier(term))]
        same = [text_of(term) for term in self.thing.take(*v.SAME)]
        found += [f"wikidata:{item}" for text in [self.thing.iri, *same] if (item := wikidata_item(text))]
        self.pages = addresses_of(
            [*self.thing.take(*v.PAGE), *(ox.Literal(text) for text in same if not wikidata_item(text))]
        )
        return {
            "iri": self.thing.iri,
            "names": names,
            "aliases": aliases or None,
            "identifiers": list(dict.fromkeys(found)) or None,
        }

    def _identifier(self, term: Term) -> str:
        inner = self.things.get(term, self.thing.graph)
        if inner is None or not isinstance(term, ox.BlankNode):
            return text_of(term).strip()
        scheme = next((text_of(t) for t in inner.take(*v.expanded("schema:propertyID"))), "")
        value = next((text_of(t) for t in inner.take(*v.expanded("schema:value skos:notation"))), "")
        return f"{scheme}:{value}" if scheme and ":" not in scheme and value else value

    def actor(self) -> None:
        """A row of ``actors``."""
        common, take = self.common(), self.thing.take
        contacts = [
            f"{word}: {text_of(t).removeprefix('mailto:').removeprefix('tel:')}"
            for iri, word in v.CONTACT.items()
            for t in take(iri)
        ]
        start, end = self.span(v.BORN, v.DIED)
        image = addresses_of(take(*v.IMAGE))
        kind = next(
            (text_of(t) if isinstance(t, ox.Literal) else self._label(t) for t in take(*v.CLASSIFICATION)), None
        )
        of = self._country()
        self.rows.add(
            "actors", **common, kind=self.actor_kind, country=of, start_date=start, end_date=end, gender=self._text(v.GENDER),
            given_name=self._text(v.GIVEN), family_name=self._text(v.FAMILY), classification=kind, contact_details=contacts or None,
            links=self.pages or None, image=image[0] if image else None, details=self.rest(),
        )  # fmt: skip

    def place(self) -> None:
        """A row of ``places``."""
        near = (
            self.thing
            if self.thing.take(*v.LATITUDE)
            else next((g for t in self.thing.take(*v.GEO) if (g := self.things.get(t, self.thing.graph))), None)
        )
        point = {column: next((n for t in near.take(*names) if (n := number_of(t)) is not None), None) for column, names in (("latitude", v.LATITUDE), ("longitude", v.LONGITUDE))} if near else {}  # fmt: skip
        point = {} if None in point.values() else point
        within = self._one(v.WITHIN)
        self.rows.add(
            "places",
            **self.common(),
            country=self._country(),
            within=within,
            **point,
            precision="unknown",
            details=self.rest(),
        )

    def post(self) -> None:
        """A row of ``posts``, and one of ``tenures`` for each holder that it names."""
        common = self.common()
        if common["names"] is None:
            common["names"] = names_of(
                [ox.Literal(text) for t in self.thing.take(*v.ROLE_OF) if (text := self._label(t))]
            )[0]
        for term in self.thing.take(*v.HELD_BY):
            self.tenure(self.things.iri(term, self.thing.graph), self.thing.iri)
        self.rows.add("posts", **common, organization=self._one(v.POST_IN), details=self.rest())

    def document(self) -> None:
        """A row of ``documents``."""
        common = self.common()
        date = next((d for t in self.thing.take(*v.ISSUED) if (d := date_of(t))), None)
        publisher = next((self._label(t) for t in self.thing.take(*v.PUBLISHER)), None)
        self.rows.add(
            "documents", iri=common["iri"], names=common["names"], identifiers=common["identifiers"], publisher=publisher,
            language=self._text(v.LANGUAGE), date=date, links=self.pages or None, details=self.rest(),
        )  # fmt: skip

    def event(self) -> None:
        """A row of ``events``, and one of ``participations`` for each actor."""
        common = self.common()
        start, end = self.span(v.START, v.END)
        for term in self.thing.take(*v.QUALIFIED):
            self._taking_part(term, "participant")
        for predicate, role in v.PARTICIPANTS.items():
            for term in self.thing.take(predicate):
                self._taking_part(term, role)
        texts = [text_of(t) for t in self.thing.take(*v.DESCRIPTION)]
        kind = next((t.value for t in self.thing.take(*v.EVENT_TYPE) if isinstance(t, ox.NamedNode)), None)
        self.rows.add(
            "events", **common, type=kind, start_date=start, end_date=end, place=self._one(v.AT), part_of=self._one(v.PART_OF),
            description="\n".join(texts) or None, links=self.pages or None, details=self.rest(),
        )  # fmt: skip
