"""All calls that are heard live: takes their sound, tells what to read, gives their words; without clock or thread."""

import logging
from collections import deque
from collections.abc import Sequence

from gardefou.hearing.live.choosing import Task, chosen
from gardefou.hearing.live.ear import Deliver, LiveEar
from gardefou.hearing.live.load import Load
from gardefou.hearing.live.ports import LiveEngine
from gardefou.hearing.ports import HeardClip, VoiceActivity
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.live import Pace
from gardefou.kernel.transcript import Language, Role

TOLD_EVERY_S = 1.0
TOLD_STEP_MS = 250
"""The lag is told again when it has changed by so much."""
Read = Sequence[HeardClip] | type[Exception]
"""What the engine makes of a batch, or the kind of error that it fails with."""
_NOTHING = HeardClip((), 0.0, 0.0, Language.FRENCH, failed=True)

_log = logging.getLogger(__name__)


class LiveDesk:
    """Used by one thread, which tells the time in seconds, but for what is about channels.

    `lanes` batches are read elsewhere.
    """

    def __init__(self, engine: LiveEngine, voice_activity: VoiceActivity, lanes: int, most_channels: int) -> None:
        self._engine = engine
        self._voice_activity = voice_activity
        self._guessing_lanes = max(1, lanes - 1)
        self._most_channels = most_channels
        self._ears: tuple[LiveEar, ...] = ()
        self._arriving: deque[LiveEar] = deque()
        self._full_lag_s: float | None = None
        """How far words are behind while that is too far for a further call."""
        self._load = Load()
        self._under_way: list[list[Task]] = []
        self._told = Pace(0, True)
        self._told_at = 0.0

    @property
    def is_idle(self) -> bool:
        """Whether no call goes on."""
        return not self._ears and not self._arriving and not self._under_way

    @property
    def pace(self) -> Pace:
        """How far words are behind."""
        return Pace(round(self._load.lag_s * 1000), self._load.shows_hypotheses)

    @property
    def channels_heard(self) -> int:
        """How many channels calls take."""
        return sum(len(ear.channels) for ear in (*self._ears, *self._arriving) if not ear.is_over)

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Deliver) -> LiveEar:
        """The ear of a call that begins; a language that nobody tells is recognised.

        Raises RoomFull.
        """
        heard = self.channels_heard
        if heard + len(roles) > self._most_channels:
            raise RoomFull(f"{heard} channels are heard already, of {self._most_channels}; try again later")
        if (lag_s := self._full_lag_s) is not None:
            raise RoomFull(f"words are {lag_s:.0f} s behind the calls that go on; try again later")
        ear = LiveEar(roles, language, self._voice_activity, deliver)
        self._arriving.append(ear)
        return ear

    def close(self) -> None:
        """Forget all calls."""
        for ear in self._ears:
            ear.drop()
        self._ears = ()
        self._under_way = []
        while self._arriving:
            self._arriving.popleft().drop()

    def listen(self, now: float) -> bool:
        """Take in what has come; whether there is more."""
        while self._arriving:
            self._arrive(self._arriving.popleft())
        more = [self._listen(ear, now) for ear in self._ears]
        self._ears = tuple(ear for ear in self._ears if not ear.is_over)
        under_way = (task for tasks in self._under_way for task in tasks if not task.ear.is_over)
        self._load.look([task.reading for task in (*under_way, *self._wanted(now))], now)
        self._full_lag_s = self._load.lag_s if self._load.is_full else None
        self._tell(now)
        return any(more)

    def next(self, now: float) -> list[Task]:
        """What to read next, which counts as under way until it is done; nothing where all is read."""
        guesses = sum(tasks[0].is_hypothesis for tasks in self._under_way)
        tasks = chosen(self._wanted(now), self._engine.size_of, may_guess=guesses < self._guessing_lanes)
        for task in tasks:
            task.channel.asked(task.reading)
        if tasks:
            self._under_way.append(tasks)
        return tasks

    def done(self, tasks: list[Task], read: Read, now: float) -> None:
        """These were read, or cannot be; a call of which too many in a row cannot be is heard no more."""
        failed = read if isinstance(read, type) else None
        heard = [_NOTHING] * len(tasks) if isinstance(read, type) else read
        self._under_way = [each for each in self._under_way if each is not tasks]
        self._load.read((task.reading for task in tasks if not task.ear.is_over), now)
        for task, own in zip(tasks, heard, strict=True):
            try:
                task.ear.give(task.channel.heard(task.reading, own))
            except Exception as error:
                self._drop(task.ear, error)
        for ear in {task.ear for task in tasks}:
            ear.was_read(failed)

    def _wanted(self, now: float) -> list[Task]:
        return [
            Task(ear, channel, reading)
            for ear in self._ears
            for channel in ear.channels
            for reading in channel.wants(now, self._load.shows_hypotheses)
        ]

    def _arrive(self, ear: LiveEar) -> None:
        self._ears = (*self._ears, ear)
        if not self._load.shows_hypotheses:
            self._give(ear, self.pace)

    def _listen(self, ear: LiveEar, now: float) -> bool:
        try:
            return ear.listen(now)
        except Exception as error:
            self._drop(ear, error)
            return False

    def _tell(self, now: float) -> None:
        pace = self.pace
        is_new = abs(pace.lag_ms - self._told.lag_ms) >= TOLD_STEP_MS and now - self._told_at >= TOLD_EVERY_S
        if is_new or pace.shows_hypotheses != self._told.shows_hypotheses:
            self._told, self._told_at = pace, now
            for ear in self._ears:
                self._give(ear, pace)

    def _give(self, ear: LiveEar, pace: Pace) -> None:
        try:
            ear.give([pace])
        except Exception as error:
            self._drop(ear, error)

    @staticmethod
    def _drop(ear: LiveEar, error: Exception) -> None:
        ear.drop()
        _log.error("a live call is heard no more: %s", type(error).__name__)
