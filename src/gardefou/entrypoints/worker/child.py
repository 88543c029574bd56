"""One process of a worker: takes the jobs of one queue. Started by the watcher, and gone when it is."""

import os
import sys
import threading
from collections.abc import Callable

from gardefou.adapters.queue.connector import DATABASE_LOST
from gardefou.adapters.queue.consumer import Run
from gardefou.adapters.queue.under_way import UnderWay
from gardefou.bootstrap.installation import Installation
from gardefou.bootstrap.logs import set_up_logs
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.worker import MakesEngines, SettingsEngines, work
from gardefou.kernel.errors import GardefouError, StoreUnavailable

STANDARD_INPUT = 0
UNDER_WAY = "GARDEFOU_UNDER_WAY"
"""The variable with the number of the descriptor where the watcher reads what was under way."""


def end_with_watcher() -> None:
    """End this process as soon as its standard input ends: the watcher holds the other end."""

    def wait() -> None:
        while os.read(STANDARD_INPUT, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True, name="watcher").start()


def _noting() -> Callable[[Run], Run]:
    """Notes every step in the watcher's file, if there is a watcher."""
    descriptor = os.environ.get(UNDER_WAY)
    return UnderWay(int(descriptor)).noting if descriptor else lambda run: run


def run(queue: str, make_engines: MakesEngines = SettingsEngines) -> int:
    """Work on a queue; the exit code says how it ended."""
    set_up_logs()
    end_with_watcher()
    try:
        settings = read_settings()
        with Installation(settings, connections=settings.speech_batch + 2) as installation:
            work(installation, queue, make_engines, noting=_noting())
    except StoreUnavailable as error:
        print(f"gardefou worker {queue}: {error}", file=sys.stderr)
        return DATABASE_LOST
    except GardefouError as error:
        print(f"gardefou worker {queue}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
