"""MP3: whether frame follows frame up to the end of the file, and as many as the first one announces."""

from dataclasses import dataclass
from typing import BinaryIO

from gardefou.adapters.media.unfit import cut_short, damaged, no_sound

HEAD_BYTES = 4
MPEG_1 = 3
KBITS_MPEG_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBITS_MPEG_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
TAGS_AT_END = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")
LONGEST_FRAME = 2881


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of layer III: `size` in bytes, `samples` per channel, `tables` bytes before its sound."""

    size: int
    rate: int
    samples: int
    tables: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a Xing or Info frame says: frames that follow, None if unknown, and samples that encoding has added."""

    frames: int | None
    added: int


def frame_at(data: bytes, offset: int) -> Frame | None:
    """Return the frame whose header stands there, if one does."""
    head = int.from_bytes(data[offset : offset + HEAD_BYTES], "big")
    version, kbits, rate = head >> 19 & 3, head >> 12 & 15, head >> 10 & 3
    if head >> 21 != 0x7FF or head >> 17 & 3 != 1 or version == 1 or kbits in {0, 15} or rate == 3:
        return None
    bits = (KBITS_MPEG_1 if version == MPEG_1 else KBITS_MPEG_2)[kbits - 1] * 1000
    samples, mono = (1152 if version == MPEG_1 else 576), head >> 6 & 3 == 3
    hertz = RATES[version][rate]
    tables = (17 if mono else 32) if version == MPEG_1 else (9 if mono else 17)
    return Frame(samples // 8 * bits // hertz + (head >> 9 & 1), hertz, samples, tables)


def promised(file: BinaryIO, size: int, start: int) -> float | None:
    """Return the seconds of sound in the file, without what encoding has added where that is written.

    Raises Unfit when a frame is cut, when something else stands between frames, or when announced frames are missing.
    """
    file.seek(start)
    first = file.read(LONGEST_FRAME)
    frame = frame_at(first, 0)
    if frame is None:
        raise damaged(0.0)
    announcement = _announcement(first[: frame.size], frame)
    frames, seconds = _walk(file, size, start + (frame.size if announcement else 0))
    if announcement and announcement.frames and frames < announcement.frames:
        raise cut_short(seconds, announcement.frames * frame.samples / frame.rate)
    if not frames:
        raise no_sound()
    return max(seconds - (announcement.added / frame.rate if announcement else 0.0), 0.0)


def _walk(file: BinaryIO, size: int, position: int) -> tuple[int, float]:
    frames, seconds = 0, 0.0
    while position < size:
        file.seek(position)
        head = file.read(HEAD_BYTES)
        frame = frame_at(head, 0)
        if frame is None:
            if len(head) < HEAD_BYTES:
                raise cut_short(seconds)
            if _is_end(file, position):
                break
            raise damaged(seconds)
        position += frame.size
        if position > size:
            raise cut_short(seconds)
        frames, seconds = frames + 1, seconds + frame.samples / frame.rate
    return frames, seconds


def _is_end(file: BinaryIO, position: int) -> bool:
    file.seek(position)
    rest = file.read(LONGEST_FRAME)
    return rest.startswith(TAGS_AT_END) or (len(rest) < LONGEST_FRAME and not rest.strip(b"\0"))


def _announcement(data: bytes, frame: Frame) -> Announcement | None:
    body = data[HEAD_BYTES + frame.tables :]
    if body[:4] not in {b"Xing", b"Info"}:
        return None
    flags = int.from_bytes(body[4:8], "big")
    frames = int.from_bytes(body[8:12], "big") if flags & 1 else None
    lame = body[8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1) :]
    if len(lame) < 24 or lame[:4] not in {b"LAME", b"Lavf", b"Lavc"}:
        return Announcement(frames, 0)
    packed = int.from_bytes(lame[21:24], "big")
    return Announcement(frames, (packed >> 12) + (packed & 0xFFF))
