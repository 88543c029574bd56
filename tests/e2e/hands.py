"""Two ways to use a page in a browser: with a pointer, and with the keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from playwright.sync_api import Browser, BrowserContext, Locator
from tests.integration.web.browsing import PASSWORD

from gardefou.adapters.pages.wording import wording

MOST_STEPS = 600
LEADS_ON = "a[href]:not([href^='#']), form button:not([type='button'])"
CLIP = "document.querySelector('audio[data-clip]')"
AUDIO = "document.querySelector('audio[data-duration]')"


class Pointer:
    """Clicks, and types where it clicked."""

    def press(self, target: Locator) -> None:
        """Use a button, a link or what opens details."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Put a text into a field."""
        target.click()
        target.fill(text)

    def choose(self, target: Locator) -> None:
        """Choose one of several, or tick a box."""
        target.locator("xpath=ancestor::label").click()
        assert target.is_checked()


class Keyboard(Pointer):
    """Tab, Enter, space and arrows."""

    def press(self, target: Locator) -> None:
        self._reach(target)
        target.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        target.page.keyboard.press("ControlOrMeta+A")
        target.page.keyboard.insert_text(text)

    def choose(self, target: Locator) -> None:
        keyboard, group = target.page.keyboard, target.get_attribute("name")
        if target.get_attribute("type") == "checkbox":
            self._reach(target)
            keyboard.press("Space")
        else:
            self._reach(target.page.locator(f"input[name='{group}']"))
            for _ in range(8):
                if target.is_checked():
                    break
                is_here = target.evaluate("each => each === document.activeElement")
                keyboard.press("Space" if is_here else "ArrowDown")
        assert target.is_checked()

    def _reach(self, target: Locator) -> None:
        """Go on with Tab until one of the targets has the focus, and shows it."""
        here = "each => each.includes(document.activeElement)"
        for _ in range(MOST_STEPS):
            if target.evaluate_all(here):
                return
            target.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")


class Reader:
    """Somebody at a browser: one session, one language, one way to use it."""

    def __init__(self, context: BrowserContext, url: str, code: str, hand: Pointer) -> None:
        self.context = context
        self.url = url
        self.hand = hand
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self._say = wording(code).gettext

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.url}/", "data:")):
            self.complaints.append(f"asked {url}")

    def say(self, message: str) -> str:
        """What a page writes for a message."""
        return self._say(message)

    def sign_in(self, number: str) -> None:
        """Type number and password, and go in."""
        if not self.page.url.startswith(self.url):
            self.page.goto(self.url)
        self.hand.write(self.field("Numéro ou adresse électronique"), number)
        self.hand.write(self.field("Mot de passe"), PASSWORD)
        self.press("button", "Se connecter")

    def field(self, label: str) -> Locator:
        """A field by its label."""
        return self.page.get_by_label(self.say(label), exact=True)

    def named(self, role: str, name: str) -> Locator:
        """Something by its role and its name."""
        return self.page.get_by_role(role, name=self.say(name))  # type: ignore[arg-type]

    def press(self, role: str, name: str, within: str = "main") -> None:
        """Use what has that role and name, and wait for the page that follows."""
        inside = self.page.locator(within)
        self.follow(inside.get_by_role(role, name=self.say(name)).first)  # type: ignore[arg-type]

    def follow(self, target: Locator) -> None:
        """Use a link or a button; the page that it leads to is there afterwards."""
        if not target.evaluate(f"each => each.matches({LEADS_ON!r})"):
            self.hand.press(target)
            return
        with self.page.expect_navigation():
            self.hand.press(target)

    def go(self, name: str) -> None:
        """Go to an entry of the navigation, through the menu where that is closed."""
        menu = self.page.get_by_role("button", name=self.say("Menu"))
        if menu.is_visible():
            self.hand.press(menu)
        self.press("link", name, "nav#nav")

    def reads(self, text: str) -> bool:
        """Whether the page says that, waiting a moment for it."""
        self.page.locator("main").get_by_text(self.say(text)).first.wait_for()
        return True

    def until(self, expression: str, timeout_s: float = 30) -> None:
        """Wait for a condition; the pages' policy refuses the evaluation that Playwright's own waiting needs."""
        end = monotonic() + timeout_s
        while not self.page.evaluate(expression):
            assert monotonic() < end, expression
            self.page.wait_for_timeout(20)

    def hear(self) -> int:
        """Play all that is left to be heard to its end, sixteen times as fast; return how much it was."""
        self.page.evaluate(f"{CLIP}.playbackRate = 16")
        left = self.page.locator("#still-closed [data-left]:not([hidden])")
        number = left.count()
        while left.count():
            before = left.count()
            self.hand.press(left.first.get_by_role("button"))
            self.until(f"document.querySelectorAll('#still-closed [data-left]:not([hidden])').length < {before}")
        return number


@contextmanager
def readers(browser: Browser, url: str, code: str, width: int, hand: Pointer, number: int) -> Iterator[list[Reader]]:
    """Several people at once, each with a browser of their own; at the end, no page may have complained."""
    contexts = [
        browser.new_context(
            viewport={"width": width, "height": 900 if width > 500 else 740},
            locale=code,
            extra_http_headers={"Accept-Language": code},
        )
        for _ in range(number)
    ]
    for context in contexts:
        context.add_cookies([{"name": "gardefou-language", "value": code, "url": url}])
    people = [Reader(context, url, code, hand) for context in contexts]
    try:
        yield people
    finally:
        for context in contexts:
            context.close()
    assert [each.complaints for each in people] == [[]] * number
