"""One parliament as four sources have it: Popolo, Wikidata, a page of the World Factbook, and the example that comes with govgraph.

Ten deputies are in three of them. Six of these share an identifier in two; the others are one by their names alone, so a person must decide. Two
people are only called the same.
"""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "central-asia"
DEPUTIES = [
    ("Абдрахманов Алишер Орозбаевич", "Alisher Abdrakhmanov", "Алишер Абдрахманов", "1970-05-02"),
    ("Абдылдаев Мыктыбек Юсупович", "Myktybek Abdyldayev", "Мыктыбек Абдылдаев", "1953-07-09"),
    ("Айдаров Нургазы Абдыраевич", "Nurgazy Aidarov", "Нургазы Айдаров", "1961-01-15"),
    ("Акназарова Роза Корчубековна", "Roza Aknazarova", "Роза Акназарова", "1957-03-20"),
    ("Алимбеков Нурбек Каарыевич", "Nurbek Alimbekov", "Нурбек Алимбеков", "1973-11-11"),
    ("Алымбеков Замирбек Маданбекович", "Zamirbek Alymbekov", "Замирбек Алымбеков", "1969-09-01"),
    ("Арапбаев Азамат Абдуллажанович", "Azamat Arapbayev", "Азамат Арапбаев", "1980-02-28"),
    ("Бадыкеева Нуржан Нуралиевна", "Nurjan Badykeyeva", "Нуржан Бадыкеева", "1959-08-08"),
    ("Бакиров Мирлан Исакбекович", "Mirlan Bakirov", "Мирлан Бакиров", "1976-04-04"),
    ("Келдибеков Ахматбек Келдибекович", "Akhmatbek Keldibekov", "Ахматбек Келдибеков", "1966-06-16"),
]
"""The name in Russian as parliaments print it, in English and Kyrgyz as Wikidata has it, and the birth, which is made up."""

SHARED = 6
"""The first so many share an identifier in Popolo and Wikidata."""

_NUMBERS = count(1)


def wikidata_item(number: int) -> str:
    """The item of a deputy."""
    return f"Q{900000 + number}"


def popolo() -> dict[str, Any]:
    """A publication of the parliament, as EveryPolitician has it."""
    people: list[dict[str, Any]] = []
    for number, (russian, *_, birth) in enumerate(DEPUTIES):
        ids = [{"scheme": "wikidata", "identifier": wikidata_item(number)}] if number < SHARED else []
        people.append({"id": f"d{number}", "name": russian, "birth_date": birth[:4], "identifiers": ids})
    people.append({"id": "namesake", "name": "Исаков Нурлан", "birth_date": "1960"})
    house = {
        "id": "house", "name": "Жогорку Кеңеш", "classification": "legislature",
        "identifiers": [{"scheme": "wikidata", "identifier": "Q578193"}],
    }  # fmt: skip
    seats = [
        {"person_id": p["id"], "organization_id": "house", "role": "member", "start_date": "2010-11-10", "end_date": "2015-10-28", "post_id": "seat"}
        for p in people[:-1]
    ]  # fmt: skip
    post = {"id": "seat", "organization_id": "house", "label": "deputy", "role": "member"}
    return {"persons": people, "organizations": [house], "posts": [post], "memberships": seats}


def wikidata() -> dict[str, Any]:
    """Entities in Wikidata's own layout: the deputies, the house, their office, and a namesake."""
    items = []
    for number, (_, english, kyrgyz, birth) in enumerate(DEPUTIES):
        held = _statement(
            _item("P39", "Q900500"), P580=[_time("P580", "2010-11-10")], P582=[_time("P582", "2015-10-28")]
        )
        items.append(_entity(wikidata_item(number), {"en": english, "ky": kyrgyz}, *_person(birth), held))
    items.append(_entity("Q900100", {"en": "Nurlan Isakov", "ru": "Нурлан Исаков"}, *_person("1980-01-01")))
    house = _statement(_item("P31", "Q11204")), _statement(_item("P17", "Q813"))
    items.append(_entity("Q578193", {"en": "Supreme Council", "ky": "Жогорку Кеңеш"}, *house))
    office = (
        _statement(_item("P31", "Q4164871")),
        _statement(_item("P361", "Q578193")),
        _statement(_item("P17", "Q813")),
    )
    items.append(_entity("Q900500", {"en": "member of the Supreme Council"}, *office))
    return {"entities": {item["id"]: item for item in items}}


def factbook() -> dict[str, Any]:
    """A page of the World Factbook, with what identity has to do with."""

    def text(words: str) -> dict[str, str]:
        return {"text": words}

    government = {
        "Country name": {"conventional long form": text("Kyrgyz Republic"), "conventional short form": text("Kyrgyzstan")},
        "Executive branch": {"chief of state": text("President Sadyr JAPAROV (since 28 January 2021)")},
        "International organization participation": text("CIS, SCO, UN"),
    }  # fmt: skip
    about = {"Background": text("once"), "Geography": {"Location": text("here")}}
    return {"Introduction": about, "Geography": {"Location": text("x")}, "Government": government}


def write(folder: Path) -> dict[str, Path]:
    """Write the three files: name of the data set -> file."""
    each = {
        "kenesh": ("kenesh.popolo.json", popolo()),
        "wd": ("wikidata.json", wikidata()),
        "fb": ("kg.json", factbook()),
    }
    found = {}
    for name, (file, content) in each.items():
        found[name] = folder / file
        found[name].write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return found


def _person(birth: str) -> tuple[dict[str, Any], ...]:
    return (
        _statement(_item("P31", "Q5")), _statement(_item("P27", "Q813")), _statement(_time("P569", birth)),
    )  # fmt: skip


def _entity(of: str, names: dict[str, str], *statements: dict[str, Any]) -> dict[str, Any]:
    claims: dict[str, list[dict[str, Any]]] = {}
    for one in statements:
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    labels = {code: {"language": code, "value": name} for code, name in names.items()}
    return {
        "type": "item",
        "id": of,
        "labels": labels,
        "descriptions": {},
        "aliases": {},
        "claims": claims,
        "sitelinks": {},
    }


def _item(prop: str, of: str) -> dict[str, Any]:
    value = {"entity-type": "item", "numeric-id": int(of[1:]), "id": of}
    return _snak(prop, value, "wikibase-entityid", "wikibase-item")


def _time(prop: str, day: str) -> dict[str, Any]:
    value = {
        "time": f"+{day}T00:00:00Z", "timezone": 0, "before": 0, "after": 0, "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }  # fmt: skip
    return _snak(prop, value, "time", "time")


def _snak(prop: str, value: dict[str, Any], kind: str, datatype: str) -> dict[str, Any]:
    return {"snaktype": "value", "property": prop, "datavalue": {"value": value, "type": kind}, "datatype": datatype}


def _statement(snak: dict[str, Any], **qualifiers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "mainsnak": snak,
        "type": "statement",
        "id": f"S{next(_NUMBERS)}",
        "rank": "normal",
        "qualifiers": qualifiers,
    }
