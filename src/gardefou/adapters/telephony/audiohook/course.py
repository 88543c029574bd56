"""The course of one AudioHook session, without input or output: what comes in, and what is to be done about it."""

from collections.abc import Callable

from gardefou.adapters.telephony.audiohook.answers import Answers
from gardefou.adapters.telephony.audiohook.fault import Code, Fault
from gardefou.adapters.telephony.audiohook.happenings import Broken, HangUp, Happening
from gardefou.adapters.telephony.audiohook.line import Line
from gardefou.adapters.telephony.audiohook.media import call_asked, chosen
from gardefou.adapters.telephony.audiohook.messages import NOBODY, ClientError, Close, Offer, Open, OpenParameters, Ping
from gardefou.adapters.telephony.audiohook.reading import read
from gardefou.adapters.telephony.audiohook.states import (
    LEAVE_WITHIN_S,
    OPEN_WITHIN_S,
    QUIET_S,
    Reason,
    State,
    close_code,
)
from gardefou.adapters.telephony.audiohook.talk import Probe, Talk
from gardefou.adapters.telephony.pace import Pace, TooFast


class Course:
    """One session; `now` is in seconds of a clock that only goes forward.

    `session` and `organization` are those that the request named under its signature.
    """

    def __init__(self, session: str, organization: str, now: float) -> None:
        self.state = State.CONNECTED
        self.deadline = now + OPEN_WITHIN_S
        """When `time_passed` has to be called at the latest."""
        self._answers = Answers(session)
        self._organization = organization
        self._pace = Pace(now)
        self._asked: OpenParameters | None = None
        self._media: Offer | None = None
        self._talk: Talk | None = None
        self._last_code = 1000

    def text(self, text: str, now: float) -> list[Happening]:
        """A text came."""
        return self._took(now, lambda: self._read(text, now))

    def binary(self, frame: bytes, now: float) -> list[Happening]:
        """A frame of sound came."""
        return self._took(now, lambda: self._sound(frame, now))

    def time_passed(self, now: float) -> list[Happening]:
        """Nothing came until the deadline."""
        if now < self.deadline or self.state is State.GONE:
            return []
        if self.state in {State.LEAVING, State.CLOSED}:
            return self._gone()
        return self._failed(Fault(Code.TIMED_OUT, "nothing came from the client for too long"), now)

    def accept(self, now: float) -> list[Happening]:
        """Take the call that was asked for."""
        if self.state is not State.ASKED or self._media is None or self._asked is None:
            return []
        self._turn(State.OPEN, now + QUIET_S)
        return [self._answers.opened(self._media, tells_languages=self._asked.wants_languages)]

    def pause(self) -> list[Happening]:
        """Have the client send no sound."""
        return [self._answers.pause()] if self.state is State.OPEN else []

    def resume(self) -> list[Happening]:
        """Have the client send sound again."""
        return [self._answers.resume()] if self.state is State.OPEN else []

    def leave(self, reason: Reason, info: str, now: float, code: int = 1000) -> list[Happening]:
        """Have the client close the session, and let go of it if it does not."""
        if self.is_left:
            return []
        self._last_code = code
        self._turn(State.LEAVING, now + LEAVE_WITHIN_S)
        return [self._answers.disconnect(reason, info)]

    @property
    def is_left(self) -> bool:
        """Whether either side has said that it ends."""
        return self.state in {State.LEAVING, State.CLOSED, State.GONE}

    def _took(self, now: float, take: Callable[[], list[Happening]]) -> list[Happening]:
        if self.state in {State.CLOSED, State.GONE}:
            return []
        try:
            self._pace.message(now)
            return take()
        except Fault as fault:
            return self._failed(fault, now)
        except TooFast as error:
            return self._failed(Fault(Code.TOO_FAST, str(error)), now)

    def _read(self, text: str, now: float) -> list[Happening]:
        message = read(text)
        if self.state is State.LEAVING:
            return self._close(message, now) if isinstance(message, Close) else []
        self._answers.follow(message)
        if isinstance(message, Close):
            ended = self._talk.ended() if self._talk and self.state is State.OPEN else []
            return [*ended, *self._close(message, now)]
        if isinstance(message, Open):
            return self._ask(message, now)
        if self._talk and self.state is State.OPEN:
            self.deadline = now + QUIET_S
            return self._talk.said(message, now)
        if isinstance(message, Ping):
            return [self._answers.pong()]
        if isinstance(message, ClientError):
            return []
        raise Fault(Code.OUT_OF_TURN, "a message came before the session was open")

    def _ask(self, message: Open, now: float) -> list[Happening]:
        if self.state is not State.CONNECTED:
            raise Fault(Code.OUT_OF_TURN, "a session opens once")
        asked = message.parameters
        if asked.organization != self._organization:
            cause = "the organization is not that of the request"
            return [Broken(cause), *self.leave(Reason.UNAUTHORIZED, cause, now, 1008)]
        self._asked, self._media = asked, chosen(asked.media)
        self._turn(State.ASKED, now + QUIET_S)
        is_probe = asked.conversation == NOBODY
        line = Line(len(self._media.channels), self._pace, now)
        self._talk = (Probe if is_probe else Talk)(self._answers, line)
        return self.accept(now) if is_probe else [call_asked(asked, self._media)]

    def _sound(self, frame: bytes, now: float) -> list[Happening]:
        if self.state is State.LEAVING:
            return []
        if self._talk is None or self.state is not State.OPEN:
            raise Fault(Code.OUT_OF_TURN, "sound came before the session was open")
        self.deadline = now + QUIET_S
        return self._talk.sound(frame)

    def _close(self, message: Close, now: float) -> list[Happening]:
        self._answers.read = message.seq
        self._turn(State.CLOSED, now + LEAVE_WITHIN_S)
        return [self._answers.closed()]

    def _failed(self, fault: Fault, now: float) -> list[Happening]:
        """Ask the client to close; one that was asked already is let go if it floods."""
        if self.state is State.LEAVING:
            return self._gone() if fault.code is Code.TOO_FAST else []
        return [Broken(str(fault)), *self.leave(Reason.ERROR, str(fault), now, close_code(fault.code))]

    def _gone(self) -> list[Happening]:
        self.state = State.GONE
        return [HangUp(self._last_code)]

    def _turn(self, state: State, deadline: float) -> None:
        self.state, self.deadline = state, deadline
