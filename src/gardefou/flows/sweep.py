"""What has to go in time: sound that waited too long, what the charter keeps no longer, what a crash left behind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from gardefou.flows.ports import Clock, Gate, SoundVault
from gardefou.governance.actions import Verb, operation
from gardefou.governance.actors import Process
from gardefou.governance.subjects import KeptCall
from gardefou.kernel.call import CallStatus, WaitingCall

ARRIVAL = timedelta(minutes=60)
"""How long a sound may be in quarantine before its call is written down: an upload takes no longer."""


class Overdue(Protocol):
    """Finds calls whose time has come."""

    def waiting(self, calls: Iterable[UUID]) -> Iterable[WaitingCall]:
        """Those of these calls that are written down."""
        ...

    def expired_recordings(self, now: datetime) -> Iterable[UUID]:
        """Calls whose recording has to go."""
        ...

    def expired_analyses(self, now: datetime) -> Iterable[UUID]:
        """Calls of which everything has to go."""
        ...


@dataclass(frozen=True, slots=True)
class Swept:
    """How much went."""

    lost: int
    quarantines: int
    recordings: int
    calls: int


class Sweep:
    """Destroys what is overdue; it may stop anywhere and run again, and several may run at once."""

    def __init__(self, gate: Gate, vault: SoundVault, overdue: Overdue, sweeper: Process, clock: Clock) -> None:
        self._gate = gate
        self._vault = vault
        self._overdue = overdue
        self._sweeper = sweeper
        self._clock = clock

    def run(self) -> Swept:
        """Destroy what is overdue now."""
        now = self._clock()
        lost, quarantines = self._quarantines(now)
        recordings = _each(self._overdue.expired_recordings(now), self._expire_recording)
        calls = _each(self._overdue.expired_analyses(now), self._expire_call)
        return Swept(lost, quarantines, recordings, calls)

    def _quarantines(self, now: datetime) -> tuple[int, int]:
        here = dict(self._vault.in_quarantine())
        lost = quarantines = 0
        known = list(self._overdue.waiting(here))
        for call in known:
            if call.status is CallStatus.DRAWN and not call.lost:
                if now < call.quarantine_ends_at:
                    continue
                self._lose(call.id)
                lost += 1
            self._vault.destroy_quarantined(call.id)
            quarantines += 1
        for unknown in here.keys() - {call.id for call in known}:
            if here[unknown] < now - ARRIVAL:
                self._vault.destroy_quarantined(unknown)
                quarantines += 1
        return lost, quarantines

    def _lose(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.LOSE), KeptCall(call)) as tx:
            tx.calls.lose(call)

    def _expire_recording(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.EXPIRE), KeptCall(call)) as tx:
            self._vault.destroy_recording(call)
            tx.calls.recording_gone(call)

    def _expire_call(self, call: UUID) -> None:
        with self._gate.transaction(self._sweeper, operation(Verb.EXPIRE), KeptCall(call)) as tx:
            self._vault.destroy_content(call)
            tx.calls.forget(call)


def _each(calls: Iterable[UUID], act: Callable[[UUID], None]) -> int:
    number = 0
    for call in calls:
        act(call)
        number += 1
    return number
