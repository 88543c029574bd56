"""Measure how much memory and time it takes to decode, silence and draw a long call.

Run: python -m evals.decode [hours]   (a quarter of an hour by default; each measure in a process of its own)
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from gardefou.adapters.media.peaks import peaks
from gardefou.adapters.media.silence import write_silenced
from gardefou.adapters.media.sound import open_sound
from gardefou.kernel.transcript import Redaction

RATE = 8_000
KINDS = {
    "call.wav": ("wav", "pcm_s16le", RATE),
    "law.wav": ("wav", "pcm_alaw", RATE),
    "call.flac": ("flac", "flac", RATE),
    "call.mp3": ("mp3", "libmp3lame", RATE),
    "call.m4a": ("ipod", "aac", RATE),
    "call.ogg": ("ogg", "libopus", 2 * RATE),
}


def write_call(path: Path, hours: float) -> None:
    """Write a stereo call of loud noise in turns, the hardest sound to encode."""
    container, codec, rate = KINDS[path.name]
    noise = np.random.default_rng(1).normal(0, 0.1, (2, 10 * rate)).clip(-1, 1).astype(np.float32)
    noise[0, : 5 * rate] = noise[1, 5 * rate :] = 0
    with av.open(str(path), "w", format=container) as target:
        stream = target.add_stream(codec, rate=rate, layout="stereo")
        assert isinstance(stream, av.audio.stream.AudioStream)
        for index in range(round(hours * 360)):
            frame = av.AudioFrame.from_ndarray(noise, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = rate, index * noise.shape[1]
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def resident_mb() -> float:
    """Return the most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(work: Callable[[], object], hours: float) -> None:
    """Print the growth of the process and the seconds for an hour of sound."""
    before, started = resident_mb(), time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(f"{resident_mb() - before:6.0f} MB {seconds / hours:7.2f} s per audio hour {hours * 3600 / seconds:7.0f} x")


def run(task: str, path: Path, hours: float) -> None:
    """Do one task on one file in this process."""
    if task == "write":
        return write_call(path, hours)
    if task == "open":
        return measure(lambda: open_sound(path), hours)
    sound = open_sound(path)
    if task == "decode":
        return measure(lambda: [None for _ in sound.blocks()], hours)
    if task == "peaks":
        return measure(lambda: peaks(sound), hours)
    redactions = [
        Redaction("card", 0, start, start + 9_000) for start in range(60_000, round(hours * 3_600_000), 600_000)
    ]
    return measure(lambda: write_silenced(sound, redactions, path.with_suffix(".silenced.ogg")), hours)


def main(hours: float) -> None:
    """Measure every kind of file, each task in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        for name in KINDS:
            path = Path(folder) / name
            for task in ("write", "open", "decode", "peaks", "silence"):
                if task != "write":
                    print(f"{name:10} {path.stat().st_size / 1e6:6.0f} MB file  {task:8}", end="", flush=True)
                subprocess.run([sys.executable, __file__, task, str(path), str(hours)], check=True)
            path.unlink()


if __name__ == "__main__":
    if len(sys.argv) == 4:
        run(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.25)
