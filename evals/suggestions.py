"""Whether knowledge cards come when they are due, on the labelled moments of the sample calls.

Run: python -m evals.suggestions [--heard DIRECTORY | --live] [--without-meaning] [--half HALF] [--cards] [--learn]

`--heard` plays what the engine heard of the calls (recorded by `python -m evals.samples --record DIRECTORY`) instead of
the text of their labels. `--live` hears each call as if it went on, in simulated time, and plays its words when they
come: final ones alone, then also those that will stay while somebody still speaks; "late" is the time from the last
word that a card quotes until it comes. `--learn` prints the weights of assist/knowledge/confidence.py, learned on the
calls and dialogues of part "development" alone, and what each threshold gives there when each call is judged by weights
learned from the others. "left alone" are the turns where no card was due and no undue one came.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from evals.machine import heading
from evals.suggestion_learning import Remembering, learned
from evals.suggestion_moments import LabelledCall, dialogues, folder_of_cards, labelled_calls
from evals.suggestion_scores import Figures, Score, figures, score, scored
from evals.suggestion_streams import coming, heard_live, late_ms, shown_of
from gardefou.adapters.documents.knowledge_folder import read_knowledge
from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.adapters.speech.live_engine import LiveWhisperEngine
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.assist.knowledge.finder import CardFinder
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.kernel.transcript import Language

DAY = date(2026, 11, 22)
"""The day on which cards are valid or expired."""
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


def main() -> None:
    """Play the calls and print the table."""
    options = _options()
    laboratory = Laboratory(read_settings())
    cards = read_knowledge(folder_of_cards(), laboratory.lexicon)
    finder = CardFinder(cards, None if options.without_meaning else Remembering(laboratory.embeddings))
    print(heading(f"python -m evals.suggestions {' '.join(sys.argv[1:])}".rstrip()))
    if options.learn:
        _learn(finder)
        return
    columns = f"{'shown':>7}{'right':>7}{'due':>6}{'found':>7}{'precision':>11}{'recall':>8}{'left alone':>14}"
    print(f"{len(cards)} cards\n\n{'':<24}{columns}")
    if options.live:
        _live(finder, laboratory, options)
        return
    for half in options.half.split(","):
        began, turns = time.perf_counter(), 0
        scores = []
        for call in labelled_calls(half):
            heard = read_transcript(options.heard / f"{call.id}.json") if options.heard else call.transcript
            scores.append(score(call, heard, finder, DAY))
            turns += len(heard.segments)
        spent_ms = 1000 * (time.perf_counter() - began) / max(1, turns)
        for each in scores:
            print(_row(f"  {each.call}", figures([each])))
        print(_row(half, figures(scores)) + f"   {spent_ms:.1f} ms for each utterance")
        if options.cards:
            _print_cards(scores)


def _live(finder: CardFinder, laboratory: Laboratory, options: argparse.Namespace) -> None:
    model = laboratory.whisper
    engine = LiveWhisperEngine(model.weights, model.name, read_settings().speech_beam, laboratory.glossary)
    sounds = {each.id: each for each in sample_calls()}
    for half in options.half.split(","):
        calls = [(call, heard_live(sounds[call.id], engine, SileroVoiceActivity())) for call in labelled_calls(half)]
        for so_far in (False, True):
            scores, late = [], []
            for call, stream in calls:
                cards = coming(stream, Language(call.transcript.language), finder, DAY, so_far=so_far)
                scores.append(scored(call, tuple(shown_of(call, cards))))
                late += [late_ms(each, stream) / 1000 for each in cards]
            p50, p95 = np.percentile(late or [0.0], (50, 95))
            name = f"{half}, {'as they stay' if so_far else 'final'}"
            print(f"{_row(name, figures(scores))}   late {p50:.2f} s, p95 {p95:.2f} s")
            if options.cards:
                _print_cards(scores)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heard", type=Path, help="play the engine outputs recorded in this directory")
    parser.add_argument("--live", action="store_true", help="hear the calls as if they went on")
    parser.add_argument("--without-meaning", action="store_true", help="triggers and words alone")
    parser.add_argument("--half", default="development,evaluation", help="which halves")
    parser.add_argument("--cards", action="store_true", help="print each wrong and each missed card")
    parser.add_argument("--learn", action="store_true", help="print weights learned on development")
    return parser.parse_args()


def _row(name: str, of: Figures) -> str:
    alone = f"{of.quiet}/{of.needless} {of.left_alone:.0%}"
    return (
        f"{name:<24}{of.shown:>7}{of.right:>7}{of.due:>6}{of.found:>7}{of.precision:>11.2f}{of.recall:>8.2f}{alone:>14}"
    )


def _print_cards(scores: Sequence[Score]) -> None:
    for each in scores:
        for one in each.shown:
            if not one.is_due:
                print(f"    {each.call} at {one.at_ms / 1000:.0f} s, not due: {one.card}")
        for card in each.missed:
            print(f"    {each.call}, missed: {card}")


def _learn(finder: CardFinder) -> None:
    calls = [*labelled_calls("development"), *dialogues()]
    print(f"{len(calls)} calls and dialogues; {learned(calls, finder, 0.5)}")
    apart = [(call, learned([each for each in calls if each != call], finder, 0.0)) for call in calls]
    for least in THRESHOLDS:
        scores = []
        for call, weights in apart:
            finder.weights = replace(weights, least=least)
            scores.append(_scored(call, finder))
        print(_row(f"least {least:.2f}", figures(scores)))


def _scored(call: LabelledCall, finder: CardFinder) -> Score:
    return score(call, call.transcript, finder, DAY)


if __name__ == "__main__":
    main()
