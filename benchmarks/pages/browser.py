"""What a page costs in a real Chromium: the processor seconds of the browser and all its processes.

Counted are the processes, not the scripts: drawing by WebGL is done in a process of its own, on machines without a graphics card by the
processor.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Error, Page, Playwright, Route

QUIET = 1.5
"""A page is still when it uses less than a fifth of a processor for so many seconds, and none of its processes waits for one."""
LONGEST = 60.0
"""A page that is not still after so many seconds is called moving."""
_STEPS = 60
_PATIENCE = 120_000


@dataclass(frozen=True, slots=True)
class PageCost:
    """What a page cost.

    Attributes:
        still: processor seconds until it was still; without what an empty page costs.
        pan: processor milliseconds a frame while it is dragged.
        moving: it was not still after :data:`LONGEST` seconds.
        asked: how many requests it made that did not reach the file.
    """

    still: float
    pan: float
    moving: bool
    asked: int


def _cpu(browser: psutil.Process) -> float:
    total = 0.0
    for one in [browser, *browser.children(recursive=True)]:
        try:
            spent = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += spent.user + spent.system
    return total


def _waits(browser: psutil.Process) -> bool:
    """Whether a process of the browser runs or waits for a processor: on a busy machine, it uses little and is not done."""
    for one in [browser, *browser.children(recursive=True)]:
        try:
            if one.status() == psutil.STATUS_RUNNING:
                return True
        except psutil.NoSuchProcess:
            continue
    return False


def _until_still(browser: psutil.Process) -> tuple[float, bool]:
    """Processor seconds of the browser when the page has become still, and whether it is still moving."""
    begin = time.monotonic()
    last, since = _cpu(browser), begin
    while time.monotonic() - begin < LONGEST:
        time.sleep(0.25)
        now = _cpu(browser)
        if now - last > 0.05 or _waits(browser):
            since = time.monotonic()
        elif time.monotonic() - since > QUIET:
            return now, False
        last = now
    return _cpu(browser), True


def _empty_place(page: Page) -> tuple[int, int]:
    """A place where nothing lies, so that the picture is dragged and not a node: of some, the one whose surroundings make the smallest PNG."""
    places = [(x, y) for x in (290, 960) for y in (300, 520, 700)]
    around = {(x, y): {"x": x - 9, "y": y - 9, "width": 18, "height": 18} for x, y in places}
    return min(places, key=lambda at: len(page.screenshot(clip=around[at], timeout=_PATIENCE)))


def _drag(page: Page, x: int, y: int) -> int:
    """Drag the picture to and fro; the number of frames that were drawn."""
    page.evaluate(
        "window.frames_ = 0; window.count_ = () => { window.frames_ += 1; requestAnimationFrame(window.count_); }; requestAnimationFrame(window.count_)"
    )
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(_STEPS):
        page.mouse.move(x + 3 * (step % 30 if step % 60 < 30 else 60 - step % 60), y - step)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.mouse.up()
    return int(page.evaluate("window.frames_"))


def measure(
    playwright: Playwright,
    executable: str | None,
    file: Path,
    start: str = "",
    served: Mapping[str, Path] | None = None,
    shot: Path | None = None,
) -> PageCost:
    """Open a file in a browser of its own, wait until it is still, drag it.

    Args:
        start: what follows the file in the address.
        served: files that are handed to the page when it asks for them, by the end of the address.
        shot: where to put a screenshot; None: nowhere.
    """
    flags = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking", "--no-first-run"]
    started = playwright.chromium.launch(executable_path=executable, args=flags)
    try:
        # The browser is a child of Playwright's driver.
        process = next(
            one
            for one in psutil.Process().children(recursive=True)
            if "chrom" in one.name() and "chrom" not in one.parent().name()
        )
        page = started.new_page(viewport={"width": 1400, "height": 900})
        asked: list[str] = []

        def answer(route: Route) -> None:
            asked.append(route.request.url)
            path = next((path for end, path in (served or {}).items() if route.request.url.endswith(end)), None)
            if path is None:
                route.abort()
            else:
                route.fulfill(path=path)

        page.route(lambda url: not url.startswith(("file:", "blob:", "data:")), answer)
        page.goto("about:blank")
        before, _ = _until_still(process)
        page.goto(file.as_uri() + start, wait_until="commit", timeout=120_000)
        # All tools draw on a canvas; before there is one, a quiet page only waits for a processor.
        with suppress(Error):
            page.wait_for_selector("canvas", state="attached", timeout=_PATIENCE)
        after, moving = _until_still(process)
        pan = 0.0
        if not moving:
            try:
                place = _empty_place(page)
                begun = _cpu(process)
                frames = _drag(page, *place)
                pan = (_cpu(process) - begun) / max(1, frames) * 1000
            except Error:
                # It draws without end, and finds no time for a screenshot.
                moving = True
        if shot:
            with suppress(Error):
                page.screenshot(path=shot, timeout=_PATIENCE)
        return PageCost(after - before, pan, moving, len(asked))
    finally:
        started.close()
