"""The served page of a call in a real browser: sound in ranges, passages, what is said when the sound is gone."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from tests.unit.pages.example_call import call_page
from tests.unit.report import example

from gardefou.adapters.media.passage import passage
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.pages.call_page import citation
from gardefou.adapters.pages.rendering import environment
from gardefou.adapters.pages.served_files import served_files
from gardefou.adapters.report.citations import Citations
from gardefou.adapters.report.pages import WAVESURFER_STYLE
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.sounds import CallSounds
from gardefou.entrypoints.web.sound import passage_answer, sound_answer
from gardefou.kernel.errors import ContentErased

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
CALL, NAME = uuid4(), "call-1"
POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' '{WAVESURFER_STYLE}'; font-src 'self'; "
    "img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
PAGE = """<!doctype html><html lang="{{ code }}"><head><meta charset="utf-8"><title>Appel</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="{{ asset('look.css') }}">
{% include "call/scripts.html" %}</head><body>{% include "parts/sprite.html" %}
{% from "call/page.html" import head, player, body %}
<main class="wrap"><div class="stack stack-4"><div class="head">{{ head(view) }}</div>{{ player(view) }}
{% call(answer) body(view) %}<div class="slot"></div>{% endcall %}</div></main>
<p class="sr" role="status" id="live-status"></p></body></html>"""
AUDIO = "document.querySelector('audio[data-duration]')"
NOW = f"{AUDIO}.currentTime * 1000"
HEARD = (
    "window.heard = []; document.addEventListener('gardefou:served', event => window.heard.push(event.detail.number))"
)


class Scene:
    """A call in a vault, served."""

    def __init__(self, folder: Path) -> None:
        self.sounds = CallSounds(KeyRing(KeyEncryptionKey(bytes(32))), folder / "vault", folder / "memory")
        path = example.write_sound(example.samples(example.transcript()), folder / "call.ogg")
        self.sounds.write_silenced(CALL, open_sound(path), (), NAME)
        self.served: list[int] = []
        self.port = 0

    @property
    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/assets/{digest}/{name:path}", self.asset),
                Route("/sound", self.sound),
                Route("/passages/{number:int}", self.passage),
            ],
            exception_handlers={ContentErased: self.gone},
        )

    async def page(self, request: Request) -> Response:
        numbers = [each.number for each in Citations(call_page().evaluation).items]
        page = call_page(
            sound_url="/sound",
            passages={n: f"/passages/{n}" for n in numbers},
            peaks=self.sounds.peaks(CALL, NAME).lanes if self.port else (),
        )
        code = request.query_params.get("code", "fr")
        html = environment(code).from_string(PAGE).render(view=page.view(code))
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})

    async def asset(self, request: Request) -> Response:
        file = served_files()[request.path_params["name"]]
        return Response(file.content, headers={"Content-Type": file.media_type})

    async def sound(self, request: Request) -> Response:
        return await sound_answer(request, partial(self.sounds.open_silenced, CALL, NAME), NAME)

    async def passage(self, request: Request) -> Response:
        number = request.path_params["number"]
        span = citation(call_page().evaluation, number).span
        make = lambda: passage(self.sounds.silenced(CALL, NAME), span.start_ms, span.end_ms)  # noqa: E731
        return await passage_answer(make, lambda: self.served.append(number))

    async def gone(self, request: Request, error: Exception) -> Response:
        return PlainTextResponse("gone", 410)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path)
    server = uvicorn.Server(uvicorn.Config(scene.application, port=0, host="127.0.0.1", log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = monotonic() + 20
    while not server.started:
        assert monotonic() < end
    scene.port = server.servers[0].sockets[0].getsockname()[1]
    yield scene
    server.should_exit = True
    thread.join(timeout=10)


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, scene: Scene) -> Iterator[Open]:
    complaints: list[str] = []
    contexts = []

    def opened(code: str = "fr", width: int = 1280, scheme: str = "light", *, expects_gone: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        if not expects_gone:
            page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{scene.port}/?code={code}")
        page.wait_for_load_state("load")
        page.evaluate(HEARD)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def until(page: Page, expression: str, timeout_s: float = 20) -> None:
    end = monotonic() + timeout_s
    while not page.evaluate(expression):
        assert monotonic() < end, expression
        page.wait_for_timeout(15)


def test_the_whole_call_seeks_and_plays(open_page: Open) -> None:
    page = open_page()
    page.locator(".turn__at[data-at='106900']").click()
    until(page, f"Math.abs({NOW} - 106900) < 20")
    page.locator("[data-main-play]").click()
    until(page, f"{NOW} > 107300")
    page.keyboard.press("ArrowRight")
    until(page, f"{NOW} > 112000")


def test_a_passage_is_heard_to_its_end_and_says_so(open_page: Open, scene: Scene) -> None:
    page = open_page()
    page.locator("#speed").select_option("2")
    button = page.locator("#evidence-1 .play")
    heard = page.locator("#evidence-1 [data-heard]")
    assert not heard.is_visible()
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert scene.served == [] or scene.served == [1]
    until(page, "document.querySelector('.word.is-now') !== null")
    heard.wait_for(state="visible")
    assert heard.inner_text() == "Écoutée"
    assert page.evaluate("window.heard") == [1]
    assert scene.served == [1]
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator("#live-status").inner_text() == "Preuve 1 écoutée"


def test_a_passage_that_was_stopped_is_not_heard(open_page: Open) -> None:
    page = open_page()
    button = page.locator("#evidence-4 .play")
    button.click()
    until(page, "document.querySelector('audio[data-clip]').currentTime > 0.3")
    button.click()
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('audio[data-clip]').paused")
    assert page.evaluate("window.heard") == []
    assert not page.locator("#evidence-4 [data-heard]").is_visible()


def test_the_keyboard_alone_hears_the_evidence(open_page: Open, scene: Scene) -> None:
    page = open_page()
    page.locator("#speed").select_option("2")
    page.locator("#speed").evaluate("select => select.blur()")
    page.keyboard.press("n")
    until(page, "window.heard.length === 1")
    page.keyboard.press("n")
    clip = "document.querySelector('audio[data-clip]')"
    until(page, f"{clip}.src.endsWith('/2') && {clip}.currentTime > 0.2")
    page.keyboard.press(" ")
    until(page, f"{clip}.paused")
    assert page.evaluate("window.heard") == [1]
    assert scene.served == [1, 2]


def test_the_call_and_a_passage_are_never_heard_at_once(open_page: Open) -> None:
    page = open_page()
    clip = "document.querySelector('audio[data-clip]')"
    page.locator("[data-main-play]").click()
    until(page, f"{NOW} > 200")
    page.locator("#evidence-2 .play").click()
    until(page, f"{clip}.currentTime > 0.1")
    assert page.evaluate(f"{AUDIO}.paused")
    page.locator(".listen").first.click()
    until(page, f"!{AUDIO}.paused")
    assert page.evaluate(f"{clip}.paused")


def test_an_erased_call_is_said_in_words(open_page: Open, scene: Scene) -> None:
    page = open_page(expects_gone=True)
    scene.sounds.destroy_recording(CALL)
    page.locator("#evidence-3 .play").click()
    page.locator("[data-gone]").wait_for(state="visible")
    assert "Cet appel a été effacé" in page.locator("[data-gone]").inner_text()
    assert not page.locator("[data-failed]").is_visible()
    assert page.evaluate("window.heard") == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_overflows(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("document.querySelectorAll('[data-heard]').forEach(each => each.hidden = false)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("code", "scheme"), [("fr", "light"), ("en", "dark")])
def test_axe_finds_nothing(open_page: Open, code: str, scheme: str) -> None:
    page = open_page(code, 1280, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("document.querySelectorAll('[data-heard]').forEach(each => each.hidden = false)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, preload: false})", tags)
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found["violations"]] == []
