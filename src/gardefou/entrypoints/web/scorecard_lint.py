"""What the check of a scorecard finds, as the pages that change one show it."""

from collections.abc import Iterable

from gardefou.analysis.model import Taxonomy
from gardefou.evaluation.lint.findings import Finding, Severity, Surroundings
from gardefou.evaluation.lint.linter import lint, lint_criterion
from gardefou.evaluation.model import Scorecard

MOST_SHOWN = 100
"""Findings on one page."""


def findings_of(scorecard: Scorecard, taxonomy: Taxonomy) -> tuple[Finding, ...]:
    """All that is found, errors first."""
    return _errors_first(lint(scorecard, _surroundings(taxonomy)))


def findings_of_criterion(scorecard: Scorecard, criterion: str, taxonomy: Taxonomy) -> tuple[Finding, ...]:
    """Those in one criterion, errors first."""
    return _errors_first(lint_criterion(scorecard, criterion, _surroundings(taxonomy)))


def _surroundings(taxonomy: Taxonomy) -> Surroundings:
    return Surroundings(reasons=frozenset(each.id for each in taxonomy.reasons))


def _errors_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda each: each.severity is not Severity.ERROR))
