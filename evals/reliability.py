"""Whether the confidence of words means what it says: of those with 0.8, eight in ten should have been said.

Run: python -m evals.reliability [--half evaluation] [--sets calls,samples] [--svg FILE]

A calibration is fitted on the half "development" and read on the other one. A word is right where it aligns with a
word that was said on its channel; numbers are left out.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.asr.calibration import Bin, Judged, bins_of, expected_calibration_error, judged
from evals.asr.diagram import diagram
from evals.asr.material import HALVES, Half, Item
from evals.asr.our_systems import Ours, ours
from evals.asr.sets import SETS
from evals.asr.systems import Allowance, Job
from evals.machine import heading
from gardefou.adapters.speech.weights import find_weights
from gardefou.bootstrap.settings import read_settings

SHOWN_SETS = ("calls", "prompts", "samples")


def main() -> None:
    """Hear the sets and print the diagram."""
    options = _options()
    settings = read_settings()
    engine = ours(Allowance(find_weights(settings.speech_model, settings.models), options.threads), options.beam)
    print(heading(f"python -m evals.reliability {' '.join(sys.argv[1:])}".rstrip()))
    for half in options.half.split(","):
        words = list(_heard(engine, half, options))
        bins = bins_of(words)
        _print(half, words, bins)
        if options.svg:
            options.svg.with_stem(f"{options.svg.stem}-{half}").write_text(diagram(bins), "utf-8")


def _heard(engine: Ours, half: Half, options: argparse.Namespace) -> Iterator[Judged]:
    with tempfile.TemporaryDirectory(prefix="gardefou-reliability-") as folder:
        for name in options.sets.split(","):
            for item in SETS[name](half, Path(folder), options.minutes).items[: options.most]:
                print(f"{half}: {name}, {item.name}", file=sys.stderr, flush=True)
                yield from _of_item(engine, item)


def _of_item(engine: Ours, item: Item) -> Iterator[Judged]:
    heard = engine.heard(Job(item.sound, item.language, item.channels))
    for channel in range(item.channels):
        turns = sorted((t for t in item.turns or () if t.channel == channel), key=lambda turn: turn.start_ms)
        words = [word for segment, word in heard.words() if segment.channel == channel]
        yield from judged(turns, words, item.language)


def _print(half: str, words: Sequence[Judged], bins: Sequence[Bin]) -> None:
    if not words:
        print(f"\n{half}: nothing was heard")
        return
    share = sum(word.is_right for word in words) / len(words)
    print(
        f"\n{half}: {len(words)} words, {share:.3f} right, "
        f"expected calibration error {expected_calibration_error(bins):.3f}"
    )
    print(f"{'words':>8}{'confidence':>12}{'right':>8}")
    for each in bins:
        print(f"{each.words:>8}{each.confidence:>12.3f}{each.right:>8.3f}  {'#' * round(40 * each.right)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", default=",".join(HALVES), help="development, evaluation or both with a comma")
    parser.add_argument("--sets", default=",".join(SHOWN_SETS))
    parser.add_argument("--minutes", type=float, default=30, help="of calls that are built")
    parser.add_argument("--most", type=int, help="so many sounds of each set at most")
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--svg", type=Path, help="write a diagram beside this file, one for each half")
    return parser.parse_args()


if __name__ == "__main__":
    main()
