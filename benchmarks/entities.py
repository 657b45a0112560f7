"""Made-up files of entities and of RDF, for the benchmark of loaders: each beside a parser alone, which only reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pyoxigraph as ox

from benchmarks.made_up import day as _day
from benchmarks.made_up import text as _text
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader


def _ftm(i: int) -> str:
    if i % 3 == 0:
        ends = {
            "director": [f"kg-{i - 1}"],
            "organization": [f"kg-{i - 2}"],
            "role": ["Director"],
            "startDate": [_day(i)],
        }
        schema, properties = "Directorship", ends
    else:
        names = [f"Aida Sadykova {i}", f"Sadykova Aida {i}", f"Садыкова Аида {i}"]
        properties = {
            "name": names, "alias": [f"A. S. {i}"], "country": ["kg"], "topics": ["role.pep"], "notes": [_text(i)[:120]],
            "sourceUrl": [f"https://a.kg/{i}"], "innCode": [f"{i:014}"],
        }  # fmt: skip
        schema = ("Company", "Person")[i % 2]
    seen = {
        "first_seen": "2023-01-01T00:00:00",
        "last_seen": "2024-01-01T00:00:00",
        "last_change": "2023-05-01T00:00:00",
    }
    entity = {
        "id": f"kg-{i}",
        "caption": f"Aida Sadykova {i}",
        "schema": schema,
        "properties": properties,
        "referents": [f"old-{i}"],
        "datasets": ["kg"],
    }
    return json.dumps(entity | seen, ensure_ascii=False)


def _littlesis(i: int) -> str:
    attributes = {
        "id": i, "entity1_id": i % 900, "entity2_id": i % 700, "category_id": 1 + i % 12, "description1": "Chair", "description2": None,
        "amount": i % 5000, "currency": "usd", "goods": None, "filings": None, "description": _text(i)[:80], "start_date": "2010-05-00",
        "end_date": None, "is_current": True, "is_featured": False, "updated_at": "2024-01-02T03:04:05Z", "category_attributes": {},
    }  # fmt: skip
    return json.dumps(
        {
            "type": "relationships",
            "id": i,
            "attributes": attributes,
            "links": {"self": f"https://littlesis.org/relationships/{i}"},
        }
    )


def _wikidata(i: int) -> str:
    def statement(prop: str, value: object, kind: str, datatype: str, **qualifiers: object) -> dict[str, object]:
        snak = {
            "snaktype": "value",
            "property": prop,
            "hash": "0" * 40,
            "datavalue": {"value": value, "type": kind},
            "datatype": datatype,
        }
        return {
            "mainsnak": snak,
            "type": "statement",
            "id": f"Q{i}${prop}",
            "rank": "normal",
            "qualifiers": qualifiers,
            "references": [],
        }

    def item(of: int) -> dict[str, object]:
        return {"entity-type": "item", "numeric-id": of, "id": f"Q{of}"}

    time = {
        "time": "+2012-05-07T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    start = [
        {"snaktype": "value", "property": "P580", "datavalue": {"value": time, "type": "time"}, "datatype": "time"}
    ]
    claims = {
        "P31": [statement("P31", item(5), "wikibase-entityid", "wikibase-item")],
        "P39": [statement("P39", item(100 + i % 90), "wikibase-entityid", "wikibase-item", P580=start)],
        "P569": [statement("P569", time, "time", "time")], "P27": [statement("P27", item(813), "wikibase-entityid", "wikibase-item")],
        "P214": [statement("P214", str(i), "string", "external-id")], "P106": [statement("P106", item(82955), "wikibase-entityid", "wikibase-item")],
    }  # fmt: skip
    labels = {tag: {"language": tag, "value": f"Aida {i}"} for tag in ("en", "ru", "ky", "de", "fr")}
    return json.dumps(
        {
            "type": "item",
            "id": f"Q{i + 1_000_000}",
            "labels": labels,
            "descriptions": {},
            "aliases": {},
            "claims": claims,
            "sitelinks": {},
        }
    )


def _triples(i: int) -> str:
    me, gov, org = f"<http://a.kg/{i}>", "https://w3id.org/govgraph/ontology#", "http://www.w3.org/ns/org#"
    lines = [
        f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{gov}Membership>", f"<{org}member> <http://a.kg/p{i}>", f"<{org}organization> <http://a.kg/o>",
        f'<{gov}role> "member"', f'<{gov}startDate> "2010"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    ]  # fmt: skip
    return " .\n".join(f"{me} {line}" for line in lines) + " ."


RECORDS: dict[str, tuple[Callable[[int], str], str, str, int]] = {
    "followthemoney": (_ftm, ".json", "json", 4), "littlesis": (_littlesis, ".json", "json", 4), "wikidata": (_wikidata, ".json", "json", 20),
    "rdf": (_triples, ".nt", "pyoxigraph", 4),
}  # fmt: skip
"""Loader -> its made-up records, the ending of the file, the parser that is its floor, and how many rows of a table stand for one of its records."""


def measure(
    folder: Path, every: int, cost: Callable[[Callable[[], object]], float], wanted: Collection[str] | None
) -> Iterator[str]:
    """The lines of a table in Markdown: what each loader costs, or those that are wanted, and a parser alone."""
    for name, (make, ending, parser, share) in RECORDS.items():
        if wanted is not None and name not in wanted:
            continue
        rows = max(1, every // share)
        file = folder / f"{name}{ending}"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(make(i) + "\n" for i in range(1, rows + 1))

        def load(file: Path = file, name: str = name, rows: int = rows) -> None:
            loader = find_loader(Source(file))
            assert loader.name == name, loader.name
            read = sum(block.rows_read for block in loader.read_file(Source(file), Options()))
            assert read == rows, read

        def floor(file: Path = file, parser: str = parser, rows: int = rows) -> None:
            with file.open("rb") as lines:
                parsed = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES) if parser != "json" else map(json.loads, lines)
                assert sum(1 for _ in parsed) >= rows

        ours, theirs = cost(load), cost(floor)
        yield f"| {name} | {rows / ours:,.0f} | {parser}: {rows / theirs:,.0f} | {ours / theirs:.1f} |\n"
        file.unlink()
