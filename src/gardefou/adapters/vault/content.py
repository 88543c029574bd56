"""The format of content kept in a column of the database: compressed, then encrypted."""

import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gardefou.adapters.vault.derivation import derived
from gardefou.kernel.errors import ContentAltered

MARK = b"\1"
NONCE_BYTES = 12


def sealed_content(content: bytes, key: bytes, bound: bytes) -> bytes:
    """Return content compressed and encrypted.

    Random nonces allow 2**32 pieces of content under the key of one call (a repeated nonce less likely than 2**-32).
    """
    nonce = os.urandom(NONCE_BYTES)
    return MARK + nonce + _cipher(key).encrypt(nonce, zlib.compress(content), MARK + bound)


def unsealed_content(sealed: bytes, key: bytes, bound: bytes, source: str) -> bytes:
    """Return content as it was sealed; raises ContentAltered, naming `source`."""
    start = len(MARK) + NONCE_BYTES
    try:
        content = _cipher(key).decrypt(sealed[len(MARK) : start], sealed[start:], sealed[: len(MARK)] + bound)
    except (InvalidTag, ValueError):
        raise ContentAltered(
            f"{source}: was altered since it was written, or belongs elsewhere: restore it from a backup"
        ) from None
    return zlib.decompress(content)


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(derived(key, b"gardefou content 1"))
