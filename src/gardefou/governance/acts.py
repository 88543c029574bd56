"""Acts: what the sides of a charter sign, and the exact bytes that are signed (S18, S32)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from gardefou.governance.canonical import canonical, digest_of

DOMAIN = b"gardefou statement 1\n"
"""What every signed statement begins with: nothing else that is signed anywhere begins so."""

Verify = Callable[[str, str, bytes], bool]
"""Whether a signature of a key fits a message: (public key, signature, message), the first two in hexadecimal."""
IsKey = Callable[[str], bool]
"""Whether somebody can sign with it: a public key in hexadecimal, under which not just anything verifies."""


class ActKind(StrEnum):
    """What may be signed."""

    CHARTER = "charter"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    SUCCESSION = "succession"
    SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Act:
    """Something proposed at a site, which takes effect once enough have signed it; it never changes or returns."""

    id: UUID
    installation: UUID
    site: str
    kind: ActKind
    document: Mapping[str, Any]

    @property
    def subject(self) -> str:
        """The hash of what it contains."""
        return digest_of(self.document)

    @property
    def statement(self) -> bytes:
        """What a signatory signs: it names this act, this site and this installation, so it serves nowhere else."""
        fields = {
            "act": self.kind.value,
            "id": str(self.id),
            "installation": str(self.installation),
            "site": self.site,
            "subject": self.subject,
        }
        return DOMAIN + canonical(fields)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under an act's statement; both in hexadecimal."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class EffectedAct:
    """An act that took effect, with the signatures that it rests on."""

    act: Act
    signatures: tuple[Signature, ...]
    at: datetime


def signers(act: Act, signatures: tuple[Signature, ...], verify: Verify) -> frozenset[str]:
    """The keys whose signature fits the act; a key counts once, and what does not fit counts for nothing."""
    statement = act.statement
    return frozenset(each.key for each in signatures if verify(each.key, each.value, statement))
