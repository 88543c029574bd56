"""Which measures a call does not allow because part of it could not be transcribed."""

from collections.abc import Iterable
from dataclasses import replace

from gardefou.kernel.measures import Measure, MeasureName
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Transcript
from gardefou.query.unheard import inaudible_channels, unheard_of


def may_be_announced(silence: Span, transcript: Transcript, reach_ms: int) -> bool:
    """Whether the adviser may have announced it, at most `reach_ms` before, where nothing could be transcribed."""
    before = Span(max(0, silence.start_ms - reach_ms), silence.start_ms)
    return unheard_of(transcript, frozenset({Role.ADVISER}), before) is not None


def certain(
    items: Iterable[Measure], transcript: Transcript, doubtful: Iterable[Span], shortest_hold_ms: int
) -> tuple[Measure, ...]:
    """The measures, without the value of those that might be another one had all been heard.

    `doubtful` are silences that may have been announced. A stretch that was not transcribed may hold a card number; on
    an inaudible channel nobody knows who speaks when.
    """
    longest = max((silence.duration_ms for silence in doubtful), default=0)
    unheard = unheard_of(transcript, frozenset(Role), transcript.span) is not None
    inaudible = bool(inaudible_channels(transcript))

    def is_open(measure: Measure) -> bool:
        match measure.name:
            case MeasureName.LONGEST_UNANNOUNCED_SILENCE:
                return longest > 0 and measure.value == longest
            case MeasureName.HOLDS | MeasureName.HOLD_TIME:
                return longest >= shortest_hold_ms
            case MeasureName.CARD_NUMBERS_SPOKEN:
                return unheard and not measure.value
            case _:
                return False

    return tuple(replace(each, value=None, spans=()) if inaudible or is_open(each) else each for each in items)
