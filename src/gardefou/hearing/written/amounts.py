"""Amounts of money and shares."""

from gardefou.hearing.written.figures import amount, share
from gardefou.hearing.written.said import Said
from gardefou.hearing.written.units import Form, ends, two_digits
from gardefou.query.units import CURRENCIES, HUNDREDTHS


def percentage(said: Said, place: int) -> Form | None:
    """A share: 20 %."""
    number = said.number(place)
    if number is None:
        return None
    word, after = said.text(number.after), number.after + 1
    if word in {"pour", "per"} and said.text(after) == "cent":
        return Form(share(number, said.language), after + 1)
    return Form(share(number, said.language), after) if word in {"%", "percent", "pourcent"} else None


def money(said: Said, place: int) -> Form | None:
    """An amount with the cents that follow it: 49,90 €."""
    number = said.number(place)
    currency = CURRENCIES.get(said.text(number.after)) if number else None
    if number is None or currency not in {"euros", "pounds"} or (said.folded(place) == "a" and number.is_article):
        return None
    cents, after = _cents(said, number.after + 1) if number.is_whole else (0.0, number.after + 1)
    return Form(amount(number.value + cents / 100, number.decimals, currency, said.language), after)


def _cents(said: Said, place: int) -> tuple[float, int]:
    """The cents and the part after them; a number that counts something else is none."""
    joined = place + 1 if said.text(place) in {"et", "and"} else place
    found = two_digits(said, joined)
    if found is None:
        return 0.0, place
    value, after = found.number.value, found.number.after
    if said.text(after) in HUNDREDTHS:
        return value, after + 1
    is_told = found.is_told and joined == place and ends(said, found.number)
    return (value, after) if is_told else (0.0, place)
