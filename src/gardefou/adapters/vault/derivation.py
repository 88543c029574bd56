"""One key for one purpose, derived from a secret."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derived(secret: bytes, purpose: bytes, *, salt: bytes | None = None, length: int = KEY_BYTES) -> bytes:
    """Return `length` bytes that tell nothing of the secret or of other purposes. Source: RFC 5869."""
    return HKDF(SHA256(), length, salt, purpose).derive(secret)
