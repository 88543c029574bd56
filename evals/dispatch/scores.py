"""Figures about verdicts: precision, recall, F1, agreement, share decided, evidence, with intervals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.dispatch.counts import Answer, Counts
from evals.dispatch.dialogues import Label, LabelledCall
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import EvidenceKind
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict

CLASSES = (Verdict.MET, Verdict.NOT_MET)
LABELLED = (*CLASSES, Verdict.NOT_APPLICABLE)
FEWEST_LABELLED = 5
"""A class with fewer labelled calls in a set does not enter the macro-F1 of that set."""
EVIDENCE_TOLERANCE_MS = 2_000


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
    kappa: float | None
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
    evidence_hits: float | None
    criteria: tuple[CriterionScores, ...]


def answers(call: LabelledCall, results: Iterable[CriterionResult]) -> list[Answer]:
    """What the program says of every criterion on which the readers agree."""
    return [
        Answer(call.id, result.id, verdict, result.verdict, _evidence_hit(call.labels[result.id], result))
        for result in results
        if (verdict := call.labels[result.id].verdict) is not None
    ]


def _evidence_hit(label: Label, result: CriterionResult) -> bool | None:
    if not (label.verdict is result.verdict is Verdict.MET and label.evidence):
        return None
    wide = [Span(max(0, s.start_ms - EVIDENCE_TOLERANCE_MS), s.end_ms + EVIDENCE_TOLERANCE_MS) for s in label.evidence]
    quotes = [each.span for each in result.evidence if each.kind is EvidenceKind.QUOTE]
    return any(quote.overlaps(span) for quote in quotes for span in wide)


def scores(of: Sequence[Answer], verdict: Verdict) -> Scores:
    """Precision, recall and F1 of one class, over decided answers."""
    decided = [each for each in of if each.automated]
    hits = sum(each.labelled is each.given is verdict for each in decided)
    precision = _share(hits, sum(each.given is verdict for each in decided))
    recall = _share(hits, sum(each.labelled is verdict for each in decided))
    f1 = 2 * precision * recall / (precision + recall) if precision and recall else 0.0
    labelled = sum(each.labelled is verdict for each in of)
    return Scores(labelled, precision, recall, f1 if labelled else None)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def classes_of(of: Sequence[Answer]) -> list[tuple[str, Verdict]]:
    """The classes with enough labelled calls to enter the macro-F1."""
    pairs = Counter((each.criterion, each.labelled) for each in of if each.labelled in CLASSES)
    return sorted(pair for pair, count in pairs.items() if count >= FEWEST_LABELLED)


def set_scores(calls: Sequence[LabelledCall], given: dict[str, list[Answer]]) -> SetScores:
    """The figures of some calls."""
    by_call = [given[call.id] for call in calls]
    of = [answer for answers_ in by_call for answer in answers_]
    classes = classes_of(of)
    counts = Counts(by_call, classes)
    labelled = dict.fromkeys(criterion for call in calls for criterion in call.labels)
    criteria = tuple(_criterion_scores(criterion, calls, of) for criterion in labelled)
    return SetScores(
        calls=len(calls),
        classes=len(classes),
        macro_f1=counts.macro_f1(),
        interval=counts.interval(),
        macro_f1_undecided_missed=counts.macro_f1(undecided_missed=True),
        automated=_share(sum(each.automated for each in of), len(of)) or 0.0,
        evidence_hits=_hits(of),
        criteria=criteria,
    )


def _hits(of: Sequence[Answer]) -> float | None:
    hits = [each.evidence_hit for each in of if each.evidence_hit is not None]
    return _share(sum(hits), len(hits))


def kappa(of: Sequence[Answer]) -> float | None:
    """Cohen's kappa of decided verdicts with the labels; None where all agree on one verdict."""
    together = sum(each.given is each.labelled for each in of)
    by_chance = sum(
        sum(each.given is verdict for each in of) * sum(each.labelled is verdict for each in of) for verdict in LABELLED
    )
    if not of or by_chance == len(of) ** 2:
        return None
    return (together - by_chance / len(of)) / (len(of) - by_chance / len(of))


def _criterion_scores(id_: str, calls: Sequence[LabelledCall], of: Sequence[Answer]) -> CriterionScores:
    own = [each for each in of if each.criterion == id_]
    return CriterionScores(
        criterion=id_,
        disputed=sum(call.labels[id_].verdict is None for call in calls),
        met=scores(own, Verdict.MET),
        not_met=scores(own, Verdict.NOT_MET),
        kappa=kappa([each for each in own if each.automated]),
        automated=_share(sum(each.automated for each in own), len(own)),
        evidence_hits=_hits(own),
    )
