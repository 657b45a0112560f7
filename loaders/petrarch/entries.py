"""Entries of a dictionary: a name with its synonyms and codes, and the rows that these become."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from govgraph.loaders.events.coded import coded_actor
from govgraph.loaders.identity import name_only_iri
from govgraph.loaders.petrarch.codes import NULL, Coded
from govgraph.loaders.petrarch.lines import Line, expanded, is_damaged, name_in, plurals_in
from govgraph.loaders.rows import Rows
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.cameo_actors import decode_cameo_actor
from govgraph.ontology.terms import country_iri

NO_CODES: Final = "there is no code, so the name is no actor"
NO_ENTRY: Final = "of an entry whose name is lost"
NO_MACRO: Final = "a macro that is not defined, or stands for too many names"
LEFT_OUT: Final = "code left out"
DAMAGED: Final = "damaged letters"


@dataclass(slots=True)
class Entry:
    """A name with its synonyms and codes.

    Attributes:
        name: the line with the name.
        synonyms: the lines with further names.
        codes: the lines with codes, each with what stands in its brackets.
    """

    name: Line
    synonyms: list[Line] = field(default_factory=list)
    codes: list[tuple[Line, list[Coded]]] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All its lines, each once, in order."""
        every = [self.name, *self.synonyms, *(line for line, _ in self.codes)]
        return sorted({line.number: line for line in every}.values(), key=lambda line: line.number)


@dataclass(slots=True)
class Writer:
    """Makes the rows of the entries of a block.

    Attributes:
        base, dataset: what IRIs are made of.
        block: where rejects and notes go.
        macros: the macros that were defined so far.
        rows: the rows.
        coded: code -> the IRI of the actor that it stands for, once that is described.
    """

    base: str
    dataset: str
    block: Block
    macros: dict[str, tuple[str, ...]]
    rows: Rows = field(default_factory=Rows)
    coded: dict[str, str] = field(default_factory=dict)

    def reject(self, line: Line, reason: str) -> None:
        """A line that says nothing that could be loaded."""
        self.block.rejects.append(Reject(line.number, "", reason, line.text[:200].replace("\0", "\\0")))

    def write(self, entry: Entry) -> None:
        """The rows of an entry: an actor that is known by name alone, and what it is coded as."""
        every = [coded for _, codes in entry.codes for coded in codes]
        names = expanded(name_in(entry.name.text), self.macros)
        null = bool(every) and all(coded.fault == NULL for coded in every)
        reason = NO_CODES if not every else NULL if null else NO_MACRO if names is None else ""
        if reason or names is None:
            for line in entry.lines:
                self.reject(line, reason)
            return
        role = any(coded.role for coded in every)
        homes = {decode_cameo_actor(c.code).country for c in every if not c.fault} - {""}
        home = homes.pop() if len(homes) == 1 else ""
        kind = "group" if role else "actor"
        written = name_in(entry.name.text)
        iri = name_only_iri(self.base, self.dataset, kind, home, written)
        others = [*names[1:], *plurals_in(entry.name.text)]
        self._begin(entry.name, [names[0], *others])
        self._named(iri, kind, home, names[0], others)
        for line in entry.synonyms:
            name = name_in(line.text)
            self._begin(line, [name])
            self._named(iri, kind, home, "", [name])
        for line, codes in entry.codes:
            self._codes(iri, line, codes, line is entry.name or line in entry.synonyms)

    def _begin(self, line: Line, names: list[str]) -> None:
        self.rows.begin(line.number, "")
        if line.cp1252:
            self.block.notes.append(Note("lines that are not UTF-8: read as", "cp1252", line.number))
        self.block.notes += [Note(DAMAGED, name[:200], line.number) for name in names if is_damaged(name)]

    def _named(self, iri: str, kind: str, home: str, name: str, others: list[str]) -> None:
        self.rows.add(
            "actors",
            iri=iri,
            kind=kind,
            names=[{"lang": "", "text": name}] if name else None,
            aliases=[{"lang": "", "text": other} for other in dict.fromkeys(others) if other and other != name] or None,
            country=country_iri(self.base, home) if home else None,
            name_only=True,
        )

    def _codes(self, iri: str, line: Line, codes: list[Coded], named: bool) -> None:
        """The associations with what an entry is coded as; a line of which no code is good is rejected, unless it names the entry."""
        self.rows.begin(line.number, "")
        good = [coded for coded in codes if not coded.fault]
        bad = [coded for coded in codes if coded.fault]
        if not good and not named:
            self.reject(line, bad[0].fault)
            return
        self.block.notes += [Note(LEFT_OUT, f"[{coded.text}]: {coded.fault}"[:200], line.number) for coded in bad]
        for coded in good:
            days = f"/{coded.start}--{coded.end}" if coded.start or coded.end else ""
            self.rows.add(
                "associations",
                iri=f"{iri}/coded_as/{coded.code}{days}",
                from_actor=iri,
                to_actor=self._actor(coded.code, line.number),
                type="coded_as",
                role=coded.code,
                start_date=coded.start or None,
                end_date=coded.end or None,
                details=[f"petrarch:code={coded.text}"],
            )

    def _actor(self, code: str, row: int) -> str:
        if code not in self.coded:
            iri, described = coded_actor(self.block, code, row, self.base)
            for actor in described:
                self.rows.add("actors", **{key: value for key, value in actor.items() if key != "row"})
            self.coded[code] = iri
        return self.coded[code]
