"""What has to go in time: sound that waited too long, what the charter keeps no longer, what nobody answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from gardefou.flows.erasure import Erasure
from gardefou.flows.human_review import HumanReview
from gardefou.flows.one_by_one import OneByOne
from gardefou.flows.ports import Clock, Gate, SoundVault
from gardefou.flows.recorded_call import end_quarantine, lose
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Process
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallStatus, WaitingCall

ARRIVAL = timedelta(minutes=60)
"""How long a sound may be in quarantine before its call is written down: an upload takes no longer."""


class Overdue(Protocol):
    """Finds calls whose time has come."""

    def advance_clock(self) -> None:
        """Note that this moment was: a clock that stands before it was set back."""
        ...

    def waiting(self, calls: Iterable[UUID]) -> Iterable[WaitingCall]:
        """Those of these calls that are written down."""
        ...

    def expired_recordings(self, now: datetime) -> Iterable[UUID]:
        """Calls whose recording has to go."""
        ...

    def expired_analyses(self, now: datetime) -> Iterable[UUID]:
        """Calls of which everything has to go."""
        ...

    def unfinished_erasures(self, erased: Iterable[UUID] = ()) -> Iterable[UUID]:
        """Calls whose erasure was asked for and that are still here, those among `erased` too."""
        ...

    def windows_to_close(self, now: datetime) -> Iterable[UUID]:
        """Calls whose adviser can no longer answer."""
        ...

    def contests_to_lapse(self, now: datetime) -> Iterable[UUID]:
        """Calls on which a contest was not answered in time."""
        ...


@dataclass(frozen=True, slots=True)
class Swept:
    """How much went, and what failed: that holds up nothing else."""

    lost: int
    quarantines: int
    recordings: int
    calls: int
    erased: int
    windows: int
    contests: int
    failed: tuple[str, ...] = ()


class Sweep:
    """Destroys what is overdue; it may stop anywhere and run again, and several may run at once."""

    def __init__(
        self,
        gate: Gate,
        vault: SoundVault,
        overdue: Overdue,
        erasure: Erasure,
        review: HumanReview,
        sweeper: Process,
        clock: Clock,
    ) -> None:
        self._gate = gate
        self._vault = vault
        self._erasure = erasure
        self._overdue = overdue
        self._review = review
        self._sweeper = sweeper
        self._clock = clock

    def run(self) -> Swept:
        """Destroy what is overdue now."""
        self._overdue.advance_clock()
        now, one_by_one = self._clock(), OneByOne()
        each = one_by_one.each
        lost, quarantines = self._quarantines(now, one_by_one)
        recordings = each(self._overdue.expired_recordings(now), self._expire_recording)
        calls = each(self._overdue.expired_analyses(now), self._expire_call)
        erased = self._erasure.finish(self._sweeper, self._overdue.unfinished_erasures(), one_by_one)
        contests = each(self._overdue.contests_to_lapse(now), partial(self._review.lapse, self._sweeper))
        windows = each(self._overdue.windows_to_close(now), partial(self._review.close, self._sweeper))
        return Swept(lost, quarantines, recordings, calls, erased, windows, contests, one_by_one.failed)

    def _quarantines(self, now: datetime, one_by_one: OneByOne) -> tuple[int, int]:
        here = dict(self._vault.in_quarantine())
        known = list(self._overdue.waiting(here))
        overdue = {call.id: call for call in known if _is_over(call, now)}
        lost = set[UUID]()
        ended = one_by_one.each(overdue, lambda call: self._end(overdue[call], lost))
        forgotten = [call for call in here.keys() - {call.id for call in known} if here[call] < now - ARRIVAL]
        return len(lost), ended + one_by_one.each(forgotten, self._vault.destroy_quarantined)

    def _end(self, call: WaitingCall, lost: set[UUID]) -> None:
        """End the quarantine of a call, which is lost by that when it was not heard."""
        newly_lost = call.status is CallStatus.DRAWN and not call.lost and lose(self._gate, self._sweeper, call.id)
        if newly_lost:
            lost.add(call.id)
        if newly_lost or call.lost:
            self._vault.destroy_recording(call.id)
        elif call.status is not CallStatus.DRAWN:
            end_quarantine(self._vault, call.id, call.sound_name)

    def _expire_recording(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.EXPIRE), KeptCall(call)) as tx:
            tx.calls.recording_gone(call)
            self._vault.destroy_recording(call)

    def _expire_call(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.EXPIRE), KeptCall(call)) as tx:
            tx.calls.forget(call)
            self._vault.destroy_content(call)


def _is_over(call: WaitingCall, now: datetime) -> bool:
    """Whether a sound as it came has to go: it was heard, or waited too long; a freeze keeps no card data (S14)."""
    return call.status is not CallStatus.DRAWN or call.lost or now >= call.quarantine_ends_at
