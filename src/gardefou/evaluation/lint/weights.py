"""Weights that do not come to what their authors think."""

from collections.abc import Iterator
from itertools import pairwise

from gardefou.evaluation.criteria import CombinationCriterion
from gardefou.evaluation.lint.findings import Found, Surroundings
from gardefou.evaluation.lint.walk import criteria_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message

_WHOLE = 100.0
_TOLERANCE = 0.01
_MOST_SHARE = 0.5
_LEAST_SHARE = 0.005
_MOST_CRITERIA = 40
_FEWEST_TO_COMPARE = 3


def shares(scorecard: Scorecard) -> dict[str, float]:
    """What each criterion counts for, as a share of the whole in 0..1, where everything applies."""
    sections = scorecard.sections
    sums = [sum(criterion.most for criterion in section.criteria) for section in sections]
    weights = [each.weight if each.weight is not None else total for each, total in zip(sections, sums, strict=True)]
    whole = sum(weights)
    return {
        criterion.id: weight / whole * criterion.most / total
        for section, weight, total in zip(sections, weights, sums, strict=True)
        for criterion in section.criteria
    }


def weights(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Weights of sections that do not add up to 100."""
    given = [section.weight for section in scorecard.sections if section.weight is not None]
    total = sum(given)
    if given and abs(total - _WHOLE) > _TOLERANCE:
        told = Message("the weights of the sections add up to {total:g}, not 100", {"total": total})
        yield Found(("sections",), scorecard.id, told)


def share(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """A criterion that decides nearly alone, or that changes nothing."""
    counted = shares(scorecard)
    if len(counted) < _FEWEST_TO_COMPARE:
        return
    for place, criterion in criteria_of(scorecard):
        part = counted[criterion.id]
        if part > _MOST_SHARE:
            told = Message("counts for {part:.0%} of the whole, more than all others together", {"part": part})
            yield Found(place, criterion.id, told)
        elif part < _LEAST_SHARE:
            told = Message("counts for {part:.2%} of the whole, which changes no score", {"part": part})
            yield Found(place, criterion.id, told)


def length(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """More questions than a person answers with care."""
    count = sum(1 for _ in scorecard.criteria())
    if count > _MOST_CRITERIA:
        told = Message(
            "has {count} criteria; more than {most} are not answered with care",
            {"count": count, "most": _MOST_CRITERIA},
        )
        yield Found((), scorecard.id, told)


def levels(scorecard: Scorecard, _: Surroundings) -> Iterator[Found]:
    """Levels by number of parts that the level before always takes."""
    for place, criterion in criteria_of(scorecard):
        if not isinstance(criterion, CombinationCriterion):
            continue
        asking = [
            (number, level.at_least_parts) for number, level in enumerate(criterion.levels) if level.at_least_parts
        ]
        for (__, better), (number, worse) in pairwise(asking):
            if worse >= better:
                told = Message(
                    "asks for {worse} parts, and the level before takes every call with {better}",
                    {"worse": worse, "better": better},
                )
                yield Found((*place, "levels", number), criterion.id, told)
