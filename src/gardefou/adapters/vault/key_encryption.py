"""The keys that wrap the keys of calls: the current one, and former ones until everything is rewrapped."""

import base64
import binascii
import os
import struct
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gardefou.adapters.vault.derivation import KEY_BYTES, derived
from gardefou.kernel.errors import ContentAltered, KeyWrong, SettingWrong

ID_BYTES, NONCE_BYTES = 8, 12
WRAPPED = struct.Struct(f">8s{ID_BYTES}s{NONCE_BYTES}s{KEY_BYTES + 16}s")
MARK = b"gdfkey\0\1"


class KeyEncryptionKey:
    """Wraps keys with AES-256-GCM; `id` is public: 16 hexadecimal digits that tell nothing of the secret.

    Random nonces allow 2**32 wrappings under one key. Python cannot wipe the secret from memory.
    """

    def __init__(self, secret: bytes) -> None:
        self.id = derived(secret, b"gardefou key id 1", length=ID_BYTES).hex()
        self._cipher = AESGCM(derived(secret, b"gardefou key wrapping 1"))
        self._secret = secret

    def __repr__(self) -> str:
        return f"KeyEncryptionKey({self.id})"

    @classmethod
    def from_text(cls, text: str, source: object = "GARDEFOU_VAULT_KEY") -> "KeyEncryptionKey":
        """Read base64 of 32 bytes; raises SettingWrong, naming the source and never the text."""
        try:
            secret = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            raise SettingWrong(f"{source}: is not base64: {_EXPECTED}") from None
        if len(secret) != KEY_BYTES:
            raise SettingWrong(f"{source}: holds {len(secret)} bytes, not {KEY_BYTES}: {_EXPECTED}")
        return cls(secret)

    def derive(self, purpose: bytes) -> bytes:
        """Return 32 bytes for another purpose, always the same."""
        return derived(self._secret, b"gardefou " + purpose + b" 1")

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        """Return the key encrypted and bound to what it is for, with this key's id."""
        nonce = os.urandom(NONCE_BYTES)
        return WRAPPED.pack(MARK, bytes.fromhex(self.id), nonce, self._cipher.encrypt(nonce, key, MARK + bound))

    def unwrap(self, wrapped: bytes, bound: bytes) -> bytes:
        """Return the key; raises InvalidTag when it was altered or is bound to something else."""
        _, _, nonce, sealed = WRAPPED.unpack(wrapped)
        return self._cipher.decrypt(nonce, sealed, MARK + bound)


_EXPECTED = "give the vault's key as base64 of 32 bytes, as `head -c 32 /dev/urandom | base64` makes it"


class KeyRing:
    """Wraps with the current key, unwraps with whichever key of the ring a wrapped key names."""

    def __init__(self, current: KeyEncryptionKey, former: Sequence[KeyEncryptionKey] = ()) -> None:
        self.current = current
        self._keys = {key.id: key for key in (*former, current)}

    def unwrap(self, wrapped: bytes, bound: bytes, path: Path) -> bytes:
        """Return the key; raises KeyWrong or ContentAltered, naming the file that held it."""
        wrapping = wrapping_id(wrapped, path)
        self.needs(wrapping, path)
        try:
            return self._keys[wrapping].unwrap(wrapped, bound)
        except InvalidTag:
            raise _altered(path) from None

    def needs(self, wrapping: str, path: Path) -> None:
        """Check that the ring has the key of that id, which `path` names; raises KeyWrong."""
        if wrapping not in self._keys:
            raise KeyWrong(
                f"{path}: was wrapped under the vault key {wrapping}, which is not among {', '.join(self._keys)}: "
                "give that key back as the current or a former one"
            )


def wrapping_id(wrapped: bytes, path: Path) -> str:
    """Return the id of the key-encryption key that a wrapped key names; raises ContentAltered when there is none."""
    if len(wrapped) != WRAPPED.size or not wrapped.startswith(MARK):
        raise _altered(path)
    return bytes(WRAPPED.unpack(wrapped)[1]).hex()


def _altered(path: Path) -> ContentAltered:
    return ContentAltered(f"{path}: this key was altered since it was written: restore the file from a backup")
