"""S18: a suspended site does nothing but stop, and show people what is theirs."""

from gardefou.governance.actions import STOPPING, Verb
from gardefou.governance.actors import Operator, Person
from gardefou.governance.subjects import Request, SiteState
from gardefou.kernel.errors import Stop

CLAUSE = "S18"
OWN = frozenset({Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN})
"""What an adviser goes on doing with a call of their own; answers wait, as their windows stand still."""


def refusal(request: Request) -> str | None:
    """Refuse while the site is not open."""
    if request.site is None or request.site.state == SiteState.OPEN or request.action.verb in STOPPING:
        return None
    return None if _reads_their_own(request) else "the site is suspended"


def told_stop(request: Request) -> Stop | None:
    """What stopped the site, for its own people and for whoever runs the machine; None for others."""
    if request.site is None:
        return None
    is_told = isinstance(request.actor, Operator) or (isinstance(request.actor, Person) and request.site.is_own)
    return request.site.standing.stop if is_told else None


def _reads_their_own(request: Request) -> bool:
    actor, call = request.actor, request.call
    is_theirs = isinstance(actor, Person) and call is not None and call.adviser == actor.id
    return is_theirs and request.action.verb in OWN
