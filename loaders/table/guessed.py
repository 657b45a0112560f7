"""What the columns of a table seem to mean: the actors that they name, and the parts of a mapping that they may become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.table.look import Column
from govgraph.loaders.table.subject import Subject
from govgraph.loaders.table.words import HELD, NAME, THING_NAMES, VARIANTS

_NAMES: Final = NAME | THING_NAMES | VARIANTS | {"полное", "повна"}


@dataclass(slots=True)
class Actor:
    """An actor that columns seem to name.

    Attributes:
        variants: further columns with its name, written otherwise.
        parts: given_name, middle and family_name, where the name stands in several columns, or beside the whole.
    """

    column: Column
    key: str
    kind: str
    why: str
    id: Column | None = None
    type: Column | None = None
    country: Column | None = None
    other_id: Column | None = None
    acronym: Column | None = None
    role: str = "participant"
    variants: list[Column] = field(default_factory=list)
    parts: dict[str, Column] = field(default_factory=dict)

    @property
    def called(self) -> bool:
        """Whether its column is only called a name, so that the rows are about it."""
        return set(self.column.words) <= _NAMES


@dataclass(slots=True)
class Guess:
    """What the columns seem to mean; columns in none of its parts are kept as details.

    Attributes:
        place_names: further columns with the name of the place, written otherwise.
        date_parts: name of a column of years -> those of its month and day.
    """

    actors: list[Actor] = field(default_factory=list)
    states: list[Actor] = field(default_factory=list)
    relation: Column | None = None
    event: Column | None = None
    event_id: Column | None = None
    event_type: str = ""
    dates: dict[str, Column] = field(default_factory=dict)
    place: Column | None = None
    place_names: list[Column] = field(default_factory=list)
    place_country: Column | None = None
    job: Column | None = None
    holder: Actor | None = None
    member: Actor | None = None
    member_role: Column | None = None
    numbers: dict[str, Column] = field(default_factory=dict)
    date_parts: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    document: Column | None = None
    subject: Subject = field(default_factory=Subject)
    parties: list[Actor] = field(default_factory=list)
    left: list[Column] = field(default_factory=list)

    @property
    def party(self) -> Actor | None:
        """The party of the person."""
        return self.parties[0] if self.parties else None

    @property
    def about(self) -> Actor | None:
        """The actor that a row is about: who holds the office, who is only called a name, else the person, else the first."""
        named = next((a for a in self.actors if a.called), None)
        first = next(iter((*self.actors, *self.states)), None)
        return self.holder or named or self.person or first

    @property
    def gives(self) -> bool:
        """Whether somebody gives an amount of money."""
        return "amount" in self.numbers and any(actor.role == "funder" for actor in self.actors)

    @property
    def panel(self) -> bool:
        """Whether the rows give numbers of a state for a year, so that nothing happens in them."""
        start = self.dates.get("start_date")
        counted = sum(column.form in ("number", "flag") for column in self.left)
        other = self.actors or self.event or self.event_id or self.relation or self.place or len(self.dates) > 1
        return bool(
            len(self.states) == 1 and start and start.form == "year" and counted * 2 > len(self.left) and not other
        )

    @property
    def bodies(self) -> list[Actor]:
        """The organisations that are no parties."""
        return [a for a in self.actors if a.kind not in ("person", "party", "actor", "country")]

    @property
    def belongs(self) -> bool:
        """Whether a person belongs to an organisation from a day to a day, and nothing else happens."""
        timed = {"start_date", "end_date"} <= self.dates.keys()
        held = any(set(column.words) & HELD for column in self.dates.values())
        other = self.event or self.event_id or self.relation or self.holder
        return bool(self.person and (self.parties or (self.bodies and held)) and timed and not other)

    @property
    def person(self) -> Actor | None:
        """The person who holds the office, or the first."""
        return self.holder or next((actor for actor in self.actors if actor.kind == "person"), None)
