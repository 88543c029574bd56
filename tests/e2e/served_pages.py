"""Real browsers on served pages: signed in without the form, and watched for complaints."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request
from tests.integration.web.browsing import signed_in

AUDIO = "document.querySelector('audio[data-duration]')"
BOUND_S = 30
STATUS = "Failed to load resource: the server responded with a status of"
"""What chromium writes for each answer that a page asked for in vain; whoever expects one says which."""


@dataclass
class Watched:
    """Browsers of one test; whatever their pages complain of, or ask of another host, is written down."""

    browser: Browser
    url: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def window(self, number: str | None = None, language: str = "fr", width: int = 1280, **more: Any) -> Page:
        """A page of a browser of its own, where that person is signed in already."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", **more)
        self.contexts.append(context)
        context.set_default_timeout(BOUND_S * 1000)
        self._watch(context)
        cookies = {"gardefou-language": language} if language else {}
        if number:
            cookies["gardefou"] = str(signed_in(self.url, number).cookies["gardefou"])
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        return context.new_page()

    def close(self) -> None:
        """Close every browser."""
        for each in self.contexts:
            each.close()

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._asked)
        context.on("dialog", self._asked_by_dialog)

    def _said(self, message: ConsoleMessage) -> None:
        is_expected = any(message.text.startswith(f"{STATUS} {status} ") for status in self.expected)
        if message.type in {"error", "warning"} and not is_expected:
            self.complaints.append(message.text)

    def _asked_by_dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:")):
            self.complaints.append(f"asked {request.url}")


@contextmanager
def watched(browser: Browser, url: str) -> Iterator[Watched]:
    """Browsers whose complaints fail the test at its end."""
    given = Watched(browser, url)
    try:
        yield given
    finally:
        given.close()
    assert given.complaints == []


def until(page: Page, expression: str) -> None:
    """Wait for a condition; the pages' policy refuses the evaluation that Playwright's own waiting needs."""
    end = monotonic() + BOUND_S
    while not page.evaluate(expression):
        assert monotonic() < end, expression
        page.wait_for_timeout(15)
