"""The cases of the fuzzer of loads (tests/fuzz_loads.py): files made by chance, or whole files of each loader, and what is done to their bytes.

A case depends on the seed and its number alone.
"""

from __future__ import annotations

import bz2
import copy
import csv
import datetime as dt
import gzip
import io
import json
import lzma
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import polars as pl
import xlsxwriter
from fuzz_fixtures import File, whole_file
from fuzz_odd import ODD, TOKENS, VALUES
from record_files import TABLES

from govgraph.loaders.gdelt.gkg import ONE, TWO
from govgraph.loaders.gdelt.mentions import COLUMNS as MENTIONS

# --------------------------------------------------------------------------------------------- fixtures


def _rows(chance: random.Random) -> tuple[str, list[dict[str, str]]]:
    """A table and some rows of it, a few cells of which are odd."""
    name = chance.choice(list(TABLES))
    rows = [dict(chance.choice(TABLES[name])) for _ in range(chance.choice([1, 3, 30]))]
    for index, row in enumerate(rows):
        if "id" in row:
            row["id"] += str(index)
        for _ in range(chance.choice([0, 0, 1, 2])):
            row[chance.choice([*row, "name_en", "odd", "end_date", "country"])] = chance.choice(ODD)
    return name, rows


def _csv(chance: random.Random) -> tuple[str, bytes]:
    name, rows = _rows(chance)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(
        stream, list(dict.fromkeys(k for r in rows for k in r)), delimiter=chance.choice(",;\t"),
        lineterminator=chance.choice(["\n", "\r\n", "\r", "\r\r\n"]),
    )  # fmt: skip
    writer.writeheader()
    writer.writerows(rows)
    text = chance.choice(["", "", "# dataset: d\n", "sep=;\n", "A title\n\n"]) + stream.getvalue()
    encoding = chance.choice(
        ["utf-8"] * 4 + ["utf-8-sig", "utf-16", "utf-16-be", "cp1251", "cp1252", "koi8_r", "utf-32"]
    )
    return f"{name}.{chance.choice(['csv', 'csv', 'csv', 'tsv', 'txt'])}", text.encode(encoding, "replace")


def _json_lines(chance: random.Random) -> tuple[str, bytes]:
    name, rows = _rows(chance)
    values: list[Any] = [None, True, 7, 1.5, [], ["a", "b"], [["a"]], {}, {"a": 1}, "\ud800"]
    lines = []
    for row in rows:
        record: dict[str, Any] = dict(row)
        if chance.random() < 0.3:
            record[chance.choice(list(row))] = chance.choice(values)
        lines.append(json.dumps(record, ensure_ascii=chance.random() < 0.5))
    return f"{name}.jsonl", "\n".join(lines).encode("utf-8", "surrogatepass")


def _parquet(chance: random.Random) -> tuple[str, bytes]:
    name, rows = _rows(chance)
    columns: dict[str, pl.Series] = {
        key: pl.Series([row.get(key) for row in rows], dtype=pl.String)
        for key in dict.fromkeys(k for r in rows for k in r)
    }
    odd = chance.choice([
        pl.Series([7.0] * len(rows)), pl.Series([None] * len(rows), dtype=pl.Null), pl.Series([b"\xff"] * len(rows)),
        pl.Series([dt.datetime(2019, 3, 1, tzinfo=dt.UTC)] * len(rows)), pl.Series([[1, 2]] * len(rows)),
        pl.Series([{"lang": "en", "text": "x"}] * len(rows)), pl.Series([dt.date(9999, 12, 31)] * len(rows)),
        pl.Series(["a"] * len(rows), dtype=pl.Categorical), pl.Series([dt.timedelta(1)] * len(rows)),
        pl.Series([1] * len(rows), dtype=pl.Decimal(10, 2)), pl.Series([dt.time(1)] * len(rows)),
        pl.Series([2**62] * len(rows)).cast(pl.Datetime("us", "UTC")), pl.Series([2**31 - 1] * len(rows), dtype=pl.Int32).cast(pl.Date),
    ])  # fmt: skip
    columns[chance.choice([*columns, "start_date", "name_en"])] = odd
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return f"{name}.parquet", stream.getvalue()


def _workbook(chance: random.Random) -> tuple[str, bytes]:
    stream = io.BytesIO()
    with warnings.catch_warnings(), xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        warnings.simplefilter("ignore")
        book.set_properties({"created": dt.datetime(2020, 1, 1)})
        for number in range(chance.choice([1, 1, 2])):
            name, rows = _rows(chance)
            sheet = book.add_worksheet(name if not number else f"{name}{number}")
            keys = list(dict.fromkeys(k for r in rows for k in r))
            sheet.write_row(0, 0, [k[:30] for k in keys])
            for at, row in enumerate(rows, start=1):
                for column, key in enumerate(keys):
                    value = row.get(key, "")[:30_000]
                    if value and chance.random() < 0.1:
                        code = chance.choice(["mmm-yy", "yyyy", "000", "h:mm", "General", '"x" 0', "[h]:mm"])
                        sheet.write_number(
                            at,
                            column,
                            chance.choice([0, 43525, 43525.5, -1, 60, 3e6, 7]),
                            book.add_format({"num_format": code}),
                        )
                    elif value:
                        sheet.write_string(at, column, value)
            if chance.random() < 0.2:
                sheet.merge_range(1, 0, 1 + chance.randrange(5), chance.randrange(3) + 1, "m")
            if chance.random() < 0.1:
                sheet.write_string(chance.choice([5, 99_999, 1_048_575]), chance.choice([3, 200, 16_383]), "far")
    data = stream.getvalue()
    if chance.random() < 0.5:
        data = _rewritten(data, chance)
    return "workbook.xlsx", data


def _rewritten(data: bytes, chance: random.Random) -> bytes:
    """A workbook with one of its parts changed and packed anew, so that the XML and not the container is at fault."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        target = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            if name == target:
                change = chance.choice(["bytes", "numbers", "gone"])
                if change == "gone":
                    continue
                content = _changed(content, chance) if change == "bytes" else _other_numbers(content, chance)
            new.writestr(_member(name), content)
    return stream.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    """A member of an archive without the time of day, on which a case may not depend."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _other_numbers(content: bytes, chance: random.Random) -> bytes:
    odd = [b"0", b"-1", b"999999999999", b"1e999", b"", b"XFD1048576", b"A0"]
    return re.sub(
        rb'(?<=[">])[A-Z]?\d+(?=["<])', lambda m: chance.choice(odd) if chance.random() < 0.1 else m.group(), content
    )


def _gdelt(chance: random.Random) -> tuple[str, bytes]:
    lines = []
    for number in range(chance.choice([1, 5, 50])):
        values = [
            str(719024875 + number), "20180101", "201801", "2018", "2018.0027", "KGZGOV", "KYRGYZSTAN", "KGZ", *[""] * 7,
            "USA", "UNITED STATES", "USA", *[""] * 7, "1", "042", "042", "04", "1", "1.9", "6", "1", "6", "2.5",
            *["4", "Bishkek, Bishkek, Kyrgyzstan", "KG", "KG01", "42.8", "74.6", "-2524360"] * 3, "20180101", "http://a.kg/1",
        ]  # fmt: skip
        for _ in range(chance.choice([0, 0, 1, 3])):
            values[chance.randrange(len(values))] = (
                chance.choice(ODD).replace("\t", "").replace("\n", "").replace("\r", "")
            )
        lines.append("\t".join(values))
    return "20180101.export.CSV", "\n".join(lines).encode("utf-8", "surrogatepass")


def _gdelt_copy(chance: random.Random) -> tuple[str, bytes]:
    """Events, mentions or records of the GKG, as published or as others write them again."""
    of: dict[str, str] = chance.choice([
        {"GLOBALEVENTID": "7", "SQLDATE": "20180101", "EventCode": "042", "Actor1Code": "KGZGOV", "Actor2Code": "USA", "AvgTone": "2.5", "DATEADDED": "20180101",
         "ActionGeo_Type": "4", "ActionGeo_CountryCode": "KG", "ActionGeo_ADM1Code": "KG01", "ActionGeo_FeatureID": "-5", "SOURCEURL": "http://a.kg/1"},
        dict(zip(MENTIONS, ["7", "20180101001500", "20180101001500", "1", "a.kg", "http://a.kg/1", "2", "-1", "4", "9", "1", "50", "900", "-1.5", "", ""], strict=True)),
        dict(zip(ONE, ["20180101", "2", "KILL#2##1#Libya#LI#LI#25#17#LI;", "KILL;", "4#Osh, Osh, Kyrgyzstan#KG#KG08#40.5#72.8#-9", "a b;c", "u n",
                       "1,2,3,4,5,6", "7,8,", "a.kg;b.kg", "http://a.kg/1<UDIV>http://b.kg/1"], strict=True)),
        dict.fromkeys(TWO, "") | {"GKGRECORDID": "20180101001500-1", "DATE": "20180101001500", "SourceCollectionIdentifier": "1", "DocumentIdentifier": "http://a.kg/1",
         "V2Locations": "4#Osh, Osh, Kyrgyzstan#KG#KG08#1#40.5#72.8#-9#12", "Persons": "a b", "V2Persons": "A B,7", "V2Tone": "1,2,3,4,5,6,7",
         "Quotations": "1|2||x", "TranslationInfo": "srclc:rus;eng:x", "Extras": "<PAGE_TITLE>T</PAGE_TITLE>"},
    ])  # fmt: skip
    rows = [dict(of) for _ in range(chance.choice([1, 3, 30]))]
    for row in rows:
        for _ in range(chance.choice([0, 0, 1, 3])):
            odd = chance.choice([*ODD, "2.02E+13", "42", ";;#,", "#" * 9, "1#2#3#4#5#6#7", "<UDIV>", "-T1", "|||"])
            row[chance.choice(list(row))] = odd.replace("\t", "").replace("\n", "").replace("\r", "")
    names = list(of)
    if chance.random() < 0.3:
        chance.shuffle(names)
        names = names[: chance.randrange(1, len(names) + 1)]
    separator = chance.choice("\t\t,;")
    lines = [names] * (chance.random() < 0.6) + [[row[n] for n in names] for row in rows]
    text = "\n".join(separator.join(f'"{c}"' if separator in c else c for c in line) for line in lines)
    return "20180101.csv", text.encode("utf-8", "surrogatepass")


def _popolo(chance: random.Random) -> tuple[str, bytes]:
    values: list[Any] = [*ODD, None, True, 7, 1.5, [], {}, [[]], {"lang:ky": "x"}, ["a"], "\ud800"]
    data: dict[str, Any] = {
        "persons": [
            {"id": f"p{i}", "name": "Асан", "other_names": [{"lang": "en", "name": "Asan", "note": "multilingual"}],
             "birth_date": "1970-01", "links": [{"url": "http://a/", "note": "x"}], "image": "http://a/i.png",
             "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}]} for i in range(3)
        ],
        "organizations": [{"id": "o", "name": "Жогорку Кеңеш", "classification": "legislature"}],
        "memberships": [{"person_id": f"p{i}", "organization_id": "o", "role": "member", "legislative_period_id": "term/1"} for i in range(3)],
        "events": [{"id": "term/1", "name": "1", "classification": "legislative period", "start_date": "2010"}],
        "areas": [{"id": "a", "name": "Ош"}], "posts": [{"id": "s", "label": "Seat", "organization_id": "o"}],
    }  # fmt: skip
    for _ in range(chance.choice([0, 1, 3])):
        record = chance.choice(data[chance.choice(list(data))])
        record[chance.choice([*record, "end_date", "email", "area_id"])] = chance.choice(values)
    if chance.random() < 0.1:
        data[chance.choice(list(data))] = chance.choice(values)
    text = json.dumps(data, ensure_ascii=chance.random() < 0.5)
    return "parliament.json", text.encode("utf-8", "surrogatepass")


_TIME = {"time": "+2012-05-07T00:00:00Z", "precision": 11, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}
_ENTITIES: dict[str, list[dict[str, Any]]] = {
    "kg.entities.ftm.json": [
        {"id": "a", "schema": "Person", "caption": "A", "properties": {"name": ["A", "Б"], "birthDate": ["1970", "1970-05"], "nationality": ["kg"], "sourceUrl": ["https://a/"]}, "datasets": ["d"], "referents": ["r"], "last_seen": "2024-01-01T00:00:00"},
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": [{"id": "c", "schema": "Company", "properties": {"name": ["C"]}}], "percentage": ["5"], "startDate": ["2010"]}, "datasets": ["d", "e"]},
        {"id": "s", "schema": "Sanction", "properties": {"entity": ["a"], "authority": ["M"], "country": ["us"], "startDate": ["2020-01-01"]}},
    ],
    "littlesis.json": [
        {"type": "entities", "id": 1, "attributes": {"id": 1, "name": "A", "primary_ext": "Person", "aliases": ["B"], "types": ["Lobbyist"], "extensions": {"Person": {"party_id": 2}}, "start_date": "1970-00-00", "updated_at": "2024-01-01T00:00:00Z"}, "links": {"self": "https://littlesis.org/entities/1"}},
        {"type": "relationships", "id": 2, "attributes": {"id": 2, "entity1_id": 1, "entity2_id": 3, "category_id": 10, "amount": 5, "currency": "usd", "category_attributes": {"percent_stake": 5}}},
    ],
    "Q1.json": [
        {"type": "item", "id": "Q1", "labels": {"en": {"language": "en", "value": "A"}}, "aliases": {"ky": [{"language": "ky", "value": "Б"}]}, "descriptions": {"en": {"value": "x"}}, "sitelinks": {"enwiki": {"title": "A b"}}, "claims": {
            "P31": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q5"}}, "datatype": "wikibase-item"}, "id": "Q1$1", "rank": "normal"}],
            "P39": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": "Q9"}}}, "id": "Q1$2", "rank": "preferred", "qualifiers": {"P580": [{"snaktype": "value", "datavalue": {"value": _TIME}}], "P2389": [{"datavalue": {"value": {"id": "Q8"}}}]}}],
            "P569": [{"mainsnak": {"datavalue": {"value": _TIME}}, "id": "Q1$3", "rank": "deprecated"}],
            "P214": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": "12"}, "datatype": "external-id"}, "id": "Q1$4"}],
            "P26": [{"mainsnak": {"snaktype": "value", "datavalue": {"value": {"numeric-id": 2}}}}]}},
        {"type": "item", "id": "Q2", "labels": [], "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q515"}}}}], "P625": [{"mainsnak": {"datavalue": {"value": {"latitude": 1, "longitude": 2}}}}]}},
    ],
    "page.jsonld": [{"@context": {"@vocab": "https://schema.org/"}, "@id": "http://a/", "@type": "Person", "name": "A", "memberOf": {"@type": "OrganizationRole", "memberOf": {"@id": "http://o/"}, "startDate": "2010"}}],
}  # fmt: skip
"""Objects of each format of entities and links, by the name of a file of it."""


def _entities(chance: random.Random) -> tuple[str, bytes]:
    name = chance.choice(list(_ENTITIES))
    records = json.loads(json.dumps(_ENTITIES[name])) * chance.choice([1, 1, 4])
    for _ in range(chance.choice([0, 1, 3])):
        at: Any = chance.choice(records)
        while True:
            key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if not (isinstance(at[key], dict | list) and at[key]) or chance.random() < 0.2:
                at[key] = copy.deepcopy(chance.choice(VALUES))
                break
            at = at[key]
    if chance.random() < 0.5 or name == "page.jsonld":
        text = json.dumps(records, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1]))
    else:
        text = "\n".join(json.dumps(record) for record in records)
    return name, text.encode("utf-8", "surrogatepass")


MAKERS: list[Callable[[random.Random], tuple[str, bytes]]] = [
    _csv,
    _csv,
    _json_lines,
    _parquet,
    _workbook,
    _gdelt,
    _gdelt_copy,
    _popolo,
    _entities,
]


# ------------------------------------------------------------------------------------------------ changes


def _changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changes: turned, cut, doubled, moved, or with something odd put in."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at = chance.randrange(len(out) + 1)
        some = slice(at, at + chance.choice([1, 4, 60, 1000]))
        match chance.randrange(6):
            case 0 if at < len(out):
                out[at] = chance.randrange(256)
            case 1:
                del out[some]
            case 2:
                out[at:at] = out[some]
            case 3:
                out[at:at] = chance.choice(TOKENS)
            case 4 if at:
                del out[at:]
            case _:
                out[some] = bytes(chance.choices(range(256), k=len(out[some])))
    return bytes(out)


def _packed(name: str, data: bytes, chance: random.Random) -> tuple[str, bytes]:
    kind = chance.choice([*["plain"] * 4, "gz", "bz2", "xz", "zip", "zips", "bomb", "misnamed"])
    if kind == "gz":
        return f"{name}.gz", gzip.compress(data, mtime=0)
    if kind == "bz2":
        return f"{name}.bz2", bz2.compress(data)
    if kind == "xz":
        return f"{name}.xz", lzma.compress(data)
    if kind == "misnamed":
        return f"{name}.gz", data
    if kind == "bomb" and chance.random() < 0.1:
        return f"{name}.gz", gzip.compress(data + data[-40:] * 200_000, 1, mtime=0)
    if kind in ("zip", "zips"):
        stream = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            warnings.simplefilter("ignore")
            archive.writestr(_member(name), data)
            if kind == "zips":
                other = chance.choice([name, "__MACOSX/._x.csv", "b-actors.csv", "../up.csv", "é.csv"])
                archive.writestr(_member(other), data)
        return "archive.zip", stream.getvalue()
    return name, data


def case(seed: int, number: int) -> list[File]:
    """The files of a case: the one that is loaded, and what stands beside it."""
    chance = random.Random(f"{seed}-{number}")
    files = whole_file(chance) if chance.random() < 0.6 else [chance.choice(MAKERS)(chance)]
    name, data = files[0]
    if chance.random() < 0.4:
        data = _changed(data, chance)
    name, data = _packed(name, data, chance)
    return [(name, _changed(data, chance) if chance.random() < 0.2 else data), *files[1:]]
