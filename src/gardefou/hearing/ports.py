"""What hearing needs from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gardefou.kernel.sound import Samples, Sound
from gardefou.kernel.transcript import Language, Redaction, Transcript, Word


@dataclass(frozen=True, slots=True)
class HeardPassage:
    """What the engine made of a stretch of speech; times count from the start of the samples it was given.

    `log_probability` is the mean over tokens, `no_speech_probability` lies in 0..1, `compression_ratio` grows with
    repetition.
    """

    words: tuple[Word, ...]
    log_probability: float
    no_speech_probability: float
    compression_ratio: float


class SpeechEngine(Protocol):
    """Turns the sound of one speaker into words; may be called from several threads."""

    @property
    def name(self) -> str:
        """Which model this is."""
        ...

    @property
    def parallel_channels(self) -> int:
        """How many calls of `hear` may usefully run at once."""
        ...

    def language_of(self, samples: Samples) -> Language | None:
        """The language spoken in `samples`, shape `(samples,)` at HEARING_RATE; None without speech."""
        ...

    def hear(self, samples: Samples, language: Language) -> Sequence[HeardPassage]:
        """The passages spoken in `samples`, shape `(samples,)` at HEARING_RATE, in order; none without speech."""
        ...


Redact = Callable[[Transcript], Transcript]
"""Removes personal data from a transcript and says where it stood."""

WriteSilenced = Callable[[Sound, Sequence[Redaction], Path], None]
"""Writes a copy of the sound in which the redacted stretches are silent."""
