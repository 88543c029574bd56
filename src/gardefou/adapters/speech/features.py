"""The log-mel spectrogram that Whisper was trained on.

Source: Radford et al., Robust Speech Recognition via Large-Scale Weak Supervision, 2022, section 2.2.
"""

import numpy as np
import numpy.typing as npt

from gardefou.kernel.sound import HEARING_RATE, Samples

HOP, WINDOW = 160, 400
FRAMES_PER_SECOND = HEARING_RATE // HOP
_DYNAMIC_RANGE = 8.0
_BREAK_HZ, _HZ_PER_MEL = 1000.0, 200.0 / 3
_LOG_STEP = np.log(6.4) / 27.0

Features = npt.NDArray[np.float32]


class LogMel:
    """Makes features of shape `(bands, frames)`, one frame each 10 ms."""

    def __init__(self, bands: int) -> None:
        self._filters = _filters(bands)
        self._window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)

    def __call__(self, samples: Samples, frames: int) -> Features:
        """The features of `samples`, shape `(samples,)`, cut or filled with zeros to that many frames."""
        features = np.zeros((len(self._filters), frames), np.float32)
        count = min(frames, -(-len(samples) // HOP))
        if not count:
            return features
        before = np.pad(samples, (WINDOW // 2, 0), mode="reflect" if len(samples) > WINDOW // 2 else "constant")
        padded = np.pad(before, (0, WINDOW))
        views = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
        spectrum = np.fft.rfft(views * self._window, axis=1)
        power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
        bands = np.einsum("bk,fk->bf", self._filters, power)  # `@` would compute on threads of its own
        mel = np.log10(np.maximum(bands, 1e-10))
        features[:, : mel.shape[1]] = (np.maximum(mel, mel.max() - _DYNAMIC_RANGE) + 4.0) / 4.0
        return features


def _filters(bands: int) -> Features:
    """Triangles on the mel scale of Slaney, each with the same energy."""
    bins = np.fft.rfftfreq(WINDOW, 1.0 / HEARING_RATE)
    mels = np.linspace(0.0, _mel(HEARING_RATE / 2), bands + 2)
    linear = mels * _HZ_PER_MEL
    hertz = np.where(linear < _BREAK_HZ, linear, _BREAK_HZ * np.exp(_LOG_STEP * (mels - _mel(_BREAK_HZ))))
    slopes = hertz[:, None] - bins[None, :]
    widths = np.diff(hertz)
    rising, falling = -slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (hertz[2:] - hertz[:-2]))[:, None]
    return triangles.astype(np.float32)


def _mel(hertz: float) -> float:
    if hertz < _BREAK_HZ:
        return hertz / _HZ_PER_MEL
    return _BREAK_HZ / _HZ_PER_MEL + float(np.log(hertz / _BREAK_HZ)) / _LOG_STEP
