"""S3: a named person decides, who is not the line manager, has heard the evidence, and comes after the adviser."""

from gardefou.governance.actions import REVIEWING, Verb
from gardefou.governance.actors import Person
from gardefou.governance.subjects import Request, ReviewFacts
from gardefou.kernel.errors import Refused
from gardefou.kernel.review import UNDER_WAY, WAITING, ReviewState

CLAUSE = "S3"
HAS_IT = {ReviewState.IN_REVIEW: "is_reviewer", ReviewState.IN_SECOND_REVIEW: "is_second_reviewer"}


def refusal(request: Request) -> str | None:
    """Refuse a review by whom it is not for, or before the adviser could answer."""
    if request.action.verb not in REVIEWING or not isinstance(request.actor, Person):
        return None
    review = request.call.review if request.call else None
    if review is None or request.call is None:
        return "no person reviews this call"
    if request.call.adviser == request.actor.id:
        return "nobody reviews a call of their own"
    if review.leads:
        return "a line manager does not review the calls of the team"
    return _taking(review) if request.action.verb == Verb.TAKE else _having(review)


def _taking(review: ReviewFacts) -> str | None:
    if review.state is ReviewState.OFFERED:
        return "the adviser can still answer; a person decides afterwards"
    if review.state in UNDER_WAY:
        return "somebody else reviews it already"
    if review.state not in WAITING:
        return "this call waits for no reviewer"
    if review.stood_aside:
        return "you handed this review back; somebody else takes it"
    if review.state is ReviewState.CONTESTED and review.is_reviewer:
        return "a contest is decided by another person than the one whose decision is contested"
    return None


def _having(review: ReviewFacts) -> str | None:
    if review.state not in UNDER_WAY:
        return "this review is not under way; it was decided, handed back, or came too late"
    return None if has_it(review) else "somebody else reviews it"


def has_it(review: ReviewFacts) -> bool:
    """Whether whoever asks is the reviewer of the round that is under way."""
    return review.state in HAS_IT and bool(getattr(review, HAS_IT[review.state]))


def unheard(passages: int, charter: str) -> Refused:
    """The refusal of a decision before the sound of its evidence was served to whoever decides."""
    left = "one passage" if passages == 1 else f"{passages} passages"
    return Refused(CLAUSE, f"a decision comes after its evidence was heard; {left} not yet served", charter)
