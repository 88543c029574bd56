"""Sound in which nobody speaks: hold music, noise, the hum of a line, ring-back tones, silence."""

from collections.abc import Callable

import numpy as np

from gardefou.kernel.sound import Samples

Random = np.random.Generator
CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
"""In semitones above the lowest note, as four bars of a popular song."""
LOWEST_HZ = 220.0
RING_HZ, RING_ON_S, RING_OFF_S = 440.0, 1.5, 3.5
"""The ring-back tone of French lines."""


def hold_music(length: int, rate: int, random: Random) -> Samples:
    """Chords with a melody above them, in bars of two seconds."""
    bar, samples = 2 * rate, np.zeros(length, np.float32)
    tone = float(random.uniform(0.8, 1.25))
    for number, start in enumerate(range(0, length, bar)):
        time = np.arange(min(bar, length - start)) / rate
        chord = CHORDS[number % len(CHORDS)]
        samples[start : start + bar] = sum(_note(note, time, tone) for note in chord) * 0.04
        for beat in range(4):
            inside = time[beat * bar // 4 :]
            note = int(random.choice(chord)) + 12
            fading = np.exp(-3 * np.arange(len(inside)) / rate)
            samples[start + beat * bar // 4 : start + len(time)] += _note(note, inside, tone) * fading * 0.06
    return samples


def _note(semitones: int, time: np.ndarray, tone: float) -> np.ndarray:
    hertz = LOWEST_HZ * tone * 2 ** (semitones / 12)
    return np.sum([np.sin(2 * np.pi * hertz * n * time) / n**2 for n in (1, 2, 3)], axis=0)


def pink_noise(length: int, rate: int, random: Random) -> Samples:
    """Noise whose power falls with its frequency, as in an open-plan office."""
    spectrum = np.fft.rfft(random.normal(0, 1, length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0
    samples = np.fft.irfft(spectrum, length)
    return (samples / np.abs(samples).max(initial=1e-6) * 0.1).astype(np.float32)


def line_hum(length: int, rate: int, random: Random) -> Samples:
    """50 Hz with overtones, and a little hiss."""
    time = np.arange(length) / rate
    hum = sum(np.sin(2 * np.pi * 50 * n * time) / n for n in (1, 2, 3, 5)) * 0.02
    return (hum + random.normal(0, 0.001, length)).astype(np.float32)


def ring_back(length: int, rate: int, random: Random) -> Samples:
    """What a caller hears until somebody answers."""
    time = np.arange(length) / rate
    sounds = time % (RING_ON_S + RING_OFF_S) < RING_ON_S
    return (np.sin(2 * np.pi * RING_HZ * time) * sounds * 0.1 + random.normal(0, 0.0005, length)).astype(np.float32)


def silence(length: int, rate: int, random: Random) -> Samples:
    """A line on which nobody is, with its faint noise."""
    return random.normal(0, 0.0005, length).astype(np.float32)


NOISES: dict[str, Callable[[int, int, Random], Samples]] = {
    "hold music": hold_music,
    "pink noise": pink_noise,
    "line hum": line_hum,
    "ring-back tones": ring_back,
    "silence": silence,
}
