"""A call that goes on, as telephony gives it: its sound reaches siblings that know nothing of each other (S7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from gardefou.kernel.errors import RoomFull
from gardefou.kernel.sound import Samples, milliseconds
from gardefou.kernel.transcript import Language, Role

OF_PAGE = "page"
"""The source of a call that a page opens for itself: a microphone, or a sample call."""


@dataclass(frozen=True, slots=True)
class LiveCallNotice:
    """What telephony says of a call when it begins; `adviser` is the person's number in the company."""

    external_id: str
    source: str
    roles: tuple[Role, ...]
    started_at: datetime
    adviser: str | None = None
    site: str | None = None
    language: Language | None = None


class Recording(StrEnum):
    """Whether the call is being recorded."""

    NONE = "none"
    DRAWN = "drawn"
    STOPPED = "stopped"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Controls:
    """Where a call stands for its adviser."""

    is_paused: bool = False
    recording: Recording = Recording.NONE
    is_private: bool = False
    is_over: bool = False


class SoundSibling(Protocol):
    """Takes the sound of a call; none of its methods blocks."""

    def add(self, samples: Samples) -> None:
        """What follows, of shape `(channels, samples)` at HEARING_RATE."""
        ...

    def skip(self, milliseconds: int) -> None:
        """Time without sound follows."""
        ...

    def end(self) -> None:
        """The call is over."""
        ...

    def drop(self) -> None:
        """The connection broke."""
        ...


class Recorder(SoundSibling, Protocol):
    """Takes a call in that is drawn, as a file would be."""

    @property
    def recording(self) -> Recording:
        """Whether it records."""
        ...

    def erase(self) -> None:
        """Let the call go for good, with all that was recorded of it: the customer objects, or it is private."""
        ...


class LiveSession:
    """One call; used by one thread alone."""

    def __init__(
        self, notice: LiveCallNotice, recorder: Recorder | None, closed: Callable[["LiveSession"], None]
    ) -> None:
        self.notice = notice
        self.helped: UUID | None = None
        """The adviser who had their page beside it; nobody else may."""
        self._recorder = recorder
        self._closed = closed
        self._siblings: list[SoundSibling] = [recorder] if recorder else []
        self._watchers: list[Callable[[Controls], None]] = []
        self._controls = Controls()
        self._samples = 0
        self._lost_ms = 0

    @property
    def position_ms(self) -> int:
        """How far the call is."""
        return milliseconds(self._samples) + self._lost_ms

    @property
    def is_of_page(self) -> bool:
        """Whether a page opened it for itself."""
        return self.notice.source == OF_PAGE

    @property
    def has_recorder(self) -> bool:
        """Whether it may be drawn and recorded."""
        return self._recorder is not None

    @property
    def controls(self) -> Controls:
        """Where it stands."""
        recording = self._recorder.recording if self._recorder else Recording.NONE
        return replace(self._controls, recording=recording)

    def attach(self, sibling: SoundSibling) -> None:
        """Have a sibling take the sound from here on."""
        if self.position_ms:
            sibling.skip(self.position_ms)
        self._siblings.append(sibling)

    def detach(self, sibling: SoundSibling) -> None:
        """Give it no more."""
        self._siblings = [each for each in self._siblings if each is not sibling]

    def watch(self, told: Callable[[Controls], None]) -> None:
        """Have somebody told whenever the controls change, and when a pause is asked for during one."""
        self._watchers.append(told)

    def unwatch(self, told: Callable[[Controls], None]) -> None:
        """Tell them no more."""
        self._watchers = [each for each in self._watchers if each != told]

    def sound(self, samples: Samples) -> None:
        """What follows, of shape `(channels, samples)` at HEARING_RATE; during a pause it reaches nobody."""
        if self._controls.is_over:
            return
        before = self.position_ms
        self._samples += samples.shape[1]
        if self._controls.is_paused or self._controls.is_private:
            self._skipped(self.position_ms - before)
            return
        for sibling in self._siblings:
            sibling.add(samples)

    def lost(self, milliseconds: int) -> None:
        """Sound never came."""
        if not self._controls.is_over and milliseconds > 0:
            self._lost_ms += milliseconds
            self._skipped(milliseconds)

    def pause(self) -> None:
        """Nothing is heard nor recorded, as while a card number is said."""
        self._change(replace(self._controls, is_paused=True))

    def resume(self) -> None:
        """Go on."""
        self._change(replace(self._controls, is_paused=False))

    def erase(self, *, is_private: bool = False) -> None:
        """Let the recording go for good: the customer objects; a private call is not heard any more either."""
        before = self.controls
        if self._recorder:
            self._recorder.erase()
            self._siblings = [each for each in self._siblings if each is not self._recorder]
        changed = replace(self._controls, is_private=is_private or self._controls.is_private)
        if changed != self._controls or before != self.controls:
            self._change(changed)

    def end(self) -> None:
        """The call is over: words that are left become final."""
        self._finish(lambda sibling: sibling.end())

    def drop(self) -> None:
        """The connection broke: what is in memory goes at once."""
        self._finish(lambda sibling: sibling.drop())

    def _finish(self, last: Callable[[SoundSibling], None]) -> None:
        if self._controls.is_over:
            return
        siblings, self._siblings = self._siblings, []
        for sibling in siblings:
            last(sibling)
        self._change(replace(self._controls, is_over=True))
        self._closed(self)

    def _skipped(self, milliseconds: int) -> None:
        for sibling in self._siblings:
            sibling.skip(milliseconds)

    def _change(self, controls: Controls) -> None:
        self._controls = controls
        for told in list(self._watchers):
            told(self.controls)


class LiveSessions:
    """The calls that go on in this process; used by one thread alone."""

    def __init__(self, most: int, record: Callable[[LiveCallNotice], Recorder | None]) -> None:
        self._most = most
        self._record = record
        self._open: dict[tuple[str, str], LiveSession] = {}

    def __len__(self) -> int:
        return len(self._open)

    def open(self, notice: LiveCallNotice) -> LiveSession:
        """The session of a call that begins; one of the same source and id that was there gives way.

        Calls of pages take no room from those of the telephone.

        Raises RoomFull.
        """
        name = (notice.source, notice.external_id)
        if name in self._open:
            self._open[name].drop()
        is_of_page = notice.source == OF_PAGE
        if sum(each.is_of_page == is_of_page for each in self._open.values()) >= self._most:
            raise RoomFull(f"{self._most} calls go on already; GARDEFOU_LIVE_CALLS allows no more")
        session = LiveSession(notice, self._record(notice), self._close)
        self._open[name] = session
        return session

    def find(self, external_id: str) -> LiveSession | None:
        """The call of a telephone system that has this id."""
        named = (each for each in self._open.values() if each.notice.external_id == external_id)
        return next((each for each in named if not each.is_of_page), None)

    def close(self) -> None:
        """Drop all."""
        for session in list(self._open.values()):
            session.drop()

    def _close(self, session: LiveSession) -> None:
        self._open.pop((session.notice.source, session.notice.external_id), None)
