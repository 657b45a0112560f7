"""What columns say of the row's own subject: whether a woman or a man, born and died when, with which pages and picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.popolo.kinds import is_placeholder
from govgraph.loaders.table.look import Column

_GENDER: Final = set("gender sex пол".split())
BORN: Final = set("birth born birthdate birthday dob рождения".split())
DIED: Final = set("death died dead deathdate dod смерти".split())
_IMAGE: Final = set("photo image picture portrait img thumbnail avatar logo фото".split())
_SITE: Final = set(
    "website site homepage webpage web wikipedia facebook twitter instagram linkedin youtube telegram сайт".split()
)


@dataclass(slots=True)
class Subject:
    """The columns of what a row is about; those of a person alone, and those of any actor."""

    gender: Column | None = None
    born: Column | None = None
    died: Column | None = None
    sites: list[Column] = field(default_factory=list)
    image: Column | None = None

    @property
    def of_person(self) -> list[Column]:
        """The columns that only a person has."""
        return [column for column in (self.gender, self.born, self.died) if column]

    @property
    def of_anybody(self) -> list[Column]:
        """The columns that any actor may have."""
        return [*self.sites, *([self.image] if self.image else [])]

    def lines(self, person: bool, quoted: Callable[[str], str], date: Callable[[Column], str]) -> list[str]:
        """The fields of the actor in a mapping.

        Args:
            person: whether the actor is one.
            quoted: writes the name of a column.
            date: writes a column of dates.
        """
        said: list[str] = []
        if person and self.gender:
            said.append(
                f"gender: {quoted(self.gender.name)}  # guess: the word in its name; cells like {self.gender.shown}"
            )
        if person and self.born:
            said.append(f"start_date: {date(self.born)}; of a person: born")
        if person and self.died:
            said.append(f"end_date: {date(self.died)}; of a person: died")
        if self.sites:
            names = ", ".join(quoted(site.name) for site in self.sites)
            said.append(
                f"links: {names if len(self.sites) == 1 else f'{{each: [{names}]}}'}  # guess: pages of its own"
            )
        if self.image:
            said.append(f"image: {quoted(self.image.name)}  # guess: the word in its name")
        return said


def subject_in(columns: list[Column]) -> Subject:
    """The columns that tell of the row's own subject.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> found = subject_in(look(pl.DataFrame({"Sex": ["F"], "photo_url": ["https://a.org/1.jpg"], "source": ["https://a.org/"]})))
        >>> [column.name for column in (*found.of_person, *found.of_anybody)]
        ['Sex', 'photo_url']
    """
    found = Subject()
    for column in columns:
        words = set(column.words)
        if column.form == "url" and words & _IMAGE:
            found.image = found.image or column
        elif column.form == "url" and words & _SITE:
            found.sites.append(column)
        elif column.form == "text" and words & _GENDER and column.different <= _GENDERS:
            found.gender = found.gender or column
        elif column.form in ("date", "year") and words & BORN:
            found.born = found.born or column
        elif column.form in ("date", "year") and words & DIED:
            found.died = found.died or column
    return found


_GENDERS: Final = 10
"""A column with more different texts tells something else."""


def nobody_in(column: Column, kind: str) -> list[str]:
    """The names in a column of actors that stand for nobody: the words for it, and where they are parties *Independent* and the like.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> nobody_in(look(pl.DataFrame({"party": ["Greens", "Independent", "other"]}))[0], "party")
        ['other', 'Independent']
    """
    others = [text for text in column.texts if is_placeholder(text, kind)] if kind == "party" else []
    return list(dict.fromkeys([*column.placeholders, *others]))
