"""Turns what a person or a telephone system wrote in a field into a value; a ValueError words what was expected."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from gardefou.adapters.documents.csv_table import plain
from gardefou.intake.rules import unfit
from gardefou.kernel.call import Direction
from gardefou.kernel.transcript import Language, Role

Value = TypeVar("Value")
OFFSET_EXAMPLE = "2026-03-01T10:00:00+01:00"
EXAMPLE = f"{OFFSET_EXAMPLE} or 2026-03-01T10:00:00 Europe/Paris"
MOMENT = re.compile(
    r"(?P<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)"
    r" ?(?P<zone>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9]|UTC|[A-Z][A-Za-z]+(?:/[A-Za-z0-9_+-]+){1,2})?",
)
SPREADSHEET_NUMBER = re.compile(r"[0-9][.,]?[0-9]*[Ee]\+[0-9]+")


def _by_word(table: Mapping[Value, tuple[str, ...]]) -> dict[str, Value]:
    return {plain(word): value for value, words in table.items() for word in words}


DIRECTIONS = _by_word(
    {
        Direction.INBOUND: ("inbound", "in", "entrant", "entrante", "appel entrant"),
        Direction.OUTBOUND: ("outbound", "out", "sortant", "sortante", "appel sortant"),
    }
)
ROLES = _by_word(
    {
        Role.ADVISER: ("adviser", "advisor", "agent", "conseiller", "conseillère"),
        Role.CUSTOMER: ("customer", "client", "cliente"),
    }
)
LANGUAGES = _by_word(
    {
        Language.FRENCH: ("fr", "fra", "fr-FR", "french", "français"),
        Language.ENGLISH: ("en", "eng", "en-GB", "en-US", "english", "anglais"),
    }
)
SHORTENED = "was shortened to a number by a spreadsheet; export the column as text"
YES, NO = {"yes", "oui", "true", "vrai", "1", "o", "y"}, {"no", "non", "false", "faux", "0", "n"}


def name(value: object) -> str:
    """A name or reference that must be there, composed as Unicode has it (NFC) and without spaces around."""
    if not isinstance(value, str):
        raise ValueError("must be text; put it in quotes")
    text = unicodedata.normalize("NFC", value.strip())
    cause = unfit(text)
    if cause:
        raise ValueError(cause)
    return text


def optional_name(value: object) -> str | None:
    """A name or reference that may be left out."""
    return None if _is_blank(value) else name(value)


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet has made a rounded number of a long reference, as 1,23457E+15."""
    return SPREADSHEET_NUMBER.fullmatch(text.strip()) is not None


def direction(value: object) -> Direction:
    """Who called."""
    found = DIRECTIONS.get(plain(value)) if isinstance(value, str) else None
    if found is None:
        raise ValueError("expected inbound or outbound (entrant, sortant)")
    return found


def language(value: object) -> Language | None:
    """The language spoken, None when it is not said."""
    if _is_blank(value):
        return None
    found = LANGUAGES.get(plain(value)) if isinstance(value, str) else None
    if found is None:
        raise ValueError("expected fr or en, or nothing")
    return found


def simulated(value: object) -> bool:
    """Whether the call was played by actors or machines."""
    if isinstance(value, bool):
        return value
    if _is_blank(value):
        return False
    word = plain(value) if isinstance(value, str) else ""
    if word not in YES | NO:
        raise ValueError("expected yes or no (oui, non)")
    return word in YES


def channels(value: object) -> tuple[Role, ...]:
    """Who speaks on each channel, in order."""
    parts = re.split(r"[,;|/+]", value) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        parts = []
    found = [ROLES.get(plain(part)) if isinstance(part, str) else None for part in parts]
    roles = tuple(role for role in found if role)
    if not roles or len(roles) < len(parts) or len(set(roles)) < len(roles):
        raise ValueError("expected adviser,customer or customer,adviser in the order of channels, or one of them alone")
    return roles


def moment(value: object) -> datetime:
    """A time with its zone or offset; a local time that a zone has not, or has twice, is refused."""
    if isinstance(value, datetime):
        return value
    found = MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError(f"expected a time such as {EXAMPLE}")
    zone = found["zone"]
    if zone is None:
        raise ValueError(f"has no time zone; write {EXAMPLE}")
    is_offset = zone[0] in "+-"
    try:
        read = datetime.fromisoformat(found["local"].replace(",", ".") + (zone if is_offset else ""))
    except ValueError:
        raise ValueError(f"is a date or time that does not exist; expected one such as {EXAMPLE}") from None
    if is_offset:
        return read
    return read.replace(tzinfo=UTC) if zone in {"Z", "UTC"} else _in_zone(read, zone)


def _in_zone(local: datetime, name: str) -> datetime:
    try:
        zone = ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise ValueError(f"names a time zone that is not known here; write {EXAMPLE}") from None
    try:
        first = local.replace(tzinfo=zone, fold=0)
        second = local.replace(tzinfo=zone, fold=1)
        back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"is a date or time that does not exist; expected one such as {EXAMPLE}") from None
    if back != local:
        raise ValueError(f"is skipped by that zone's change to summer time; write the offset, as {OFFSET_EXAMPLE}")
    if first.utcoffset() != second.utcoffset():
        both = f"{first.isoformat()} or {second.isoformat()}"
        raise ValueError(f"happens twice at that zone's change to winter time; write {both}")
    return first


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
