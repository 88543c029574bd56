"""Parts of a number that the other speaker has just said, repeated to confirm them."""

from collections.abc import Iterator, Sequence

from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan
from gardefou.hearing.recognisers.quantities import is_quantity, trimmed
from gardefou.hearing.recognisers.reading import Reading
from gardefou.hearing.recognisers.runs import runs_of

FEWEST = 3
"""Digits from which a repeated part is removed."""

_WHY = "digits said right after the other speaker's number"


def find_echoes(
    reading: Reading, found: Sequence[PersonalSpan], near: Sequence[tuple[int, int]]
) -> Iterator[PersonalSpan]:
    """Digits without a unit inside the stretches `near`, in which the other speaker's number has just been heard."""
    for run in runs_of(reading, found):
        kept = trimmed(run)
        if len(kept.digits) < FEWEST or is_quantity(kept):
            continue
        if any(start <= kept.start and kept.end <= end for start, end in near):
            yield kept.span(PersonalKind.NUMBER, _WHY)
