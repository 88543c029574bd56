"""Public holidays by country."""

import subprocess
import sys
from datetime import date

import pytest

from gardefou.adapters.calendar import public_holidays
from gardefou.kernel.errors import InputRefused


def test_metropolitan_france_has_its_eleven_days() -> None:
    days = public_holidays("FR")(2026)
    assert days == {
        *(date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25)),
        *(date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25)),
    }


def test_another_country_has_its_own_days() -> None:
    assert date(2026, 7, 21) in public_holidays("BE")(2026)
    assert date(2026, 7, 14) not in public_holidays("BE")(2026)


def test_a_year_is_computed_once() -> None:
    assert public_holidays()(2027) is public_holidays("FR")(2027)


@pytest.mark.parametrize("country", ["ZZ", "UK", "EN", "fr", "FRA", "", "NY"])
def test_no_country_is_refused_by_the_name_of_its_field(country: str) -> None:
    with pytest.raises(InputRefused, match=r"^review\.holidays: is no country"):
        public_holidays(country)


def test_importing_it_loads_no_country() -> None:
    loaded = (
        "import sys, gardefou.adapters.calendar; print([each for each in sys.modules if each.startswith('holidays')])"
    )
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "[]\n"
