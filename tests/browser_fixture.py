"""A real Chromium for the tests of pages, and pages that are watched.

Whatever a page asks of the network is refused and counted; so is all that it writes to the console.

Chromium is, in this order: what GOVGRAPH_CHROMIUM names, the system's, the one that Playwright installs.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Error, Page, Playwright, Route, ViewportSize, sync_playwright

from govgraph.visualizations.page import write
from govgraph.visualizations.picture import Picture

_FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str | None:
    """The Chromium to start, or None for Playwright's own."""
    named = os.environ.get("GOVGRAPH_CHROMIUM")
    if named:
        return named
    if Path("/usr/bin/chromium").exists():
        return "/usr/bin/chromium"
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window; as root without its sandbox, which root cannot have.

    Raises:
        Error: it does not start.
    """
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*_FLAGS, "--no-sandbox"] if as_root else list(_FLAGS)
    return playwright.chromium.launch(executable_path=chromium_path(), args=flags)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session; without any the tests are skipped, saying so."""
    with sync_playwright() as playwright:
        try:
            started = launch(playwright)
        except Error as error:
            pytest.skip(f"no Chromium (install chromium, or set GOVGRAPH_CHROMIUM): {str(error).splitlines()[0]}")
        yield started
        started.close()


AXE = Path(__file__).parent / "assets" / "axe.min.js"


@dataclass
class Watched:
    """An open page and all it did that a page must not do."""

    page: Page
    path: Path
    faults: list[str] = field(default_factory=list)

    def state(self, expression: str) -> object:
        """A value from the page's scripts."""
        return self.page.evaluate(expression)

    def wait_until(self, expression: str) -> None:
        """Wait until an expression of the page's scripts is true.

        Playwright's own `wait_for_function` polls with `eval` inside the page, which the page's policy forbids.

        Raises:
            AssertionError: it is not true within ten seconds.
        """
        end = time.monotonic() + 10
        while not self.state(expression):
            assert time.monotonic() < end, f"not true in ten seconds: {expression}"
            self.page.wait_for_timeout(20)

    def barriers(self) -> object:
        """The serious violations that axe finds on the page; it must have been opened with ``bypass_policy``."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.state(
            "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations"
            ".filter((one) => ['serious', 'critical'].includes(one.impact))"
            ".map((one) => one.id + one.nodes.map((node) => node.html.slice(0, 99) + node.failureSummary).join('|')))"
        )

    def choose(self, text: str) -> None:
        """Find a node by the search field and select it."""
        self.page.fill("#search", text)
        self.page.keyboard.press("Enter")


OpenPage = Callable[..., Watched]

Options = tuple[int, int, bool, str, bool]
"""Width, height, whether it is dark, locale, whether the page's policy is passed over."""


class Tab:
    """A tab that one page after another is opened in: a new one is a new process of Chromium, which costs more than most tests.

    A page keeps nothing in the browser, and what its scripts hold goes with it; a tab that a test leaves with a fault is closed.

    Attributes:
        watched: the page that is open now.
    """

    def __init__(self, browser: Browser, options: Options) -> None:
        width, height, dark, locale, bypass_policy = options
        self._viewport = ViewportSize(width=width, height=height)
        self.context = browser.new_context(
            viewport=self._viewport,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=locale,
            accept_downloads=True,
            bypass_csp=bypass_policy,
        )
        self.page = self.context.new_page()
        self.watched: Watched | None = None
        self.context.route(lambda url: not url.startswith(("file:", "blob:")), self._refuse)
        self.page.on("pageerror", lambda error: self._fault(f"page error {error}"))
        self.page.on("console", lambda said: self._fault(f"console {said.type} {said.text}"))
        self.page.on("dialog", self._end_dialog)

    def open(self, path: Path, hash: str) -> Watched:
        """Open a file in it, and wait until it is drawn."""
        self.watched = Watched(self.page, path)
        self.page.goto(path.as_uri() + hash)
        self.page.wait_for_selector("html[data-ready=true]", timeout=30_000)
        return self.watched

    def leave(self) -> None:
        """Close the page that is open, with the pointer outside of the window, and the window as large as it was."""
        self.watched = None
        self.page.mouse.move(-1, -1)
        self.page.goto("about:blank")
        self.page.set_viewport_size(self._viewport)

    def _fault(self, what: str) -> None:
        if self.watched:
            self.watched.faults.append(what)

    def _end_dialog(self, dialog: Dialog) -> None:
        self._fault(f"dialog {dialog.message}")
        if self.watched:
            dialog.dismiss()
        else:  # the page asks whether to go, since decisions are not saved
            dialog.accept()

    def _refuse(self, route: Route) -> None:
        self._fault(f"request {route.request.url}")
        route.abort()


@pytest.fixture(scope="session")
def _idle_tabs() -> dict[Options, list[Tab]]:
    """Tabs in which no page is open; they end with the browser."""
    return defaultdict(list)


@pytest.fixture
def open_page(browser: Browser, _idle_tabs: dict[Options, list[Tab]], tmp_path: Path) -> Iterator[OpenPage]:
    """Write a picture to a file, or take a file, open it from the disk and wait until it is drawn; no page may end with a fault."""
    taken: list[tuple[Options, Tab]] = []
    drawn: list[Watched] = []

    def opener(
        picture: Picture | Path,
        *,
        hash: str = "",
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        language: str | None = None,
        locale: str | None = None,
        bypass_policy: bool = False,
    ) -> Watched:
        own = tmp_path / f"page-{len(taken)}.html"
        path = picture if isinstance(picture, Path) else write(picture, own, language=language)
        # A browser that asks for no other language than the page's first one.
        locale = locale or ("ky-KG" if isinstance(picture, Path) else picture.languages[0])
        options = (width, height, dark, locale, bypass_policy)
        tab = _idle_tabs[options].pop() if _idle_tabs[options] else Tab(browser, options)
        taken.append((options, tab))
        drawn.append(tab.open(path, hash))
        return drawn[-1]

    yield opener
    faults = [tab.watched.faults for _, tab in taken if tab.watched and tab.watched.faults]
    sound = len(drawn) == len(taken) and not faults
    for options, tab in taken:
        if sound and tab.context.pages == [tab.page]:
            tab.leave()
            _idle_tabs[options].append(tab)
        else:
            tab.context.close()
    assert faults == []
