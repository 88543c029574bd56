"""What every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Programs that can be the browser; the first one, which draws no windows, takes half the processor time."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module", autouse=True)
def quick_encoding() -> Iterator[None]:
    """Copies for people are encoded at the lowest effort: the same stretches are silent, four times faster."""
    from gardefou.adapters.media import encode

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(encode.OPTIONS, "compression_level", "0")
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A headless chromium; without one the test is skipped, or fails where GARDEFOU_REQUIRE_BROWSER is 1.

    It goes with its module: as long as it is there, an event loop runs in this thread and no other can.
    """
    executable = next(filter(None, map(which, BROWSERS)), None)
    if not executable or not Path(executable).exists():
        _do_without("no chromium on the path: install Debian's package chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _do_without("playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        browser.close()


def _do_without(reason: str) -> None:
    if os.environ.get("GARDEFOU_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
