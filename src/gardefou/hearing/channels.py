"""One channel of a call as it is read: where somebody speaks, how well it can be heard, the clips to transcribe."""

from collections.abc import Iterator

import numpy as np

from gardefou.hearing.cutting import CutClip, Cutter
from gardefou.hearing.ports import VOICE_WINDOW, VoiceListener
from gardefou.hearing.quality import Meter
from gardefou.hearing.stretches import SPEECH_FROM
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import SoundQuality


class ChannelReader:
    """Takes the samples of a channel in order, and gives its clips."""

    def __init__(self, channel: int, listener: VoiceListener) -> None:
        self._channel = channel
        self._listener = listener
        self._cutter = Cutter(channel)
        self._meter = Meter()
        self._rest: Samples = np.zeros(0, np.float32)

    def add(self, samples: Samples) -> Iterator[CutClip]:
        """The clips that are complete with these samples."""
        joined = np.concatenate([self._rest, samples])
        whole = len(joined) // VOICE_WINDOW * VOICE_WINDOW
        self._rest = joined[whole:].copy()
        yield from self._hear(joined[:whole])

    def end(self) -> Iterator[CutClip]:
        """The clips that are left."""
        if len(self._rest):
            yield from self._hear(np.pad(self._rest, (0, VOICE_WINDOW - len(self._rest))))
        yield from self._cutter.end()

    @property
    def quality(self) -> SoundQuality:
        """How well it can be heard."""
        return self._meter.result(self._channel)

    def _hear(self, samples: Samples) -> Iterator[CutClip]:
        voice = self._listener(samples)
        self._meter.add(samples, voice >= SPEECH_FROM)
        yield from self._cutter.add(samples, voice)
