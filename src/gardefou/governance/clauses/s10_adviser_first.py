"""S10: the adviser first, and nobody else by default: who is not named for a verb is refused."""

from gardefou.governance.actions import PROCESSING, READING, Verb
from gardefou.governance.actors import Operator, Person, Process, ProcessName, Sender
from gardefou.governance.purposes import OPERATION
from gardefou.governance.roles import PersonRole
from gardefou.governance.subjects import SUBJECTS, Request
from gardefou.kernel.call import CallStatus

CLAUSE = "S10"
PARTS = {
    ProcessName.INTAKE: frozenset({Verb.RECEIVE, Verb.KEEP}),
    ProcessName.WORKER: PROCESSING | {Verb.PARK, Verb.LOSE},
    ProcessName.SWEEP: frozenset({Verb.LOSE, Verb.EXPIRE}),
    ProcessName.DEMONSTRATION: frozenset({Verb.SHOW_SIMULATED}),
}
"""What each part of gardefou may do."""

SENDING = frozenset({Verb.RECEIVE, Verb.KEEP})
OF_THE_OPERATOR = frozenset({Verb.ADMINISTER, Verb.READ_STATE, Verb.RETRY})
"""What whoever runs the machine may do: a call is removed by its date alone, not by hand."""

OF_THE_ADVISER = READING - {Verb.LISTEN_ORIGINAL}
"""What the adviser of a call may do with it."""


def refusal(request: Request) -> str | None:
    """Refuse whoever is not named for this."""
    if not isinstance(request.subject, SUBJECTS.get(request.action.verb, ())):
        return "this cannot be asked about that"
    match request.actor:
        case Process(part=part):
            return _process(request, part)
        case Sender():
            return _sender(request, request.actor)
        case Operator():
            return _operator(request)
        case Person():
            return _person(request, request.actor)
        case _:
            return "nobody is named for this"


def _process(request: Request, part: ProcessName) -> str | None:
    if request.action.verb not in PARTS.get(part, ()):
        return f"the process {part} has no part in this"
    if request.action.verb == Verb.SHOW_SIMULATED and not request.simulated_installation:
        return "only simulated calls may be shown to whoever runs the machine"
    return None


def _sender(request: Request, sender: Sender) -> str | None:
    if request.action.verb not in SENDING:
        return "a token sends calls and does nothing else"
    if request.site is None or request.site.code not in sender.sites:
        return "this token sends calls for another site"
    return None


def _operator(request: Request) -> str | None:
    if request.action.verb in OF_THE_OPERATOR and request.action.purpose == OPERATION:
        return None
    return "whoever runs the machine keeps it running, sees no content and removes no call"


def _person(request: Request, person: Person) -> str | None:
    if request.action.verb not in OF_THE_ADVISER:
        return "nobody is named for this"
    if request.call is None or request.call.adviser != person.id or PersonRole.ADVISER not in person.roles:
        return "only the adviser of the call sees it until a review is assigned"
    if request.call.status != CallStatus.OFFERED:
        return "the call is not ready to be seen"
    return None
