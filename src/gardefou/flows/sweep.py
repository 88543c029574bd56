"""What has to go in time: sound that waited too long, what the charter keeps no longer, what nobody answered."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from gardefou.flows.erasure import Erasure
from gardefou.flows.human_review import HumanReview
from gardefou.flows.ports import Clock, Gate, SoundVault
from gardefou.flows.recorded_call import end_quarantine, lose
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Process
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallStatus, WaitingCall
from gardefou.kernel.errors import InputRefused, Refused

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
    """How much went."""

    lost: int
    quarantines: int
    recordings: int
    calls: int
    erased: int
    windows: int
    contests: int


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
        now = self._clock()
        lost, quarantines = self._quarantines(now)
        recordings = _each(self._overdue.expired_recordings(now), self._expire_recording)
        calls = _each(self._overdue.expired_analyses(now), self._expire_call)
        erased = self._erasure.finish(self._sweeper, self._overdue.unfinished_erasures())
        contests = _each(self._overdue.contests_to_lapse(now), partial(self._review.lapse, self._sweeper))
        windows = _each(self._overdue.windows_to_close(now), partial(self._review.close, self._sweeper))
        return Swept(lost, quarantines, recordings, calls, erased, windows, contests)

    def _quarantines(self, now: datetime) -> tuple[int, int]:
        here = dict(self._vault.in_quarantine())
        known = list(self._overdue.waiting(here))
        overdue = [call for call in known if _is_over(call, now)]
        lost = sum(self._end(call) for call in overdue)
        forgotten = [call for call in here.keys() - {call.id for call in known} if here[call] < now - ARRIVAL]
        for call in forgotten:
            self._vault.destroy_quarantined(call)
        return lost, len(overdue) + len(forgotten)

    def _end(self, call: WaitingCall) -> bool:
        """End the quarantine of a call, and return whether it is lost by that."""
        newly_lost = call.status is CallStatus.DRAWN and not call.lost and lose(self._gate, self._sweeper, call.id)
        if newly_lost or call.lost:
            self._vault.destroy_recording(call.id)
        elif call.status is not CallStatus.DRAWN:
            end_quarantine(self._vault, call.id, call.sound_name)
        return newly_lost

    def _expire_recording(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.EXPIRE), KeptCall(call)) as tx:
            tx.calls.recording_gone(call)
            self._vault.destroy_recording(call)

    def _expire_call(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.EXPIRE), KeptCall(call)) as tx:
            tx.calls.forget(call)
            self._vault.destroy_content(call)


def _is_over(call: WaitingCall, now: datetime) -> bool:
    """Whether a sound as it came need not be here any more: it was heard, or waited too long, and nobody froze it."""
    if call.is_frozen:
        return False
    return call.status is not CallStatus.DRAWN or call.lost or now >= call.quarantine_ends_at


def _each(calls: Iterable[UUID], act: Callable[[UUID], None]) -> int:
    """Act on each call, and return how many were still here: another sweep may be faster, and a site suspended."""
    number = 0
    for call in calls:
        with suppress(InputRefused, Refused):
            act(call)
            number += 1
    return number
