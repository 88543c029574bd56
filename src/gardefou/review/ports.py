"""What the review needs from outside."""

from typing import Protocol

from gardefou.review.worked_days import WorkedDays


class Calendar(Protocol):
    """Knows which days are worked."""

    def worked_days(self, country: str) -> WorkedDays:
        """Those of a country, by its two letters.

        Raises InputRefused when nobody knows its public holidays.
        """
        ...
