"""A scorecard changed in a real browser: tried at each change, kept, proposed; by keyboard, and without scripts."""

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, Page
from tests.e2e.served_pages import Watched, until, watched
from tests.installations import receive, simulated_installation
from tests.integration.web.browsing import employ, served, signed_in

from gardefou.bootstrap.samples import sample_calls
from gardefou.governance.roles import PersonRole

pytestmark = pytest.mark.browser

FIRST, SECOND, THIRD = "6001", "6002", "6003"
VERDICTS = "[...document.querySelectorAll('#preview .verdict')].map(each => each.dataset.v).join()"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with simulated_installation() as made, made.opened() as installation:
        for number in (FIRST, SECOND, THIRD):
            employ(installation, number, PersonRole.QUALITY_ANALYST, team="Q")
        receive(installation, min(sample_calls(), key=lambda each: each.sound.stat().st_size))
        made.work_off(installation)
        with served(installation) as url:
            yield url


@pytest.fixture
def windows(url: str, browser: Browser) -> Iterator[Watched]:
    with watched(browser, url) as given:
        yield given


def opened(page: Page, url: str, number: str, criterion: str = "closing") -> Page:
    digest = signed_in(url, number).get("/scorecards").text.partition('href="/scorecards/')[2][:64]
    page.goto(f"{url}/scorecards/{digest}/edit/{criterion}")
    return page


def tried(page: Page, now: str, after: str) -> None:
    until(page, f"{VERDICTS} === '{now},{after}' && !document.querySelector('#preview[aria-busy]')")


def test_each_change_is_tried_at_once_and_what_is_kept_can_be_proposed(url: str, windows: Watched) -> None:
    page = opened(windows.window(FIRST), url, FIRST)
    page.select_option("#sample", "cancellation")
    tried(page, "met", "met")
    page.fill("#find", "adviser: perroquet")
    tried(page, "met", "not-met")
    assert page.locator("#live-status").inner_text() == "Non satisfait"
    page.fill("#find", 'adviser: ("bienvenue chez" | merci')
    until(page, "document.querySelector('#preview a[href=\"#find\"]')")
    assert "Colonne" in page.locator("#preview").inner_text()
    page.fill("#find", 'adviser: ("bienvenue chez" | merci)')
    tried(page, "met", "met")
    page.locator("#preview summary").click()
    assert page.locator("#preview mark.cite").first.is_visible()
    page.fill("#weight", "3")
    until(page, "!document.querySelector('#preview[aria-busy]')")
    page.wait_for_timeout(600)
    tried(page, "met", "met")
    assert page.locator("#preview mark.cite").first.is_visible()

    page.get_by_role("button", name="Enregistrer dans ma copie").click()
    page.wait_for_url("**/edit?saved=1*")
    assert page.locator("h1").inner_text() == "1 critère change dans votre copie"
    told = page.get_by_role("status").filter(has_text="Le critère est enregistré").bounding_box()
    kept = page.locator("#c-closing").bounding_box()
    assert told and kept and 0 <= told["y"] < told["y"] + told["height"] <= kept["y"] < 800
    assert page.locator("button:disabled").inner_text() == "Proposer"
    page.fill("#version", "2099-7")
    page.locator("#version").press("Enter")
    page.get_by_role("button", name="Proposer la version 2099-7").click()
    assert page.locator("#h-shadow").inner_text() == "Cette proposition court dans l’ombre"


def test_a_scorecard_is_changed_with_the_keyboard_alone(url: str, windows: Watched) -> None:
    page = opened(windows.window(SECOND), url, SECOND)
    page.locator("#weight").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("4")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/edit?saved=1" in page.url
    assert page.locator("#c-closing").inner_text().count("changé\N{NO-BREAK SPACE}: poids") == 1
    tool = page.locator("#c-closing").get_by_role("button", name="Monter")
    tool.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".edit-list").last.locator("li").first.get_attribute("id") == "c-closing"
    assert page.evaluate("document.activeElement.id") == "c-closing"


def test_who_leaves_with_what_is_not_kept_is_asked_first(url: str, windows: Watched) -> None:
    page = opened(windows.window(THIRD), url, THIRD)
    page.select_option("#sample", "cancellation")
    page.get_by_role("link", name="Revenir sans enregistrer").click()
    page.wait_for_url("**/edit")
    assert windows.complaints == []
    opened(page, url, THIRD).locator("#guidance-fr").press_sequentially("Et")
    page.get_by_role("link", name="Revenir sans enregistrer").click(no_wait_after=True)
    page.wait_for_timeout(1000)
    asked, windows.complaints[:] = list(windows.complaints), []
    assert len(asked) == 1 and asked[0].startswith("dialog") and page.url.endswith("/edit/closing")
    page.get_by_role("button", name="Enregistrer dans ma copie").click()
    page.wait_for_url("**/edit?saved=1*")


def test_without_scripts_a_button_tries_the_criterion(url: str, windows: Watched) -> None:
    page = opened(windows.window(THIRD, java_script_enabled=False), url, THIRD)
    page.fill("#find", "adviser: perroquet")
    page.select_option("#sample", "cancellation")
    page.get_by_role("button", name="Essayer sans enregistrer").click()
    assert page.locator("#preview .verdict").all_inner_texts() == ["Satisfait", "Non satisfait"]
    assert page.locator("#find").input_value() == "adviser: perroquet"
    assert page.locator("#sample").input_value() == "cancellation"
