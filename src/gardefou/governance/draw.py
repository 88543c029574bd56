"""The draw: which calls are listened to, by a rule that anybody can recompute from the day's seed (S5)."""

import hmac
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from gardefou.governance.charter import Draw
from gardefou.kernel.call import CallKey

_RANGE = 2**64


def day_of(started_at: datetime, zone: str) -> date:
    """The day of a call, in its site's zone."""
    return started_at.astimezone(ZoneInfo(zone)).date()


def week_of(started_at: datetime, zone: str) -> str:
    """The ISO week of a call, in its site's zone, as 2026-W47."""
    year, week, _ = day_of(started_at, zone).isocalendar()
    return f"{year}-W{week:02}"


def day_seed(local_seed: bytes, site: str, day: date) -> bytes:
    """The seed of a site's day, 32 bytes, made from the installation's own."""
    return hmac.digest(local_seed, _joined(site, day.isoformat()), "sha256")


def key_hash(key: CallKey) -> bytes:
    """What stays of a call that was not drawn: 32 bytes that name it to whoever knows its names (S6)."""
    return sha256(_joined(key.site, key.source, key.external_id)).digest()


def pseudonym(secret: bytes, adviser: str) -> bytes:
    """What a draw calls the adviser of that number, 32 bytes: only who has the installation's secret can tell (S6)."""
    return hmac.digest(secret, adviser.encode(), "sha256")


def is_drawn(seed: bytes, key: CallKey, draw: Draw) -> bool:
    """Whether the day's seed draws the call at the charter's rate, before any cap."""
    ticket = hmac.digest(seed, _joined(key.site, key.source, key.external_id), "sha256")
    return int.from_bytes(ticket[:8], "big") < int(draw.rate * _RANGE)


def under_cap(drawn_this_week: int, draw: Draw) -> bool:
    """Whether one more call of this adviser may be kept this week."""
    return drawn_this_week < draw.weekly_cap


def _joined(*parts: str) -> bytes:
    """The parts with their lengths, so that no two different lists read alike."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
