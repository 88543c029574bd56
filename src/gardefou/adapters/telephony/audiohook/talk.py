"""What an open session says of its call: sound, pauses, losses."""

from gardefou.adapters.telephony.audiohook.answers import Answers
from gardefou.adapters.telephony.audiohook.happenings import Ended, Happening, Paused, Resumed
from gardefou.adapters.telephony.audiohook.line import Line
from gardefou.adapters.telephony.audiohook.messages import (
    ClientMessage,
    ClientPaused,
    ClientResumed,
    Discarded,
    Ping,
    Update,
)


class Talk:
    """A call, from its request to its end."""

    def __init__(self, answers: Answers, line: Line) -> None:
        self._answers = answers
        self._line = line
        self._is_paused = False

    def said(self, message: ClientMessage, now: float) -> list[Happening]:
        """What a message is answered and means for the call; raises Fault."""
        match message:
            case Ping():
                missing = [] if self._is_paused else self._line.at(message.position, now)
                return [*missing, self._answers.pong()]
            case Update():
                return [self._answers.updated()]
            case ClientPaused():
                self._is_paused = True
                return [Paused()]
            case ClientResumed():
                self._is_paused = False
                return [*self._line.lost(message.parameters.discarded, now), Resumed()]
            case Discarded():
                return self._line.lost(message.parameters.discarded, now)
        return []

    def sound(self, frame: bytes) -> list[Happening]:
        """A frame; one that comes during a pause is not read. Raises Fault."""
        return [] if self._is_paused else self._line.sound(frame)

    def ended(self) -> list[Happening]:
        """The client closes the session."""
        return [Ended()]


class Probe(Talk):
    """A session by which an administrator's settings are tried: it is answered, and is no call."""

    def said(self, message: ClientMessage, now: float) -> list[Happening]:
        """What a message is answered."""
        match message:
            case Ping():
                return [self._answers.pong()]
            case Update():
                return [self._answers.updated()]
        return []

    def sound(self, frame: bytes) -> list[Happening]:
        """Is not read."""
        return []

    def ended(self) -> list[Happening]:
        """No call ends."""
        return []
