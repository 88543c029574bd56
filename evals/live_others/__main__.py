"""Measures live hearing beside other systems on the same sound with the same weights.

python -m evals.live_others [--half evaluation] [--seconds 60] [--calls 3] [--systems NAME,NAME] [--python PATH]

The others want other versions of packages than the project, so they live in an environment of their own, of
Python 3.11 or 3.12:

    python -m venv others
    others/bin/pip install WhisperLiveKit opus-fast-mosestokenizer
    others/bin/pip install --no-deps whisper-streaming    (it asks for a sound card's library, which is not used)
    python -m evals.live_others --python others/bin/python

Each system hears the first channel of each call by itself, in a process of its own, with one thread, int8, and a search
5 wide. Time is simulated for all: sound comes as it is spoken, and computing takes its processor time. "final" are
seconds from the end of a sentence until its last word stays, for those sentences whose last word was heard and that do
not end with the excerpt; "shown" from the end of a word, by the system's own account, until one is displayed at its
place. "invented" are words where nobody speaks. A system that cannot run is skipped, and the reason told.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from evals.asr.material import HALVES
from evals.asr.sets import SETS
from evals.asr.systems import Unavailable
from evals.live.excerpts import excerpts, one_channel
from evals.live_others.exchange import Order
from evals.live_others.systems import SYSTEMS, hear
from evals.live_others.table import head, row
from evals.machine import heading
from evals.named_options import names_of
from gardefou.adapters.speech.weights import find_weights
from gardefou.bootstrap.settings import read_settings

BEAM = 5
"""What WhisperLiveKit has, and nothing else."""


def main() -> None:
    """Measure each system and print one table."""
    options = _options()
    settings = read_settings()
    order = Order(str(find_weights(settings.speech_model, settings.models).resolve()), settings.speech_model, BEAM)
    print(heading(f"python -m evals.live_others {' '.join(sys.argv[1:])}".rstrip()))
    print(f"half: {options.half}; simulated time; weights: {settings.speech_model}; load: {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory(prefix="gardefou-live-") as folder:
        found = excerpts(options.sets, options.half, options.seconds, options.calls, Path(folder))
    calls = [one_channel(each) for each in found]
    skipped = []
    print(head(), flush=True)
    for name in options.systems:
        try:
            print(row(name, calls, hear(SYSTEMS[name], options.python, order, calls)), flush=True)
        except Unavailable as reason:
            skipped.append(f"{name} skipped: {reason}")
    for line in skipped:
        print(line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="evaluation")
    parser.add_argument("--sets", type=names_of(SETS), default=["calls", "samples"], help=", ".join(SETS))
    parser.add_argument("--systems", type=names_of(SYSTEMS), default=list(SYSTEMS), help=", ".join(SYSTEMS))
    parser.add_argument("--calls", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60, help="of each call")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="that has the other systems")
    return parser.parse_args()


if __name__ == "__main__":
    main()
