"""What repositories need of the vault: content of record becomes ciphertext under its call's key."""

from typing import Protocol
from uuid import UUID


class Sealing(Protocol):
    """Seals content for a column, bound to the call and to a label."""

    def seal(self, call: UUID, label: str, content: bytes) -> bytes:
        """The ciphertext."""
        ...

    def unseal(self, call: UUID, label: str, sealed: bytes) -> bytes:
        """The content.

        Raises ContentErased, ContentAltered or KeyWrong.
        """
        ...
