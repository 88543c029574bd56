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
    READ_OWN_FILE = "read_own_file"
    REFUSE_RECORDING = "refuse_recording"
    TAKE_PART = "take_part"
    ERASE = "erase"
    ERASE_FOR_SUBJECT = "erase_for_subject"
    EXPORT_FOR_SUBJECT = "export_for_subject"
    FREEZE = "freeze"
    LIFT = "lift"
    OBJECT = "object"
    ANSWER_REQUESTS = "answer_requests"
    EVALUATE_ONESELF = "evaluate_oneself"
    STATE = "state"
    ANSWER = "answer"
    CLOSE_WINDOW = "close_window"
    LAPSE = "lapse"
    READ_QUEUE = "read_queue"
    TAKE = "take"
    HAND_BACK = "hand_back"
    DECIDE = "decide"
    READ_AGREEMENT = "read_agreement"
    READ_TEAM = "read_team"
    EDIT = "edit"
    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    SHADOW = "shadow"
    LEARN = "learn"
    TRY_FILES = "try_files"
    ASSIST = "assist"
    PRACTISE = "practise"
    NEGOTIATE = "negotiate"
    SIGN = "sign"
    READ_ACTS = "read_acts"
    RECORD = "record"
    TRAIN = "train"
    READ_REGISTERS = "read_registers"
    ADMINISTER = "administer"


OF_SUBJECTS = frozenset(
    {
        Verb.ERASE_FOR_SUBJECT,
        Verb.EXPORT_FOR_SUBJECT,
        Verb.FREEZE,
        Verb.LIFT,
        Verb.OBJECT,
        Verb.ANSWER_REQUESTS,
    }
)
"""What is done for people who ask for what the law gives them; no charter and no suspension is in its way.

A copy of words alone waits where a customer objected to the call, or the site was altered.
"""

RIGHTS = OF_SUBJECTS | {Verb.READ_OWN_FILE, Verb.REFUSE_RECORDING, Verb.TAKE_PART, Verb.ERASE}
"""What a person may ask about themselves, or have done for them, at any time."""

AGREEING = frozenset({Verb.NEGOTIATE, Verb.SIGN, Verb.READ_ACTS})
"""What both sides do to agree on a charter: it needs none, goes on while a site is suspended, reaches no content."""

REGISTERING = frozenset({Verb.RECORD, Verb.TRAIN, Verb.READ_REGISTERS})
"""What keeps a site's registers: it comes before a charter, goes on while a site is suspended, reaches no content."""

STOPPING = RIGHTS | AGREEING | REGISTERING | {Verb.PARK, Verb.LOSE, Verb.EXPIRE, Verb.READ_STATE}
"""What stops, removes, shows no content, or gives people what is about them: allowed where processing is not."""

READING = frozenset({Verb.READ_TRANSCRIPT, Verb.READ_EVALUATION, Verb.LISTEN, Verb.LISTEN_ORIGINAL})
PROCESSING = frozenset({Verb.HEAR, Verb.MEASURE, Verb.CLASSIFY, Verb.EVALUATE, Verb.OFFER, Verb.SHADOW})
OPERATING = frozenset({Verb.ADMINISTER, Verb.READ_STATE, Verb.RETRY, Verb.PARK, Verb.LOSE, Verb.EXPIRE})
"""What keeps the system running: it needs no charter, and reaches no content."""

TRACELESS = frozenset({Verb.ASSIST, Verb.PRACTISE})
"""What is decided and written down nowhere: entries would measure who uses live assist, and how much (S7, S8)."""

ASKED_AGAIN = frozenset({Verb.RECEIVE})
"""What was written down when it began, and is decided anew while it goes on (S18)."""

WITHOUT_CHARTER = OPERATING | RIGHTS | AGREEING | REGISTERING | {Verb.PRACTISE}
"""What needs no charter in force."""

ANSWERING = frozenset({Verb.EVALUATE_ONESELF, Verb.STATE, Verb.ANSWER})
"""What the adviser of a call does in a review."""

REVIEWING = frozenset({Verb.TAKE, Verb.HAND_BACK, Verb.DECIDE})
"""What a reviewer does in it."""

REVIEW = ANSWERING | REVIEWING | {Verb.CLOSE_WINDOW, Verb.LAPSE}
OF_A_SITE = (
    frozenset({Verb.READ_QUEUE, Verb.READ_AGREEMENT, Verb.READ_TEAM, Verb.EDIT, Verb.PROPOSE, Verb.WITHDRAW})
    | {
        Verb.TRY_FILES,
        Verb.OBJECT,
        Verb.ANSWER_REQUESTS,
    }
    | AGREEING
    | REGISTERING
    | TRACELESS
)
"""What is about the work of a site as a whole."""

CONTENT = READING | PROCESSING | ANSWERING | {Verb.DECIDE, Verb.LEARN, Verb.SHOW_SIMULATED, Verb.EXPORT_FOR_SUBJECT}
"""What reaches words or sound of a call that is here."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb and what it serves; `purpose` is text as it was asked, so that a purpose out of the charter is refused."""

    verb: Verb
    purpose: str = Purpose.QUALITY.value


def operation(verb: Verb) -> Action:
    """An action that keeps the system running."""
    return Action(verb, OPERATION)
