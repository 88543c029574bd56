"""What repositories need of the vault: content of record becomes ciphertext under its call's key."""

from typing import Protocol
from uuid import UUID

from gardefou.adapters.media.peaks import Peaks
from gardefou.adapters.media.sound import FileSound
from gardefou.adapters.vault.reader import ObjectReader


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


class Recordings(Protocol):
    """What people may hear of a call; every method raises ContentErased when it is gone."""

    def open_silenced(self, call: UUID, name: str) -> ObjectReader:
        """The bytes, Ogg Opus, to be read from any offset."""
        ...

    def silenced(self, call: UUID, name: str) -> FileSound:
        """The sound."""
        ...

    def peaks(self, call: UUID, name: str) -> Peaks:
        """How loud it is."""
        ...


class CallContent(Sealing, Recordings, Protocol):
    """All that the vault keeps of calls for people to read and to hear."""
