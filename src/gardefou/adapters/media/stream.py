"""The first stream of sound of a file, as libav gives it: nothing but that file is ever opened."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn

import av
from av import FFmpegError
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.packet import Packet

from gardefou.adapters.media.containers.container import Container
from gardefou.adapters.media.unfit import Unfit, broken_header, damaged, no_sound

CODECS = {"aac", "adpcm_ima_wav", "adpcm_ms", "alac", "flac", "gsm", "gsm_ms", "mp3", "opus", "vorbis"}
MOST_CHANNELS = 2
LOWEST_RATE, HIGHEST_RATE = 4_000, 192_000
GSM_BLOCK_BYTES = 65
GAP_S = 0.005
STRICT = {"err_detect": "crccheck+bitstream+buffer+explode"}

av.logging.set_level(None)


def _refuse_other_file(url: str, flags: int, options: dict[str, str]) -> NoReturn:
    raise PermissionError(url)


@contextmanager
def opened(file: BinaryIO, kind: Container) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open the file from its start and check the codec of its first stream of sound.

    Raises Unfit, or one of libav's errors.
    """
    file.seek(0)
    with av.open(
        file, "r", format=kind.value, metadata_errors="replace", container_options=STRICT, io_open=_refuse_other_file
    ) as source:
        if not source.streams.audio:
            raise Unfit("holds pictures or data but no sound: send the sound of the call")
        sound = source.streams.audio[0]
        codec = codec_name(sound)
        if codec not in CODECS and not codec.startswith("pcm_"):
            raise Unfit(f"holds sound in a codec that is not read here ({codec}): export it as WAV or FLAC")
        yield source, sound


def codec_name(sound: AudioStream) -> str:
    """Return the codec's own name, whichever decoder libav uses for it."""
    context = sound.codec_context
    return context.codec.canonical_name if context is not None else "unknown"


def frames(source: InputContainer, sound: AudioStream) -> Generator[AudioFrame, None, None]:
    """Decode the stream, every frame with the same rate of at least LOWEST_RATE and one or two channels.

    Raises Unfit, with the seconds decoded so far, at the first frame that cannot be decoded.
    """
    seconds = 0.0
    first: tuple[int, int] | None = None
    sound.codec_context.options = STRICT
    try:
        for packet in _packets(source, sound):
            if packet.is_corrupt and source.format.name != Container.WAVE:
                raise damaged(seconds)
            for frame in packet.decode():
                shape = frame.sample_rate, frame.layout.nb_channels
                first = first or _checked(*shape)
                if _is_gap(frame, seconds, sound):
                    raise damaged(seconds)
                if shape != first:
                    raise Unfit(f"changes its rate or channels after {seconds:.1f} s: export the call as one recording")
                yield frame
                seconds += frame.samples / frame.sample_rate
    except (FFmpegError, MemoryError):
        raise (damaged(seconds) if first else broken_header()) from None
    if first is None:
        raise no_sound()


def _packets(source: InputContainer, sound: AudioStream) -> Iterator["Packet[AudioStream]"]:
    """Leave out the padding byte that some recorders count as GSM data."""
    is_gsm = codec_name(sound) == "gsm_ms"
    for packet in source.demux(sound):
        if not (is_gsm and 0 < packet.size < GSM_BLOCK_BYTES):
            yield packet


def _is_gap(frame: AudioFrame, seconds: float, sound: AudioStream) -> bool:
    """Return whether libav has left out a damaged frame of FLAC without a word."""
    if codec_name(sound) != "flac" or frame.pts is None or frame.time_base is None:
        return False
    begin = (sound.start_time or 0) * (sound.time_base or 0)
    return float(frame.pts * frame.time_base - begin) - seconds > GAP_S


def _checked(rate: int, channels: int) -> tuple[int, int]:
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise Unfit(
            f"says {rate} samples per second, which no call has: export it at {LOWEST_RATE} to {HIGHEST_RATE} Hz"
        )
    if channels > MOST_CHANNELS:
        raise Unfit(f"has {channels} channels: send one, or two with the adviser and the customer apart")
    return rate, channels


def said_and_present(file: BinaryIO, kind: Container) -> tuple[float | None, float]:
    """Return the seconds that the index promises, None if it does not say, and those whose packets are there."""
    with opened(file, kind) as (source, sound):
        tick = sound.time_base or 0
        said = float(sound.duration * tick) if sound.duration else None
        present = 0.0
        try:
            for packet in source.demux(sound):
                if packet.is_corrupt:
                    break
                if packet.pts is not None:
                    present = float((packet.pts + (packet.duration or 0)) * tick)
        except FFmpegError:
            pass
    return said, present
