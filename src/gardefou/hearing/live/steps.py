"""Hears live calls on a thread of its own."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from gardefou.hearing.live.choosing import Task
from gardefou.hearing.live.desk import LiveDesk, Read
from gardefou.hearing.live.ear import Deliver, LiveEar
from gardefou.hearing.live.ports import LiveEngine
from gardefou.hearing.ports import VoiceActivity
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.transcript import Language, Role

TICK_S = 0.05

_log = logging.getLogger(__name__)


class LiveHearing:
    """Hears calls from `start` to `close`; words are delivered from its thread, or from `tick`.

    `lanes` is how many batches the engine reads at once. Whoever takes words must not wait in there.
    """

    def __init__(self, engine: LiveEngine, voice_activity: VoiceActivity, lanes: int, most_channels: int) -> None:
        self._engine = engine
        self._lanes = lanes
        self._desk = LiveDesk(engine, voice_activity, lanes, most_channels)
        self._lock = threading.RLock()
        """Held while the desk is used."""
        self._opening = threading.Lock()
        """Held while a call is taken on, which waits for nothing."""
        self._done: queue.SimpleQueue[tuple[list[Task], Read]] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    @property
    def channels_heard(self) -> int:
        """How many channels calls take."""
        with self._opening:
            return self._desk.channels_heard

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Deliver) -> LiveEar:
        """The ear of a call that begins; a language that nobody tells is recognised.

        Raises RoomFull.
        """
        with self._opening:
            if self._is_closed:
                raise RoomFull("live hearing has ended")
            ear = self._desk.open(roles, language, deliver)
        self._wake.set()
        return ear

    def start(self) -> None:
        """Begin to hear."""
        self._thread = threading.Thread(target=self._run, name="live-hearing", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Forget all calls and end, after the batches under way: the engine cannot leave them."""
        with self._opening, self._lock:
            self._is_closed = True
            self._desk.close()
        self._wake.set()
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()

    def tick(self, now: float) -> None:
        """Hear all that has come, on the caller's thread; for those who tell the time themselves."""
        with self._lock:
            while self._desk.listen(now):
                pass
            while tasks := self._desk.next(now):
                self._desk.done(tasks, self._read(tasks), now)
            self._desk.listen(now)

    def _run(self) -> None:
        with ThreadPoolExecutor(self._lanes, "live-reading") as pool:
            free = self._lanes
            while not self._is_closed:
                with self._lock:
                    free += self._take_done()
                    free, pause_s = self._turn(pool, free)
                self._rest(pause_s)

    def _turn(self, pool: ThreadPoolExecutor, free: int) -> tuple[int, float | None]:
        """Listen, and have read what there is to read; the lanes still free, and how long to rest."""
        try:
            more = self._desk.listen(time.monotonic())
            while free and (tasks := self._desk.next(time.monotonic())):
                free -= 1
                pool.submit(self._read, tasks).add_done_callback(self._returning(tasks))
        except Exception:
            self._forget_all()
            return free, TICK_S
        return free, None if self._desk.is_idle else 0.0 if more else TICK_S

    def _rest(self, seconds: float | None) -> None:
        """Until there is something to do."""
        self._wake.wait(seconds)
        self._wake.clear()

    def _take_done(self) -> int:
        """Note what was read; the number of lanes that are free again."""
        count = 0
        while not self._done.empty():
            tasks, read = self._done.get()
            count += 1
            try:
                self._desk.done(tasks, read, time.monotonic())
            except Exception:
                self._forget_all()
        return count

    def _forget_all(self) -> None:
        _log.exception("live hearing failed; the calls that go on are heard no more")
        self._desk.close()

    def _returning(self, tasks: list[Task]) -> Callable[[Future[Read]], None]:
        def returned(future: Future[Read]) -> None:
            self._done.put((tasks, future.result()))
            self._wake.set()

        return returned

    def _read(self, tasks: list[Task]) -> Read:
        try:
            return self._engine.read([task.reading.clip for task in tasks])
        except Exception as error:
            return type(error)
