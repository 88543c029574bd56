"""When a call's sound and what was made of it have to go (S14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gardefou.governance.charter import Retention


@dataclass(frozen=True, slots=True)
class ExpiryDates:
    """From these moments on the recording, then the analyses, are gone."""

    recording: datetime
    analyses: datetime


def expiry_dates(started_at: datetime, retention: Retention) -> ExpiryDates:
    """The dates of a call, counted from its start so that a late arrival gains nothing."""
    return ExpiryDates(
        started_at + timedelta(days=retention.recordings_days), started_at + timedelta(days=retention.analyses_days)
    )
