"""Looks after what is overdue: a thread of whatever takes calls in or works on them, or a process of its own."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cached_property

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.logs import set_up_logs
from gardefou.bootstrap.retention import Nightly
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.worker import Sweeping
from gardefou.kernel.errors import GardefouError

logger = logging.getLogger(__name__)

MODULE = "gardefou.entrypoints.worker.sweeper"
STANDARD_INPUT = 0
PAUSE_AFTER_FAILURE_S = 1.0


def sweep_in_background(installation: Installation, stop: threading.Event) -> None:
    """Sweep now and then in a thread, until `stop` is set."""
    threading.Thread(target=sweep, args=(installation, stop), daemon=True, name="sweep").start()


def sweep(installation: Installation, stop: threading.Event) -> None:
    """Sweep now and then; what goes wrong is told once as long as it lasts."""
    told = ""
    parts = _Parts(installation)
    while not stop.is_set():
        cause, pause_s = "", installation.settings.sweep_every_s
        try:
            cause = "; ".join(parts.run())
        except GardefouError as error:
            cause, pause_s = str(error), PAUSE_AFTER_FAILURE_S
        except Exception as error:  # the sweep must not end while its process lives
            cause, pause_s = f"the sweep failed: {type(error).__name__}", PAUSE_AFTER_FAILURE_S
        if cause and cause != told:
            logger.error("%s", cause)
        told = cause
        stop.wait(pause_s)


class _Parts:
    """What is done now and then, made when it can be and kept: the night's run remembers when it was tried."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    @cached_property
    def _sweeping(self) -> Sweeping:
        return Sweeping(self._installation)

    @cached_property
    def _nightly(self) -> Nightly:
        return Nightly(self._installation)

    def run(self) -> tuple[str, ...]:
        """Sweep, and do the night's run when it is due; return what failed of either and held up nothing."""
        failed = self._sweeping.run().failed
        report = self._nightly.run_if_due()
        return failed + (report.failed if report else ())


def start_sweeper(environment: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """Sweep in a process of its own, for one that may not reach what a sweep does; it ends with its standard input.

    `environment` takes the place of this process's own.
    """
    command = [sys.executable, "-m", MODULE]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 -- our own


def main() -> None:
    """Sweep until standard input ends."""
    set_up_logs()
    stop = threading.Event()
    with Installation(read_settings(), connections=2) as installation:
        sweep_in_background(installation, stop)
        while os.read(STANDARD_INPUT, 4096):
            pass
        stop.set()


if __name__ == "__main__":
    main()
