"""Writing sound as Ogg Opus, whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.frame import AudioFrame

from gardefou.adapters.media.file import printable
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import HEARING_RATE, SoundBlock

LAYOUTS = {1: "mono", 2: "stereo"}
BITS_PER_SECOND = {1: 20_000, 2: 32_000}
OPTIONS = {"application": "audio", "vbr": "constrained"}
"""Opus's "voip" would mix the two channels into each other at this rate: one would leak into the other's silence."""


def write_opus(blocks: Iterator[SoundBlock], channels: int, destination: Path) -> None:
    """Encode blocks of one or two channels into a file that appears under its name only when it is whole.

    Raises InputRefused when the file cannot be written; whatever `blocks` raises passes through.
    """
    with _whole(destination) as file, av.open(file, "w", format="ogg", options={"fflags": "+bitexact"}) as target:
        stream = target.add_stream("libopus", rate=HEARING_RATE, layout=LAYOUTS[channels])
        stream.codec_context.bit_rate = BITS_PER_SECOND[channels]
        stream.codec_context.options = OPTIONS
        for block in blocks:
            target.mux(stream.encode(_frame(block, channels)))
        target.mux(stream.encode(None))


def _frame(block: SoundBlock, channels: int) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(block.samples), format="fltp", layout=LAYOUTS[channels])
    frame.sample_rate = HEARING_RATE
    frame.pts = block.start_ms * HEARING_RATE // 1000
    return frame


@contextmanager
def _whole(destination: Path) -> Iterator[BinaryIO]:
    """Yield a file beside `destination` that takes its name on success and is removed on failure."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{destination.name}.", suffix=".part", dir=destination.parent)
    except OSError as error:
        raise _unwritable(destination, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(destination)
    except OSError as error:
        raise _unwritable(destination, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _unwritable(destination: Path, error: OSError) -> InputRefused:
    reason = error.strerror or type(error).__name__
    return InputRefused(printable(destination), f"cannot be written ({reason}): check its folder and the free space")
