"""Making a page without looking at it: bytes, errors, and the faults of pyvis that would have been ours."""

from __future__ import annotations

import datetime
import os
import random
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from page_data import page_data

from govgraph.graph.property_graph.part import foreground_relationships, foreground_tables
from govgraph.ontology.declaration import tables
from govgraph.visualizations import assets
from govgraph.visualizations.container import network
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.from_graph import ELSEWHERE
from govgraph.visualizations.groups import Groups
from govgraph.visualizations.page import render, write
from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode, name_of, years
from govgraph.visualizations.style import FAMILIES, KINDS, family_of

EVIDENCE = (Evidence("members.json", "12", "https://example.org/decree", "load-1", "parliament", "CC0-1.0"),)


def small() -> Picture:
    nodes = [
        PictureNode("https://x.org/a", "Person", {"ky": "Өмүрбек", "en": "Omurbek"}, evidence=EVIDENCE),
        PictureNode("https://x.org/m", "Agency", {"ky": "Министрлик"}, evidence=EVIDENCE),
        PictureNode("https://x.org/c", "Country", {"en": "Kyrgyzstan"}, evidence=EVIDENCE),
    ]
    edges = [
        PictureEdge(
            "t1", "https://x.org/a", "https://x.org/m", "MEMBER_OF", "minister", "2010", "2011", evidence=EVIDENCE
        ),
        PictureEdge(
            "t2", "https://x.org/a", "https://x.org/m", "MEMBER_OF", "minister", "2014", None, evidence=EVIDENCE
        ),
        PictureEdge("t3", "https://x.org/m", "https://x.org/c", "ASSOCIATED_WITH", evidence=EVIDENCE),
    ]
    return Picture("Кыргызстан", nodes, edges)


def test_order_of_input_does_not_change_a_byte() -> None:
    picture = small()
    nodes, edges = list(picture.nodes), list(picture.edges)
    first = render(picture)
    for seed in range(4):
        random.Random(seed).shuffle(nodes)
        random.Random(seed).shuffle(edges)
        assert render(Picture("Кыргызстан", nodes, edges)) == first


@pytest.mark.slow
def test_hash_seed_and_locale_do_not_change_a_byte(tmp_path: Path) -> None:
    """pyvis fails on a locale that cannot encode Cyrillic; a page is UTF-8 always."""
    code = (
        "import random, sys\n"
        "from govgraph.visualizations.page import write\n"
        "from govgraph.visualizations.picture import *\n"
        "r = random.Random(1)\n"
        "nodes = [PictureNode(f'n{i}', 'Person', {'ky': f'Өмүрбек {i}'}, properties={'b': 1, 'a': {'z', 'y'}})"
        " for i in range(60)]\n"
        "edges = [PictureEdge(f'e{i}', f'n{r.randrange(60)}', f'n{r.randrange(60)}', 'MEMBER_OF') for i in range(90)]\n"
        "write(Picture('Өлкө', nodes, edges), sys.argv[1])\n"
    )
    script = tmp_path / "make.py"
    script.write_text(code, encoding="utf-8")
    seen = set()
    for seed in ("0", "1"):
        path = tmp_path / f"{seed}.html"
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
        subprocess.run([sys.executable, "-X", "utf8=0", str(script), str(path)], check=True, env=surroundings)
        seen.add(path.read_bytes())
    assert len(seen) == 1
    assert page_data(seen.pop().decode("utf-8"))["nodes"][7]["names"] == {"ky": "Өмүрбек 15"}


def test_parallel_relations_are_kept() -> None:
    net = network(small())
    assert [edge["id"] for edge in net.edges] == [0, 1, 2]
    between = [edge for edge in net.edges if (edge["from"], edge["to"]) == (0, 2)]
    assert len(between) == 2


def test_id_zero_and_label_zero_are_kept() -> None:
    net = network(Picture("t", [PictureNode("0", "Person", {"en": "0"}), PictureNode("1", "Person", {"en": ""})], []))
    assert [(node["id"], node["label"]) for node in net.nodes] == [(0, "0"), (1, "1")]


def test_container_is_a_pyvis_network_that_holds_all() -> None:
    net = network(small())
    assert net.directed and net.num_nodes() == 3 and net.num_edges() == 3
    assert net.options["physics"] == {"enabled": False} and net.options["edges"]["smooth"] is False
    assert {"id", "label", "x", "y", "size", "shape"} <= set(net.nodes[0])


def test_values_that_json_refuses_become_text_or_plain_numbers() -> None:
    given = {
        "numpy": np.int64(7),
        "float": np.float32(0.5),
        "nan": float("nan"),
        "date": datetime.date(2010, 4, 6),
        "time": datetime.datetime(2010, 4, 6, 12, 30),
        "decimal": Decimal("1.10"),
        "large": 2**63,
        "false": False,
        "zero": 0,
        "empty": "",
        "list": ("a", np.bool_(True)),
        "map": {"k": 1},
        "surrogate": "half \ud83d here",
    }
    page = render(Picture("t \ud83d", [PictureNode("a", "Person", {"en": "A"}, properties=given)], []))
    page.encode("utf-8")
    nodes = page_data(page)["nodes"]
    assert nodes[0]["properties"] == {
        **given,
        "numpy": 7,
        "float": 0.5,
        "nan": "nan",
        "date": "2010-04-06",
        "time": "2010-04-06T12:30:00",
        "decimal": "1.10",
        "large": "9223372036854775808",
        "list": ["a", True],
        "map": '{"k": 1}',
    }


def test_nothing_of_the_caller_is_changed() -> None:
    properties: dict[str, object] = {"b": [1], "a": 0}
    picture = Picture("t", [PictureNode("a", "Person", {"en": "A"}, properties=properties)], [])
    render(picture)
    assert properties == {"b": [1], "a": 0} and list(properties) == ["b", "a"]


def test_page_is_html_with_a_language_and_asks_for_nothing() -> None:
    page = render(small(), language="ru")
    assert page.startswith('<!doctype html>\n<html lang="ru">')
    assert "<meta charset=" in page and "default-src 'none'" in page and "unsafe-inline" not in page
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"(?:src|href)\s*=|https?:|<link|<img|<iframe", markup)
    assert "sourceMappingURL" not in page and "cdnjs" not in page and "bootstrap" not in page.lower()


def test_policy_has_the_hash_of_each_script_and_of_nothing_else() -> None:
    page = render(small())
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy and len(scripts) == len(assets.SCRIPTS)
    allowed = re.findall(r"'sha256-[^']+'", policy.group(1).split("style-src")[0])
    assert allowed == [assets.source(script) for script in scripts]


def test_text_cannot_leave_the_data() -> None:
    evil = "</script><script>alert(1)</script><!-- \u2028 & <b>"
    page = render(Picture(evil, [PictureNode(evil, evil, {evil: evil}, (evil,), {evil: evil})], []))
    assert "<script>alert" not in page and "<b>" not in page.split("<script", 1)[0]
    nodes = page_data(page)["nodes"]
    assert nodes[0]["names"] == {evil: evil}


def test_an_edge_without_an_end_is_an_error_that_names_it() -> None:
    nodes = [PictureNode("https://x.org/person/1", "Person")]
    edge = PictureEdge("e", "https://x.org/person/1", "https://x.org/person/2", "MEMBER_OF")
    with pytest.raises(ViewError, match=r"'e' ends at 'https://x.org/person/2'.*expected: https://x.org/person/1"):
        render(Picture("t", nodes, [edge]))


def test_ids_given_twice_are_errors() -> None:
    node = PictureNode("a", "Person")
    with pytest.raises(ViewError, match="two nodes have the id 'a'"):
        render(Picture("t", [node, node], []))
    edge = PictureEdge("e", "a", "a", "MEMBER_OF")
    with pytest.raises(ViewError, match="'e' is given twice"):
        render(Picture("t", [node], [edge, edge]))


def test_too_many_nodes_is_an_error_that_says_what_to_do() -> None:
    nodes = [PictureNode(str(i), "Person") for i in range(4)]
    with pytest.raises(ViewError, match=r"4 nodes are too many.*at most 3.*LIMIT.*--hops 1"):
        render(Picture("t", nodes, []), limit=3)
    assert render(Picture("t", nodes, []), limit=4)


def test_a_language_that_the_picture_does_not_have_is_an_error() -> None:
    with pytest.raises(ViewError, match=r"no language 'fr'.*ky, ru, en"):
        render(small(), language="fr")


def test_a_bound_that_is_no_date_is_an_error() -> None:
    with pytest.raises(ViewError, match="'soon' of 'a' is not a date"):
        years(PictureNode("a", "Person", starts_from="soon"))


def test_an_event_ends_when_it_starts_and_an_office_goes_on() -> None:
    assert years(PictureNode("e", "Event", starts_from="2010-04-06")) == (2010, 2010)
    assert years(PictureNode("o", "Agency", starts_from="2010-04-06")) == (2010, None)


def test_name_falls_back_through_the_languages_to_the_iri() -> None:
    assert name_of(PictureNode("a", "Person", {"ru": "Р", "de": "D"}), ["ky", "ru"]) == "Р"
    assert name_of(PictureNode("a", "Person", {"de": "D"}), ["ky", "ru"]) == "D"
    assert name_of(PictureNode("https://x.org/id/Q7/", "Person"), ["ky"]) == "Q7"


def test_write_replaces_the_file_whole_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "сүрөт.html"
    path.write_text("old", encoding="utf-8")
    assert write(small(), path) == path
    assert path.read_text(encoding="utf-8") == render(small())
    with pytest.raises(ViewError):
        write(small(), path, limit=1)
    assert path.read_text(encoding="utf-8") == render(small())
    assert [entry.name for entry in tmp_path.iterdir()] == ["сүрөт.html"]


def test_a_page_of_300_nodes_stays_below_its_size() -> None:
    rnd = random.Random(3)
    nodes = [
        PictureNode(
            f"https://x.org/person/{i}", "Person", {"ky": f"Өмүрбек уулу {i}", "en": f"Omurbek {i}"}, evidence=EVIDENCE
        )
        for i in range(300)
    ]
    edges = [
        PictureEdge(
            f"https://x.org/membership/{i}", nodes[rnd.randrange(300)].id, nodes[i % 20].id, "MEMBER_OF", "minister",
            "2010", "2011", "2010-01-01", "2011-12-31", evidence=EVIDENCE,
        )
        for i in range(900)
    ]  # fmt: skip
    assert len(render(Picture("t", nodes, edges)).encode()) < 320_000


def test_every_kind_has_a_glyph_of_its_own_and_words_in_three_languages() -> None:
    glyphs = [style.glyph for style in KINDS.values()]
    assert len(set(glyphs)) == len(glyphs)
    assert set(assets.words()["kinds"]) == set(KINDS)


def test_every_word_is_in_every_language_and_every_word_asked_for_exists() -> None:
    for section, entries in assets.words().items():
        for key, entry in entries.items():
            assert set(entry) == {"ky", "ru", "en"} and all(entry.values()), (section, key)
    ui = set(assets.words()["ui"])
    asked = {key for name in assets.SCRIPTS for key in re.findall(r'Words\.ui\("(\w+)"', assets.text(f"{name}.js"))}
    asked |= set(re.findall(r'data-(?:t|label)="(\w+)"', assets.template()))
    assert asked <= ui


def test_scripts_write_text_only_as_text() -> None:
    for name in assets.SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", assets.text(f"{name}.js")
        )


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("theme", "ground"), [("colour", "#ffffff"), ("on_dark", "#14181d")])
def test_relations_stand_out_from_the_ground(theme: str, ground: str) -> None:
    assert f"--ground: {ground}" in assets.text("page.css")
    for family in FAMILIES:
        light, dark = sorted((_luminance(getattr(family, theme)), _luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, family.name


def test_no_two_relations_look_alike_and_every_drawn_type_has_a_family() -> None:
    looks = [(family.colour, dashes) for family in FAMILIES for dashes in family.types.values()]
    # Who acts and who takes part are never on one page with the events themselves.
    looks.remove((family_of("ACTED_TOWARDS").colour, family_of("ACTED_TOWARDS").types["ACTED_TOWARDS"]))
    looks.remove((family_of("TOOK_PART_WITH").colour, family_of("TOOK_PART_WITH").types["TOOK_PART_WITH"]))
    assert len(set(looks)) == len(looks)
    assert {drawn.type for drawn in foreground_relationships()} <= {
        kind for family in FAMILIES for kind in family.types
    }


@pytest.mark.parametrize("section", ["kinds", "types", "roles"])
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_no_two_things_have_one_word(section: str, language: str) -> None:
    words = Counter(entry[language] for entry in assets.words()[section].values())
    assert [word for word, times in words.items() if times > 1] == []


def test_every_property_that_a_card_can_show_has_words() -> None:
    shown = {
        column.key
        for table in (*foreground_tables(), *(t for t in tables().values() if t.is_link))
        for column in table.columns
        if column.term and column.name not in (*ELSEWHERE, "date", table.source, table.target)
    }
    assert sorted(shown - set(assets.words()["properties"])) == []


def test_a_page_of_10_000_nodes_and_40_000_relations_stays_below_two_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """With names in two languages, dates and evidence. Where things lie takes long to compute and does not matter here."""
    rnd = random.Random(4)
    count, ties = 10_000, 40_000
    members = tuple(tuple(range(first, first + 100)) for first in range(0, count, 100))
    places = np.round(np.array([(rnd.uniform(-9e3, 9e3), rnd.uniform(-9e3, 9e3)) for _ in range(count)]), 1)
    monkeypatch.setattr("govgraph.visualizations.drawing.groups", lambda *_: Groups(members))
    monkeypatch.setattr(
        "govgraph.visualizations.drawing.regions", lambda *_: (places, [(0.0, 0.0, 9.0)] * len(members))
    )
    nodes = [
        PictureNode(f"https://w3id.org/govgraph/id/record/made-up/h-{rnd.getrandbits(80):020x}", rnd.choice(["Person", "Agency", "Place"]),
                    {"en": f"Omurbek Tekebayev {i}", "ky": f"Өмүрбек Текебаев {i}"}, evidence=(Evidence("a.csv", str(i), None, "l", "d", None),))
        for i in range(count)
    ]  # fmt: skip
    edges = [
        PictureEdge(f"https://w3id.org/govgraph/id/record/made-up/h-{rnd.getrandbits(80):020x}", nodes[rnd.randrange(count)].id,
                    nodes[rnd.randrange(count)].id, "MEMBER_OF", "member", str(1991 + i % 34), None, f"{1991 + i % 34}-01-01",
                    evidence=(Evidence("m.csv", str(i), None, "l", "d", None),))
        for i in range(ties)
    ]  # fmt: skip
    assert len(render(Picture("t", nodes, edges)).encode()) < 2_000_000
