"""What a loader of documents costs, from file to blocks, beside the parser that reads the same file: JSON, YAML, or lines of text.

:mod:`benchmarks.loaders` prints these rows below those of tables.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import yaml

from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import find_loader

_UUID = "00000000-0000-4000-8000-{:012}"


def _as_table(data: bytes) -> None:
    """Lines of text as polars reads them: a table with one column, which it writes as Parquet."""
    lines = pl.read_csv(data, separator="\0", has_header=False, quote_char=None, infer_schema=False)
    lines.write_parquet(io.BytesIO())


@dataclass(frozen=True, slots=True)
class Document:
    """A made-up document.

    Attributes:
        loader: the loader that is to recognise it.
        file_name: the name of the file.
        make: its text with about so many rows.
        parse: the parser alone.
        again: how often it is read in one measurement, for documents that are small by nature.
    """

    loader: str
    file_name: str
    make: Callable[[int], str]
    parse: Callable[[bytes], object]
    again: int = 1


def _member(i: int) -> dict[str, object]:
    terms = [
        {"type": "rep", "start": f"{1993 + 2 * n}-01-03", "end": f"{1995 + 2 * n}-01-03", "state": ("WA", "OR", "TX")[i % 3], "district": i % 30, "party": ("Democrat", "Republican")[i % 2], "url": f"http://a.gov/{i}", "phone": "202-000-0000"}
        for n in range(4)
    ]  # fmt: skip
    ids = {"bioguide": f"X{i:06}", "govtrack": 300000 + i, "wikidata": f"Q{i + 1}", "fec": [f"H{i:08}"]}
    return {"id": ids, "name": {"first": "Ada", "last": f"Sample {i}", "official_full": f"Ada Sample {i}"}, "bio": {"birthday": "1960-05-25", "gender": "F"}, "terms": terms}  # fmt: skip


def _members(rows: int) -> list[dict[str, object]]:
    return [_member(i) for i in range(rows // 5)]


def _popolo(rows: int) -> str:
    people = [
        {"id": _UUID.format(i), "name": f"Sample {i}", "gender": "female", "links": [{"url": f"http://a.kg/{i}"}]}
        for i in range(rows // 2)
    ]
    seats = [
        {"person_id": _UUID.format(i), "organization_id": "legislature", "role": "member", "start_date": "2010"}
        for i in range(rows // 2)
    ]
    body = {"id": "legislature", "name": "Council", "classification": "legislature"}
    return json.dumps({"persons": people, "organizations": [body], "memberships": seats})


def _page(_: int) -> str:
    def text(words: str) -> dict[str, str]:
        return {"text": words}

    government = {
        "Country name": {"conventional long form": text("Kyrgyz Republic"), "conventional short form": text("Kyrgyzstan")},
        "Executive branch": {"chief of state": text("President Ada LEE (since 1 May 2020)"), "head of government": text("Prime Minister Bo LEE (since 2021)")},
        "International organization participation": text(", ".join(f"ORG{i} (observer)" if i % 5 == 0 else f"ORG{i}" for i in range(55))),
        "Political parties": text("<br>".join(f"Party {i} or P{i}" for i in range(9))),
    }  # fmt: skip
    others = {
        name: {f"Field {i}": text("words " * 60) for i in range(25)} for name in ("Geography", "Economy", "Environment")
    }
    return json.dumps({"Introduction": {"Background": text("words " * 80)}, **others, "Government": government})


def _dictionary(rows: int) -> str:
    entry = "ADA_SAMPLE_{0}_  ; CountryInfo.txt\n+ADA_EXAMPLE_{0}_\n\t[KGZELI 670101-001221]\n\t[KGZGOV >20050325]\n"
    return "".join(entry.format(i) for i in range(rows // 4))


DOCUMENTS = (
    Document("popolo", "sample.json", _popolo, json.loads),
    Document("congress-legislators", "legislators.json", lambda rows: json.dumps(_members(rows)), json.loads),
    Document(
        "congress-legislators", "legislators.yaml", lambda rows: yaml.safe_dump(_members(min(rows, 20_000))),
        lambda data: yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
    ),
    Document("factbook", "kg.json", _page, json.loads, again=50),
    Document("petrarch", "sample.actors.txt", _dictionary, _as_table),
)  # fmt: skip
"""The formats that are measured so."""


def measure(
    folder: Path, rows: int, cost: Callable[[Callable[[], object]], float], wanted: Collection[str] | None
) -> list[str]:
    """The rows of the table in Markdown.

    Args:
        folder: for the made-up files.
        rows: about how many rows a document has.
        cost: the cost of a call in processor seconds.
        wanted: the loaders to measure; None: all.
    """
    lines = []
    for document in DOCUMENTS:
        if wanted is not None and document.loader not in wanted:
            continue
        file = folder / document.file_name
        file.write_text(document.make(rows), "utf-8")
        read = 0

        def load(file: Path = file, document: Document = document) -> None:
            nonlocal read
            for _ in range(document.again):
                loader = find_loader(Source(file))
                assert loader.name == document.loader, loader.name
                read = sum(block.rows_read for block in loader.read_file(Source(file), Options()))

        def floor(file: Path = file, document: Document = document) -> None:
            for _ in range(document.again):
                document.parse(file.read_bytes())

        ours, theirs = cost(load), cost(floor)
        total = read * document.again
        lines.append(
            f"| {document.loader} ({file.suffix[1:]}) | {total / ours:,.0f} | {total / theirs:,.0f} | {ours / theirs:.1f} |\n"
        )
        file.unlink()
    return lines
