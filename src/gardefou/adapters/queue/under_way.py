"""What a process has under way, written where it can be read after its death."""

import os
import threading
from collections.abc import Callable
from uuid import UUID

LARGEST = 65_536

Job = tuple[str, UUID]
"""The name of a step, and a call."""


class UnderWay:
    """Keeps the file behind a descriptor the list of steps that are being done."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._jobs: list[Job] = []
        self._lock = threading.Lock()

    def noting(self, run: Callable[[str, UUID], None]) -> Callable[[str, UUID], None]:
        """Do what `run` does, and note it while it lasts."""

        def noted(step: str, call: UUID) -> None:
            self._change(lambda jobs: jobs.append((step, call)))
            try:
                run(step, call)
            finally:
                self._change(lambda jobs: jobs.remove((step, call)))

        return noted

    def _change(self, change: Callable[[list[Job]], None]) -> None:
        with self._lock:
            change(self._jobs)
            text = "".join(f"{step} {call}\n" for step, call in self._jobs).encode()
            os.pwrite(self._descriptor, text + b"\0", 0)


def under_way(descriptor: int) -> list[Job]:
    """What the process that wrote this file had under way when it ended."""
    lines = os.pread(descriptor, LARGEST, 0).partition(b"\0")[0].decode().splitlines()
    return [(step, UUID(call)) for step, _, call in (line.partition(" ") for line in lines)]
