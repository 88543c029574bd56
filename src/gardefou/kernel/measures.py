"""Figures about a conversation, each with the stretches of the call that make it up."""

from dataclasses import dataclass
from enum import StrEnum

from gardefou.kernel.sound import ChannelSpan
from gardefou.kernel.span import Span


class MeasureName(StrEnum):
    """The closed list of measures; none is a pace or a mood of a person (S9, S25)."""

    ADVISER_TALK_SHARE = "adviser_talk_share"
    CUSTOMER_TALK_SHARE = "customer_talk_share"
    LONGEST_SILENCE = "longest_silence"
    TOTAL_SILENCE = "total_silence"
    LONGEST_UNANNOUNCED_SILENCE = "longest_unannounced_silence"
    OVERLAPS = "overlaps"
    OVERLAP_TIME = "overlap_time"
    INTERRUPTIONS_BY_ADVISER = "interruptions_by_adviser"
    INTERRUPTIONS_BY_CUSTOMER = "interruptions_by_customer"
    HOLDS = "holds"
    HOLD_TIME = "hold_time"
    CARD_NUMBERS_SPOKEN = "card_numbers_spoken"


class Unit(StrEnum):
    """What a measure's value counts."""

    SHARE = "share"
    MILLISECONDS = "ms"
    COUNT = "count"


def unit_of(name: MeasureName) -> Unit:
    """What a measure counts."""
    if name in {MeasureName.ADVISER_TALK_SHARE, MeasureName.CUSTOMER_TALK_SHARE}:
        return Unit.SHARE
    if name.value.endswith(("silence", "_time")):
        return Unit.MILLISECONDS
    return Unit.COUNT


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a call; `value` is None when the call does not allow it, as a talk share without any speech."""

    name: MeasureName
    value: float | None
    unit: Unit
    spans: tuple[ChannelSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """All figures of one call."""

    items: tuple[Measure, ...]

    def __getitem__(self, name: MeasureName) -> Measure:
        return next(item for item in self.items if item.name is name)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the customer called, as an entry of the taxonomy or "other"; `confidence` in 0..1."""

    id: str
    confidence: float
    span: Span | None = None
