"""Code lists of IATI that decide what an element becomes; both the words of versions 1.0x and the numbers of 2.0x are known.

Source: IATI-Codelists (OrganisationRole, TransactionType, ActivityDateType, ActivityStatus, RelatedActivityType, BudgetType, SectorVocabulary) and
IATI-Codelists-NonEmbedded (OrganisationType), of versions 1.04 to 2.03. Published files mix the two sets, so either is read in either version.
"""

from __future__ import annotations

from typing import Final

ROLES: Final = {
    "1": "funding", "2": "accountable", "3": "extending", "4": "implementing",
    "funding": "funding", "accountable": "accountable", "extending": "extending", "implementing": "implementing",
}  # fmt: skip
"""OrganisationRole -> role of a participation."""

TRANSACTIONS: Final = {
    "IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10",
    **{str(number): str(number) for number in range(1, 14)},
}  # fmt: skip
"""TransactionType -> its number."""

INCOMING: Final = {"1", "11", "13"}
"""The transaction types in which the reporting organisation receives."""
OUTGOING: Final = {"2", "3", "4", "7", "8", "10", "12"}
"""The transaction types in which it gives. Of interest, repayments and sales of equity (5, 6, 9) the code does not say who is who."""

DATES: Final = {
    "start-planned": "start-planned", "start-actual": "start-actual", "end-planned": "end-planned", "end-actual": "end-actual",
    "1": "start-planned", "2": "start-actual", "3": "end-planned", "4": "end-actual",
}  # fmt: skip
"""ActivityDateType -> its word."""

STATUS: Final = {"1": "planned", "5": "cancelled"}
"""ActivityStatus -> status of an event; the others (implementation, finalisation, closed, suspended) have begun."""

RELATED: Final = {"1": "parent", "2": "child", "3": "sibling", "4": "co-funded", "5": "third-party"}
"""RelatedActivityType -> its word."""

KINDS: Final = {
    "10": ("agency", "Government"), "11": ("agency", "Local Government"), "15": ("agency", "Other Public Sector"),
    "21": ("ngo", "International NGO"), "22": ("ngo", "National NGO"), "23": ("ngo", "Regional NGO"),
    "24": ("ngo", "Partner Country based NGO"), "30": ("organization", "Public Private Partnership"), "40": ("igo", "Multilateral"),
    "60": ("ngo", "Foundation"), "70": ("company", "Private Sector"), "71": ("company", "Private Sector in Provider Country"),
    "72": ("company", "Private Sector in Aid Recipient Country"), "73": ("company", "Private Sector in Third Country"),
    "80": ("organization", "Academic, Training and Research"), "90": ("organization", "Other"),
}  # fmt: skip
"""OrganisationType -> kind of actor, and its name."""

KIND_BY_NAME: Final = {name.casefold(): code for code, (_, name) in KINDS.items()}
"""The name of an OrganisationType, as some publishers write it in place of the code -> the code."""

DAC: Final = {"", "1", "DAC", "DAC-5"}
"""Vocabularies of sectors that are the DAC's purpose codes of five digits; 2 and DAC-3 are its categories."""
