"""A criterion as the fields of a form."""

from gardefou.evaluation.criteria import Criterion, MeaningCriterion, MeasureCriterion, PhraseCriterion
from gardefou.evaluation.limits import write_limit
from gardefou.kernel.measures import MeasureName, Unit, unit_of
from gardefou.kernel.verdict import Verdict
from gardefou.query.describe import describe
from gardefou.query.model import Query

KINDS = ("phrase", "meaning", "measure", "judge")
"""Kinds that a form can make; parts of a combination are written in a file."""


def values_of(criterion: Criterion) -> dict[str, str]:
    """What stands in the fields of a criterion."""
    condition = criterion.asked_if
    values = {
        "id": criterion.id,
        "question-fr": criterion.question.fr,
        "question-en": criterion.question.en,
        "guidance-fr": criterion.guidance.fr,
        "guidance-en": criterion.guidance.en,
        "weight": f"{criterion.weight:g}",
        "points": str(criterion.points or ""),
        "critical": "yes" if criterion.critical else "",
        "automation": criterion.automation.value,
        "asked-criterion": (condition.criterion if condition else None) or "",
        "asked-verdict": condition.verdict.value if condition else Verdict.MET.value,
        "asked-reasons": " ".join(condition.reasons) if condition else "",
        "applies-if": _query(criterion.applies_if),
    }
    for name, sentences in (("exemplars", criterion.exemplars), ("counter", criterion.counter_exemplars)):
        values |= {f"{name}-fr": "\n".join(sentences.fr), f"{name}-en": "\n".join(sentences.en)}
    return values | _of_kind(criterion)


def empty_values(kind: str) -> dict[str, str]:
    """What stands in the fields of a criterion that is not written yet."""
    given = {"weight": "1", "automation": "suggest", "asked-verdict": Verdict.MET.value}
    if kind == "measure":
        given["measure"] = MeasureName.LONGEST_SILENCE.value
    if kind == "meaning":
        rule = MeaningCriterion.model_fields
        given |= {"met-from": f"{rule['met_from'].default:g}", "not-met-below": f"{rule['not_met_below'].default:g}"}
    return dict.fromkeys(names_of(kind), "") | given


def names_of(kind: str) -> tuple[str, ...]:
    """The fields of a kind of criterion."""
    of_kind = {
        "phrase": ("find",),
        "measure": ("measure", "at-least", "at-most"),
        "meaning": ("phrases", "met-from", "not-met-below", "first-s", "last-s"),
    }
    return (*COMMON, *of_kind.get(kind, ()))


COMMON = (
    "id", "question-fr", "question-en", "guidance-fr", "guidance-en", "weight", "points", "critical", "automation",
    "asked-criterion", "asked-verdict", "asked-reasons", "applies-if",
    "exemplars-fr", "exemplars-en", "counter-fr", "counter-en",
)  # fmt: skip


def _of_kind(criterion: Criterion) -> dict[str, str]:
    match criterion:
        case PhraseCriterion(find=find):
            return {"find": _query(find)}
        case MeasureCriterion():
            limits = {"at-least": criterion.at_least, "at-most": criterion.at_most}
            return {"measure": criterion.measure.value} | {
                name: "" if value is None else limit_as_written(value, criterion.measure)
                for name, value in limits.items()
            }
        case MeaningCriterion():
            return {
                "phrases": _query(criterion.phrases),
                "met-from": f"{criterion.met_from:g}",
                "not-met-below": f"{criterion.not_met_below:g}",
                "first-s": f"{criterion.first_s or ''}".removesuffix(".0"),
                "last-s": f"{criterion.last_s or ''}".removesuffix(".0"),
            }
        case _:
            return {}


def limit_as_written(value: float, measure: MeasureName) -> str:
    """A limit as people write it, times in seconds."""
    return f"{value / 1000:.12g}s" if unit_of(measure) is Unit.MILLISECONDS else write_limit(value, measure)


def _query(query: Query | None) -> str:
    return describe(query) if query else ""
