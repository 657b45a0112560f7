"""What the entities of FollowTheMoney become that are things: actors, places, posts, documents and events with those who take part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from govgraph.loaders.entities.ftm_entity import NAMESPACE, Entity
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import wikidata_item
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import CODE, mint

_KINDS: Final = {"Person": "person", "PublicBody": "agency", "Company": "company", "Organization": "organization"}
_SCHEMES: Final = {
    "wikidataId": "wikidata", "innCode": "inn", "ogrnCode": "ogrn", "leiCode": "lei", "imoNumber": "imo", "dunsCode": "duns",
    "isinCode": "isin", "swiftBic": "bic", "okpoCode": "okpo", "uniqueEntityId": "uei", "permId": "permid", "vatCode": "vat",
    "cikCode": "cik", "bvdId": "bvd", "cageCode": "cage", "giiNumber": "giin", "npiCode": "npi", "uscCode": "uscc",
    "fipsCode": "fips-adm1", "nutsCode": "nuts",
}  # fmt: skip
"""Property -> scheme of the identifiers in it; others have the property's own name, because they mean nothing beyond their register."""
_NO_IDENTIFIERS: Final = ("programId",)
_OTHER_NAMES: Final = ("name", "alias", "previousName", "weakAlias", "abbreviation")
_PAGES: Final = ("website", "sourceUrl", "wikipediaUrl", "opencorporatesUrl", "alephUrl", "publisherUrl", "programUrl")
_EVENT_TYPES: Final = {
    "Project": "project", "CourtCase": "court_case", "Sanction": "sanction", "CallForTenders": "procurement", "License": "",
    "Contract": "procurement", "Trip": "visit",
}  # fmt: skip
_ROLES: Final = {
    "organizer": "organizer", "involved": "participant", "entity": "recipient", "authority": "authority", "onBehalfOf": "client",
    "tenderers": "tenderer", "sender": "sender", "receiver": "recipient", "declarant": "declarant", "contractHolder": "contract holder",
    "caller": "caller",
}  # fmt: skip
"""Property of an event that refers to an actor -> the role of that actor."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What all entities of a file have in common.

    Attributes:
        dataset: the scope of the identifiers.
        stamp: when the file was released, in seconds since 1970; None: it does not say.
    """

    base: str
    dataset: str
    stamp: float | None

    def iri(self, identifier: str) -> str:
        """The IRI of an entity. Its kind is not in it: an edge refers to entities of which it does not say what they are."""
        if item := wikidata_item(identifier):
            return mint(self.base, "entity", "wikidata", item)
        return mint(self.base, "entity", self.dataset, identifier)

    def common(self, entity: Entity) -> dict[str, Any]:
        """The columns that all rows of an entity have."""
        return {
            "unit": self.iri(entity.id),
            "stamp": self.stamp,
            "dataset": entity.datasets[0] if len(entity.datasets) == 1 else None,
        }


def identifiers(entity: Entity) -> list[str]:
    """The typed identifiers: those of its properties, its own id and those that were merged into it.

    Example:
        >>> from govgraph.loaders.entities.ftm_schemata import schemata
        >>> identifiers(Entity(1, "a-7", schemata()["Company"], {"leiCode": ["5299"], "registrationNumber": ["1 2"]}))
        ['ftm:a-7', 'ftm-registrationNumber:1%202', 'lei:5299']
    """
    own = wikidata_item(entity.id)
    typed = [f"wikidata:{own}" if own else f"{NAMESPACE}:{entity.id}"]
    for prop in entity.schema.identifiers:
        if prop in entity.values and prop not in _NO_IDENTIFIERS:
            typed += [f"{_SCHEMES.get(prop, f'{NAMESPACE}-{prop}')}:{value}" for value in entity.take(prop)]
    typed += [f"wikidata:{item}" if (item := wikidata_item(one)) else f"{NAMESPACE}:{one}" for one in entity.referents]
    return list(dict.fromkeys("%20".join(one.split()) for one in typed))


def _names(entity: Entity, *props: str) -> dict[str, Any]:
    """The names: the caption if it is one of them, one for each language; all others are aliases.

    Raises:
        Unusable: there is none.
    """
    every = entity.names(*props)
    if not every and entity.caption and entity.caption != entity.id:
        every = [{"lang": "", "text": entity.caption}]
    if not every and entity.unnamed:
        return {}
    if not every:
        raise Unusable("name", "there is no name")
    every.sort(key=lambda name: name["text"] != entity.caption)
    by_language: dict[str, dict[str, str]] = {}
    for name in every:
        by_language.setdefault(name["lang"], name)
    names = list(by_language.values())
    return {"names": names, "aliases": [name for name in every if name not in names] or None}


def _kind(entity: Entity) -> str:
    kind = next((_KINDS[one] for one in entity.schema.lineage if one in _KINDS), "actor")
    topics = entity.values.get("topics", ())
    if kind in ("organization", "actor"):
        if "gov.igo" in topics:
            return "igo"
        if "pol.party" in topics:
            return "party"
        if any(topic == "gov" or (topic.startswith("gov.") and topic != "gov.soe") for topic in topics):
            return "agency"
    return kind


def actor(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A row of ``actors``; if it has a parent, also a row of ``associations``.

    Raises:
        Unusable: it has no name.
    """
    iri = scope.iri(entity.id)
    person = "Person" in entity.schema.lineage
    start, end = (
        entity.span(("birthDate",), ("deathDate",))
        if person
        else entity.span(("incorporationDate",), ("dissolutionDate",))
    )
    of_country = ("nationality", "citizenship", "country") if person else ("jurisdiction", "mainCountry", "country")
    kind = _kind(entity)
    contacts = [f"{word}: {value}" for prop, word in (("email", "email"), ("phone", "phone"), ("address", "address")) for value in entity.take(prop)]  # fmt: skip
    common = scope.common(entity)
    parents = entity.take("parent")
    rows.add(
        "actors", iri=iri, kind=kind, **_names(entity, *_OTHER_NAMES), identifiers=identifiers(entity),
        country=entity.country(scope.base, *of_country), start_date=start, end_date=end, gender=entity.one("gender"),
        given_name=entity.one("firstName"), family_name=entity.one("lastName"), classification=entity.one("classification") or entity.one("legalForm"),
        sectors=entity.every("topics", "sector") or None, contact_details=contacts or None, links=entity.addresses(*_PAGES),
        details=entity.details(), **common,
    )  # fmt: skip
    for parent in parents:
        rows.add(
            "associations", iri=mint(scope.base, "association", scope.dataset, f"{entity.id}/part_of/{parent}"), from_actor=iri,
            to_actor=scope.iri(parent), type="part_of", **common,
        )  # fmt: skip


def identification(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A passport or another document of identity: identifiers of its holder, in a row of ``actors``.

    Raises:
        Unusable: it has no holder or no number.
    """
    holders, numbers = entity.take("holder"), entity.every("number", "passportNumber", "personalNumber")
    if not holders:
        raise Unusable("holder", "there is no holder")
    if not numbers:
        raise Unusable("number", "there is no number")
    scheme = "passport" if "Passport" in entity.schema.lineage else NAMESPACE + "-identification"
    typed = ["%20".join(f"{scheme}:{number}".split()) for number in numbers]
    for holder in holders:
        rows.add(
            "actors",
            iri=scope.iri(holder),
            kind="actor",
            identifiers=typed,
            details=entity.details(),
            **scope.common(entity),
        )


def place(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A row of ``places``.

    Raises:
        Unusable: it has neither a name nor a part of an address.
    """
    if not entity.values.get("full") and not entity.values.get("name"):
        parts = [entity.one(prop) for prop in ("street", "postOfficeBox", "postalCode", "city", "region", "state")]
        if text := ", ".join(part for part in parts if part):
            entity.values["full"] = [text]
    point = {"latitude": entity.number("latitude"), "longitude": entity.number("longitude")}
    if None in point.values():
        point = {}
    within = entity.take("partOf")
    rows.add(
        "places", iri=scope.iri(entity.id), **_names(entity, "full", *_OTHER_NAMES), identifiers=identifiers(entity),
        country=entity.country(scope.base, "country"), within=scope.iri(within[0]) if within else None, **point,
        precision="exact" if point else "unknown", details=entity.details(), **scope.common(entity),
    )  # fmt: skip


def post(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A row of ``posts``: in its organisation, or else in its country.

    Raises:
        Unusable: it has no name.
    """
    body = entity.one("organization")
    rows.add(
        "posts", iri=scope.iri(entity.id), **_names(entity, *_OTHER_NAMES), identifiers=identifiers(entity),
        organization=scope.iri(body) if body else entity.country(scope.base, "country"), details=entity.details(), **scope.common(entity),
    )  # fmt: skip


def document(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A row of ``documents``.

    Raises:
        Unusable: it has no title.
    """
    languages = entity.names("language")
    named = _names(entity, "title", "subject", "name", "fileName")
    rows.add(
        "documents", iri=scope.iri(entity.id), names=named.get("names"), identifiers=identifiers(entity),
        publisher=entity.one("publisher"), language=(languages[0]["text"] if languages else None),
        date=entity.date("publishedAt", "date", "authoredAt"), links=entity.addresses(*_PAGES), details=entity.details(), **scope.common(entity),
    )  # fmt: skip


def event(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A row of ``events``, and one of ``participations`` for each actor that takes part.

    Who imposes a sanction is given by name alone: an actor of its own in the data set (``name_only``).
    """
    iri, common = scope.iri(entity.id), scope.common(entity)
    code = next((_EVENT_TYPES[one] for one in entity.schema.lineage if one in _EVENT_TYPES), "")
    start, end = entity.span(
        ("startDate", "listingDate", "contractDate", "fileDate", "publicationDate", "date"), ("endDate", "closeDate")
    )
    sides: list[tuple[str, str, str | None]] = []
    for prop, role in _ROLES.items():
        if prop in entity.values and entity.schema.types.get(prop) == "entity":
            sides += [(scope.iri(one), role, None) for one in entity.take(prop)]
    if "authority" in entity.values and entity.schema.types.get("authority") == "string":
        for authority in entity.take("authority"):
            of = entity.country(scope.base, "country")
            who = mint(scope.base, "name", scope.dataset, f"organization/{(of or '').rsplit('/', 1)[-1]}/{authority}")
            named = {"names": [{"lang": "", "text": authority}], "name_only": True}
            rows.add("actors", iri=who, kind="organization", **named, country=of, dataset=common["dataset"])
            sides.append((who, "actor", authority))
    texts = entity.every("summary", "description", "reason", "purpose")
    names = entity.names("name", "title", "program", "alias")
    languages: dict[str, dict[str, str]] = {}
    for name in names:
        languages.setdefault(name["lang"], name)
    chosen = list(languages.values())
    rows.add(
        "events", iri=iri, type=f"{CODE}event-type/{code}" if code else None, names=chosen or None,
        aliases=[name for name in names if name not in chosen] or None, identifiers=identifiers(entity), start_date=start,
        end_date=end, description="\n".join(texts) or None, links=entity.addresses(*_PAGES), **entity.money(), details=entity.details(), **common,
    )  # fmt: skip
    for who, role, given in sides:
        rows.add(
            "participations", iri=mint(scope.base, "participation", scope.dataset, f"{entity.id}\t{role}\t{who}"),
            participant=who, event=iri, role=role, as_given=given, **common,
        )  # fmt: skip
