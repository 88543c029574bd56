"""The ear of one call: takes its sound from any thread, and gives its words from the thread that hears."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

import numpy as np

from gardefou.hearing.live.before import SaidBefore
from gardefou.hearing.live.channel import LiveChannel
from gardefou.hearing.ports import VoiceActivity
from gardefou.kernel.live import LiveWords
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Role

MOST_WAITING_S = 20
"""While more than this waits to be listened to, sound that comes is taken for silence."""
AT_ONCE_S = 2
"""Of one call so much is listened to before the others have their turn."""
MOST_UNREAD = 5
"""So many failed readings in a row end the hearing of a call: it is told rather than be deaf in silence."""

_log = logging.getLogger(__name__)

Deliver = Callable[[LiveWords], None]


class LiveEar:
    """Hears one call until it ends, is dropped, or whoever takes its words fails; none of its methods waits."""

    def __init__(
        self, roles: Sequence[Role], language: Language | None, voice_activity: VoiceActivity, deliver: Deliver
    ) -> None:
        numbers, before = count(1), SaidBefore()
        self.channels = tuple(
            LiveChannel(channel, role, language, voice_activity.listener(), lambda: next(numbers), before)
            for channel, role in enumerate(roles)
        )
        self._deliver = deliver
        self._inbox = threading.Lock()
        """Held while sound is put in or taken out."""
        self._listening = threading.RLock()
        """Held while words are made of it, and given."""
        self._waiting: deque[Samples | int] = deque()
        """Sound, or how many samples never came."""
        self._samples = 0
        self._is_ended = self._is_left = self._is_over = self._is_flooded = False
        self._unread = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing comes any more."""
        return self._is_over

    def add(self, samples: Samples) -> None:
        """What follows, of shape `(channels, samples)` at HEARING_RATE."""
        with self._inbox:
            if self._is_ended or not samples.shape[1]:
                return
            if self._samples > MOST_WAITING_S * HEARING_RATE:
                if not self._is_flooded:
                    _log.warning("a live call sends sound faster than it is listened to; silence is put in its place")
                self._is_flooded = True
                self._skip(samples.shape[1])
            else:
                self._waiting.append(np.array(samples, np.float32))
                self._samples += samples.shape[1]

    def skip(self, milliseconds: int) -> None:
        """Time without sound follows."""
        with self._inbox:
            if not self._is_ended:
                self._skip(milliseconds * HEARING_RATE // 1000)

    def end(self) -> None:
        """Nothing follows: what is left becomes final, then nothing comes any more."""
        with self._inbox:
            self._is_ended = True

    def drop(self) -> None:
        """Forget all of it at once; nothing comes any more."""
        with self._inbox:
            self._is_ended = self._is_over = True
            self._waiting.clear()

    def was_read(self, failed: type[Exception] | None) -> None:
        """The engine read something of it, or failed; after too many failures in a row it is over."""
        self._unread = self._unread + 1 if failed and not self._is_over else 0
        if failed and self._unread == 1:
            _log.error("a live call could not be read: %s", failed.__name__)
        if failed and self._unread == MOST_UNREAD:
            self.drop()
            _log.error("a live call is heard no more, as it cannot be read: %s", failed.__name__)

    def listen(self, now: float) -> bool:
        """Take in what has come; whether there is more."""
        parts, has_more, is_last = self._take_out()
        with self._listening:
            for part in parts:
                self._take_in(part, now)
            if is_last and not self._is_left:
                self._is_left = True
                for channel in self.channels:
                    self.give(channel.end(now))
            for channel in self.channels:
                self.give(channel.give_up(now))
            self._is_over |= self._is_left and all(channel.is_done for channel in self.channels)
        return has_more

    def give(self, words: Iterable[LiveWords]) -> None:
        """Give words to whoever listens, unless the call was dropped."""
        with self._listening:
            for each in words:
                if not self._is_over:
                    self._deliver(each)

    def _take_out(self) -> tuple[list[Samples | int], bool, bool]:
        """What is listened to next, whether more waits, and whether nothing will ever follow."""
        parts: list[Samples | int] = []
        taken = 0
        with self._inbox:
            while self._waiting and taken < AT_ONCE_S * HEARING_RATE:
                part = self._waiting.popleft()
                parts.append(part)
                if not isinstance(part, int):
                    taken += part.shape[1]
            self._samples -= taken
            return parts, bool(self._waiting), self._is_ended and not self._waiting

    def _take_in(self, part: Samples | int, now: float) -> None:
        for number, channel in enumerate(self.channels):
            words: Iterator[LiveWords]
            words = channel.skip(part, now) if isinstance(part, int) else channel.add(part[number], now)
            self.give(words)

    def _skip(self, samples: int) -> None:
        before = self._waiting[-1] if self._waiting else None
        if isinstance(before, int):
            self._waiting[-1] = before + samples
        else:
            self._waiting.append(samples)
