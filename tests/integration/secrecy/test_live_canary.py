"""Words that live assist heard are in no row, no file and no log; of a drawn call there is ciphertext alone (S7)."""

import io
import logging
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.canary_calls import CanaryCall, make_canary_call
from tests.installations import ADVISERS, SITE, open_site, simulated_charter, simulated_installation
from tests.integration.postgres.server_users import wait_until
from tests.integration.secrecy.scanner import Canaries, Places, database_leaks
from tests.live_process import BesideCall, LiveServer, SaidEar, StandInAssistance, served_live
from tests.spec.scene import ALL, Scene

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.host.memory import memory_protection
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.postgres.embedded.place import place_of
from gardefou.bootstrap.assistance import Assistance
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.logs import FORMAT, DiscreetFormatter
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import Settings
from gardefou.flows.live_session import LiveCallNotice, LiveSession, Recording
from gardefou.governance.roles import PersonRole
from gardefou.intake.model import Arrival
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Role

UNDRAWN = "nowhere"
OBJECTIONS = "SELECT 1 FROM gardefou.audit WHERE verb = 'object'"
ROLES = (Role.CUSTOMER, Role.ADVISER)


@dataclass
class Live:
    """An installation with its live process, in which one call's words and sound exist nowhere else."""

    scene: Scene
    server: LiveServer
    call: CanaryCall
    places: Places
    said: str

    def leaks(self) -> dict[str, set[str]]:
        dsn = self.scene.installation.store.server.dsn("owner")
        return self.places.leaks() | database_leaks(self.places.canaries, dsn)

    def telephone(self, site: str, number: str, name: str) -> LiveSession:
        """A call of the telephone begins."""
        started = datetime.now(UTC) - timedelta(seconds=30)
        notice = LiveCallNotice(name, "audiohook", ROLES, started, number, site)
        return self.server.within(self.server.calls.open, notice)

    def speak(self, session: LiveSession) -> Samples:
        """All of the call's sound goes through the session."""
        blocks = [block.samples for block in open_sound(self.call.sound).blocks()]
        for block in blocks:
            for samples in np.array_split(block, max(1, block.shape[1] // 4_000), axis=1):
                self.server.within(session.sound, samples)
        return np.concatenate(blocks, axis=1)

    def listened(self, page: BesideCall) -> None:
        """The page has heard every word, and was offered something for each."""
        while self.said not in str(page.told):
            page.until("suggestions")

    def kept(self, name: str) -> list[dict[str, Any]]:
        return self.scene.ask("SELECT id, status FROM gardefou.calls WHERE external_id = %s", name)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    outside, temporary = tmp_path_factory.mktemp("outside"), tmp_path_factory.mktemp("temporary")
    call = make_canary_call(outside, "card_read_aloud", "live-canary", time.time_ns())
    canaries = Canaries()
    call.add_to(canaries, with_said=False)
    with pytest.MonkeyPatch.context() as patch, simulated_installation(simulated_charter(draw=ALL)) as made:
        patch.setattr(tempfile, "tempdir", str(temporary))
        log = made.directory / "live.log"
        handler = logging.FileHandler(log)
        handler.setFormatter(DiscreetFormatter(FORMAT))
        logging.getLogger().addHandler(handler)
        with Installation(made.settings) as installation:
            open_site(installation, UNDRAWN, simulated_charter(draw={"rate": 0.0, "weekly_cap": 1}))
            scene = Scene(installation, made.directory)
            scene.hire("nowhere-0", UNDRAWN, PersonRole.ADVISER)
            segments = read_transcript(call.heard).segments
            memory = next(iter(installation.sounds._memory._key_folders)).parent
            folders = [made.directory, place_of(made.directory).home, memory, temporary]
            places = Places(canaries, folders, [], 0, canaries)
            with served_live(installation, StandInAssistance(segments)) as server:
                yield Live(scene, server, call, places, call.words[(len(segments) - 1) % len(call.words)])
        logging.getLogger().removeHandler(handler)


def test_of_a_call_that_is_not_drawn_nothing_is_anywhere(live: Live) -> None:
    session = live.telephone(UNDRAWN, "nowhere-0", "undrawn")
    with live.server.page(live.scene.person("nowhere-0"), source="telephone", call="undrawn") as page:
        page.until("controls", is_assisted=True)
        live.speak(session)
        live.listened(page)
        assert live.leaks() == {}
        page.ask("wrap_up_that_is_none", words=live.call.words[0])
        page.until("fault", code="input_refused")
        page.ask("close")
    live.server.within(session.end)
    assert live.leaks() == {} and live.kept("undrawn") == []
    assert not memory_protection().dumpable and memory_protection().core_bytes == 0


def test_of_a_drawn_call_there_is_ciphertext_alone_of_the_sound_as_it_came(live: Live) -> None:
    session = live.telephone(SITE, ADVISERS[0], "drawn")
    with live.server.page(live.scene.person(ADVISERS[0]), source="telephone", call="drawn") as page:
        page.until("controls", is_assisted=True)
        said = live.speak(session)
        live.listened(page)
        live.server.within(session.end)
        page.until("controls", is_over=True, recording=Recording.DRAWN.value)
        wait_until(lambda: bool(live.kept("drawn")))
        assert live.leaks() == {}
        page.ask("close")
    (row,) = live.kept("drawn")
    sound = live.scene.installation.sounds.quarantined(row["id"])
    found = np.concatenate([block.samples for block in sound.blocks()], axis=1)
    assert row["status"] == "drawn" and np.array_equal(found, said)
    assert live.leaks() == {}


def test_an_objection_during_the_call_or_after_it_lets_it_go_for_good(live: Live) -> None:
    scene, sounds = live.scene, live.scene.installation.sounds
    for name in ("objected", "objected late"):
        before = {call for call, _ in sounds.in_quarantine()}
        session = live.telephone(SITE, ADVISERS[1], name)
        live.speak(session)
        if name == "objected late":
            live.server.within(session.end)
            wait_until(lambda n=name: bool(live.kept(n)))
        live.server.within(session.erase)
        wait_until(lambda n=name: len(scene.ask(OBJECTIONS)) == 1 + (n == "objected late"))
        wait_until(lambda b=before: {call for call, _ in sounds.in_quarantine()} == b)
        assert live.kept(name) == [] and live.leaks() == {}
        sent_again = scene.receive(SITE, name, source="audiohook", adviser=ADVISERS[1])
        assert sent_again.arrival is Arrival.NOT_DRAWN


@pytest.mark.speech
def test_words_as_the_speech_model_recognises_them_are_nowhere(live: Live) -> None:
    settings = live.scene.installation.settings.model_copy(update={"models_directory": Settings().models})
    sound = next(each.sound for each in sample_calls() if each.id == "invoice_dispute")
    said = np.concatenate([each.samples for each in islice(open_sound(sound).blocks(), 1)], axis=1)
    with Assistance(settings) as assistance, served_live(live.scene.installation, assistance) as server:
        adviser = live.scene.person(ADVISERS[0])
        with server.page(adviser, source="microphone", roles=["adviser", "customer"], language="fr") as page:
            page.until("controls", is_assisted=True)
            for piece in np.array_split(said, said.shape[1] // 8_000, axis=1):
                page.socket.send((piece.T * 32767).astype("<i2").tobytes())
            page.ask("hang_up")
            heard: list[str] = []
            while not heard:
                text = page.until("utterance")["text"] or ""
                heard += [text] if len(text) > 15 else []
            canaries = Canaries()
            for text in heard:
                canaries.content(text, text.encode())
            dsn = live.scene.installation.store.server.dsn("owner")
            leaks = Places(canaries, live.places._folders, [], 0, canaries).leaks() | database_leaks(canaries, dsn)
            page.ask("close")
    assert leaks == {}
    assert canaries.found(f"a log: {heard[0]}".encode()) == {heard[0]}


def test_the_scan_finds_what_a_leaky_run_leaves(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = SaidEar.add

    def leaky(ear: SaidEar, samples: Samples) -> None:
        logging.getLogger("leaky").warning("heard %s", live.call.words)
        Path(tempfile.gettempdir(), "sound").write_bytes(io.BytesIO(live.call.sound.read_bytes()).getvalue())
        heard(ear, samples)

    monkeypatch.setattr(SaidEar, "add", leaky)
    session = live.telephone(UNDRAWN, "nowhere-0", "leaky")
    with live.server.page(live.scene.person("nowhere-0"), source="telephone", call="leaky") as page:
        page.until("controls", is_assisted=True)
        live.speak(session)
        live.listened(page)
        page.ask("close")
    live.server.within(session.end)
    leaks = live.leaks()
    assert {Path(name).name for name in leaks} == {"live.log", "sound"}
    assert set(live.call.words) <= leaks[next(name for name in leaks if name.endswith("live.log"))]
