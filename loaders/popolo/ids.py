"""The IRIs of the things that a Popolo file identifies, and references to things that it does not describe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from govgraph.loaders.identity import link_iri
from govgraph.loaders.popolo.fields import Fields
from govgraph.loaders.popolo.values import wikidata_item
from govgraph.ontology.terms import clean_url, is_iri, mint

KINDS = {
    "persons": "person",
    "organizations": "organization",
    "posts": "post",
    "areas": "place",
    "events": "event",
    "memberships": "membership",
    "motions": "motion",
    "vote_events": "vote-event",
    "votes": "vote",
    "speeches": "speech",
}
"""Arrays of a Popolo file -> kind of IRI."""

_NAMESPACED = re.compile(
    r"((?:uk|org|com|net|gov|edu|int|scot|wales|[a-z]{2})(?:\.[a-z0-9][a-z0-9-]*)+)/(.+)", re.DOTALL
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(slots=True)
class Ids:
    """Turns the identifiers of one file into IRIs.

    An identifier that is unique worldwide gives the same IRI from every dataset: a UUID, a Wikidata item, one that begins with
    the reversed domain of its publisher (``uk.org.publicwhip/person/10001``), or a web address, which is an IRI already and is used
    unchanged. Any other identifier belongs to the dataset.

    Attributes:
        base: the graph's base IRI.
        dataset: the dataset that the identifiers belong to.
        described: array -> the identifiers of its objects.
        redirects: (array, identifier) -> the identifier that replaces it, as parlparse writes for merged persons.

    Example:
        >>> Ids("https://example.org/", "kyrgyzstan").iri("organizations", "party/sdpk")
        'https://example.org/organization/kyrgyzstan/party/sdpk'
        >>> Ids("https://example.org/", "wales").iri("persons", "Q813")
        'https://example.org/person/wikidata/Q813'
        >>> Ids("https://example.org/", "ministers").iri("persons", "uk.org.publicwhip/person/10001")
        'https://example.org/person/uk.org.publicwhip/person/10001'
    """

    base: str
    dataset: str
    described: dict[str, set[str]] = field(default_factory=dict)
    redirects: dict[tuple[str, str], str] = field(default_factory=dict)

    def iri(self, array: str, identifier: str) -> str:
        """The IRI of an object of an array; if it was merged into another, the IRI of that one."""
        return _iri(self.base, KINDS[array], self.dataset, self.present(array, identifier))

    def present(self, array: str, identifier: str) -> str:
        """The identifier now in use for what an identifier stands for: follows redirects.

        Example:
            >>> Ids("x:", "uk", redirects={("persons", "1"): "2"}).present("persons", "1")
            '2'
        """
        if not self.redirects:  # most files
            return identifier
        passed = {identifier}
        while (target := self.redirects.get((array, identifier))) and target not in passed:
            passed.add(target)
            identifier = target
        return identifier

    def of_key(self, kind: str, *key: str | None) -> str:
        """The IRI of a link without an identifier, made from the values that identify it."""
        return link_iri(self.base, kind, self.dataset, key)

    def refer(self, fields: Fields, array: str, identifier: str | None) -> str | None:
        """The IRI of what an object refers to, with a note if the file does not describe it."""
        if identifier is None:
            return None
        if self.present(array, identifier) not in self.described.get(array, ()):
            fields.note("dangling reference", f"{array}/{identifier}")
        return self.iri(array, identifier)


@lru_cache(maxsize=65_536)
def _iri(base: str, kind: str, dataset: str, identifier: str) -> str:
    """The IRI of an identifier, which stands in many objects of a file."""
    if item := wikidata_item(identifier):
        return mint(base, kind, "wikidata", item)
    if _UUID.fullmatch(identifier):
        return mint(base, kind, "uuid", identifier.lower())
    if match := _NAMESPACED.fullmatch(identifier):
        return mint(base, kind, match[1], match[2])
    address = clean_url(identifier)
    return address if is_iri(address) else mint(base, kind, dataset, identifier)
