"""Engines at the ports of hearing that hear what a test wrote into the sound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from gardefou.hearing.ports import VOICE_WINDOW, Clip, HeardClip, Probabilities, VoiceListener
from gardefou.kernel.sound import HEARING_RATE, Samples, SoundBlock, SoundProperties
from gardefou.kernel.transcript import Language, Transcript, Word

BEEP_S = 0.25
FRENCH_LOUDNESS, ENGLISH_LOUDNESS = 1.0, 0.5


@dataclass
class Marks:
    """A sound that is silent but for beeps at given seconds of each channel; those of the second may be English."""

    seconds: float
    beeps: Sequence[Sequence[float]]
    loudness: Sequence[float] = (FRENCH_LOUDNESS, FRENCH_LOUDNESS)
    block_s: float = 10
    name: str = "marks"

    @property
    def properties(self) -> SoundProperties:
        return SoundProperties(len(self.beeps), 8_000, "test", round(self.seconds * 1000))

    def blocks(self) -> Iterator[SoundBlock]:
        samples = np.zeros((len(self.beeps), int(self.seconds * HEARING_RATE)), np.float32)
        for channel, times in enumerate(self.beeps):
            for at in times:
                first = int(at * HEARING_RATE)
                samples[channel, first : first + int(BEEP_S * HEARING_RATE)] = self.loudness[channel]
        step = int(self.block_s * HEARING_RATE)
        for start in range(0, samples.shape[1], step):
            yield SoundBlock(start * 1000 // HEARING_RATE, samples[:, start : start + step])


@dataclass
class Recorded:
    """A sound whose samples a test has, shape `(channels, samples)`."""

    samples: Samples
    name: str = "recorded"

    @property
    def properties(self) -> SoundProperties:
        channels, length = self.samples.shape
        return SoundProperties(channels, HEARING_RATE, "test", length * 1000 // HEARING_RATE)

    def blocks(self) -> Iterator[SoundBlock]:
        yield SoundBlock(0, self.samples)


class BeepActivity:
    """Takes beeps for speech."""

    def listener(self) -> VoiceListener:
        return lambda samples: samples.reshape(-1, VOICE_WINDOW).any(axis=1).astype(np.float32)


class QuietActivity:
    """Is sure of no beep."""

    def listener(self) -> VoiceListener:
        def listen(samples: Samples) -> Probabilities:
            return np.float32(0.55) * samples.reshape(-1, VOICE_WINDOW).any(axis=1)

        return listen


@dataclass
class BeepEngine:
    """Hears a word at each beep, or fails."""

    word: str = "clic"
    failed: bool = False
    name: str = "beeps"
    clips_at_once: int = 4
    heard: list[Clip] = field(default_factory=list)

    def language_of(self, samples: Samples) -> Language:
        return Language.ENGLISH if samples.max() == np.float32(ENGLISH_LOUDNESS) else Language.FRENCH

    def hear(self, clips: Sequence[Clip]) -> Iterator[HeardClip]:
        for clip in clips:
            self.heard.append(clip)
            sounds = np.concatenate([[False], clip.samples != 0])
            starts = np.flatnonzero(~sounds[:-1] & sounds[1:]) * 1000 // HEARING_RATE
            words = tuple(Word(int(ms), int(ms) + 200, self.word, 0.9) for ms in starts)
            yield HeardClip(words, -0.2, 0.1, clip.language, self.failed)


def as_is(transcript: Transcript) -> Transcript:
    return transcript
