"""What can be asked for."""

from dataclasses import dataclass
from enum import StrEnum

from gardefou.governance.purposes import OPERATION, Purpose


class Verb(StrEnum):
    """Everything that happens to data about people; what is not here cannot be done."""

    RECEIVE = "receive"
    KEEP = "keep"
    PICK = "pick"
    HEAR = "hear"
    MEASURE = "measure"
    CLASSIFY = "classify"
    EVALUATE = "evaluate"
    OFFER = "offer"
    PARK = "park"
    RETRY = "retry"
    LOSE = "lose"
    EXPIRE = "expire"
    READ_STATE = "read_state"
    READ_TRANSCRIPT = "read_transcript"
    READ_EVALUATION = "read_evaluation"
    LISTEN = "listen"
    LISTEN_ORIGINAL = "listen_original"
    SHOW_SIMULATED = "show_simulated"
    ADMINISTER = "administer"


STOPPING = frozenset({Verb.PARK, Verb.LOSE, Verb.EXPIRE, Verb.READ_STATE})
"""What only stops or removes, or shows no content: allowed where processing is not."""

READING = frozenset({Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN, Verb.LISTEN_ORIGINAL})
PROCESSING = frozenset({Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY, Verb.EVALUATE, Verb.OFFER})
OPERATING = frozenset({Verb.ADMINISTER, Verb.READ_STATE, Verb.RETRY, Verb.PARK, Verb.LOSE, Verb.EXPIRE})
"""What keeps the system running: it needs no charter, and reaches no content."""

CONTENT = READING | PROCESSING | {Verb.SHOW_SIMULATED}
"""What reaches words or sound of a call that is here."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb and what it serves; `purpose` is text as it was asked, so that a purpose out of the charter is refused."""

    verb: Verb
    purpose: str = Purpose.QUALITY.value


def operation(verb: Verb) -> Action:
    """An action that keeps the system running."""
    return Action(verb, OPERATION)
