"""Builds two-channel calls from recordings of single sentences, with the pauses, overlaps and holds of real calls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from evals.asr.material import Turn
from evals.asr.noises import hold_music
from gardefou.kernel.sound import Samples

RATE = 8_000
"""Samples per second of a telephone line."""
SHORTEST_S, LONGEST_S = 300, 600
MOST_SENTENCES = 4
"""That one speaker says before the other one answers."""
GAP_MEDIAN_S, GAP_SPREAD, GAP_LIMITS_S = 0.6, 0.8, (0.2, 3.0)
PAUSE_LIMITS_S = (0.15, 0.9)
OVERLAP_SHARE, OVERLAP_LIMITS_S = 0.1, (0.2, 0.8)
HOLD_EVERY_S, HOLD_LIMITS_S = 150, (20, 40)
MUSIC_SHARE = 0.5
"""Of holds, on the adviser's channel; the others are silent."""
LEVELS_DB = (-30.0, -20.0)
NOISE_DB = -62.0
QUIET_DB = -40.0
"""Below the loudest moment: what is left off at both ends of a recording."""
KEPT_S = 0.05


@dataclass(frozen=True, slots=True)
class Sentence:
    """One recorded sentence at RATE."""

    name: str
    text: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class BuiltCall:
    """A call and the truth of it; `samples` has shape `(2, samples)` at RATE."""

    samples: Samples
    turns: tuple[Turn, ...]


def trimmed(samples: Samples) -> Samples:
    """A recording without the quiet at both ends."""
    window = RATE // 100
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    energy = np.square(whole).mean(axis=1)
    loud = np.flatnonzero(energy > energy.max(initial=0) * 10 ** (QUIET_DB / 10))
    if not loud.size:
        return samples[:0]
    kept = int(KEPT_S * RATE)
    return samples[max(0, int(loud[0]) * window - kept) : (int(loud[-1]) + 1) * window + kept]


def built_calls(sentences: Sequence[Sentence], minutes: float, seed: int) -> Iterator[BuiltCall]:
    """Calls of SHORTEST_S to LONGEST_S until there are so many minutes; sentences come again when all were used."""
    random = np.random.default_rng(seed)
    order = _shuffled(sentences, random)
    left_s = 60 * minutes
    while left_s > 0:
        length_s = max(SHORTEST_S, min(left_s, float(random.uniform(SHORTEST_S, LONGEST_S))))
        yield _call(order, length_s, random)
        left_s -= length_s


def _shuffled(sentences: Sequence[Sentence], random: np.random.Generator) -> Iterator[Sentence]:
    while True:
        for index in random.permutation(len(sentences)):
            yield sentences[index]


def _call(order: Iterator[Sentence], length_s: float, random: np.random.Generator) -> BuiltCall:
    samples = np.zeros((2, int(length_s * RATE)), np.float32)
    free = [0, 0]
    turns: list[Turn] = []
    speaker, position, hold_at = 0, RATE, int(HOLD_EVERY_S * RATE * random.uniform(0.5, 1.5))
    levels = [_amplitude(float(random.uniform(*LEVELS_DB))) for _ in range(2)]
    while True:
        for _ in range(int(random.integers(1, MOST_SENTENCES + 1))):
            sentence = next(order)
            position = max(position, free[speaker])
            end = position + len(sentence.samples)
            if end > samples.shape[1] - RATE:
                return BuiltCall(_with_noise(samples, random), tuple(turns))
            samples[speaker, position:end] += _levelled(sentence.samples) * levels[speaker]
            turns.append(Turn(speaker, _ms(position), _ms(end), sentence.text, sentence.name))
            free[speaker] = end + int(RATE * PAUSE_LIMITS_S[0])
            position = end + int(RATE * random.uniform(*PAUSE_LIMITS_S))
        position = turns[-1].end_ms * RATE // 1000 + _gap(random)
        if position > hold_at:
            position = _hold(samples, max(position, *free), random)
            hold_at = position + int(HOLD_EVERY_S * RATE * random.uniform(0.5, 1.5))
        speaker = 1 - speaker


def _gap(random: np.random.Generator) -> int:
    """Samples before the other speaker answers, less than none where they talk over each other."""
    if random.random() < OVERLAP_SHARE:
        return -int(RATE * random.uniform(*OVERLAP_LIMITS_S))
    return int(RATE * np.clip(random.lognormal(np.log(GAP_MEDIAN_S), GAP_SPREAD), *GAP_LIMITS_S))


def _hold(samples: Samples, position: int, random: np.random.Generator) -> int:
    end = position + int(RATE * random.uniform(*HOLD_LIMITS_S))
    if random.random() < MUSIC_SHARE:
        room = samples[0, position:end]
        room += hold_music(len(room), RATE, random)
    return end


def _levelled(samples: Samples) -> Samples:
    level = float(np.sqrt(np.square(samples).mean()))
    return samples / max(level, 1e-6)


def _with_noise(samples: Samples, random: np.random.Generator) -> Samples:
    noise = random.normal(0, _amplitude(NOISE_DB), samples.shape)
    return np.clip(samples + noise, -1, 1).astype(np.float32)


def _amplitude(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def _ms(samples: int) -> int:
    return samples * 1000 // RATE
