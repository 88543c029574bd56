"""Dates and times of day, and lengths in hours."""

import re

from gardefou.hearing.written.figures import NO_BREAK, hour
from gardefou.hearing.written.said import Said
from gardefou.hearing.written.units import Form, ends, two_digits

_MONTHS = {
    "janvier": "janvier", "fevrier": "février", "mars": "mars", "avril": "avril", "mai": "mai", "juin": "juin",
    "juillet": "juillet", "aout": "août", "septembre": "septembre", "octobre": "octobre", "novembre": "novembre",
    "decembre": "décembre",
}  # fmt: skip
_YEARS = range(1900, 2100)
_HOURS = {"h", "heure", "heures"}
_MINUTES = {"min", "minute", "minutes"}
_PARTS_OF_HOUR = {"demie": "30", "demi": "30", "quart": "15"}
_HALVES = {"am": "am", "pm": "pm"}
_HOUR = re.compile(r"(\d{1,2})h(\d{2})?", re.IGNORECASE)


def date(said: Said, place: int) -> Form | None:
    """A day and its month, with the year where it is said: 21 mars 2026."""
    if said.language != "fr":
        return None
    first = said.folded(place) in {"premier", "1er"}
    number = None if first else said.number(place)
    after = place + 1 if first else number.after if number else place
    month = _MONTHS.get(said.text(after))
    if month is None or not (first or (number and number.is_whole and 1 <= number.value <= 31)):
        return None
    day = "1er" if first or (number and number.value == 1) else f"{number.value:.0f}" if number else ""
    year = said.next_number(after + 1)
    if year is None or year.value not in _YEARS:
        return Form(f"{day}{NO_BREAK}{month}", after + 1)
    return Form(f"{day}{NO_BREAK}{month}{NO_BREAK}{year.value:.0f}", year.after)


def time(said: Said, place: int) -> Form | None:
    """A time of day or a length in hours: 14 h 30; in English, a time before "am" or "pm" alone."""
    if said.language == "en":
        return _english_time(said, place)
    glued = _HOUR.fullmatch(said.folded(place))
    if glued and int(glued[2] or 0) < 60:
        return Form(hour(int(glued[1]), glued[2] or ""), place + 1)
    number = said.number(place)
    if number is None or not number.is_whole or number.value > 99:
        return None
    hours = int(number.value)
    if number.in_digits and hours < 24 and _is_clock(said, number.after):
        return Form(hour(hours, said.digits(number.after, number.after + 1)), number.after + 1)
    if said.text(number.after) not in _HOURS:
        return None
    minutes, after = _minutes(said, number.after + 1)
    if not minutes and number.is_article:
        return None
    return Form(hour(hours, minutes), after)


def _is_clock(said: Said, place: int) -> bool:
    """Whether two digits of minutes follow a colon in one written word, as in 14:30."""
    if place == len(said) or said.parts[place].word != said.parts[place - 1].word or said.gap(place) != ":":
        return False
    is_last = place + 1 == len(said) or said.parts[place + 1].word != said.parts[place].word
    return is_last and bool(re.fullmatch(r"[0-5]\d", said.digits(place, place + 1)))


def _minutes(said: Said, place: int) -> tuple[str, int]:
    """Two digits and the part after them, or nothing where no minutes follow."""
    if said.text(place) == "et" and said.text(place + 1) in _PARTS_OF_HOUR:
        return _PARTS_OF_HOUR[said.text(place + 1)], place + 2
    found = two_digits(said, place)
    if found is None or found.number.value >= 60:
        return "", place
    minutes, after = f"{found.number.value:02.0f}", found.number.after
    if said.text(after) in _MINUTES:
        return minutes, after + 1
    is_told = found.is_told or found.number.value == 5
    return (minutes, after) if is_told and ends(said, found.number) else ("", place)


def _english_time(said: Said, place: int) -> Form | None:
    number = said.number(place)
    if number is None or not 1 <= number.value < 13:
        return None
    if not number.is_whole:
        half, after = _half(said, number.after)
        minutes = said.parts[number.after - 1].raw
        is_clock = number.in_digits and re.fullmatch(r"[0-5]\d", minutes)
        return Form(f"{int(number.value)}:{minutes}{NO_BREAK}{half}", after) if half and is_clock else None
    told = said.next_number(number.after)
    if told and told.is_whole and 10 <= told.value < 60:
        half, after = _half(said, told.after)
        return Form(f"{number.value:.0f}:{told.value:02.0f}{NO_BREAK}{half}", after) if half else None
    half, after = _half(said, number.after)
    return Form(f"{number.value:.0f}{NO_BREAK}{half}", after) if half else None


def _half(said: Said, place: int) -> tuple[str, int]:
    """Before or after noon, and the part after it; nothing where neither is said."""
    text = said.text(place)
    if text in _HALVES:
        return text, place + 1
    if text in {"a", "p"} and place + 1 < len(said) and said.folded(place + 1) == "m" and said.gap(place + 1) == ".":
        return f"{text}m", place + 2
    return "", place
