"""The public holidays of a country, from the library `holidays`."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from gardefou.kernel.errors import InputRefused

FIELD = "review.holidays"


def public_holidays(country: str = "FR") -> Callable[[int], frozenset[date]]:
    """What gives the public holidays of a year in a whole country, regional ones apart; FR is metropolitan France.

    Raises InputRefused, naming the charter's field, when the country is not known.
    """
    if country not in _countries():
        raise InputRefused(FIELD, "is no country whose public holidays are known; write its two letters, such as FR")
    return partial(_holidays_of, country)


@cache
def _countries() -> frozenset[str]:
    from holidays.registry import EntityLoader  # here and below: it loads every country, so only when one is needed

    return frozenset(EntityLoader.get_country_codes(include_aliases=False))


@cache
def _holidays_of(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, years=year))
