"""One utterance from its first window to its final words, and the readings that are made of it."""

from dataclasses import dataclass, field
from enum import IntEnum

from gardefou.hearing.cutting import CutClip
from gardefou.hearing.heard import words_of
from gardefou.hearing.live.agreement import Agreement
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.ports import HeardClip
from gardefou.hearing.rules import in_order
from gardefou.hearing.stretches import Piece
from gardefou.kernel.transcript import Word


class Kind(IntEnum):
    """What a reading is for, most urgent first."""

    FINAL = 0
    """It is over."""
    PAUSE = 1
    """A short silence: if it lasts, this reading is final."""
    HYPOTHESIS = 2
    """It goes on."""


@dataclass
class Saying:
    """An utterance, in windows of its channel: its sound from `begin`, its last speech at `last`."""

    number: int
    begin: int
    first: int
    last: int
    now: int
    agreement: Agreement = field(default_factory=Agreement)
    read_from: int = 0
    """The next hypothesis is read from here on."""
    skipped: int = 0
    """So many agreed words were said before that."""
    asked_to: int = 0
    """Until where it was given to be read."""
    heard_to: int = 0
    is_shown: bool = False
    piece: Piece | None = None
    """Its sound, once it is over."""
    paused_at: int = -1
    """The last window of speech before the pause in which it was given to be read."""
    spoken: tuple[int, HeardClip] | None = None
    """What was heard until a window after which nobody has spoken."""
    final: HeardClip | None = None
    is_asked_final: bool = False
    is_given_up: bool = False
    wanted: Kind | None = None
    since: float = 0.0
    """Since when it is wanted."""
    over_since: float = 0.0

    def words(self, channel: int) -> tuple[Word, ...]:
        """The final words, at their times in the call."""
        if self.piece is None or self.final is None:
            return ()
        return in_order(words_of(CutClip(channel, (self.piece,)), self.final), self.piece.speech.end_ms)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A clip to read: sound from window `begin` to `end` whose last speech is at `last`; wanted since `since`."""

    kind: Kind
    saying: Saying
    clip: LiveClip
    begin: int
    last: int
    end: int
    since: float
