"""The order of a working copy's criteria, and what keeps the copy from being proposed."""

from gardefou.adapters.pages.quality_scorecard_edit import Edited, moved, with_criterion, without_criterion
from gardefou.adapters.pages.quality_scorecard_words import GONE, SAME_VERSION, TO_MEND, TOO_MANY, UNCHANGED
from gardefou.adapters.postgres.scorecards import MOST_OPEN
from gardefou.entrypoints.web.scorecard_copies import Copy
from gardefou.evaluation.lint.findings import Finding
from gardefou.evaluation.lint.linter import has_errors

PLACES = {"up": -1, "down": 1}


def arranged(copy: Copy, name: str, what: str) -> Edited:
    """The scorecard with a criterion moved, removed or put back."""
    if what == "restore" and copy.before:
        return _restored(copy, name)
    if copy.criterion(name) is None:
        return None, (GONE,)
    if what == "remove":
        return without_criterion(copy.scorecard, name)
    return moved(copy.scorecard, name, PLACES[what]) if what in PLACES else (copy.scorecard, ())


def _restored(copy: Copy, name: str) -> Edited:
    """A criterion as it was, at the end of its section, or of the last one where that is gone."""
    sections = copy.before.sections if copy.before else ()
    for section in sections:
        for each in section.criteria:
            if each.id == name:
                here = {found.id for found in copy.scorecard.sections}
                into = section.id if section.id in here else copy.scorecard.sections[-1].id
                return with_criterion(copy.scorecard, each, into)
    return None, (GONE,)


def hindrances(copy: Copy, found: tuple[Finding, ...]) -> tuple[str, ...]:
    """Why it cannot be proposed, in French words of the program."""
    if copy.before is not None and (copy.changed_at is None or copy.scorecard.digest == copy.base):
        return (UNCHANGED,)
    version = copy.scorecard.id, copy.scorecard.version
    hinders = {
        SAME_VERSION: version in copy.versions,
        TO_MEND: has_errors(found),
        TOO_MANY: copy.running >= MOST_OPEN,
    }
    return tuple(words for words, is_so in hinders.items() if is_so)
