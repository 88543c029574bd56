"""The demonstration's own installation: its site, its people, its calls, and a worker until all are done."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.folder.complete_files import found
from gardefou.adapters.folder.sound_pieces import pieces
from gardefou.bootstrap.installation import Installation, administration_of, clock, process
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import SITE, ZONE, sample_notices, sample_people
from gardefou.bootstrap.simulated_sites import open_simulated_site
from gardefou.entrypoints.cli.progress import CountProgress
from gardefou.governance.actors import ProcessName
from gardefou.governance.charter import Charter
from gardefou.intake.model import Arrival
from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import StoreUnavailable

LOOK_S = 0.5
STEPS_OF_A_CALL = len(CallStatus) - 1
ENDED = {"parked", "lost", CallStatus.OFFERED.value}


class Demonstration:
    """Takes sample calls through the flow of recorded calls; what is done already is left alone."""

    def __init__(self, installation: Installation, calls: Sequence[str]) -> None:
        self._installation = installation
        self._calls = calls

    def prepare(self) -> None:
        """Open the site and write the simulated advisers down."""
        charter = read_yaml(resource("charters/simulated.yaml"), Charter)
        open_simulated_site(self._installation, SITE, ZONE, charter)
        with administration_of(self._installation) as administration:
            administration.put_people(sample_people())

    def take_in(self) -> int:
        """Have the calls come in, and return how many are new."""
        intake = process(ProcessName.INTAKE)
        reception = self._installation.receiving(self._installation.gate("worker"), intake)
        new = 0
        for notice, call in sample_notices(clock()):
            if call.id in self._calls:
                new += reception.receive(notice, pieces(found(call.sound))).arrival is Arrival.KEPT
        return new

    def work_off(self) -> None:
        """Have a worker do what waits, showing how far it is.

        Raises StoreUnavailable when the worker ends before its work.
        """
        states = self._states()
        if all(state in ENDED for state in states.values()):
            return
        with (
            self.worker() as worker,
            CountProgress("hearing and evaluating", len(states) * STEPS_OF_A_CALL) as progress,
        ):
            while not all(state in ENDED for state in states.values()):
                if worker.poll() is not None:
                    raise StoreUnavailable("the worker", f"ended with {worker.returncode}; see what it said above")
                time.sleep(LOOK_S)
                states = self._told(states, progress)

    @contextmanager
    def worker(self) -> Iterator["subprocess.Popen[bytes]"]:
        """A worker of this installation while the block runs."""
        with self._beside("worker") as worker:
            yield worker

    @contextmanager
    def assist(self) -> Iterator["subprocess.Popen[bytes]"]:
        """The live process of this installation while the block runs; it tells its address itself."""
        with self._beside("assist") as assist:
            yield assist

    @contextmanager
    def _beside(self, name: str) -> Iterator["subprocess.Popen[bytes]"]:
        command = [sys.executable, "-m", "gardefou.entrypoints.cli.main", name]
        started = subprocess.Popen(command, env=self.environment())  # noqa: S603 -- our own
        try:
            yield started
        finally:
            started.terminate()
            started.wait()

    def _told(self, before: dict[str, str], progress: CountProgress) -> dict[str, str]:
        states = self._states()
        for name, state in states.items():
            if state in ENDED and before.get(name) != state:
                progress.note(f"{name}: {state}")
        progress.at(sum(_steps_done(state) for state in states.values()))
        return states

    def _states(self) -> dict[str, str]:
        with administration_of(self._installation) as administration:
            rows = administration.calls(None, 1000)
        return {row["external_id"]: row["state"] for row in rows if row["external_id"] in self._calls}

    def environment(self) -> dict[str, str]:
        """What other processes of this installation are started with."""
        settings = self._installation.settings
        return os.environ | {
            "GARDEFOU_DATA_DIRECTORY": str(settings.data_directory),
            "GARDEFOU_MODELS_DIRECTORY": str(settings.models),
        }


def _steps_done(state: str) -> int:
    return STEPS_OF_A_CALL if state in ENDED else CallStatus(state).rank
