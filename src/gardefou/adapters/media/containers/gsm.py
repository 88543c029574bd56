"""GSM 06.10 without a container: whether the file is made of whole frames."""

from typing import BinaryIO

from gardefou.adapters.media.unfit import cut_short, damaged

FRAME_BYTES = 33
FRAMES_PER_SECOND = 50
FRAMES_AT_ONCE = 10_000


def promised(file: BinaryIO, size: int, start: int) -> float | None:
    """Return the seconds of sound in the file.

    Raises Unfit when the last frame is cut or a frame lacks its mark.
    """
    file.seek(start)
    frames = 0
    while data := file.read(FRAME_BYTES * FRAMES_AT_ONCE):
        for mark in data[::FRAME_BYTES]:
            if mark >> 4 != 0xD:
                raise damaged(frames / FRAMES_PER_SECOND)
            frames += 1
    if (size - start) % FRAME_BYTES:
        raise cut_short((frames - 1) / FRAMES_PER_SECOND)
    return frames / FRAMES_PER_SECOND
