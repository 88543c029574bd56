"""The calls of an adviser as their pages list them: where each stands, what can be done, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from gardefou.governance.charter import Charter, Review
from gardefou.governance.draw import day_of
from gardefou.governance.retention import ExpiryDates, expiry_dates
from gardefou.kernel.call import CallRecord, CallStatus
from gardefou.kernel.review import ReviewState
from gardefou.kernel.wording import Wording
from gardefou.review.model import OwnCall
from gardefou.review.worked_days import Absence, WorkedDays

NEWS_DAYS = 30
"""For how long the end of a review is told as news."""
PRESSING_DAYS = 3
"""With so many worked days left or fewer, something presses."""


class Stage(StrEnum):
    """Where a call stands for its adviser; LATE waits for the program to close a window whose days are over.

    FROZEN stands still at somebody's request, and is not shown: whose request it is stands nowhere.
    """

    WORKING = "working"
    PARKED = "parked"
    DRAFT = "draft"
    LATE = "late"
    QUEUED = "queued"
    IN_REVIEW = "in_review"
    DECIDED = "decided"
    CONTESTED = "contested"
    IN_SECOND_REVIEW = "in_second_review"
    FINAL = "final"
    UNREVIEWED = "unreviewed"
    LAPSED = "lapsed"
    FROZEN = "frozen"


TASKS = frozenset({Stage.DRAFT, Stage.DECIDED})
"""The adviser can act, and a date ends it."""
_ANSWERED = frozenset({Stage.CONTESTED, Stage.IN_SECOND_REVIEW})
_IN_QUEUE = frozenset({Stage.QUEUED, Stage.IN_REVIEW})
_ENDED = frozenset({Stage.FINAL, Stage.LAPSED})


@dataclass(frozen=True, slots=True)
class Window:
    """The last day to answer, and how many worked days are left until then, today included."""

    last_day: date
    days_left: int


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call of the adviser; `window` is None where nothing is to be answered, `gone` when sound and text disappear."""

    call: OwnCall
    stage: Stage
    label: Wording | None
    window: Window | None
    gone: ExpiryDates
    has_sound: bool

    @property
    def is_task(self) -> bool:
        """Whether it waits for the adviser."""
        return self.stage in TASKS

    @property
    def is_followed(self) -> bool:
        """Whether a person has to answer a contest of the adviser."""
        return self.stage in _ANSWERED or (self.stage in _IN_QUEUE and self.call.contests > 0)

    @property
    def can_be_opened(self) -> bool:
        """Whether its page can be shown."""
        return self.call.status is CallStatus.OFFERED

    def is_news(self, now: datetime) -> bool:
        """Whether its review has ended lately by what people did."""
        ended = self.call.ended_at
        return self.stage in _ENDED and ended is not None and now - ended < timedelta(days=NEWS_DAYS)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the lines of one adviser rest on."""

    now: datetime
    zone: str
    days: WorkedDays
    absences: Sequence[Absence]
    charter: Charter | None

    @property
    def rules(self) -> Review:
        """The charter's rules of review."""
        return self.charter.review if self.charter else Review()

    @property
    def today(self) -> date:
        """The day at the adviser's site."""
        return day_of(self.now, self.zone)

    def line(self, call: OwnCall, label: Wording | None) -> CallLine:
        """A call as it is listed."""
        window = self._window(call)
        gone = gone_of(call, self.charter)
        has_sound = call.recording_gone_at is None and self.now < gone.recording
        return CallLine(call, _stage(call, window), label, window, gone, has_sound)

    def _window(self, call: OwnCall) -> Window | None:
        if call.state not in {ReviewState.OFFERED, ReviewState.DECIDED} or call.offered_on is None:
            return None
        decided = call.decided_at if call.state is ReviewState.DECIDED else None
        first = day_of(decided, self.zone) if decided else call.offered_on
        known = call.reply_closes_on if decided else call.closes_on
        last = self.days.last_day(first, self.rules.window_days, self.absences)
        last = max(last, known or last)
        return Window(last, self.days.remaining(self.today, last, self.absences)) if last >= self.today else None


def gone_of(call: OwnCall | CallRecord, charter: Charter | None) -> ExpiryDates:
    """When a call's sound, then the rest, disappear: as was promised, or earlier where a charter in force says so."""
    promised = ExpiryDates(call.recording_expires_at, call.analyses_expire_at)
    if charter is None:
        return promised
    in_force = expiry_dates(call.started_at, charter.retention)
    return ExpiryDates(min(promised.recording, in_force.recording), min(promised.analyses, in_force.analyses))


def _stage(call: OwnCall, window: Window | None) -> Stage:
    if call.is_frozen:
        return Stage.FROZEN
    if call.state is None:
        return Stage.PARKED if call.is_parked else Stage.WORKING
    if call.state is ReviewState.OFFERED:
        return Stage.DRAFT if window else Stage.LATE
    if call.state is ReviewState.DECIDED and window is None:
        return Stage.LATE
    return Stage(call.state.value)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an adviser finds first: to do, the most urgent first; contests under way; what ended lately."""

    tasks: tuple[CallLine, ...]
    followed: tuple[CallLine, ...]
    news: tuple[CallLine, ...]

    @property
    def presses(self) -> bool:
        """Whether little time is left for something."""
        return any(each.window and each.window.days_left <= PRESSING_DAYS for each in self.tasks)


def waiting(lines: Sequence[CallLine], now: datetime) -> Waiting:
    """Sort what concerns the adviser now."""
    tasks = [each for each in lines if each.is_task]
    followed = [each for each in lines if each.is_followed]
    return Waiting(
        tuple(sorted(tasks, key=lambda each: each.window.last_day if each.window else date.max)),
        tuple(sorted(followed, key=lambda each: each.call.due_on or date.max)),
        tuple(each for each in lines if each.is_news(now)),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about an adviser, and from and until when."""

    calls: int
    sounds: int
    transcripts: int
    drafts: int
    own_evaluations: int
    contests: int
    unopened: int
    first: datetime | None
    last: datetime | None
    sound_until: datetime | None
    rest_until: datetime | None


def kept_of(lines: Sequence[CallLine]) -> Kept:
    """Count what the lines stand for."""
    calls = [each.call for each in lines]
    sounds = [each for each in lines if each.has_sound]
    return Kept(
        calls=len(calls),
        sounds=len(sounds),
        transcripts=sum(each.status.reached(CallStatus.HEARD) for each in calls),
        drafts=sum(each.status.reached(CallStatus.EVALUATED) for each in calls),
        own_evaluations=sum(each.has_self_evaluation for each in calls),
        contests=sum(each.contests for each in calls),
        unopened=sum(each.state is ReviewState.OFFERED and each.opened_at is None for each in calls),
        first=min((each.started_at for each in calls), default=None),
        last=max((each.started_at for each in calls), default=None),
        sound_until=max((each.gone.recording for each in sounds), default=None),
        rest_until=max((each.gone.analyses for each in lines), default=None),
    )
