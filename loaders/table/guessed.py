"""What the columns of a table seem to mean: the actors that they name, and the parts of a mapping that they may become."""

from __future__ import annotations

from dataclasses import dataclass, field

from govgraph.loaders.table.look import Column
from govgraph.loaders.table.subject import Subject


@dataclass(slots=True)
class Actor:
    """An actor that columns seem to name."""

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


@dataclass(slots=True)
class Guess:
    """What the columns seem to mean; columns in none of its parts are kept as details."""

    actors: list[Actor] = field(default_factory=list)
    states: list[Actor] = field(default_factory=list)
    relation: Column | None = None
    event: Column | None = None
    event_id: Column | None = None
    event_type: str = ""
    dates: dict[str, Column] = field(default_factory=dict)
    place: Column | None = None
    place_country: Column | None = None
    job: Column | None = None
    holder: Actor | None = None
    member: Actor | None = None
    member_role: Column | None = None
    numbers: dict[str, Column] = field(default_factory=dict)
    document: Column | None = None
    subject: Subject = field(default_factory=Subject)
    party: Actor | None = None
    left: list[Column] = field(default_factory=list)

    @property
    def person(self) -> Actor | None:
        """The person that a row is about: who holds the office, or the first."""
        return self.holder or next((actor for actor in self.actors if actor.kind == "person"), None)
