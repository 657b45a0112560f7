"""What has to be known about a whole Popolo file before one of its objects can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.popolo.embedded import Placed
from govgraph.loaders.popolo.fields import Fields
from govgraph.loaders.popolo.ids import Ids
from govgraph.loaders.popolo.kinds import is_placeholder
from govgraph.loaders.popolo.values import as_text

Span = tuple[str | None, str | None]
_OF_A_PARTY: Final = "on_behalf_of"
_TELLING: Final = frozenset({"id", "identifier", _OF_A_PARTY, f"{_OF_A_PARTY}_id"})
"""Fields without one of which an object tells nothing that others need."""
_TOLD_MORE: Final = frozenset({"memberships", "events", "posts", "organizations"})
"""Arrays of whose objects more is needed than that they are described."""


@dataclass(slots=True)
class Context:
    """Facts about one file that its objects need from each other.

    Attributes:
        ids: identifiers -> IRIs.
        languages: preferred languages, for a text that is needed in one language and given in several.
        country: IRI of the country that the file is about; empty if it is not known.
        periods: identifiers of events -> their dates.
        post_organizations: identifiers of posts -> those of their organisations.
        placeholders: identifiers of organisations that are only placeholders -> the word that the file has as their name.
        members_of: identifiers of parties -> how many memberships are on their behalf.
        noted: the notes made so far, by kind and value.
    """

    ids: Ids
    languages: tuple[str, ...] = ()
    country: str = ""
    periods: dict[str, Span] = field(default_factory=dict)
    post_organizations: dict[str, str] = field(default_factory=dict)
    placeholders: dict[str, str] = field(default_factory=dict)
    members_of: Counter[str] = field(default_factory=Counter)
    noted: set[tuple[str, str]] = field(default_factory=set)

    def fields(self, placed: Placed, row: int) -> Fields:
        """The fields of an object; ``placed.value`` must be a JSON object."""
        return Fields(placed.array, row, placed.value, self.languages)

    def learn(self, objects: Iterable[Placed]) -> None:
        """Collect the identifiers that the file describes, and what memberships need from other objects."""
        for placed in objects:
            value = placed.value
            if not isinstance(value, dict) or _TELLING.isdisjoint(value):
                continue
            own = value.get("id")
            if own.__class__ is str and placed.array not in _TOLD_MORE and "redirect" not in value:  # most objects
                identifier, _ = as_text(own)
                if identifier is not None:
                    self.ids.described.setdefault(placed.array, set()).add(identifier)
                    continue
            self._learn(placed.array, self.fields(placed, 0))

    def _learn(self, array: str, fields: Fields) -> None:
        if array == "memberships" and (party := fields.reference(_OF_A_PARTY)):
            self.members_of[party] += 1
        identifier = fields.text("id") or (fields.text("identifier") if array == "vote_events" else None)
        if identifier is None:
            return
        self.ids.described.setdefault(array, set()).add(identifier)
        if target := fields.identifier("redirect"):
            self.ids.redirects[array, identifier] = target
        elif array == "events":
            self.periods.setdefault(identifier, fields.span("start_date", "end_date"))
        elif array == "posts" and (organization := fields.reference("organization")):
            self.post_organizations.setdefault(identifier, organization)
        elif array == "organizations":
            names, classification = fields.names(), fields.text("classification") or ""
            if names and all(is_placeholder(name["text"], classification) for name in names):
                self.placeholders[identifier] = names[0]["text"]
