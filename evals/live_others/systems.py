"""The systems, each in a process of its own by the Python that has it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from evals.asr.process import THREAD_VARIABLES
from evals.asr.systems import Unavailable
from evals.live.excerpts import Excerpt
from evals.live_others.exchange import Heard, Order, read_answer

ROOT = Path(__file__).parents[2]
OURS = "gardefou"


@dataclass(frozen=True, slots=True)
class System:
    """A system by name, and the module that runs it."""

    name: str
    module: str
    packages: str = ""


SYSTEMS = {
    each.name: each
    for each in (
        System(OURS, "ours"),
        System("whisper_streaming", "whisper_streaming_system", "whisper-streaming, opus-fast-mosestokenizer"),
        System("whisperlivekit", "whisperlivekit_system", "WhisperLiveKit"),
    )
}


def hear(system: System, python: Path, order: Order, calls: Sequence[Excerpt]) -> list[Heard]:
    """What a system hears in each call of one channel; raises Unavailable where it cannot run."""
    interpreter = sys.executable if system.name == OURS else str(python)
    with tempfile.TemporaryDirectory(prefix="gardefou-live-") as folder:
        sounds = []
        for number, call in enumerate(calls):
            sound = Path(folder) / f"{number}.npy"
            np.save(sound, call.samples[0])
            sounds.append((str(sound), call.language.value))
        try:
            run = subprocess.run(
                [interpreter, "-m", f"evals.live_others.{system.module}"],
                input=json.dumps({"order": asdict(order), "sounds": sounds}),
                stdout=subprocess.PIPE,
                env=_environment(system),
                text=True,
                check=False,
            )
        except OSError as error:
            raise Unavailable(f"--python {python}: {error.strerror}") from None
    if run.returncode:
        raise Unavailable("its process failed, see above")
    try:
        return read_answer(json.loads(run.stdout))
    except Unavailable as reason:
        wanted = f"install {system.packages} there, as python -m {__package__} -h tells"
        raise Unavailable(f"{reason} where {interpreter} looks; {wanted}") from None


def _environment(system: System) -> dict[str, str]:
    """One thread each; other environments find this package, and no other of the project."""
    found = {} if system.name == OURS else {"PYTHONPATH": str(ROOT)}
    return os.environ | dict.fromkeys(THREAD_VARIABLES, "1") | found
