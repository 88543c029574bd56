"""whisper.cpp by its Python package, on the same weights in its own 8 bits: beam 5, as its command line decodes."""

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from faster_whisper import decode_audio

from evals.asr.ggml_model import write_ggml
from evals.asr.material import Said
from evals.asr.systems import Allowance, Entry, Job, Unavailable

BEAM = {"beam_size": 5, "patience": -1.0}
MS_PER_TICK = 10


class WhisperCpp:
    """One model, each channel on its own."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def transcribe(self, jobs: Sequence[Job]) -> list[list[Said]]:
        """One sound after the other."""
        return [self._one(job) for job in jobs]

    def _one(self, job: Job) -> list[Said]:
        sound = decode_audio(str(job.sound), split_stereo=job.channels == 2)
        return [
            Said(channel, MS_PER_TICK * segment.t0, MS_PER_TICK * segment.t1, segment.text)
            for channel, samples in enumerate(sound if job.channels == 2 else [sound])
            for segment in self._model.transcribe(samples, language=job.language)
        ]


def _make(allowed: Allowance) -> WhisperCpp:
    """The weights are converted in another process, so that this one's memory is that of hearing."""
    try:
        package = importlib.import_module("pywhispercpp.model")
    except ImportError:
        raise Unavailable("pywhispercpp is not installed") from None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ggml.bin"
        subprocess.run([sys.executable, "-m", __name__, str(allowed.weights), str(file)], check=True)
        return WhisperCpp(
            package.Model(
                str(file),
                params_sampling_strategy=1,
                beam_search=BEAM,
                n_threads=allowed.threads,
                print_progress=False,
                redirect_whispercpp_logs_to=None,
            )
        )


ENTRIES = (Entry("whisper-cpp", "whisper.cpp, beam 5, Q8_0", False, False, _make),)


if __name__ == "__main__":
    write_ggml(Path(sys.argv[1]), Path(sys.argv[2]))
