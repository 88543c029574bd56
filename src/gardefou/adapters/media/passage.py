"""One passage of a call as a sound of its own."""

import io
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, dropwhile, takewhile
from typing import TypeAlias

import av
from av.audio.stream import AudioStream
from av.packet import Packet

from gardefou.adapters.media import stream
from gardefou.adapters.media.blocks import gathered
from gardefou.adapters.media.containers.container import Container
from gardefou.adapters.media.encode import encode_opus
from gardefou.adapters.media.file import readable, refusals
from gardefou.adapters.media.sound import FileSound
from gardefou.adapters.media.unfit import Unfit
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.sound import HEARING_RATE, Samples, Sound, SoundBlock
from gardefou.kernel.span import Span

_Packet: TypeAlias = "Packet[AudioStream]"

MARGIN_MS = 300
"""Heard before and after what was asked for; a decoder that starts in the middle of Opus needs 80 ms of it to be exact.
Source: RFC 7845, section 4.6."""
LONGEST_MS = 10 * 60 * 1000
SAMPLES_PER_MS = HEARING_RATE // 1000


def passage(sound: Sound, start_ms: int, end_ms: int) -> bytes:
    """The stretch `[start_ms, end_ms)` with MARGIN_MS around it, as Ogg Opus; what exceeds LONGEST_MS is cut.

    Of a sound that is Ogg Opus the very packets are copied, to 20 ms at both ends; others are decoded from their start
    and encoded. Raises ValueError when it ends before it starts, InputRefused when the sound ends before it or cannot
    be read, and what its reader raises.
    """
    wanted = _with_margin(Span(start_ms, end_ms))
    if isinstance(sound, FileSound) and sound.container is Container.OGG and sound.properties.codec == "opus":
        return _copied(sound, wanted)
    return _encoded(sound, wanted)


def _with_margin(asked: Span) -> Span:
    start_ms = max(0, asked.start_ms - MARGIN_MS)
    return Span(start_ms, min(asked.end_ms + MARGIN_MS, start_ms + LONGEST_MS))


def _copied(sound: FileSound, wanted: Span) -> bytes:
    with (
        refusals(sound.name),
        readable(sound.open_reader) as (file, _),
        stream.opened(file, sound.container) as (source, audio),
    ):
        tick = audio.time_base or Fraction(1, 48_000)
        source.seek((audio.start_time or 0) + int(wanted.start_ms / 1000 / tick), stream=audio)
        return _written(_within(source.demux(audio), audio, wanted), audio)


def _within(packets: Iterator[_Packet], audio: AudioStream, wanted: Span) -> Iterator[_Packet]:
    """The packets that sound in the stretch."""
    begin, tick = audio.start_time or 0, 1000 * (audio.time_base or Fraction(1, 48_000))

    def start_ms(packet: _Packet) -> Fraction:
        return ((packet.pts or 0) - begin) * tick

    whole = (packet for packet in packets if packet.pts is not None and packet.size)
    later = dropwhile(lambda packet: start_ms(packet) + (packet.duration or 0) * tick <= wanted.start_ms, whole)
    return takewhile(lambda packet: start_ms(packet) < wanted.end_ms, later)


def _written(packets: Iterator[_Packet], audio: AudioStream) -> bytes:
    first = next(packets, None)
    if first is None:
        raise Unfit(_TOO_SHORT)
    start = first.pts or 0
    content = io.BytesIO()
    with av.open(content, "w", format="ogg", options={"fflags": "+bitexact"}) as target:
        copy = target.add_stream_from_template(audio)
        for packet in chain((first,), packets):
            packet.pts = packet.dts = (packet.pts or 0) - start
            packet.stream = copy
            target.mux(packet)
    return content.getvalue()


def _encoded(sound: Sound, wanted: Span) -> bytes:
    blocks = gathered(_cut(sound.blocks(), wanted))
    first = next(blocks, None)
    if first is None:
        raise InputRefused(sound.name, _TOO_SHORT)
    content = io.BytesIO()
    encode_opus(chain((first,), blocks), sound.properties.channels, content)
    return content.getvalue()


def _cut(blocks: Iterator[SoundBlock], wanted: Span) -> Iterator[Samples]:
    start, end = wanted.start_ms * SAMPLES_PER_MS, wanted.end_ms * SAMPLES_PER_MS
    for block in blocks:
        position = block.start_ms * SAMPLES_PER_MS
        if position >= end:
            return
        part = block.samples[:, max(0, start - position) : end - position]
        if part.size:
            yield part


_TOO_SHORT = "ends before the passage that was asked for"
