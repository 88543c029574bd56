"""S27: a tool opens to a person, and their calls to the program, once the agreed training is on record."""

from fractions import Fraction

from gardefou.governance.actions import PROCESSING, READING, Verb
from gardefou.governance.actors import Person
from gardefou.governance.registers import PersonRecords
from gardefou.governance.subjects import Request
from gardefou.governance.terms.rules_of_people import Training

CLAUSE = "S27"
TOOLS = frozenset({Verb.READ_QUEUE, Verb.TAKE, Verb.DECIDE, Verb.READ_TEAM, Verb.EDIT, Verb.PROPOSE, Verb.ASSIST})
"""What opens to whoever was trained for it; calls of others that are released or assigned too.

A person's own calls, answers and file never wait for training, nor does practice on sample calls (S29), and what was
taken can always be handed back.
"""
MINUTES = 60


def refusal(request: Request) -> str | None:
    """Refuse a tool to whoever was not trained for it, and the calls of an adviser who was not."""
    if request.charter is None or request.site is None or request.site.records is None:
        return None
    rules, verb = request.charter.training, request.action.verb
    if _is_tool(request) and not _is_ready(rules, request.actor_records):
        return "this opens once your training is on record, as the charter sets it; the employer writes it down"
    if verb in PROCESSING and request.call and not _is_ready(rules, request.call.adviser_records):
        return "the adviser of this call has not had the training that the charter sets; the employer writes it down"
    return None


def is_trained(rules: Training, person: PersonRecords) -> bool:
    """Whether somebody has had the hours, the share of them in person and the support that were agreed."""
    minutes = Fraction(str(rules.hours)) * MINUTES
    in_person = minutes * Fraction(str(rules.in_person_share))
    has_support = person.has_support or not rules.personal_support
    return person.training_minutes >= minutes and person.in_person_minutes >= in_person and has_support


def _is_ready(rules: Training, person: PersonRecords | None) -> bool:
    return is_trained(rules, person or PersonRecords())


def _is_tool(request: Request) -> bool:
    if not isinstance(request.actor, Person):
        return False
    if request.action.verb in READING:
        return request.call is not None and request.call.adviser != request.actor.id
    return request.action.verb in TOOLS
