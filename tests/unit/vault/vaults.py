"""Vaults to test with, and ways to damage what they hold."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from gardefou.adapters.vault.compartment import Compartment, Place
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey, KeyRing
from gardefou.adapters.vault.vault import Vault

RECORD, QUARANTINE = Compartment.RECORD, Compartment.QUARANTINE
CALL = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
OTHER_CALL = UUID("01890a5d-ac96-774b-bcce-b302099a8123")
KEY = KeyEncryptionKey(bytes(range(32)))
NEW_KEY = KeyEncryptionKey(bytes(range(1, 33)))
SOUND = "redacted.ogg"


def vault_in(folder: Path, ring: KeyRing | None = None) -> Vault:
    return Vault(ring or KeyRing(KEY), place_in(folder))


def place_in(folder: Path) -> Place:
    return Place(folder / "keys", folder / "objects")


@contextmanager
def new_vault() -> Iterator[tuple[Vault, Path]]:
    """A vault of its own for each example that hypothesis makes."""
    with TemporaryDirectory() as folder:
        yield vault_in(Path(folder)), Path(folder)


def store(
    vault: Vault, content: bytes, call: UUID = CALL, name: str = SOUND, compartment: Compartment = RECORD
) -> None:
    with vault.writer(call, compartment, name) as writer:
        writer.write(content)


def loaded(vault: Vault, call: UUID = CALL, name: str = SOUND, compartment: Compartment = RECORD) -> bytes:
    with vault.reader(call, compartment, name) as reader:
        return reader.read()


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")


def object_file(folder: Path, call: UUID = CALL, name: str = SOUND) -> Path:
    return next((folder / "objects").rglob(f"{call}.{name}"))


def key_file(folder: Path, call: UUID = CALL) -> Path:
    return next((folder / "keys").rglob(str(call)))


def nothing_unfinished(folder: Path) -> bool:
    return not [path for path in files_below(folder) if path.name.endswith(".part")]


def seconds_ago(path: Path, seconds: float) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))
