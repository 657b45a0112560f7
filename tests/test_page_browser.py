"""The page in a real browser: what a reader sees and does, with the network refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser_fixture import OpenPage, Watched

from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode
from govgraph.visualizations.view import Viewed

LONG = (
    "Кыргыз Республикасынын Министрлер Кабинетине караштуу Мамлекеттик кызмат жана жергиликтүү өз алдынча башкаруу "
    "иштери боюнча мамлекеттик агенттиги"
)
B = "https://x.org/"


def evidence(row: int, document: str | None = "https://example.org/decree?a=1&b=2") -> tuple[Evidence, ...]:
    return (Evidence("members.json", str(row), document, "load-7", "Parliament of 2010", "CC BY 4.0"),)


def cabinet() -> Picture:
    """Two people, two bodies, a country and a meeting; two terms of one person in one ministry."""
    nodes = [
        PictureNode(
            B + "p1", "Official", {"ky": "Өмүрбек Текебаев", "ru": "Омурбек Текебаев", "en": "Omurbek Tekebayev"},
            ("Текебаев Ө. Ч.",), {"fatalities": 0, "confirmed": False}, "1958-12-22", None, "1958-12-22", None,
            ("https://example.org/tekebayev",), evidence(1),
        ),
        PictureNode(B + "p2", "Person", {"ru": "Роза Отунбаева"}, evidence=evidence(2)),
        PictureNode(B + "m1", "Agency", {"ky": LONG, "en": "State Personnel Agency"}, evidence=evidence(3)),
        PictureNode(B + "m2", "Agency", {"en": "Ministry of Finance"}, evidence=evidence(4)),
        PictureNode(B + "kg", "Country", {"ky": "Кыргызстан", "en": "Kyrgyzstan"}, evidence=evidence(5)),
        PictureNode(
            B + "e1", "Event", {"en": "Bishkek meeting"}, (), {}, "2010-04", None, "2010-04-01", "2010-04-30",
            evidence=evidence(6),
        ),
    ]  # fmt: skip
    edges = [
        PictureEdge(
            B + "t1", B + "p1", B + "m1", "MEMBER_OF", "chair", "2010", "2011-10-15", "2010-01-01", "2011-10-15",
            {"area": "Ош"}, evidence(11),
        ),
        PictureEdge(B + "t2", B + "p1", B + "m1", "MEMBER_OF", "chair", "2014", None, "2014-01-01", None,
                    evidence=evidence(12, "memo no. 5")),
        PictureEdge(B + "t3", B + "p2", B + "m2", "MEMBER_OF", None, None, "2005", None, "2005-12-31",
                    evidence=evidence(13)),
        PictureEdge(B + "a1", B + "p1", B + "e1", "PARTICIPATED_IN", "speaker", evidence=evidence(14)),
        PictureEdge(B + "a2", B + "p2", B + "e1", "PARTICIPATED_IN", "host", evidence=evidence(15)),
        PictureEdge(B + "l1", B + "e1", B + "kg", "TOOK_PLACE_IN", evidence=evidence(16)),
        PictureEdge(B + "s1", B + "m1", B + "kg", "ASSOCIATED_WITH", evidence=evidence(17)),
    ]  # fmt: skip
    return Picture("Кабинет, 2010", nodes, edges, note="Six nodes.")


def visible(opened: Watched) -> tuple[int, int]:
    found = opened.state("[App.visible.nodes.size, App.visible.edges.length]")
    assert isinstance(found, list)
    return found[0], found[1]


def card(opened: Watched) -> str:
    return opened.page.locator("#card").inner_text()


def test_something_is_drawn(open_page: OpenPage) -> None:
    opened = open_page(cabinet())
    colours = opened.state(
        """(() => {
            const canvas = App.canvas.element();
            const d = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            const seen = new Set();
            for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 200) seen.add(`${d[i]},${d[i + 1]},${d[i + 2]}`);
            return [...seen];
        })()"""
    )
    assert isinstance(colours, list) and len(colours) > 20
    # Okabe-Ito blue, green and orange: an agency, a country, an event.
    assert {"0,114,178", "0,158,115", "230,159,0"} <= set(colours)


def test_an_empty_picture_says_so(open_page: OpenPage) -> None:
    opened = open_page(Picture("Бош", [], [], note="Nothing matched."), language="ru")
    said = opened.page.locator("#message").inner_text()
    assert said == "На схеме ничего нет: запрос не дал ответа.\n\nNothing matched."


def test_search_finds_kyrgyz_names_typed_on_a_russian_keyboard(open_page: OpenPage) -> None:
    opened = open_page(cabinet())
    for typed in ("ОМУРБЕК", "өмүр", "tekebay", "текебаев о. ч."):
        opened.page.fill("#search", typed)
        assert opened.page.locator("#results [role=option]").all_inner_texts()[0].startswith("Өмүрбек Текебаев"), typed
    opened.page.fill("#search", "агенттиги мамлекеттик")
    assert opened.page.locator("#results [role=option]").count() == 1
    opened.page.fill("#search", "qqq")
    assert opened.page.locator("#search-status").inner_text() == "Эч нерсе табылган жок"


def test_search_brings_back_what_a_filter_hides(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), hash="#hide=Country")
    assert visible(opened) == (5, 5)
    opened.choose("кыргызстан")
    assert visible(opened) == (6, 7)
    assert opened.page.locator("#card h2").inner_text() == "Кыргызстан"


def test_card_of_a_node_has_names_dates_values_and_evidence(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    opened.choose("omurbek")
    text = card(opened)
    for part in (
        "Omurbek Tekebayev",
        "Омурбек Текебаев",
        "Өмүрбек Текебаев",
        "Текебаев Ө. Ч.",
        "1958-12-22 – unknown",
        "Official",
    ):
        assert part in text, part
    terms = opened.page.locator("#card > .terms").first
    assert "fatalities\n0" in terms.inner_text() and "confirmed\nno" in terms.inner_text()
    opened.page.locator("#card > .evidence summary").click()
    own = opened.page.locator("#card > .evidence").inner_text()
    for part in ("members.json", "1", "load-7", "Parliament of 2010", "CC BY 4.0"):
        assert part in own
    link = opened.page.locator("#card > .evidence a")
    assert link.get_attribute("href") == "https://example.org/decree?a=1&b=2"
    assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")


def test_every_relation_in_a_card_has_its_evidence(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    opened.choose("omurbek")
    assert opened.page.locator("#card .neighbours > li").count() == 3
    for summary in opened.page.locator("#card .neighbours summary").all():
        summary.click()
    assert opened.page.locator("#card .neighbours .evidence li").count() == 3
    assert "2010 – 2011-10-15" in card(opened) and "2014 – unknown" in card(opened)


def test_several_relations_are_one_line_and_all_in_the_card(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    key = opened.state(f"Model.pairKey(App.model.byIri.get('{B}p1').id, App.model.byIri.get('{B}m1').id)")
    point = opened.state(f"App.canvas.bundlePoint('{key}')")
    assert isinstance(point, dict)
    box = opened.page.locator("#canvas").bounding_box()
    assert box
    opened.page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    assert "Relations between the two: 2" in card(opened)
    relations = opened.page.locator("#card .relation").all_inner_texts()
    assert "2010 – 2011-10-15" in relations[0] and "area\nОш" in relations[0] and "chair" in relations[0]
    assert "2014 – unknown" in relations[1] and "memo no. 5" in relations[1]
    assert opened.page.locator("#card .relation a").count() == 1
    assert all("members.json" in text for text in relations)
    # Two ends and the year when one is unknown.
    two = ", ".join(f"App.model.byIri.get('{B}{name}').id" for name in ("p2", "m2"))
    opened.page.evaluate(f"App.select({{bundle: Model.pairKey({two})}})")
    assert "unknown – 2005" in card(opened)


def test_a_click_on_a_node_selects_it_and_one_beside_clears(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    box = opened.page.locator("#canvas").bounding_box()
    point = opened.state(f"App.canvas.point(App.model.byIri.get('{B}m2').id)")
    assert box and isinstance(point, dict)
    opened.page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    assert opened.page.locator("#card h2").inner_text() == "Ministry of Finance"
    opened.page.mouse.click(box["x"] + 5, box["y"] + 5)
    assert opened.page.locator("#card h2").inner_text() == "Overview"


def test_neighbours_are_a_click_away(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    opened.choose("finance")
    opened.page.click("#card .neighbours .go")
    assert opened.page.locator("#card h2").inner_text() == "Роза Отунбаева"


def test_names_on_the_canvas_are_shortened_and_whole_in_the_card(open_page: OpenPage) -> None:
    opened = open_page(cabinet())
    names = opened.state("App.canvas.shownNames().map((name) => name.text)")
    assert isinstance(names, list)
    assert ["Кыргыз Республикасынын", "… мамлекеттик агенттиги"] in names
    assert all(len(line) <= 30 for lines in names for line in lines)
    opened.choose("агенттиги")
    assert opened.page.locator("#card h2").inner_text() == LONG


def test_legend_counts_and_filters(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    assert [row.split() for row in opened.page.locator("#legend section").nth(0).locator("li").all_inner_texts()] == [
        ["Person", "1"], ["Official", "1"], ["Agency", "2"], ["Country", "1"], ["Event", "1"],
    ]  # fmt: skip
    opened.page.click("#legend input[data-code=Agency]")
    assert visible(opened) == (4, 3)
    assert opened.page.locator("#status").inner_text() == "Nodes: 4 of 6 · relations: 3 of 7"
    opened.page.click("#legend input[data-code=PARTICIPATED_IN]")
    assert visible(opened) == (4, 1)
    opened.page.click("#reset")
    assert visible(opened) == (6, 7)
    opened.page.get_by_role("button", name="Hide all kinds of nodes").click()
    assert visible(opened) == (0, 0)
    assert opened.page.locator("#message").inner_text() == "The filters hide everything."


def test_legend_works_from_the_keyboard_and_keeps_the_focus(open_page: OpenPage) -> None:
    opened = open_page(cabinet())
    opened.page.focus("#legend input[data-code=Person]")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Space")
    assert opened.state("document.activeElement.dataset.code") == "Agency"
    assert visible(opened) == (4, 3)


@pytest.mark.parametrize(
    ("first", "last", "undated", "nodes", "edges"),
    [
        # The term of 2010-2011 reaches into 2011, the one of 2014 does not; the meeting of 2010 is out.
        ("2011", "2012", True, {"p1", "p2", "m1", "m2", "kg"}, {"t1", "s1"}),
        ("2011", "2012", False, {"p1", "m1"}, {"t1"}),
        # An open end goes on; an open start reaches back.
        ("2030", "", False, {"p1", "m1"}, {"t2"}),
        ("", "1990", False, {"p1", "p2", "m2"}, {"t3"}),
        ("2010", "2010", False, {"p1", "m1", "e1"}, {"t1"}),
    ],
)
def test_year_filter(
    open_page: OpenPage, first: str, last: str, undated: bool, nodes: set[str], edges: set[str]
) -> None:
    opened = open_page(cabinet())
    for field, value in (("#year-from", first), ("#year-to", last)):
        opened.page.fill(field, value)
        opened.page.locator(field).blur()
    opened.page.set_checked("#undated", undated)
    shown = opened.state("[...App.visible.nodes].map((id) => App.model.nodes[id].iri)")
    lines = opened.state("App.visible.edges.map((edge) => edge.iri)")
    assert isinstance(shown, list) and isinstance(lines, list)
    assert {iri.removeprefix(B) for iri in shown} == nodes
    assert {iri.removeprefix(B) for iri in lines} == edges


def test_language_switch_changes_names_and_words(open_page: OpenPage) -> None:
    opened = open_page(cabinet())
    opened.choose("өмүрбек")
    assert opened.page.locator("html").get_attribute("lang") == "ky"
    assert "Кызмат адамы" in card(opened) and "Далилдер" in card(opened)
    opened.page.click("[data-language=ru]")
    assert opened.page.locator("html").get_attribute("lang") == "ru"
    assert opened.page.locator("#card h2").inner_text() == "Омурбек Текебаев"
    assert "Должностное лицо" in card(opened) and "Источники" in card(opened) and "неизвестно" in card(opened)
    opened.page.click("[data-language=en]")
    assert opened.page.locator("#card h2").inner_text() == "Omurbek Tekebayev"
    assert opened.page.get_by_role("button", name="Fit to screen").count() == 1
    assert "Roza" not in opened.page.content()  # no name is made up: the only one is Russian
    names = opened.state("App.canvas.shownNames().flatMap((name) => name.text)")
    assert (isinstance(names, list) and "Ministry of Finance" not in names) or names


def test_theme_follows_the_system_and_can_be_switched(open_page: OpenPage) -> None:
    def ground(opened: Watched) -> object:
        return opened.state("getComputedStyle(document.body).backgroundColor")

    light, dark = open_page(cabinet()), open_page(cabinet(), dark=True)
    assert ground(light) == "rgb(255, 255, 255)" and ground(dark) != ground(light)
    light.page.click("#theme")
    assert ground(light) == ground(dark)
    assert "theme=dark" in light.page.url
    assert light.state("Object.keys(localStorage).length + document.cookie.length") == 0


def test_steps_from_the_selection(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    opened.choose("finance")
    opened.page.keyboard.press("1")
    assert visible(opened) == (2, 1)
    opened.page.keyboard.press("2")
    assert visible(opened) == (3, 2)
    opened.page.click("#card .neighbours .go")
    assert visible(opened)[0] == 5
    opened.page.get_by_role("button", name="All", exact=True).click()
    assert visible(opened) == (6, 7)


def test_keyboard(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    press = opened.page.keyboard.press
    press("/")
    assert opened.state("document.activeElement.id") == "search"
    opened.page.keyboard.type("m")
    assert opened.page.locator("#search").get_attribute("aria-expanded") == "true"
    second = opened.page.locator("#results [role=option]").nth(1).inner_text().split("\n")[0]
    press("ArrowDown")
    assert opened.page.locator("#search").get_attribute("aria-activedescendant") == "result-1"
    press("Enter")
    assert opened.page.locator("#card h2").inner_text() == second
    press("Escape")
    assert opened.page.locator("#card h2").inner_text() == "Overview"
    before = opened.state("App.canvas.point(0).x - App.canvas.point(1).x")
    press("+")
    after = opened.state("App.canvas.point(0).x - App.canvas.point(1).x")
    assert isinstance(before, float) and isinstance(after, float) and abs(after) > abs(before)
    press("f")
    assert opened.state("App.canvas.point(0).x - App.canvas.point(1).x") == pytest.approx(before)
    press("?")
    assert opened.page.locator("#help").is_visible()
    press("Escape")
    assert not opened.page.locator("#help").is_visible()
    press("t")
    assert opened.page.locator("#table").is_visible() and opened.page.locator("#canvas").is_visible()
    opened.page.focus("#table tbody button")
    press("ArrowDown")
    assert opened.state("document.activeElement.closest('tr').rowIndex") == 2


def test_table_is_the_picture_in_rows(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), hash="#view=table&lang=en")
    rows = opened.page.locator("#table tbody tr")
    assert rows.count() == 6
    opened.page.click("[data-sort=name]")
    assert rows.nth(0).inner_text().startswith("Bishkek meeting")
    assert opened.page.locator("th[aria-sort=ascending]").inner_text().startswith("Name")
    opened.page.click("[data-sort=name]")
    assert rows.nth(5).inner_text().startswith("Bishkek meeting")
    opened.page.click("#legend input[data-code=Event]")
    assert rows.count() == 5
    opened.page.click("[data-tab=edges]")
    assert rows.count() == 4
    assert "members.json:11" in opened.page.locator("#table").inner_text()
    opened.page.click("#table tbody button >> nth=0")
    assert "Relations between the two" in card(opened)


def test_table_then_picture(open_page: OpenPage) -> None:
    """A page that opens as a table draws its picture when it is asked for."""
    opened = open_page(cabinet(), hash="#view=table&lang=en")
    opened.page.get_by_role("button", name="Picture").first.click()
    opened.wait_until("App.canvas.element().width > 300 && App.canvas.shownNames().length > 0")
    for node in range(6):
        point = opened.state(f"App.canvas.point({node})")
        assert isinstance(point, dict) and 0 < point["x"] < 1280 and 0 < point["y"] < 800


def test_a_link_opens_the_same_view(open_page: OpenPage) -> None:
    opened = open_page(cabinet())
    opened.page.click("[data-language=en]")
    opened.page.click("#theme")
    opened.page.click("#legend input[data-code=Country]")
    opened.page.click("#legend input[data-code=ASSOCIATED_WITH]")
    opened.page.fill("#year-from", "2009")
    opened.page.locator("#year-from").blur()
    opened.page.click("#undated")
    opened.choose("omurbek")
    opened.page.keyboard.press("1")
    opened.page.keyboard.press("t")
    address = opened.page.url.split("#")[1]
    again = open_page(cabinet(), hash="#" + address)
    for look in ("#status", "#card", "#legend", "#table"):
        assert again.page.locator(look).inner_text() == opened.page.locator(look).inner_text()
    assert again.page.locator("html").get_attribute("data-theme") == "dark"
    assert again.page.url.split("#")[1] == address
    # A relation has a link too, and Back or a pasted address is followed without a reload.
    again.page.evaluate(f"location.hash = 'lang=en&a={B}p1&b={B}m1'")
    again.wait_until("document.querySelector('#card').innerText.includes('Relations between the two: 2')")


def test_an_address_with_nonsense_is_passed_over(open_page: OpenPage) -> None:
    opened = open_page(
        cabinet(),
        hash="#lang=xx&theme=blue&node=https://x.org/none&hide=__proto__&off=%00&from=abc&to=-5&hops=9&a=1&view=x%ZZ",
    )
    assert visible(opened) == (6, 7)
    assert opened.page.locator("#card h2").inner_text() == "Жалпы көрүнүш"


def saved(opened: Watched, button: str, folder: Path) -> Path:
    opened.page.click("#export summary")
    with opened.page.expect_download() as waiting:
        opened.page.click(button)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_csv_has_what_is_visible(open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(cabinet(), language="en", hash="#hide=Event")
    path = saved(opened, "#export-edges", tmp_path)
    assert path.name == "Кабинет-2010-edges.csv"
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {row["id"].removeprefix(B) for row in rows} == {"t1", "t2", "t3", "s1"}
    first = next(row for row in rows if row["id"] == B + "t1")
    assert (first["source_name"], first["role"], first["start"], first["end"]) == (
        "Omurbek Tekebayev",
        "chair",
        "2010",
        "2011-10-15",
    )
    assert (first["source_rows"], first["licences"], first["area"]) == ("members.json:11", "CC BY 4.0", "Ош")
    nodes = list(csv.DictReader(io.StringIO(saved(opened, "#export-nodes", tmp_path).read_text(encoding="utf-8-sig"))))
    assert len(nodes) == 5
    assert next(row for row in nodes if row["id"] == B + "m1")["name_ky"] == LONG
    assert next(row for row in nodes if row["id"] == B + "p1")["fatalities"] == "0"


def test_csv_does_not_bring_formulas(open_page: OpenPage, tmp_path: Path) -> None:
    node = PictureNode(
        "a", "Person", {"en": '=HYPERLINK("http://x")'}, properties={"tone": -2.5, "note": "+cmd|' /C calc'!A0"}
    )
    opened = open_page(Picture("t", [node], []), language="en")
    row = next(csv.DictReader(io.StringIO(saved(opened, "#export-nodes", tmp_path).read_text(encoding="utf-8-sig"))))
    assert row["name"].startswith("'=") and row["note"].startswith("'+") and row["tone"] == "-2.5"


def test_a_picture_for_a_report_says_what_it_shows(open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(cabinet(), hash="#off=ASSOCIATED_WITH&from=2012")
    svg = saved(opened, "#export-svg", tmp_path).read_text("utf-8")
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    said = " ".join("".join(text.itertext()) for text in texts)
    kinds = opened.state("[...App.visible.nodes].length")
    for part in (
        f"Түйүндөр: {kinds}",
        "Көрсөтүлбөгөнү: өз ара байланыш",
        "Жылдар: 2012–…",
        "CC BY 4.0",
        dt.date.today().isoformat(),
    ):
        assert part in said, said
    for text in texts:
        wide, x = float(text.get("textLength", "0")), float(text.get("x", "0"))
        left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0.0)
        assert left >= 0 and left + wide <= width + 0.1 and 0 < float(text.get("y", "0")) < height
    assert "font-face" in svg and "<script" not in svg
    data = saved(opened, "#export-png", tmp_path).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (round(width * 300 / 96), round(height * 300 / 96))
    place = data.index(b"pHYs")
    resolution = struct.unpack(">IIB", data[place + 4 : place + 13])
    assert resolution == (11811, 11811, 1)
    assert struct.unpack(">I", data[place + 13 : place + 17])[0] == zlib.crc32(data[place : place + 13])


def test_narrow_screen_opens_sheets_and_does_not_scroll_sideways(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), width=390, height=844)
    assert opened.state("document.documentElement.scrollWidth") == 390
    assert not opened.page.locator("#legend").is_visible()
    opened.page.click("[data-opens=legend]")
    assert opened.page.locator("#legend").is_visible()
    opened.choose("өмүрбек")
    assert opened.page.locator("#card").is_visible() and not opened.page.locator("#legend").is_visible()
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#card").is_visible()


def test_a_dragged_node_takes_its_name_along_and_leaves_the_others(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    box = opened.page.locator("#canvas").bounding_box()
    before = opened.state("App.model.nodes.map((node) => App.canvas.point(node.id))")
    assert box and isinstance(before, list)
    opened.page.mouse.move(box["x"] + before[0]["x"], box["y"] + before[0]["y"])
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + before[0]["x"] + 30, box["y"] + before[0]["y"] + 20, steps=4)
    opened.page.mouse.move(box["x"] + before[0]["x"] + 60, box["y"] + before[0]["y"] + 40, steps=4)
    opened.page.mouse.up()
    after = opened.state("App.model.nodes.map((node) => App.canvas.point(node.id))")
    drawn = opened.state("App.canvas.drawnAt(0)")
    assert isinstance(after, list) and isinstance(drawn, dict)
    assert after[0]["x"] == pytest.approx(before[0]["x"] + 60, abs=6)
    assert after[0]["y"] == pytest.approx(before[0]["y"] + 40, abs=6)
    assert after[1:] == before[1:]
    # Where the shell believes the node to be is where the renderer has it.
    assert (drawn["x"], drawn["y"]) == pytest.approx((after[0]["x"], after[0]["y"]), abs=1)


def test_counts_are_of_what_the_filters_leave(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en", hash="#off=MEMBER_OF&view=both")
    rows = opened.page.locator("#legend section").nth(1).locator("li").all_inner_texts()
    assert {name: int(count) for name, count in (row.rsplit("\n", 1) for row in rows)} == {
        "membership": 0, "participation": 2, "association": 1, "took place in": 1,
    }  # fmt: skip
    ranked = opened.page.locator("#card .ranked .count").all_inner_texts()
    assert [int(count) for count in ranked] == [1, 1, 2, 1, 3]
    neighbours = opened.page.locator("#table tbody td.number").all_inner_texts()
    assert sorted(map(int, neighbours)) == [0, 1, 1, 1, 2, 3]


def test_two_steps_show_two_steps_in_full(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    opened.choose("otunbaeva")
    opened.page.keyboard.press("2")
    # What is faded has no name on the canvas.
    names = opened.state("App.canvas.shownNames().map((one) => one.text.join(' '))")
    assert isinstance(names, list) and {"Omurbek Tekebayev", "Kyrgyzstan"} <= set(names)


def test_steps_end_at_countries(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    opened.choose("personnel")
    opened.page.keyboard.press("2")
    # Over the country the meeting would be two steps away; over Tekebayev it is, too. Without him it is not.
    assert visible(opened)[0] == 4
    opened.page.click("#legend input[data-code=Official]")
    assert visible(opened)[0] == 2


def test_the_picture_uses_the_canvas(open_page: OpenPage) -> None:
    rng = random.Random(3)
    nodes = [PictureNode(f"{B}{i}", "Person", {"en": f"Name {i}"}) for i in range(120)]
    pairs = {(i, rng.randrange(i)) for i in range(1, 120)} | {
        (rng.randrange(60), 60 + rng.randrange(60)) for _ in range(60)
    }
    edges = [
        PictureEdge(f"{B}e{a}-{b}", nodes[a].id, nodes[b].id, "ASSOCIATED_WITH") for a, b in sorted(pairs) if a != b
    ]
    opened = open_page(Picture("Canvas", nodes, edges), language="en")
    used = opened.state(
        """(() => {
            const points = App.model.nodes.map((node) => App.canvas.point(node.id));
            const place = document.getElementById("canvas");
            const side = (key) => Math.max(...points.map((p) => p[key])) - Math.min(...points.map((p) => p[key]));
            return Math.max(side("x") / place.clientWidth, side("y") / place.clientHeight);
        })()"""
    )
    assert isinstance(used, float) and 0.85 <= used <= 1


@pytest.mark.parametrize("spread", [1, 12])
def test_names_are_cut_at_no_edge_and_lie_under_no_button(open_page: OpenPage, spread: int) -> None:
    """Whether the picture is as broad as the page or narrower, and when the window changes."""
    nodes = [PictureNode(f"{B}{i}", "Person", {"en": f"A rather long name of number {i}"}) for i in range(60)]
    pairs = {(i, i - i % spread - 1) for i in range(spread, 60)} | {(i, 0) for i in range(1, spread)}
    edges = [PictureEdge(f"{B}{a}-{b}", nodes[a].id, nodes[b].id, "ASSOCIATED_WITH") for a, b in sorted(pairs)]
    opened = open_page(Picture("Edges", nodes, edges), language="en")
    for size in ((1280, 720), (700, 900), (1500, 640)):
        opened.page.set_viewport_size({"width": size[0], "height": size[1]})
        opened.page.wait_for_timeout(300)
        outside = opened.state(
            """(() => {
                const place = document.getElementById("canvas").getBoundingClientRect();
                const low = document.getElementById("status").getBoundingClientRect().top - place.top;
                const names = App.canvas.shownNames();
                return { names: names.length, out: names.filter((n) => n.left < 0 || n.top < 0 || n.right > place.width || n.bottom > low) };
            })()"""
        )
        assert isinstance(outside, dict) and outside["names"] > 5 and outside["out"] == []


def test_no_label_is_a_hash(open_page: OpenPage) -> None:
    nodes = [
        PictureNode("https://x.org/event/h-6a957035058e41a23ce7", "Event", made={"en": "Make a visit · A → B · 2018"}),
        PictureNode("https://x.org/event/h-7a957035058e41a23ce7", "Event"),
        PictureNode("https://x.org/person/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f", "Person"),
    ]
    opened = open_page(Picture("Unnamed", nodes, []), language="en")
    names = opened.state("App.model.nodes.map((node) => App.name(node))")
    assert names == ["Make a visit · A → B · 2018", "Event without a name", "Person without a name"]
    opened.choose("visit")
    assert "This title is made from type" in card(opened)


def test_a_relation_of_the_actor_projection_has_its_events_with_evidence(open_page: OpenPage, tmp_path: Path) -> None:
    nodes = [PictureNode(f"{B}{i}", "Country", {"en": i.upper()}) for i in "ab"]
    event = PictureNode(B + "e", "Event", made={"en": "Make a visit · A → B · 2018"}, evidence=evidence(7))
    edge = PictureEdge(
        "ACTED_TOWARDS a b", B + "a", B + "b", "ACTED_TOWARDS", None, "2018", "2019", "2018-01-01", "2019-12-31",
        references={"type": (B + "visit",)}, count=12, events=(event.id,),
    )  # fmt: skip
    drawn = Picture("Meetings", nodes, [edge], others={B + "visit": {"en": "Make a visit"}}, events=[event])
    opened = open_page(drawn, language="en")
    opened.page.evaluate("App.select({bundle: [...App.model.bundles.keys()][0]})")
    text = card(opened)
    assert "Make a visit · A → B · 2018" in text and "and 11 older ones" in text
    opened.page.locator("#card .relation summary").first.click()
    assert "members.json · Row 7" in card(opened)
    listed = list(csv.DictReader(io.StringIO(saved(opened, "#export-edges", tmp_path).read_text("utf-8-sig"))))
    assert (listed[0]["events"], listed[0]["type"], listed[0]["property_type"]) == ("12", "ACTED_TOWARDS", B + "visit")


def test_every_step_can_be_taken_back_and_done_again(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    page = opened.page
    assert page.locator("#undo").is_disabled() and page.locator("#redo").is_disabled()
    opened.choose("finance")
    page.click("#legend input[data-code=Country]")
    assert visible(opened) == (5, 5)
    page.click("#undo")
    page.wait_for_function("document.querySelector('#status').textContent.startsWith('Nodes: 6')")
    assert page.locator("#card h2").inner_text() == "Ministry of Finance"
    page.go_back()
    page.wait_for_function("document.querySelector('#card h2').textContent === 'Overview'")
    assert page.locator("#undo").is_disabled()
    page.keyboard.press("Control+Shift+KeyZ")
    page.wait_for_function("document.querySelector('#card h2').textContent === 'Ministry of Finance'")
    page.click("#redo")
    page.wait_for_function("document.querySelector('#status').textContent.startsWith('Nodes: 5')")
    assert page.locator("#redo").is_disabled()
    page.keyboard.press("Control+KeyZ")
    page.wait_for_function("document.querySelector('#status').textContent.startsWith('Nodes: 6')")


def test_a_notebook_shows_the_page_in_a_frame_that_reaches_nothing_else(open_page: OpenPage, tmp_path: Path) -> None:
    opened = open_page(cabinet(), language="en")
    shown = Viewed(opened.path, 6, 7)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><title>Notebook</title><body>{shown._repr_html_()}</body>", "utf-8")
    page = opened.page
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=true]").wait_for()
    frame.locator("#search").fill("finance")
    frame.locator("#search").press("Enter")
    assert frame.locator("#card h2").inner_text() == "Ministry of Finance"
    frame.locator("#undo").click()
    frame.locator("#card h2", has_text="Overview").wait_for()
    assert page.title() == "Notebook"


def test_each_filter_is_a_chip_that_takes_it_away(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en", hash="#off=ASSOCIATED_WITH&hide=Country&from=2005&undated=0")
    chips = opened.page.locator("#chips button")
    assert [text.removesuffix("×").strip() for text in chips.all_inner_texts()] == [
        "Not shown: Country", "Not shown: association", "Years: 2005–…", "only what has dates",
    ]  # fmt: skip
    before = opened.state("App.visible.edges.length")
    chips.nth(3).click()
    assert opened.state("App.state.undated") is True
    assert opened.state("App.visible.edges.length") != before
    chips.first.focus()
    opened.page.keyboard.press("Enter")
    assert opened.state("[...App.state.hiddenKinds].length") == 0
    assert opened.state("document.activeElement.closest('#chips') !== null") is True
    for _ in range(2):
        chips.first.click()
    assert chips.count() == 0
    opened.page.keyboard.press("Control+z")
    assert chips.count() == 1


def test_counts_on_lines_cover_neither_names_nor_each_other(open_page: OpenPage) -> None:
    nodes = [PictureNode(f"n{i}", "Person", {"en": f"Person number {i}"}) for i in range(40)]
    edges = [
        PictureEdge(f"e{i}-{j}", f"n{i}", f"n{j}", "ACTED_TOWARDS", count=i + j + 2, events=("x",))
        for i in range(40)
        for j in range(i)
    ]
    opened = open_page(Picture("Dense", nodes, edges), language="en")
    counts = opened.state("App.canvas.shownCounts()")
    assert isinstance(counts, list) and counts
    boxes = [(c["x"] - c["half"], c["y"] - 7.5, c["x"] + c["half"], c["y"] + 7.5) for c in counts]
    for i, a in enumerate(boxes):
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in boxes[i + 1 :])


def test_the_years_have_two_handles_that_do_not_pass_each_other(open_page: OpenPage) -> None:
    opened = open_page(cabinet(), language="en")
    first, last = opened.page.locator("#handle-from"), opened.page.locator("#handle-to")
    assert (first.input_value(), last.input_value()) == ("2005", "2014")
    first.focus()
    for _ in range(6):
        opened.page.keyboard.press("ArrowRight")
    assert opened.state("App.state.from") == 2011
    assert opened.state("document.activeElement.id") == "handle-from"
    last.focus()
    for _ in range(6):
        opened.page.keyboard.press("ArrowLeft")
    assert opened.state("[App.state.from, App.state.to]") == [2011, 2011]
    assert opened.page.locator(".chart rect.in").count() == 1
    opened.page.keyboard.press("End")
    first.focus()
    opened.page.keyboard.press("Home")
    assert opened.state("[App.state.from, App.state.to]") == [None, None]
