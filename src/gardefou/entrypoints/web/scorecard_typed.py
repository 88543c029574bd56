"""What somebody typed in the form of a criterion, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gardefou.adapters.pages.quality_scorecard_edit import with_criterion
from gardefou.adapters.pages.quality_scorecard_faults import Fault, criterion_of
from gardefou.adapters.pages.quality_scorecard_fields import KINDS
from gardefou.adapters.pages.quality_scorecard_typed import document_of, sent_values
from gardefou.entrypoints.web.faults import NotHere
from gardefou.entrypoints.web.scorecard_copies import Copy
from gardefou.entrypoints.web.visit import Visit
from gardefou.evaluation.criteria import Criterion
from gardefou.evaluation.model import Scorecard
from gardefou.query.lexicon import Lexicon


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


def typed_of(visit: Visit, copy: Copy, before: Criterion | None, lexicon: Lexicon) -> Typed:
    """What a form says, whole or not."""
    kind = before.kind if before else kind_of(visit.form.get("kind", "phrase"))
    values = sent_values(visit.form, kind)
    sections = [each.id for each in copy.scorecard.sections]
    wanted = visit.form.get("section", "")
    section = "" if before else wanted if wanted in sections else sections[-1]
    return checked(Typed(copy, before, kind, values, section), lexicon)


def checked(typed: Typed, lexicon: Lexicon) -> Typed:
    """The same with what comes of its values: a criterion in its scorecard, or faults."""
    before, values = typed.before, typed.values
    kept = before.model_dump(mode="json") if before else {"id": values["id"].strip(), "kind": typed.kind}
    named = {**values, "id": kept["id"]}
    criterion, faults = criterion_of(named, document_of(named, kept), lexicon)
    if criterion is None:
        return replace(typed, values=named, faults=faults)
    scorecard, faults = with_criterion(typed.copy.scorecard, criterion, typed.section)
    return replace(typed, values=named, criterion=criterion, scorecard=scorecard, faults=faults)
