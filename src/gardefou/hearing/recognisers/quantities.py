"""Tells amounts, times, years and other quantities from numbers that identify somebody."""

from collections.abc import Iterator

from gardefou.hearing.recognisers.reading import Atom
from gardefou.hearing.recognisers.runs import Run, unit_after
from gardefou.hearing.recognisers.tokens import TokenKind
from gardefou.hearing.recognisers.vocabulary import CURRENCY_MARKS, FILLERS, HOURS, MONEY, SMALL, YEAR_WORDS

_LONGEST_QUANTITY = 11
"""Digits of the largest amount, cents included."""

_LONGEST_PRICE = 9
_SMALL_DIGITS = 5
_CONJUNCTIONS = {"et", "ou", "and", "or", "puis", "then"}
_POINTS = {",", "."}
_GROUP_MARKS = ((), (".",), (",",), ("'",), ("’",))


def trimmed(run: Run) -> Run:
    """The run without the quantities and the articles at its ends; empty when nothing else was said."""
    start = max(_leading_cuts(run), default=0)
    end = min(_trailing_cuts(run), default=len(run.atoms))
    return run.part(start, max(start, end))


def alternatives(run: Run) -> Iterator[Run]:
    """Ways to leave out what may be a quantity at an end of the run, from the whole run down."""
    count = len(run.atoms)
    starts = sorted({0, *_leading_cuts(run), *_doubtful_start(run)})
    ends = sorted({count, *_trailing_cuts(run), *_doubtful_end(run)}, reverse=True)
    for start in starts:
        for end in ends:
            if start < end:
                yield run.part(start, end)


def is_quantity(run: Run) -> bool:
    """Whether the whole run is years, prices or round figures."""
    return _is_years(run) or _is_prices(run) or _is_price(run) or _is_round(run)


def _leading_cuts(run: Run) -> Iterator[int]:
    first, reading = run.atoms[0], run.reading
    before = reading.folded(first.first - 1)
    if before in CURRENCY_MARKS and not _is_amount_before(run):
        yield from _amount_ends(run)
    elif _is_rest_of_quantity(first, before) or _is_leading_article(run):
        yield 1


def _is_rest_of_quantity(first: Atom, before: str) -> bool:
    """Whether it is cents after euros, minutes after hours, or the year of a date."""
    if before in MONEY or before in HOURS:
        return len(first.digits) <= 2
    return before in YEAR_WORDS and _is_year(first)


def _is_leading_article(run: Run) -> bool:
    if not run.atoms[0].ambiguous or len(run.atoms) == 1:
        return False
    return run.atoms[1].written or _has_word(run.gap(1))


def _is_amount_before(run: Run) -> bool:
    """Whether the currency mark belongs to what precedes it, as in "49 € 99"."""
    index = run.atoms[0].first - 2
    return index >= 0 and run.reading.tokens[index].kind is TokenKind.DIGITS


def _amount_ends(run: Run) -> Iterator[int]:
    end = 1
    yield end
    while (
        end < min(_LONGEST_QUANTITY, len(run.atoms))
        and len(run.atoms[end].digits) == 3
        and run.gap(end) in _GROUP_MARKS
    ):
        end += 1
        yield end
    if end < len(run.atoms) and _is_decimal(run, end):
        yield end + 1


def _trailing_cuts(run: Run) -> Iterator[int]:
    last, count = run.atoms[-1], len(run.atoms)
    unit = unit_after(run.reading, last.last)
    if unit:
        cuts = [cut for cut in _quantity_starts(run, count) if _is_plausible(run.part(cut, count), unit)]
        yield from cuts
        if cuts and unit not in SMALL and min(cuts) and _is_list_of_amounts(run, min(cuts)):
            yield 0
    elif last.ambiguous and count > 1 and (_is_article(run) or _has_word(run.gap(count - 1))):
        yield count - 1


def _is_plausible(run: Run, unit: str) -> bool:
    return len(run.digits) <= (_SMALL_DIGITS if unit in SMALL else _LONGEST_QUANTITY)


def _is_article(run: Run) -> bool:
    """Whether the last word counts or qualifies what follows it, as in "un instant"."""
    index = run.atoms[-1].last + 1
    tokens = run.reading.tokens
    return index < len(tokens) and tokens[index].kind is TokenKind.WORD and tokens[index].folded not in FILLERS


def _doubtful_start(run: Run) -> Iterator[int]:
    if len(run.atoms) > 1 and len(run.atoms[0].digits) <= 2 and run.gap(1):
        yield 1


def _doubtful_end(run: Run) -> Iterator[int]:
    count = len(run.atoms)
    if count > 1 and len(run.atoms[-1].digits) <= 2 and (run.gap(count - 1) or _is_article(run)):
        yield count - 1


def _quantity_starts(run: Run, end: int) -> Iterator[int]:
    """Where the quantity that ends before atom `end` may start, shortest first."""
    start, fewest = end - 1, end - 1 - _LONGEST_QUANTITY
    yield start
    if start and (_is_decimal(run, start) or run.gap(start) in (("virgule",), ("point",), ("comma",))):
        start -= 1
        yield start
    while start > max(0, fewest) and _is_thousands(run, start):
        start -= 1
        if run.atoms[start].digits[0] != "0":
            yield start


def _is_thousands(run: Run, index: int) -> bool:
    """Whether an atom is a group of three digits of the same figure as the group before."""
    group, before = run.atoms[index], run.atoms[index - 1]
    if not (group.written and before.written and len(group.digits) == 3 and len(before.digits) <= 3):
        return False
    return run.gap(index) in _GROUP_MARKS


def _is_decimal(run: Run, index: int) -> bool:
    gap = run.gap(index)
    if len(gap) != 1 or gap[0] not in _POINTS or len(run.atoms[index].digits) > 2:
        return False
    before = run.atoms[index - 1].last
    return run.reading.touching(before) and run.reading.touching(before + 1)


def _is_list_of_amounts(run: Run, end: int) -> bool:
    """Whether everything before atom `end` is amounts too, as in "entre 100 000 et 150 000 euros"."""
    if end <= 2 and _has_conjunction(run.gap(end)) and all(_is_modest(atom) for atom in run.atoms[:end]):
        return True
    while end:
        starts = [start for start in _quantity_starts(run, end) if start < end - 1 or run.atoms[start].scaled]
        if not starts or run.atoms[min(starts)].digits[0] == "0":
            return False
        end = min(starts)
    return True


def _is_modest(atom: Atom) -> bool:
    return len(atom.digits) < _SMALL_DIGITS and atom.digits[0] != "0"


def _is_years(run: Run) -> bool:
    """Whether it is two or three years joined by a word or a mark."""
    if not 2 <= len(run.atoms) <= 3 or not all(_is_year(atom) for atom in run.atoms):
        return False
    gaps = [run.gap(index) for index in range(1, len(run.atoms))]
    return all(gaps) and (len(gaps) == 1 or _has_conjunction(gaps[-1]))


def _is_year(atom: Atom) -> bool:
    return len(atom.digits) == 4 and atom.digits[:2] in ("19", "20")


def _is_prices(run: Run) -> bool:
    """Whether it is two or three prices such as "19,99 et 29,99"."""
    count = len(run.atoms)
    if count not in (4, 6) or not _has_conjunction(run.gap(count - 2)):
        return False
    pairs = range(1, count, 2)
    return all(_is_decimal(run, index) and run.atoms[index - 1].digits[0] != "0" for index in pairs)


def _is_price(run: Run) -> bool:
    """Whether it is one amount with cents, as "1 249,90"."""
    count = len(run.atoms)
    if count < 2 or len(run.atoms[-1].digits) != 2 or not _is_decimal(run, count - 1):
        return False
    return _is_figure(run.part(0, count - 1)) and len(run.digits) <= _LONGEST_PRICE


def _is_figure(run: Run) -> bool:
    """Whether it is one written figure, in groups of three digits or without groups."""
    groups = range(1, len(run.atoms))
    first = run.atoms[0]
    begins = first.written and first.digits[0] != "0" and len(first.digits) <= _SMALL_DIGITS
    return begins and all(_is_thousands(run, index) for index in groups)


def _is_round(run: Run) -> bool:
    """Whether it is only round figures, as "deux cent mille" or "200 000" with its groups apart."""
    if len(run.atoms) > 1 and len(run.digits) <= _LONGEST_PRICE and run.digits.endswith("000") and _is_figure(run):
        return True
    return all(atom.scaled and atom.digits.endswith("000") and len(atom.digits) > 5 for atom in run.atoms)


def _has_conjunction(gap: tuple[str, ...]) -> bool:
    return any(word in _CONJUNCTIONS for word in gap)


def _has_word(gap: tuple[str, ...]) -> bool:
    return any(word.isalpha() for word in gap)
