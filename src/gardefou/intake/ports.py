"""What intake needs from outside."""

from collections.abc import Iterator
from typing import Protocol

from gardefou.governance.actors import Sender
from gardefou.intake.model import CallNotice, Received


class Reception(Protocol):
    """Takes a call in: draws it, and keeps its sound only when it was drawn."""

    def receive(self, notice: CallNotice, sound: Iterator[bytes]) -> Received:
        """What became of the call whose sound comes in pieces; `sound` is not read when the call is not kept.

        Raises Refused naming a clause, InputRefused when the site, the adviser or the sound is not fit, or the call is
        known with another sound, and RoomFull while too much sound waits.
        """
        ...


class Tokens(Protocol):
    """Knows the systems that may send calls by their tokens."""

    def sender(self, token: str) -> Sender | None:
        """Whose token this is, None when nobody's; the time it takes says nothing about the tokens that exist."""
        ...
