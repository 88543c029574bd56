"""The written report in a real browser, opened as files."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page
from tests.unit.report.example import report as example_report

from gardefou.adapters.report.model import Report
from gardefou.adapters.report.write import write_report

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
CALL = "calls/invoice_twice.html"
PAGES = ("index.html", "index.en.html", CALL, "calls/invoice_twice.en.html")
LOOKS = tuple(zip(PAGES, ("light", "dark") * 2, strict=True))
"""Each page is examined once in each language and once in each theme: colours do not depend on words."""
WIDTHS = (320, 360, 768, 1280)
AUDIO = "document.querySelector('audio[data-duration]')"
NOW = f"{AUDIO}.currentTime * 1000"
PAUSED = f"{AUDIO}.paused"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return example_report(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(report, tmp_path_factory.mktemp("var") / "report").parent


@pytest.fixture
def open_page(browser: Browser, folder: Path) -> Iterator[Open]:
    """Opens a page of the report; at the end, fails if any complained or asked for the network."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(name: str = CALL, width: int = 1280, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if asked.url.startswith("http") else None)
        page.goto((folder / name).as_uri())
        page.wait_for_load_state("load")
        if name.startswith("calls/"):
            until(page, f"{AUDIO}.readyState >= 3")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def until(page: Page, expression: str, timeout_s: float = 10) -> None:
    """Wait for a condition; the pages' policy refuses the evaluation that Playwright's own waiting needs."""
    end = monotonic() + timeout_s
    while not page.evaluate(expression):
        assert monotonic() < end, expression
        page.wait_for_timeout(15)


def is_between(page: Page, low: float, high: float) -> bool:
    return low <= float(page.evaluate(NOW)) <= high


def pause(page: Page) -> None:
    until(page, PAUSED)


def test_a_quote_plays_its_moment_and_stops_at_its_end(open_page: Open) -> None:
    page = open_page()
    button = page.locator("#evidence-1 .play")
    start, end = (int(button.get_attribute(name) or "") for name in ("data-from", "data-to"))
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    until(page, f"{NOW} > {start + 300}")
    assert is_between(page, start, end)
    pause(page)
    assert is_between(page, end - 1, end + 1)
    assert button.get_attribute("aria-pressed") == "false"


def test_a_second_click_stops_a_quote(open_page: Open) -> None:
    page = open_page()
    button = page.locator("#evidence-4 .play")
    button.click()
    until(page, f"!{PAUSED}")
    button.click()
    assert page.evaluate(PAUSED)


def test_a_flag_plays_its_moment_and_leads_to_the_text(open_page: Open) -> None:
    page = open_page()
    flag = page.locator(".flag[data-no='6']")
    flag.click()
    start, end = (int(flag.get_attribute(name) or "") for name in ("data-from", "data-to"))
    until(page, f"!{PAUSED} && {NOW} > {start}")
    assert is_between(page, start, end)
    assert page.url.endswith("#cit-6")
    assert page.locator("#cit-6").is_visible()


def test_a_searched_stretch_can_be_heard(open_page: Open) -> None:
    page = open_page()
    page.locator("#criterion-price_stated .play").click()
    until(page, f"!{PAUSED} && {NOW} > 700")


def test_the_time_of_a_turn_seeks(open_page: Open) -> None:
    page = open_page()
    page.locator(".turn__at[data-at='18300']").click()
    until(page, f"Math.abs({NOW} - 18300) < 20")
    assert page.locator("[data-now]").inner_text() == "0:18"
    assert page.locator(".turn.is-now").count() == 1
    assert page.locator(".turn.is-now").get_attribute("data-from") == "18300"


def test_words_light_up_while_they_are_said(open_page: Open) -> None:
    page = open_page()
    page.locator(".turn__at[data-at='18300']").click()
    page.locator("[data-main-play]").click()
    until(page, "document.querySelector('.word.is-now') !== null")
    lit = "[...document.querySelectorAll('.word.is-now')].map(word => [+word.dataset.from, +word.dataset.to])"
    words, now = page.evaluate(f"[{lit}, {NOW}]")
    assert all(start - 60 <= now <= end + 60 for start, end in words)


def test_the_text_follows_the_sound_unless_told_otherwise(open_page: Open) -> None:
    page = open_page(height=800)
    page.locator(".turn__at[data-at='106900']").evaluate("button => button.click()")
    page.evaluate("scrollTo(0, 0)")
    page.locator("[data-follow]").click()
    page.locator("[data-main-play]").click()
    until(page, f"!{PAUSED} && {NOW} > 107200")
    assert page.evaluate("scrollY") == 0
    page.locator("[data-main-play]").click()
    page.locator("[data-follow]").click()
    page.locator("[data-main-play]").click()
    turn = "document.querySelector('.turn.is-now').getBoundingClientRect()"
    bar = "document.querySelector('.player').getBoundingClientRect()"
    until(page, f"{turn}.top >= {bar}.bottom - 1 && {turn}.bottom <= innerHeight")


def test_the_keyboard(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(page, f"Math.abs({NOW} - 10000) < 20")
    page.keyboard.press("ArrowLeft")
    until(page, f"Math.abs({NOW} - 5000) < 20")
    page.keyboard.press("n")
    until(page, f"!{PAUSED} && {NOW} > 18300 && {NOW} < 23900")
    assert "Preuve 4" in page.locator("#live-status").inner_text()
    page.keyboard.press("p")
    until(page, f"{NOW} < 7700")
    assert "Preuve 3" in page.locator("#live-status").inner_text()
    page.keyboard.press(" ")
    pause(page)
    page.keyboard.press(" ")
    until(page, f"!{PAUSED}")


def test_letter_keys_can_be_switched_off(open_page: Open) -> None:
    page = open_page()
    page.locator("[data-letters]").click()
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.evaluate(PAUSED)


def test_speed_keeps_the_pitch(open_page: Open) -> None:
    page = open_page()
    page.locator("#speed").select_option("2")
    assert page.evaluate(f"[{AUDIO}.playbackRate, {AUDIO}.preservesPitch]") == [2, True]


def test_silences_are_skipped_only_when_asked_and_never_in_evidence(open_page: Open) -> None:
    page = open_page()
    page.locator("[data-skip-silences]").click()
    page.locator(".turn__at[data-at='38600']").click()
    page.locator("[data-main-play]").click()
    until(page, f"{NOW} > 66000")
    page.locator(".listen[data-from='42500']").first.click()
    until(page, f"{NOW} > 43500 && {NOW} < 50000")


def test_a_click_on_the_sound_seeks(open_page: Open) -> None:
    page = open_page()
    box = page.locator(".wave__drawn").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 30)
    until(page, f"Math.abs({NOW} - 65000) < 700")


def test_two_lanes_are_drawn(open_page: Open) -> None:
    page = open_page()
    heights = page.evaluate(
        "[...document.querySelector('.wave__drawn > div').shadowRoot.querySelectorAll('.canvases canvas')]"
        ".map(canvas => canvas.getBoundingClientRect().height)"
    )
    assert heights == [42, 42]


def test_missing_sound_is_said(browser: Browser, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "assets").symlink_to(folder / "assets")
    page_file = tmp_path / CALL
    page_file.write_text((folder / CALL).read_text())
    page = browser.new_page()
    page.goto(page_file.as_uri())
    page.locator("[data-failed]").wait_for(state="visible")
    page.close()


def test_the_language_switch_keeps_the_page(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/calls/invoice_twice.en.html")
    assert page.locator("#t-text").inner_text() == "What was said"
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**/calls/invoice_twice.html")


def test_the_theme_is_kept_from_page_to_page(open_page: Open) -> None:
    page = open_page("index.html")
    switch = page.locator("[data-theme-switch]")
    switch.click()
    switch.click()
    assert switch.inner_text().split() == ["Thème", ":", "sombre"]
    page.get_by_role("link", name="Facture en double").click()
    page.wait_for_url("**/calls/**")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_clause_opens_and_closes(open_page: Open) -> None:
    page = open_page("index.html")
    page.locator("button.clause", has_text="S3").click()
    assert page.locator("#c-S3").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#c-S3").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows(open_page: Open, name: str) -> None:
    page = open_page(name, WIDTHS[0])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def test_the_controls_stay_in_reach_on_a_phone(open_page: Open) -> None:
    page = open_page(width=360, height=740)
    page.locator("#criterion-further_help").scroll_into_view_if_needed()
    box = page.locator(".player__bar").bounding_box()
    assert box
    assert 0 <= box["y"] < 20
    boxes = "[...document.querySelectorAll('.flag .hit')].map(hit => hit.getBoundingClientRect())"
    flags = page.evaluate(f"{boxes}.map(box => [box.x, box.y])")
    assert all(abs(a[0] - b[0]) >= 23.5 or abs(a[1] - b[1]) >= 23.5 for i, a in enumerate(flags) for b in flags[:i])


@pytest.mark.parametrize(("name", "scheme"), LOOKS)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(open_page: Open, name: str, scheme: str, width: int) -> None:
    page = open_page(name, width, 900, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    if name.startswith("calls/"):
        page.locator("#evidence-1 .play").click()
        until(page, "document.querySelector('.word.is-now') !== null")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, preload: false})", tags)
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]] == []


def test_print_has_no_controls_and_keeps_the_numbers(open_page: Open) -> None:
    page = open_page(scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator(".player__bar").is_visible()
    assert not page.locator("#evidence-1 .play").is_visible()
    assert page.locator("#cit-1").is_visible()
