"""The file of a signing key: for its owner alone, there whole or not at all, never written over another."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from gardefou.adapters.signing.ed25519 import SigningKey
from gardefou.adapters.signing.key_sealing import SealedSeed, seal, unfit_passphrase, unseal
from gardefou.adapters.signing.signing_key_document import (
    WAY_OUT,
    KeyDocument,
    document_text,
    read_document,
    unfit_name,
)
from gardefou.adapters.vault.storage import storage_failures, sync_folder, unfinished, write_all, write_over
from gardefou.kernel.errors import InputRefused

MOST_BYTES = 4096


def read_key_document(path: Path) -> KeyDocument:
    """What the file says without its passphrase.

    Raises InputRefused, naming the file, the field and the way out, when there is none, others may read it, or it
    holds no key.
    """
    content = _content(path)
    if len(content) > MOST_BYTES:
        raise InputRefused(path, f"is no key file: it has more than {MOST_BYTES} bytes; {WAY_OUT}")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise InputRefused(path, f"is no key file: it is not UTF-8 text; {WAY_OUT}") from None
    return read_document(path, text)


def read_signing_key(path: Path, passphrase: Callable[[], str]) -> SigningKey:
    """The key of a file; the passphrase is asked for only where one protects it.

    Raises InputRefused as `read_key_document` does, and when the passphrase is another one or the public key does
    not belong to the secret.
    """
    document = read_key_document(path)
    seed = document.secret
    if isinstance(seed, SealedSeed):
        opened = unseal(seed, document.public, passphrase())
        if opened is None:
            raise InputRefused(path, f"does not open: another passphrase, or an altered file; try again, or {WAY_OUT}")
        seed = opened
    key = SigningKey.from_seed(document.name, seed)
    if key.public != document.public:
        raise InputRefused(path, f"field public: does not belong to the secret of this file; {WAY_OUT}")
    return key


def write_signing_key(path: Path, key: SigningKey, passphrase: str | None) -> None:
    """Write a new key file, which a passphrase protects unless it is None.

    Raises InputRefused when something is there already or the name or passphrase cannot serve, StorageFull or
    StorageUnwritable.
    """
    content = _written(key, passphrase)
    if not path.parent.is_dir():
        raise InputRefused(path, "its folder is not there; make it or choose another")
    with unfinished(path.parent, path.name) as (part, descriptor), storage_failures(path):
        write_all(descriptor, content)
        os.fsync(descriptor)
        try:
            path.hardlink_to(part)
        except FileExistsError:
            raise InputRefused(path, "is there already; remove it or choose another name") from None
        sync_folder(path.parent)


def rewrite_signing_key(path: Path, key: SigningKey, passphrase: str) -> None:
    """Put the key under another passphrase; other copies of the file keep theirs.

    Raises InputRefused when the passphrase cannot serve, StorageFull or StorageUnwritable.
    """
    content, file = _written(key, passphrase), path.resolve()
    with storage_failures(path):
        write_over(file, content, file.parent)


def _written(key: SigningKey, passphrase: str | None) -> bytes:
    cause = unfit_name(key.name)
    if cause:
        raise InputRefused("the name of the key", cause)
    cause = unfit_passphrase(passphrase) if passphrase is not None else None
    if cause:
        raise InputRefused("the passphrase", cause)
    secret = key.seed() if passphrase is None else seal(key.seed(), key.public, passphrase)
    return document_text(KeyDocument(key.name, key.public, secret)).encode()


def _content(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise InputRefused(path, f"no such key file; check the path, {WAY_OUT}") from None
    except OSError as error:
        raise InputRefused(path, f"cannot be read ({error.strerror}); give this user access") from None
    try:
        _check(path, os.fstat(descriptor))
        return os.read(descriptor, MOST_BYTES + 1)
    finally:
        os.close(descriptor)


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise InputRefused(path, "is not an ordinary file; name the file that holds the key")
    if status.st_uid != os.geteuid():
        raise InputRefused(path, f"this key belongs to user {status.st_uid}; its owner alone signs with it")
    if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputRefused(
            path, f"other users may read this key; run chmod 600 {path}, on a disk that keeps permissions"
        )
