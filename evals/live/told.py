"""What live hearing told of calls, and when."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gardefou.kernel.live import Hypothesis, LiveWords, Pace, Utterance


@dataclass
class Told:
    """The words of one call with the second at which they came."""

    clock: Callable[[], float]
    events: list[tuple[float, LiveWords]] = field(default_factory=list)

    def note(self, words: LiveWords) -> None:
        """Take words that come."""
        self.events.append((self.clock(), words))

    @property
    def finals(self) -> list[tuple[float, Utterance]]:
        """What is final."""
        return [(at, each) for at, each in self.events if isinstance(each, Utterance)]

    @property
    def hypotheses(self) -> list[tuple[float, Hypothesis]]:
        """What may still change."""
        return [(at, each) for at, each in self.events if isinstance(each, Hypothesis)]

    @property
    def paces(self) -> list[tuple[float, Pace]]:
        """How far words were behind."""
        return [(at, each) for at, each in self.events if isinstance(each, Pace)]


@dataclass(frozen=True, slots=True)
class Heard:
    """All calls of one measurement, each begun `late_s` after the clock.

    `processor_s` is what hearing took; the calls lasted `seconds`.
    """

    told: tuple[Told, ...]
    late_s: tuple[float, ...]
    processor_s: float
    seconds: float
