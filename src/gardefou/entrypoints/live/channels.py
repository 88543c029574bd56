"""Ears of pages: those of practice and samples leave some channels to calls."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from weakref import ref

from gardefou.entrypoints.live.page_session import Helping
from gardefou.flows.assisted_session import Ear, Ears
from gardefou.kernel.errors import RoomFull
from gardefou.kernel.live import LiveWords
from gardefou.kernel.transcript import Language, Role

LEFT_TO_CALLS = 4
"""One channel of so many, at least, is left to calls by practice and samples."""
Deliver = Callable[[LiveWords], None]


def shared(helping: Helping) -> tuple[Helping, Helping]:
    """What is lent to the page of a call, and to one that practises."""
    if helping.channels is None:
        return helping, helping
    ears = PageEars(helping.ears, helping.channels)
    return replace(helping, ears=ears), replace(helping, ears=PracticeEars(ears))


class PageEars:
    """Knows the ears that are open, of `most` channels in all, and keeps none of them; used in the event loop."""

    def __init__(self, ears: Ears, most: int) -> None:
        self._ears = ears
        self._most = most
        self._open: list[tuple[ref[Ear], int]] = []

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Deliver) -> Ear:
        """What takes the sound of one call.

        Raises RoomFull.
        """
        ear = self._ears.open(roles, language, deliver)
        self._look()
        self._open.append((ref(ear), len(roles)))
        return ear

    def check_practice(self, channels: int) -> None:
        """Raises RoomFull where practice would leave too few channels to calls."""
        self._look()
        heard = sum(count for _, count in self._open)
        if self._most - heard - channels < self._most // LEFT_TO_CALLS:
            raise RoomFull(f"{heard} channels are heard already, and the others are left to calls; try again later")

    def _look(self) -> None:
        self._open = [each for each in self._open if (ear := each[0]()) is not None and not ear.is_over]


class PracticeEars:
    """Ears of practice and samples."""

    def __init__(self, ears: PageEars) -> None:
        self._ears = ears

    def open(self, roles: Sequence[Role], language: Language | None, deliver: Deliver) -> Ear:
        """What takes the sound of one call.

        Raises RoomFull, also where too few channels would be left to calls.
        """
        self._ears.check_practice(len(roles))
        return self._ears.open(roles, language, deliver)
