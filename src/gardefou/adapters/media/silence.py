"""The copies of a call that are stored: redacted stretches are digital silence before they are encoded."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from gardefou.adapters.media.encode import ByteWriter, encode_flac, encode_opus, write_opus
from gardefou.adapters.media.peaks import PeakMeter, Peaks
from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.audibility import UNHEARD
from gardefou.kernel.sound import HEARING_RATE, Sound, SoundBlock
from gardefou.kernel.span import Span, merged
from gardefou.kernel.transcript import Redaction

SAMPLES_PER_MS = HEARING_RATE // 1000
FADE_SAMPLES = 5 * SAMPLES_PER_MS
CARD_KINDS = {"card", "number", UNHEARD}
"""What may be a payment card or its code, as a card that was misheard, or not at all. Source: PCI DSS 3.3.1."""


def write_silenced(
    source: Path | Sound, redactions: Sequence[Redaction], destination: Path, *, all_channels: bool = True
) -> None:
    """Write the call as Ogg Opus with every redacted span silent, faded in the 5 ms around it.

    Silences only the channel of each redaction unless `all_channels`: the other one may carry an echo of what was said.
    Raises ValueError when a redaction names a channel that the sound lacks, InputRefused when the sound cannot be
    read to its end or the copy not be written; then `destination` is as it was before.
    """
    sound = open_sound(source) if isinstance(source, Path) else source
    write_opus(_silenced_copy(sound, redactions, all_channels), sound.properties.channels, destination)


def encode_silenced(sound: Sound, redactions: Sequence[Redaction], writer: ByteWriter) -> Peaks:
    """Write the call as Ogg Opus with every redacted span silent on all channels, faded in the 5 ms around it.

    Returns the peaks of that copy, measured on the way. Raises ValueError when a redaction names a channel that the
    sound lacks, InputRefused when the sound cannot be read to its end, and what `writer` raises: what it took until
    then is of no use.
    """
    meter = PeakMeter(sound.properties.channels)
    copy = _silenced_copy(sound, redactions, all_channels=True)
    encode_opus(meter.watched(copy), sound.properties.channels, writer)
    return meter.peaks()


def encode_kept(sound: Sound, redactions: Sequence[Redaction], writer: ByteWriter) -> None:
    """Write the call without loss, FLAC in Ogg at HEARING_RATE, with only spans of CARD_KINDS silent on all channels.

    Raises as `encode_silenced` does.
    """
    cards = [redaction for redaction in redactions if redaction.kind in CARD_KINDS]
    encode_flac(_silenced_copy(sound, cards, all_channels=True), sound.properties.channels, writer)


def silenced(blocks: Iterator[SoundBlock], spans: Sequence[Sequence[Span]]) -> Iterator[SoundBlock]:
    """Silence the given spans, one sequence for each channel, in a copy of each block."""
    for block in blocks:
        samples = block.samples.copy()
        for channel, channel_spans in enumerate(spans):
            for span in channel_spans:
                _fade(samples[channel], block.start_ms * SAMPLES_PER_MS, span)
        yield SoundBlock(block.start_ms, samples)


def _silenced_copy(sound: Sound, redactions: Sequence[Redaction], all_channels: bool) -> Iterator[SoundBlock]:
    return silenced(sound.blocks(), _spans(redactions, sound.properties.channels, all_channels))


def _spans(redactions: Sequence[Redaction], channels: int, all_channels: bool) -> list[tuple[Span, ...]]:
    for redaction in redactions:
        if not 0 <= redaction.channel < channels:
            raise ValueError(f"the sound has no channel {redaction.channel} to redact")
    return [
        merged(item.span for item in redactions if item.span.duration_ms and (all_channels or item.channel == channel))
        for channel in range(channels)
    ]


def _fade(samples: np.ndarray, offset: int, span: Span) -> None:
    """Scale in place the samples of one channel, of which the first stands at `offset`, around one span."""
    start, end = span.start_ms * SAMPLES_PER_MS, span.end_ms * SAMPLES_PER_MS
    first = max(start - FADE_SAMPLES - offset, 0)
    last = min(end + FADE_SAMPLES - offset, samples.size)
    if first < last:
        positions = np.arange(first + offset, last + offset)
        distance = np.maximum(start - positions, positions - end + 1)
        samples[first:last] *= np.clip(distance / FADE_SAMPLES, 0.0, 1.0)
