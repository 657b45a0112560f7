"""Pictures for reports: whole, with legend, sources and date, of the same bytes everywhere, and safe whatever the names are."""

from __future__ import annotations

import datetime as dt
import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from record_files import write_small

import govgraph
from govgraph.graph.graph import Graph
from govgraph.visualizations import font, raster, still
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode
from govgraph.visualizations.still_shapes import Line, inks

SVG = "{http://www.w3.org/2000/svg}"
DAY = dt.date(2026, 1, 2)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("still")
    with govgraph.open(folder / "graph") as graph:
        graph.load(write_small(folder / "files"))
        yield graph


def star(count: int, name: str = "Жогорку Кеңештин депутаты {}") -> Picture:
    proof = Evidence("a.csv", "3", None, "records-1", "central-asia", "CC0-1.0")
    nodes = [
        PictureNode(f"n{i}", "Person" if i else "Agency", {"ky": name.format(i)}, evidence=(proof,))
        for i in range(count)
    ]
    edges = [PictureEdge(f"e{i}", f"n{i}", "n0", "MEMBER_OF", count=i) for i in range(1, count)]
    return Picture("Өкмөт жана ЖК", nodes, edges)


def texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))


def test_it_says_title_legend_choice_sources_and_date() -> None:
    picture = star(5)
    svg = still.svg(picture, date=DAY)
    said = " ".join("".join(text.itertext()) for text in texts(svg))
    for part in (
        "Өкмөт жана ЖК",
        "Адам 4",
        "Мамлекеттик орган 1",
        "мүчөлүк 4",
        "central-asia (a.csv), CC0-1.0",
        "2026-01-02",
        "5 / 5",
    ):
        assert part in said
    assert "Person 4" in " ".join(
        "".join(t.itertext()) for t in texts(still.svg(Picture("t", picture.nodes, [], languages=("en",)), date=DAY))
    )


@pytest.mark.parametrize("count", [0, 1, 2, 40, 300])
def test_nothing_is_cut_and_no_name_covers_another(count: int) -> None:
    svg = still.svg(star(count), date=DAY)
    width, height = (float(ET.fromstring(svg).get(side, "0")) for side in ("width", "height"))
    boxes = []
    for text in texts(svg):
        size, wide = float(text.get("font-size", "0")), float(text.get("textLength", "0"))
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0.0)
        assert left >= 0
        assert left + wide <= width + 0.01
        assert size <= y <= height
        boxes.append((left, y - size * 0.75, left + wide, y + size * 0.05))
    for i, a in enumerate(boxes):
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[i + 1 :])


def test_widths_are_those_of_the_font_and_kyrgyz_letters_are_there() -> None:
    for path in font.files():
        with TTFont(path) as face:
            for code, glyph in face.getBestCmap().items():
                own = round(face["hmtx"][glyph][0] * 1000 / face["head"].unitsPerEm)
                assert font.width(chr(code), 1000) == pytest.approx(own) or "Math" in path.name
            assert "GPOS" not in face
    assert font.missing(["ӨөҮүҢң ҚқҒғ → − № “”"]) == ""
    widths = json.loads((Path(str(font.files()[0])).parent / "widths.json").read_text("utf-8"))
    assert {"Ө", "Ү", "Ң", "→"} <= set(widths)


def test_equal_pictures_are_equal_bytes() -> None:
    picture = star(30)
    shuffled = Picture(picture.title, picture.nodes[::-1], picture.edges[::-1])
    assert still.svg(picture, date=DAY) == still.svg(shuffled, date=DAY)
    svg = still.svg(picture, date=DAY)
    assert raster.png(svg) == raster.png(svg)


def test_a_png_says_its_resolution_and_is_large_enough_for_print() -> None:
    svg = still.svg(star(5), date=DAY)
    image = raster.png(svg)
    width, _ = struct.unpack(">II", image[16:24])
    place = image.index(b"pHYs")
    assert struct.unpack(">IIB", image[place + 4 : place + 13]) == (11811, 11811, 1)
    assert width / 300 == pytest.approx(float(ET.fromstring(svg).get("width", "0")) / 96, abs=0.02)
    assert len(set(zip(image[2000:6000:7], image[2001:6001:7], strict=False))) > 20
    blank = raster.png(svg.replace(">Ө", "> "))
    assert blank != image, "the letters are drawn"


def test_dangerous_and_unknown_characters_stay_text() -> None:
    bad = '</text><script>alert(1)</script>&"\x00\ud800 漢'
    picture = Picture(
        bad,
        [PictureNode("a", "Person", {"ky": bad}), PictureNode("b", "x<y", {})],
        [PictureEdge("e", "a", "a", "<&>")],
        note=bad,
    )
    svg = still.svg(picture, date=DAY)
    assert not list(ET.fromstring(svg).iter(f"{SVG}script"))
    assert raster.png(svg)[1:4] == b"PNG"


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(ViewError, match="no language 'de'"):
        still.svg(star(1), language="de")


def test_a_view_writes_what_its_name_ends_in(small: Graph, tmp_path: Path) -> None:
    svg = small.view(tmp_path / "a.svg", actor="Асан", language="ru")
    assert svg.path.read_text("utf-8") == svg.svg()
    assert "Окружение: Асан, шагов: 1" in svg.svg()
    assert svg._repr_html_().startswith("<img")
    png = small.view(tmp_path / "a.png", actor="Асан")
    assert png.path.read_bytes()[1:4] == b"PNG"
    page = small.view(tmp_path / "a.html", actor="Асан")
    assert page.svg(date=DAY).startswith("<svg ")
    assert page.png(dpi=96, date=DAY)[1:4] == b"PNG"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.png", "a.svg"]


def test_very_many_lines_let_each_other_through() -> None:
    edge = PictureEdge("e", "a", "b", "MEMBER_OF")
    few, many = ([Line(0, i, (edge,)) for i in range(count)] for count in (3_000, 30_000))
    assert inks(few) == {"MEMBER_OF": 1}
    rare = Line(0, 1, (PictureEdge("f", "a", "b", "HOLDS"),))
    found = inks([*many, rare])
    assert found["MEMBER_OF"] < 0.1 and found["HOLDS"] == 1
    svg = still.svg(star(3_002), date=DAY)
    assert svg.count('stroke-opacity="0.34"') == svg.count('fill-opacity="0.34"') == 3_001


@pytest.mark.timeout(20)
def test_a_name_of_thousands_of_letters_without_a_space_is_cut_at_once() -> None:
    assert font.lines("W" * 5_000, 10, 90, 2) == ["W" * 9, "W" * 8 + "…"]
    assert "".join(font.lines("W" * 5_000, 10, 90)) == "W" * 5_000
    svg = still.svg(star(30, "W" * 5_000 + "{}"), date=DAY)
    assert "…" in svg
