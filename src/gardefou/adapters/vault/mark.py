"""Which key-encryption key a vault is wrapped under, so that a missing or wrong one is noticed at the start."""

from pathlib import Path

from gardefou.adapters.vault.key_encryption import KeyRing
from gardefou.adapters.vault.layout import UNFINISHED
from gardefou.adapters.vault.storage import storage_failures, write_new, write_over

MARK = "wrapped-under"


def is_marked(keys: Path) -> bool:
    """Whether something was wrapped in this folder: its key-encryption key is then restored, never made anew.

    Raises StorageUnwritable.
    """
    with storage_failures(keys):
        return (keys / MARK).exists()


def check_mark(keys: Path, ring: KeyRing) -> None:
    """Note the current key's public id in a new vault, and compare it in another one.

    Raises KeyWrong when the ring lacks the key that this vault was last wrapped under, StorageFull or
    StorageUnwritable.
    """
    path = keys / MARK
    with storage_failures(path):
        if not path.exists():
            write_new(path, ring.current.id.encode(), keys / UNFINISHED)
        ring.needs(path.read_text("ascii", "replace").strip(), path)


def renew_mark(keys: Path, ring: KeyRing) -> None:
    """Note that everything is wrapped under the current key now; raises StorageFull or StorageUnwritable."""
    path = keys / MARK
    with storage_failures(path):
        if path.exists():
            write_over(path, ring.current.id.encode(), keys / UNFINISHED)
