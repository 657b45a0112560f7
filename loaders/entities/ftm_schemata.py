"""The schemata of FollowTheMoney, and what each becomes here.

The list ``ftm_schemata.csv`` is that of the package followthemoney 4.11.2 (MIT licence, https://github.com/opensanctions/followthemoney),
with names, ancestors, edges and types of properties only. The package itself is not used: it needs many others, and its rules clean values,
which should stay as given here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

VERSION: Final = "4.11.2"
BECOMES: Final = {
    "LegalEntity": "actor",
    "Address": "place", "Territory": "place",
    "Position": "post",
    "Document": "document",
    "Event": "event", "Project": "event", "CourtCase": "event", "Sanction": "event", "Risk": "event", "Contract": "event",
    "CallForTenders": "event", "EconomicActivity": "event", "Call": "event",
    "Identification": "identifier",
    "Directorship": "membership", "Membership": "membership", "Employment": "membership",
    "Occupancy": "tenure",
    "Ownership": "association", "Control": "association", "Payment": "association", "Debt": "association", "Family": "association",
    "Associate": "association", "Representation": "association", "Succession": "association", "UnknownLink": "association",
    "CourtCaseParty": "participation", "ProjectParticipant": "participation", "ContractAward": "participation",
}  # fmt: skip
"""Schema -> what it and the schemata below it become."""
NOT_MAPPED: Final = {
    "Asset": "an asset, for which the graph has no table",
    "CryptoWallet": "an asset, for which the graph has no table",
    "UserAccount": "an account on a web service",
    "TaxRoll": "a tax return",
    "Documentation": "a link from a document to what it is about, which is no event",
    "Mention": "a name found in a text, not a statement of a source",
    "Note": "a note of a user of the program that wrote the file",
    "Similar": "a guess that two entities are one, not a statement of a source",
    "Page": "a page of a document",
}
"""Schema -> why it and the schemata below it are rejected."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema.

    Attributes:
        lineage: itself and the schemata that it extends.
        types: property -> type, the inherited ones included.
        identifiers: the properties that hold identifiers.
        reverse: name by which nested entities stand in what they refer to -> their own property that refers to it.
        source, target: of an edge, the properties with its two ends.
        becomes: a value of :data:`BECOMES`; empty: it is not mapped.
        why_not: why it is not mapped.
    """

    name: str
    lineage: tuple[str, ...]
    types: dict[str, str]
    identifiers: tuple[str, ...]
    reverse: dict[str, str]
    source: str
    target: str
    becomes: str
    why_not: str


@cache
def schemata() -> dict[str, Schema]:
    """All schemata by name.

    Example:
        >>> schemata()["Company"].becomes, schemata()["Vessel"].why_not
        ('actor', 'an asset, for which the graph has no table')
        >>> schemata()["Occupancy"].source, schemata()["Passport"].types["holder"]
        ('holder', 'entity')
    """
    text = (files(__package__) / "ftm_schemata.csv").read_text("utf-8")
    rows = {row["schema"]: row for row in csv.DictReader(text.splitlines())}

    def lineage(name: str) -> list[str]:
        above = [name]
        for parent in rows[name]["extends"].split():
            above += [one for one in lineage(parent) if one not in above]
        return above

    made = {}
    for name in rows:
        every = lineage(name)
        types: dict[str, str] = {}
        reverse: dict[str, str] = {}
        for one in reversed(every):
            for spec in rows[one]["properties"].split():
                prop, _, rest = spec.partition(":")
                types[prop], _, back = rest.partition("<")
                if back:
                    reverse[back] = prop
        ends = next((rows[one] for one in every if rows[one]["source"]), {"source": "", "target": ""})
        becomes = next((BECOMES[one] for one in every if one in BECOMES), "")
        abstract = "an abstract schema, of which there are no entities"
        why_not = "" if becomes else next((NOT_MAPPED[one] for one in every if one in NOT_MAPPED), abstract)
        identifiers = tuple(prop for prop, kind in types.items() if kind == "identifier")
        made[name] = Schema(
            name, tuple(every), types, identifiers, reverse, ends["source"], ends["target"], becomes, why_not
        )
    return made
