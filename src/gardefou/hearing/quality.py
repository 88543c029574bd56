"""Measures how well a channel can be heard: level of speech, noise, clipping; one pass, bounded memory."""

import numpy as np
import numpy.typing as npt

from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import SoundQuality

WINDOW = 512
"""Samples for which one decision about voice is given."""
NEAR_SPEECH = (4, 40)
"""Noise is measured in windows that lie so far behind speech: its echo is over, and music on hold has not begun."""
FEWEST_NOISE_WINDOWS = 8
"""With fewer, the quietest windows of speech stand for the noise."""
QUIETEST_SPEECH = 0.05
FLOOR_DB = -100.0
MOST_SNR_DB = 60.0
FULL_SCALE = 0.999
PEAK_SHARE = 1e-4
"""Share of samples that a click may raise above the peak of speech."""
STEEPEST_DB = 6.0
"""How far below the peak the piling up of clipped samples is looked for."""
PILED_UP = 1.5
"""How much denser samples lie where they were clipped than at the levels below; speech thins out towards its peak."""

_STEP_DB = 1.0
_BINS = round(-FLOOR_DB / _STEP_DB) + 2
_Counts = npt.NDArray[np.int64]
_Powers = npt.NDArray[np.float64]


class Meter:
    """The sound of one channel, given block by block in order."""

    def __init__(self) -> None:
        self._samples = 0
        self._energy = 0.0
        self._at_full_scale = 0
        self._amplitudes = np.zeros(_BINS, np.int64)
        self._speech = np.zeros(_BINS, np.int64)
        self._noise = np.zeros(_BINS, np.int64)
        self._since_speech = NEAR_SPEECH[1]

    def add(self, samples: Samples, voice: npt.NDArray[np.bool_]) -> None:
        """Take the next samples, one axis, and for each WINDOW of them whether somebody speaks; the last may be short.

        Raises ValueError when there are more or fewer decisions than windows.
        """
        starts = np.arange(0, samples.size, WINDOW)
        if starts.size != voice.size:
            raise ValueError(f"{samples.size} samples are {starts.size} windows, not {voice.size}")
        if not voice.size:
            return
        wide = samples.astype(np.float64)
        powers = np.add.reduceat(np.square(wide), starts) / np.diff(np.append(starts, samples.size))
        self._add_speech(np.abs(wide[np.repeat(voice, WINDOW)[: samples.size]]))
        self._speech += _counted(powers[voice])
        self._noise += _counted(powers[self._is_near_speech(voice)])

    def result(self, channel: int) -> SoundQuality:
        """What was measured, under the number of the channel."""
        if not self._samples:
            return SoundQuality(channel, None, 0.0, None)
        power = self._energy / self._samples
        level = max(FLOOR_DB, 10 * np.log10(max(power, 1e-12)))
        return SoundQuality(channel, round(float(level), 1), self._clipped(), self._snr(power))

    def _add_speech(self, amplitudes: _Powers) -> None:
        self._samples += amplitudes.size
        self._energy += float(np.square(amplitudes).sum())
        self._at_full_scale += int((amplitudes >= FULL_SCALE).sum())
        self._amplitudes += _counted(np.square(amplitudes))

    def _is_near_speech(self, voice: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which windows lie right behind speech, also behind that of an earlier block."""
        places = np.arange(voice.size)
        last = np.maximum.accumulate(np.where(voice, places, -1 - self._since_speech))
        since = places - last
        self._since_speech = int(min(since[-1], NEAR_SPEECH[1]))
        return np.asarray((since >= NEAR_SPEECH[0]) & (since < NEAR_SPEECH[1]))

    def _snr(self, power: float) -> float:
        if self._noise.sum() >= FEWEST_NOISE_WINDOWS:
            noise = _power_at(self._noise, 0.5)
        else:
            noise = _power_at(self._speech, QUIETEST_SPEECH)
        ratio = max(power - noise, noise / 100) / noise
        return round(min(MOST_SNR_DB, float(10 * np.log10(ratio))), 1)

    def _clipped(self) -> float:
        """The share of samples of speech at full scale, or piled up below a peak that an earlier clipping left."""
        above = np.cumsum(self._amplitudes[::-1])[::-1]
        peak = int(np.flatnonzero(above >= PEAK_SHARE * self._samples)[-1])
        density = self._amplitudes / 10 ** (np.arange(_BINS) * _STEP_DB / 20)
        tail = density[max(0, peak - round(STEEPEST_DB / _STEP_DB)) :]
        below = np.minimum.accumulate(tail)
        share = np.divide(tail - below, tail, out=np.zeros_like(tail), where=tail > PILED_UP * below)
        piled_up = float((share * self._amplitudes[-tail.size :]).sum())
        return round(max(self._at_full_scale, piled_up) / self._samples, 5)


def _counted(powers: _Powers) -> _Counts:
    """How many powers lie in each step of decibels."""
    decibels = 10 * np.log10(np.maximum(powers, 10 ** (FLOOR_DB / 10)))
    places = np.clip((decibels - FLOOR_DB) / _STEP_DB, 0, _BINS - 1).astype(np.int64)
    return np.bincount(places, minlength=_BINS)


def _power_at(counts: _Counts, share: float) -> float:
    """The power below which that share lies."""
    place = int(np.searchsorted(np.cumsum(counts), share * counts.sum()))
    return float(10 ** ((FLOOR_DB + (place + 0.5) * _STEP_DB) / 10))
