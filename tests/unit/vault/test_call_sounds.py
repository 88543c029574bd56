"""A sound that people may hear and its peaks live and go together."""

from pathlib import Path

import numpy as np
import pytest
from tests.unit.vault.vaults import CALL, KEY

from gardefou.adapters.media.peaks import measured
from gardefou.adapters.vault.compartment import Compartment
from gardefou.adapters.vault.key_encryption import KeyRing
from gardefou.adapters.vault.sounds import PEAKS, CallSounds
from gardefou.kernel.errors import ContentErased
from gardefou.kernel.sound import HEARING_RATE, SoundBlock, SoundProperties
from gardefou.kernel.transcript import Redaction

SECONDS = 12
CARD = Redaction("card", 0, 4_000, 6_000)


class Tone:
    """Two voices, one of them half as loud."""

    name = "tone"
    properties = SoundProperties(2, HEARING_RATE, "pcm", SECONDS * 1000)

    def blocks(self):  # type: ignore[no-untyped-def]
        time = np.arange(SECONDS * HEARING_RATE) / HEARING_RATE
        tone = np.sin(2 * np.pi * 300 * time)
        content = np.stack([0.8 * tone, 0.4 * tone]).astype(np.float32)
        for start in range(0, content.shape[1], 10 * HEARING_RATE):
            yield SoundBlock(1000 * start // HEARING_RATE, content[:, start : start + 10 * HEARING_RATE])


@pytest.fixture
def sounds(tmp_path: Path) -> CallSounds:
    return CallSounds(KeyRing(KEY), tmp_path / "vault", tmp_path / "memory")


def names(sounds: CallSounds) -> set[str]:
    return sounds._disk.names(CALL, Compartment.SOUND)


def test_peaks_are_those_of_what_people_hear(sounds: CallSounds) -> None:
    sounds.write_silenced(CALL, Tone(), [CARD], "call-a")
    written = sounds.peaks(CALL, "call-a")
    assert [len(lane) for lane in written.lanes] == [20 * SECONDS] * 2
    for lane, loudest in zip(written.lanes, (204, 102), strict=True):
        assert all(abs(peak - loudest) <= 1 for peak in (*lane[:79], *lane[121:]))
        assert not any(lane[80:120]), "removed data leaves no trace"
    decoded = measured(sounds.silenced(CALL, "call-a")).peaks()
    assert np.abs(np.array([*map(list, written.lanes)]) - np.array([*map(list, decoded.lanes)])).mean() < 5


def test_a_sound_without_peaks_is_measured(sounds: CallSounds) -> None:
    sounds.write_silenced(CALL, Tone(), [], "call-a")
    sounds._disk.remove(CALL, Compartment.SOUND, "call-a" + PEAKS)
    assert sounds.peaks(CALL, "call-a") == measured(sounds.silenced(CALL, "call-a")).peaks()


def test_both_are_removed_together(sounds: CallSounds) -> None:
    for name in ("call-a", "call-b", "call-c"):
        sounds.write_silenced(CALL, Tone(), [], name)
    sounds.remove_recording(CALL, "call-c")
    assert names(sounds) == {"call-a", "call-a.peaks", "call-b", "call-b.peaks"}
    sounds.remove_recordings_but(CALL, "call-b")
    assert names(sounds) == {"call-b", "call-b.peaks"}
    sounds.remove_recordings_but(CALL, None)
    assert names(sounds) == set()


def test_a_failed_sound_leaves_neither(sounds: CallSounds) -> None:
    with pytest.raises(ValueError, match="no channel 2"):
        sounds.write_silenced(CALL, Tone(), [Redaction("card", 2, 0, 1)], "call-a")
    assert names(sounds) == set()


def test_peaks_of_an_erased_call_are_erased(sounds: CallSounds) -> None:
    sounds.write_silenced(CALL, Tone(), [], "call-a")
    sounds.destroy_recording(CALL)
    with pytest.raises(ContentErased):
        sounds.peaks(CALL, "call-a")
