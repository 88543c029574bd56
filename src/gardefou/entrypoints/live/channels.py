"""Practice and samples leave some channels to calls."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from gardefou.entrypoints.live.page_session import Helping
from gardefou.flows.assisted_session import Ear, Ears
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.live import LiveWords
from gardefou.kernel.transcript import Language, Role

LEFT_TO_CALLS = 4
"""One channel of so many, at least, is left to calls by practice and samples."""


def practising(helping: Helping) -> Helping:
    """What is lent to a page that practises."""
    most = helping.channels
    return helping if most is None else replace(helping, ears=PracticeEars(helping.ears, most))


class PracticeEars:
    """Ears of practice and samples, which share `most` channels with those of calls."""

    def __init__(self, ears: Ears, most: int) -> None:
        self._ears = ears
        self._most = most

    @property
    def channels_heard(self) -> int:
        """How many channels calls take."""
        return self._ears.channels_heard

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Callable[[LiveWords], None]) -> Ear:
        """What takes the sound of one call.

        Raises RoomFull, also where too few channels would be left to calls.
        """
        heard = self.channels_heard
        if self._most - heard - len(roles) < self._most // LEFT_TO_CALLS:
            raise RoomFull(f"{heard} channels are heard already, and the others are left to calls; try again later")
        return self._ears.open(roles, language, deliver)
