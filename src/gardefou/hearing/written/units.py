"""What units have in common: how a figure is written, and when a second number belongs to the same one."""

from typing import NamedTuple

from gardefou.hearing.recognisers.vocabulary import COUNTED, MONEY, SMALL
from gardefou.hearing.written.said import Number, Said

_OTHER_UNITS = SMALL | COUNTED | MONEY


class Form(NamedTuple):
    """What is written for the parts up to `after`."""

    text: str
    after: int


class TwoDigits(NamedTuple):
    """Minutes or cents; `is_told` when nothing else can be meant right after the unit."""

    number: Number
    is_told: bool


def two_digits(said: Said, place: int) -> TwoDigits | None:
    """A number under a hundred, be it said with its zero: "zéro cinq"."""
    number = said.next_number(place)
    if number and number.value == 0 and not number.in_digits:
        unit = said.next_number(number.after)
        return TwoDigits(unit, True) if unit and unit.is_whole and 0 < unit.value < 10 else None
    if number is None or not number.is_whole or not 0 < number.value < 100:
        return None
    return TwoDigits(number, number.value >= 10 or len(said.digits(place, number.after)) == 2)


def ends(said: Said, number: Number) -> bool:
    """Whether a number belongs to the unit before it: no other unit and no further number comes after."""
    following = said.text(number.after)
    is_share = following in {"pour", "per"} and said.text(number.after + 1) == "cent"
    return not (is_share or following in _OTHER_UNITS or said.next_number(number.after))
