"""The calendar of reviews, from the public holidays of each charter's country."""

from gardefou.adapters.calendar import public_holidays
from gardefou.review.worked_days import WorkedDays


class PublicHolidays:
    """Worked days are Monday to Friday without public holidays."""

    def worked_days(self, country: str) -> WorkedDays:
        """Those of a country, by its two letters.

        Raises InputRefused when nobody knows its public holidays.
        """
        return WorkedDays(public_holidays(country))
