"""What is said in a call that goes on: words that may still change, and words that stay."""

from dataclasses import dataclass

from gardefou.kernel.transcript import Role, Segment


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What is being said, from `start_ms` on: `agreed` was heard alike twice, `pending` may still change.

    The same `utterance` comes again with more words, and ends with the Utterance of that number.
    """

    utterance: int
    channel: int
    role: Role
    start_ms: int
    agreed: str
    pending: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said until a pause; it does not change any more.

    `segment` is None where the Hypothesis of that number turned out to be no speech.
    """

    utterance: int
    segment: Segment | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How far words are behind the call, in milliseconds, and whether they are shown while they are being said.

    Under load they are shown once they are final.
    """

    lag_ms: int
    shows_hypotheses: bool


LiveWords = Hypothesis | Utterance | Pace
