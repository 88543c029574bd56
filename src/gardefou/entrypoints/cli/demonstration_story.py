"""What the simulated people of the demonstration have done before a visitor comes: answered, contested, reviewed."""

from collections.abc import Mapping
from enum import IntEnum
from uuid import UUID

from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, administration_of, clock
from gardefou.bootstrap.samples import sample_notices, true_verdicts
from gardefou.flows.human_review import HumanReview
from gardefou.flows.reviewed_call import CallReading, ReviewedCall
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallStatus
from gardefou.kernel.review import ReviewState
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Ruling
from gardefou.review.rules import to_hear

REVIEWER = "Q01"


class Chapter(IntEnum):
    """How far a call has come; each goes through those before it."""

    ANSWERED = 1
    DECIDED = 2
    ENDED = 3


CHAPTERS = {
    "fault_fibre_badly": Chapter.ANSWERED,
    "long_silence": Chapter.ANSWERED,
    "broadband_upgrade_en": Chapter.DECIDED,
    "cancellation": Chapter.DECIDED,
    "private_matter": Chapter.DECIDED,
    "sale_with_refusal": Chapter.DECIDED,
    "fault_fibre_well": Chapter.ENDED,
    "hold_and_transfer": Chapter.ENDED,
    "invoice_dispute": Chapter.ENDED,
    "technician_appointment": Chapter.ENDED,
}
"""Other calls wait for a visitor."""

NOT_GRANTED = frozenset({"private_matter"})
"""Here the adviser contests a verdict that the labels confirm, so that another reviewer is needed."""

CONTEST = "Je ne suis pas d'accord avec ce verdict : réécoutez le passage, s'il vous plaît."
REASONS = {
    Verdict.MET: "Je l'ai entendu dans l'appel.",
    Verdict.NOT_MET: "Je ne l'ai pas entendu dans l'appel.",
    Verdict.NOT_APPLICABLE: "Cet appel ne le demandait pas.",
    Verdict.CANNOT_TELL: "L'écoute ne permet pas de trancher.",
}


class DemonstrationStory:
    """Has simulated people act through the same flow as everybody, on calls that nobody has touched yet.

    The reviewer decides what the labels of the samples say is true.
    """

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._gate = installation.gate("web")
        self._review = HumanReview(self._gate, PublicHolidays())
        self._reading = CallReading(self._gate, PublicHolidays())

    def play(self) -> None:
        """Bring each call to its chapter; a call that somebody has opened stays as it is."""
        calls, reviewer = self._offered(), self._person(REVIEWER)
        for notice, sample in sample_notices(clock()):
            if sample.id in calls and sample.id in CHAPTERS:
                adviser = self._person(notice.adviser)
                if self._is_untouched(adviser, calls[sample.id]):
                    self._play(sample.id, calls[sample.id], adviser, reviewer, true_verdicts(sample))

    def _play(self, name: str, call: UUID, adviser: Person, reviewer: Person, truth: Mapping[str, Verdict]) -> None:
        read = self._reading.read(adviser, call)
        draft = {each.id: each.verdict for each in read.draft.evaluation.criteria}
        contested = _contested(draft, truth, granted=name not in NOT_GRANTED)
        if contested:
            self._review.contest(adviser, call, contested[0], CONTEST, contested[1])
        if self._review.answer(adviser, call) is not ReviewState.QUEUED or CHAPTERS[name] is Chapter.ANSWERED:
            return
        self._review.take(reviewer, call)
        self._hear(reviewer, self._reading.read(reviewer, call), truth)
        decided = self._review.decide(
            reviewer, call, [Ruling(each, truth[each], REASONS[truth[each]]) for each in draft]
        )
        if decided is ReviewState.DECIDED and (CHAPTERS[name] is Chapter.ENDED or name in NOT_GRANTED):
            self._review.answer(adviser, call)

    def _hear(self, reviewer: Person, read: ReviewedCall, given: Mapping[str, Verdict]) -> None:
        """Have written down that the evidence was played, as the pages do when it is."""
        with self._gate.transaction(reviewer, Action(Verb.LISTEN), KeptCall(read.record.id)) as tx:
            for each in to_hear(read.draft.evaluation, read.contests, given):
                tx.reviews.add_serving(read.record.id, reviewer.id, each.span)

    def _is_untouched(self, adviser: Person, call: UUID) -> bool:
        with self._gate.transaction(adviser, Action(Verb.READ_TRANSCRIPT), KeptCall(call)) as tx:
            review = tx.reviews.get(call)
        return review.state is ReviewState.OFFERED and review.opened_at is None

    def _offered(self) -> dict[str, UUID]:
        with administration_of(self._installation) as administration:
            return {row["external_id"]: row["id"] for row in administration.calls(CallStatus.OFFERED, 1000)}

    def _person(self, number: str) -> Person:
        with administration_of(self._installation) as administration:
            return Person(*administration.person(number))


def _contested(
    draft: Mapping[str, Verdict], truth: Mapping[str, Verdict], *, granted: bool
) -> tuple[str, Verdict] | None:
    """A verdict that the adviser contests, and the one asked for; the labels grant it, or do not."""
    for name, verdict in draft.items():
        if granted and verdict is not truth[name]:
            return name, truth[name]
        if not granted and verdict is Verdict.NOT_MET and truth[name] is Verdict.NOT_MET:
            return name, Verdict.MET
    return None
