"""One tombstone, one line: hash, call or a dash, site, when, and whether the call waits."""

from datetime import UTC, datetime
from uuid import UUID

from gardefou.kernel.erasure import Tombstone

NONE = "-"
AT = "%Y-%m-%dT%H:%M:%SZ"
WAITS = "waits"
"""Ends the line of a call that is frozen and still here: it goes when that is lifted."""
DIGEST_BYTES = 32


def line_of(tombstone: Tombstone, at: datetime) -> bytes:
    """The line that is written."""
    waits = f" {WAITS}" if tombstone.waits else ""
    text = f"{tombstone.key_hash.hex()} {tombstone.call or NONE} {tombstone.site} {at.astimezone(UTC):{AT}}{waits}\n"
    return text.encode("ascii")


def tombstone_of(line: bytes) -> tuple[Tombstone, datetime] | None:
    """What a line says, and when it was written; None where it was altered."""
    try:
        hash_, call, site, at, *waits = line.decode("ascii").split()
        digest = bytes.fromhex(hash_)
        if len(digest) != DIGEST_BYTES or waits not in ([], [WAITS]):
            return None
        tombstone = Tombstone(digest, None if call == NONE else UUID(call), UUID(site), bool(waits))
        return tombstone, datetime.strptime(at, AT).replace(tzinfo=UTC)
    except ValueError:
        return None
