"""A scorecard whose criteria of meaning have learned from labelled calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gardefou.evaluation.criteria import Criterion, MeaningCriterion
from gardefou.evaluation.learned_head import LearnedHead
from gardefou.evaluation.learning.curve import learning_curve
from gardefou.evaluation.learning.labelled import Exemplars, Heard, LabelledCall
from gardefou.evaluation.learning.training import Missing, from_heard, missing
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.embeddings import SentenceEmbeddings


@dataclass(frozen=True, slots=True)
class Lesson:
    """What became of one criterion: its head, None where nothing was learned, and how many calls are missing."""

    criterion: str
    calls: int
    missing: Missing
    head: LearnedHead | None


@dataclass(frozen=True, slots=True)
class LearnedScorecard:
    """The scorecard with what was learned, and one lesson a criterion of meaning."""

    scorecard: Scorecard
    lessons: tuple[Lesson, ...]


def learned_scorecard(
    scorecard: Scorecard,
    calls: Mapping[str, Sequence[LabelledCall]],
    version: str,
    embeddings: SentenceEmbeddings,
    exemplars_suffice: bool = False,
    with_curve: bool = True,
) -> LearnedScorecard:
    """The next version, with criteria of meaning taught from labelled calls by criterion.

    A criterion with too few calls stays as it was, or learns from exemplars alone if they are to suffice. Parts of a
    combination do not learn.
    """
    criteria = list(scorecard.criteria())
    lessons = [
        _lesson(criterion, criteria, calls.get(criterion.id, ()), embeddings, exemplars_suffice, with_curve)
        for criterion in criteria
        if isinstance(criterion, MeaningCriterion)
    ]
    heads = {each.criterion: each.head for each in lessons if each.head}
    return LearnedScorecard(_with(scorecard, heads, version), tuple(lessons))


def _lesson(
    criterion: MeaningCriterion,
    criteria: Sequence[Criterion],
    calls: Sequence[LabelledCall],
    embeddings: SentenceEmbeddings,
    exemplars_suffice: bool,
    with_curve: bool,
) -> Lesson:
    lacking = missing([each.met for each in calls])
    if lacking.calls and not exemplars_suffice:
        return Lesson(criterion.id, len(calls), lacking, None)
    exemplars = Exemplars.of(criterion, criteria, embeddings)
    heard = [] if lacking.calls else [Heard.of(each, criterion) for each in calls]
    head = from_heard(exemplars, heard, bool(criterion.phrases), embeddings)
    if with_curve and heard:
        curve = learning_curve(exemplars, heard, bool(criterion.phrases), embeddings)
        head = LearnedHead.model_validate({**head.model_dump(), "curve": curve})
    return Lesson(criterion.id, len(calls), lacking, head)


def _with(scorecard: Scorecard, heads: Mapping[str, LearnedHead], version: str) -> Scorecard:
    sections = tuple(
        section.model_copy(
            update={
                "criteria": tuple(
                    each.model_copy(update={"learned": heads[each.id]}) if each.id in heads else each
                    for each in section.criteria
                )
            }
        )
        for section in scorecard.sections
    )
    learned = scorecard.model_copy(update={"sections": sections, "version": version})
    return Scorecard.model_validate_json(learned.model_dump_json())
