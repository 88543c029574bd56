"""Digits as French and English set them."""

from gardefou.hearing.written.said import Number

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"

_SIGNS = {"euros": "€", "pounds": "£"}
_YEARS = range(1901, 2100)


def grouped(value: float, decimals: int, language: str) -> str:
    """A number with its thousands apart."""
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.replace(",", NARROW).replace(".", ",")


def counted(number: Number, language: str) -> str:
    """A number that counts no unit; what may be a year has no groups."""
    if number.is_whole and number.value in _YEARS and number.value != 2000:
        return f"{number.value:.0f}"
    return grouped(number.value, number.decimals, language)


def amount(value: float, decimals: int, currency: str, language: str) -> str:
    """Money, with two decimals where it has any."""
    figure = grouped(value, 2 if decimals or value % 1 else 0, language)
    return f"{_SIGNS[currency]}{figure}" if language == "en" else f"{figure}{NO_BREAK}{_SIGNS[currency]}"


def share(number: Number, language: str) -> str:
    """A percentage."""
    figure = grouped(number.value, number.decimals, language)
    return f"{figure}%" if language == "en" else f"{figure}{NO_BREAK}%"


def hour(hours: int, minutes: str) -> str:
    """A time or a length in hours in French, with two digits of minutes or none."""
    return f"{hours}{NO_BREAK}h{NO_BREAK}{minutes}" if minutes else f"{hours}{NO_BREAK}h"
