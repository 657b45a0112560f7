"""A published file and a copy of it that a program wrote, which overlap: one graph in either order, in which nothing is doubled.

Here for ACLED, UCDP, IATI and Popolo. The same is shown for GDELT in ``test_gdelt_copies.py``, for ICEWS in ``test_icews.py``
(``test_files_that_overlap_say_each_thing_once``) and for FollowTheMoney in ``test_followthemoney.py``
(``test_raw_and_re_export_of_one_publication_are_one_graph``).
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from event_files import graph_of, same_in_both_orders
from test_acled import MARCH, NEW, acled
from test_iati import old
from test_popolo_variants import BO, POPOLO
from test_ucdp import CLASH, SYRIA, ged

OTHER = POPOLO["memberships"][0] | {"person_id": BO}
EDITION = POPOLO | {"persons": [*POPOLO["persons"], {"id": BO, "name": "EXAMPLE Bo"}], "memberships": [OTHER]}


def serialised(document: bytes) -> bytes:
    """XML as a program writes it again: attributes in another order, other spaces, another encoding."""
    root = ElementTree.fromstring(document)
    for element in root.iter():
        attributes = sorted(element.attrib.items(), reverse=True)
        element.attrib.clear()
        element.attrib.update(attributes)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, "utf-16")
    return written


OVERLAPPING = {
    "acled": {
        "raw.csv": acled(MARCH, MARCH | {"event_id_cnty": "KGZ8"}),
        "copy.csv": acled(MARCH, MARCH | {"event_id_cnty": "KGZ9"}, header=NEW[::-1], mark=b"\xef\xbb\xbf"),
    },
    "ucdp": {
        "GEDEvent_v25_1.csv": ged(CLASH, CLASH | {"id": "502"}),
        "copy/GEDEvent_v25_1.csv": ged(CLASH | {"id": "503"}, CLASH, header=SYRIA[::-1]),
    },
    "iati": {"raw.xml": old(), "copy.xml": serialised(old())},
    "popolo": {
        "kyrgyzstan.json": json.dumps(POPOLO).encode(),
        "kyrgyzstan.copy.json": json.dumps(dict(reversed(EDITION.items())), indent=1, sort_keys=True).encode(),
    },
}
COUNTED = {
    "acled": ("SELECT count(*) FROM events", 3),
    "ucdp": ("SELECT count(*) FROM events WHERE iri LIKE '%/ucdp/50_'", 3),
    "iati": ("SELECT count(*) FROM events", None),
    "popolo": ("SELECT count(*) FROM memberships", 2),
}
"""Question -> how many things both files together have; None: as many as the first alone, since the copy has no more."""


@pytest.mark.slow
@pytest.mark.parametrize("name", OVERLAPPING)
def test_a_file_and_its_copy_are_one_graph_in_either_order(tmp_path: Path, name: str) -> None:
    files = {file.replace("/", "-"): data for file, data in OVERLAPPING[name].items()}
    first = next(iter(files))
    ask, number = COUNTED[name]
    with same_in_both_orders(tmp_path, files) as both, graph_of(tmp_path / "alone", {first: files[first]}) as alone:
        assert both.sql(ask).rows == ([(number,)] if number else alone.sql(ask).rows)
        assert {row[0] for row in alone.sql("SELECT iri FROM actors").rows} <= {
            row[0] for row in both.sql("SELECT iri FROM actors").rows
        }
        assert both.check().errors == []
        loads = {load.file: load for load in both.loads()}
        assert all(load.rows_rejected == 0 for load in loads.values())
