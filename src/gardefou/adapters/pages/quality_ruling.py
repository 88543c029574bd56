"""The form in which a reviewer decides: one field set for every verdict of the round that is under way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gardefou.adapters.report.call_view import CallView
from gardefou.adapters.report.citations import Citation, Citations
from gardefou.adapters.report.findings import AnsweredSection
from gardefou.adapters.report.gaps import gaps
from gardefou.adapters.report.turns import turns
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.span import Span, merged
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling, Statement
from gardefou.review.rules import Lack, owes_a_reason

VERDICT = "verdict-"
REASON = "reason-"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a reviewer typed for one criterion; an unknown verdict is none."""

    verdict: Verdict | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RulingField:
    """The fields of one criterion.

    `numbers` are those of its evidence, `said` what the adviser says of it, `own` the adviser's own verdict.
    """

    criterion: str
    draft: Verdict
    is_contested: bool
    numbers: tuple[int, ...]
    said: tuple[Statement, ...]
    own: Verdict | None
    typed: Typed
    lack: Lack | None

    @property
    def is_to_hear(self) -> bool:
        """Whether its evidence is to be heard whatever is decided."""
        return self.is_contested or self.draft is Verdict.NOT_MET

    def owes(self, verdict: Verdict) -> bool:
        """Whether deciding so needs a reason."""
        return owes_a_reason(self.draft, verdict, self.is_contested)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence whose sound may have to be heard; `is_left` says that it has to be, and was not."""

    citation: Citation
    url: str
    is_left: bool


@dataclass(frozen=True, slots=True)
class RulingForm:
    """The whole form; `passages` are all of the round's, `heard` the stretches served so far, in milliseconds.

    `is_sent` says that it was filled in before.
    """

    fields: Mapping[str, RulingField]
    passages: tuple[Passage, ...]
    heard: tuple[Span, ...]
    is_sent: bool = False

    @property
    def left(self) -> int:
        """How many passages are still to be heard."""
        return sum(each.is_left for each in self.passages)

    @property
    def lacking(self) -> tuple[RulingField, ...]:
        """The criteria that lack something, in order."""
        return tuple(each for each in self.fields.values() if each.lack)


def typed_of(form: Mapping[str, str]) -> dict[str, Typed]:
    """What was typed, by criterion; line ends as one sign each, which is how a browser counts them."""
    names = sorted({name.partition("-")[2] for name in form if name.startswith((VERDICT, REASON))})
    return {name: Typed(_verdict(form.get(VERDICT + name)), _text(form.get(REASON + name, ""))) for name in names}


def rulings_of(typed: Mapping[str, Typed]) -> list[Ruling]:
    """What is handed in: criteria without a verdict are not."""
    return [Ruling(name, each.verdict, each.reason) for name, each in typed.items() if each.verdict]


def ruling_form(
    evaluation: Evaluation,
    asked: Mapping[str, Verdict],
    contests: frozenset[str],
    served: Sequence[Span],
    address: Callable[[int], str],
    *,
    typed: Mapping[str, Typed],
    lacks: Mapping[str, str],
    said: Sequence[Statement],
    own: Mapping[str, Verdict],
) -> RulingForm:
    """The form of a round, with what was typed before and what it lacks."""
    citations, heard = Citations(evaluation), merged(served)
    found = {each.id: citations.of(each.evidence) for each in evaluation.criteria if each.id in asked}
    fields = {
        name: RulingField(
            criterion=name,
            draft=draft,
            is_contested=name in contests,
            numbers=tuple(sorted(each.number for each in found[name])),
            said=tuple(each for each in said if each.criterion == name),
            own=own.get(name),
            typed=typed.get(name, Typed()),
            lack=Lack(lacks[name]) if name in lacks else None,
        )
        for name, draft in asked.items()
    }
    to_hear = {
        number
        for each in fields.values()
        if each.is_to_hear or each.typed.verdict is Verdict.NOT_MET
        for number in each.numbers
    }
    shown = {each.number: each for evidence in found.values() for each in evidence}
    return RulingForm(
        fields,
        tuple(
            Passage(each, address(number), number in to_hear and not _is_heard(each.span, heard))
            for number, each in sorted(shown.items())
        ),
        heard,
        bool(typed),
    )


def heard_numbers(evaluation: Evaluation, served: Sequence[Span]) -> frozenset[int]:
    """The evidence whose sound was served whole."""
    heard = merged(served)
    return frozenset(each.number for each in Citations(evaluation).items if _is_heard(each.span, heard))


def only(view: CallView, criteria: Mapping[str, object]) -> CallView:
    """The page of a call with some of its criteria and their evidence, under the numbers that it has among all."""
    kept = (
        AnsweredSection(section.title, tuple(each for each in section.answers if each.criterion.id in criteria))
        for section in view.sections
    )
    sections = tuple(section for section in kept if section.answers)
    numbers = {each.number for section in sections for answer in section.answers for each in answer.citations}
    citations = tuple(each for each in view.citations if each.number in numbers)
    lines = turns(view.transcript, gaps(view.transcript, view.material.measures), citations)
    return replace(view, sections=sections, citations=citations, lines=lines)


def _is_heard(span: Span, heard: Sequence[Span]) -> bool:
    return any(each.contains(span) for each in heard)


def _verdict(value: str | None) -> Verdict | None:
    return next((each for each in Verdict if each == value), None)


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")
