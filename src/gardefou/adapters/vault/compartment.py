"""What the vault keeps apart, where, and what its ciphertext is bound to."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID


class Compartment(StrEnum):
    """A part of a call with a key of its own, so that it can be destroyed alone.

    `record` is the content of record, `sound` the redacted sound, `quarantine` the original sound until it was heard,
    `original` the sound that the charter lets keep.
    """

    RECORD = "record"
    SOUND = "sound"
    QUARANTINE = "quarantine"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Place:
    """Two folders, apart so that a backup can keep wrapped keys for less long than ciphertext."""

    keys: Path
    objects: Path


def binding(call: UUID, compartment: Compartment, name: str = "") -> bytes:
    """Return what is authenticated beside ciphertext, so that none can stand in the place of another."""
    return b"\0".join((call.bytes, compartment.encode(), name.encode()))
