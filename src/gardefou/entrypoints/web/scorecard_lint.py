"""What the check of a scorecard finds, as the pages that change one show it."""

from collections.abc import Iterable

from gardefou.analysis.model import Taxonomy
from gardefou.evaluation.lint.findings import Finding, Severity, Surroundings
from gardefou.evaluation.lint.linter import lint
from gardefou.evaluation.model import Scorecard


def findings_of(scorecard: Scorecard, taxonomy: Taxonomy) -> tuple[Finding, ...]:
    """All that is found, errors first."""
    surroundings = Surroundings(reasons=frozenset(each.id for each in taxonomy.reasons))
    found = lint(scorecard, surroundings)
    return tuple(sorted(found, key=lambda each: each.severity is not Severity.ERROR))


def about(criterion: str, found: Iterable[Finding], scorecard: Scorecard) -> tuple[Finding, ...]:
    """Those that are about one criterion."""
    places = {
        ("sections", s, "criteria", c)
        for s, section in enumerate(scorecard.sections)
        for c, each in enumerate(section.criteria)
        if each.id == criterion
    }
    return tuple(each for each in found if each.place[:4] in places)
