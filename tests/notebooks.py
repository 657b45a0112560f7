"""Shows a page in JupyterLab and in marimo, both run in a real Chromium, and takes a screenshot of each.

    python tests/notebooks.py FOLDER

JupyterLab and marimo are installed in an environment of their own in the folder, which sees the packages of this one. It ends with an error
if a page is not drawn, or if a node cannot be found and selected in it.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser_fixture import launch
from playwright.sync_api import Browser, FrameLocator, sync_playwright

import govgraph

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "central-asia"
_NEEDS = ("jupyterlab", "marimo")
_CELL = """\
import govgraph
graph = govgraph.open({folder!r})
graph.view({page!r}, actor="Кыргызстан", language="en")"""


def environment(folder: Path) -> Path:
    """The Python of an environment with both programs, which is made if it is not there."""
    python = folder / "env" / "bin" / "python"
    if not (folder / "env" / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *_NEEDS], check=True)
        own = subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"], text=True
        )
        ours = [sysconfig.get_paths()["purelib"], *(entry for entry in sys.path if entry.endswith("site-packages"))]
        # A .pth file of another folder is not read there, so what ours say is copied too.
        said = [
            line
            for path in ours
            for file in Path(path).glob("*.pth")
            for line in file.read_text("utf-8").splitlines()
            if line.startswith("/")
        ]
        (Path(own.strip()) / "govgraph.pth").write_text("\n".join(dict.fromkeys([*said, *ours])), "utf-8")
        (folder / "env" / "installed").touch()
    return python


@contextmanager
def serving(command: list[str | Path], port: int, log: Path) -> Iterator[str]:
    """Run a server until the end of the block; its address."""
    with log.open("w") as out, subprocess.Popen([str(part) for part in command], stdout=out, stderr=out) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(address, timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield address
        finally:
            process.terminate()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def look(frame: FrameLocator) -> None:
    """The page in its frame is drawn, and a node is found and selected in it."""
    frame.locator("html[data-ready=true]").wait_for(timeout=900_000, state="attached")
    frame.locator("#search").fill("jeenbekov")
    frame.locator("#search").press("Enter")
    frame.locator("#card h2", has_text="Sooronbay Jeenbekov").wait_for(timeout=60_000)


def jupyter(browser: Browser, python: Path, folder: Path, cell: str) -> None:
    """A notebook with one cell, run in JupyterLab."""
    notebook = {
        "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    (folder / "page.ipynb").write_text(json.dumps(notebook), "utf-8")
    port = free_port()
    command: list[str | Path] = [
        python, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", f"--ServerApp.root_dir={folder}",
        "--IdentityProvider.token=", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with serving(command, port, folder / "jupyter.log") as address:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{address}/lab/tree/page.ipynb", timeout=240_000)
        page.locator(".jp-Notebook .jp-Cell").first.click(timeout=240_000)
        page.keyboard.press("Shift+Enter")
        look(page.frame_locator(".jp-OutputArea-output iframe"))
        page.wait_for_timeout(600)
        page.screenshot(path=folder / "jupyterlab.png")
        page.close()


def marimo(browser: Browser, python: Path, folder: Path, cell: str) -> None:
    """The same cell as an app of marimo."""
    body = "\n".join(f"    {line}" for line in cell.splitlines()[:-1])
    last = cell.splitlines()[-1]
    (folder / "page.py").write_text(
        f"import marimo\n\napp = marimo.App(width='full')\n\n\n@app.cell\ndef _():\n{body}\n    {last}\n    return\n\n\n"
        "if __name__ == '__main__':\n    app.run()\n",
        "utf-8",
    )
    port = free_port()
    command: list[str | Path] = [
        python,
        "-m",
        "marimo",
        "run",
        folder / "page.py",
        "--headless",
        "--no-token",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with serving(command, port, folder / "marimo.log") as address:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(address, timeout=240_000)
        look(page.frame_locator("iframe[sandbox]"))
        page.wait_for_timeout(600)
        page.screenshot(path=folder / "marimo.png")
        page.close()


def main(folder: Path) -> None:
    """Both."""
    folder.mkdir(parents=True, exist_ok=True)
    python = environment(folder)
    graph = folder / "graph"
    with govgraph.open(graph) as opened:
        opened.load(EXAMPLE)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for show in (jupyter, marimo):
            page = str(folder / f"{show.__name__}.html")
            show(browser, python, folder, _CELL.format(folder=str(graph), page=page))
            sys.stdout.write(f"{show.__name__}: shown\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
