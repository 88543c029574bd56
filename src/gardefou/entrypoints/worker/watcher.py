"""Starts the processes of a worker, replaces those that end, and stops them all together."""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from gardefou.adapters.postgres.jobs import DESK, SPEECH
from gardefou.adapters.queue.connector import DATABASE_LOST
from gardefou.adapters.queue.under_way import under_way
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.worker import blame
from gardefou.entrypoints.worker.child import UNDER_WAY
from gardefou.entrypoints.worker.sweeper import sweep_in_background
from gardefou.kernel.errors import GardefouError

logger = logging.getLogger(__name__)

FIRST_PAUSE_S = 0.2
DATABASE_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
INTERRUPTED = {0, -signal.SIGTERM, -signal.SIGINT, -signal.SIGKILL, -signal.SIGHUP}
FAULTS = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGILL, -signal.SIGFPE}
SOUND_S = 20.0
"""A process that lived so long is replaced at once when it ends."""
GRACE_S = 30.0
LOOK_S = 0.1

Command = Callable[[str], Sequence[str]]
"""The command line of a process for a queue."""


def child_command(queue: str) -> Sequence[str]:
    """The command line of a worker's process."""
    return [sys.executable, "-m", "gardefou.entrypoints.worker.child", queue]


@dataclass
class _Child:
    """A process for a queue; `pause_s` grows while it keeps ending early by a fault of its own."""

    queue: str
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    start_at: float = 0.0
    memory_kills: int = 0
    notes: BinaryIO = field(default_factory=tempfile.TemporaryFile)


class Watcher:
    """Keeps one process per slot alive; whatever kills this one ends them too."""

    def __init__(self, installation: Installation, command: Command = child_command) -> None:
        self._installation = installation
        self._command = command
        queues = [SPEECH] * installation.settings.speech_processes + [DESK]
        self._children = [_Child(queue) for queue in queues]
        self._stop = threading.Event()

    def run(self) -> None:
        """Watch until SIGTERM or SIGINT; jobs under way are finished, then everything ends."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)
        sweep_in_background(self._installation, self._stop)
        try:
            while not self._stop.wait(LOOK_S):
                for child in self._children:
                    self._look(child)
        finally:
            self._end()

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _look(self, child: _Child) -> None:
        now = time.monotonic()
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            child.process = None
            logger.warning("the process for %s ended with %s; another starts", child.queue, code)
            self._ended(child, code, now)
        if now >= child.start_at:
            self._start(child)

    def _ended(self, child: _Child, code: int, now: float) -> None:
        """Decide when another starts: soon after a kill from outside, ever later while its own faults end it."""
        fault = code in FAULTS or (code == -signal.SIGKILL and _memory_kills() > child.memory_kills)
        if code == DATABASE_LOST:
            child.start_at = now + DATABASE_PAUSE_S
            return
        lived_long = now - child.started > SOUND_S
        steady = lived_long or (code in INTERRUPTED and not fault)
        child.pause_s = FIRST_PAUSE_S if steady else min(child.pause_s * 2, LONGEST_PAUSE_S)
        child.start_at = now + child.pause_s
        if fault:
            self._blame(child)

    def _blame(self, child: _Child) -> None:
        try:
            blame(self._installation, under_way(child.notes.fileno()))
        except GardefouError as error:
            logger.error("%s", error)

    def _start(self, child: _Child) -> None:
        notes = child.notes.fileno()
        os.ftruncate(notes, 0)
        child.memory_kills = _memory_kills()
        child.process = subprocess.Popen(  # noqa: S603 -- our own
            self._command(child.queue),
            stdin=subprocess.PIPE,
            pass_fds=[notes],
            env=os.environ | {UNDER_WAY: str(notes)},
        )
        child.started = time.monotonic()

    def _end(self) -> None:
        alive = [child.process for child in self._children if child.process and child.process.poll() is None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + GRACE_S
        for process in alive:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _memory_kills() -> int:
    """How many processes the system has killed for want of memory, 0 where it does not say."""
    try:
        lines = Path("/proc/vmstat").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)
