"""One process of a worker: takes the jobs of one queue. Started by the watcher, and gone when it is."""

import logging
import os
import sys
import threading

from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.worker import MakesEngines, SettingsEngines, work
from gardefou.kernel.errors import GardefouError


def end_with_watcher() -> None:
    """End this process as soon as its standard input ends: the watcher holds the other end."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True, name="watcher").start()


def run(queue: str, make_engines: MakesEngines = SettingsEngines) -> int:
    """Work on a queue; the exit code says how it ended."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    end_with_watcher()
    try:
        settings = read_settings()
        with Installation(settings, connections=settings.speech_batch + 2) as installation:
            work(installation, queue, make_engines)
    except GardefouError as error:
        print(f"gardefou worker {queue}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
