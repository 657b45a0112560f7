"""What the files about Congress share: who is meant by ids, the chambers, parties and states, each described once in a block."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from govgraph.loaders.congress.states import state_name
from govgraph.loaders.identity import name_only_iri
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.popolo.values import as_text
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import country_iri, mint

SOURCE: Final = "congress-legislators"
"""The namespace of details, and the default data set."""
_KEYS: Final = ("bioguide", "govtrack", "wikidata", "lis", "thomas", "icpsr", "icpsr_prez", "fec")
"""The ids by which a person may be known, the one to prefer first, as the source's README says."""
_ODD: Final = re.compile(r"[^A-Za-z0-9._-]+")
_CHAMBERS: Final = {"house": "United States House of Representatives", "senate": "United States Senate"}


@dataclass(slots=True)
class Congress:
    """Where the rows of one file go.

    Attributes:
        base: the graph's base IRI.
        dataset: the data set that the ids belong to.
        rows: the rows of the block.
        said: the IRIs of chambers, parties, states and posts that the block describes already.
    """

    base: str
    dataset: str
    rows: Rows = field(default_factory=Rows)
    said: set[str] = field(default_factory=set)

    @property
    def country(self) -> str:
        """The IRI of the United States."""
        return country_iri(self.base, "USA")

    def iri(self, kind: str, identifier: str) -> str:
        """The IRI of something that the source identifies."""
        return mint(self.base, kind, self.dataset, identifier)

    def of_key(self, kind: str, *key: str | None) -> str:
        """The IRI of a link without an id, from the values that identify it."""
        return mint(self.base, kind, self.dataset, json.dumps(key, ensure_ascii=False))

    def once(self, table: str, iri: str, **values: Any) -> str:
        """Describe something that many rows refer to, once in a block."""
        if iri not in self.said:
            self.said.add(iri)
            self.rows.add(table, iri=iri, **values)
        return iri

    def chamber(self, name: str) -> str | None:
        """The House or the Senate; None for another word."""
        title = _CHAMBERS.get(name)
        if title is None:
            return None
        iri = self.iri("organization", name)
        if iri in self.said:
            return iri
        return self.once(
            "actors", iri, kind="agency", names=english(title), classification="chamber", country=self.country
        )

    def party(self, name: str) -> str:
        """A party, which the source knows by its name alone."""
        iri = name_only_iri(self.base, self.dataset, "party", "USA", name)
        if iri in self.said:
            return iri
        return self.once("actors", iri, kind="party", names=english(name), country=self.country, name_only=True)

    def state(self, code: str) -> str:
        """A state or territory by its postal code."""
        name, iso = state_name(code)
        iri = self.iri("place", f"state/{code}")
        if iri in self.said:
            return iri
        return self.once(
            "places", iri, names=english(name), identifiers=[f"iso-3166-2:US-{code}"] if iso else None, country=self.country,
            precision="adm1",
        )  # fmt: skip

    def district(self, code: str, number: str) -> str:
        """A district of the House; ``0`` stands for a whole state."""
        iri = self.iri("place", f"district/{code}/{number}")
        if iri in self.said:
            return iri
        name = f"{state_name(code)[0]}, at large" if number == "0" else f"{state_name(code)[0]}, district {number}"
        within = self.state(code)
        return self.once("places", iri, names=english(name), country=self.country, within=within, precision="unknown")


def english(text: str) -> list[dict[str, str]]:
    """A name in English.

    Example:
        >>> english("Senate")
        [{'lang': 'en', 'text': 'Senate'}]
    """
    return [{"lang": "en", "text": text}]


def person_key(fields: Fields) -> tuple[str, list[str]]:
    """What identifies the person of a record: the best id, as ``bioguide/C000127``, and all ids as typed identifiers.

    Raises:
        Unusable: there is no id.
    """
    ids = fields.take("id")
    if not isinstance(ids, Mapping):
        raise Unusable("id", "there is no id", ids or "")
    by_scheme: dict[str, list[str]] = {}
    for scheme, value in ids.items():
        for one in value if isinstance(value, list) else [value]:
            text, reason = as_text(one)
            if reason:
                fields.note(reason, f"{fields.kind}.id.{scheme}: {one!a}")
            elif text:
                by_scheme.setdefault(_ODD.sub("-", str(scheme)), []).append("_".join(text.split()))
    best = next((scheme for scheme in _KEYS if scheme in by_scheme), "")
    if not best:
        raise Unusable("id", "none of the ids that stand for a person", ", ".join(by_scheme))
    typed = [f"{scheme.removesuffix('_previous')}:{value}" for scheme, values in by_scheme.items() for value in values]
    return f"{best}/{by_scheme[best][0]}", [t for t in dict.fromkeys(typed) if t[0].isalpha()]
