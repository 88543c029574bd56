"""How well scorecards/dispatch.yaml is answered on simulated emergency-dispatch calls, by speaker."""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from gardefou.adapters.documents.transcript_file import read_transcript
from gardefou.bootstrap.laboratory import Laboratory
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.settings import read_settings
from gardefou.flows.laboratory_call import LaboratoryCall
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict

DEFAULT_DATA = Path("../shared/data/simsamu-fr")
SPEAKERS = {"development": ("speaker_2", "speaker_3"), "held out": ("speaker_1", "speaker_4")}
LABELS = {"met": Verdict.MET, "not_met": Verdict.NOT_MET, "na": Verdict.NOT_APPLICABLE}
CLASSES = (Verdict.MET, Verdict.NOT_MET)
FEWEST_LABELLED = 5
"""A class with fewer labelled calls in a set does not enter the macro-F1 of that set."""
EVIDENCE_TOLERANCE_MS = 2_000
RESAMPLES = 2_000
NOTICE = (
    "Labels are by two independent automatic readers following a codebook, not by people; "
    "where the readers disagree the call is left out of that criterion."
)


@dataclass(frozen=True, slots=True)
class Label:
    """What the readers say of one criterion; `verdict` is None where they disagree."""

    verdict: Verdict | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """A call with its labels by criterion."""

    id: str
    adviser_speaker: str
    transcript: Transcript
    labels: dict[str, Label]


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion of one call: the label, the verdict given, and whether a quote meets labelled evidence.

    `evidence_hit` is None unless both are met and the label names evidence.
    """

    call: str
    criterion: str
    labelled: Verdict
    given: Verdict
    evidence_hit: bool | None

    @property
    def automated(self) -> bool:
        """Whether the program decided."""
        return self.given is not Verdict.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Scores:
    """How one class of one criterion is recognised; a figure is None where nothing can be divided."""

    labelled: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class CriterionScores:
    """One line of the table."""

    criterion: str
    disputed: int
    met: Scores
    not_met: Scores
    automated: float | None
    evidence_hits: float | None


@dataclass(frozen=True, slots=True)
class SetScores:
    """The figures of one set of speakers; an interval is of 95 %, by bootstrap over calls."""

    calls: int
    classes: int
    macro_f1: float
    interval: tuple[float, float]
    macro_f1_undecided_missed: float
    automated: float
    criteria: tuple[CriterionScores, ...]


def read_calls(data: Path) -> Iterator[LabelledCall]:
    """The calls of the folder with their labels."""
    labels = json.loads((data / "simsamu-labels.json").read_text(encoding="utf-8"))
    with (data / "dialogues.jsonl").open(encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        for dialogue in map(json.loads, lines):
            file = Path(folder) / "turns.jsonl"
            file.write_text("\n".join(json.dumps(turn) for turn in dialogue["turns"]), encoding="utf-8")
            of_call = {id_: _label(each, dialogue["turns"]) for id_, each in labels[dialogue["id"]].items()}
            yield LabelledCall(dialogue["id"], dialogue["adviser_speaker"], read_transcript(file), of_call)


def _label(label: dict, turns: Sequence[dict]) -> Label:
    spans = [Span(turns[index]["start_ms"], turns[index]["end_ms"]) for index in label["evidence_turns"]]
    return Label(LABELS.get(label["verdict"]), tuple(spans))


def answers(call: LabelledCall, flow: LaboratoryCall) -> Iterator[Answer]:
    """What the program says of every criterion on which the readers agree."""
    evaluation = flow.from_transcript(call.transcript).evaluation
    for result in evaluation.criteria:
        label = call.labels[result.id]
        if label.verdict is not None:
            yield Answer(call.id, result.id, label.verdict, result.verdict, _evidence_hit(label, result))


def _evidence_hit(label: Label, result: CriterionResult) -> bool | None:
    if not (label.verdict is result.verdict is Verdict.MET and label.evidence):
        return None
    wide = [Span(max(0, s.start_ms - EVIDENCE_TOLERANCE_MS), s.end_ms + EVIDENCE_TOLERANCE_MS) for s in label.evidence]
    quotes = [each.span for each in result.evidence if each.kind is EvidenceKind.QUOTE]
    return any(quote.overlaps(span) for quote in quotes for span in wide)


def scores(of: Sequence[Answer], verdict: Verdict, undecided_missed: bool = False) -> Scores:
    """Precision, recall and F1 of one class, over decided answers unless undecided ones count as missed."""
    counted = of if undecided_missed else [each for each in of if each.automated]
    hits = sum(each.labelled is each.given is verdict for each in counted)
    precision = _share(hits, sum(each.given is verdict for each in counted))
    recall = _share(hits, sum(each.labelled is verdict for each in counted))
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    labelled = sum(each.labelled is verdict for each in of)
    return Scores(labelled, precision, recall, f1 if labelled else None)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def classes_of(of: Sequence[Answer]) -> list[tuple[str, Verdict]]:
    """The classes with enough labelled calls to enter the macro-F1."""
    pairs = [(each.criterion, each.labelled) for each in of if each.labelled in CLASSES]
    return sorted(pair for pair in set(pairs) if pairs.count(pair) >= FEWEST_LABELLED)


def macro_f1(of: Sequence[Answer], classes: Iterable[tuple[str, Verdict]], undecided_missed: bool = False) -> float:
    """The mean F1 of some classes, those without a labelled call left out."""
    by_criterion: dict[str, list[Answer]] = {}
    for each in of:
        by_criterion.setdefault(each.criterion, []).append(each)
    found = [scores(by_criterion.get(id_, []), verdict, undecided_missed).f1 for id_, verdict in classes]
    known = [f1 for f1 in found if f1 is not None]
    return sum(known) / len(known) if known else 0.0


def interval(by_call: Sequence[Sequence[Answer]], figure: Callable[[Sequence[Answer]], float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure, drawing whole calls."""
    chance = random.Random(0)  # noqa: S311 -- resampling, not secrecy
    drawn = sorted(
        figure([answer for call in chance.choices(by_call, k=len(by_call)) for answer in call])
        for _ in range(RESAMPLES)
    )
    return drawn[round(0.025 * RESAMPLES)], drawn[round(0.975 * RESAMPLES) - 1]


def set_scores(calls: Sequence[LabelledCall], given: dict[str, list[Answer]]) -> SetScores:
    """The figures of some calls."""
    by_call = [given[call.id] for call in calls]
    of = [answer for answers_ in by_call for answer in answers_]
    classes = classes_of(of)
    labelled = dict.fromkeys(criterion for call in calls for criterion in call.labels)
    criteria = tuple(_criterion_scores(criterion, calls, of) for criterion in labelled)
    return SetScores(
        calls=len(calls),
        classes=len(classes),
        macro_f1=macro_f1(of, classes),
        interval=interval(by_call, lambda drawn: macro_f1(drawn, classes)),
        macro_f1_undecided_missed=macro_f1(of, classes, undecided_missed=True),
        automated=_share(sum(each.automated for each in of), len(of)) or 0.0,
        criteria=criteria,
    )


def _criterion_scores(id_: str, calls: Sequence[LabelledCall], of: Sequence[Answer]) -> CriterionScores:
    own = [each for each in of if each.criterion == id_]
    hits = [each.evidence_hit for each in own if each.evidence_hit is not None]
    return CriterionScores(
        criterion=id_,
        disputed=sum(call.labels[id_].verdict is None for call in calls),
        met=scores(own, Verdict.MET),
        not_met=scores(own, Verdict.NOT_MET),
        automated=_share(sum(each.automated for each in own), len(own)),
        evidence_hits=_share(sum(hits), len(hits)),
    )


def show(name: str, figures: SetScores) -> None:
    """Print the table of one set."""
    print(f"\n{name} speakers ({', '.join(SPEAKERS[name])}), {figures.calls} calls")
    print(f"{'':22}{'met':^26}{'not met':^26}{'disputed':>9}{'decided':>9}{'evidence':>9}")
    print(f"{'criterion':22}" + 2 * f"{'n':>5}{'P':>7}{'R':>7}{'F1':>7}" + f"{'':9}{'share':>9}{'hit':>9}")
    for each in figures.criteria:
        line = "".join(_shown(part) for part in (each.met, each.not_met))
        print(f"{each.criterion:22}{line}{each.disputed:9}{_two(each.automated, 9)}{_two(each.evidence_hits, 9)}")
    low, high = figures.interval
    print(f"macro-F1 {figures.macro_f1:.3f}, 95 % interval {low:.3f} to {high:.3f} by bootstrap over calls,")
    print(f"  over {figures.classes} classes with at least {FEWEST_LABELLED} labelled calls;")
    print(f"  {figures.macro_f1_undecided_missed:.3f} when undecided counts as missed")
    print(f"decided share {figures.automated:.3f}")


def _shown(part: Scores) -> str:
    return f"{part.labelled:5}{_two(part.precision, 7)}{_two(part.recall, 7)}{_two(part.f1, 7)}"


def _two(figure: float | None, width: int) -> str:
    return f"{'-' if figure is None else format(figure, '.2f'):>{width}}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.dispatch", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="the folder with dialogues and labels")
    parser.add_argument("--set", choices=tuple(SPEAKERS), action="append", help="only these speakers")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    if not (arguments.data / "dialogues.jsonl").is_file():
        print(f"skipped: no dialogues in {arguments.data} (give the folder with --data)")
        return
    laboratory = Laboratory(read_settings())
    flow = laboratory.call_flow(laboratory.scorecard(resource("scorecards/dispatch.yaml")))
    sets = arguments.set or tuple(SPEAKERS)
    speakers = {speaker for each in sets for speaker in SPEAKERS[each]}
    calls = [call for call in read_calls(arguments.data) if call.adviser_speaker in speakers]
    began = time.perf_counter()
    given = {call.id: list(answers(call, flow)) for call in calls}
    each_ms = 1000 * (time.perf_counter() - began) / len(calls)
    figures = {
        name: set_scores([call for call in calls if call.adviser_speaker in SPEAKERS[name]], given) for name in sets
    }
    print(NOTICE)
    for name in sets:
        show(name, figures[name])
    print(f"\n{each_ms:.0f} ms per call, models loaded")
    if arguments.json:
        document: dict = {"labels": NOTICE, "each_call_ms": round(each_ms, 1)}
        document["sets"] = {name: asdict(each) for name, each in figures.items()}
        arguments.json.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
