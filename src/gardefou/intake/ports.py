"""What intake needs from outside."""

from collections.abc import Iterator
from typing import Protocol

from gardefou.intake.model import CallNotice, Received


class Reception(Protocol):
    """Takes a call in: draws it, and keeps its sound only when it was drawn."""

    def receive(self, notice: CallNotice, sound: Iterator[bytes]) -> Received:
        """What became of the call whose sound comes in pieces; `sound` is not read when the call is not kept.

        Raises Refused naming a clause, InputRefused when the site, the adviser or the sound is not fit, or the call is
        known with another sound, and RoomFull while too much sound waits.
        """
        ...
