"""Small files of our own tables, written by the tests that load them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import govgraph

ACTORS = [
    {"id": "ministry", "kind": "agency", "name_ky": "Министрлик", "name_en": "Ministry", "country": "country:KGZ"},
    {"id": "asan", "kind": "person", "name_ky": "Асан уулу", "name_ru": "Асан", "aliases": "Asan|Hasan"},
    {"id": "institute", "kind": "ngo", "name_en": 'Institute "X"', "identifiers": "wikidata:Q1"},
]
MEMBERSHIPS = [
    {
        "id": "m1",
        "member": "asan",
        "organization": "ministry",
        "role": "minister",
        "start_date": "2001",
        "end_date": "2003-05",
    },
    {"id": "m2", "member": "asan", "organization": "ministry", "role": "minister", "start_date": "2010-02"},
]
EVENTS = [
    {
        "id": "e1",
        "type": "event-type:seminar",
        "name_ky": "Семинар",
        "start_date": "2022-05-12",
        "about": "country:KAZ|country:LVA",
    },
    {"id": "e2", "type": "event-type:conference", "name_en": "Conference", "start_date": "2022-05", "tone": "0"},
]
PARTICIPATIONS = [
    {"participant": "asan", "event": "e1", "role": "speaker", "document": "https://example.org/a?x=1&y=2"},
    {"participant": "institute", "event": "e1", "role": "organizer", "document": "https://example.org/a?x=1&y=2"},
    {"participant": "institute", "event": "e2", "role": "organizer"},
]
TABLES = {"actors": ACTORS, "memberships": MEMBERSHIPS, "events": EVENTS, "participations": PARTICIPATIONS}


def write_table(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows as CSV; the columns are those that any row has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(c for row in rows for c in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_small(folder: Path) -> Path:
    """A folder with an official, his two terms, an NGO, and two events."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in TABLES.items():
        write_table(folder / f"{name}.csv", rows)
    return folder


def small_graph(folder: Path) -> Path:
    """A graph of `write_small` of which nothing is built, to be copied: loading takes longer."""
    with govgraph.open(folder / "graph") as graph:
        graph.load(write_small(folder / "files"))
    return folder / "graph"
