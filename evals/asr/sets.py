"""The sets of sound, each for one half only."""

import json
import re
import wave
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from evals.asr.calls import RATE, Sentence, built_calls, trimmed
from evals.asr.material import Half, Item, MaterialSet, Turn, half_of
from evals.asr.noises import NOISES
from evals.asr.recordings import FEWEST_WORDS, prompts
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.samples import sample_calls
from gardefou.kernel.sound import HEARING_RATE, Samples

SEEDS: dict[Half, int] = {"development": 7, "evaluation": 11}
NOISE_S = 120
REAL_CALL = Path("../shared/data/aws-call-en/auto_repairs_40.wav")
LONGEST_SENTENCE_S = 20
NOT_SPOKEN = re.compile(r"[\[\](){}<>*#]|\w-\w+:")
"""Marks a text that says something else than what is heard: a remark, a key, the name of another recording."""
NO_PROMPTS = "the packages with the prompts are not installed, and only root can install them"


def french_prompts(half: Half, folder: Path, minutes: float) -> MaterialSet:
    """Human French sentences one by one."""
    return _prompts("prompts", "human French prompts of 6 words or more, one by one", "fr", half)


def english_prompts(half: Half, folder: Path, minutes: float) -> MaterialSet:
    """Human English sentences one by one."""
    return _prompts("english", "human English prompts of 6 words or more, one by one", "en", half)


def french_calls(half: Half, folder: Path, minutes: float) -> MaterialSet:
    """Two-channel calls built from French sentences of one half."""
    made = MaterialSet("calls", "two-channel calls of 5 to 10 minutes built from human French prompts")
    sentences = [
        Sentence(sound.stem, text, trimmed(samples))
        for sound, text in _usable("fr", 2, half)
        if len(samples := _at_line_rate(sound)) <= LONGEST_SENTENCE_S * RATE
    ]
    if not sentences:
        return replace(made, missing=NO_PROMPTS)
    items = []
    for number, call in enumerate(built_calls(sentences, minutes, SEEDS[half])):
        sound = folder / f"call-{number}.wav"
        write_wave(sound, call.samples)
        items.append(Item(sound.stem, sound, "fr", 2, call.samples.shape[1] * 1000 // RATE, call.turns))
    return replace(made, items=tuple(items))


def project_samples(half: Half, folder: Path, minutes: float) -> MaterialSet:
    """The project's sample calls of one half."""
    items = []
    for call in sample_calls():
        truth = json.loads(call.labels.read_text("utf-8"))
        if call.part == half:
            turns = tuple(
                Turn(("adviser", "customer").index(turn["role"]), turn["start_ms"], turn["end_ms"], turn["text"], name)
                for turn in truth["turns"]
                if turn.get("role") in {"adviser", "customer"}
                for name in [f"{call.id}-{turn['start_ms']}"]
            )
            items.append(Item(call.id, call.sound, truth["language"], 2, truth["duration_ms"], turns))
    return MaterialSet("samples", "the project's simulated calls, synthetic voices", tuple(items))


def real_call(half: Half, folder: Path, minutes: float) -> MaterialSet:
    """A call between two people, without a transcript: only what it costs can be told."""
    made = MaterialSet("real_call", "an acted English call without transcript: cost only")
    if not REAL_CALL.is_file():
        return replace(made, missing=f"{REAL_CALL} is not there")
    length_ms = open_sound(REAL_CALL).properties.duration_ms or 0
    return replace(made, items=(Item(REAL_CALL.stem, REAL_CALL, "en", 2, length_ms, None),))


def nobody(half: Half, folder: Path, minutes: float) -> MaterialSet:
    """Ten minutes in which nobody speaks: every word heard is invented."""
    random = np.random.default_rng(SEEDS[half])
    items = []
    for name, noise in NOISES.items():
        sound = folder / f"{name.replace(' ', '-')}.wav"
        write_wave(sound, noise(NOISE_S * RATE, RATE, random)[np.newaxis])
        items.append(Item(name, sound, "fr", 1, NOISE_S * 1000, ()))
    return MaterialSet("nobody", "hold music, noise, hum, ring-back tones, silence: nobody speaks", tuple(items))


SETS: dict[str, Callable[[Half, Path, float], MaterialSet]] = {
    "calls": french_calls,
    "prompts": french_prompts,
    "samples": project_samples,
    "english": english_prompts,
    "real_call": real_call,
    "nobody": nobody,
}


def write_wave(path: Path, samples: Samples) -> None:
    """Write channels at the rate of a telephone line."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[0])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples.T * 32767).astype("<i2").tobytes())


def _prompts(name: str, title: str, language: str, half: Half) -> MaterialSet:
    items = []
    for sound, text in _usable(language, FEWEST_WORDS, half):
        length_ms = open_sound(sound).properties.duration_ms or 0
        items.append(Item(sound.stem, sound, language, 1, length_ms, (Turn(0, 0, length_ms, text, sound.stem),)))
    return MaterialSet(name, title, tuple(items), "" if items else NO_PROMPTS)


def _usable(language: str, fewest_words: int, half: Half) -> Iterator[tuple[Path, str]]:
    for sound, text in prompts(language, fewest_words):
        if half_of(sound.stem) == half and not NOT_SPOKEN.search(text):
            yield sound, text


def _at_line_rate(sound: Path) -> Samples:
    """The first channel; the prompts are recorded at RATE, which resampling twice gives back."""
    whole = np.concatenate([block.samples[0] for block in open_sound(sound).blocks()])
    return whole[:: HEARING_RATE // RATE]
