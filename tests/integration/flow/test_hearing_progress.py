"""How much of a call is heard, as whoever runs the machine sees it while a worker hears it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from tests.installations import simulated_installation
from tests.integration.flow.outcome import database
from tests.integration.flow.small_calls import SmallEngines, receive_tone

from gardefou.bootstrap.installation import Installation, administration_of
from gardefou.bootstrap.worker import Sweeping, work
from gardefou.flows import share_heard
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript

SHARES = (0.0, 0.25, 0.75)


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with simulated_installation() as made, made.opened() as installation:
        yield installation


@pytest.fixture(autouse=True)
def told_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share_heard, "NOTED_EVERY_S", 0.0)


class TellingEngines(SmallEngines):
    """Tells how far it is, and has somebody look each time."""

    def __init__(self, look: Callable[[], object]) -> None:
        super().__init__()
        self._look = look

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        for share in SHARES:
            progress("hear", share)
            self._look()
        return super().hear(sound, roles, language)


def hear(installation: Installation, look: Callable[[], object] = lambda: None) -> None:
    """Hear what waits as a worker does."""
    work(installation, "speech", lambda _: TellingEngines(look), stop_when_idle=True)


def received(installation: Installation) -> UUID:
    call = receive_tone(installation).call
    assert call is not None
    return call


def shown(installation: Installation) -> list[tuple[UUID, int]]:
    with administration_of(installation) as administration:
        return [(each["id"], each["share"]) for each in administration.standing(30).hearing]


def stored(installation: Installation) -> list[dict[str, Any]]:
    with database(installation) as connection:
        return connection.execute("SELECT call_id, share FROM gardefou.hearing_progress").fetchall()


def status(installation: Installation, call: UUID) -> list[dict[str, Any]]:
    with database(installation) as connection:
        return connection.execute("SELECT status FROM gardefou.calls WHERE id = %s", (call,)).fetchall()


def test_the_share_rises_while_a_call_is_heard_and_goes_with_its_job(installation: Installation) -> None:
    call, seen = received(installation), list[tuple[UUID, int]]()
    hear(installation, lambda: seen.extend(shown(installation)))
    assert seen == [(call, 0), (call, 25), (call, 75)]
    assert status(installation, call) == [{"status": "heard"}]
    assert stored(installation) == []


def test_a_call_is_heard_although_nobody_can_be_told(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    call = received(installation)
    with database(installation) as connection:
        connection.execute("REVOKE INSERT, DELETE ON gardefou.hearing_progress FROM gardefou_worker")
        try:
            with caplog.at_level(logging.WARNING):
                hear(installation)
        finally:
            connection.execute("GRANT INSERT, DELETE ON gardefou.hearing_progress TO gardefou_worker")
    assert status(installation, call) == [{"status": "heard"}]
    assert caplog.text.count(f"call {call}: nobody is shown how much is heard") == 1


def test_nothing_is_written_of_a_call_that_was_erased_meanwhile(installation: Installation) -> None:
    call, left = received(installation), list[list[dict[str, Any]]]()

    def erase() -> None:
        left.append(stored(installation))
        with database(installation) as connection:
            connection.execute("DELETE FROM gardefou.calls WHERE id = %s", (call,))

    hear(installation, erase)
    assert left == [[{"call_id": call, "share": 0}], [], []]


def test_what_a_dead_worker_left_is_shown_to_nobody_and_swept(installation: Installation) -> None:
    call = received(installation)
    with database(installation) as connection:
        connection.execute("INSERT INTO gardefou.hearing_progress (call_id, share) VALUES (%s, 40)", (call,))
    assert shown(installation) == []
    Sweeping(installation).run()
    assert stored(installation) == []
    hear(installation)
