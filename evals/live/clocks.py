"""Calls heard in simulated time, in which only computing takes as long as it does, or in real time."""

import time
from collections.abc import Sequence

from evals.live.excerpts import Excerpt
from evals.live.told import Heard, Told
from gardefou.hearing.live.choosing import Task
from gardefou.hearing.live.desk import LiveDesk
from gardefou.hearing.live.ear import LiveEar
from gardefou.hearing.live.ports import LiveEngine
from gardefou.hearing.live.steps import TICK_S, LiveHearing
from gardefou.hearing.ports import HeardClip, VoiceActivity
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Role

ROLES = (Role.ADVISER, Role.CUSTOMER)
FRAME_S = 0.1
"""Sound comes in frames of this."""
PATIENCE_S = 60
Batch = tuple[float, list[Task], Sequence[HeardClip]]


def simulated(calls: Sequence[Excerpt], engine: LiveEngine, voice_activity: VoiceActivity, lanes: int) -> Heard:
    """Calls on a virtual clock: a batch occupies one of `lanes` for as long as the processors take for it."""
    clock = _Clock()
    told = [Told(lambda: clock.now) for _ in calls]
    desk = LiveDesk(engine, voice_activity, lanes, sum(len(call.samples) for call in calls))
    ears = _opened(desk, calls, told)
    feed = _Feed(calls, ears)
    begun = time.process_time()
    under_way: list[Batch] = []
    tick = 0
    while not desk.is_idle:
        tick += 1
        while under_way and min(under_way, key=_end)[0] <= tick * TICK_S:
            ended = min(under_way, key=_end)
            under_way.remove(ended)
            clock.now = ended[0]
            desk.done(ended[1], ended[2], clock.now)
            _begin(desk, engine, under_way, lanes, clock.now)
        clock.now = tick * TICK_S
        feed.until(clock.now)
        while desk.listen(clock.now):
            pass
        _begin(desk, engine, under_way, lanes, clock.now)
    return Heard(tuple(told), tuple(feed.late_s), time.process_time() - begun, calls[0].seconds)


def real(calls: Sequence[Excerpt], engine: LiveEngine, voice_activity: VoiceActivity, lanes: int) -> Heard:
    """Calls as long as they last."""
    start = time.monotonic()
    told = [Told(lambda: time.monotonic() - start) for _ in calls]
    hearing = LiveHearing(engine, voice_activity, lanes, sum(len(call.samples) for call in calls))
    hearing.start()
    begun = time.process_time()
    ears = _opened(hearing, calls, told)
    feed = _Feed(calls, ears)
    while not all(ear.is_over for ear in ears) and time.monotonic() - start < calls[0].seconds + PATIENCE_S:
        feed.until(time.monotonic() - start)
        time.sleep(FRAME_S / 4)
    spent = time.process_time() - begun
    hearing.close()
    return Heard(tuple(told), tuple(feed.late_s), spent, calls[0].seconds)


class _Clock:
    now = 0.0


def _opened(hearing: LiveDesk | LiveHearing, calls: Sequence[Excerpt], told: Sequence[Told]) -> list[LiveEar]:
    return [
        hearing.open(ROLES[: len(call.samples)], call.language, own.note) for call, own in zip(calls, told, strict=True)
    ]


def _end(batch: Batch) -> float:
    return batch[0]


def _begin(desk: LiveDesk, engine: LiveEngine, under_way: list[Batch], lanes: int, now: float) -> None:
    while len(under_way) < lanes and (tasks := desk.next(now)):
        begun = time.process_time()
        heard = engine.read([task.reading.clip for task in tasks])
        under_way.append((now + time.process_time() - begun, tasks, heard))


class _Feed:
    """Gives each call its frames as they come; calls do not share their beat, nor begin at the same moment."""

    def __init__(self, calls: Sequence[Excerpt], ears: Sequence[LiveEar]) -> None:
        self._calls = calls
        self._ears = ears
        self._given = [0] * len(calls)
        self.late_s = [FRAME_S * number / len(calls) for number in range(len(calls))]

    def until(self, now: float) -> None:
        """Give what has come by then."""
        for number, (call, ear) in enumerate(zip(self._calls, self._ears, strict=True)):
            due = int((now - self.late_s[number]) / FRAME_S) * int(FRAME_S * HEARING_RATE)
            if due > self._given[number]:
                ear.add(call.samples[:, self._given[number] : due])
                self._given[number] = due
            if due >= call.samples.shape[1]:
                ear.end()
