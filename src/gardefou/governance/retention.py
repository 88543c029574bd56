"""When a call's sound and what was made of it have to go (S14)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gardefou.governance.charter import Retention


@dataclass(frozen=True, slots=True)
class ExpiryDates:
    """From these moments on the recording, then the analyses, are gone."""

    recording: datetime
    analyses: datetime


Tell = Callable[[str], None]
"""Says what a long run is about to do."""


@dataclass(frozen=True, slots=True)
class Maintained:
    """Which tables were written anew, what could not be done and why, and how often each had changed by then."""

    tables: tuple[str, ...]
    left: tuple[str, ...]
    counters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many entries of the audit went after twelve months, and how many answered requests after three years."""

    entries: int = 0
    requests: int = 0


def expiry_dates(started_at: datetime, retention: Retention) -> ExpiryDates:
    """The dates of a call, counted from its start so that a late arrival gains nothing."""
    return ExpiryDates(
        started_at + timedelta(days=retention.recordings_days), started_at + timedelta(days=retention.analyses_days)
    )
