"""Simulated calls with words, a number and a sound that exist nowhere else, so that a trace of them proves a leak."""

import json
import random
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import Settings
from gardefou.hearing.redaction import redact_transcript
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import HEARING_RATE, Sound
from gardefou.kernel.transcript import Language, Role, Transcript
from tests.installations import HEARD, RecordedEngines
from tests.integration.secrecy.scanner import Canaries

CONSONANTS, VOWELS = "bcdfghjklmnpqrtvwxz", "aeiouyéè"
WINDOWS = 6
WINDOW_BYTES = 64
LONGEST_S = 20


@dataclass(frozen=True, slots=True)
class CanaryCall:
    """A WAV file, the JSON of what the engine hears in it, and what of it may be found nowhere."""

    id: str
    sound: Path
    heard: Path
    reference: str
    words: tuple[str, ...]
    number: str

    def add_to(self, canaries: Canaries, *, with_said: bool = True) -> None:
        """Add this call's canaries; `with_said` also the words of the sample that it was made of."""
        for word in (*self.words, *(self.said() if with_said else ())):
            canaries.word(word)
        canaries.number(self.number)
        canaries.content(f"reference of {self.id}", self.reference.encode())
        for name, content in self._windows():
            canaries.content(f"{name} of {self.id}", content)

    def said(self) -> set[str]:
        """Words of at least eight letters that were recognised."""
        text = " ".join(segment["text"] for segment in json.loads(self.heard.read_text("utf-8"))["segments"])
        words = {"".join(each for each in word if each.isalpha()) for word in text.replace("'", " ").split()}
        return {word for word in words if len(word) >= 8}

    def _windows(self) -> list[tuple[str, bytes]]:
        raw = self.sound.read_bytes()
        samples = np.concatenate([block.samples for block in open_sound(self.sound).blocks()], axis=1)
        found = []
        for index in range(1, WINDOWS + 1):
            start = len(raw) * index // (WINDOWS + 1)
            found.append((f"file window {index}", raw[start : start + WINDOW_BYTES]))
            at = samples.shape[1] * index // (WINDOWS + 1)
            for channel in range(samples.shape[0]):
                piece = samples[channel, at : at + WINDOW_BYTES]
                found.append((f"float32 window {index}", piece[: WINDOW_BYTES // 4].tobytes()))
                found.append(
                    (f"int16 window {index}", np.round(piece[: WINDOW_BYTES // 2] * 32768).astype("<i2").tobytes())
                )
        return found


def make_canary_call(folder: Path, sample: str, identifier: str, seed: int) -> CanaryCall:
    """A call made of a sample: faint noise makes its bytes unique, an invented word follows every segment."""
    chance = random.Random(seed)
    sound, heard = folder / f"{identifier}.wav", folder / f"{identifier}.json"
    milliseconds = _write_sound(sound, sample, chance)
    words = tuple("".join(chance.choice(each) for each in (CONSONANTS, VOWELS) * 5) for _ in range(8))
    number = "06 " + " ".join(f"{chance.randrange(10, 99)}" for _ in range(4))
    document = json.loads((HEARD / f"{sample}.json").read_text("utf-8"))
    document["duration_ms"] = milliseconds
    document["segments"] = _with_canaries(document["segments"], milliseconds, words, number)
    heard.write_text(json.dumps(document), "utf-8")
    return CanaryCall(identifier, sound, heard, f"KD-{chance.getrandbits(64):016x}", words, number)


def _write_sound(path: Path, sample: str, chance: random.Random) -> int:
    blocks = open_sound(resource(f"samples/audio/{sample}.ogg")).blocks()
    samples = np.concatenate([block.samples for _, block in zip(range(LONGEST_S // 10), blocks, strict=False)], axis=1)
    length = samples.shape[1] - chance.randrange(1, 2_000) * 16
    noise = np.random.default_rng(chance.getrandbits(32)).integers(-200, 200, (samples.shape[0], length))
    pcm = np.clip(samples[:, :length] * 30_000 + noise, -32_768, 32_767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(pcm.shape[0])
        file.setsampwidth(2)
        file.setframerate(HEARING_RATE)
        file.writeframes(pcm.T.tobytes())
    return round(length * 1000 / HEARING_RATE)


def _with_canaries(
    segments: list[dict[str, Any]], until: int, words: tuple[str, ...], number: str
) -> list[dict[str, Any]]:
    kept = [each for each in segments if each["end_ms"] < until]
    for index, segment in enumerate(kept):
        _say(segment, [words[index % len(words)]])
    _say(kept[0], ["mon", "numéro", "c'est", "le", *number.split()])
    return kept


def _say(segment: dict[str, Any], said: list[str]) -> None:
    at = segment["end_ms"]
    segment["words"] += [{"start_ms": at, "end_ms": at, "text": word, "confidence": 0.9} for word in said]
    segment["text"] = " ".join([segment["text"], *said])


class CanaryEngines(RecordedEngines):
    """Hears in a canary call, known by its length, what was written beside it in the folder of `CANARIES`."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        super().__init__(settings)
        self._folder = folder

    def raw(self, sound: Sound) -> Transcript:
        found = [read_transcript(path) for path in self._folder.glob("*.json")]
        return next(each for each in found if each.duration_ms == sound.properties.duration_ms)

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        return redact_transcript(self.raw(sound))
