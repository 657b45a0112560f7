"""Candidates for a name: who it may mean, how well each part fits, and whether one of them is certain.

Names of people are compared part by part, those of anything else word by word, both by their sounds, so that a name in Latin letters finds one in
Cyrillic. A name alone is never certain: ``match`` is true only if an identifier is the same, or the name is the same as one candidate's only and a
condition agrees as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from govgraph.graph.find.search import Names, label_of
from govgraph.graph.identity.blocking import keys
from govgraph.graph.identity.fold import sounds
from govgraph.graph.identity.names import compare
from govgraph.graph.identity.spellings import agree
from govgraph.graph.reconcile.request import Condition, Query
from govgraph.graph.reconcile.values import Values
from govgraph.ontology.classes import lineage
from govgraph.ontology.countries import country, country_by_name
from govgraph.ontology.errors import OntologyError
from govgraph.ontology.folding import fold
from govgraph.ontology.terms import country_iri

_FOUND: Final = 60
"""Candidates that are looked at, by search and by sound each."""
_CERTAIN: Final = 90
_NAME_WEIGHT: Final = 0.75
_MOST_TEXTS: Final = 30
_IDENTIFIER: Final = re.compile(r"[A-Za-z][\w.-]*:\S+")
"""What a typed identifier looks like; after the colon of a name, as in ``PTI: Pakistan Tehreek-i-Insaf``, comes a space."""
_WORDS: Final = re.compile(r"[\s,.;()«»\"/-]+")


@dataclass(slots=True)
class Candidate:
    """A thing that a query may mean.

    Attributes:
        iri, name, kind: the thing, and its class.
        said: its name as it fits best.
        score: 0 to 100.
        features: what the score is made of: id -> value; null where nothing can be said.
        match: whether it is certain.
    """

    iri: str
    name: str
    kind: str
    said: str
    score: float
    features: dict[str, float | bool | None] = field(default_factory=dict)
    match: bool = False


class Matcher:
    """Finds candidates in one version of a graph.

    Args:
        version: a folder as ``Graph.version()`` gives it.
        languages: in the order in which names are chosen.
        base: the prefix of IRIs of countries.
    """

    def __init__(self, version: Path, languages: Sequence[str], base: str) -> None:
        self._names = Names(version, languages)
        self._base = base
        # Names are kept once, in the frame; a place in it is a number.
        self._at = {iri: number for number, iri in enumerate(self._names.frame["iri"])}
        self.values = Values(version, lambda iri: self.named(iri) or iri)

    def named(self, iri: str) -> str:
        """What a thing is called, or its IRI if it has no name; empty if the graph has no such thing."""
        number = self._at.get(iri)
        return "" if number is None else self._names.frame["name"][number] or iri

    def _row(self, iri: str) -> tuple[str, list[str]]:
        """The class of a thing, and what it is called by."""
        kind, said = self._names.frame.select("class", "said").row(self._at[iri])
        return kind, said or []

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """Key of two words of a name -> the things that have it, for actors and places."""
        found: dict[str, list[str]] = {}
        for iri, kind, said in self._names.frame.select("iri", "class", "said").iter_rows():
            if not {"Actor", "Place"} & set(lineage(kind)):
                continue
            for key in {k for text in _names(said or ()) for k in keys(text, kind == "Person")}:
                found.setdefault(key, []).append(iri)
        return found

    def candidates(self, query: Query) -> list[Candidate]:
        """The candidates for a query, the best first.

        Raises:
            QueryError: the query's type is none of the graph's.
        """
        label = label_of(query.type)
        found = [
            self._scored(query, iri)
            for iri in self._looked_at(query.text)
            if not label or label in lineage(self._row(iri)[0])
        ]
        if query.conditions:
            found = self._with_conditions(found, query.conditions)
        found.sort(key=lambda c: (-c.score, c.name, c.iri))
        certain = [c for c in found if c.features["identifier"]]
        same = [c for c in found if c.features["name"] == 100]
        if len(certain) == 1:
            certain[0].match = True
        elif not certain and len(same) == 1 and self._confirmed(same[0]):
            same[0].match = True
        return found[: query.limit]

    def _confirmed(self, one: Candidate) -> bool:
        agreed = [value for name, value in one.features.items() if name.startswith("property:")]
        return one.score >= _CERTAIN and True in agreed and False not in agreed

    def _looked_at(self, text: str) -> list[str]:
        if text in self._at:
            return [text]
        by_search = self._names.find(text, "", _FOUND).rows if fold(text) else []
        votes: Counter[str] = Counter()
        for person in (True, False):
            for key in keys(text, person):
                votes.update(self._by_sound.get(key, ()))
        found = [row["iri"] for row in by_search] + [iri for iri, _ in votes.most_common(_FOUND)]
        return list(dict.fromkeys(found))

    def _scored(self, query: Query, iri: str) -> Candidate:
        kind, said = self._row(iri)
        ids = [text for text in said if _IDENTIFIER.fullmatch(text)]
        wanted = query.text.strip()
        identifier = wanted == iri or any(wanted == one or wanted == one.partition(":")[2] for one in ids)
        names = _names(said) or [self.named(iri)]
        best, text = max((_likeness(wanted, name, kind == "Person"), name) for name in names)
        score = 100.0 if identifier else best
        return Candidate(
            iri, self.named(iri), kind, text, score, {"name": round(best, 1), "identifier": identifier, "type": bool(query.type) or None}
        )  # fmt: skip

    def _with_conditions(self, found: list[Candidate], conditions: Iterable[Condition]) -> list[Candidate]:
        asked = list(conditions)
        values = self.values.of([c.iri for c in found], [c.property for c in asked])
        kept = []
        for candidate in found:
            told: list[bool] = []
            met = True
            for condition in asked:
                fits = self._fits(condition, values[candidate.iri].get(condition.property, []))
                candidate.features[f"property:{condition.property}"] = fits
                met &= fits is True or not condition.required
                told += [fits] if fits is not None else []
            if told and not candidate.features["identifier"]:
                share = 100 * sum(told) / len(told)
                candidate.score = round(_NAME_WEIGHT * candidate.score + (1 - _NAME_WEIGHT) * share, 1)
            if met:
                kept.append(candidate)
        return kept

    def _fits(self, condition: Condition, values: list[Any]) -> bool | None:
        """Whether the values meet a condition; None if the graph has none, or the condition none."""
        if not values or not condition.values:
            return None
        texts = {fold(t) for v in values for t in (v.values() if isinstance(v, dict) else [str(v)])}
        iris = {v["id"] for v in values if isinstance(v, dict)}
        each = [
            wanted in iris
            or fold(wanted) in texts
            or self._country(wanted) in iris
            or any(t.startswith(f"{fold(wanted)} ") for t in texts if re.fullmatch(r"\d{4}( \d\d)?", fold(wanted)))
            for wanted in condition.values
        ]
        return (
            not any(each)
            if condition.quantifier == "none"
            else all(each)
            if condition.quantifier == "all"
            else any(each)
        )

    def _country(self, text: str) -> str:
        try:
            state = country_by_name(text) or (country(text) if ":" in text else None)
        except OntologyError:
            return ""
        return country_iri(self._base, state.iso3) if state else ""


def _names(said: Sequence[str]) -> list[str]:
    """Those of the texts that something is called by that are names, and no identifiers."""
    return [text for text in said[:_MOST_TEXTS] if not _IDENTIFIER.fullmatch(text)]


def _likeness(wanted: str, name: str, person: bool) -> float:
    """How alike two names are, 0 to 100; 100 only if they are the same but for case, marks and punctuation."""
    if fold(wanted) == fold(name):
        return 100.0
    if person:
        compared = compare(wanted, name)
        most = {"same": 99.0, "undecided": 60.0, "different": 30.0}[compared.verdict]
        return round(most * (compared.score if compared.verdict != "same" else 0.6 + 0.4 * compared.score), 1)
    left = [sounds(word) for word in _WORDS.split(name) if word]
    words = [sounds(word) for word in _WORDS.split(wanted) if word]
    total, common = len(left) + len(words), 0
    for word in words:
        fit = next((other for other in left if word and other and agree(word, other)), "")
        if fit:
            left.remove(fit)
            common += 1
    return round(95.0 * 2 * common / total, 1) if total else 0.0
