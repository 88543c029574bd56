"""Writing sound that is still being said: FLAC in Ogg, whose end says that it is whole, piece by piece."""

from collections.abc import Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame

from gardefou.adapters.media.encode import LAYOUTS
from gardefou.kernel.sound import HEARING_RATE, Samples


class _Pieces:
    """Takes what libav writes, until it is taken from here."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, content: bytes) -> int:
        self._written += content
        return len(content)

    def taken(self) -> Iterator[bytes]:
        if self._written:
            content = bytes(self._written)
            self._written.clear()
            yield content


def running_sound(sound: Iterator[Samples], channels: int) -> Iterator[bytes]:
    """The bytes of a file of one or two channels at HEARING_RATE, each as soon as it can be written.

    The first piece of sound is asked for when the first byte is. Whatever `sound` raises passes through, and what was
    given until then is no whole file.
    """
    pieces = _Pieces()
    with av.open(pieces, "w", format="ogg", options={"fflags": "+bitexact"}) as target:
        stream = target.add_stream("flac", rate=HEARING_RATE, layout=LAYOUTS[channels])
        position = 0
        for samples in sound:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=LAYOUTS[channels])
            frame.sample_rate, frame.pts = HEARING_RATE, position
            position += samples.shape[1]
            target.mux(stream.encode(frame))
            yield from pieces.taken()
        target.mux(stream.encode(None))
    yield from pieces.taken()
