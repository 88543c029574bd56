"""The page of an adviser's own call: sound and text first, the draft when they ask for it, then what people decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from starlette.responses import Response

from gardefou.adapters.pages.own_calls import gone_of
from gardefou.bootstrap.calendar import PublicHolidays
from gardefou.bootstrap.installation import Installation, clock
from gardefou.entrypoints.web.adviser_file import AdviserFiles
from gardefou.entrypoints.web.call_pages import CallSound, call_page, has_sound
from gardefou.entrypoints.web.visit import Visit
from gardefou.flows.reviewed_call import CallBeforeDraft, CallReading
from gardefou.governance.draw import day_of
from gardefou.kernel.errors import ContentErased, InputRefused
from gardefou.kernel.review import ANSWERABLE, ReviewState
from gardefou.kernel.verdict import Verdict
from gardefou.review.model import Statement


@dataclass(frozen=True, slots=True)
class Said:
    """What a form sent that was not taken, given back with what it lacks."""

    kind: str
    criterion: str
    text: str
    wanted: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A self-evaluation that was not taken: what was chosen, and the criteria that have no answer."""

    chosen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    text: str = ""
    missing: frozenset[str] = frozenset()
    lacks: str = ""


NOTHING_SAID = Said("", "", "")


class OwnCallPages:
    """Shows an adviser's call."""

    def __init__(self, installation: Installation, files: AdviserFiles) -> None:
        gate = installation.gate("web")
        self.reading = CallReading(gate, PublicHolidays())
        self._sound = CallSound(gate)
        self._files = files

    def call(self, visit: Visit, call: UUID) -> Response:
        """The call with its draft, or before it where the adviser has not asked for it."""
        if visit.query.get("draft") != "1" or visit.is_from_elsewhere:
            before = self.reading.before_draft(visit.person, call)
            if may_evaluate_oneself(before):
                return self._before(visit, call, before, "adviser/before.html")
        return self.show(visit, call, 200, NOTHING_SAID)

    def self_evaluation(self, visit: Visit, call: UUID) -> Response:
        """The scorecard to fill in, beside sound and text; afterwards the call itself."""
        before = self.reading.before_draft(visit.person, call)
        if before.is_suspended or not may_evaluate_oneself(before):
            return visit.go(f"/calls/{call}")
        return self.fill_in(visit, call, before, 200, Filled())

    def fill_in(self, visit: Visit, call: UUID, before: CallBeforeDraft, status: int, filled: Filled) -> Response:
        """The form of a self-evaluation, with what was filled in."""
        return self._before(visit, call, before, "adviser/self_evaluation.html", status, filled=filled)

    def show(self, visit: Visit, call: UUID, status: int, said: Said) -> Response:
        """The call with its draft, and a form that was not taken."""
        read = self.reading.read(visit.person, call)
        return visit.render(
            "adviser/call.html",
            status,
            **self._values(visit, call, read, with_verdicts=True),
            said=said,
            by_criterion=_by_criterion(read.statements),
            in_force={name: each.verdict for name, each in read.standings.items()},
            can_answer=can_answer(read, clock(), visit.zone),
        )

    async def sound(self, visit: Visit, call: UUID) -> Response:
        """The sound of the call; that of one that is gone is said to be gone, for a page that is still open."""
        try:
            return await self._sound.whole(visit, call)
        except InputRefused:
            raise ContentErased(f"call {call}") from None

    def _before(
        self, visit: Visit, call: UUID, before: CallBeforeDraft, template: str, status: int = 200, **more: object
    ) -> Response:
        return visit.render(template, status, **self._values(visit, call, before, with_verdicts=False), **more)

    def _values(self, visit: Visit, call: UUID, read: CallBeforeDraft, *, with_verdicts: bool) -> dict[str, object]:
        gone = gone_of(read.record, read.charter)
        is_heard = has_sound(read.record, clock()) and clock() < gone.recording
        peaks = self._sound.peaks(visit.person, call) if is_heard else (bytes(1),) * len(read.transcript.roles)
        page = call_page(
            read, peaks, self._files.taxonomy, visit.zone, f"/calls/{call}/sound", with_verdicts=with_verdicts
        )
        return {
            "call": call,
            "read": read,
            "view": page.view(visit.language),
            "has_sound": is_heard,
            "gone": gone,
            "log": self._files.read(visit, 1).log,
        }


def may_evaluate_oneself(before: CallBeforeDraft) -> bool:
    """Whether the adviser may still look at the call without the draft."""
    review = before.review
    return review.state is ReviewState.OFFERED and review.opened_at is None and before.self_evaluation is None


def can_answer(read: CallBeforeDraft, now: datetime, zone: str) -> bool:
    """Whether the adviser's window is open; while the site is suspended it waits."""
    return not read.is_suspended and read.review.state in ANSWERABLE and day_of(now, zone) <= read.answer_by


def has_answered(read: CallBeforeDraft, now: datetime, zone: str) -> bool:
    """Whether the adviser has ended the window themselves: its last day is not over, and yet it is shut."""
    return read.review.state not in ANSWERABLE and day_of(now, zone) <= read.answer_by


def _by_criterion(statements: tuple[Statement, ...]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for each in statements:
        found.setdefault(each.criterion, []).append(each)
    return found


def verdict_of(written: str) -> Verdict | None:
    """The verdict that a form names."""
    return Verdict(written) if written in set(Verdict) else None
