"""The review of one call by a quality analyst: take it, listen, decide, or stand aside."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages.call_page import CallPage
from gardefou.adapters.pages.quality_ruling import (
    RulingForm,
    Typed,
    heard_numbers,
    only,
    ruling_form,
    rulings_of,
    typed_of,
)
from gardefou.adapters.pages.quality_words import LACKS, VERDICTS
from gardefou.adapters.postgres.gate import PostgresGate
from gardefou.analysis.model import Taxonomy
from gardefou.entrypoints.web.call_pages import CallSound, call_page, has_sound
from gardefou.entrypoints.web.page_router import Handler
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.human_review import HumanReview
from gardefou.flows.reviewed_call import CallReading, ReviewedCall
from gardefou.governance.actions import Action, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import InputRefused, Refused
from gardefou.kernel.review import ReviewState
from gardefou.review.model import LONGEST_TEXT, Overtaken, Review
from gardefou.review.ports import Calendar
from gardefou.review.rules import lacks

CONFLICT = 409


class Part(StrEnum):
    """What somebody has to do with the review of a call now."""

    HAS_IT = "has it"
    DECIDED = "decided"
    TOO_LATE = "too late"
    NONE = "none"


class ReviewPages:
    """What an analyst does with a call."""

    def __init__(self, gate: PostgresGate, calendar: Calendar, taxonomy: Taxonomy) -> None:
        self._gate = gate
        self._reviewing = HumanReview(gate, calendar)
        self._reading = CallReading(gate, calendar)
        self._sound = CallSound(gate)
        self._taxonomy = taxonomy

    def handlers(self) -> Mapping[str, Handler]:
        """The pages by their names."""
        return {
            "take": self.take,
            "hand_back": self.hand_back,
            "review": self.review,
            "review_sound": self._sound.whole,
            "passage": self._sound.passage,
            "decide": self.decide,
        }

    def take(self, visit: Visit, call: UUID) -> Response:
        """Begin the review of a call."""
        try:
            self._reviewing.take(visit.person, call)
        except Overtaken:
            return visit.render("quality/too_late.html", CONFLICT, what=Part.NONE, call=None)
        except Refused:
            if self._part(visit, call) is not Part.HAS_IT:
                raise
        return visit.go(f"/reviews/{call}")

    def hand_back(self, visit: Visit, call: UUID) -> Response:
        """Stand aside."""
        self._reviewing.hand_back(visit.person, call)
        return visit.go("/reviews")

    def review(self, visit: Visit, call: UUID) -> Response:
        """A call to decide, or what was decided of it."""
        read = self._reading.read(visit.person, call)
        if _part(visit.person, read.review) is not Part.HAS_IT:
            return visit.render("quality/decided.html", view=self._page(visit, read).view(visit.language), read=read)
        return self._form(visit, read, _ruling_form(read, {}, {}))

    def decide(self, visit: Visit, call: UUID) -> Response:
        """Hand a decision in, whole."""
        typed = typed_of(visit.form)
        try:
            self._reviewing.decide(visit.person, call, rulings_of(typed))
        except (Refused, InputRefused) as error:
            return self._again(visit, call, typed, error)
        return visit.go(f"/reviews/{call}")

    def _again(self, visit: Visit, call: UUID, typed: Mapping[str, Typed], error: Refused | InputRefused) -> Response:
        """The form with all that was typed and what it lacks; another page where the call is not theirs any more."""
        part = self._part(visit, call)
        if part is Part.NONE:
            raise error
        if part is not Part.HAS_IT:
            return visit.render("quality/too_late.html", CONFLICT, what=part, call=call)
        read = self._reading.read(visit.person, call)
        found = lacks(read.asked, read.contests, rulings_of(typed))
        form = _ruling_form(read, typed, found)
        if isinstance(error, Refused) and not form.left:
            raise error
        return self._form(visit, read, form, 403 if isinstance(error, Refused) else 422)

    def _form(self, visit: Visit, read: ReviewedCall, form: RulingForm, status: int = 200) -> Response:
        page = self._page(visit, read, form)
        return visit.render(
            "quality/decide.html",
            status,
            view=only(page.view(visit.language), form.fields),
            read=read,
            form=form,
            verdicts=VERDICTS,
            lacks=LACKS,
            longest=LONGEST_TEXT,
            is_unheard=status == 403,
        )

    def _page(self, visit: Visit, read: ReviewedCall, form: RulingForm | None = None) -> CallPage:
        call = read.record.id
        heard = has_sound(read.record, datetime.now(UTC))
        silent = (b"",) * len(read.transcript.roles)
        return call_page(
            read,
            self._sound.peaks(visit.person, call) if heard else silent,
            self._taxonomy,
            visit.zone,
            f"/reviews/{call}/sound" if heard else "",
            passages={each.citation.number: each.url for each in form.passages} if form and heard else {},
            heard=heard_numbers(read.draft.evaluation, [each.span for each in read.served]) if form else (),
        )

    def _part(self, visit: Visit, call: UUID) -> Part:
        """What whoever asks has to do with a review; nobody else's is to be found here."""
        with self._gate.transaction(visit.person, Action(Verb.READ_QUEUE), SiteWork(visit.site)) as tx:
            try:
                return _part(visit.person, tx.reviews.get(call))
            except InputRefused:
                return Part.NONE


def _part(person: Person, review: Review) -> Part:
    rounds = (
        (review.reviewer, review.decided_at, ReviewState.IN_REVIEW),
        (review.second_reviewer, review.second_decided_at, ReviewState.IN_SECOND_REVIEW),
    )
    for reviewer, decided_at, under_way in rounds:
        if reviewer != person.id:
            continue
        if decided_at:
            return Part.DECIDED
        return Part.HAS_IT if review.state is under_way else Part.TOO_LATE
    return Part.NONE


def _ruling_form(read: ReviewedCall, typed: Mapping[str, Typed], found: Mapping[str, str]) -> RulingForm:
    return ruling_form(
        read.draft.evaluation,
        read.asked,
        read.contests,
        [each.span for each in read.served],
        lambda number: f"/reviews/{read.record.id}/passages/{number}",
        typed=typed,
        lacks=found,
        said=read.statements,
        own=read.self_evaluation.verdicts if read.self_evaluation else {},
    )
