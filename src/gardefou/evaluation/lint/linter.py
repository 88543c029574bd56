"""All that the rules find in a scorecard."""

from collections.abc import Sequence

from gardefou.evaluation.lint.findings import Finding, Place, Severity, Surroundings
from gardefou.evaluation.lint.rules import RULES
from gardefou.evaluation.model import Scorecard

_NOTHING = Surroundings()


def lint(scorecard: Scorecard, surroundings: Surroundings = _NOTHING) -> tuple[Finding, ...]:
    """Every finding, in the order of the scorecard's parts."""
    found = [finding for rule in RULES for finding in rule.findings(scorecard, surroundings)]
    return tuple(sorted(found, key=lambda finding: _numbers(finding.place)))


def has_errors(findings: Sequence[Finding]) -> bool:
    """Whether one of them keeps the scorecard from being used."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _numbers(place: Place) -> tuple[int, ...]:
    return tuple(part for part in place if isinstance(part, int))
