"""The live process: who gets in, what the gate says, and that nothing of it is counted by person."""

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from tests.installations import SITE
from tests.live_process import BesideCall, LiveServer, StandInAssistance, served_live
from tests.spec.scene import Scene
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from gardefou.governance.actors import Person
from gardefou.governance.roles import PersonRole
from gardefou.kernel.transcript import Role, Segment

SAID = Segment(0, Role.ADVISER, 0, 900, "bonjour, que puis-je faire pour vous", 0.9)


@pytest.fixture(scope="module")
def live(scene: Scene) -> Iterator[LiveServer]:
    with served_live(scene.installation, StandInAssistance([SAID])) as server:
        yield server


@pytest.fixture(scope="module")
def adviser(scene: Scene) -> Person:
    return scene.hire("live-1", SITE, PersonRole.ADVISER)


def get(live: LiveServer, path: str, person: Person | None = None) -> httpx.Response:
    headers = {"Cookie": live.cookie(person)} if person else {}
    return httpx.get(f"http://127.0.0.1:{live.port}{path}", headers=headers)


def test_an_adviser_reads_what_is_said_and_what_it_suggests(live: LiveServer, adviser: Person) -> None:
    with live.page(adviser, source="microphone") as page:
        page.until("controls", is_assisted=True)
        page.say()
        assert page.until("utterance")["text"] == SAID.text
        assert page.until("suggestions")["cards"][0]["because"]["quote"] == SAID.text
        page.ask("close")
    assert get(live, "/live/health").text == "ok"


def test_the_page_is_for_who_is_signed_in_and_alone_may_ask_for_the_microphone(
    live: LiveServer, adviser: Person
) -> None:
    page = get(live, "/live/?call=42", adviser)
    assert page.status_code == 200 and 'data-call="42"' in page.text
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    guest = get(live, "/live/")
    assert guest.status_code == 303 and "/sign-in" in guest.headers["location"]


@pytest.mark.parametrize("origin", ["", "https://elsewhere.example", "http://127.0.0.1:1", "http://localhost"])
def test_nobody_connects_from_elsewhere_or_signed_out(live: LiveServer, adviser: Person, origin: str) -> None:
    with live.page(adviser if origin else None, origin, source="microphone") as page:
        assert page.until("fault")["code"] == "access_refused"
        with pytest.raises(ConnectionClosed):
            page.until("opened")


def test_nobody_connects_who_does_not_say_from_where(live: LiveServer, adviser: Person) -> None:
    url, headers = f"ws://127.0.0.1:{live.port}/live/session", {"Cookie": live.cookie(adviser)}
    with connect(url, additional_headers=headers) as socket:
        page = BesideCall(socket)
        assert page.until("fault")["code"] == "access_refused"


def test_whoever_uses_it_all_day_stays_signed_in_and_it_is_not_noted(
    live: LiveServer, scene: Scene, adviser: Person
) -> None:
    seen = "SELECT max(seen_at) AS at FROM gardefou.sessions WHERE person_id = %s"
    cookie = live.cookie(adviser)
    scene.ask("UPDATE gardefou.sessions SET seen_at = now() - interval '3 hours'")
    before = scene.ask(seen, adviser.id)
    url = f"http://127.0.0.1:{live.port}/live/"
    assert httpx.get(url, headers={"Cookie": cookie}).status_code == 200
    assert scene.ask(seen, adviser.id) == before
    scene.ask("UPDATE gardefou.sessions SET expires_at = now()")
    assert httpx.get(url, headers={"Cookie": cookie}).status_code == 303


def test_a_manager_is_refused_help_and_may_practise(live: LiveServer, scene: Scene) -> None:
    manager = scene.hire("live-m", SITE, PersonRole.MANAGER)
    with live.page(manager, source="microphone") as page:
        assert page.until("fault")["clause"] == "S10"
    with live.page(manager, source="practice", sample="invoice_dispute", assist=False) as page:
        page.until("opened")
        page.ask("close")


def test_counters_are_for_those_who_look_after_it_and_say_nothing_of_a_few_people(
    live: LiveServer, scene: Scene, adviser: Person
) -> None:
    representative = scene.hire("live-r", SITE, PersonRole.REPRESENTATIVE)
    manager = scene.hire("live-m", SITE, PersonRole.MANAGER)
    told = get(live, "/live/metrics", representative)
    assert (told.status_code, told.text) == (200, "")
    assert [get(live, "/live/metrics", each).status_code for each in (manager, adviser, None)] == [403] * 3


def test_calls_are_told_and_gone_when_the_process_ends(scene: Scene, adviser: Person) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(served_live(scene.installation, StandInAssistance()))
        page = stack.enter_context(server.page(adviser, source="microphone"))
        page.until("controls", is_assisted=True)
        calls = server.calls
        assert len(calls) == 1
        server.end()
        with pytest.raises(ConnectionClosed):
            page.until("never")
    assert len(calls) == 0
