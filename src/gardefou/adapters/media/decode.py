"""From libav's frames to samples at the rate that stages exchange."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from gardefou.adapters.media.unfit import Unfit, cut_short, too_long, too_much
from gardefou.kernel.sound import HEARING_RATE, Samples

LONGEST_S = 24 * 3600
TOGETHER = 50
"""So many pieces are limited at once: of most files each is some hundredths of a second."""


def decoded(frames: Iterator[AudioFrame], promised_s: float | None, tolerance_s: float) -> Iterator[Samples]:
    """Resample to HEARING_RATE, each channel kept apart, without what encoding has added after the promised end.

    Raises Unfit when the sound is shorter or longer than promised by more than the tolerance, or never ends.
    """
    position = 0
    for piece in resampled(frames):
        if position > LONGEST_S * HEARING_RATE:
            raise too_long()
        wanted = piece if promised_s is None else piece[:, : max(round(promised_s * HEARING_RATE) - position, 0)]
        position += piece.shape[1]
        if promised_s is not None and position / HEARING_RATE > promised_s + tolerance_s:
            raise too_much(promised_s)
        yield wanted
    if promised_s is not None and position / HEARING_RATE < promised_s - tolerance_s:
        raise cut_short(position / HEARING_RATE, promised_s)


def resampled(frames: Iterator[AudioFrame]) -> Iterator[Samples]:
    """Resample to HEARING_RATE without mixing channels, values limited to -1..1.

    Raises Unfit when a value is not a number.
    """
    resampler = AudioResampler(format="fltp", rate=HEARING_RATE)
    waiting: list[Samples] = []
    for frame in chain(frames, (None,)):
        if frame is not None:
            frame.pts = None
        waiting += [piece.to_ndarray().astype(np.float32, copy=False) for piece in resampler.resample(frame)]
        if len(waiting) >= TOGETHER:
            yield _limited(waiting)
            waiting = []
    if waiting:
        yield _limited(waiting)


def _limited(pieces: Sequence[Samples]) -> Samples:
    samples = np.concatenate(pieces, axis=1)
    if not np.isfinite(samples).all():
        raise Unfit("holds values that are not numbers where sound should be: export the recording again")
    return np.clip(samples, -1.0, 1.0)
