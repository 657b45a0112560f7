"""Makes all pictures of the pages that a person should look at, and a contact sheet of them.

    python tests/screenshots.py FOLDER

The example in both themes, three languages and two widths; events around one country as actors, as events and folded; the parliament; a
selected relation with its evidence; and a picture for a report as SVG and PNG. Events are synthetic, so nothing is fetched.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from browser_fixture import launch
from playwright.sync_api import Browser, sync_playwright

import govgraph
from benchmarks.synthetic import write_events
from govgraph.graph.graph import Graph

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WIDE, PHONE = (1400, 900), (390, 844)


@dataclass(frozen=True, slots=True)
class Shot:
    """One screenshot: its name, the page or picture, what stands after # in the address, and the size of the window."""

    name: str
    page: Path
    hash: str = ""
    size: tuple[int, int] = WIDE


def pages(folder: Path) -> Iterator[Shot]:
    """Make the graphs and pages, and say which screenshots to take of them."""
    with govgraph.open(folder / "example") as graph:
        graph.load(EXAMPLES / "central-asia")
        whole = graph.view(folder / "example.html", title="Central Asia").path
        for language in ("ky", "ru", "en"):
            for theme in ("light", "dark"):
                yield Shot(f"example-{language}-{theme}", whole, f"#lang={language}&theme={theme}")
        yield Shot("example-phone", whole, "#lang=ky", PHONE)
        yield Shot("example-table", whole, "#lang=en&view=both")
        yield Shot("example-filters", whole, "#lang=en&hide=Place&from=2000&to=2020")
        also = "&".join(f"also={graph.resolve(name)}" for name in ("Sooronbay Jeenbekov", "Adakhan Madumarov"))
        yield Shot("example-path-with-evidence", whole, f"#lang=en&{also}&paths=1")
        yield Shot("example-relation-with-evidence", whole, f"#lang=en&{_two_ends(graph)}")
        around = graph.view(folder / "kyrgyzstan.html", actor="Кыргызстан").path
        yield Shot("kyrgyzstan", around, "#lang=ky")
        parliament = "MATCH p = (:Official)-[:MEMBER_OF]->(:Agency) RETURN p"
        yield Shot("parliament", graph.view(folder / "parliament.html", cypher=parliament).path, "#lang=ru")
        for form in ("svg", "png"):
            yield Shot(f"report-{form}", graph.view(folder / f"report.{form}", actor="Кыргызстан", language="en").path)
    for events in (500, 3_000, 20_000):
        with govgraph.open(folder / f"events-{events}") as graph:
            graph.load(write_events(folder / f"{events}.export.CSV", events))
            yield Shot(
                f"{events}-as-actors", graph.view(folder / f"{events}-a.html", draw_as="actors").path, "#lang=en"
            )
            drawn = graph.view(folder / f"{events}-e.html", draw_as="events").path
            yield Shot(f"{events}-as-events", drawn, "#lang=en")
            if events == 3_000:
                yield Shot(f"{events}-all-open", drawn, "#lang=en&open=all")


def _two_ends(graph: Graph) -> str:
    """The part of an address that selects the relation of a person and a body that has the most rows."""
    query = "SELECT member, organization FROM memberships ORDER BY len(sources) DESC, iri LIMIT 1"
    ((member, organization),) = graph.sql(query).rows
    return f"a={member}&b={organization}"


def take(browser: Browser, shot: Shot, to: Path) -> None:
    """Take one screenshot."""
    page = browser.new_page(viewport={"width": shot.size[0], "height": shot.size[1]}, locale="ky-KG")
    page.goto(shot.page.as_uri() + shot.hash)
    if shot.page.suffix == ".html":
        page.wait_for_selector("html[data-ready=true]", timeout=60_000)
        page.wait_for_timeout(600)
    page.screenshot(path=to)
    page.close()


def main(folder: Path) -> None:
    """Make everything, and the contact sheet ``index.html`` and ``index.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for shot in pages(folder):
            take(browser, shot, folder / f"{shot.name}.png")
            taken.append(shot.name)
            sys.stdout.write(f"{shot.name}\n")
        figures = "".join(
            f'<figure><a href="{html.escape(name)}.png"><img src="{html.escape(name)}.png" alt=""></a>'
            f"<figcaption>{html.escape(name)}</figcaption></figure>"
            for name in taken
        )
        style = "body{font:14px sans-serif}figure{display:inline-block;margin:8px;vertical-align:top}img{width:420px;border:1px solid #ccc}"
        sheet = folder / "index.html"
        sheet.write_text(
            f'<!doctype html><meta charset="utf-8"><title>Pages</title><style>{style}</style>{figures}', "utf-8"
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(sheet.as_uri())
        page.screenshot(path=folder / "index.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
