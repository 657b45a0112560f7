"""Several selected things, paths, keep, hide and pin, things without relations, communities: in a real browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from browser_fixture import OpenPage, Watched
from playwright.sync_api import Browser

from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

B = "https://x.org/"


def proof(row: int) -> tuple[Evidence, ...]:
    return (Evidence("ties.csv", str(row), None, "load-1", "ties", "CC0-1.0"),)


def ring() -> Picture:
    """A and D with two ways between them, over B and over C; a country K that all belong to; and two things without relations."""
    kinds = {"a": "Person", "b": "Agency", "c": "Agency", "d": "Person", "k": "Country", "x": "NGO", "y": "NGO"}
    nodes = [PictureNode(B + key, kind, {"en": key.upper() * 3}) for key, kind in kinds.items()]
    pairs = ["ab", "bd", "ac", "cd", "ak", "bk", "ck", "dk"]
    edges = [
        PictureEdge(B + pair, B + pair[0], B + pair[1], "MEMBER_OF", f"role-{pair}", str(2000 + i), None,
                    f"{2000 + i}-01-01", evidence=proof(i + 1))
        for i, pair in enumerate(pairs)
    ]  # fmt: skip
    return Picture("Ring", nodes, edges, ("en", "ky", "ru"))


def number(opened: Watched, key: str) -> int:
    found = opened.state(f"App.model.byIri.get('{B}{key}').id")
    assert isinstance(found, int)
    return found


def shown(opened: Watched) -> set[str]:
    found = opened.state("[...App.visible.drawn].map((id) => App.model.at(id).iri)")
    assert isinstance(found, list)
    return {iri.removeprefix(B) for iri in found}


def click(opened: Watched, key: str, *modifiers: str) -> None:
    box = opened.page.locator("#canvas").bounding_box()
    point = opened.state(f"App.canvas.point({number(opened, key)})")
    assert box and isinstance(point, dict)
    for modifier in modifiers:
        opened.page.keyboard.down(modifier)
    opened.page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    for modifier in modifiers:
        opened.page.keyboard.up(modifier)


def test_relations_between_several_selected_things(open_page: OpenPage) -> None:
    opened = open_page(ring())
    click(opened, "a")
    click(opened, "b", "Shift")
    click(opened, "k", "Shift")
    assert opened.page.locator("#card h2").inner_text() == "Selected: 3"
    text = opened.page.locator("#card").inner_text()
    assert "Relations between these" in text
    assert {role for role in ("role-ab", "role-ak", "role-bk", "role-ac", "role-dk") if role in text} == {
        "role-ab", "role-ak", "role-bk",
    }  # fmt: skip
    assert "ties.csv · Row 1" in text
    # The address keeps them, and Back takes the last one away.
    again = open_page(ring(), hash="#" + opened.page.url.split("#")[1])
    assert again.page.locator("#card h2").inner_text() == "Selected: 3"
    opened.page.go_back()
    opened.page.locator("#card h2", has_text="Selected: 2").wait_for()
    opened.page.get_by_role("button", name="Remove from the selection: BBB").click()
    assert opened.page.locator("#card h2").inner_text() == "AAA"


def test_several_are_selected_without_a_mouse(open_page: OpenPage) -> None:
    opened = open_page(ring())
    opened.choose("aaa")
    opened.page.keyboard.press("a")
    assert opened.state("document.activeElement.id") == "search"
    opened.choose("ddd")
    assert opened.page.locator("#card h2").inner_text() == "Selected: 2"


def test_shortest_paths_avoid_hubs_and_have_evidence_of_each_step(open_page: OpenPage) -> None:
    opened = open_page(ring())
    click(opened, "a")
    click(opened, "d", "Shift")
    opened.page.get_by_role("button", name="Shortest paths").click()
    paths = opened.page.locator("#card .path")
    assert paths.count() == 2
    names = [path.locator(".go").all_inner_texts() for path in paths.all()]
    assert names == [["AAA", "BBB", "DDD"], ["AAA", "CCC", "DDD"]]
    paths.first.locator("summary").first.click()
    assert "ties.csv · Row 1" in paths.first.inner_text()
    # All that is on a path is in full colour, with the roles on its lines.
    assert opened.state("App.lit.lines.size") == 4
    assert opened.state("[...App.lit.near].length") == 4
    opened.page.set_checked("#through-hubs", True)
    assert paths.count() == 3
    assert "hubs=1" in opened.page.url and "paths=1" in opened.page.url
    opened.page.keyboard.press("k")
    assert shown(opened) == {"a", "b", "c", "d", "k"}


def test_keep_hide_and_pin(open_page: OpenPage) -> None:
    opened = open_page(ring())
    page = opened.page
    click(opened, "b")
    page.get_by_role("button", name="Hide", exact=True).click()
    assert shown(opened) == {"a", "c", "d", "k"}
    assert opened.state("App.visible.edges.length") == 5
    assert page.locator("#chips").inner_text().startswith("Hidden: 1")
    click(opened, "a")
    page.keyboard.press("p")
    page.click("#legend input[data-code=Person]")
    # What is pinned stays whatever the filters say.
    assert shown(opened) == {"a", "c", "k"}
    page.keyboard.press("Control+z")
    opened.wait_until("App.visible.nodes.size === 6")
    click(opened, "d")
    page.get_by_role("button", name="Keep only this").click()
    assert shown(opened) == {"a", "c", "d", "k"}
    for _ in range(3):
        page.locator("#chips button").first.click()
    assert shown(opened) == {"a", "b", "c", "d", "k"}
    assert page.locator("#chips button").count() == 0


def test_things_without_relations_are_one_chip(open_page: OpenPage) -> None:
    opened = open_page(ring())
    assert shown(opened) == {"a", "b", "c", "d", "k"}
    assert opened.page.locator("#toggle-lone").inner_text() == "Without relations: 2"
    # They count: what the legend and the table say is true of all of them.
    assert opened.page.locator("#status").inner_text() == "Nodes: 7 of 7 · relations: 8 of 8"
    opened.page.click("#toggle-lone")
    assert {"x", "y"} <= shown(opened)
    opened.page.click("#toggle-lone")
    opened.choose("xxx")
    assert "x" in shown(opened) and opened.page.locator("#card h2").inner_text() == "XXX"


def test_a_selected_line_says_its_role(open_page: OpenPage) -> None:
    opened = open_page(ring())
    opened.page.evaluate(f"App.select({{bundle: Model.pairKey({number(opened, 'a')}, {number(opened, 'b')})}})")
    opened.wait_until("App.canvas.shownCounts().some((count) => count.text === 'role-ab')")


def test_questions_to_begin_with(open_page: OpenPage) -> None:
    opened = open_page(ring())
    asked = opened.page.locator("#card .asked button")
    assert asked.all_inner_texts() == [
        "Who is related to KKK? (4)", "How are AAA and DDD connected?", "What was there in 2007?",
    ]  # fmt: skip
    overview = opened.page.locator("#card").inner_text()
    assert "ties.csv" in overview and "2000 – 2007" in overview and "ties · rows: 8" in overview
    asked.nth(1).click()
    assert opened.page.locator("#card .path").count() == 2
    opened.page.keyboard.press("Escape")
    asked.nth(2).click()
    assert opened.state("[App.state.from, App.state.to]") == [2007, 2007]
    opened.page.keyboard.press("Control+z")
    asked.nth(0).click()
    assert opened.page.locator("#card h2").inner_text() == "KKK"


def test_columns_fold(open_page: OpenPage) -> None:
    opened = open_page(ring())
    wide = opened.state("document.getElementById('canvas').clientWidth")
    opened.page.click("[data-folds=card]")
    opened.page.keyboard.press("[")
    assert not opened.page.locator("#card").is_visible() and not opened.page.locator("#legend").is_visible()
    assert opened.page.locator("[data-folds=card]").get_attribute("aria-expanded") == "false"
    now = opened.state("document.getElementById('canvas').clientWidth")
    assert isinstance(now, int) and isinstance(wide, int) and now == 1280 and now > wide + 500
    opened.page.click("[data-folds=card]")
    assert opened.page.locator("#card").is_visible()


def test_a_browser_that_is_too_old_is_told_so(browser: Browser, open_page: OpenPage) -> None:
    path = open_page(ring()).path
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(path.as_uri())
    assert "This page needs a browser of 2023 or newer" in page.locator("#message").inner_text()
    context.close()


def bodies(count: int, members: int) -> Picture:
    """Bodies with members, each body tied to the next one."""
    nodes = [PictureNode(f"{B}b{b}", "Agency", {"en": f"Body {b}"}, evidence=proof(b)) for b in range(count)]
    edges = [PictureEdge(f"{B}n{b}", f"{B}b{b}", f"{B}b{b + 1}", "ASSOCIATED_WITH") for b in range(count - 1)]
    for b in range(count):
        for i in range(members):
            nodes.append(PictureNode(f"{B}p{b}-{i}", "Person", {"en": f"Person {b} {i}"}, evidence=proof(100 + i)))
            edges.append(PictureEdge(f"{B}m{b}-{i}", f"{B}p{b}-{i}", f"{B}b{b}", "MEMBER_OF", "member"))
    return Picture("Bodies", nodes, edges, ("en", "ky", "ru"))


def test_communities_have_a_ground_with_a_name(open_page: OpenPage) -> None:
    opened = open_page(bodies(3, 12))
    assert opened.page.locator("#toggle-grounds").get_attribute("aria-pressed") == "true"
    titles = opened.state("App.canvas.shownTitles()")
    assert isinstance(titles, list) and set(titles) == {"Body 0 +12", "Body 1 +12", "Body 2 +12"}
    opened.page.click("#toggle-grounds")
    opened.wait_until("App.canvas.shownTitles().length === 0")
    assert "grounds=0" in opened.page.url


@pytest.fixture
def folded(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> Watched:
    monkeypatch.setattr("govgraph.visualizations.drawing.READABLE", 30)
    return open_page(bodies(3, 12))


def test_a_large_picture_is_folded_and_communities_open_in_place(folded: Watched) -> None:
    page = folded.page
    assert len(shown(folded)) == 3
    # Counts are of all that is there, not of what is drawn.
    assert page.locator("#status").inner_text() == "Nodes: 39 of 39 · relations: 38 of 38 · communities: 3, open: 0"
    assert "39 nodes are folded into 3 communities" in page.locator("#card").inner_text()
    group = folded.state("App.model.groups.find((group) => group.hub.names.en === 'Body 1').id")
    before = folded.state(f"[App.model.at({group}).x, App.model.at({group}).y]")
    box, point = page.locator("#canvas").bounding_box(), folded.state(f"App.canvas.point({group})")
    assert box and isinstance(point, dict)
    page.mouse.dblclick(box["x"] + point["x"], box["y"] + point["y"])
    assert len(shown(folded)) == 2 + 13
    assert folded.state(f"[App.model.at({group}).x, App.model.at({group}).y]") == before
    # Its members lie in the disc that it had.
    assert folded.state(
        f"App.model.at({group}).members.every((id) => Math.hypot(App.model.at(id).x - App.model.at({group}).x,"
        f" App.model.at(id).y - App.model.at({group}).y) <= App.model.at({group}).reach)"
    )
    assert "communities: 3, open: 1" in page.locator("#status").inner_text()
    page.keyboard.press("Control+z")
    folded.wait_until("App.state.open.size === 0")


def test_search_opens_the_community_of_what_is_found(folded: Watched) -> None:
    folded.choose("person 2 7")
    assert folded.page.locator("#card h2").inner_text() == "Person 2 7"
    assert "p2-7" in shown(folded) and "p1-7" not in shown(folded)
    folded.page.get_by_role("button", name="Fold its community").click()
    assert len(shown(folded)) == 3
    assert folded.page.locator("#card h2").inner_text() == "Body 2 +12"


def test_a_path_opens_what_it_leads_through(folded: Watched) -> None:
    folded.page.evaluate(f"App.paths(App.model.byIri.get('{B}p0-1').id, App.model.byIri.get('{B}p1-2').id)")
    assert folded.page.locator("#card .path .go").all_inner_texts() == ["Person 0 1", "Body 0", "Body 1", "Person 1 2"]
    assert folded.state("App.state.open.size") == 2


def test_a_folded_picture_is_whole_in_the_table_and_the_legend(folded: Watched) -> None:
    page = folded.page
    assert [row.split("\n") for row in page.locator("#legend section").first.locator("li").all_inner_texts()] == [
        ["Person", "36"], ["Agency", "3"],
    ]  # fmt: skip
    page.keyboard.press("t")
    assert page.locator("#table tbody tr").count() == 39
    page.click("#legend input[data-code=Person]")
    assert page.locator("#table tbody tr").count() == 3
    assert len(shown(folded)) == 3


def test_all_communities_open_at_once(folded: Watched) -> None:
    folded.page.get_by_role("button", name="Open all communities").click()
    assert len(shown(folded)) == 39
    assert "open=all" in folded.page.url
    folded.page.locator("#chips button").click()
    assert len(shown(folded)) == 3


def test_the_same_data_gives_the_same_rows_whatever_holds_it(open_page: OpenPage) -> None:
    """Columns of every form: one value, few values, many values, lists, and keys that only some things have."""
    nodes = [
        replace(node, properties={"n": i, **({"odd": [1, "a"]} if i % 3 == 0 else {}), "__proto__": i})
        for i, node in enumerate(bodies(2, 5).nodes)
    ]
    opened = open_page(Picture("Columns", nodes, bodies(2, 5).edges, ("en",)))
    found = opened.state(
        "App.model.nodes.map((node) => [node.iri, node.properties.n, Object.entries(node.properties).length, node.evidence])"
    )
    assert isinstance(found, list)
    given = {node.id: node for node in nodes}
    for iri, n, entries, evidence in found:
        assert (n, entries) == (given[iri].properties["n"], len(given[iri].properties))
        assert [row for _, row, _ in evidence] == [one.row for one in given[iri].evidence]


@pytest.mark.parametrize(
    ("locale", "stated", "expected"),
    [("ru-RU", None, "ru"), ("ky-KG", None, "ky"), ("fr-FR", None, "en"), ("ru-RU", "en", "en")],
)
def test_a_page_opens_in_the_language_of_its_reader(
    open_page: OpenPage, locale: str, stated: str | None, expected: str
) -> None:
    watched = open_page(ring(), locale=locale, language=stated)
    assert watched.page.locator("html").get_attribute("lang") == expected
    assert "lang=" not in watched.page.url
