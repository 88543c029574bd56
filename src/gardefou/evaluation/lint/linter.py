"""All that the rules find in a scorecard, or in one of its criteria."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gardefou.evaluation.lint.findings import Finding, Place, Severity, Surroundings
from gardefou.evaluation.lint.rules import RULES
from gardefou.evaluation.lint.walk import criteria_of
from gardefou.evaluation.model import Scorecard
from gardefou.kernel.message import Message

MOST_FINDINGS = 200
MEND_FIRST = "mend the others first"
_NOTHING = Surroundings()
_ALONE: Place = ("sections", 0, "criteria", 0)


def lint(scorecard: Scorecard, surroundings: Surroundings = _NOTHING) -> tuple[Finding, ...]:
    """What is found, in the order of the scorecard's parts; where there is too much, a last finding says how much."""
    found = [finding for rule in RULES for finding in rule.findings(scorecard, surroundings)]
    return _most(_in_order(found), scorecard.id)


def lint_criterion(
    scorecard: Scorecard, criterion_id: str, surroundings: Surroundings = _NOTHING
) -> tuple[Finding, ...]:
    """What is found in one criterion; nothing where the scorecard has none of that name."""
    placed = next((each for each in criteria_of(scorecard) if each[1].id == criterion_id), None)
    if placed is None:
        return ()
    place, criterion = placed
    section = scorecard.sections[0].model_copy(update={"criteria": (criterion,), "weight": None})
    alone = scorecard.model_copy(update={"sections": (section,)})
    surroundings = replace(surroundings, only=criterion_id)
    found = [
        *(
            replace(each, place=place + each.place[len(_ALONE) :])
            for rule in RULES
            if not rule.is_about_whole
            for each in rule.findings(alone, surroundings)
            if each.place[: len(_ALONE)] == _ALONE
        ),
        *(
            each
            for rule in RULES
            if rule.is_about_whole
            for each in rule.findings(scorecard, surroundings)
            if each.place[: len(place)] == place
        ),
    ]
    return _most(_in_order(found), criterion_id)


def has_errors(findings: Sequence[Finding]) -> bool:
    """Whether one of them keeps the scorecard from being used."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _most(found: Sequence[Finding], subject: str) -> tuple[Finding, ...]:
    """As many as a person reads, errors before warnings, with a last one that counts the rest."""
    left_out = len(found) - MOST_FINDINGS + 1
    if left_out <= 1:
        return tuple(found)
    kept = sorted(found, key=lambda each: each.severity is not Severity.ERROR)[: MOST_FINDINGS - 1]
    told = Message("{count} more findings are left out", {"count": left_out})
    return (*_in_order(kept), Finding("more", Severity.WARNING, (), subject, told, MEND_FIRST))


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: _numbers(finding.place))


def _numbers(place: Place) -> tuple[int, ...]:
    return tuple(part for part in place if isinstance(part, int))
