"""The page of a call that goes on, for people who see, read and steer in their own ways."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect
from tests.e2e.live_stand_in import CONTROLS, STORY, WORDING, WRAP_UP, StandIn, stand_in
from tests.e2e.test_pages_accessible import OPTIONS, SHOWS_FOCUS

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
STEPS = 30
LOOKS: tuple[tuple[str, str], ...] = (("fr", "light"), ("en", "dark"))
"""Colours do not depend on words: each language once, each theme once, both widths."""


@pytest.fixture(scope="module")
def live() -> Iterator[StandIn]:
    with stand_in() as live:
        yield live


@pytest.mark.parametrize(("code", "theme"), LOOKS)
def test_the_page_is_for_everybody(browser: Browser, live: StandIn, code: str, theme: str) -> None:
    context = browser.new_context(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{live.port}/live/?code={code}")
    assert page.locator("html").get_attribute("lang") == code
    page.evaluate(AXE)
    _is_fit(page)
    page.locator("[data-start='sample'] button").click()
    page.locator("main[data-phase='on-air']").wait_for()
    page.locator("[data-situation='empathy']").click()
    live.tell(*STORY, WORDING, WRAP_UP, {"type": "pace", "lag_ms": 4_000, "shows_hypotheses": False})
    expect(page.locator("#wrap-up")).to_be_visible()
    _is_fit(page)
    if code == "fr":
        _shows_where_the_keyboard_is(page)
    refused = {"type": "fault", "code": "refused", "clause": "S7", "message": "not here"}
    live.tell(refused, {**CONTROLS, "is_assisted": False, "is_over": True})
    expect(page.locator("#ended")).to_be_visible()
    _is_fit(page)
    context.close()


def _is_fit(page: Page) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("options => axe.run(document, options)", OPTIONS)
        assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]] == []
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def _shows_where_the_keyboard_is(page: Page) -> None:
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS) is True
