"""What the charter says of the sound as it came: quarantine, never on a disk, or kept without card data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from tests.installations import SimulatedInstallation, receive, simulated_charter, simulated_installation
from tests.integration.flow.outcome import database, files_below, stored
from tests.integration.flow.small_calls import SmallEngines, receive_tone

from gardefou.adapters.media.silence import CARD_KINDS
from gardefou.adapters.media.sound import open_sound, open_sound_from
from gardefou.adapters.vault.compartment import Compartment
from gardefou.bootstrap.installation import Installation, administration_of, operator, process
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.worker import Sweeping, work
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Actor, Person, ProcessName
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.errors import Refused
from gardefou.kernel.sound import HEARING_RATE, Sound

SAMPLES = {call.id: call for call in sample_calls()}
PER_MS = HEARING_RATE // 1000
FADE_MS = 10


@contextmanager
def under(original_audio: str, **settings: object) -> Iterator[tuple[SimulatedInstallation, Installation]]:
    charter = simulated_charter(original_audio=original_audio)
    with simulated_installation(charter, **settings) as made, made.opened() as installation:
        yield made, installation


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory, gone at the end."""
    folder = Path("/dev/shm") / f"gardefou-test-{uuid4()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def work_off(installation: Installation) -> None:
    for queue in ("speech", "desk"):
        work(installation, queue, lambda _: SmallEngines(), stop_when_idle=True)


def counts(installation: Installation) -> dict[str, int]:
    with administration_of(installation) as administration:
        return administration.standing(30).calls


def quarantine_files(made: SimulatedInstallation) -> list[Path]:
    return [
        path for path in files_below(made.directory / "vault") if "quarantine" in path.parts and path.name != "lock"
    ]


def test_quarantine_holds_the_sound_until_it_was_heard_and_no_longer() -> None:
    with under("quarantine") as (made, installation):
        receive_tone(installation)
        assert len(stored(made, "quarantine")) == 1
        work_off(installation)
        assert counts(installation) == {"offered": 1}
        assert quarantine_files(made) == []
        assert not stored(made, "original")


def test_never_leaves_nothing_of_the_original_on_disk_and_a_reboot_loses_the_call(memory: Path) -> None:
    with under("never", memory_directory=memory) as (made, installation):
        at_hearing: list[list[Path]] = []
        engines = SmallEngines(lambda: at_hearing.append(quarantine_files(made)))
        receive_tone(installation, "heard")
        assert quarantine_files(made) == []
        assert files_below(memory)
        work(installation, "speech", lambda _: engines, stop_when_idle=True)
        work(installation, "desk", lambda _: engines, stop_when_idle=True)
        assert at_hearing == [[]]
        assert counts(installation) == {"offered": 1}
        assert not [path for path in files_below(memory) if path.name != "lock"]
        assert not stored(made, "original")

        receive_tone(installation, "rebooted")
        for folder in memory.iterdir():
            shutil.rmtree(folder)
        work_off(installation)
        assert counts(installation) == {"offered": 1, "lost": 1}
        assert receive_tone(installation, "rebooted").call
        work_off(installation)
        assert counts(installation) == {"offered": 2}
        assert quarantine_files(made) == []


def samples_of(sound: Sound) -> np.ndarray:
    return np.concatenate([block.samples for block in sound.blocks()], axis=1)


def kept(installation: Installation, call: UUID) -> Sound:
    with database(installation) as connection:
        row = connection.execute("SELECT sound_name FROM gardefou.calls WHERE id = %s", (call,)).fetchone()
    assert row is not None
    reader = partial(installation.sounds._disk.reader, call, Compartment.ORIGINAL, row["sound_name"])
    return open_sound_from("the kept sound", reader)


def test_keep_silences_card_data_only_and_plays_to_nobody() -> None:
    with under("keep") as (made, installation):
        calls = {name: receive(installation, SAMPLES[name]).call for name in ("card_read_aloud", "invoice_dispute")}
        made.work_off(installation)
        assert len(stored(made, "original")) == len(calls)
        kinds = set()
        for name, call in calls.items():
            assert call is not None
            kinds |= assert_only_cards_are_silent(installation, call, open_sound(SAMPLES[name].sound))
            assert_played_to_nobody(installation, call)
        assert kinds >= {"card", "number", "iban", "email"}


def assert_only_cards_are_silent(installation: Installation, call: UUID, original: Sound) -> set[str]:
    """Return the kinds of personal data that the call has."""
    with database(installation) as connection:
        rows = connection.execute(
            "SELECT kind, start_ms, end_ms FROM gardefou.redactions WHERE call_id = %s", (call,)
        ).fetchall()
    came, stays = samples_of(original), samples_of(kept(installation, call))
    assert came.shape == stays.shape
    audible = np.ones(came.shape[1], bool)
    for row in rows:
        if row["kind"] in CARD_KINDS:
            assert not stays[:, row["start_ms"] * PER_MS : row["end_ms"] * PER_MS].any()
            audible[(row["start_ms"] - FADE_MS) * PER_MS : (row["end_ms"] + FADE_MS) * PER_MS] = False
    assert np.abs(came - stays)[:, audible].max() < 0.001
    for row in rows:
        if row["kind"] not in CARD_KINDS:
            assert np.abs(stays[:, row["start_ms"] * PER_MS : row["end_ms"] * PER_MS]).max() > 0.01
    return {row["kind"] for row in rows}


def assert_played_to_nobody(installation: Installation, call: UUID) -> None:
    with administration_of(installation) as administration:
        adviser, _ = administration.person("1001")
    actors: list[Actor] = [
        Person(adviser, frozenset(PersonRole)),
        operator(),
        *(process(part) for part in ProcessName),
    ]
    for actor in actors:
        for action in (Action(Verb.LISTEN_ORIGINAL), operation(Verb.LISTEN_ORIGINAL)):
            gate = installation.gate("owner")
            with pytest.raises(Refused), gate.transaction(actor, action, KeptCall(call)):
                pytest.fail("the sound as it came was given out")


def test_a_lost_call_leaves_no_kept_sound() -> None:
    """Hearing it went so far as to write the copies, and never ended."""
    with under("keep") as (made, installation):
        call = receive_tone(installation).call
        assert call is not None
        for compartment in (Compartment.SOUND, Compartment.ORIGINAL):
            with installation.sounds._disk.writer(call, compartment, "call-interrupted") as writer:
                writer.write(b"a copy")
        Sweeping(installation, lambda: datetime.now(UTC) + timedelta(minutes=61)).run()
        assert counts(installation) == {"lost": 1}
        assert not stored(made, "sound") + stored(made, "original") + stored(made, "quarantine")
