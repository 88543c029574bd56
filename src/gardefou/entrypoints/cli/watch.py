"""`gardefou watch`: a folder that recordings are put into."""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from gardefou.adapters.folder.aside import After
from gardefou.adapters.folder.watch import WatchedFolder
from gardefou.bootstrap.installation import Installation, clock, process
from gardefou.bootstrap.settings import read_settings
from gardefou.entrypoints.worker.sweeper import sweep_in_background
from gardefou.governance.actors import ProcessName
from gardefou.intake.model import CallNotice, Received
from gardefou.intake.ports import Reception
from gardefou.intake.rules import shown


def watch(
    folder: Annotated[Path, typer.Argument(help="Where recordings and what is known of them are put.")],
    after: Annotated[After, typer.Option("--after", help="What becomes of a file that was taken.")] = After.MOVE,
    every: Annotated[float, typer.Option("--every", help="Seconds between two looks.", min=0.1)] = 5.0,
) -> None:
    """Take in what is put into a folder, each NAME.wav with NAME.json or a row of metadata.csv, until it is stopped."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Installation(read_settings()) as installation:
        reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
        kind = "simulated calls only" if installation.simulated else "real calls"
        _tell(f"watching {shown(folder)} ({kind})")
        watched = WatchedFolder(folder, _Telling(reception), clock, time.monotonic, _tell, after)
        sweep_in_background(installation, stop)
        while not stop.is_set():
            watched.look()
            stop.wait(every)


class _Telling:
    """Says what became of each call by its id alone: every name in a notice is the sender's."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    def receive(self, notice: CallNotice, sound: Iterator[bytes]) -> Received:
        received = self._reception.receive(notice, sound)
        arrival = received.arrival.replace("_", " ")
        _tell(f"{arrival} {received.call}" if received.call else arrival)
        return received


def _tell(line: str) -> None:
    print(f"gardefou: {line}", file=sys.stderr, flush=True)
