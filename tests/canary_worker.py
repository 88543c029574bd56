"""A worker's process that hears canary calls; without a queue, the watcher of such processes.

The folder CANARIES holds what the engine hears. A file `slow` in it makes every step wait until it is gone.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gardefou.adapters.host.memory import memory_protection
from gardefou.adapters.media import encode
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.logs import set_up_logs
from gardefou.bootstrap.settings import Settings, read_settings
from gardefou.entrypoints.worker.child import run
from gardefou.entrypoints.worker.watcher import Watcher
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Reason
from gardefou.kernel.progress import Progress, silent
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Transcript
from tests.canary_calls import CanaryEngines

encode.OPTIONS["compression_level"] = "0"  # nobody listens: the same stretches are silent, three times faster


class Engines(CanaryEngines):
    """Says how the process is protected when it begins to hear, and fails once in a way that quotes what it heard."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, Path(os.environ["CANARIES"]))
        self._failed = False

    def hear(
        self, sound: Sound, roles: Sequence[Role], language: Language | None, progress: Progress = silent
    ) -> Transcript:
        protection = memory_protection()
        say(f"hearing: dumpable {protection.dumpable}, core {protection.core_bytes}")
        raw = self.raw(sound)
        self._wait()
        if not self._failed:
            self._failed = True
            say("failing")
            raise ValueError(f"cannot make anything of {raw}")
        return super().hear(sound, roles, language)

    def classify(self, transcript: Transcript) -> Reason | None:
        self._wait()
        return super().classify(transcript)

    def evaluate(self, *given: Any) -> Evaluation:
        self._wait()
        return super().evaluate(*given)

    def _wait(self) -> None:
        while (self._folder / "slow").exists():
            time.sleep(0.05)


def say(line: str) -> None:
    """Writes a line at once: other processes write to the same log."""
    os.write(sys.stderr.fileno(), f"{line}\n".encode())


def command(queue: str) -> list[str]:
    return [sys.executable, "-m", "tests.canary_worker", queue]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(run(sys.argv[1], Engines))
    set_up_logs()
    with Installation(read_settings()) as installation:
        Watcher(installation, command).run()
