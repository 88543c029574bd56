"""Makes a criterion ready to answer for many calls, by its kind."""

from collections.abc import Callable
from dataclasses import dataclass

from gardefou.evaluation.criteria import (
    CombinationCriterion,
    Criterion,
    JudgeCriterion,
    ManualCriterion,
    MeaningCriterion,
    MeaningPart,
    MeasureCriterion,
    MeasurePart,
    Part,
    PhraseCriterion,
    PhrasePart,
)
from gardefou.evaluation.kinds import combination, measure, phrase
from gardefou.evaluation.kinds.call import CallUnderEvaluation
from gardefou.evaluation.kinds.judge import Judge
from gardefou.evaluation.kinds.learned import LearnedJudge
from gardefou.evaluation.kinds.levels import at_level
from gardefou.evaluation.kinds.manual import left_to_people
from gardefou.evaluation.kinds.meaning import MeaningJudge
from gardefou.evaluation.ports import LanguageModel
from gardefou.kernel.embeddings import SentenceEmbeddings
from gardefou.kernel.evaluation import CriterionResult

Answer = Callable[[CallUnderEvaluation], CriterionResult]


@dataclass(frozen=True, slots=True)
class Engines:
    """What answers rest on; a criterion that needs one which is missing refuses to be made ready, or cannot tell."""

    embeddings: SentenceEmbeddings | None = None
    language_model: LanguageModel | None = None


def prepared(criterion: Criterion, engines: Engines) -> Answer:
    """The way to answer a criterion, with its level where it has several.

    Raises ValueError when it needs sentence embeddings and there are none, or learned with others.
    """
    if isinstance(criterion, ManualCriterion):
        return lambda _: left_to_people(criterion)
    if isinstance(criterion, CombinationCriterion):
        parts = [_rule(part, engines) for part in criterion.parts]
        return lambda call: combination.answer(criterion, call, [part(call) for part in parts])
    answer = _judge(criterion, engines) if isinstance(criterion, JudgeCriterion) else _rule(criterion, engines)
    return lambda call: at_level(criterion, answer(call), call)


def _judge(criterion: JudgeCriterion, engines: Engines) -> Answer:
    return Judge(criterion, engines.language_model).answer


def _rule(rule: Criterion | Part, engines: Engines) -> Answer:
    match rule:
        case PhraseCriterion() | PhrasePart():
            return lambda call: phrase.answer(rule, call)
        case MeasureCriterion() | MeasurePart():
            return lambda call: measure.answer(rule, call)
        case MeaningCriterion() | MeaningPart():
            if engines.embeddings is None:
                raise ValueError(f"the criterion {rule.id} needs sentence embeddings")
            if rule.learned:
                return LearnedJudge(rule, rule.learned, engines.embeddings).answer
            return MeaningJudge(rule, engines.embeddings).answer
        case _:
            raise TypeError(f"{rule.id} is no single rule")
