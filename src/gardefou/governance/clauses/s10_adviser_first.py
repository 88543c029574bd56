"""S10: the adviser first, and nobody else by default: who is not named for a verb is refused."""

from gardefou.governance.actions import (
    AGREEING,
    ANSWERING,
    OPERATING,
    PROCESSING,
    READING,
    REGISTERING,
    REVIEWING,
    Verb,
)
from gardefou.governance.actors import Operator, Person, Process, ProcessName, Sender
from gardefou.governance.purposes import OPERATION
from gardefou.governance.roles import REVIEWERS, PersonRole
from gardefou.governance.subjects import SUBJECTS, OwnFile, Request
from gardefou.kernel.call import CallStatus
from gardefou.kernel.review import ReviewState

CLAUSE = "S10"
PARTS = {
    ProcessName.INTAKE: frozenset({Verb.RECEIVE, Verb.KEEP}),
    ProcessName.WORKER: PROCESSING | {Verb.PARK, Verb.LOSE},
    ProcessName.SWEEP: frozenset({Verb.LOSE, Verb.EXPIRE, Verb.CLOSE_WINDOW, Verb.LAPSE}),
    ProcessName.DEMONSTRATION: frozenset({Verb.SHOW_SIMULATED}),
    ProcessName.LEARNING: frozenset({Verb.LEARN}),
    ProcessName.LIVE: frozenset({Verb.RECEIVE, Verb.KEEP, Verb.OBJECT}),
}
"""What each part of gardefou may do."""

SENDING = frozenset({Verb.RECEIVE, Verb.KEEP, Verb.OBJECT})
OF_THE_OPERATOR = frozenset({Verb.ADMINISTER, Verb.READ_STATE, Verb.RETRY, Verb.OBJECT}) | AGREEING | REGISTERING
"""What whoever runs the machine may do: a call goes by its date or when the customer objects, not at their choice.

They bring what others signed: only a signature makes it count.
"""

SHOWN = READING - {Verb.LISTEN_ORIGINAL}
OF_THE_ADVISER = SHOWN | ANSWERING | {Verb.ERASE}
"""What the adviser of a call may do with it."""

OF_THE_REVIEWER = SHOWN | REVIEWING
"""What whoever reviews a call may do with it."""

OF_THE_OFFICER = frozenset({Verb.ERASE_FOR_SUBJECT, Verb.EXPORT_FOR_SUBJECT, Verb.FREEZE, Verb.LIFT})
OF_ONESELF = frozenset({Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING, Verb.TAKE_PART})
RECORDERS = frozenset({PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY, PersonRole.DATA_PROTECTION_OFFICER})
OF_ROLES = {
    Verb.READ_QUEUE: (REVIEWERS, "quality analysts and reviewers review; nobody else sees what waits"),
    Verb.READ_AGREEMENT: (
        REVIEWERS | {PersonRole.REPRESENTATIVE, PersonRole.DATA_PROTECTION_OFFICER},
        "those who review and the representatives see how machine and people agree",
    ),
    **dict.fromkeys(
        OF_THE_OFFICER | {Verb.OBJECT, Verb.ANSWER_REQUESTS},
        (
            frozenset({PersonRole.DATA_PROTECTION_OFFICER}),
            "the data-protection officer of the site does what people ask for their data",
        ),
    ),
    **dict.fromkeys(
        (Verb.NEGOTIATE, Verb.SIGN),
        (
            frozenset({PersonRole.REPRESENTATIVE, PersonRole.EMPLOYER_SIGNATORY}),
            "only those who sit at the table for one side propose and sign",
        ),
    ),
    Verb.RECORD: (RECORDERS, "those who sit at the table and the data-protection officer keep the registers"),
    Verb.TRAIN: (
        frozenset({PersonRole.EMPLOYER_SIGNATORY, PersonRole.ADMINISTRATOR}),
        "the employer writes down who was trained",
    ),
    Verb.READ_REGISTERS: (
        RECORDERS | {PersonRole.ADMINISTRATOR},
        "those who keep the registers of the site read them, and its administrator",
    ),
    Verb.READ_ACTS: (frozenset(PersonRole), "whoever works at the site reads what was signed there"),
    Verb.ASSIST: (frozenset({PersonRole.ADVISER}), "live assist is the adviser's own tool, and nobody else's"),
    Verb.PRACTISE: (frozenset(PersonRole), "whoever works at the site practises on sample calls"),
    Verb.READ_TEAM: (frozenset({PersonRole.MANAGER}), "only managers see the figures of a team"),
    **dict.fromkeys(
        (Verb.EDIT, Verb.PROPOSE, Verb.WITHDRAW),
        (frozenset({PersonRole.QUALITY_ANALYST}), "quality analysts propose; both sides sign"),
    ),
}
OF_AN_ADMINISTRATOR = frozenset({Verb.ADMINISTER, Verb.READ_STATE, Verb.RETRY})


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
    if request.action.verb == Verb.TRY_FILES:
        return None
    return "whoever runs the machine keeps it running, sees no content and removes no call"


def _person(request: Request, person: Person) -> str | None:
    verb = request.action.verb
    if verb in OF_ROLES:
        roles, text = OF_ROLES[verb]
        return None if roles & person.roles and request.site and request.site.is_own else text
    if verb in OF_ONESELF:
        own = isinstance(request.subject, OwnFile) and request.subject.person == person.id
        return None if own else "what is kept about a person is that person's to read and to decide"
    if verb in OPERATING and request.action.purpose == OPERATION:
        allowed = verb in OF_AN_ADMINISTRATOR and PersonRole.ADMINISTRATOR in person.roles
        return None if allowed else "only an administrator keeps the system running"
    return _with_a_call(request, person)


def _with_a_call(request: Request, person: Person) -> str | None:
    verb, call = request.action.verb, request.call
    if call is None or verb not in OF_THE_ADVISER | OF_THE_REVIEWER:
        return "nobody is named for this"
    if call.adviser == person.id and PersonRole.ADVISER in person.roles and verb in OF_THE_ADVISER:
        return None if call.status == CallStatus.OFFERED or verb == Verb.ERASE else "the call is not ready to be seen"
    if verb == Verb.TAKE:
        may_review = bool(REVIEWERS & person.roles) and request.site is not None and request.site.is_own
        return None if may_review else "only the quality analysts and reviewers of the site review calls"
    if verb in OF_THE_REVIEWER and _reviews(request, person):
        return None
    if verb in SHOWN and _is_released(request, person):
        return None
    return "only the adviser of the call sees it until a review is assigned"


def _reviews(request: Request, person: Person) -> bool:
    review = request.call.review if request.call else None
    if review is None or not REVIEWERS & person.roles or review.leads:
        return False
    return review.is_reviewer or review.is_second_reviewer


def _is_released(request: Request, person: Person) -> bool:
    """Whether a person decided, the adviser could answer, and the charter lets the line manager see it."""
    review = request.call.review if request.call else None
    if review is None or request.charter is None or not request.charter.review.released_to_managers:
        return False
    if request.call and (request.call.is_frozen or request.call.is_to_go):
        return False  # who asked for it, and that anybody did, is not for a manager to know
    return review.state is ReviewState.FINAL and review.leads and PersonRole.MANAGER in person.roles
