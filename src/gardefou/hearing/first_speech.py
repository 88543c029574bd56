"""What is said first in a recording; its language is told by it."""

from collections.abc import Iterator

import numpy as np

from gardefou.hearing.channels import ChannelReader
from gardefou.hearing.ports import VoiceActivity
from gardefou.kernel.sound import HEARING_RATE, Samples, Sound

ENOUGH = 10 * HEARING_RATE
"""After so many samples of speech nothing more is read."""


def first_speech(sound: Sound, voice_activity: VoiceActivity) -> Samples:
    """The first speech of any channel, shape `(samples,)`, without what lies between; empty where nobody speaks.

    Raises InputRefused when the sound cannot be read so far.
    """
    found: list[Samples] = []
    for clip in _clips(sound, voice_activity):
        found.append(clip)
        if sum(map(len, found)) >= ENOUGH:
            break
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _clips(sound: Sound, voice_activity: VoiceActivity) -> Iterator[Samples]:
    readers: list[ChannelReader] = []
    for block in sound.blocks():
        readers = readers or [
            ChannelReader(channel, voice_activity.listener()) for channel in range(len(block.samples))
        ]
        for reader, own in zip(readers, block.samples, strict=True):
            yield from (clip.samples for clip in reader.add(own))
    for reader in readers:
        yield from (clip.samples for clip in reader.end())
