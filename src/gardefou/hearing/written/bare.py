"""Numbers that count no unit: telephone numbers, and those that are plainer in digits."""

import re

from gardefou.hearing.recognisers.vocabulary import MAGNITUDES, words
from gardefou.hearing.written.figures import NO_BREAK, counted
from gardefou.hearing.written.said import Number, Said
from gardefou.hearing.written.units import Form
from gardefou.query.units import CURRENCIES

_ROUND = frozenset({"cent", "cents", "mille", "hundred", "thousand"})
_ORDINALS = words(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth hundredth thousandth st nd rd th"""
)
_ORDINAL = re.compile(r".*iemes?|e|eme|er")
_JOINTS = words("a ou et to or and")
_HOURS = words("h heure heures")
_PER_CENT = ("pour", "cent")
_SMALLEST = 10
_LARGEST = 1_000_000
_PHONE_DIGITS = 10


def successive(said: Said, place: int) -> list[tuple[int, Number]]:
    """The numbers from a place on with nothing between them, each with its place."""
    found: list[tuple[int, Number]] = []
    number = said.number(place)
    while number:
        found.append((place, number))
        place = number.after
        number = said.next_number(place)
    return found


def telephone(said: Said, numbers: list[tuple[int, Number]]) -> Form | None:
    """A French telephone number, or the beginning of one that was said, in pairs."""
    digits = "".join(_digits(said, place, number) for place, number in numbers)
    whole = len(digits) == _PHONE_DIGITS
    said_in_part = not any(number.in_digits for _, number in numbers)
    if said.language != "fr" or not re.fullmatch(r"0\d{1,9}", digits) or len(digits) % 2:
        return None
    pairs = NO_BREAK.join(digits[start : start + 2] for start in range(0, len(digits), 2))
    return Form(pairs, numbers[-1][1].after) if whole or said_in_part else None


def written_telephone(said: Said, place: int) -> Form | None:
    """Ten digits in one word that are a French telephone number."""
    digits = said.parts[place].raw
    if said.language != "fr" or not re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return None
    return Form(NO_BREAK.join(digits[start : start + 2] for start in range(0, _PHONE_DIGITS, 2)), place + 1)


def count(said: Said, place: int, number: Number) -> Form | None:
    """A number of two digits or more that was said in words, or whose thousands are set apart by a point."""
    if number.value >= _LARGEST or _goes_on(said, number.after):
        return None
    if number.in_digits:
        has_groups = number.after - place > 1 and all(said.gap(each) == "." for each in range(place + 1, number.after))
        return Form(counted(number, said.language), number.after) if has_groups and number.is_whole else None
    names = [said.folded(each) for each in range(place, number.after)]
    is_idiom = names[-1] in _ROUND and (len(names) == 1 or names[0] == "a")
    is_small = number.value < _SMALLEST and number.is_whole and (number.is_article or not _is_range(said, number.after))
    return None if is_small or is_idiom else Form(counted(number, said.language), number.after)


def _is_range(said: Said, place: int) -> bool:
    """Whether another number follows that is written in digits: cinq à dix minutes, entre huit et neuf heures."""
    joint = said.text(place)
    other = said.next_number(place + 1) if joint in _JOINTS else None
    if other is None or said.next_number(other.after):
        return False
    unit = said.text(other.after)
    is_unit = unit in _HOURS or unit in CURRENCIES or unit == "%" or (unit, said.text(other.after + 1)) == _PER_CENT
    return is_unit or (joint not in {"et", "and"} and (other.in_digits or other.value >= _SMALLEST))


def _goes_on(said: Said, place: int) -> bool:
    """Whether an ordinal or a power of ten follows, that the number is part of."""
    text = said.text(place + 1) if said.text(place) in {"et", "and"} else said.text(place)
    return text in MAGNITUDES or text in _ORDINALS or (said.language == "fr" and bool(_ORDINAL.fullmatch(text)))


def _digits(said: Said, place: int, number: Number) -> str:
    """Its digits as dictated, nothing where it is none that is dictated."""
    if number.in_digits:
        return said.digits(place, number.after)
    return f"{number.value:.0f}" if number.is_whole and number.value < 100 else "-"
