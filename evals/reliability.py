"""Whether the confidence of words means what it says: of those with 0.8, eight in ten should have been said.

Run: python -m evals.reliability [--half evaluation] [--sets calls,samples] [--raw] [--svg FILE] [--learn]

`--learn` prints the weights by which hearing/confidence.py makes confidence of the model's own probability of words,
which `--raw` measures; it hears the half "development" alone. A word is right where it aligns with a word that was said
on its channel; numbers are left out. "error" is the mean distance of confidence from the share that is right, "ranking"
how often a right word has more of it than a wrong one. For passages, each word has the confidence of its passage.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from evals.asr.calibration import Judged, bins_of, expected_calibration_error, judged, markings, ranking
from evals.asr.diagram import diagram
from evals.asr.learning import learned, uncalibrated
from evals.asr.material import HALVES, Half, Item
from evals.asr.our_systems import Ours, ours
from evals.asr.sets import SETS
from evals.asr.systems import Allowance, Job
from evals.machine import heading
from gardefou.adapters.report.sayings import UNSURE_BELOW
from gardefou.adapters.speech.weights import find_weights
from gardefou.bootstrap.settings import read_settings

SHOWN_SETS = ("calls", "samples", "english")
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


class Heard(NamedTuple):
    """What was heard of one channel: its language, each word with its own confidence, and with that of its passage."""

    set_name: str
    language: str
    words: list[Judged]
    passages: list[Judged]


def main() -> None:
    """Hear the sets and print the diagram, or the weights."""
    options = _options()
    settings = read_settings()
    engine = ours(Allowance(find_weights(settings.speech_model, settings.models), options.threads), options.beam)
    print(heading(f"python -m evals.reliability {' '.join(sys.argv[1:])}".rstrip()))
    if options.learn:
        with uncalibrated():
            print(learned([word for each in _heard(engine, "development", options) for word in each.words]))
        return
    for half in options.half.split(","):
        with uncalibrated() if options.raw else nullcontext():
            heard = list(_heard(engine, half, options))
        _print(half, heard)
        if options.svg:
            words = [word for each in heard for word in each.words]
            options.svg.with_stem(f"{options.svg.stem}-{half}").write_text(diagram(bins_of(words)), "utf-8")


def _heard(engine: Ours, half: Half, options: argparse.Namespace) -> Iterator[Heard]:
    with tempfile.TemporaryDirectory(prefix="gardefou-reliability-") as folder:
        for name in options.sets.split(","):
            for item in SETS[name](half, Path(folder), options.minutes).items[: options.most]:
                print(f"{half}: {name}, {item.name}", file=sys.stderr, flush=True)
                yield from _of_item(engine, item, name)


def _of_item(engine: Ours, item: Item, set_name: str) -> Iterator[Heard]:
    heard = engine.heard(Job(item.sound, item.language, item.channels))
    for channel in range(item.channels):
        turns = sorted((t for t in item.turns or () if t.channel == channel), key=lambda turn: turn.start_ms)
        pairs = [(segment, word) for segment, word in heard.words() if segment.channel == channel]
        passages = [replace(word, confidence=segment.confidence) for segment, word in pairs]
        words = judged(turns, [word for _, word in pairs], item.language)
        yield Heard(set_name, item.language, words, judged(turns, passages, item.language))


def _print(half: str, heard: Sequence[Heard]) -> None:
    words = [word for each in heard for word in each.words]
    if not words:
        print(f"\n{half}: nothing was heard")
        return
    _print_errors(half, heard)
    print(f"\n{'words':>8}{'confidence':>12}{'right':>8}")
    for each in bins_of(words):
        print(f"{each.words:>8}{each.confidence:>12.3f}{each.right:>8.3f}  {'#' * round(40 * each.right)}")
    print(f"\nmarked as unsure (pages: below {UNSURE_BELOW:g}): share of words, of them wrong, of the wrong ones")
    for marking in markings(words, THRESHOLDS):
        print(f"  below {marking.below:.1f}{marking.marked:>8.3f}{marking.precision:>8.3f}{marking.recall:>8.3f}")


def _print_errors(half: str, heard: Sequence[Heard]) -> None:
    """Words and passages, of all that was heard, of each set and of each language."""
    groups = {half: heard}
    for each in heard:
        for name in (f"  {each.set_name}", f"  in {each.language}"):
            groups.setdefault(name, [one for one in heard if name in (f"  {one.set_name}", f"  in {one.language}")])
    print(f"\n{'':<14}{'words':>8}{'right':>8}{'error':>8}{'ranking':>9}   passages: {'error':>6}")
    for name, own in groups.items():
        words = [word for each in own for word in each.words]
        passages = [word for each in own for word in each.passages]
        right = sum(word.is_right for word in words) / max(1, len(words))
        errors = [expected_calibration_error(bins_of(each)) for each in (words, passages)]
        print(f"{name:<14}{len(words):>8}{right:>8.3f}{errors[0]:>8.3f}{ranking(words):>9.3f}{errors[1]:>19.3f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", default=",".join(HALVES), help="development, evaluation or both with a comma")
    parser.add_argument("--sets", default=",".join(SHOWN_SETS))
    parser.add_argument("--minutes", type=float, default=30, help="of calls that are built")
    parser.add_argument("--most", type=int, help="so many sounds of each set at most")
    parser.add_argument("--beam", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--svg", type=Path, help="write a diagram beside this file, one for each half")
    parser.add_argument("--raw", action="store_true", help="the model's own probability of words")
    parser.add_argument("--learn", action="store_true", help="print the weights of confidence, from development")
    return parser.parse_args()


if __name__ == "__main__":
    main()
