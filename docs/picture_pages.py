"""Takes a picture of every page of a demonstration that is served.

python docs/picture_pages.py ADDRESS PASSWORD [ADDRESS OF LIVE ASSIST]
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures" / "pages"
SIZES = ((1280, "light"), (360, "dark"))
TALLEST = 1800
QUALITY = 55
HOMES = {"D01": "adviser", "Q02": "analyst", "M01": "manager", "R01": "representative", "A01": "administrator"}
LISTED = {
    "D01": ("/waiting", "/calls", "/rights", "/charter"),
    "Q02": ("/reviews", "/agreement", "/scorecards"),
    "M01": ("/team", "/hidden"),
    "R01": ("/charter", "/charter/propose", "/charter/succession", "/charter/keys", "/charter/log"),
    "A01": ("/administration", "/administration/people"),
}
LINKED = {
    "D01": (("/calls", "a[href^='/calls/']", 3, "call"),),
    "Q02": (("/scorecards", "a[href^='/scorecards/']", 1, "scorecard"),),
    "M01": (("/team", "a[href^='/team/calls/']", 1, "released"),),
    "R01": (("/charter", "a[href^='/charter/acts/'][href$='/sign']", 1, "sign"),),
}


LIVE_SAMPLE = "invoice_dispute"
LIVE_CARD_MS = 120_000


def main(address: str, password: str, live: str = "") -> None:
    """Sign in as each role and picture its pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width, theme in SIZES:
            _picture_sign_in(browser, address, width, theme)
            for number in HOMES:
                context = _context(browser, width, theme)
                page = context.new_page()
                _sign_in(page, address, number, password)
                for name, path in _pages(page, address, number):
                    _picture(page, address + path, f"{HOMES[number]}-{name}-{width}-{theme}")
                if HOMES[number] == "analyst":
                    _picture(page, _edited(page, address), f"analyst-scorecard-edit-{width}-{theme}")
                    _picture(page, _taken(page, address), f"analyst-review-{width}-{theme}")
                if live and number == "D01":
                    _picture_live(page, live, f"{width}-{theme}")
                context.close()
        browser.close()


def _picture_sign_in(browser: Browser, address: str, width: int, theme: str) -> None:
    context = _context(browser, width, theme)
    _picture(context.new_page(), f"{address}/sign-in", f"everybody-sign-in-{width}-{theme}")
    context.close()


def _picture_live(page: Page, live: str, name: str) -> None:
    """Live assist before a call, and in a sample call once a card has come."""
    _picture(page, f"{live}/live/", f"adviser-live-start-{name}")
    page.locator("#sample").select_option(LIVE_SAMPLE)
    page.locator("[data-start='sample'] button").click()
    page.locator(".tip h3").first.wait_for(timeout=LIVE_CARD_MS)
    page.screenshot(path=FOLDER / f"adviser-live-call-{name}.jpg", type="jpeg", quality=QUALITY)
    page.locator("[data-do='hang-up']").click()


def _pages(page: Page, address: str, number: str) -> Iterator[tuple[str, str]]:
    for path in LISTED[number]:
        yield path.strip("/").replace("/", "-"), path
    for listing, selector, most, name in LINKED.get(number, ()):
        page.goto(address + listing)
        found = [link.get_attribute("href") or "" for link in page.locator(f"main {selector}").all()]
        for place, path in enumerate(list(dict.fromkeys(found))[:most], 1):
            yield (name if most == 1 else f"{name}-{place}"), path


def _edited(page: Page, address: str) -> str:
    """The address of the form of one criterion, with what the program would say of a simulated call."""
    page.goto(f"{address}/scorecards")
    page.locator("main a[href^='/scorecards/']").first.click()
    return f"{page.url}/edit/closing"


def _taken(page: Page, address: str) -> str:
    """The address of a review that this analyst has, taken now if need be."""
    page.goto(f"{address}/reviews")
    page.locator("main").get_by_role("link", name="Continuer").or_(
        page.get_by_role("button", name="Ouvrir")
    ).first.click()
    page.wait_for_url("**/reviews/*-*")
    return page.url


def _context(browser: Browser, width: int, theme: str) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if theme == "dark" else "light", locale="fr-FR"
    )


def _sign_in(page: Page, address: str, number: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.locator("input[name=login]").fill(number)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _picture(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    width = page.viewport_size["width"] if page.viewport_size else SIZES[0][0]
    page.set_viewport_size({"width": width, "height": max(900, height)})
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=QUALITY)
    page.set_viewport_size({"width": width, "height": 900})


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2], *(each.rstrip("/") for each in sys.argv[3:4]))
