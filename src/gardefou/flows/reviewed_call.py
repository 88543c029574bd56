"""A call with its review, read in one transaction, as whoever asks may see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gardefou.evaluation.model import Scorecard, StoredDraft
from gardefou.flows.human_review import asked_in
from gardefou.flows.ports import Gate
from gardefou.flows.recorded_call import FIRST_VERSION
from gardefou.flows.repositories import Transaction
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.charter import Charter
from gardefou.governance.draw import day_of
from gardefou.governance.subjects import KeptCall, SiteState
from gardefou.kernel.call import CallRecord
from gardefou.kernel.measures import Measures
from gardefou.kernel.review import UNDER_WAY, ReviewState
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Decision, Parties, Review, SelfEvaluation, Served, Statement
from gardefou.review.ports import Calendar
from gardefou.review.rules import Standing, standings


@dataclass(frozen=True, slots=True)
class CallBeforeDraft:
    """A call for an adviser who has not read its draft; `draft` is there to number evidence, and shown to nobody.

    While the site `is_suspended` nothing is answered, and no window ends.
    """

    record: CallRecord
    transcript: Transcript
    measures: Measures
    draft: StoredDraft
    review: Review
    charter: Charter
    answer_by: date
    days_left: int
    self_evaluation: SelfEvaluation | None
    is_suspended: bool

    @property
    def scorecard(self) -> Scorecard:
        """The questions."""
        return self.draft.scorecard


@dataclass(frozen=True, slots=True)
class ReviewedCall(CallBeforeDraft):
    """A call with its draft and what people made of it.

    `served` is what whoever asks was sent to its end, `asked` the draft's verdicts that the round under way decides,
    `contests` those of them that are contested; both are empty when no reviewer has it. `decisions` are those that
    whoever asks may see.
    """

    statements: tuple[Statement, ...]
    decisions: tuple[Decision, ...]
    voided: frozenset[str]
    parties: Parties
    served: tuple[Served, ...]
    asked: dict[str, Verdict]
    contests: frozenset[str]

    @property
    def standings(self) -> dict[str, Standing]:
        """How each verdict stands."""
        draft = {each.id: each.verdict for each in self.draft.evaluation.criteria}
        return standings(draft, self.decisions, self.voided)

    @property
    def is_blind(self) -> bool:
        """Whether a second review is under way, in which the first decision is not looked at."""
        return self.review.state is ReviewState.IN_SECOND_REVIEW


class CallReading:
    """Reads calls through the gate."""

    def __init__(self, gate: Gate, calendar: Calendar) -> None:
        self._gate = gate
        self._calendar = calendar

    def read(self, person: Person, call: UUID) -> ReviewedCall:
        """A call with its draft; that its adviser reads the draft is written down.

        Raises Refused, and InputRefused when there is no such call.
        """
        with self._gate.transaction(person, Action(Verb.READ_EVALUATION), KeptCall(call)) as tx:
            known = self._known(tx, call)
            if known["record"].adviser == person.id:
                tx.reviews.open_draft(call)
            review: Review = known["review"]
            asked, contests = asked_in(tx, review) if review.state in UNDER_WAY else ({}, frozenset())
            return ReviewedCall(
                **known,
                statements=tx.reviews.statements(call),
                decisions=tx.reviews.decisions(call),
                voided=tx.reviews.voided(call),
                parties=tx.reviews.parties(call),
                served=tx.reviews.servings(call, person.id),
                asked=asked,
                contests=contests,
            )

    def before_draft(self, adviser: Person, call: UUID) -> CallBeforeDraft:
        """The same for an adviser who has not asked for the draft yet."""
        with self._gate.transaction(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call)) as tx:
            return CallBeforeDraft(**self._known(tx, call))

    def _known(self, tx: Transaction, call: UUID) -> dict[str, Any]:
        review = tx.reviews.get(call)
        days = self._calendar.worked_days(tx.charter.review.holidays)
        absences = tx.reviews.absences(call)
        first = day_of(review.decided_at, tx.site.zone) if review.reply_closes_on and review.decided_at else None
        answer_by = days.last_day(first or review.offered_on, tx.charter.review.window_days, absences)
        last = max(answer_by, review.window_closes_on)
        return {
            "record": tx.calls.get(call),
            "transcript": tx.transcripts.get(call, FIRST_VERSION),
            "measures": tx.measures.get(call, FIRST_VERSION),
            "draft": tx.evaluations.latest(call, FIRST_VERSION),
            "review": review,
            "charter": tx.charter,
            "answer_by": last,
            "days_left": days.remaining(day_of(tx.now, tx.site.zone), last, absences),
            "self_evaluation": tx.reviews.self_evaluation(call),
            "is_suspended": tx.site.state is not SiteState.OPEN,
        }
