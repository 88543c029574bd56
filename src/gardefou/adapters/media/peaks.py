"""Peaks of a sound, for drawing its waveform."""

import numpy as np

from gardefou.kernel.sound import HEARING_RATE, Samples, Sound

DECIMALS = 3


def peaks(sound: Sound, per_second: int = 20) -> list[list[float]]:
    """Return, for each channel, the largest absolute value in 0..1 of each stretch of `1 / per_second` s.

    Raises ValueError when `per_second` does not divide HEARING_RATE, InputRefused when the sound cannot be decoded.
    """
    if per_second < 1 or HEARING_RATE % per_second:
        raise ValueError(f"{per_second} stretches a second do not divide {HEARING_RATE} samples")
    width = HEARING_RATE // per_second
    result: list[list[float]] = [[] for _ in range(sound.properties.channels)]
    rest: Samples = np.empty((len(result), 0), np.float32)
    for block in sound.blocks():
        samples = np.concatenate((rest, np.abs(block.samples)), axis=1)
        whole = samples.shape[1] // width * width
        _extend(result, samples[:, :whole].reshape(len(result), -1, width))
        rest = samples[:, whole:]
    if rest.size:
        _extend(result, rest[:, None, :])
    return result


def _extend(result: list[list[float]], stretches: Samples) -> None:
    largest = np.minimum(stretches.max(axis=2), 1.0).astype(np.float64).round(DECIMALS)
    for channel, values in zip(result, largest, strict=True):
        channel.extend(values.tolist())
