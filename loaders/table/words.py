"""Words in the names of columns, and what a column with such a word probably holds."""

from __future__ import annotations

from typing import Final

PERSON: Final = set(
    "person people name official officials minister mep mp member leader delegate candidate speaker contact contacts deputy president "
    "participants host chair author ambassador appointee nominee officeholder representative representatives лицо фио участник участники спикер депутат министр кандидат".split()
)
ORG: Final = set(
    "organisation organization organisations organizations org agency agencies ministry company ngo lobbyist lobbyists institution "
    "affiliation employer donor funder recipient committee party delegation office group board organizer host_org registrant client supplier "
    "vendor contractor buyer entity interest "
    "организация организатор министерство ведомство агентство партия компания".split()
)
KINDS: Final = {
    "party": "party", "партия": "party", "agency": "agency", "agencies": "agency", "ministry": "agency", "министерство": "agency",
    "ведомство": "agency", "company": "company", "ngo": "ngo", "group": "party",
}  # fmt: skip
EVENT: Final = {
    "meeting": "event-type:meeting", "trip": "event-type:visit", "visit": "event-type:visit", "travel": "event-type:visit",
    "conference": "event-type:conference", "election": "event-type:election", "treaty": "event-type:agreement",
    "agreement": "event-type:agreement", "project": "event-type:project", "activity": "event-type:project",
    "grant": "event-type:funding", "seminar": "event-type:seminar", "event": "", "мероприятие": "",
    "subject": "event-type:meeting", "topic": "", "title": "",
}  # fmt: skip
ROLES: Final = {
    "funding": "funder", "donor": "funder", "implementing": "implementer", "contacts": "contact", "contact": "contact",
    "official": "participant", "organizer": "organizer", "организатор": "organizer", "host": "host", "candidate": "candidate",
    "speaker": "speaker", "lobbyists": "guest", "organisation": "guest", "leader": "guest", "state": "signatory",
}  # fmt: skip
PLACE: Final = set("location place venue city town constituency place_name место город".split())
TIMES: Final = {
    "start": "start_date", "begin": "start_date", "from": "start_date", "since": "start_date", "appointed": "start_date",
    "end": "end_date", "until": "end_date", "till": "end_date", "to": "end_date", "left": "end_date",
}  # fmt: skip
ATTRIBUTES: Final = set("id code iso iso2 iso3 type kind full name role country url link nr no".split())
OF_PLACES: Final = set(
    "park monument forest river lake island city county village memorial reserve preserve valley mountain район область село".split()
)
"""Words in the names of places."""
RELATION: Final = set("connection relation relationship link tie связь".split())
JOINED: Final = set("membership member accession joined ratification вступление членство".split())
"""Words of a table of which state, or who, belongs to which organisation."""
JOB: Final = set("job position post function role title portfolio ministers должность пост".split())
ACRONYM: Final = set("acronym abbreviation abbrev аббревиатура".split())
NAME: Final = set("name full first last given family sur фио".split())
"""Words of a column that says what a row is called: a person, unless its other words or its cells tell what else."""
