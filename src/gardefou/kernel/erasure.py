"""What stays of a call that was erased: enough to keep it from coming back, nothing of what it was."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The hash of a call's names, the call if it was here, and its site; one that `waits` is frozen and still here."""

    key_hash: bytes
    call: UUID | None
    site: UUID
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """What became of an objection; `waits` says that the call is frozen and goes when that is lifted."""

    tombstone: Tombstone
    waits: bool

    @property
    def call(self) -> UUID | None:
        """The call that went, None when none is here yet or it has to wait."""
        return None if self.waits else self.tombstone.call
