"""What somebody typed in the form of a criterion, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gardefou.adapters.pages.quality_scorecard_edit import with_criterion
from gardefou.adapters.pages.quality_scorecard_faults import Fault, criterion_of
from gardefou.adapters.pages.quality_scorecard_fields import KINDS
from gardefou.adapters.pages.quality_scorecard_typed import document_of, sent_values
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.scorecard_copies import Copy
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in the form of a criterion, and what comes of it; `before` is None for one that is new."""

    copy: Copy
    before: Criterion | None
    kind: str
    values: Mapping[str, str]
    section: str = ""
    criterion: Criterion | None = None
    scorecard: Scorecard | None = None
    faults: tuple[Fault, ...] = ()


def known(copy: Copy, name: str) -> Criterion:
    """A criterion of a copy.

    Raises NotHere when there is none.
    """
    found = copy.criterion(name)
    if found is None:
        raise NotHere
    return found


def kind_of(name: str) -> str:
    """A kind that a form can make.

    Raises NotHere for any other.
    """
    if name not in KINDS:
        raise NotHere
    return name


def typed_of(visit: Visit, copy: Copy, before: Criterion | None) -> Typed:
    """What a form says, whole or not."""
    kind = before.kind if before else kind_of(visit.form.get("kind", "phrase"))
    values = sent_values(visit.form, kind)
    sections = [each.id for each in copy.scorecard.sections]
    wanted = visit.form.get("section", "")
    return checked(copy, before, kind, values, "" if before else wanted if wanted in sections else sections[-1])


def checked(copy: Copy, before: Criterion | None, kind: str, values: Mapping[str, str], section: str) -> Typed:
    """What comes of values: a criterion in its scorecard, or faults."""
    kept = before.model_dump(mode="json") if before else {"id": values["id"].strip(), "kind": kind}
    named = {**values, "id": kept["id"]}
    criterion, faults = criterion_of(named, document_of(named, kept))
    if criterion is None:
        return Typed(copy, before, kind, named, section, faults=faults)
    scorecard, faults = with_criterion(copy.scorecard, criterion, section)
    return Typed(copy, before, kind, named, section, criterion, scorecard, faults)
