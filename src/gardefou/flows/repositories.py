"""What the gate opens: the repositories of one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from gardefou.evaluation.model import Scorecard, StoredDraft
from gardefou.evaluation.proposals import Proposal, Working
from gardefou.flows.register_ports import Participations, Registers, Trainings
from gardefou.governance.access_log import AccessCount
from gardefou.governance.acts import Act, Signature
from gardefou.governance.charter import Charter
from gardefou.governance.negotiation import Comment, ProposedAct
from gardefou.governance.registers import PersonRecords
from gardefou.governance.requests import AskedBy, Because, Freeze, Outcome, RequestKind, StoppedDays, SubjectRequest
from gardefou.governance.standing import Standing
from gardefou.governance.subjects import SiteFacts
from gardefou.governance.terms.parties import Side
from gardefou.intake.model import Adviser, KnownCall
from gardefou.kernel.call import CallKey, CallRecord, CallStatus, NewCall
from gardefou.kernel.erasure import Objection, Tombstone
from gardefou.kernel.evaluation import Evaluation
from gardefou.kernel.measures import Measures, Reason
from gardefou.kernel.review import ReviewState
from gardefou.kernel.span import Span
from gardefou.kernel.subject import SubjectCall, Whom
from gardefou.kernel.transcript import Transcript
from gardefou.kernel.verdict import Verdict
from gardefou.review.bounds import Bound
from gardefou.review.model import (
    AgreementPair,
    Changes,
    Decision,
    DrawnDay,
    Group,
    GroupFigure,
    HandedIn,
    LogLine,
    OwnCall,
    Parties,
    QueuedReview,
    ReleasedCall,
    Review,
    SelfEvaluation,
    Served,
    Statement,
)
from gardefou.review.worked_days import Absence


class Calls(Protocol):
    """Calls that were drawn."""

    def keep(self, call: NewCall) -> bool:
        """Write a new call down; False when one of its names is here already."""
        ...

    def known(self, key: CallKey) -> KnownCall | None:
        """The call of these three names."""
        ...

    def get(self, call: UUID) -> CallRecord:
        """A call as it stands.

        Raises InputRefused when there is none.
        """
        ...

    def begin(self, call: UUID) -> None:
        """Count one attempt at its next step."""
        ...

    def advance(self, call: UUID, before: CallStatus, after: CallStatus) -> bool:
        """Go on to the next status; False when it is not in `before` or waits for a person, and nothing changes."""
        ...

    def name_sound(self, call: UUID, name: str) -> None:
        """Name the sound that people may hear."""
        ...

    def fail(self, call: UUID) -> None:
        """Count one failure at its next step."""
        ...

    def park(self, call: UUID, reason: str) -> None:
        """Leave it aside until a person retries it."""
        ...

    def retry(self, call: UUID) -> bool:
        """Take a parked call up again, its attempts and failures forgotten; False when it is not parked."""
        ...

    def lose(self, call: UUID) -> bool:
        """Its sound is gone before it was heard; False when it was heard, or lost before."""
        ...

    def forget_lost(self, call: UUID) -> None:
        """Make room for a lost call whose sound was sent again: it comes back as a new one."""
        ...

    def recording_gone(self, call: UUID) -> None:
        """Its recording has expired and was destroyed."""
        ...

    def forget(self, call: UUID) -> None:
        """Delete a call with all that was made of it."""
        ...

    def add_reason(self, call: UUID, reason: Reason | None) -> None:
        """Why the customer called."""
        ...

    def drawn_in_week(self, adviser: UUID, week: str) -> int:
        """How many calls of an adviser are here for an ISO week; others that count wait for this transaction."""
        ...

    def waiting_ms(self) -> int:
        """How much sound waits to be heard."""
        ...


class Draws(Protocol):
    """The outcome of every draw."""

    def outcome(self, key_hash: bytes) -> bool | None:
        """What the draw of a call gave, None before it."""
        ...

    def add(self, key_hash: bytes, day: date, pseudonym: bytes, drawn: bool) -> None:
        """Write an outcome down, once."""
        ...


class Transcripts(Protocol):
    """Redacted transcripts; a version never changes."""

    def add(self, call: UUID, version: int, transcript: Transcript) -> None:
        """Write a version down."""
        ...

    def get(self, call: UUID, version: int) -> Transcript:
        """One version."""
        ...


class MeasuresOfCalls(Protocol):
    """Figures of calls."""

    def add(self, call: UUID, version: int, measures: Measures) -> None:
        """Write the figures of a transcript down."""
        ...

    def get(self, call: UUID, version: int) -> Measures:
        """The figures of a transcript."""
        ...


class Evaluations(Protocol):
    """Drafts that nobody has reviewed."""

    def add(self, call: UUID, version: int, scorecard: Scorecard, model: str, draft: Evaluation) -> None:
        """Write a draft down."""
        ...

    def add_shadow(self, call: UUID, version: int, digest: str, model: str, draft: Evaluation) -> None:
        """Write down what nobody is shown: verdicts alone, once for a scorecard and a model."""
        ...

    def fail_shadow(self, call: UUID, version: int, digest: str, model: str, kind: str) -> None:
        """Write down that a proposed scorecard could not be run, and the kind of error, once."""
        ...

    def has_shadow(self, call: UUID, version: int, digest: str, model: str) -> bool:
        """Whether a scorecard has run in shadow with a model, or could not be run."""
        ...

    def replies(self, call: UUID) -> dict[str, str]:
        """What a language model answered about a call, by the hash of all that was asked."""
        ...

    def add_replies(self, call: UUID, replies: Mapping[str, str]) -> None:
        """Remember what it answered."""
        ...

    def latest(self, call: UUID, version: int) -> StoredDraft:
        """The latest draft of a transcript."""
        ...

    def verdicts(self, call: UUID) -> tuple[Scorecard, dict[str, Verdict]]:
        """The verdicts of the draft that is under review, without a word of the call."""
        ...


class Reviews(Protocol):
    """What advisers say of drafts, and what people decide."""

    def offer(self, call: UUID, offered_on: date, closes_on: date) -> None:
        """Begin the review of a call with its latest draft."""
        ...

    def get(self, call: UUID) -> Review:
        """A review as it stands."""
        ...

    def locked(self, call: UUID) -> Review:
        """The same, kept from changing until this transaction ends."""
        ...

    def open_draft(self, call: UUID) -> None:
        """Write down that the adviser reads the draft, the first time."""
        ...

    def move(self, call: UUID, before: ReviewState, after: ReviewState, changes: Changes) -> bool:
        """Go on to another state; False when the review is not in `before` any more, and nothing changes."""
        ...

    def move_window(self, call: UUID, closes_on: date) -> None:
        """Let the adviser answer until another day."""
        ...

    def take(self, call: UUID) -> ReviewState | None:
        """Have whoever asks review it; None when somebody was faster or it is not theirs to take."""
        ...

    def hand_back(self, call: UUID) -> ReviewState | None:
        """Have somebody else review it, from now on; None when whoever asks does not have it."""
        ...

    def add_self_evaluation(self, call: UUID, evaluation: SelfEvaluation) -> bool:
        """Write the adviser's own verdicts down; False when there are some already."""
        ...

    def self_evaluation(self, call: UUID) -> SelfEvaluation | None:
        """The adviser's own verdicts."""
        ...

    def add_statement(self, call: UUID, statement: Statement) -> None:
        """Write down what the adviser says."""
        ...

    def statements(self, call: UUID) -> tuple[Statement, ...]:
        """What the adviser said, in order of time."""
        ...

    def statements_without_text(self, call: UUID) -> tuple[Statement, ...]:
        """The same without a word of it."""
        ...

    def add_decision(self, call: UUID, decision: Decision) -> None:
        """Write down what a named person decided."""
        ...

    def decisions(self, call: UUID) -> tuple[Decision, ...]:
        """What people decided; to a second reviewer, not what the first one did."""
        ...

    def void(self, call: UUID, criteria: Collection[str]) -> None:
        """Make verdicts void for ever."""
        ...

    def voided(self, call: UUID) -> frozenset[str]:
        """Criteria whose verdict is void."""
        ...

    def add_serving(self, call: UUID, person: UUID, span: Span) -> None:
        """Write down that the sound of a stretch was sent to a person, to its end."""
        ...

    def servings(self, call: UUID, person: UUID) -> tuple[Served, ...]:
        """What was sent to a person."""
        ...

    def absences(self, call: UUID) -> tuple[Absence, ...]:
        """When the adviser of a call is absent."""
        ...

    def month(self, call: UUID) -> dict[UUID, bool]:
        """The other calls of the adviser and month, and whether each is in the sample."""
        ...

    def parties(self, call: UUID) -> Parties:
        """Names, as far as whoever asks may know them."""
        ...

    def queue(self) -> tuple[QueuedReview, ...]:
        """What waits for reviewers at the site of whoever asks."""
        ...

    def decided_by(self, person: UUID, most: int) -> tuple[HandedIn, ...]:
        """What a person decided, the latest first."""
        ...


class OwnFile(Protocol):
    """What is kept about whoever asks."""

    def calls(self, person: UUID, most: int, skip: int = 0) -> tuple[OwnCall, ...]:
        """The person's calls, the latest first."""
        ...

    def number_of_calls(self, person: UUID) -> int:
        """How many there are."""
        ...

    def log(self, most: int) -> tuple[LogLine, ...]:
        """Who did what with the person's calls, the latest first."""
        ...

    def absences(self, person: UUID) -> tuple[Absence, ...]:
        """When the person is absent."""
        ...

    def draws(self, pseudonym: bytes) -> tuple[DrawnDay, ...]:
        """How many of the person's calls arrived and were drawn, by day."""
        ...

    def refuses_recording_since(self, person: UUID) -> datetime | None:
        """Since when the person refuses to be recorded."""
        ...

    def refuse_recording(self, person: UUID) -> None:
        """Draw no call of the person from now on."""
        ...

    def allow_recording(self, person: UUID) -> None:
        """Let calls of the person be drawn again."""
        ...


class Erasures(Protocol):
    """Calls that go before their date, with all that was made of them."""

    def of_own_call(self, call: UUID) -> Tombstone | None:
        """Erase a call of whoever asks; None when it is none of theirs, or not left to them."""
        ...

    def at_request(self, call: UUID) -> Tombstone | None:
        """Erase a call because somebody asked for it; None when it is not here."""
        ...

    def objected(self, site: UUID, key: CallKey) -> Objection:
        """Erase a call that a customer objects to, and never keep it where it is not here yet."""
        ...


class Freezes(Protocol):
    """Calls that are kept and not used."""

    def freeze(self, call: UUID, asked_by: AskedBy) -> bool:
        """Freeze a call; False when it is frozen already."""
        ...

    def get(self, call: UUID) -> Freeze | None:
        """The freeze of a call, None when it is not frozen."""
        ...

    def lift(self, call: UUID, days: StoppedDays) -> bool:
        """Lift a freeze; what stood still goes on until these days."""
        ...


class Requests(Protocol):
    """What people ask for their data at a site."""

    def all(self) -> tuple[SubjectRequest, ...]:
        """Every request: those that wait first, the most urgent one at the head."""
        ...

    def add(self, kind: RequestKind, whom: Whom, received_on: date, due_on: date) -> UUID | None:
        """Write a request down; None when nobody here has that number."""
        ...

    def extend(self, request: UUID, on: date, due_on: date, because: Because) -> bool:
        """Take more time for an answer; False when that is not possible any more."""
        ...

    def answer(self, request: UUID, on: date, outcome: Outcome) -> bool:
        """Write down how a request was answered; False when it was before."""
        ...

    def calls_of(self, whom: Whom) -> tuple[SubjectCall, ...]:
        """The calls of somebody at this site, without content."""
        ...

    def is_open(self, kind: RequestKind, whom: Whom) -> bool:
        """Whether somebody's request of this kind waits for an answer."""
        ...

    def under_answer(self, calls: Sequence[UUID]) -> frozenset[UUID]:
        """Those of these calls that their adviser can answer, or on which a contest waits for an answer."""
        ...

    def transcript(self, call: UUID) -> Transcript | None:
        """The words of the call that this transaction is about."""
        ...


class Figures(Protocol):
    """Figures in which nobody is named."""

    def agreement_pairs(self) -> tuple[AgreementPair, ...]:
        """How often the draft said one thing and people decided another, or the same."""
        ...

    def shadow_pairs(self) -> tuple[AgreementPair, ...]:
        """The same for proposed scorecards, which nobody was shown."""
        ...

    def group(self, since: datetime) -> Group:
        """Whom a manager's figures are about."""
        ...

    def figures(self, since: datetime) -> tuple[GroupFigure, ...]:
        """The verdicts of that group."""
        ...

    def released_calls(self, person: UUID, most: int) -> tuple[ReleasedCall, ...]:
        """Reviewed calls of others that the charter lets a manager read, the latest first."""
        ...

    def access_log(self) -> tuple[AccessCount, ...]:
        """How often each function did what at the site, the latest week first, for representatives."""
        ...

    def scorecard(self, digest: str) -> Scorecard:
        """A scorecard by its digest."""
        ...

    def scorecards(self) -> dict[str, Scorecard]:
        """Every scorecard that drafts answered, by its digest."""
        ...


class Scorecards(Protocol):
    """Scorecards that are not in force."""

    def proposals(self) -> tuple[Proposal, ...]:
        """What was proposed at the site, the latest first."""
        ...

    def open_proposals(self) -> dict[str, Scorecard]:
        """What runs in shadow at the site, by its digest."""
        ...

    def number_of_open_proposals(self) -> int:
        """How many run in shadow at the site."""
        ...

    def propose(self, scorecard: Scorecard) -> None:
        """Have a scorecard run in shadow at the site."""
        ...

    def withdraw(self, digest: str) -> bool:
        """End its run in shadow; False when none of that digest is open here."""
        ...

    def bounds(self, digest: str) -> dict[str, dict[str, Bound]]:
        """How far a scorecard agrees with people at the site, by model and criterion."""
        ...

    def working(self, base: str) -> Working | None:
        """What the person changes of that scorecard."""
        ...

    def workings(self) -> tuple[Working, ...]:
        """All that the person is changing, the latest first."""
        ...

    def save_working(self, base: str, scorecard: Scorecard) -> None:
        """Keep the changes."""
        ...

    def discard_working(self, base: str) -> bool:
        """Forget the changes; False when there are none."""
        ...


class Acts(Protocol):
    """What both sides of a charter propose and sign."""

    def installation(self) -> UUID:
        """What every signature names."""
        ...

    def propose(self, act: Act, side: Side | None) -> None:
        """Write an act down; nobody's side when it is brought to the machine.

        A suspension takes the place of those of its side that nobody has signed, and nothing keeps it out.

        Raises InputRefused when too many of that side are open, or one already names who follows the same signatories.
        """
        ...

    def listed(self) -> tuple[ProposedAct, ...]:
        """Every act of the site, the latest first."""
        ...

    def get(self, act: UUID) -> ProposedAct:
        """One of them.

        Raises InputRefused when there is none.
        """
        ...

    def sign(self, act: UUID, signature: Signature) -> None:
        """Write a signature down."""
        ...

    def verify_again(self) -> None:
        """Have every process verify again what was signed at the site."""
        ...

    def take_effect(self, act: UUID, standing: Standing) -> None:
        """Make the act the latest of the site, which stands so from then on."""
        ...

    def close_superseded(self, act: UUID, kept: Sequence[UUID]) -> None:
        """Close the other open acts of its kind, which were about what was before, but for those that are kept."""
        ...

    def close(self, act: UUID) -> bool:
        """Give an act up that has not taken effect; False when it is not open."""
        ...

    def comment(self, act: UUID, text: str) -> None:
        """Write down what a person says of it."""
        ...

    def comments(self, act: UUID) -> tuple[Comment, ...]:
        """What people said of it, in order."""
        ...


class People(Protocol):
    """Who works where."""

    def adviser(self, number: str) -> Adviser | None:
        """The adviser of that number at this transaction's site."""
        ...

    def refuses_recording(self, adviser: UUID) -> bool:
        """Whether an adviser refuses to be recorded."""
        ...

    def on_record(self, adviser: UUID) -> PersonRecords:
        """What is on record of an adviser of this site."""
        ...


class Jobs(Protocol):
    """Steps still to do."""

    def enqueue(self, step: str, call: UUID, at: datetime | None = None) -> None:
        """Have a step done, at once or later; one that waits already is not doubled."""
        ...


class Transaction(Protocol):
    """What the gate has opened: all of it commits together, or none."""

    @property
    def now(self) -> datetime:
        """When the gate decided."""
        ...

    @property
    def site(self) -> SiteFacts:
        """The site of the subject."""
        ...

    @property
    def charter(self) -> Charter:
        """The charter in force there."""
        ...

    @property
    def calls(self) -> Calls:
        """Calls that were drawn."""
        ...

    @property
    def draws(self) -> Draws:
        """The outcome of every draw."""
        ...

    @property
    def transcripts(self) -> Transcripts:
        """Redacted transcripts."""
        ...

    @property
    def measures(self) -> MeasuresOfCalls:
        """Figures of calls."""
        ...

    @property
    def evaluations(self) -> Evaluations:
        """Drafts that nobody has reviewed."""
        ...

    @property
    def reviews(self) -> Reviews:
        """What advisers say of drafts, and what people decide."""
        ...

    @property
    def own_file(self) -> OwnFile:
        """What is kept about whoever asks."""
        ...

    @property
    def erasures(self) -> Erasures:
        """Calls that go before their date."""
        ...

    @property
    def freezes(self) -> Freezes:
        """Calls that are kept and not used."""
        ...

    @property
    def requests(self) -> Requests:
        """What people ask for their data."""
        ...

    @property
    def figures(self) -> Figures:
        """Figures in which nobody is named."""
        ...

    @property
    def scorecards(self) -> Scorecards:
        """Scorecards that are not in force."""
        ...

    @property
    def acts(self) -> Acts:
        """What both sides propose and sign."""
        ...

    @property
    def registers(self) -> Registers:
        """What is on record at the site."""
        ...

    @property
    def trainings(self) -> Trainings:
        """What its people were trained for."""
        ...

    @property
    def participation(self) -> Participations:
        """What whoever asks takes part in."""
        ...

    @property
    def people(self) -> People:
        """Who works at the site."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Steps still to do."""
        ...
