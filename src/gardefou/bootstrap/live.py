"""Wiring of the live process: who may be helped, and the recorder, which assist knows nothing of (S7)."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from time import monotonic
from urllib.parse import urlsplit
from weakref import WeakSet

from gardefou.adapters.media.running_sound import running_sound
from gardefou.bootstrap.installation import Installation, process
from gardefou.bootstrap.settings import Settings
from gardefou.flows.assisted_session import Ear, Ears
from gardefou.flows.erasure import Erasure
from gardefou.flows.first_connections import FirstConnections
from gardefou.flows.live_counted_ear import CountedEar
from gardefou.flows.live_counters import LiveCounters
from gardefou.flows.live_session import LiveCallNotice, LiveSessions
from gardefou.flows.objections import Objections
from gardefou.flows.recorder import CallRecorder, call_notice
from gardefou.governance.actions import Action, Verb, operation
from gardefou.governance.actors import Person, ProcessName
from gardefou.governance.purposes import LISTED
from gardefou.governance.subjects import SiteWork
from gardefou.kernel.errors import Refused, RoomFull, SettingWrong
from gardefou.kernel.live import LiveWords
from gardefou.kernel.transcript import Language, Role

ROLE = "live"
LEAVE_WITHIN_S = 10.0
"""So long calls that are being taken in, and objections, are waited for when the process ends."""


class Recorders:
    """Makes the recorder of each telephone call whose adviser and site are told."""

    def __init__(self, installation: Installation) -> None:
        gate, part = installation.gate(ROLE), process(ProcessName.LIVE)
        erasure = Erasure(gate, installation.sounds, installation.tombstones)
        self._reception = installation.receiving(gate, part)
        self._objections = Objections(lambda key: erasure.objected(part, key))
        self._simulated = installation.simulated
        self._first = FirstConnections(_today)
        self._made: WeakSet[CallRecorder] = WeakSet()

    def record(self, notice: LiveCallNotice) -> CallRecorder | None:
        """Have a call drawn, and recorded if it is; None for one that is not of the telephone."""
        of_call = call_notice(notice, simulated=self._simulated)
        if of_call is None:
            return None
        recorder = CallRecorder(of_call, self._reception, running_sound, self._objections)
        self._made.add(recorder)
        if self._first.is_first(of_call.key):
            recorder.start()
        else:
            recorder.stand_aside()
        return recorder

    def close(self, within_s: float = LEAVE_WITHIN_S) -> None:
        """Wait until what was recorded is kept or destroyed, and objections are honoured, so long at most."""
        until = monotonic() + within_s
        for recorder in list(self._made):
            recorder.wait(max(0.0, until - monotonic()))
        self._objections.close(max(0.0, until - monotonic()))


def live_sessions(installation: Installation, recorders: Recorders) -> LiveSessions:
    """The calls that go on in this process."""
    return LiveSessions(installation.settings.live_calls, recorders.record)


def check_telephony(settings: Settings, *, simulated: bool) -> None:
    """Raises SettingWrong where real calls could come into an installation that takes them for simulated ones."""
    if settings.audiohook_keys and simulated and not settings.audiohook_simulated:
        raise SettingWrong(
            "GARDEFOU_AUDIOHOOK_KEYS: this installation is for simulated calls, and no real call may come in; make one "
            "for real calls, or say that this telephone system is a simulator: GARDEFOU_AUDIOHOOK_SIMULATED=true"
        )


def check_sign_in(settings: Settings) -> None:
    """Raises SettingWrong where browsers would not show the page beside a call who is signed in on the other pages."""
    if settings.live_address is None:
        return
    pages, live = urlsplit(settings.web_address or f"http://{settings.web_host}"), urlsplit(settings.live_address)
    if (pages.scheme, pages.hostname) != (live.scheme, live.hostname):
        raise SettingWrong(
            "GARDEFOU_LIVE_ADDRESS: has another host or scheme than the pages where people sign in, so that nobody "
            "would be signed in there; leave it out, and have the proxy serve /live/ at GARDEFOU_WEB_ADDRESS"
        )


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
            self._counters.refused(site, refused.clause, person.id)
            raise


class CountedEars:
    """Counts how late each utterance is final, calls that are heard no more, and those for which there is no room."""

    def __init__(self, ears: Ears, counters: LiveCounters) -> None:
        self._ears = ears
        self._counters = counters

    @property
    def channels_heard(self) -> int:
        """How many channels calls take."""
        return self._ears.channels_heard

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Callable[[LiveWords], None]) -> Ear:
        """What takes the sound of one call.

        Raises RoomFull.
        """
        try:
            return CountedEar(partial(self._ears.open, roles, language), deliver, self._counters)
        except RoomFull:
            self._counters.full()
            raise


def live_counters() -> LiveCounters:
    """Counters of this process; their days are those of UTC."""
    return LiveCounters(_today)


def _today() -> date:
    return datetime.now(UTC).date()
