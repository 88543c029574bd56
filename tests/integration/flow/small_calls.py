"""Calls of one second whose engine answers at once, so that a whole flow costs milliseconds."""

import io
import math
import wave
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any
from uuid import UUID

import numpy as np
from tests.calls import transcript
from tests.installations import RecordedEngines, notice

from gardefou.bootstrap.installation import Installation, process
from gardefou.governance.actors import ProcessName
from gardefou.intake.model import Received
from gardefou.kernel.measures import Reason
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import HEARING_RATE, Sound
from gardefou.kernel.transcript import Language, Redaction, Role, Transcript

LENGTH_MS = 1_000
REDACTED_MS = 200
FAINT = 0.05
"""A fifth of the tone: Opus rings a little where a tone stops."""
NAMES = count()


def tone() -> bytes:
    """A WAV file of two channels with one tone on both."""
    rate = 8_000
    samples = [round(8_000 * math.sin(2 * math.pi * 440 * i / rate)) for i in range(rate * LENGTH_MS // 1000)]
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(np.repeat(np.array(samples, "<i2"), 2).tobytes())
    return file.getvalue()


TONE = tone()


def receive_tone(installation: Installation, name: str | None = None, **changes: Any) -> Received:
    """Have a call of one second come in."""
    reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
    return reception.receive(notice(name or f"tone-{next(NAMES)}", **changes), iter([TONE]))


class SmallEngines(RecordedEngines):
    """Hears something else each time, at another moment: what two runs make of a call can be told apart."""

    def __init__(self, before_hearing: Callable[[], None] = lambda: None) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self._before_hearing = before_hearing
        self._runs = count()

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        self._before_hearing()
        run = next(self._runs)
        start = 150 + run % 5 * 100
        said = ("adviser", 0, 900, f"Bonjour, essai {run}.")
        redaction = Redaction("name", 0, start, start + REDACTED_MS)
        return transcript(said, redactions=[redaction], duration_ms=LENGTH_MS)

    def classify(self, transcript: Transcript) -> Reason | None:
        return None


def silent_ms(sound: Sound) -> list[int]:
    """The milliseconds of a sound in which nothing is to be heard."""
    samples = np.concatenate([block.samples for block in sound.blocks()], axis=1)
    step = HEARING_RATE // 1000
    return [ms for ms in range(LENGTH_MS) if np.abs(samples[:, ms * step : (ms + 1) * step]).max(initial=0) < FAINT]


def calls_in_quarantine(installation: Installation) -> Iterator[UUID]:
    """Every call whose sound as it came is here."""
    return (call for call, _ in installation.sounds.in_quarantine())
