"""Whole files of every loader's formats, and odd values put into them: what the fuzzer of loads (tests/fuzz_loads.py) begins with.

The files are those that the tests of each loader write. ``tests/test_fuzz.py`` checks that no loader is without one.
"""

from __future__ import annotations

import copy
import json
import random
import re
from typing import Any

import yaml
from event_files import table
from fuzz_odd import CELLS, VALUES
from test_acled import MARCH as PROTEST
from test_acled import acled, deletion
from test_akoma_ntoso import ACT, DEBATE, akn
from test_congress import COMMITTEES, PERSON, SEATS
from test_event_coders import GOLD, KEDS, NGEC, NOTE, PHOENIX, REDUCED, SECOND, STRIKE, scad
from test_event_coders import MARCH as CODED
from test_factbook import LEGISLATURE, executive, page
from test_followthemoney import AIDA, MINISTRY
from test_grants import GRANT, TITLES, package
from test_iati import NEW, ORGANISATIONS, old
from test_icews import MIRROR, POLICE, icews
from test_leaders import ANNUAL, LAST, LEADER, MIDDLE, ROW, SPELL, reign, spells
from test_littlesis import entity, relationship
from test_ocds import AWARD, RELATED, TENDER
from test_ocds import package as releases
from test_petrarch import ACTORS, AGENTS
from test_popolo_variants import HEADER, MINISTERS, PEOPLE, POPOLO, SCOTS, legislature
from test_popolo_variants import ROW as TERM
from test_rdf_loader import SYNTAXES
from test_table_loader import MAPPING, ROWS
from test_ucdp import CLASH, INSURGENTS, ged, register
from test_un_votes import ISSUES, ROLL_CALLS, VOTES
from test_whosonfirst import OBLAST, STATE, archive, feature

from govgraph.loaders.events.phoenix import _DAILY
from govgraph.loaders.events.polecat import COLUMNS as POLECAT

File = tuple[str, bytes]
TREES = (".json", ".jsonl", ".geojson", ".jsonld", ".yaml")
"""The ends of names of nested files that are read, changed and written anew; other files are changed as text."""


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _lines(*records: Any) -> bytes:
    return b"".join(_json(record) + b"\n" for record in records)


_HEAD = executive(chief_of_state="King CHARLES III (since 8 September 2022); represented by Ann LEE (since May 2021)")
_WEIS = b"790415\tISR\tLEB\t223\t(MIL ENGAGEMENT)\n" * 5 + b"790416\tISR\tLEB\t055\tPROMISE\n"
_TIE = relationship(3, 10, amount=5, currency="usd", description1="owner", start_date="2010-05-00")

FILES: dict[str, list[File]] = {
    "360giving": [("grants.json", package(GRANT, GRANT)), ("grants.csv", TITLES.encode() + b"360G-a-1,T,GBP,7,2014-06-05,GB-CHC-1,F,GB-CHC-2,R,12,Osh,Naryn,x\n" * 3)],
    "acled": [("acled.csv", acled(PROTEST, PROTEST | {"event_id_cnty": "KGZ8"})), ("deleted.csv", deletion("1650000000"))],
    "akoma-ntoso": [("act.xml", akn(ACT)), ("debate.xml", akn(DEBATE))],
    "archigos": [("archigos.txt", table(ANNUAL, [ROW, MIDDLE, LAST])), ("archigos.csv", spells(SPELL))],
    "congress-legislators": [("legislators-current.yaml", PERSON.encode()), ("committees-current.yaml", COMMITTEES.encode()),
                             ("committee-membership-current.yaml", SEATS.encode()), ("legislators-current.json", _json(yaml.safe_load(PERSON)))],
    "everypolitician": [("kyrgyzstan.term-5.csv", table(HEADER, [TERM, TERM], separator=",")), ("names.csv", b"name,id\nA,1\nB,2\n")],
    "everypolitician-index": [("countries.json", _json([legislature()]))],
    "factbook": [("ti.json", page(LEGISLATURE | _HEAD))],
    "followthemoney": [("kg.entities.ftm.jsonl", _lines(AIDA, MINISTRY))],
    "iati": [("activities.xml", old()), ("activities2.xml", NEW.encode()), ("organisations.xml", ORGANISATIONS.encode())],
    "icews": [("20180601-icews-events.tab", icews(POLICE, MIRROR)), ("icews.csv", icews(POLICE, separator=",", quote=True))],
    "icews-reduced": [("reduced.txt", REDUCED * 3)],
    "keds": [("levant.tab", KEDS * 3)],
    "littlesis": [("littlesis.json", _json([entity(1, "A", "Person"), entity(2, "B"), _TIE])), ("littlesis.jsonl", _lines(entity(1, "A"), _TIE))],
    "ngec": [("events_processed.jsonl", _lines(NGEC, NGEC | {"id": "2"}))],
    "ocds": [("releases.json", releases(TENDER | RELATED, AWARD)), ("releases.jsonl", _lines(TENDER, AWARD))],
    "petrarch": [("Sample.actors.txt", ACTORS.encode()), ("Sample.agents.txt", AGENTS.encode())],
    "phoenix": [("events.full.20150601.txt", "\t".join(PHOENIX[name] for name in _DAILY).encode() + b"\n")],
    "plover": [("plover.json", _json([NOTE, GOLD, GOLD | {"id": "PLOVER-2"}])), ("plover.jsonl", _lines(NOTE, GOLD))],
    "polecat": [("ngecEvents.DV.2019.txt", table(POLECAT, [CODED, CODED | {"Event ID": "2"}]))],
    "popolo": [("kyrgyzstan.json", _json(POPOLO)), ("ministers.json", _json(MINISTERS)), ("people.json", _json(PEOPLE)), ("sp-ministers.json", _json(SCOTS))],
    "rdf": [(name, text.encode()) for name, text in SYNTAXES.items()],
    "reign": [("leaderlist.csv", reign(LEADER, LEADER))],
    "scad": [("scad.csv", scad(STRIKE, SECOND))],
    "table": [("meetings.csv", ROWS.encode())],
    "ucdp-actors": [("actors.csv", register(INSURGENTS))],
    "ucdp-ged": [("GEDEvent_v24_0_1.csv", ged(CLASH, CLASH | {"id": "502"}))],
    "un-votes": [("unvotes.csv", VOTES), ("roll_calls.csv", ROLL_CALLS), ("issues.csv", ISSUES)],
    "weis": [("gulf.tab", _WEIS)],
    "whosonfirst": [("1.geojson", _json(feature())), ("region.geojson", _json({"type": "FeatureCollection", "features": [STATE, OBLAST, feature()]})),
                    ("whosonfirst.tar.gz", archive({"a.geojson": feature(), "b.geojson": STATE}, link=True))],
}  # fmt: skip
"""Loader -> files of it. The other loaders have makers of files of their own in ``fuzz_files``."""


def whole_file(chance: random.Random) -> list[File]:
    """A file of any loader, some of whose values are odd; a table without a format of its own comes with its mapping."""
    loader = chance.choice(list(FILES))
    name, data = chance.choice(FILES[loader])
    changes = chance.choice([0, 1, 1, 3, 10])
    if loader == "table":
        return [(name, _odd_cells(data, chance, changes)), ("meetings.map.yaml", _odd_mapping(chance))]
    return [(name, _odd_values(name, data, chance, changes))]


def _odd_mapping(chance: random.Random) -> bytes:
    if chance.random() < 0.6:
        return MAPPING.encode()
    return _odd_values("meetings.map.yaml", MAPPING.encode(), chance, chance.choice([1, 1, 3]))


def _odd_values(name: str, data: bytes, chance: random.Random, changes: int) -> bytes:
    if not name.endswith(TREES) or (name.endswith(".yaml") and chance.random() < 0.3):
        return _odd_cells(data, chance, changes)
    if name.endswith(".jsonl"):
        records = [json.loads(line) for line in data.splitlines()]
        _spoil(records, chance, changes)
        return "\n".join(json.dumps(r, ensure_ascii=chance.random() < 0.5) for r in records).encode(
            "utf-8", "surrogatepass"
        )
    if name.endswith(".yaml"):
        tree = yaml.safe_load(data)
        _spoil(tree, chance, changes)
        return yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "surrogatepass")
    tree = json.loads(data)
    _spoil(tree, chance, changes)
    text = json.dumps(tree, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1]))
    return text.encode("utf-8", "surrogatepass")


def _spoil(tree: Any, chance: random.Random, changes: int) -> None:
    """Replace, remove or repeat some values anywhere in a tree."""
    for _ in range(changes):
        at = tree
        while isinstance(at, dict | list) and at:
            key: Any = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
            inner = at[key]
            if not (isinstance(inner, dict | list) and inner) or chance.random() < 0.15:
                match chance.randrange(8):
                    case 0:
                        del at[key]
                    case 1 if isinstance(at, list):
                        at.append(copy.deepcopy(inner))
                    case 1 if isinstance(at, dict):
                        at[chance.choice(["id", "@id", "name", "odd", str(key).upper()])] = copy.deepcopy(inner)
                    case _:
                        at[key] = copy.deepcopy(chance.choice(VALUES))
                break
            at = inner


_CELL = re.compile(rb'[^\t\n\r,;|"<>]+')


def _odd_cells(data: bytes, chance: random.Random, changes: int) -> bytes:
    """A text, some of whose cells, elements or words are odd."""
    for _ in range(changes):
        cells = list(_CELL.finditer(data))
        if not cells:
            break
        cell = chance.choice(cells)
        odd = chance.choice([*CELLS, cell.group().decode("utf-8", "replace") * 2]).encode("utf-8", "replace")
        data = data[: cell.start()] + odd + data[cell.end() :]
    return data
