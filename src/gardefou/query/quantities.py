"""Figures in a transcript: numbers, amounts of money and durations, in digits or in words, French and English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gardefou.query.model import Figure, FigureKind
from gardefou.query.spoken_numbers import NumberReader
from gardefou.query.text import Token
from gardefou.query.units import CURRENCIES, HUNDREDTHS, SPOKEN_DURATIONS

_SYMBOLS = ("euros", "pounds", "dollars")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure between two tokens; a duration is in seconds, an amount names its currency."""

    kind: FigureKind
    first: int
    last: int
    value: float
    unit: str = ""

    def answers(self, figure: Figure) -> bool:
        """Whether it is what a query asks for."""
        if self.kind is not figure.kind:
            return False
        if figure.limit is None:
            return True
        same_unit = self.kind is FigureKind.DURATION or figure.limit.unit in ("", self.unit)
        return same_unit and figure.limit.holds(self.value)


def quantities(tokens: Sequence[Token], runs: Sequence[int], language: str) -> Iterator[Quantity]:
    """Every figure, in order; an amount and a duration are numbers, too."""
    reader = NumberReader(tokens, runs, language)
    place = 0
    while place < len(tokens):
        prefixed = tokens[place].text in _SYMBOLS and reader.follows(place + 1) and _touches(tokens, place + 1)
        number = reader.read(place + prefixed)
        if number is None:
            place += 1
            continue
        value, after, alone = number
        measured = _with_unit(reader, value, place + prefixed, after, tokens[place].text if prefixed else None)
        if measured:
            yield Quantity(measured.kind, place, measured.last, measured.value, measured.unit)
        if measured or not alone:
            yield Quantity(FigureKind.NUMBER, place + prefixed, after - 1, value)
        place = measured.last + 1 if measured else after


def _touches(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number stands right after its currency in one written word, as in £30."""
    return tokens[place].before.strip() == "" and tokens[place].before != ""


def _with_unit(reader: NumberReader, value: float, first: int, after: int, symbol: str | None) -> Quantity | None:
    if symbol:
        return Quantity(FigureKind.AMOUNT, first, after - 1, value, symbol)
    unit = reader.text(after)
    if unit in HUNDREDTHS:
        return Quantity(FigureKind.AMOUNT, first, after, value / 100, HUNDREDTHS[unit])
    if unit in CURRENCIES:
        hundredths, last = _hundredths(reader, after + 1)
        return Quantity(FigureKind.AMOUNT, first, last, round(value + hundredths / 100, 2), CURRENCIES[unit])
    if unit in SPOKEN_DURATIONS:
        return Quantity(FigureKind.DURATION, first, after, value * SPOKEN_DURATIONS[unit])
    return None


def _hundredths(reader: NumberReader, place: int) -> tuple[float, int]:
    """The fifty of "thirty euros fifty", and the last token; a number that counts something else stays out."""
    number = reader.read(place) if reader.follows(place) else None
    if number is None or not 0 < number[0] < 100 or number[0] % 1:
        return 0.0, place - 1
    value, after, _ = number
    if reader.text(after) in HUNDREDTHS:
        return value, after
    counts = reader.text(after) in SPOKEN_DURATIONS or reader.text(after) in CURRENCIES
    return (0.0, place - 1) if counts or value < 10 else (value, after - 1)
