"""What is proposed and said before it is signed, and what signing it would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gardefou.governance.acts import Act, Signature
from gardefou.governance.terms.parties import Side


@dataclass(frozen=True, slots=True)
class ProposedAct:
    """An act as it stands: `effected_at` once it took effect, `closed_at` once it was given up.

    `proposed_by` and `closed_by` are names where whoever asks may know them; `side` is None where an act was brought to
    the machine by whoever runs it.
    """

    act: Act
    side: Side | None
    proposed_by: str | None
    proposed_at: datetime
    signatures: tuple[Signature, ...]
    signed_at: tuple[datetime, ...]
    sequence: int | None = None
    effected_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be signed."""
        return self.effected_at is None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person said of a proposal."""

    person: str | None
    text: str
    at: datetime


def latest_charters(acts: Sequence[ProposedAct]) -> tuple[UUID, ...]:
    """The charters that took effect, the latest first."""
    effected = [each for each in acts if each.sequence is not None and each.act.kind == "charter"]
    return tuple(each.act.id for each in sorted(effected, key=lambda each: each.sequence or 0, reverse=True))
