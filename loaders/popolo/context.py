"""What has to be known of a whole Popolo file to read one of its objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.popolo.embedded import Placed
from govgraph.loaders.popolo.fields import Fields
from govgraph.loaders.popolo.ids import Ids
from govgraph.loaders.popolo.kinds import is_placeholder

Span = tuple[str | None, str | None]
_OF_A_PARTY: Final = "on_behalf_of"


@dataclass(slots=True)
class Context:
    """What the objects of one file take from each other.

    Attributes:
        ids: identifiers -> IRIs.
        languages: preferred languages, for a single text that is given in several.
        country: IRI of the country that the file is about; empty: not known.
        periods: events -> their dates.
        post_organizations: posts -> their organisations.
        placeholders: organisations that are none -> the word that they are called by.
        members_of: placeholders -> how many memberships are on their behalf.
        told: notes already given, by kind and value.
    """

    ids: Ids
    languages: tuple[str, ...] = ()
    country: str = ""
    periods: dict[str, Span] = field(default_factory=dict)
    post_organizations: dict[str, str] = field(default_factory=dict)
    placeholders: dict[str, str] = field(default_factory=dict)
    members_of: Counter[str] = field(default_factory=Counter)
    told: set[tuple[str, str]] = field(default_factory=set)

    def fields(self, placed: Placed, row: int) -> Fields:
        """The fields of an object; ``placed.value`` must be one."""
        return Fields(placed.array, row, placed.value, self.languages)

    def learn(self, objects: Iterable[Placed]) -> None:
        """Learn which identifiers the file describes, and what memberships take from other objects."""
        for placed in objects:
            if not isinstance(placed.value, dict):
                continue
            fields = self.fields(placed, 0)
            if placed.array == "memberships" and (party := fields.reference(_OF_A_PARTY)):
                self.members_of[party] += 1
            identifier = fields.text("id")
            if identifier is None:
                continue
            self.ids.described.setdefault(placed.array, set()).add(identifier)
            if target := fields.identifier("redirect"):
                self.ids.redirects[placed.array, identifier] = target
            elif placed.array == "events":
                self.periods.setdefault(identifier, fields.span("start_date", "end_date"))
            elif placed.array == "posts" and (organization := fields.reference("organization")):
                self.post_organizations.setdefault(identifier, organization)
            elif placed.array == "organizations":
                names, classification = fields.names(), fields.text("classification") or ""
                if names and all(is_placeholder(name["text"], classification) for name in names):
                    self.placeholders[identifier] = names[0]["text"]
