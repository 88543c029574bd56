"""S10: the adviser first, and nobody else by default."""

from gardefou.governance.actions import OPERATING, PROCESSING, READING, Verb
from gardefou.governance.actors import Operator, Person, Process, ProcessName, Sender
from gardefou.governance.purposes import Purpose
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import Request
from gardefou.kernel.call import CallStatus

CLAUSE = "S10"
PARTS = {
    ProcessName.INTAKE: frozenset({Verb.RECEIVE, Verb.KEEP}),
    ProcessName.WORKER: PROCESSING | {Verb.PARK, Verb.LOSE},
    ProcessName.SWEEP: frozenset({Verb.LOSE, Verb.EXPIRE}),
    ProcessName.DEMONSTRATION: frozenset({Verb.SHOW_SIMULATED}),
}
"""What each part of gardefou may do."""


def refusal(request: Request) -> str | None:
    """Refuse whoever is not named for this."""
    match request.actor:
        case Process(part=part):
            return _process(request, part)
        case Sender():
            return _sender(request)
        case Operator():
            return _operator(request)
        case Person():
            return _person(request, request.actor)


def _process(request: Request, part: ProcessName) -> str | None:
    if request.action.verb not in PARTS[part]:
        return f"the process {part} has no part in this"
    if request.action.verb is Verb.SHOW_SIMULATED and not request.simulated_installation:
        return "only simulated calls may be shown to whoever runs the machine"
    return None


def _sender(request: Request) -> str | None:
    if request.action.verb not in {Verb.RECEIVE, Verb.KEEP}:
        return "a token sends calls and does nothing else"
    if request.site and request.site.code not in request.actor.sites:  # type: ignore[union-attr]
        return "this token sends calls for another site"
    return None


def _operator(request: Request) -> str | None:
    if request.action.verb in OPERATING and request.action.purpose == Purpose.OPERATION:
        return None
    return "whoever runs the machine sees no content of calls"


def _person(request: Request, person: Person) -> str | None:
    if request.action.verb not in READING or request.action.verb is Verb.LISTEN_ORIGINAL:
        return "nobody is named for this"
    if request.call is None or request.call.adviser != person.id or PersonRole.ADVISER not in person.roles:
        return "only the adviser of the call sees it until a review is assigned"
    if request.call.status is not CallStatus.OFFERED:
        return "the call is not ready to be seen"
    return None
