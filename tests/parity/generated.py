"""A small graph with values of every kind, written as records files and loaded through the ordinary loader.

It holds what the example graph lacks: zeros, false, the largest and smallest numbers, text that is awkward in some way, dates of
every precision, several relationships between the same two nodes, cycles, and a node that is related to itself.
"""

from __future__ import annotations

from pathlib import Path

from record_files import write_table

ACTORS = [
    {
        "id": "a",
        "kind": "agency",
        "name_en": "Alpha",
        "name_ky": "Альфа",
        "aliases": "A|Ä|а",
        "start_date": "1991-08-31",
    },
    {"id": "b", "kind": "agency", "name_en": "beta", "classification": "0", "start_date": "1999", "end_date": "2005"},
    {"id": "c", "kind": "ngo", "name_en": 'Gamma "quoted" \\ back', "aliases": "null", "start_date": "2001-02"},
    {"id": "d", "kind": "ngo", "name_en": "Delta 'single' `tick`", "identifiers": "wikidata:Q1|wikidata:Q2"},
    {"id": "e", "kind": "igo", "name_ky": "Эл аралык уюм", "classification": "false"},
    {"id": "p1", "kind": "person", "name_ky": "Өмүрбек уулу Ңурлан", "name_ru": "Ёлкин Щ.", "gender": "male"},
    {"id": "p2", "kind": "person", "name_en": "Zoë 🙂 O'Neil", "gender": "female", "start_date": "1970-01-01"},
    {"id": "p3", "kind": "person", "name_en": "straße", "start_date": "1969-12-31", "end_date": "2020-02-29"},
    {"id": "p4", "kind": "person", "country": "country:KGZ"},
    {"id": "g", "kind": "group", "name_en": "MATCH (n) DELETE n // not a query", "aliases": "x|x"},
    {"id": "far", "kind": "company", "name_en": "far", "country": "country:KAZ"},
    {"id": "alone", "kind": "media", "name_en": "alone"},
]
MEMBERSHIPS = [
    {"id": "m1", "member": "p1", "organization": "a", "role": "minister", "start_date": "2001", "end_date": "2003-05"},
    {"id": "m2", "member": "p1", "organization": "a", "role": "minister", "start_date": "2010-02-28"},
    {"id": "m3", "member": "p1", "organization": "b", "role": "adviser", "start_inherited": "false"},
    {"id": "m4", "member": "p2", "organization": "a", "start_inherited": "true", "start_date": "2000-02-29"},
    {"id": "m5", "member": "p2", "organization": "c", "role": "Board member", "end_date": "1999-12-31"},
    {"id": "m6", "member": "p3", "organization": "c", "role": "board member", "start_date": "2024-12-31"},
    {"id": "m7", "member": "p3", "organization": "b", "role": "", "start_date": "2015-06"},
    {"id": "m8", "member": "p4", "organization": "d"},
]
ASSOCIATIONS = [
    # A cycle of three, two ways between the same two, and one to itself.
    {"id": "x1", "from_actor": "a", "to_actor": "b", "type": "part_of", "start_date": "2001"},
    {"id": "x2", "from_actor": "b", "to_actor": "c", "type": "part_of"},
    {"id": "x3", "from_actor": "c", "to_actor": "a", "type": "part_of"},
    {"id": "x4", "from_actor": "a", "to_actor": "b", "type": "funds", "amount": "0", "currency": "KGS"},
    {"id": "x5", "from_actor": "b", "to_actor": "a", "type": "funds", "amount": "1000000.5", "currency": "KGS"},
    {"id": "x6", "from_actor": "c", "to_actor": "c", "type": "owns", "amount": "-0.1", "currency": "USD"},
    {"id": "x7", "from_actor": "c", "to_actor": "d", "type": "owns", "amount": "12", "currency": "USD"},
    {"id": "x8", "from_actor": "d", "to_actor": "e", "type": "part_of"},
    {"id": "x9", "from_actor": "e", "to_actor": "far", "type": "part_of"},
    {"id": "x10", "from_actor": "d", "to_actor": "far", "type": "funds", "amount": "3", "currency": "EUR"},
]
EVENTS = [
    {"id": "e1", "type": "event-type:seminar", "name_en": "one", "start_date": "2022-05-12", "tone": "0", "articles": "0"},
    {"id": "e2", "type": "event-type:conference", "name_en": "two", "start_date": "2022-05", "tone": "-1.5", "articles": "3"},
    {"id": "e3", "type": "event-type:meeting", "start_date": "2022", "tone": "2.25", "articles": "9007199254740993"},
    {"id": "e4", "type": "event-type:meeting", "name_en": "Four", "status": "planned", "fatalities": "0", "amount": "0.1"},
    {"id": "e5", "type": "event-type:visit", "name_ky": "Беш", "start_date": "2000-02-29", "end_date": "2000-03-01", "tone": "1e-7"},
    {"id": "e6", "type": "event-type:visit", "name_en": "six", "part_of": "e1", "amount": "1e300", "intensity": "-10"},
    {"id": "e7", "type": "event-type:vote", "name_en": "seven", "part_of": "e6", "about": "country:KGZ|country:KAZ", "articles": "3"},
]  # fmt: skip
PARTICIPATIONS = [
    {"participant": "p1", "event": "e1", "role": "speaker"},
    {"participant": "p1", "event": "e1", "role": "organizer"},
    {"participant": "p2", "event": "e1", "role": "speaker"},
    {"participant": "p2", "event": "e2", "role": "speaker", "document": "https://example.org/a?x=1&y=2"},
    {"participant": "a", "event": "e2", "role": "organizer", "document": "A printed report"},
    {"participant": "a", "event": "e3", "role": "host"},
    {"participant": "c", "event": "e3"},
    {"participant": "p3", "event": "e4", "role": "voter"},
    {"participant": "g", "event": "e7", "role": "voter"},
]
PLACES = [
    {
        "id": "osh",
        "name_ky": "Ош",
        "country": "country:KGZ",
        "latitude": "40.51",
        "longitude": "72.8",
        "precision": "city",
    },
    {"id": "zero", "name_en": "Null Island", "latitude": "0", "longitude": "-0.0", "within": "osh"},
]
TABLES = {
    "actors": ACTORS, "memberships": MEMBERSHIPS, "associations": ASSOCIATIONS, "events": EVENTS,
    "participations": PARTICIPATIONS, "places": PLACES,
}  # fmt: skip
BASE = "https://w3id.org/govgraph/id/record/generated/"
"""What the ids of the rows become: ``BASE + "a"`` is the IRI of the first actor."""


def write_generated(folder: Path) -> Path:
    """Write the files of the generated graph."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in TABLES.items():
        path = write_table(folder / f"{name}.csv", rows)
        path.write_text("# dataset: generated\n" + path.read_text("utf-8"), "utf-8")
    return folder
