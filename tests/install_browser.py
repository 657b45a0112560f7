"""Make sure that the tests have a browser: one that is there, else Playwright's own, else the system's package.

Run by ``make test``. Playwright keeps its browser in the user's cache; the system's packages are touched only where
that cannot be had, and it is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from browser_fixture import chromium_path, launch
from playwright.sync_api import Error, sync_playwright


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def launch_works() -> bool:
    """Whether a browser is there and starts."""
    try:
        with sync_playwright() as playwright:
            launch(playwright).close()
    except Error:
        return False
    return True


def _try(command: list[str]) -> bool:
    _say("   " + " ".join(command))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000"}
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    """Find or install a browser; 0 when one starts."""
    if launch_works():
        _say(f"   using {chromium_path() or 'the browser of Playwright'}")
        return 0
    _say("   none that starts: fetching Playwright's Chromium into the user's cache")
    if _try([sys.executable, "-m", "playwright", "install", "chromium"]) and launch_works():
        return 0
    apt = shutil.which("apt-get")
    if apt:
        _say("   that cannot be had here: installing the system's package chromium")
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if (
            _try([*sudo, apt, "update", "-qq"])
            and _try([*sudo, apt, "install", "-y", "-qq", "chromium"])
            and launch_works()
        ):
            return 0
    _say(
        "No browser could be installed. Install Chromium or Chrome and set GOVGRAPH_CHROMIUM to its path, then repeat."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
