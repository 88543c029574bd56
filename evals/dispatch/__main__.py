"""Measure how well the dispatch scorecard is answered on speakers that nothing was learned from.

Run: python -m evals.dispatch                              (each speaker answered by what others taught)
     python -m evals.dispatch --ways                       (also other ways of learning)
     python -m evals.dispatch --train FOLDER --test FOLDER (learn from one folder of dialogues, judge on another)
     python -m evals.dispatch --write FILE --version 2     (learn from all, write the scorecard's next version)
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from evals.dispatch.dialogues import DEFAULT_DATA, DEVELOPMENT, DIALOGUES, NOTICE, LabelledCall, read_calls
from evals.dispatch.learning import Laboratory, unlearned
from evals.dispatch.scores import SetScores, set_scores
from evals.dispatch.tables import compare, show
from evals.dispatch.ways import ways
from evals.dispatch.written import with_learned
from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.adapters.embeddings import UniversalSentenceEmbeddings
from gardefou.bootstrap.resources import resource
from gardefou.evaluation.model import Scorecard

SIZES = (0, 10, 20, None)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.dispatch", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="the folder with dialogues and labels")
    parser.add_argument("--train", type=Path, help="a folder to learn from, default --data; needs --test")
    parser.add_argument("--test", type=Path, help="a folder of other dialogues to judge on")
    parser.add_argument("--scorecard", type=Path, default=resource("scorecards/dispatch.yaml"))
    parser.add_argument("--as-is", action="store_true", help="with --test: do not learn, take the scorecard as it is")
    parser.add_argument("--ways", action="store_true", help="also other ways of learning")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="only learn from all dialogues and write the scorecard"
    )
    parser.add_argument("--version", default="2", help="of the scorecard that is written")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    train = arguments.train or arguments.data
    needed = (arguments.test,) if arguments.as_is else (train, arguments.test)
    for folder in filter(None, needed):
        if not (folder / DIALOGUES).is_file():
            print(f"skipped: no dialogues in {folder} (give a folder that holds {DIALOGUES} and its labels)")
            return
    print(NOTICE)
    scorecard = read_yaml(arguments.scorecard, Scorecard)
    embeddings = UniversalSentenceEmbeddings()
    calls = [] if arguments.as_is else list(read_calls(train))
    if arguments.write:
        _write(arguments, scorecard, calls, embeddings)
        return
    if arguments.test:
        figures = _on_others(scorecard, calls, list(read_calls(arguments.test)), arguments.as_is, embeddings)
    else:
        figures = _by_speaker(scorecard, calls, embeddings)
        if arguments.ways:
            compare(
                "ways of learning, without words, each speaker by the others",
                ways(unlearned(scorecard, False), calls, embeddings),
            )
    if arguments.json:
        document = {"labels": NOTICE, "figures": {name: asdict(each) for name, each in figures.items()}}
        arguments.json.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")


def _write(
    arguments: argparse.Namespace,
    scorecard: Scorecard,
    calls: Sequence[LabelledCall],
    embeddings: UniversalSentenceEmbeddings,
) -> None:
    lessons = Laboratory(calls, embeddings).learned(scorecard, calls, with_curve=True).lessons
    heads = {each.criterion: each.head for each in lessons if each.head}
    text = arguments.scorecard.read_text(encoding="utf-8")
    arguments.write.write_text(with_learned(text, heads, arguments.version), encoding="utf-8")
    read_yaml(arguments.write, Scorecard)
    for each in lessons:
        points = (
            ", ".join(f"{point.calls}: {point.right} of {point.decided}" for point in each.head.curve)
            if each.head
            else ""
        )
        print(f"{each.criterion:20}{each.calls:4} calls, right of decided by calls learned from: {points}")


def _on_others(
    scorecard: Scorecard,
    calls: Sequence[LabelledCall],
    others: Sequence[LabelledCall],
    as_is: bool,
    embeddings: UniversalSentenceEmbeddings,
) -> dict[str, SetScores]:
    """Figures of other dialogues, after learning from all calls."""
    laboratory = Laboratory([*calls, *others], embeddings)
    taught = scorecard if as_is else laboratory.taught(unlearned(scorecard), calls)
    name = "the scorecard as it is" if as_is else f"learned from {len(calls)} calls"
    figures = {name: set_scores(others, laboratory.answered(taught, others))}
    show(name, figures[name])
    return figures


def _by_speaker(
    scorecard: Scorecard, calls: Sequence[LabelledCall], embeddings: UniversalSentenceEmbeddings
) -> dict[str, SetScores]:
    """Figures of every speaker, after learning from the others, without and with the words of the scorecard."""
    laboratory = Laboratory(calls, embeddings)
    held_out = sorted({call.adviser_speaker for call in calls} - set(DEVELOPMENT))
    kinds = {
        "without words, all speakers": (unlearned(scorecard, words=False), ()),
        f"with words, {' and '.join(held_out)}": (unlearned(scorecard), held_out),
    }
    figures: dict[str, SetScores] = {}

    def lines() -> Iterator[tuple[str, SetScores]]:
        for name, (card, tested) in kinds.items():
            judged = [call for call in calls if not tested or call.adviser_speaker in tested]
            nearest = set_scores(judged, laboratory.answered(card, judged))
            yield f"{name}: nearest exemplar, nothing learned", nearest
            for size in SIZES:
                calls_of = "all other calls" if size is None else f"{size} calls"
                figures[f"{name}: {calls_of}"] = laboratory.by_other_speakers(card, calls, size, tested)
                yield f"{name}: learned from {calls_of} of other speakers", figures[f"{name}: {calls_of}"]

    compare("each speaker answered by what others taught", lines())
    for name, each in figures.items():
        if name.endswith("all other calls"):
            show(name, each)
    return figures


if __name__ == "__main__":
    main()
