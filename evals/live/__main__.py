"""Measures live hearing.

python -m evals.live [--half evaluation] [--sets calls,samples] [--channels 1,4,8,16] [--real]

Calls go on at the same time, two channels each. Time is simulated, so that only computing takes as long as it does: a
batch occupies one of the lanes for the processor time that it takes; with --real calls last as long as they last.
"final" are seconds from the end of an utterance to its final words; "shown" from the end of a word until a word is
displayed at its place, and until that very word is; "hidden" is for how much of the time words were shown once final
only, as reading was behind. Word errors are those of final words, and of the engine for files on the same sound.
Settings were chosen on the half "development".
"""

import argparse
import sys
import tempfile
from pathlib import Path

from evals.asr.material import HALVES
from evals.asr.sets import SETS
from evals.live.clocks import real, simulated
from evals.live.excerpts import excerpts, one_channel
from evals.live.files import errors_as_files
from evals.live.table import head, row
from evals.machine import heading
from gardefou.adapters.speech.live_engine import LiveWhisperEngine
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.weights import find_weights
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.bootstrap.settings import read_settings

FILES_BEAM = 3


def main() -> None:
    """Measure each number of channels and print one table."""
    options = _options()
    settings = read_settings()
    model = WhisperModel(find_weights(settings.speech_model, settings.models), "cpu", None, options.lanes)
    engine = LiveWhisperEngine(model, settings.speech_model, options.beam)
    print(heading(f"python -m evals.live {' '.join(sys.argv[1:])}".rstrip()))
    clock = "real time" if options.real else "simulated time"
    print(f"half: {options.half}; {clock}; lanes: {options.lanes}; weights: {settings.speech_model}\n\n{head()}")
    with tempfile.TemporaryDirectory(prefix="gardefou-live-") as folder:
        most = (max(options.channels) + 1) // 2
        every = excerpts(options.sets, options.half, options.seconds, most, Path(folder))
    for count in options.channels:
        calls = every[: count // 2] if count > 1 else [one_channel(every[0])]
        heard = (real if options.real else simulated)(calls, engine, SileroVoiceActivity(), options.lanes)
        files = WhisperEngine(model, settings.speech_model, options.lanes, FILES_BEAM)
        print(row(calls, heard, errors_as_files(files, calls) if options.files else ()), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="evaluation")
    parser.add_argument("--sets", type=lambda text: text.split(","), default=["calls", "samples"], help=", ".join(SETS))
    parser.add_argument("--channels", type=lambda text: [int(each) for each in text.split(",")], default=[1, 4, 8, 16])
    parser.add_argument("--seconds", type=float, default=60, help="of each call")
    parser.add_argument("--lanes", type=int, default=2, help="batches at once, each on a core")
    parser.add_argument("--beam", type=int, default=3, help="for final words")
    parser.add_argument("--real", action="store_true", help="in real time")
    parser.add_argument("--no-files", dest="files", action="store_false", help="without hearing the sound as files")
    return parser.parse_args()


if __name__ == "__main__":
    main()
