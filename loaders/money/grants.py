"""Loader for grants in the 360Giving Data Standard: JSON packages, and tables with the standard's titles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.events.layout import keys_of
from govgraph.loaders.flat_tables import holds, table_items
from govgraph.loaders.identity import digest
from govgraph.loaders.json_stream import found
from govgraph.loaders.json_text import is_json
from govgraph.loaders.money.grant_titles import by_titles, grant_of, has_grants, is_flat, is_title
from govgraph.loaders.money.organizations import Organization, describe, kind_by_list, plain
from govgraph.loaders.nested import Item, Nested, Writer, names_of
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import as_date, is_milliseconds, writable
from govgraph.loaders.sheets.saved_again import MILLISECONDS
from govgraph.loaders.stamps import seconds
from govgraph.loaders.xml_records import root_of
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Source
from govgraph.ontology.terms import CODE, country_iri, local_id, mint

_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{2}:\d{2})(?::\d{2})?)?")
_GSS: Final = re.compile(r"[A-Z]\d{8}")
_SIGNS: Final = (b'"grants"', b'"amountAwarded"', b'"fundingOrganization"', b'"recipientOrganization"')
_TITLES: Final = (b'"Identifier"', b'"Amount Awarded"', b'"Funding Org', b'"Recipient Org')
_PACKAGE: Final = {"license": "licence", "accessURL": "source", "downloadURL": "source"}
_ORGANIZATION: Final = frozenset(
    {
        "id", "name", "charityNumber", "companyNumber", "streetAddress", "addressLocality", "addressRegion", "addressCountry", "postalCode",
        "alternateName", "organisationType", "url", "email", "telephone", "description", "department", "contactName", "location",
    }
)  # fmt: skip
_USED: Final = frozenset(
    {
        "id", "title", "description", "currency", "amountAwarded", "awardDate", "fundingOrganization", "recipientOrganization",
        "recipientIndividual", "beneficiaryLocation", "relatedDocument", "url", "additional_data", "dateModified",
    }
)  # fmt: skip
_IN_COLUMNS: Final = _USED - {"dateModified", "recipientIndividual"}
"""What of a grant is no detail."""
_OF_PLACE: Final = ("name", "geoCode", "countryCode", "latitude", "longitude")


class Grants(Nested):
    """Grants of 360Giving.

    **Rows** are grants; in a table further rows with the same ``Identifier`` say more of the same grant, and are merged. **The key of an event** is the
    grant's id, its type ``event-type:funding``, its day that of the award. Funders and recipients are known by their ids. A recipient who is an
    individual is anonymous by design, and becomes no actor. Of a grant in several files the one with the newest ``dateModified`` counts.
    """

    name = "360giving"
    version = 2
    title = "360Giving grants: JSON, CSV or Excel, with the standard's fields or titles"
    example = "govgraph load grants.json"
    dataset_title = "360Giving"
    licence = "as each publisher says (open licences)"
    homepage = "https://standard.threesixtygiving.org/"
    code_systems = ("org-id", "gss", "event-type")
    tables = ("events", "participations", "actors", "places", "documents", "mentions")
    primary = ("events",)
    suffixes = (".json", ".csv", ".xlsx", ".ods")
    default_dataset = "360giving"

    def detect(self, source: Source) -> float:
        """By the list ``grants``, or by titles of the standard."""
        if is_json(source):
            nested = any(sum(sign in source.head for sign in signs) > 1 for signs in (_SIGNS, _TITLES))
            return 0.95 if nested or is_flat(sorted(keys_of(source))) else 0.0
        return 0.95 if not root_of(source)[0] and holds(source, is_title, has_grants) else 0.0

    def items(self, source: Source, writer: Writer) -> Iterator[Item]:
        """The grants of a file.

        Raises:
            LoaderError: it cannot be read to its end, or holds no grants.
        """
        if not is_json(source):
            yield from table_items(source, is_title, has_grants, grant_of, "Identifier, Funding Org:Identifier")
            return
        number = 0
        for each in found(source, ["grants"], ["amountAwarded", "fundingOrganization", "Identifier"]):
            if each.item:
                number += 1
                good = isinstance(each.value, dict)
                value = (
                    by_titles(each.value)
                    if good
                    else Reject(number, "grants", "not a JSON object", ascii(each.value)[:200])
                )
                yield Item(value, each.at, each.position)
            elif each.key in _PACKAGE and isinstance(each.value, str):
                writer.notes.append(Note(_PACKAGE[each.key], writable(each.value), 1))
            else:
                writer.drop(writable(each.key))

    def read(self, item: Item, writer: Writer) -> None:
        """Write the rows of a grant.

        Raises:
            Unusable: it has no id.
        """
        grant: dict[str, Any] = item.value
        identifier = writer.text("id", grant.get("id"))
        if identifier is None:
            raise Unusable("id", "required value is missing")
        iri = mint(writer.base, "event", writer.dataset, identifier)
        modified = _date(writer, grant.get("dateModified"), time=True)
        writer.release(iri, seconds(modified))
        places = [
            one
            for each in _objects(writer, grant, "beneficiaryLocation")
            if (one := _write_place(writer, writer.made.once(_place, writer, each)))
        ]
        amount = writer.money("amountAwarded", grant.get("amountAwarded"))
        writer.add(
            "events", iri=iri, type=f"{CODE}event-type/funding", names=_names(writer, "title", grant.get("title")),
            start_date=writer.date("awardDate", _date(writer, grant.get("awardDate"))), amount=amount,
            currency=writer.currency("currency", grant.get("currency")) if amount is not None else None,
            description=writer.text("description", grant.get("description")), identifiers=[f"x-360giving:{'_'.join(identifier.split())}"],
            links=[url] if (url := writer.address("url", grant.get("url"))) else None, place=places[0] if places else None, about=places[1:],
            details=_details(writer, grant),
        )  # fmt: skip
        for section, role in (("fundingOrganization", "funder"), ("recipientOrganization", "recipient")):
            for each in _objects(writer, grant, section):
                named = writer.made.once(_organization, writer, each)
                if named.shown:
                    own = (
                        [f"360giving:department={each['department']}"]
                        if isinstance(each.get("department"), str)
                        else []
                    )
                    writer.take_part(iri, role, describe(writer, named), as_given=named.shown, details=own)
        _documents(writer, iri, grant)
        if "additional_data" in grant:
            writer.drop("additional_data")


def _date(writer: Writer, value: object, time: bool = False) -> str | None:
    """A date as ISO 8601; ``05/06/2014`` is the fifth of June, as British spreadsheets write it, and that is noted."""
    text = value.strip() if isinstance(value, str) else "" if value is None else as_date(value) or str(value)
    if is_milliseconds(value):
        writer.note(MILLISECONDS, value)
        text = as_date(value) or ""
    if (match := _DAY.fullmatch(text)) and int(match[2]) <= 12:
        writer.note("dates with slashes: read as", "day/month/year")
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
        return f"{text}T{match[4]}" if time and match[4] else text
    return text or None


def _names(writer: Writer, column: str, value: object) -> list[dict[str, str]]:
    text = writer.text(column, value)
    return names_of([("", plain(text))]) if text else []


def _objects(writer: Writer, grant: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects in a list, which some files write as a single object."""
    value = grant.get(key)
    if value is None:
        return []
    found = []
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, dict):
            found.append(item)
        else:
            writer.note(f"{key} not understood", ascii(item))
    return found


def _organization(writer: Writer, each: dict[str, Any]) -> Organization:
    texts = {key: given for key in each if key in _ORGANIZATION and (given := writer.text(key, each[key]))}

    def text(key: str) -> str:
        return texts.get(key, "")

    ref, name = text("id"), text("name")
    parts = [text(key) for key in ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")]
    contact = [
        ("address", ", ".join(filter(None, parts))),
        ("email", text("email")),
        ("telephone", text("telephone")),
        ("contact", text("contactName")),
    ]
    charity, company = text("charityNumber"), text("companyNumber")
    identifiers = []
    if charity:
        register = (
            "GB-SC" if charity.upper().startswith("SC") else "GB-NIC" if charity.upper().startswith("NI") else "GB-CHC"
        )
        identifiers.append(f"org-id:{register}-{'_'.join(charity.split())}")
    if company:
        # Spreadsheets drop the zero at the beginning of numbers, which have eight characters.
        identifiers.append(f"org-id:GB-COH-{'_'.join(company.split()).zfill(8)}")
    aliases = text("alternateName")
    details = [f"360giving:{key}={value}" for key in ("description", "alternateName") if (value := text(key))]
    for key, value in each.items():
        if key not in _ORGANIZATION and isinstance(value, (str, int, float)) and str(value).strip():
            details.append(f"360giving:{key}={value}")
    home = (
        country(f"iso2:{code}")
        if len(code := text("addressCountry")) == 2 and code.upper() not in ("UK", "NA")
        else None
    )
    own = [f"org-id:{ref}"] if ref else []
    return Organization(
        ref=ref, names=names_of([("", plain(name))]), kind=kind_by_list(ref), classification=text("organisationType"),
        home=home.iso3 if home else "GBR" if code.upper() == "UK" else iso3_of(code) if code else "",
        identifiers=tuple(i for i in identifiers if i not in own), contact_details=tuple(f"{k}: {v}" for k, v in contact if v),
        links=(url,) if (url := writer.address("url", each.get("url"))) else (), details=tuple(details) if aliases or details else (),
    )  # fmt: skip


def _write_place(writer: Writer, place: dict[str, Any]) -> str | None:
    """Write a place, unless it is a country, which has no row of its own; its IRI."""
    iri: str | None = place.get("iri")
    if len(place) > 1:
        writer.add("places", **place)
    return iri


def _place(writer: Writer, each: dict[str, Any]) -> dict[str, Any]:
    """The row of a place where a grant is used; a code alone is ambiguous, so its IRI is made of all that describes it."""
    name, code, kind = (
        writer.text(f"beneficiaryLocation.{k}", each.get(k)) for k in ("name", "geoCode", "geoCodeType")
    )
    latitude, longitude = writer.point("beneficiaryLocation", each.get("latitude"), each.get("longitude"))
    given = writer.text("countryCode", each.get("countryCode")) or ""
    home = country(f"iso2:{given}") if given and given.upper() != "NA" else None
    if given and home is None:
        writer.note("unknown country", f"iso2:{given}")
    if not (name or code or latitude is not None):
        return {"iri": country_iri(writer.base, home.iso3)} if home else {}
    key = "\t".join(str(v) for v in (name, code, kind, latitude, longitude, given))
    iri = f"{writer.base}place/{local_id(writer.dataset)}/h-{digest(key)}"
    scheme = "gss" if code and _GSS.fullmatch(code) else f"x-360giving-geo-{local_id(kind or 'code')}"
    return {
        "iri": iri, "names": names_of([("", name or "")]), "identifiers": [f"{scheme}:{'_'.join(code.split())}"] if code else None,
        "country": country_iri(writer.base, home.iso3) if home else None, "latitude": latitude, "longitude": longitude,
        "precision": "unknown", "details": _kept(writer, {k: v for k, v in each.items() if k not in _OF_PLACE}, "beneficiaryLocation/") or None,
    }  # fmt: skip


def _documents(writer: Writer, iri: str, grant: dict[str, Any]) -> None:
    for each in _objects(writer, grant, "relatedDocument"):
        if url := writer.address("relatedDocument.url", each.get("url") or each.get("webAddress")):
            rest = {key: value for key, value in each.items() if key not in ("url", "webAddress", "title")}
            kept = _kept(writer, rest, "relatedDocument/")
            names = _names(writer, "title", each.get("title"))
            writer.add("documents", iri=url, names=names, links=[url], details=kept or None)
            writer.add("mentions", iri=f"{iri}/document/h-{digest(url)}", event=iri, reported_in=url)
        elif not (each.get("url") or each.get("webAddress")):
            writer.note("document without an address", each.get("title") or "")


def _details(writer: Writer, grant: dict[str, Any]) -> list[str]:
    """What has no column, as details."""
    return _kept(writer, {key: value for key, value in grant.items() if key not in _IN_COLUMNS})


def _kept(writer: Writer, values: dict[str, Any], column: str = "") -> list[str]:
    """Values as details; what is nested, by its path. Notes name them by ``column`` and their path."""
    return [
        f"360giving:{path}={shown}"
        for key, value in values.items()
        for path, text in (_leaves(key, value) if isinstance(value, (dict, list)) else ((key, value),))
        if (shown := writer.text(f"{column}{path}", text)) is not None
    ]


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}/{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(path, inner)
    elif value is not None:
        yield path, value
