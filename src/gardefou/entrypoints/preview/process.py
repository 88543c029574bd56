"""Starts the preview process when it is first asked, and again when it was too slow or has ended."""

import logging
import os
import selectors
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from gardefou.entrypoints.preview.environment import preview_environment
from gardefou.entrypoints.preview.exchange import Preview, Question, Trouble

LOG = logging.getLogger(__name__)
COMMAND = (sys.executable, "-m", "gardefou.entrypoints.preview")
LARGEST_ANSWER = 4_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, in seconds: for its first sign, between two, and for an answer in all."""

    start: float = 30.0
    sign: float = 5.0
    answer: float = 30.0


@dataclass
class _Running:
    """The process with what it has written of a line."""

    process: "subprocess.Popen[bytes]"
    is_new: bool = True
    written: bytearray = field(default_factory=bytearray)


class PreviewProcess:
    """One process for all who ask, one question at a time; it is given nothing but what is asked."""

    def __init__(self, command: Sequence[str] = COMMAND, patience: Patience | None = None) -> None:
        self._command = command
        self._patience = patience or Patience()
        self._running: _Running | None = None
        self._turn = threading.Lock()

    def ask(self, question: Question) -> Preview:
        """The answer, or what trouble there is."""
        with self._turn:
            return self._asked(question)

    def close(self) -> None:
        """End the process; whoever waits for an answer is told so."""
        running = self._running
        if running:
            running.process.kill()
        with self._turn:
            self._end()

    def _asked(self, question: Question) -> Preview:
        try:
            running = self._alive()
            self._send(running, question.line())
            return self._answer(running)
        except TimeoutError:
            LOG.warning("the preview process was too slow and is started again")
            self._end()
            return Preview(trouble=Trouble.SLOW)
        except (OSError, EOFError, ValueError) as error:
            LOG.warning("the preview process has ended: %s", type(error).__name__)
            self._end()
            return Preview(trouble=Trouble.ENDED)

    def _alive(self) -> _Running:
        if self._running is None or self._running.process.poll() is not None:
            self._end()
            process = subprocess.Popen(  # noqa: S603 -- our own
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=preview_environment(os.environ),
            )
            self._running = _Running(process)
        return self._running

    @staticmethod
    def _send(running: _Running, line: bytes) -> None:
        given = running.process.stdin
        if given is None:
            raise EOFError
        given.write(line)
        given.flush()

    def _answer(self, running: _Running) -> Preview:
        until = monotonic() + self._patience.answer
        while True:
            first = self._patience.start if running.is_new else self._patience.sign
            line = _next_line(running, min(monotonic() + first, until))
            running.is_new = False
            preview = Preview.read(line)
            if preview:
                return preview

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        running.process.kill()
        running.process.wait()
        for pipe in (running.process.stdin, running.process.stdout):
            if pipe:
                pipe.close()


def _next_line(running: _Running, until: float) -> bytes:
    """The next line that it writes.

    Raises TimeoutError when none has come until then, EOFError when none will.
    """
    out = running.process.stdout
    if out is None:
        raise EOFError
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        while b"\n" not in running.written:
            if not selector.select(max(0.0, until - monotonic())):
                raise TimeoutError
            piece = os.read(out.fileno(), 65_536)
            if not piece or len(running.written) > LARGEST_ANSWER:
                raise EOFError
            running.written += piece
    line, _, rest = bytes(running.written).partition(b"\n")
    running.written = bytearray(rest)
    return line
