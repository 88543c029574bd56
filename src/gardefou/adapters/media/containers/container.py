"""Telling the kind of a sound file from its first bytes, never from its name."""

from enum import StrEnum
from typing import BinaryIO

from gardefou.adapters.media.containers import adts, mpeg
from gardefou.adapters.media.unfit import Unfit

HEAD_BYTES = 4096
GSM_FRAME_BYTES = 33
GSM_FRAMES_LOOKED_AT = 50
PADDING_BYTES = 2048


class Container(StrEnum):
    """A supported kind of file; the value is libav's name for its demuxer."""

    WAVE = "wav"
    FLAC = "flac"
    OGG = "ogg"
    MPEG = "mp3"
    ADTS = "aac"
    BOXES = "mov"
    GSM = "gsm"


def recognised(file: BinaryIO) -> tuple[Container, int]:
    """Return the kind of file and the offset in bytes at which its sound starts, after any ID3 tag.

    Raises Unfit when it is none of the supported kinds.
    """
    start = _after_tag(file)
    file.seek(start)
    head = file.read(HEAD_BYTES)
    kind = _by_magic(head) or _by_frames(head)
    if kind is None and start:
        padding = len(head) - len(head.lstrip(b"\0"))
        start, head = start + padding, head[padding:]
        kind = _by_frames(head)
    if kind is None:
        raise Unfit(_what_else(head))
    return kind, start


def _by_magic(head: bytes) -> Container | None:
    if head[:4] in {b"RIFF", b"RF64"} and head[8:12] == b"WAVE":
        return Container.WAVE
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"}:
        return Container.BOXES
    return {b"fLaC": Container.FLAC, b"OggS": Container.OGG}.get(head[:4])


def _by_frames(head: bytes) -> Container | None:
    if adts.frame_at(head, 0):
        return Container.ADTS
    if mpeg.frame_at(head, 0):
        return Container.MPEG
    marks = head[: GSM_FRAME_BYTES * GSM_FRAMES_LOOKED_AT : GSM_FRAME_BYTES]
    if len(head) >= GSM_FRAME_BYTES and all(mark >> 4 == 0xD for mark in marks):
        return Container.GSM
    return None


def _after_tag(file: BinaryIO) -> int:
    start = 0
    while True:
        file.seek(start)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            return start
        footer = 10 if head[5] & 0x10 else 0
        start += 10 + footer + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])


def _what_else(head: bytes) -> str:
    supported = "send WAV, FLAC, MP3, Ogg Opus, M4A or GSM"
    if _is_text(head):
        return f"is text, whatever its name says, not sound: {supported}"
    return f"is no kind of sound file that is read here, whatever its name says: {supported}"


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode("utf-8-sig")
    return bool(text) and all(letter.isprintable() or letter in "\t\r\n\f" for letter in text)
