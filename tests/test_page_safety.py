"""Hostile text in every field, and what a screen reader finds: both in a real browser."""

from __future__ import annotations

import pytest
from browser_fixture import OpenPage
from often import cases

from govgraph.visualizations.picture import Evidence, Picture, PictureEdge, PictureNode

CANARY = (
    "\"'><img src=x onerror=window.hit=1><svg/onload=window.hit=1></script><script>window.hit=1</script>{{7*7}}${hit=1}"
)


def canary(place: str) -> str:
    return f"{place} {CANARY}"


def hostile() -> Picture:
    proof = (
        Evidence(
            canary("file"),
            canary("row"),
            "javascript:window.hit=1",
            canary("load"),
            canary("dataset"),
            canary("licence"),
        ),
        Evidence(
            canary("file"), canary("row"), 'https://example.org/"><img src=x onerror=window.hit=1>', "l", "d", None
        ),
    )
    links = (
        "javascript:window.hit=1",
        "JaVaScRiPt:window.hit=1",
        "data:text/html,<script>hit=1</script>",
        "//example.org/x",
        "http://[bad",
    )
    odd = {
        canary("key"): canary("value"),
        "__proto__": "p",
        "constructor": ["x", canary("item")],
        "url": "vbscript:hit",
    }
    nodes = [
        PictureNode(canary(f"id{i}"), canary("kind") if i else "__proto__",
                    {"ky": canary(f"ky{i}"), canary("lang"): canary("other")},
                    (canary("alias"),), odd, canary("start"), canary("end"), "2001-01-01", None, links, proof)
        for i in range(3)
    ]  # fmt: skip
    edges = [
        PictureEdge(canary(f"edge{i}"), nodes[i].id, nodes[(i + 1) % 3].id, canary("type") if i else "constructor",
                    canary("role"), canary("start"), None, "2001-01-01", None, odd, proof)
        for i in range(3)
    ]  # fmt: skip
    return Picture(canary("title"), nodes, edges, ("ky", canary("language"), "en"), canary("note"))


def test_hostile_text_is_shown_and_never_run(open_page: OpenPage) -> None:
    opened = open_page(hostile())
    page = opened.page
    assert page.title() == canary("title")
    assert page.locator("h1").inner_text() == canary("title")
    assert canary("note") in page.locator("#card").inner_text()
    opened.choose("ky1")
    for button in page.locator("#card button.more").all():
        button.click()
    for summary in page.locator("#card summary").all():
        # Some are in others, which come first: a folded one shows when these are open.
        summary.click()
    text = page.locator("#card").inner_text()
    places = "ky1 alias key value item start end other id1 role file row load dataset licence".split()
    for place in places:
        assert (place == "key" and canary(place).lower() in text.lower()) or canary(place) in text, place
    assert "javascript:window.hit=1" in text
    hrefs = page.locator("a[href]").evaluate_all("(links) => links.map((link) => link.href)")
    assert hrefs and all(href.startswith("https://example.org/") for href in hrefs)
    page.evaluate("App.select({bundle: [...App.model.bundles.keys()][0]})")
    assert canary("edge0") in page.locator("#card").inner_text()
    page.click("[data-view=both] >> nth=0")
    page.click("[data-tab=edges]")
    assert canary("ky0") in page.locator("#table").inner_text()
    for button in page.locator("[data-language]").all():
        button.click()
    for box in page.locator("#legend input[type=checkbox]").all()[:3]:
        box.click()
    page.fill("#search", "img src")
    page.mouse.move(600, 300)
    assert page.locator("img, iframe, object, embed").count() == 0
    assert opened.state("window.hit") is None


def test_hostile_address_is_not_run(open_page: OpenPage) -> None:
    opened = open_page(hostile(), hash=f"#node={CANARY}&lang={CANARY}&theme={CANARY}")
    assert opened.state("window.hit") is None
    assert opened.page.locator("img").count() == 0


def test_the_policy_refuses_what_the_page_did_not_bring(open_page: OpenPage) -> None:
    opened = open_page(hostile())
    opened.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.hit = 1'; document.body.append(s);"
        " const i = new Image(); i.src = 'https://example.org/x.png';"
        " return fetch('https://example.org/').catch(() => 0); }"
    )
    assert opened.state("window.hit") is None
    said = [fault for fault in opened.faults if "Content Security Policy" in fault]
    assert len(said) >= 3 and not any(fault.startswith("request") for fault in opened.faults)
    # These are the refusals that this test is about.
    opened.faults.clear()


_LIGHT = [(1280, "", False), (1280, "#a=p0&b=m&lang=en&from=2005", False), (390, "#node=p0", False)]
_DARK = [
    (1280, "#view=both&node=p0&lang=ru", True),
    (1280, "#also=p0&also=p1&paths=1&hubs=1&pin=p2&lang=en", True),
    (390, "#view=table", True),
]


@pytest.mark.parametrize(
    ("width", "hash", "dark"),
    cases(*_LIGHT, *_DARK, only_in_ci=[(width, hash, not dark) for width, hash, dark in (*_LIGHT, *_DARK)]),
    ids=lambda value: {False: "light", True: "dark"}.get(value),
)
def test_no_serious_barrier(open_page: OpenPage, dark: bool, width: int, hash: str) -> None:
    proof = (Evidence("f.csv", "1", "https://example.org/", "l", "d", None),)
    nodes = [PictureNode("m", "Agency", {"ky": "Министрлик"}, evidence=proof)]
    nodes += [
        PictureNode(f"p{i}", "Person", {"ky": f"Өмүрбек {i}", "en": f"Omurbek {i}"}, evidence=proof) for i in range(20)
    ]
    edges = [
        PictureEdge(f"e{i}", f"p{i}", "m", "MEMBER_OF", "member", "2001", None, "2001-01-01", evidence=proof)
        for i in range(20)
    ]
    opened = open_page(Picture("Министрлик", nodes, edges), hash=hash, width=width, dark=dark, bypass_policy=True)
    assert opened.barriers() == []
