"""What a review is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from gardefou.kernel.call import CallStatus
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.review import ReviewState, Round
from gardefou.kernel.span import Span
from gardefou.kernel.verdict import Verdict

LONGEST_TEXT = 4_000
"""The most characters of a comment, a contest or a reason."""


class Cause(StrEnum):
    """Why a person reviews a draft."""

    CONTEST = "contest"
    CRITICAL = "critical"
    SAMPLE = "sample"


class StatementKind(StrEnum):
    """A comment explains; a contest asks for another verdict, and gets an answer from a person."""

    COMMENT = "comment"
    CONTEST = "contest"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the adviser says of one verdict; `wanted` is the verdict that a contest asks for.

    In the first round it is about the draft, in the second about what a reviewer decided.
    """

    kind: StatementKind
    round: Round
    criterion: str
    text: str
    wanted: Verdict | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SelfEvaluation:
    """The same questions, answered by the adviser before reading the draft."""

    verdicts: Mapping[str, Verdict]
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person decided about one verdict; `before` is kept for ever beside `after`."""

    criterion: str
    round: Round
    reviewer: UUID
    before: Verdict
    after: Verdict
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a reviewer hands in for one criterion."""

    criterion: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stands; the adviser may answer until the end of the day `closes_on`.

    `contested` are the criteria that another reviewer decides. `due_on` is the last day for a person to answer a
    contest: after it, what is contested is void. `reply_closes_on` is `closes_on` of the second window, on what the
    first reviewer decided.
    """

    call: UUID
    state: ReviewState
    offered_on: date
    closes_on: date
    causes: frozenset[Cause]
    contested: frozenset[str] = frozenset()
    opened_at: datetime | None = None
    answered_at: datetime | None = None
    due_on: date | None = None
    reviewer: UUID | None = None
    taken_at: datetime | None = None
    decided_at: datetime | None = None
    reply_closes_on: date | None = None
    second_reviewer: UUID | None = None
    second_taken_at: datetime | None = None
    second_decided_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def round(self) -> Round:
        """The round that it is in, or ended in."""
        second = {ReviewState.DECIDED, ReviewState.CONTESTED, ReviewState.IN_SECOND_REVIEW, ReviewState.FINAL}
        return Round.SECOND if self.state in second else Round.FIRST

    @property
    def window_closes_on(self) -> date:
        """The last day of the window that is open, or was open last."""
        return self.reply_closes_on or self.closes_on


@dataclass(frozen=True, slots=True)
class Served:
    """A stretch of the call whose sound was sent to a reviewer, and when."""

    span: Span
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes with the state of a review; None leaves as it is."""

    answered: bool = False
    causes: frozenset[Cause] | None = None
    contested: frozenset[str] | None = None
    due_on: date | None = None
    reply_closes_on: date | None = None
    decided: Round | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Names of those in a review, None where whoever asks may not know them, or there is nobody yet."""

    adviser: str | None
    reviewer: str | None
    second_reviewer: str | None


@dataclass(frozen=True, slots=True)
class QueuedReview:
    """A call that waits for a reviewer, without any name.

    `is_mine` says that whoever asks has it, `is_hidden` that it is kept from them: a call of their own, of their team,
    or one that they had a part in.
    """

    call: UUID
    started_at: datetime
    sound_ms: int
    reason: str | None
    state: ReviewState
    causes: frozenset[Cause]
    closes_on: date
    due_on: date | None
    is_mine: bool
    is_hidden: bool
    statements: int
    contests: int
    has_self_evaluation: bool
    opened: bool


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A call that whoever asks has decided, in which round and when."""

    call: UUID
    started_at: datetime
    reason: str | None
    state: ReviewState
    round: Round
    at: datetime


class Overtaken(InputRefused):
    """Somebody else was faster: the review stands elsewhere now."""

    code = "overtaken"


class RulingsIncomplete(InputRefused):
    """A decision lacks something: `lacks` says what, by criterion."""

    code = "rulings_incomplete"

    def __init__(self, call: UUID, lacks: Mapping[str, str]) -> None:
        self.lacks = dict(lacks)
        super().__init__(f"call {call}", f"the decision lacks something for {', '.join(sorted(lacks))}")


@dataclass(frozen=True, slots=True)
class OwnCall:
    """A call in the list of its adviser; `state` and what follows are None before it is offered."""

    id: UUID
    started_at: datetime
    sound_ms: int
    reason: str | None
    status: CallStatus
    is_parked: bool
    recording_expires_at: datetime
    analyses_expire_at: datetime
    recording_gone_at: datetime | None
    state: ReviewState | None
    offered_on: date | None
    closes_on: date | None
    reply_closes_on: date | None
    due_on: date | None
    opened_at: datetime | None
    answered_at: datetime | None
    decided_at: datetime | None
    second_decided_at: datetime | None
    ended_at: datetime | None
    contests: int
    has_self_evaluation: bool
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    """Who did what with a call of whoever asks; `actor` is a name for a person, `is_self` for whoever asks."""

    at: datetime
    actor_kind: str
    actor: str
    roles: list[str] | None
    is_self: bool
    verb: str
    call_id: UUID
    started_at: datetime
    reason: str | None
    refused_by: str | None


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """How many calls of one person arrived on a day, and how many of them were drawn."""

    day: date
    arrived: int
    drawn: int


@dataclass(frozen=True, slots=True)
class AgreementPair:
    """How many verdicts the draft gave as `draft` and people decided at last as `decided`."""

    scorecard: str
    criterion: str
    draft: Verdict
    decided: Verdict
    pairs: int


class GroupLevel(StrEnum):
    """Whom figures are about: nobody where too few advisers would be."""

    TEAM = "team"
    SITE = "site"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a manager's figures are about; `advisers` is None when nobody, `smallest` the fewest that may be shown."""

    level: GroupLevel
    advisers: int | None
    smallest: int


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """How many calls of a group have a verdict; `advisers` is how many people the criterion's figures are about."""

    scorecard: str
    criterion: str
    reviewed: bool
    verdict: Verdict
    calls: int
    advisers: int


@dataclass(frozen=True, slots=True)
class ReleasedCall:
    """A reviewed call that a manager may read, without the adviser's name.

    `decided_by` is who decided last, `voids` how many of its verdicts are void.
    """

    call: UUID
    started_at: datetime
    sound_ms: int
    reason: str | None
    ended_at: datetime
    decided_by: str | None
    voids: int
