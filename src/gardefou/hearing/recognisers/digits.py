"""Runs of six or more digits: telephone numbers, cards, and any other number that is no quantity."""

from collections.abc import Iterator, Sequence

from gardefou.hearing.recognisers import card, phone
from gardefou.hearing.recognisers.personal import PersonalKind, PersonalSpan, is_free
from gardefou.hearing.recognisers.quantities import alternatives, is_quantity, trimmed
from gardefou.hearing.recognisers.reading import Reading
from gardefou.hearing.recognisers.runs import Run, runs_of
from gardefou.hearing.recognisers.tokens import TokenKind
from gardefou.hearing.recognisers.vocabulary import MONEY, SMALL

FEWEST = 6
"""Digits from which a number may identify somebody."""

_LONGEST_DETAILS = 11
_LONGEST_AFFIX = 6
_NUMBER = "six or more digits without a unit"
_DETAILS = "digits in one breath with a payment card"


def find_digits(reading: Reading, found: Sequence[PersonalSpan]) -> Iterator[PersonalSpan]:
    """Every number outside what was found already."""
    for run in runs_of(reading, found):
        if sum(len(atom.digits) for atom in run.atoms) >= FEWEST:
            yield from _spans(run, found)


def _spans(run: Run, found: Sequence[PersonalSpan]) -> Iterator[PersonalSpan]:
    for alternative in alternatives(run):
        known = _known(alternative)
        if known:
            yield from known
            return
    kept = trimmed(run)
    if len(kept.digits) >= FEWEST and not is_quantity(kept):
        yield _with_affixes(kept, found)


def _known(run: Run) -> tuple[PersonalSpan, ...]:
    """The run as telephone numbers and cards that follow each other; empty when it does not begin with one."""
    spans: list[PersonalSpan] = []
    position, count = 0, len(run.atoms)
    while position < count:
        match = _longest_known(run, position)
        if match is None:
            rest = _rest(run.part(position, count), spans)
            return (*spans, rest) if rest else ()
        span, position = match
        spans.append(span)
    return tuple(spans)


def _longest_known(run: Run, start: int) -> tuple[PersonalSpan, int] | None:
    best: tuple[PersonalSpan, int] | None = None
    length, end = 0, start
    while end < len(run.atoms):
        length += len(run.atoms[end].digits)
        end += 1
        if length > card.LONGEST:
            break
        span = _explained(run.part(start, end))
        if span is not None:
            best = span, end
    return best


def _explained(run: Run) -> PersonalSpan | None:
    why = card.explain_card(run)
    if why:
        return run.span(PersonalKind.CARD, why)
    why = phone.explain_phone(run)
    if why:
        return PersonalSpan(phone.start_of_phone(run), run.end, PersonalKind.PHONE, why)
    return None


def _rest(run: Run, before: Sequence[PersonalSpan]) -> PersonalSpan | None:
    """What remains after known numbers: details of a card, or a number long enough to stand alone."""
    length = sum(len(atom.digits) for atom in run.atoms)
    if before and before[-1].kind is PersonalKind.CARD and length <= _LONGEST_DETAILS:
        return run.span(PersonalKind.CARD, _DETAILS)
    return run.span(PersonalKind.NUMBER, _NUMBER) if before and length >= FEWEST else None


def _with_affixes(run: Run, found: Sequence[PersonalSpan]) -> PersonalSpan:
    """The number with the letters that touch it, as in a reference AB123456."""
    reading = run.reading
    first, last = run.atoms[0].first, run.atoms[-1].last
    start, end = run.start, run.end
    if reading.touching(first - 1) and _is_affix(reading, first - 1, found):
        start = reading.tokens[first - 1].start
    shared = reading.touching(last + 1) and last + 2 in reading.atom_over
    if reading.touching(last) and not shared and _is_affix(reading, last + 1, found):
        end = reading.tokens[last + 1].end
    return PersonalSpan(start, end, PersonalKind.NUMBER, _NUMBER)


def _is_affix(reading: Reading, index: int, found: Sequence[PersonalSpan]) -> bool:
    token = reading.tokens[index]
    if token.folded in MONEY or token.folded in SMALL or not is_free(token.start, token.end, found):
        return False
    return token.kind is TokenKind.WORD and len(token.text) <= _LONGEST_AFFIX
