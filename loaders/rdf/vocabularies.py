"""Classes and properties of other vocabularies, and what they mean here: FOAF, ORG, PROV, SEM, schema.org, and those that are used with them.

Sources: http://xmlns.com/foaf/spec/, https://www.w3.org/TR/vocab-org/, https://www.w3.org/TR/prov-o/, https://schema.org,
https://semanticweb.cs.vu.nl/2009/11/sem/, https://semiceu.github.io/CPOV/, and the contexts of Popolo.
"""

from __future__ import annotations

from typing import Final

from govgraph.ontology.terms import PREFIXES

PREFIX: Final = PREFIXES | {
    "person": "http://www.w3.org/ns/person#", "time": "http://www.w3.org/2006/time#", "opengov": "http://www.w3.org/ns/opengov#",
    "dc": "http://purl.org/dc/elements/1.1/", "bio": "http://purl.org/vocab/bio/0.1/", "locn": "http://www.w3.org/ns/locn#",
    "adms": "http://www.w3.org/ns/adms#",
}  # fmt: skip


def expanded(names: str) -> tuple[str, ...]:
    """Prefixed names, separated by blanks, as IRIs.

    Example:
        >>> expanded("foaf:Person")
        ('http://xmlns.com/foaf/0.1/Person',)
    """
    return tuple(PREFIX[name.partition(":")[0]] + name.partition(":")[2] for name in names.split())


def _classes(of: dict[str, str]) -> dict[str, str]:
    return {iri: kind for kind, names in of.items() for iri in expanded(names)}


ACTORS: Final = _classes({
    "person": "foaf:Person schema:Person prov:Person person:Person",
    "party": "schema:PoliticalParty",
    "agency": "cv:PublicOrganisation schema:GovernmentOrganization",
    "ngo": "schema:NGO",
    "company": "schema:Corporation schema:LocalBusiness",
    "media": "schema:NewsMediaOrganization",
    "organization": "foaf:Organization schema:Organization org:Organization org:FormalOrganization org:OrganizationalUnit "
                    "org:OrganizationalCollaboration prov:Organization",
    "group": "foaf:Group",
    "country": "schema:Country",
    "actor": "foaf:Agent prov:Agent sem:Actor dct:Agent",
})  # fmt: skip
"""Class -> kind of actor; of several the one named first here counts."""
PLACES: Final = expanded(
    "schema:Place schema:AdministrativeArea schema:City schema:State sem:Place dct:Location prov:Location"
)
POSTS: Final = expanded("org:Post")
EVENTS: Final = expanded(
    "schema:Event schema:PublicationEvent schema:BusinessEvent sem:Event prov:Activity org:ChangeEvent bio:Event"
)
DOCUMENTS: Final = expanded(
    "foaf:Document schema:Article schema:NewsArticle schema:Report schema:WebPage schema:CreativeWork schema:Legislation"
)
MEMBERSHIPS: Final = expanded("org:Membership")
ROLES: Final = expanded("schema:Role schema:OrganizationRole schema:EmployeeRole sem:Role prov:Association")
HELPERS: Final = expanded(
    "schema:GeoCoordinates schema:PostalAddress schema:ContactPoint schema:PropertyValue time:Interval time:Instant time:ProperInterval "
    "org:Role adms:Identifier skos:Concept skos:ConceptScheme org:Site prov:Role locn:Address sem:Time sem:EventType sem:RoleType sem:ActorType"
)  # fmt: skip
"""Classes of things that are read where something refers to them, and make no row of their own."""

NAME: Final = expanded(
    "skos:prefLabel foaf:name schema:name dct:title schema:headline rdfs:label dc:title schema:legalName"
)
ALIAS: Final = expanded("skos:altLabel schema:alternateName foaf:nick")
GIVEN, FAMILY = (
    expanded("foaf:givenName foaf:firstName schema:givenName"),
    expanded("foaf:familyName foaf:lastName schema:familyName"),
)
GENDER: Final = expanded("foaf:gender schema:gender")
PAGE: Final = expanded("foaf:homepage foaf:page foaf:isPrimaryTopicOf schema:url schema:mainEntityOfPage")
SAME: Final = expanded("owl:sameAs skos:exactMatch schema:sameAs")
IMAGE: Final = expanded("foaf:depiction foaf:img schema:image")
CONTACT: Final = {
    iri: word
    for word, names in {"email": "foaf:mbox schema:email", "phone": "foaf:phone schema:telephone"}.items()
    for iri in expanded(names)
}
IDENTIFIER: Final = expanded("dct:identifier schema:identifier org:identifier skos:notation adms:identifier")
CLASSIFICATION: Final = expanded("org:classification schema:additionalType dct:type")
COUNTRY: Final = expanded("schema:nationality schema:addressCountry dct:spatial")
BORN: Final = expanded("schema:birthDate schema:foundingDate bio:birth dct:created")
DIED: Final = expanded("schema:deathDate schema:dissolutionDate bio:death")
START: Final = expanded(
    "schema:startDate schema:validFrom sem:hasBeginTimeStamp sem:hasTimeStamp sem:hasEarliestBeginTimeStamp prov:startedAtTime "
    "time:hasBeginning bio:date dct:date schema:startTime"
)  # fmt: skip
END: Final = expanded(
    "schema:endDate schema:validUntil schema:validThrough sem:hasEndTimeStamp sem:hasLatestEndTimeStamp prov:endedAtTime time:hasEnd schema:endTime"
)
INSTANT: Final = expanded(
    "time:inXSDDate time:inXSDDateTimeStamp time:inXSDDateTime time:inXSDgYear time:inXSDgYearMonth rdf:value sem:hasTimeStamp"
)
DURING: Final = expanded("org:memberDuring sem:hasTime dct:temporal")
DESCRIPTION: Final = expanded("dct:description schema:description rdfs:comment dc:description")
AT: Final = expanded("schema:location sem:hasPlace prov:atLocation")
WITHIN: Final = expanded("schema:containedInPlace schema:containedIn dct:isPartOf")
PART_OF: Final = expanded("schema:superEvent sem:subEventOf dct:isPartOf")
EVENT_TYPE: Final = expanded("sem:eventType")
LATITUDE, LONGITUDE = expanded("wgs:lat schema:latitude"), expanded("wgs:long schema:longitude")
GEO: Final = expanded("schema:geo locn:geometry")
PUBLISHER, LANGUAGE = (
    expanded("dct:publisher schema:publisher dc:publisher"),
    expanded("dct:language schema:inLanguage dc:language"),
)
ISSUED: Final = expanded("dct:issued schema:datePublished dct:date dc:date dct:created")

PARTICIPANTS: Final = {
    iri: role for role, names in {
        "organizer": "schema:organizer", "participant": "schema:attendee prov:wasAssociatedWith sem:hasActor schema:participant prov:agent",
        "performer": "schema:performer", "actor": "schema:agent", "sponsor": "schema:sponsor", "result": "org:resultingOrganization",
        "original": "org:originalOrganization",
    }.items() for iri in expanded(names)
}  # fmt: skip
"""Property of an event -> role of the actor that it names."""
QUALIFIED: Final = expanded("prov:qualifiedAssociation")
ROLE_OF: Final = expanded("org:role schema:roleName sem:roleType prov:hadRole schema:jobTitle")
ACTOR_OF_ROLE: Final = expanded("rdf:value prov:agent")

# Property -> (role, whether its subject is the member).
MEMBER: Final = {
    iri: meant for meant, names in {
        ("", True): "org:memberOf schema:memberOf schema:affiliation", ("", False): "org:hasMember foaf:member schema:member",
        ("employee", True): "schema:worksFor", ("employee", False): "schema:employee", ("head", True): "org:headOf",
        ("alumnus", True): "schema:alumniOf", ("founder", False): "schema:founder",
    }.items() for iri in expanded(names)
}  # fmt: skip
# Property -> (type, role, whether the association goes out from its subject).
ASSOCIATED: Final = {
    iri: meant for meant, names in {
        ("part_of", "", True): "org:subOrganizationOf org:unitOf schema:parentOrganization",
        ("part_of", "", False): "org:hasSubOrganization org:hasUnit schema:subOrganization schema:department",
        ("represents", "", True): "prov:actedOnBehalfOf", ("funds", "", False): "schema:funder", ("owns", "", True): "schema:owns",
        ("family", "spouse", True): "schema:spouse", ("family", "parent", True): "schema:parent", ("family", "child", True): "schema:children",
        ("family", "sibling", True): "schema:sibling", ("family", "relative", True): "schema:relatedTo",
        ("knows", "", True): "foaf:knows schema:knows", ("linked", "", True): "org:linkedTo",
    }.items() for iri in expanded(names)
}  # fmt: skip
HOLDS, HELD_BY = expanded("org:holds"), expanded("org:heldBy")
HAS_MEMBERSHIP: Final = expanded("org:hasMembership opengov:membership")
MEMBER_IN, ORGANIZATION_IN = expanded("org:member"), expanded("org:organization")
POST_IN_MEMBERSHIP, BEHALF, AREA = expanded("opengov:post"), expanded("opengov:onBehalfOf"), expanded("opengov:area")
POST_IN: Final = expanded("org:postIn")
