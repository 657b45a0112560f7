"""Grants of 360Giving as tables: the titles of columns, and the nested grant that a row stands for.

A column is named by a title (``Recipient Org:Name``, ``Related Document:1:Title``) or by a JSON pointer (``recipientOrganization/0/name``). Further
rows with the same identifier, on the same sheet or another, say more of the same grant.

Source: the ``title`` keys of 360-giving-schema.json (versions 1.0 to 1.4, github.com/ThreeSixtyGiving/standard).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from govgraph.loaders.events.layout import fold

_TOP: Final = {
    "identifier": "id", "title": "title", "description": "description", "currency": "currency", "amount applied for": "amountAppliedFor",
    "amount awarded": "amountAwarded", "amount disbursed": "amountDisbursed", "award date": "awardDate", "url": "url",
    "from an open call?": "fromOpenCall", "for regrant type": "regrantType", "location scope": "locationScope",
    "related activity": "relatedActivity", "last modified": "dateModified", "data source": "dataSource",
}  # fmt: skip
_SECTIONS: Final = {
    "recipient org": "recipientOrganization", "funding org": "fundingOrganization", "recipient ind": "recipientIndividual",
    "to individuals details": "toIndividualsDetails", "beneficiary location": "beneficiaryLocation", "grant programme": "grantProgramme",
    "planned dates": "plannedDates", "actual dates": "actualDates", "classifications": "classifications", "related document": "relatedDocument",
    "funding type": "fundingType",
}  # fmt: skip
_FIELDS: Final = {
    "identifier": "id", "name": "name", "charity number": "charityNumber", "company number": "companyNumber",
    "street address": "streetAddress", "city": "addressLocality", "county": "addressRegion", "country": "addressCountry",
    "postal code": "postalCode", "department": "department", "contact name": "contactName", "alternate name": "alternateName",
    "organisation type": "organisationType", "description": "description", "web address": "url", "email": "email",
    "phone number": "telephone", "start date": "startDate", "end date": "endDate", "duration (months)": "duration",
    "country code": "countryCode", "latitude": "latitude", "longitude": "longitude", "geographic code": "geoCode",
    "geographic code type": "geoCodeType", "code": "code", "title": "title", "url": "url", "vocabulary": "vocabulary",
    "document type": "documentType", "primary grant reason": "primaryGrantReason", "secondary grant reason": "secondaryGrantReason",
    "grant purpose": "grantPurpose",
}  # fmt: skip
_FOLDED_TOP: Final = {fold(word): field for title, field in _TOP.items() for word in (title, field)}
_FOLDED_SECTIONS: Final = {fold(word): field for title, field in _SECTIONS.items() for word in (title, field)}
_FOLDED_FIELDS: Final = {fold(word): field for title, field in _FIELDS.items() for word in (title, field)}
_FOLDED: Final = re.compile(rf"({'|'.join(_FOLDED_SECTIONS)})(\d*)({'|'.join(_FOLDED_FIELDS)})")
_SINGLE: Final = ("recipientIndividual", "toIndividualsDetails")
"""Sections that are one object, not a list."""
_POINTER: Final = re.compile(r"[A-Za-z]+(?:/\d+/[A-Za-z]+(?:/\d+/[A-Za-z]+)?|/[A-Za-z]+)")


@lru_cache(maxsize=4096)
def path_of(column: str) -> tuple[str | int, ...]:
    """The keys and indexes that a column stands for; a column of no known name stands for itself.

    R writes ``Recipient.Org.Name``, and people ``recipient_org_name``.

    Example:
        >>> path_of("Recipient Org:Charity Number"), path_of("Related Document:1:Title"), path_of("Our Ref")
        (('recipientOrganization', 0, 'charityNumber'), ('relatedDocument', 1, 'title'), ('Our Ref',))
        >>> path_of("recipient_org_name"), path_of("recipientOrganization.1.id"), path_of("AMOUNTAWARDED")
        (('recipientOrganization', 0, 'name'), ('recipientOrganization', 1, 'id'), ('amountAwarded',))
    """
    path = _path_of(column)
    if path != (column,) and (len(path) == 1 or path[0] in _SECTIONS.values()):
        return path
    folded = fold(column)
    if match := _FOLDED.fullmatch(folded):
        section, field = _FOLDED_SECTIONS[match[1]], _FOLDED_FIELDS[match[3]]
        return (section, field) if section in _SINGLE else (section, int(match[2] or 0), field)
    return (_FOLDED_TOP[folded],) if folded in _FOLDED_TOP else path


def _path_of(column: str) -> tuple[str | int, ...]:
    """As the standard names columns."""
    if _POINTER.fullmatch(column):
        return tuple(int(part) if part.isdigit() else part for part in column.split("/"))
    words = [" ".join(part.split()).casefold() for part in column.split(":")]
    if len(words) == 1:
        return (_TOP.get(words[0], column),)
    section, number = _SECTIONS.get(words[0]), 0
    if section is None:
        return (column,)
    if len(words) == 3 and words[1].isdigit():
        number = int(words.pop(1))
    name = _FIELDS.get(words[1], column.split(":")[-1].strip()) if len(words) == 2 else column
    return (section, name) if section in _SINGLE else (section, number, name)


def is_title(column: str) -> bool:
    """Whether a column is one of the standard's, so that it tells the format."""
    path = path_of(column)
    return len(path) > 1 or path[0] in ("amountAwarded", "awardDate") or column.casefold() in ("identifier", "id")


def has_grants(header: Sequence[str]) -> bool:
    """Whether a table is one of grants: it has an identifier, and funders or recipients by the names of the standard.

    Example:
        >>> has_grants(["Identifier", "Funding Org:Identifier", "Amount Awarded"]), has_grants(["Identifier", "Name"])
        (True, False)
    """
    paths = [path_of(column) for column in header]
    sections = {path[0] for path in paths if len(path) > 1}
    if ("id",) not in paths or not sections & {*_SECTIONS.values()}:
        return False
    # Names that only resemble those of the standard are of grants if more of them do.
    as_named = any(len(_path_of(column)) > 1 for column in header)
    return as_named or (("amountAwarded",) in paths and {"fundingOrganization", "recipientOrganization"} <= sections)


def is_flat(keys: Sequence[str]) -> bool:
    """Whether the keys of an object in JSON are the columns of a table of grants.

    Example:
        >>> is_flat(["id", "amountAwarded", "fundingOrganization/0/id"]), is_flat(["id", "amountAwarded", "fundingOrganization"])
        (True, False)
    """
    return has_grants(keys) and any(len(path_of(key)) > 1 for key in keys)


def grant_of(cells: dict[str, Any]) -> dict[str, Any]:
    """The nested grant that the cells of a row stand for.

    Example:
        >>> grant_of({"Identifier": "360G-a-1", "Recipient Org:Name": "School"})
        {'id': '360G-a-1', 'recipientOrganization': [{'name': 'School'}]}
    """
    grant: dict[str, Any] = {}
    lists: dict[tuple[str, int], dict[str, Any]] = {}
    for column, text in cells.items():
        path = path_of(column)
        if len(path) == 1:
            grant[str(path[0])] = text
        elif len(path) == 2:
            grant.setdefault(str(path[0]), {})[path[1]] = text
        elif len(path) == 3:
            lists.setdefault((str(path[0]), int(path[1])), {})[str(path[2])] = text
        else:
            grant[column] = text
    for (section, _), one in sorted(lists.items(), key=lambda each: each[0]):
        grant.setdefault(section, []).append(one)
    return grant


def by_titles(grant: dict[str, Any]) -> dict[str, Any]:
    """A grant of a JSON file whose keys are titles, flat or with objects inside, with the fields of the standard; any other one as it is.

    Example:
        >>> by_titles({"Identifier": "360G-a-1", "Recipient Org:Name": "School", "Funding Org": [{"Name": "Fund"}]})
        {'id': '360G-a-1', 'fundingOrganization': [{'name': 'Fund'}], 'recipientOrganization': [{'name': 'School'}]}
        >>> by_titles({"id": "360G-a-1", "title": "Grant"})
        {'id': '360G-a-1', 'title': 'Grant'}
    """
    titled = "id" not in grant and any(" ".join(key.split()).casefold() == "identifier" for key in grant)
    if not titled and not is_flat(list(grant)):
        return grant
    flat: dict[str, Any] = {}
    for key, value in grant.items():
        items = value if isinstance(value, list) else [value]
        if " ".join(key.split()).casefold() in _SECTIONS and all(isinstance(item, dict) for item in items):
            for number, item in enumerate(items):
                flat.update({f"{key}:{number}:{name}": inner for name, inner in item.items() if inner is not None})
        elif value is not None:
            flat[key] = value
    return grant_of(flat)
