"""What live hearing needs from outside."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gardefou.hearing.ports import HeardClip
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language


@dataclass(frozen=True, slots=True)
class LiveClip:
    """What is being said, or was just said, on a channel; `samples` has shape `(samples,)` at HEARING_RATE.

    Without `language` it is recognised. What may stay is read with care and its words get times; otherwise words get
    times where `needs_times`. `before` is what was surely said before it in that language.
    """

    samples: Samples
    language: Language | None
    language_is_told: bool = False
    may_stay: bool = False
    needs_times: bool = False
    before: str = ""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / HEARING_RATE


class LiveEngine(Protocol):
    """Turns clips into words quickly; may be called from as many threads as it was made for."""

    @property
    def name(self) -> str:
        """Which model this is."""
        ...

    def size_of(self, clip: LiveClip) -> Hashable:
        """Clips of the same size may be read at once."""
        ...

    def read(self, clips: Sequence[LiveClip]) -> Sequence[HeardClip]:
        """The words of clips of one size, in their order; one that cannot be read has failed."""
        ...
