"""From the 8,000 samples a second of telephone lines to HEARING_RATE, piece by piece, as if it were one piece."""

import numpy as np
import numpy.typing as npt

from gardefou.kernel.sound import Samples

TAPS = 32
"""The sound comes out TAPS / 2 samples of the line late: two milliseconds."""


def _between() -> npt.NDArray[np.float32]:
    """What each of TAPS neighbours weighs in the sample halfway between the two in the middle."""
    distance = np.arange(TAPS) - (TAPS - 1) / 2
    weights = np.sinc(distance) * np.kaiser(TAPS, 6.0)
    return (weights / weights.sum()).astype(np.float32)


BETWEEN = _between()


class Doubling:
    """Twice as many samples a second; keeps for each channel what the next piece needs."""

    def __init__(self, channels: int) -> None:
        self._last = np.zeros((channels, TAPS - 1), np.float32)

    def __call__(self, samples: Samples) -> Samples:
        """Exactly two samples for each that is given, of shape `(channels, samples)`."""
        channels, length = samples.shape
        joined = np.concatenate((self._last, samples), axis=1)
        self._last = joined[:, length:]
        doubled = np.empty((channels, 2 * length), np.float32)
        doubled[:, 0::2] = joined[:, TAPS // 2 - 1 : TAPS // 2 - 1 + length]
        if length:
            doubled[:, 1::2] = np.lib.stride_tricks.sliding_window_view(joined, TAPS, axis=1) @ BETWEEN
        return doubled
