"""One system over one set, in a process of its own: its memory and processor time are its alone.

Run: python -m evals.asr.process ORDER RUN   (files; started by python -m evals.asr)
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from evals.asr.calls import RATE
from evals.asr.encoder import EncoderCount
from evals.asr.material import MaterialSet, Run, Said, Skipped, Spent
from evals.asr.sets import write_wave
from evals.asr.systems import Allowance, Job, Unavailable, entries

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run_system(system: str, material: MaterialSet, allowed: Allowance, together: int) -> Run | Skipped:
    """Start the process and read what it gives."""
    order = {
        "system": system,
        "weights": str(allowed.weights),
        "threads": allowed.threads,
        "together": together,
        "jobs": [[str(item.sound), item.language, item.channels] for item in material.items],
    }
    with tempfile.TemporaryDirectory() as folder:
        asked, given = Path(folder) / "order.json", Path(folder) / "run.json"
        asked.write_text(json.dumps(order), "utf-8")
        environment = os.environ | dict.fromkeys(THREAD_VARIABLES, str(allowed.threads))
        command = [sys.executable, "-m", "evals.asr.process", str(asked), str(given)]
        if subprocess.run(command, env=environment, check=False).returncode:
            return Skipped(system, "its process failed, see above")
        return _read(system, material.name, json.loads(given.read_text("utf-8")))


def _read(system: str, set_name: str, given: dict[str, Any]) -> Run | Skipped:
    if "unavailable" in given:
        return Skipped(system, given["unavailable"])
    heard = tuple(tuple(Said(*each) for each in item) for item in given["heard"])
    loading, work = Spent(**given["loading"]), Spent(**given["work"])
    return Run(system, set_name, heard, loading, work, given["frames"], given["operations"])


class _Clock:
    """What this process and its children have spent since it was made, and the most memory that this one has held."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), _processor_s()

    def spent(self) -> Spent:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return Spent(time.perf_counter() - self._wall, _processor_s() - self._processor, peak / 1024)


def _processor_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Load the system, let it hear half a second of silence, then measure it over all jobs."""
    count, loading = EncoderCount(), _Clock()
    entry = entries()[order["system"]]
    try:
        system = entry.make(Allowance(Path(order["weights"]), order["threads"]))
    except Unavailable as reason:
        return {"unavailable": str(reason)}
    with tempfile.TemporaryDirectory() as folder:
        quiet = Path(folder) / "quiet.wav"
        write_wave(quiet, np.zeros((1, RATE // 2), np.float32))
        system.transcribe([Job(quiet, "fr", 1)])
    loaded = loading.spent()
    count.watch()
    jobs = [Job(Path(sound), language, channels) for sound, language, channels in order["jobs"]]
    working, heard = _Clock(), []
    for start in range(0, len(jobs), order["together"]):
        heard += system.transcribe(jobs[start : start + order["together"]])
    work = working.spent()
    return {
        "heard": [[[s.channel, s.start_ms, s.end_ms, s.text] for s in item] for item in heard],
        "loading": asdict(loaded),
        "work": asdict(work),
        "frames": count.frames,
        "operations": count.operations,
    }


def main(arguments: Sequence[str]) -> None:
    """Carry out the order in one file, and write what came of it to another."""
    asked, given = (Path(each) for each in arguments)
    given.write_text(json.dumps(carry_out(json.loads(asked.read_text("utf-8")))), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
