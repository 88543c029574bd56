"""A scorecard as people read it: how each criterion is searched for, in figures and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gardefou.adapters.report.language import Figures, message
from gardefou.analysis.model import Taxonomy
from gardefou.evaluation.criteria import Automation, Criterion, MeaningRule, Part, PhraseRule
from gardefou.evaluation.learned_head import CurvePoint, LearnedHead
from gardefou.evaluation.limits import MeasureLimits
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.measures import Measure, MeasureName, unit_of
from gardefou.kernel.verdict import Verdict
from gardefou.kernel.wording import Wording
from gardefou.query.describe import describe

AUTOMATION = {
    Automation.OFF: message("Une personne répond ; le programme ne répond pas."),
    Automation.SUGGEST: message("Le programme propose une réponse, à côté d'un formulaire vide."),
    Automation.PREFILL: message("Le programme remplit le formulaire d'avance ; une personne vérifie et décide."),
}
SHORT_AUTOMATION = {
    Automation.OFF: message("Une personne seule"),
    Automation.SUGGEST: message("Le programme propose"),
    Automation.PREFILL: message("Le programme remplit d'avance"),
}
KINDS = {
    "phrase": message("Des mots précis"),
    "meaning": message("Le sens"),
    "measure": message("Une mesure"),
    "combination": message("Plusieurs parties"),
    "judge": message("Un modèle de langue"),
    "manual": message("Une personne seule"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a measure, as one language writes them."""

    measure: MeasureName
    at_least: str | None
    at_most: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What must hold for a question to be asked: the verdict on another one, reasons for calling, or both."""

    question: Wording | None
    verdict: Verdict
    reasons: tuple[Wording, ...]


class Rules:
    """What stands behind the criteria of a scorecard, in one language."""

    def __init__(self, code: str, scorecard: Scorecard, taxonomy: Taxonomy) -> None:
        self._figures = Figures(code)
        self._questions: Mapping[str, Wording] = {each.id: each.question for each in scorecard.criteria()}
        self._taxonomy = taxonomy

    def query(self, rule: Criterion | Part) -> str | None:
        """The search by which it is answered, or helped."""
        if isinstance(rule, PhraseRule):
            return describe(rule.find)
        if isinstance(rule, MeaningRule) and rule.phrases:
            return describe(rule.phrases)
        return None

    def limits(self, rule: object) -> Limits | None:
        """The limits by which it is answered, or reached."""
        if not isinstance(rule, MeasureLimits):
            return None
        written = partial(self._written, rule.measure)
        return Limits(rule.measure, written(rule.at_least), written(rule.at_most))

    def asked_if(self, criterion: Criterion) -> Asked | None:
        """What must hold for it to be asked."""
        condition = criterion.asked_if
        if condition is None:
            return None
        reasons = tuple(self._taxonomy.label(each) for each in condition.reasons)
        question = self._questions[condition.criterion] if condition.criterion else None
        return Asked(question, condition.verdict, reasons)

    def learned(self, criterion: Criterion) -> LearnedHead | None:
        """What it has learned from reviewed calls."""
        return criterion.learned if isinstance(criterion, MeaningRule) else None

    def applies_if(self, criterion: Criterion) -> str | None:
        """The search without which it does not apply."""
        return describe(criterion.applies_if) if criterion.applies_if else None

    def applies_when(self, criterion: Criterion) -> Limits | None:
        """The limits without which it does not apply."""
        return self.limits(criterion.applies_when)

    def _written(self, measure: MeasureName, value: float | None) -> str | None:
        return None if value is None else self._figures.value(Measure(measure, value, unit_of(measure)))


@dataclass(frozen=True, slots=True)
class Curve:
    """A learning curve ready to be drawn, places in percent of its width and height."""

    line: str
    dots: tuple[tuple[str, str], ...]


def curve(points: Sequence[CurvePoint]) -> Curve:
    """The share of right verdicts by the number of calls learned from; points without one are left out."""
    most = max((each.calls for each in points), default=0) or 1
    places = [(100 * each.calls / most, 100 - 100 * each.right) for each in points if each.right is not None]
    dots = tuple((f"{x:.1f}%", f"{y:.1f}%") for x, y in places)
    return Curve(" ".join(f"{x:.1f},{y:.1f}" for x, y in places), dots)
