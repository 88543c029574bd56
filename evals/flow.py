"""Measure the flow of recorded calls: starting, receiving, overhead of the steps, calls per hour, disk per call.

Run: python -m evals.flow [speech]   (with "speech", the sample calls are also heard by the real engine)
"""

import io
import os
import resource
import statistics
import subprocess
import sys
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tests.installations import (
    RecordedEngines,
    SimulatedInstallation,
    notice,
    receive,
    simulated_charter,
    simulated_installation,
)
from tests.integration.postgres.server_users import open_directory

from evals.machine import heading
from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.postgres.state import database_state
from gardefou.bootstrap.installation import Installation, administration_of, process
from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.bootstrap.worker import work
from gardefou.governance.actors import ProcessName
from gardefou.kernel.call import CallStatus
from gardefou.kernel.measures import Reason
from gardefou.kernel.sound import Sound
from gardefou.kernel.transcript import Language, Role, Segment, Transcript, Word

TINY_CALLS = 300
TOGETHER = (1, 2, 4)
"""How many calls one process hears at once."""


class QuickEngines(RecordedEngines):
    """Hears nothing, so that only the flow's own work is measured."""

    def hear(self, sound: Sound, roles: Sequence[Role], language: Language | None) -> Transcript:
        """One word, at once."""
        word = Word(100, 900, "bonjour", 0.9)
        said = Segment(0, Role.ADVISER, 100, 900, "bonjour", 0.9, (word,))
        return Transcript(sound.properties.duration_ms or 0, "fr", "none", (said,), roles=tuple(roles))

    def classify(self, transcript: Transcript) -> Reason | None:
        """No reason."""
        return None


def command(installation: SimulatedInstallation, *arguments: str) -> float:
    """Seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "gardefou.entrypoints.cli.main", *arguments],
        env=installation.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def measure_starts() -> None:
    """How long it takes from nothing to an installation, and to ask one that is there."""
    with open_directory() as directory:
        made = SimulatedInstallation(directory / "data", simulated_charter())
        print(f"gardefou init, from nothing            {command(made, 'init', '--simulated'):8.2f} s")
        print(f"gardefou status, server started for it {statistics.median(_statuses(made)):8.2f} s")
        with made.opened():
            print(f"gardefou status, server running        {statistics.median(_statuses(made)):8.2f} s")


def _statuses(made: SimulatedInstallation) -> Iterator[float]:
    for _ in range(5):
        yield command(made, "status")


def measure_overhead() -> None:
    """What receiving and the five steps cost for a call of one second without any speech recognition."""
    with simulated_installation() as made, made.opened() as installation:
        reception = installation.receiving(installation.gate("worker"), process(ProcessName.INTAKE))
        received = []
        for number in range(TINY_CALLS):
            sound = _tiny(number)
            start = time.perf_counter()
            reception.receive(notice(f"tiny-{number}"), iter([sound]))
            received.append(time.perf_counter() - start)
        start = time.perf_counter()
        work(installation, "speech", QuickEngines, stop_when_idle=True)
        heard = time.perf_counter() - start
        work(installation, "desk", QuickEngines, stop_when_idle=True)
        spent = time.perf_counter() - start
        with administration_of(installation) as administration:
            assert administration.standing(30).calls == {"offered": TINY_CALLS}
        median, slow = 1000 * statistics.median(received), 1000 * sorted(received)[int(0.95 * TINY_CALLS)]
        print(f"receiving a call of 1 s                {median:8.1f} ms median, {slow:.1f} ms p95")
        print(f"step hear without speech               {1000 * heard / TINY_CALLS:8.1f} ms per call")
        print(f"five steps without speech              {1000 * spent / TINY_CALLS:8.1f} ms per call")
        print(f"                                       {3600 * TINY_CALLS / spent:8.0f} calls per hour")


def _tiny(number: int) -> bytes:
    noise = np.random.default_rng(number).normal(0, 1000, 8000).astype(np.int16)
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(8000)
        target.writeframes(noise.tobytes())
    return file.getvalue()


def measure_disk() -> None:
    """Bytes on disk for each sample call after the whole flow, with what the engine heard once."""
    with simulated_installation() as made, made.opened() as installation:
        before = _database_bytes(installation)
        for sample in sample_calls():
            receive(installation, sample)
        made.work_off(installation)
        usage = installation.sounds.usage()
        number = len(sample_calls())
        minutes = sum(_minutes(sample.sound) for sample in sample_calls())
        sound = sum(each.object_bytes for each in usage.values())
        database = _database_bytes(installation) - before
        print(
            f"vault, per call                        {sound / number / 1000:8.0f} kB "
            f"({sound / minutes / 1000:.0f} kB a minute)"
        )
        print(f"database, per call                     {database / number / 1000:8.0f} kB")


def _database_bytes(installation: Installation) -> int:
    return database_state(installation.pool("owner")).size_bytes


def _minutes(sound: Path) -> float:
    return (open_sound(sound).properties.duration_ms or 0) / 60_000


def measure_speech() -> None:
    """How fast `gardefou worker` goes with the real engine, and what it takes, by how many calls are heard together."""
    settings = read_settings()
    calls = [call for call in sample_calls() if call.part == "development"]
    minutes = sum(_minutes(call.sound) for call in calls)
    print(f"gardefou worker, {len(calls)} calls, {minutes:.1f} minutes of sound, {settings.threads} threads")
    for batch in TOGETHER:
        with simulated_installation(speech_batch=batch, models_directory=settings.models, sweep_every_s=60) as made:
            seconds, usage = _worked_off(made, calls)
        processor = usage.ru_utime + usage.ru_stime
        print(
            f"  {batch} heard together     {3600 * len(calls) / seconds:8.0f} calls per hour, "
            f"{minutes * 60 / seconds:5.1f} x real time, {processor:6.1f} s of processor time, "
            f"{usage.ru_maxrss / 1024:5.0f} MB at most in one process",
            flush=True,
        )


def _worked_off(made: SimulatedInstallation, calls: Sequence[SampleCall]) -> tuple[float, resource.struct_rusage]:
    """Seconds from the start of the worker until all has a reason, and what its processes took together."""
    with made.opened() as installation:
        for call in calls:
            receive(installation, call)
        start = time.perf_counter()
        worker = subprocess.Popen(
            [sys.executable, "-m", "gardefou.entrypoints.cli.main", "worker"], env=os.environ | made.environment
        )
        try:
            while _classified(installation) < len(calls):
                time.sleep(0.1)
            seconds = time.perf_counter() - start
        finally:
            worker.terminate()
            _, status, usage = os.wait4(worker.pid, 0)
            worker.returncode = os.waitstatus_to_exitcode(status)
        return seconds, usage


def _classified(installation: Installation) -> int:
    """How many calls were heard and given a reason; drafts would need a scorecard signed for the models in use."""
    with administration_of(installation) as administration:
        states = administration.standing(30).calls
    return sum(states.get(each.value, 0) for each in CallStatus if each.reached(CallStatus.CLASSIFIED))


if __name__ == "__main__":
    speech = sys.argv[1:] == ["speech"]
    print(heading("python -m evals.flow" + (" speech" if speech else "")))
    measure_starts()
    measure_overhead()
    measure_disk()
    if speech:
        measure_speech()
