"""Two small publications of one parliament, in which some people and bodies are the same, and one is only called the same."""

from __future__ import annotations

from pathlib import Path

from record_files import write_table

import govgraph

ONE = [
    {"id": "asan", "kind": "person", "name_ky": "Асан Үсөн уулу", "start_date": "1970-05", "country": "country:KGZ"},
    {"id": "bakyt", "kind": "person", "name_ky": "Бакыт", "identifiers": "wikidata:Q100", "start_date": "1960"},
    {"id": "kenesh", "kind": "agency", "name_ky": "Жогорку Кеңеш", "country": "country:KGZ"},
    {"id": "namesake", "kind": "person", "name_ru": "Иванов Иван", "identifiers": "wikidata:Q7", "start_date": "1950"},
]
OTHER = [
    {"id": "1", "kind": "person", "name_en": "Asan Usonov", "name_ru": "Асан Усонов", "start_date": "1970-05-01"},
    {"id": "2", "kind": "person", "name_en": "Bakyt", "identifiers": "wikidata:Q100", "gender": "male"},
    {"id": "3", "kind": "organization", "name_en": "Supreme Council", "country": "country:KGZ"},
    {"id": "4", "kind": "person", "name_en": "Ivan Ivanov", "identifiers": "wikidata:Q7", "start_date": "1980"},
]
MEMBERSHIPS = [
    {"id": "m1", "member": "1", "organization": "3", "role": "member", "start_date": "2010"},
    {"id": "m2", "member": "2", "organization": "3", "role": "member", "start_date": "2010"},
]
EVENTS = [
    {
        "id": "e1",
        "type": "event-type:seminar",
        "name_en": "Seminar",
        "start_date": "2012-05-12",
        "about": "1|2|country:KAZ",
    }
]
PARTICIPATIONS = [{"participant": "1", "event": "e1", "role": "speaker"}]
BASE = "https://w3id.org/govgraph/id/record"


def iri(dataset: str, local: str) -> str:
    """The IRI of something in one of the two publications."""
    return f"{BASE}/{dataset}/{local}"


def write_two(folder: Path) -> tuple[Path, Path]:
    """The folders of both publications; load each with its name as the data set."""
    write_table(folder / "one" / "actors.csv", ONE)
    other = {"actors": OTHER, "memberships": MEMBERSHIPS, "events": EVENTS, "participations": PARTICIPATIONS}
    for name, rows in other.items():
        write_table(folder / "other" / f"{name}.csv", rows)
    return folder / "one", folder / "other"


def load_two(folder: Path) -> Path:
    """A graph of both publications, beside their folders."""
    one, other = write_two(folder)
    with govgraph.open(folder / "graph") as graph:
        graph.load(one, dataset="one")
        graph.load(other, dataset="other")
    return folder / "graph"
