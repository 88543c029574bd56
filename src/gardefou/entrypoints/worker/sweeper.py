"""Looks after what is overdue: a thread of whatever takes calls in or works on them, or a process of its own."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping

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
    while not stop.is_set():
        try:
            sweeping, nightly = Sweeping(installation), Nightly(installation)
            while True:
                sweeping.run()
                nightly.run_if_due()
                told = ""
                if stop.wait(installation.settings.sweep_every_s):
                    return
        except GardefouError as error:
            cause = str(error)
        except Exception as error:  # the sweep must not end while its process lives
            cause = f"the sweep failed: {type(error).__name__}"
        if cause != told:
            logger.error("%s", cause)
        told = cause
        stop.wait(PAUSE_AFTER_FAILURE_S)


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
