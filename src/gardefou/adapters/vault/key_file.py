"""The file that holds a key-encryption key as base64 text, for its owner alone."""

import base64
import os
import stat
from pathlib import Path

from gardefou.adapters.vault.derivation import KEY_BYTES
from gardefou.adapters.vault.key_encryption import KeyEncryptionKey
from gardefou.adapters.vault.storage import storage_failures, write_new
from gardefou.kernel.errors import SettingWrong

MOST_BYTES = 1024


def read_key_file(path: Path) -> KeyEncryptionKey:
    """Read a key that only this user may read.

    Raises SettingWrong, naming the file and the way out, when there is none, others may read it, it belongs to
    somebody else, or it holds no key.
    """
    try:
        if path.exists() and not path.is_file():
            raise SettingWrong(f"{path}: is not an ordinary file: name the file that holds the vault's key")
        with path.open("rb") as file:
            _check(path, os.fstat(file.fileno()))
            text = file.read(MOST_BYTES)
    except FileNotFoundError:
        raise SettingWrong(f"{path}: there is no key of the vault: restore it from where it was kept safe") from None
    except OSError as error:
        raise SettingWrong(
            f"{path}: the key of the vault cannot be read ({error.strerror}): give this user access"
        ) from None
    return KeyEncryptionKey.from_text(text.decode("ascii", "replace"), path)


def read_or_create_key_file(path: Path) -> KeyEncryptionKey:
    """Read a key as `read_key_file` does, after making one of 32 random bytes if there is no such file.

    Several processes may do so at once: all read the key of one of them. Raises StorageFull or StorageUnwritable too.
    """
    if not path.exists():
        text = base64.b64encode(os.urandom(KEY_BYTES)) + b"\n"
        with storage_failures(path):
            write_new(path, text, path.parent)
    return read_key_file(path)


def _check(path: Path, status: os.stat_result) -> None:
    if status.st_uid != os.geteuid():
        raise SettingWrong(
            f"{path}: the key of the vault belongs to user {status.st_uid}: run chown {os.geteuid()} {path}"
        )
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingWrong(f"{path}: other users may read the key of the vault: run chmod 600 {path}")
