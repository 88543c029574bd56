"""What must hold of anything that is said of a call or a person, whoever says it and however it came."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from unicodedata import category

from gardefou.intake.model import CallNotice
from gardefou.kernel.errors import InputRefused

LONGEST_FIELD = 200
CLOCK_TOLERANCE = timedelta(minutes=5)
EARLIEST_CALL = datetime(2000, 1, 1, tzinfo=UTC)
UNSHOWABLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


class Fault(NamedTuple):
    """A field that cannot be right: why, and the way out."""

    field: str
    cause: str

    def __str__(self) -> str:
        return f"{self.field}: {self.cause}"


class NoticeRefused(InputRefused):
    """What is said of a call cannot be right; `faults` has every field concerned."""

    def __init__(self, source: object, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(source, " / ".join(str(fault) for fault in self.faults))


def checked(notice: CallNotice, now: datetime) -> CallNotice:
    """The notice itself.

    Raises NoticeRefused with every fault.
    """
    found = tuple(faults(notice, now))
    if found:
        raise NoticeRefused("what is said of the call", found)
    return notice


def faults(notice: CallNotice, now: datetime) -> Iterator[Fault]:
    """Everything that cannot be right in a notice that arrives now."""
    names = {
        "external_id": notice.key.external_id,
        "source": notice.key.source,
        "site": notice.key.site,
        "adviser": notice.adviser,
        "team": notice.team,
        "customer_ref": notice.customer_reference,
    }
    for field, text in names.items():
        cause = unfit(text) if text is not None else None
        if cause:
            yield Fault(field, cause)
    cause = unfit_start(notice.started_at, now)
    if cause:
        yield Fault("started_at", cause)
    if not notice.roles or len(set(notice.roles)) < len(notice.roles):
        yield Fault("channels", "names no role, or one twice; name who speaks on each channel, as adviser,customer")


def unfit(text: str) -> str | None:
    """Why a text cannot be a name or a reference, None when it can; it is data and never becomes part of a path."""
    if not text.strip():
        return "is empty; fill it in"
    if len(text) > LONGEST_FIELD:
        return f"has {len(text)} characters; the most is {LONGEST_FIELD}"
    if text.isprintable():
        return None
    for character in text:
        if category(character) in UNSHOWABLE:
            return f"has a character that cannot be shown (U+{ord(character):04X}); remove it"
    return None


def unfit_start(started_at: datetime, now: datetime) -> str | None:
    """Why a call cannot have started then, None when it can."""
    if started_at.tzinfo is None or started_at.utcoffset() is None:
        return "has no time zone; write 2026-03-01T10:00:00+01:00 or 2026-03-01T10:00:00 Europe/Paris"
    if started_at < EARLIEST_CALL:
        return f"is before {EARLIEST_CALL.year}; check the date of the telephone system"
    if started_at > now + CLOCK_TOLERANCE:
        return "is in the future; check the clock and the time zone of the telephone system"
    return None


def shown(text: object) -> str:
    """The text on one line, whatever it holds, with what cannot be shown escaped."""
    return "".join(
        each if each.isprintable() or category(each) == "Zs" else each.encode("unicode_escape").decode("ascii")
        for each in str(text)
    )
