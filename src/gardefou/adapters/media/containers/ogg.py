"""Ogg: whether every page is there, intact, up to the one marked as the last."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gardefou.adapters.media.unfit import Unfit, cut_short, damaged, no_sound

PAGE_HEAD = struct.Struct("<4sBBqIIIB")
FIRST, LAST = 2, 4
OPUS_RATE = 48_000
NO_PACKET_ENDS = -1
MIRRORED_BITS = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `granule` is the position in samples that its last packet reaches, NO_PACKET_ENDS when none does."""

    flags: int
    granule: int
    stream: int
    number: int
    body: bytes


@dataclass(slots=True)
class Progress:
    """How far one stream of the file has been followed."""

    rate: int
    skipped: int
    number: int = 0
    granule: int = 0
    ended: bool = False

    @property
    def seconds(self) -> float:
        """How much sound the pages so far hold."""
        return max(self.granule - self.skipped, 0) / self.rate if self.rate else 0.0


def promised(file: BinaryIO, size: int, start: int) -> float | None:
    """Return the seconds of sound in the first stream of sound, None when its codec has no fixed clock.

    Raises Unfit when a page is missing, damaged, or the last one is not marked so.
    """
    streams: dict[int, Progress] = {}
    for page in _pages(file, start, streams):
        if page.flags & FIRST:
            if any(stream.granule for stream in streams.values()):
                raise Unfit("holds several recordings one after the other: send each as its own file")
            streams[page.stream] = _progress(page)
        _follow(page, streams)
    if not all(stream.ended for stream in streams.values()):
        raise cut_short(_seconds(streams))
    sound = next((stream for stream in streams.values() if stream.rate), None)
    if sound is not None and not sound.granule:
        raise no_sound()
    return sound.seconds if sound else None


def _follow(page: Page, streams: dict[int, Progress]) -> None:
    stream = streams.get(page.stream)
    if stream is None or stream.ended or page.number != stream.number:
        raise damaged(_seconds(streams))
    stream.number += 1
    stream.ended = bool(page.flags & LAST)
    if page.granule != NO_PACKET_ENDS:
        stream.granule = page.granule


def _pages(file: BinaryIO, start: int, streams: dict[int, Progress]) -> Iterator[Page]:
    file.seek(start)
    while head := file.read(PAGE_HEAD.size):
        if len(head) < PAGE_HEAD.size:
            raise cut_short(_seconds(streams))
        mark, _, flags, granule, stream, number, crc, count = PAGE_HEAD.unpack(head)
        if mark != b"OggS":
            raise damaged(_seconds(streams))
        sizes = file.read(count)
        body = file.read(sum(sizes))
        if len(sizes) < count or len(body) < sum(sizes):
            raise cut_short(_seconds(streams))
        if _checksum(head[:22] + bytes(4) + head[26:] + sizes + body) != crc:
            raise damaged(_seconds(streams))
        yield Page(flags, granule, stream, number, body)


def _checksum(page: bytes) -> int:
    """Return Ogg's CRC, which is zlib's with the bits mirrored and without its two inversions."""
    mirrored = zlib.crc32(page.translate(MIRRORED_BITS), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(MIRRORED_BITS), "big")


def _progress(page: Page) -> Progress:
    body = page.body
    if body[:8] == b"OpusHead":
        return Progress(OPUS_RATE, int.from_bytes(body[10:12], "little"))
    if body[:7] == b"\x01vorbis":
        return Progress(int.from_bytes(body[12:16], "little"), 0)
    if body[:5] == b"\x7fFLAC":
        return Progress(int.from_bytes(body[27:30], "big") >> 4, 0)
    return Progress(0, 0)


def _seconds(streams: dict[int, Progress]) -> float:
    return max((stream.seconds for stream in streams.values()), default=0.0)
