"""Every page as every role sees it, full and empty: for people who see, read and steer in their own ways."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, BrowserContext, Page
from tests.e2e.served_story import Served, served_story
from tests.integration.web.browsing import post, signed_in

from gardefou.entrypoints.cli.demonstration_charter import negotiate
from gardefou.entrypoints.web.access import ROUTES

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
Theme = Literal["light", "dark"]
THEMES: dict[str, Theme] = {"fr": "light", "en": "dark"}
"""Each page is examined once in each language and once in each theme: colours do not depend on words."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": TAGS, "preload": False, "resultTypes": ["violations"]}
WIDTHS = (320, 360, 768, 1280)
STEPS = 15
NO_PAGES = {"home", "call_sound", "review_sound", "passage", "released_sound", "export", "download_scorecard"} | {
    *("charter_file", "statement"),
}
"""Routes that are asked for and show nothing of their own."""
SHOWS_FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return true;
  const near = [here, here.parentElement, here.parentElement.parentElement, ...here.querySelectorAll("*")];
  const told = ["outline", "boxShadow", "stroke", "strokeWidth", "fill", "backgroundColor", "borderColor", "transform"];
  const look = () => near.map((each) => told.map((name) => getComputedStyle(each)[name]).join()).join();
  const focused = look();
  here.blur();
  const blurred = look();
  here.focus({ focusVisible: true });
  return focused !== blurred || here.outerHTML.slice(0, 200);
}"""

VIEWS: dict[str, tuple[str, str, str]] = {
    "sign in": ("sign_in", "", "/sign-in"),
    "charter": ("charter", "D01", "/charter"),
    "charter, at the table": ("charter", "R01", "/charter"),
    "charter, employer": ("charter", "S01", "/charter"),
    "act": ("charter_act", "S01", "/charter/acts/{act}"),
    "sign": ("sign_act", "R01", "/charter/acts/{act}/sign"),
    "propose": ("propose_charter", "R01", "/charter/propose"),
    "succession": ("succession", "S01", "/charter/succession"),
    "suspension": ("suspension", "R01", "/charter/suspension"),
    "resumption": ("resumption", "S01", "/charter/resumption"),
    "signing keys": ("signing_keys", "R01", "/charter/keys"),
    "log": ("access_log", "R01", "/charter/log"),
    "waiting": ("waiting", "D01", "/waiting"),
    "waiting, empty": ("waiting", "1001", "/waiting"),
    "calls": ("calls", "D01", "/calls"),
    "calls, empty": ("calls", "1001", "/calls"),
    "before the draft": ("call", "D01", "/calls/{angry_customer}"),
    "self-evaluation": ("self_evaluation", "D01", "/calls/{angry_customer}/self-evaluation"),
    "draft": ("call", "D01", "/calls/{card_by_link}?draft=1"),
    "decided": ("call", "D01", "/calls/{cancellation}"),
    "contested": ("call", "D01", "/calls/{private_matter}"),
    "final": ("call", "D01", "/calls/{fault_fibre_well}"),
    "rights": ("rights", "D01", "/rights"),
    "rights, empty": ("rights", "1001", "/rights"),
    "reviews": ("reviews", "Q01", "/reviews"),
    "reviews, empty": ("reviews", "9001", "/reviews"),
    "first review": ("review", "Q02", "/reviews/{long_silence}"),
    "second review": ("review", "Q02", "/reviews/{private_matter}"),
    "handed in": ("review", "Q01", "/reviews/{cancellation}"),
    "agreement": ("agreement", "Q02", "/agreement"),
    "agreement, empty": ("agreement", "9003", "/agreement"),
    "scorecards": ("scorecards", "Q02", "/scorecards"),
    "scorecards, empty": ("scorecards", "9004", "/scorecards"),
    "scorecard": ("scorecard", "Q02", "/scorecards/{scorecard}"),
    "copy of a scorecard": ("edit_scorecard", "Q02", "/scorecards/{scorecard}/edit"),
    "criterion of words": ("edit_criterion", "Q02", "/scorecards/{scorecard}/edit/closing"),
    "criterion of meaning": ("edit_criterion", "Q02", "/scorecards/{scorecard}/edit/identity_check"),
    "new criterion": ("new_criterion", "Q02", "/scorecards/{scorecard}/add?kind=measure"),
    "requests": ("requests", "9004", "/requests?done=recorded"),
    "registers": ("registers", "9003", "/registers?done=question"),
    "team": ("team", "M01", "/team"),
    "team, empty": ("team", "9002", "/team"),
    "released": ("released_call", "M01", "/team/calls/{fault_fibre_well}"),
    "hidden": ("hidden", "M01", "/hidden"),
    "administration": ("administration", "A01", "/administration"),
    "people": ("people", "A01", "/administration/people"),
    "people, nobody found": ("people", "A01", "/administration/people?q=nobody"),
    "refused": ("", "D01", "/team"),
    "missing": ("", "D01", "/nothing"),
}
"""What is looked at: the route, who asks, and the address."""

Show = Callable[[str, str], Page]
TITLES: defaultdict[str, dict[str, str]] = defaultdict(dict)


@pytest.fixture(scope="module")
def story() -> Iterator[Served]:
    with served_story() as story:
        client = signed_in(story.url, "Q02")
        for name in ("long_silence", "private_matter"):
            assert post(client, f"/reviews/{story.calls[name]}/take").status_code == 303
        negotiate(story.installation)
        asked = {"kind": "access", "reference": "C-1", "received_on": f"{date.today()}"}
        assert post(signed_in(story.url, "9004"), "/requests", **asked).status_code == 303
        question = {"question": "Which model reads the calls?"}
        assert post(signed_in(story.url, "9003"), "/registers/questions", **question).status_code == 303
        yield story


@pytest.fixture(scope="module")
def show(story: Served, browser: Browser) -> Iterator[Show]:
    """Opens a view in a language; whoever looks signs in once."""
    contexts: dict[tuple[str, str], BrowserContext] = {}
    cookies: dict[str, list[tuple[str, str]]] = {}
    names = {name: str(call) for name, call in story.calls.items()}
    names["act"] = signed_in(story.url, "R01").get("/charter").text.partition('href="/charter/acts/')[2][:36]
    names["scorecard"] = signed_in(story.url, "Q02").get("/scorecards").text.partition('href="/scorecards/')[2][:64]

    def shown(name: str, code: str) -> Page:
        _, number, path = VIEWS[name]
        if number and number not in cookies:
            cookies[number] = [(each.name, each.value or "") for each in signed_in(story.url, number).cookies.jar]
        if (number, code) not in contexts:
            context = browser.new_context(
                viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce"
            )
            given = [*cookies.get(number, []), ("gardefou-language", code)]
            context.add_cookies([{"name": each, "value": value, "url": story.url} for each, value in given])
            contexts[number, code] = context
            context.new_page()
        page = contexts[number, code].pages[0]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(story.url + path.format(**names))
        page.wait_for_load_state("load")
        return page

    yield shown
    for context in contexts.values():
        context.close()


def test_every_page_is_looked_at() -> None:
    pages = {name for name, route in ROUTES.items() if route.method == "GET"} - NO_PAGES
    assert pages <= {route for route, _, _ in VIEWS.values()}


@pytest.mark.parametrize(("code", "theme"), THEMES.items())
@pytest.mark.parametrize("name", VIEWS)
def test_a_page_is_for_everybody(show: Show, name: str, code: str, theme: Theme) -> None:
    page = show(name, code)
    _is_well_made(page, name, code)
    if code == "fr":
        _shows_where_the_keyboard_is(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.emulate_media(color_scheme=theme)
    page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]] == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


def _is_well_made(page: Page, name: str, code: str) -> None:
    route, _, _ = VIEWS[name]
    assert page.locator("html").get_attribute("lang") == code
    assert page.locator("h1").count() == 1
    title = page.title()
    assert title.removesuffix(" – gardefou").strip()
    others = {other for other, known in TITLES[code].items() if known == title}
    assert {VIEWS[other][0] for other in others} <= {route}
    TITLES[code][name] = title


def _shows_where_the_keyboard_is(page: Page) -> None:
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS) is True
