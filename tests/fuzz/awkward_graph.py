"""A graph with the values over which the columns and Oxigraph could disagree: each came from a difference, or from reading both.

Two datasets speak of the same things. There are texts with and without a language, the same text in several languages, dates of every
length in one column, links that are no IRIs, lists with one value twice, numbers that are written with exponents, and things without names.
"""

from __future__ import annotations

from pathlib import Path

from parity.generated import TABLES
from record_files import write_table

from govgraph.graph.duck import connect, copy, parquet
from govgraph.graph.graph import Graph

ACTORS = [
    {"id": "w1", "kind": "ngo", "name_en": "Same", "name_ru": "Same"},
    {"id": "w2", "kind": "ngo", "name_en": "two\nlines\tand a tab", "name_ky": 'back\\slash "quote"', "aliases": "Same|same|SAME"},
    {"id": "w3", "kind": "person", "name_de": "Straße ŉ ǰ", "name_tr": "İstanbul ıspanak", "gender": "ΣΊΣΥΦΟΣ"},
    {"id": "w4", "kind": "igo", "name_en": "member", "start_date": "1991", "end_date": "1991-08", "classification": "member"},
    {"id": "w5", "kind": "party", "name_en": "a.b*c", "name_fr": "É😀é", "start_date": "2010-01-01", "end_date": "2010-01-01"},
    {"id": "w6", "kind": "media", "classification": "1", "start_date": "0001"},
    {"id": "w7", "kind": "company", "name_en": "100", "classification": "100", "country": "country:KAZ", "identifiers": "x:1|x:1|y:2"},
]  # fmt: skip
EVENTS = [
    {"id": "v1", "type": "event-type:visit", "articles": "1", "tone": "1.0", "intensity": "1", "amount": "1e22", "start_date": "2010"},
    {"id": "v2", "type": "event-type:visit", "articles": "3", "tone": "-0.5", "intensity": "3.0", "amount": "1e-7", "start_date": "2010-01"},
    {"id": "v3", "type": "event-type:vote", "articles": "7", "tone": "2.5", "intensity": "-2.5", "start_date": "2010-01-01"},
    {"id": "v4", "type": "event-type:vote", "tone": "0.1", "fatalities": "12", "start_date": "2010-01-01", "place": "osh"},
    {"id": "v5", "type": "cameo:042", "place": "country:KGZ", "part_of": "v4", "amount": "123456789012345680000"},
]  # fmt: skip
PARTICIPATIONS = [
    {"participant": "w1", "event": "v1", "role": "member", "document": "BBC Monitoring"},
    {"participant": "w4", "event": "v1", "role": "1", "document": "https://example.org/b"},
    {"participant": "w5", "event": "v2", "role": "Member"},
    {"participant": "p1", "event": "v4", "role": "member"},
    {"participant": "nobody", "event": "v5", "role": "guest"},
]
SECOND = {
    "actors": [
        {"id": "a", "kind": "agency", "name_en": "Alpha again", "aliases": "A|other", "start_date": "1991"},
        {"id": "w1", "kind": "igo", "name_en": "Same", "country": "country:KGZ"},
    ],
    "places": [{"id": "osh", "name_ru": "Ош", "within": "country:KGZ", "latitude": "40.5", "longitude": "72.8"}],
}
PLACES = [
    {
        "id": "osh",
        "name_ky": "Ош",
        "country": "country:KGZ",
        "latitude": "40.51",
        "longitude": "72.8",
        "precision": "city",
    }
]


def write_awkward(folder: Path) -> Path:
    """Write the files of the graph."""
    tables = {
        **TABLES,
        "actors": [*TABLES["actors"], *ACTORS],
        "events": [*TABLES["events"], *EVENTS],
        "participations": [*TABLES["participations"], *PARTICIPATIONS],
        "places": [*TABLES["places"][1:], *PLACES],
    }
    for name, rows in tables.items():
        path = write_table(folder / f"{name}.csv", rows)
        path.write_text("# dataset: generated\n" + path.read_text("utf-8"), "utf-8")
    base = "https://w3id.org/govgraph/id/record/generated/"
    for name, rows in SECOND.items():
        with_iris = [{**row, "id": base + row["id"]} for row in rows]
        path = write_table(folder / "second" / f"{name}.csv", with_iris)
        path.write_text("# dataset: second\n" + path.read_text("utf-8"), "utf-8")
    return folder


ROUGH = {
    "actors": {
        "names": "list_append(names, {'lang': '', 'text': coalesce(classification, 'no language')})",
        "aliases": "aliases || aliases || [{'lang': 'EN', 'text': 'Same'}, {'lang': 'en', 'text': 'Same'}, {'lang': 'ru', 'text': 'Same'}]",
        "identifiers": "identifiers || identifiers",
        "links": "['https://a.kg/x', 'BBC Monitoring', 'https://a.kg/x', 'http://a b/']",
        "image": "CASE WHEN class = 'NGO' THEN 'https://a.kg/i.png' WHEN class = 'Person' THEN 'a photo' END",
    },
    "events": {"names": "list_append(names, {'lang': 'en-US', 'text': 'Seminar'})", "links": "['https://a.kg/']"},
}
"""What loaders would not let through, and what would still be read alike: table -> column -> SQL of its values."""
UNREADABLE = {
    "places": {"longitude": "-0.0::DOUBLE", "latitude": "0.00001::DOUBLE"},
    "memberships": {"start_date": "CASE WHEN role = 'minister' THEN '2010-02-30' ELSE start_date END"},
    "events": {"amount": "'nan'::DOUBLE", "end_date": "'0000'"},
}
"""What DuckDB and Oxigraph read differently."""


def roughen(version: Path, values: dict[str, dict[str, str]]) -> None:
    """Change columns of the tables of a version that has no store yet."""
    for table, columns in values.items():
        file = version / "tables" / f"{table}.parquet"
        changed = ", ".join(f"({sql}) AS {column}" for column, sql in columns.items())
        with connect() as db:
            copy(db, f"SELECT * REPLACE ({changed}) FROM {parquet(file)}", file.with_suffix(".new"))
        file.with_suffix(".new").replace(file)


def awkward_graphs(folder: Path) -> dict[str, Path]:
    """The folders of versions with their triples built: as loaded, roughened, and with what cannot be read alike."""
    made = {}
    for name, values in (("loaded", {}), ("rough", ROUGH), ("unreadable", {**ROUGH, **UNREADABLE})):
        graph = Graph(folder / name)
        graph.load(write_awkward(folder / f"{name} files"))
        roughen(graph.version(), values)
        graph.build("rdf")
        made[name] = graph.version()
        graph.close()
    return made
