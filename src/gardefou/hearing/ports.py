"""What hearing needs from outside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from gardefou.kernel.sound import HEARING_RATE, Samples, Sound
from gardefou.kernel.transcript import Language, Redaction, Transcript, Word

VOICE_WINDOW = 512
"""Samples at HEARING_RATE over which voice activity is told."""

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """Speech of one channel to be transcribed at once; `samples` has shape `(samples,)` at HEARING_RATE.

    A language that nobody told was recognised, and may be another one here.
    """

    samples: Samples
    language: Language
    language_is_told: bool = False

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / HEARING_RATE


@dataclass(frozen=True, slots=True)
class HeardClip:
    """What the engine made of a clip; times count from the start of its samples.

    The confidence of a word is how probable the model held its tokens, which is not yet how often such words are right.
    `log_probability` is the mean over tokens, `no_speech_probability` lies in 0..1. `failed` says that the clip could
    not be transcribed, and that its words are not to be trusted.
    """

    words: tuple[Word, ...]
    log_probability: float
    no_speech_probability: float
    language: Language
    failed: bool = False


class VoiceListener(Protocol):
    """Follows one channel, and tells where somebody speaks."""

    def __call__(self, samples: Samples) -> Probabilities:
        """How probable speech is in each whole window of VOICE_WINDOW samples of what follows on the channel.

        `samples` has shape `(n * VOICE_WINDOW,)`.
        """
        ...


class VoiceActivity(Protocol):
    """Makes a listener for each channel."""

    def listener(self) -> VoiceListener:
        """One that has heard nothing yet."""
        ...


class SpeechEngine(Protocol):
    """Turns clips into words; may be called from several threads, and then takes their clips together."""

    @property
    def name(self) -> str:
        """Which model this is."""
        ...

    @property
    def clips_at_once(self) -> int:
        """How many clips should wait before `hear` is worth calling."""
        ...

    def language_of(self, samples: Samples) -> Language:
        """The likelier of the languages spoken in `samples`, shape `(samples,)` at HEARING_RATE."""
        ...

    def hear(self, clips: Sequence[Clip]) -> Iterable[HeardClip]:
        """The words of each clip, in the order of the clips, given as soon as they are there."""
        ...


Redact = Callable[[Transcript], Transcript]
"""Removes personal data from a transcript and says where it stood."""

WriteSilenced = Callable[[Sound, Sequence[Redaction], Path], None]
"""Writes a copy of the sound in which the redacted stretches are silent."""
