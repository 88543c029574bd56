"""Wiring of the live process: who may be helped, and the recorder, which assist knows nothing of (S7)."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from gardefou.adapters.media.running_sound import running_sound
from gardefou.bootstrap.installation import Installation, process
from gardefou.flows.assisted_session import Ear, Ears
from gardefou.flows.erasure import Erasure
from gardefou.flows.live_counters import LiveCounters
from gardefou.flows.live_session import LiveCallNotice, LiveSessions
from gardefou.flows.recorder import CallRecorder, call_notice
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.call import CallKey
from gardefou.kernel.errors import Refused, RoomFull
from gardefou.kernel.live import LiveWords, Pace
from gardefou.kernel.transcript import Language, Role

ROLE = "live"


class Recorders:
    """Makes the recorder of each telephone call whose adviser and site are told."""

    def __init__(self, installation: Installation) -> None:
        gate, part = installation.gate(ROLE), process(ProcessName.LIVE)
        erasure = Erasure(gate, installation.sounds, installation.tombstones)
        self._reception = installation.receiving(gate, part)
        self._let_go: Callable[[CallKey], object] = lambda key: erasure.objected(part, key)
        self._simulated = installation.simulated

    def record(self, notice: LiveCallNotice) -> CallRecorder | None:
        """Have a call drawn, and recorded if it is; None for one that is not of the telephone."""
        of_call = call_notice(notice, simulated=self._simulated)
        if of_call is None:
            return None
        recorder = CallRecorder(of_call, self._reception, running_sound, self._let_go)
        recorder.start()
        return recorder


def live_sessions(installation: Installation) -> LiveSessions:
    """The calls that go on in this process."""
    return LiveSessions(installation.settings.live_calls, Recorders(installation).record)


class Permission:
    """Asks the gate whether somebody may be helped; the answer stands nowhere (S7, S8)."""

    def __init__(self, installation: Installation, counters: LiveCounters) -> None:
        self._gate = installation.gate(ROLE)
        self._counters = counters

    def check(self, person: Person, site: str, *, is_practice: bool) -> None:
        """Raises Refused, naming the clause."""
        action = operation(Verb.PRACTISE) if is_practice else Action(Verb.ASSIST, LISTED)
        try:
            self._gate.permit(person, action, SiteWork(site))
        except Refused as refused:
            self._counters.refused(refused.clause)
            raise


class CountedEars:
    """Counts how far words are behind, and calls for which there is no room."""

    def __init__(self, ears: Ears, counters: LiveCounters) -> None:
        self._ears = ears
        self._counters = counters

    def open(
        self, roles: Sequence[Role], language: Language | None, deliver: Callable[[LiveWords], None]
    ) -> Ear:
        """What takes the sound of one call.

        Raises RoomFull.
        """

        def counted(words: LiveWords) -> None:
            if isinstance(words, Pace):
                self._counters.delayed(words.lag_ms)
            deliver(words)

        try:
            return self._ears.open(roles, language, counted)
        except RoomFull:
            self._counters.refused(RoomFull.code)
            raise


def live_counters() -> LiveCounters:
    """Counters of this process; their days are those of UTC."""
    return LiveCounters(lambda: datetime.now(UTC).date())
