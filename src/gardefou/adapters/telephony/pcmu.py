"""PCMU, the sound of telephone lines: one byte a sample, by the μ-law of ITU-T G.711."""

import numpy as np

from gardefou.kernel.sound import Samples

BIAS = 33
FULL_SCALE = 8192


def _table() -> Samples:
    """The sample that each byte stands for, in -1..1."""
    bits = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (bits >> 4 & 7).astype(np.int32), (bits & 15).astype(np.int32)
    magnitude = ((2 * mantissa + BIAS) << exponent) - BIAS
    return (np.where(bits & 128, -magnitude, magnitude) / FULL_SCALE).astype(np.float32)


TABLE = _table()


def decoded(data: bytes, channels: int) -> Samples:
    """Samples of shape `(channels, samples)`, from bytes that take turns between channels.

    Raises ValueError where a channel lacks its last byte.
    """
    return np.ascontiguousarray(TABLE[np.frombuffer(data, np.uint8)].reshape(-1, channels).T)
