"""A call of the telephone that is recorded while it goes on: it stops when it has to, and one objection is enough."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import numpy as np
import pytest
from tests.installations import ADVISERS, SITE
from tests.integration.postgres.server_users import wait_until
from tests.live_process import LiveServer, StandInAssistance, served_live
from tests.spec.scene import Scene

from gardefou.bootstrap.installation import process
from gardefou.bootstrap.live import check_sign_in, check_telephony
from gardefou.bootstrap.settings import Settings
from gardefou.entrypoints.live.application import live_application
from gardefou.flows import objections
from gardefou.flows import recorder as recorders
from gardefou.flows.erasure import Erasure
from gardefou.flows.live_session import LiveCallNotice, LiveSession, Recording
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import ProcessName
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import ArrivingCall, OwnFile
from gardefou.intake.model import Arrival
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import SettingWrong, StoreUnavailable
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Role

SECOND = np.random.default_rng(0).normal(0, 0.1, (2, HEARING_RATE)).astype(np.float32)


@pytest.fixture(scope="module")
def live(scene: Scene) -> Iterator[LiveServer]:
    with served_live(scene.installation, StandInAssistance([])) as server:
        yield server


def begin(live: LiveServer, name: str, adviser: str) -> LiveSession:
    started = datetime.now(UTC) - timedelta(seconds=5)
    notice = LiveCallNotice(name, "audiohook", (Role.CUSTOMER, Role.ADVISER), started, adviser, SITE)
    return live.within(live.calls.open, notice)


def recorded(live: LiveServer, name: str, adviser: str) -> LiveSession:
    """A call that is being recorded."""
    session = begin(live, name, adviser)
    live.within(session.sound, SECOND)
    wait_until(lambda: session.controls.recording is Recording.DRAWN)
    return session


def suspend(scene: Scene, adviser: str) -> Callable[[], object]:
    scene.ask("UPDATE gardefou.sites SET state = 'suspended' WHERE code = %s", SITE)
    return lambda: scene.ask("UPDATE gardefou.sites SET state = 'open' WHERE code = %s", SITE)


def refuse(scene: Scene, adviser: str) -> Callable[[], object]:
    person = scene.person(adviser)
    with scene.gate("web").transaction(person, operation(Verb.REFUSE_RECORDING), OwnFile(person.id)) as tx:
        tx.own_file.refuse_recording(person.id)
    return lambda: scene.ask("DELETE FROM gardefou.recording_refusals")


def state(scene: Scene, name: str) -> list[str]:
    return [row["status"] for row in scene.ask("SELECT status FROM gardefou.calls WHERE external_id = %s", name)]


@pytest.mark.parametrize("stop", [suspend, refuse])
def test_what_is_not_allowed_any_more_stops_a_recording_and_destroys_it(
    live: LiveServer, scene: Scene, stop: Callable[[Scene, str], Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorders, "ASKED_EVERY_S", 0.05)
    sounds = scene.installation.sounds
    before = {call for call, _ in sounds.in_quarantine()}
    session = recorded(live, stop.__name__, ADVISERS[0])
    allow = stop(scene, ADVISERS[0])
    try:
        wait_until(lambda: session.controls.recording is Recording.STOPPED)
        wait_until(lambda: {call for call, _ in sounds.in_quarantine()} == before)
    finally:
        allow()
    live.within(session.end)
    assert state(scene, stop.__name__) == []


def test_asking_again_writes_nothing_and_reaches_nothing_that_could(scene: Scene) -> None:
    gate, part, asked = scene.gate("live"), process(ProcessName.LIVE), Action(Verb.RECEIVE, LISTED)
    key = CallKey(SITE, "audiohook", "asked")
    arriving = ArrivingCall(gate.new_id(), key, datetime.now(UTC), simulated=True)

    def look() -> None:
        with gate.again(part, asked, arriving) as tx:
            assert tx.people.adviser(ADVISERS[0])

    assert scene.logged(look) == []
    with pytest.raises(Exception, match="read-only"), gate.again(part, asked, arriving) as tx:
        tx.draws.add(b"hash", datetime.now(UTC).date(), b"pseudonym", drawn=True)
    with pytest.raises(LookupError), gate.again(part, Action(Verb.KEEP, LISTED), arriving):
        pass


def test_the_second_part_of_a_call_whose_connection_broke_is_not_kept_as_a_whole(
    live: LiveServer, scene: Scene
) -> None:
    live.within(recorded(live, "broken", ADVISERS[0]).drop)
    again = begin(live, "broken", ADVISERS[0])
    live.within(again.sound, SECOND)
    live.within(again.end)
    other = recorded(live, "another", ADVISERS[0])
    live.within(other.end)
    wait_until(lambda: state(scene, "another") == ["drawn"])
    assert state(scene, "broken") == [] and again.controls.recording is Recording.NONE


def test_an_objection_while_the_store_is_away_is_honoured_when_it_is_back(
    live: LiveServer, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    sounds, tried, objected = scene.installation.sounds, threading.Event(), Erasure.objected
    before = {call for call, _ in sounds.in_quarantine()}

    def away(*given: object) -> None:
        tried.set()
        raise StoreUnavailable("the database", "away")

    session = recorded(live, "objected", ADVISERS[1])
    live.within(session.end)
    wait_until(lambda: state(scene, "objected") == ["drawn"])
    with patch.object(Erasure, "objected", away), caplog.at_level(logging.ERROR):
        live.within(session.erase)
        assert tried.wait(10)
        wait_until(lambda: {call for call, _ in sounds.in_quarantine()} == before)
        assert session.controls.recording is Recording.STOPPED
    assert Erasure.objected is objected and "objected" not in caplog.text.replace("an objection", "")
    live.within(session.erase)
    wait_until(lambda: session.controls.recording is Recording.ERASED)
    assert state(scene, "objected") == []
    sent_again = scene.receive(SITE, "objected", source="audiohook", adviser=ADVISERS[1])
    assert sent_again.arrival is Arrival.NOT_DRAWN


def test_an_objection_is_honoured_before_the_process_ends(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objections, "FIRST_PAUSE_S", 1000)
    tried, objected = threading.Semaphore(0), Erasure.objected

    def away(*given: object) -> None:
        tried.release()
        raise StoreUnavailable("the database", "away")

    monkeypatch.setattr(Erasure, "objected", away)
    with served_live(scene.installation, StandInAssistance()) as server:
        session = recorded(server, "last", ADVISERS[2])
        server.within(session.erase)
        assert tried.acquire(timeout=10)
        monkeypatch.setattr(Erasure, "objected", objected)
    assert session.controls.recording is Recording.ERASED


def test_real_calls_do_not_come_into_a_simulated_installation_by_mistake(scene: Scene) -> None:
    keys = Settings(audiohook_keys="keys")  # type: ignore[arg-type]
    with pytest.raises(SettingWrong, match=r"GARDEFOU_AUDIOHOOK_KEYS.*GARDEFOU_AUDIOHOOK_SIMULATED"):
        check_telephony(keys, simulated=True)
    check_telephony(keys, simulated=False)
    check_telephony(keys.model_copy(update={"audiohook_simulated": True}), simulated=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scene.installation, "settings", keys)
        with pytest.raises(SettingWrong, match="AUDIOHOOK"):
            live_application(scene.installation, StandInAssistance())


@pytest.mark.parametrize(
    ("pages", "beside", "is_reached"),
    [
        ("https://a.example", None, True),
        ("https://a.example", "https://a.example:8443", True),
        ("https://a.example", "https://b.example", False),
        ("https://127.0.0.1", "http://127.0.0.1:8001", False),
        (None, "http://127.0.0.1:8001", True),
        (None, "http://localhost:8001", False),
    ],
)
def test_an_address_that_the_sign_in_never_reaches_is_refused(
    pages: str | None, beside: str | None, is_reached: bool
) -> None:
    settings = Settings(web_address=pages, live_address=beside)
    if is_reached:
        check_sign_in(settings)
    else:
        with pytest.raises(SettingWrong, match="GARDEFOU_LIVE_ADDRESS"):
            check_sign_in(settings)
