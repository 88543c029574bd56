"""Measure speech recognition: gardefou's engine and others on the same sound in the same run, one table a set.

Run: python -m evals.asr [--half evaluation] [--sets calls,prompts] [--systems NAME,NAME] [--rounds 3] [--minutes 30]

Settings are chosen on the half "development" only. In each round every system takes its turn, in a process of its own;
loading is measured apart. Processor seconds are user and system time of all threads and children, for an hour of sound
with all its channels. "invented" are words in stretches where nobody speaks on that channel. "frames/s" are mel frames
that went through the encoder for each second of each channel (100 are real), "of limit" what they compute by the int8
operations of one core in the same processor time; the limit is measured by large matrix products.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from evals.asr.errors import scored
from evals.asr.int8_product import peak_operations
from evals.asr.material import HALVES, MaterialSet, Measured, Run
from evals.asr.process import run_system
from evals.asr.sets import SETS
from evals.asr.systems import Allowance, entries
from evals.asr.table import print_set
from evals.asr.texts import write_texts
from evals.machine import heading
from evals.named_options import names_of
from gardefou.adapters.speech.weights import find_weights
from gardefou.bootstrap.settings import read_settings


def main() -> None:
    """Measure what is asked for and print the tables."""
    options = _options()
    every = entries()
    settings = read_settings()
    allowed = Allowance(find_weights(settings.speech_model, settings.models), options.threads)
    peak = peak_operations()
    print(heading(f"python -m evals.asr {' '.join(sys.argv[1:])}".rstrip()))
    print(
        f"half: {options.half}; rounds: {options.rounds}; threads: {options.threads}; weights: {settings.speech_model}"
    )
    figures = []
    with tempfile.TemporaryDirectory(prefix="gardefou-asr-") as folder:
        for name in options.sets:
            made = SETS[name](options.half, Path(folder), options.minutes)
            measured = measure(replace(made, items=made.items[: options.most]), options, allowed)
            peak = max(peak, peak_operations())
            print_set(measured, every, peak)
            sys.stdout.flush()
            figures.append(_figures(measured))
            if options.texts:
                write_texts(measured, options.texts)
    print(f"\nlimit of one core: {peak / 1e9:.0f} GOP/s of int8, the most seen in products of 2048 x 2048 matrices")
    if options.json:
        content = {"half": options.half, "threads": options.threads, "peak_operations": peak, "sets": figures}
        options.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def measure(material: MaterialSet, options: argparse.Namespace, allowed: Allowance) -> Measured:
    """Each system in turn, round after round; one that cannot run is asked once."""
    measured = Measured(material)
    for number in range(options.rounds if material.items else 0):
        for system in options.systems:
            if any(each.system == system for each in measured.skipped):
                continue
            print(f"{material.name}: round {number + 1} of {options.rounds}, {system}", file=sys.stderr, flush=True)
            run = run_system(system, material, allowed, options.together)
            if isinstance(run, Run):
                measured.runs.setdefault(system, []).append(run)
            else:
                measured.skipped.append(run)
                measured.runs.pop(system, None)
    return measured


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="evaluation")
    parser.add_argument("--sets", type=names_of(SETS), default=list(SETS), help=", ".join(SETS))
    parser.add_argument("--systems", type=names_of(entries()), default=list(entries()), help=", ".join(entries()))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=30, help="of calls that are built")
    parser.add_argument("--most", type=int, help="so many sounds of each set at most")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--together", type=int, default=1, help="how many sounds a system is given at once")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--texts", type=Path, help="also write what was said and heard to this folder")
    return parser.parse_args()


def _figures(measured: Measured) -> dict[str, Any]:
    material = measured.material
    systems = {}
    for name, runs in measured.runs.items():
        score = scored(material, runs[0])
        systems[name] = {
            "rounds": [
                {"loading": asdict(run.loading), "work": asdict(run.work), "operations": run.operations} for run in runs
            ],
            "frames": runs[0].frames,
            "wer": score and score.word_error_rate,
            "cer": score and score.character_error_rate,
            "invented": score and score.invented,
        }
    skipped = {each.system: each.reason for each in measured.skipped}
    return {
        "set": material.name,
        "hours": material.hours,
        "missing": material.missing,
        "systems": systems,
        "skipped": skipped,
    }


if __name__ == "__main__":
    main()
