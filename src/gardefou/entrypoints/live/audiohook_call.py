"""One AudioHook session and the call that it gives the sound of: what one does, the other learns."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from gardefou.adapters.telephony.audiohook.course import Course
from gardefou.adapters.telephony.audiohook.happenings import (
    Broken,
    CallAsked,
    Ended,
    Happening,
    Heard,
    Lost,
    Paused,
    Resumed,
)
from gardefou.adapters.telephony.audiohook.states import Reason
from gardefou.flows.live_day import Failure
from gardefou.flows.live_session import Controls, LiveCallNotice, LiveSession, LiveSessions
from gardefou.kernel.errors import InputRefused, Refused, RoomFull

LOG = logging.getLogger(__name__)
TRY_AGAIN_LATER = 1013


class AudioHookCall:
    """The call of one connection."""

    def __init__(
        self,
        name: str,
        sessions: LiveSessions,
        course: Course,
        clock: Callable[[], float],
        asked_by_address: Mapping[str, str],
        failed: Callable[[Failure], None] = lambda _: None,
    ) -> None:
        self.name = name
        self.tell: Callable[[list[Happening]], None] = lambda happenings: None
        """Where what the call wants of the client goes."""
        self.failed = failed
        """Counts what goes wrong."""
        self._sessions = sessions
        self._course = course
        self._clock = clock
        self._asked_by_address = asked_by_address
        self._session: LiveSession | None = None
        self._is_told_by_client = False
        self._known = Controls()
        self._is_held = False
        self._has_gaps = False

    def take(self, happening: Happening) -> list[Happening]:
        """Do what a happening means for the call, and return what comes of it."""
        match happening:
            case CallAsked():
                return self._open(happening)
            case Broken(cause):
                LOG.warning("AudioHook session %s: %s", self.name, cause)
                self.failed(Failure.PROTOCOL)
                self.drop()
            case _ if self._session is not None:
                with self._told_by_client():
                    self._pass_on(happening, self._session)
        return []

    def drop(self) -> None:
        """The connection broke, or is over."""
        if self._session is not None:
            session, self._session = self._session, None
            session.drop()

    def _pass_on(self, happening: Happening, session: LiveSession) -> None:
        match happening:
            case Heard(samples):
                session.sound(samples)
            case Lost(milliseconds, is_told):
                session.lost(milliseconds)
                self._note_gap(is_told)
            case Paused():
                session.pause()
            case Resumed() if not self._is_held:
                session.resume()
            case Ended():
                session.end()
                self._session = None

    def _open(self, asked: CallAsked) -> list[Happening]:
        try:
            session = self._sessions.open(self._notice(asked))
        except Refused as refused:
            LOG.warning("AudioHook session %s: refused by clause %s", self.name, refused.clause)
            return self._leave(Reason.COMPLETED, f"refused by clause {refused.clause}")
        except RoomFull:
            LOG.warning("AudioHook session %s: no room for another call", self.name)
            return self._leave(Reason.ERROR, "503 no room for another call", TRY_AGAIN_LATER)
        except InputRefused:
            LOG.warning("AudioHook session %s: the call cannot be taken as it is described", self.name)
            return self._leave(Reason.ERROR, "400 the call cannot be taken as it is described")
        session.watch(self._changed)
        self._session, self._known = session, session.controls
        return self._course.accept(self._clock())

    def _notice(self, asked: CallAsked) -> LiveCallNotice:
        return LiveCallNotice(
            external_id=asked.conversation,
            source="audiohook",
            roles=asked.roles,
            started_at=datetime.now(UTC),
            adviser=asked.adviser or self._asked_by_address.get("adviser"),
            site=asked.site or self._asked_by_address.get("site"),
            language=asked.language,
        )

    def _leave(self, reason: Reason, info: str, code: int = 1000) -> list[Happening]:
        return self._course.leave(reason, info, self._clock(), code)

    def _changed(self, controls: Controls) -> None:
        """What the adviser or the program does to the call, Genesys learns; what Genesys did, it knows.

        A pause that the adviser asks for ends with the adviser alone, also where Genesys paused before.
        """
        before, self._known = self._known, controls
        if self._session is None or self._is_told_by_client:
            return
        if controls.is_over:
            self._session = None
            self.tell(self._leave(Reason.COMPLETED, "the call is over"))
        elif controls.is_paused != before.is_paused:
            self._is_held = controls.is_paused
            self.tell(self._course.pause() if controls.is_paused else self._course.resume())
        elif controls == before:
            self._is_held = controls.is_paused

    @contextmanager
    def _told_by_client(self) -> Iterator[None]:
        self._is_told_by_client = True
        try:
            yield
        finally:
            self._is_told_by_client = False

    def _note_gap(self, is_told: bool) -> None:
        if not is_told and not self._has_gaps:
            self._has_gaps = True
            LOG.warning("AudioHook session %s: sound is missing, by the client's own position", self.name)
