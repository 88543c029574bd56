"""Time and memory for a call of one hour and of three: sample calls one after the other, two channels.

Run: python -m evals.long_call [HOURS ...] [--flow]   (1 and 3 by default; with --flow also silenced and evaluated)

Each length in a process of its own, so that the peak is its alone.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from evals.machine import heading
from gardefou.adapters.media.blocks import gathered
from gardefou.adapters.media.encode import write_opus
from gardefou.adapters.media.sound import open_sound
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource as packaged
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language, Role

ROLES = (Role.ADVISER, Role.CUSTOMER)
HOURS = (1.0, 3.0)
SCORECARD = "scorecards/customer_relation.yaml"


def chained(hours: float) -> Iterator[Samples]:
    """The French sample calls, again and again, until so many hours are full."""
    calls = [call.sound for call in sample_calls() if not call.id.endswith("_en")]
    left = round(hours * 3600 * HEARING_RATE)
    for sound in cycle(calls):
        for block in open_sound(sound).blocks():
            yield block.samples[:, :left]
            left -= block.samples.shape[1]
            if left <= 0:
                return


def measure(sound: Path, with_flow: bool) -> None:
    """Hear one call in this process and print what it took."""
    laboratory = Laboratory(read_settings())
    opened = open_sound(sound)
    started, used = time.perf_counter(), time.process_time()
    if with_flow:
        flow = laboratory.call_flow(laboratory.scorecard(packaged(SCORECARD)))
        made = flow.from_sound(opened, ROLES, Language.FRENCH, _progress, copy=sound.with_suffix(".copy.ogg"))
        transcript = made.transcript
    else:
        transcript = laboratory.hearing.hear(opened, ROLES, Language.FRENCH, _progress)
    wall, processor = time.perf_counter() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    hours = transcript.duration_ms / 3_600_000
    words = sum(len(segment.words) for segment in transcript.segments)
    print("\r", end="", file=sys.stderr, flush=True)
    what = "whole flow" if with_flow else "hearing"
    print(
        f"{hours:5.2f} h {what:<12}{wall:8.0f} s {processor:8.0f} s of processor time "
        f"{hours * 3600 / wall:7.1f} x real time {peak:7.0f} MB at most {words:8} words",
        flush=True,
    )


def _progress(step: str, share: float) -> None:
    print(f"\r{step} {share:4.0%}", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Build each call and measure it in a fresh process."""
    options = _options()
    if options.sound:
        return measure(options.sound, options.flow)
    print(heading(f"python -m evals.long_call {' '.join(sys.argv[1:])}".rstrip()), flush=True)
    print(f"threads: {read_settings().threads}", flush=True)
    for hours in options.hours or HOURS:
        with tempfile.TemporaryDirectory(prefix="gardefou-long-call-") as folder:
            sound = Path(folder) / "call.ogg"
            write_opus(gathered(chained(hours)), len(ROLES), sound)
            for extra in ([], ["--flow"]) if options.flow else ([],):
                command = [sys.executable, "-m", "evals.long_call", "--sound", str(sound), *extra]
                subprocess.run(command, check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("hours", type=float, nargs="*")
    parser.add_argument("--flow", action="store_true")
    parser.add_argument("--sound", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
