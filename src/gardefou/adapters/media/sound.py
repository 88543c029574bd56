"""A recorded call, in a file or in whatever can be read like one."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from gardefou.adapters.media import stream
from gardefou.adapters.media.blocks import gathered
from gardefou.adapters.media.containers.container import Container, recognised
from gardefou.adapters.media.containers.promise import TOLERANCE_S, promised
from gardefou.adapters.media.decode import LONGEST_S, decoded
from gardefou.adapters.media.file import ordinary, printable, readable, refusals
from gardefou.adapters.media.reader import OpenReader
from gardefou.adapters.media.unfit import too_long
from gardefou.kernel.sound import SoundBlock, SoundProperties


@dataclass(frozen=True, slots=True)
class FileSound:
    """The sound of one file, read anew each time its blocks are asked for; `name` is on one line."""

    name: str
    open_reader: OpenReader
    properties: SoundProperties
    container: Container
    promised_s: float | None

    def blocks(self) -> Iterator[SoundBlock]:
        """Decode the file in blocks of ten seconds at HEARING_RATE, the last one shorter.

        Raises InputRefused when the file has gone, is damaged somewhere, or ends before it should, and
        what the reader raises unless it is an OSError.
        """
        with (
            refusals(self.name),
            readable(self.open_reader) as (file, _),
            stream.opened(file, self.container) as (source, sound),
            closing(stream.frames(source, sound)) as frames,
        ):
            yield from gathered(decoded(frames, self.promised_s, TOLERANCE_S[self.container]))


def open_sound(path: Path) -> FileSound:
    """Check what can be checked of a file without decoding it all, and read its properties.

    Raises InputRefused when it cannot be used.
    """
    return open_sound_from(printable(path), partial(ordinary, path))


def open_sound_from(name: str, open_reader: OpenReader) -> FileSound:
    """Check what can be checked of bytes that any reader gives, and read the properties of their sound.

    Raises InputRefused, naming `name`, when they cannot be used, and what the reader raises unless it is an OSError.
    """
    with refusals(name), readable(open_reader) as (file, size):
        kind, start = recognised(file)
        seconds = promised(file, size, kind, start)
        properties, seconds = _read(file, kind, seconds)
    return FileSound(name, open_reader, properties, kind, seconds)


def _read(file: BinaryIO, kind: Container, seconds: float | None) -> tuple[SoundProperties, float | None]:
    with stream.opened(file, kind) as (source, sound), closing(stream.frames(source, sound)) as frames:
        begin = float((sound.start_time or 0) * (sound.time_base or 0))
        first = next(frames)
        if kind is Container.OGG and seconds is not None:
            seconds -= max(begin, 0.0)
        if seconds is not None and seconds > LONGEST_S:
            raise too_long()
        duration_ms = None if seconds is None else round(seconds * 1000)
        codec = stream.codec_name(sound)
        return SoundProperties(first.layout.nb_channels, first.sample_rate, codec, duration_ms), seconds
