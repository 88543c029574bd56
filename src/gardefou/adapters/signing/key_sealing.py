"""The secret of a key under a passphrase: AES-256-GCM, with a key that PBKDF2 derives slowly."""

import os
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from unicodedata import normalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = "gardefou signing key 1"
ITERATIONS = 600_000
FEWEST_ITERATIONS, MOST_ITERATIONS = 100_000, 10_000_000
SALT_BYTES, NONCE_BYTES, SEALED_BYTES = 16, 12, 32 + 16
SHORTEST, LONGEST = 12, 256


@dataclass(frozen=True, slots=True)
class SealedSeed:
    """A secret that only its passphrase opens, and what opening it needs."""

    iterations: int
    salt: bytes
    nonce: bytes
    sealed: bytes


def unfit_passphrase(passphrase: str) -> str | None:
    """Why it cannot protect a key, None when it can."""
    if _bytes(passphrase) is None:
        return "holds characters that are no text; type it on a keyboard set to UTF-8"
    length = len(normalize("NFKC", passphrase))
    if length < SHORTEST:
        return f"is shorter than {SHORTEST} characters; a few words that nobody would put together do well"
    if length > LONGEST:
        return f"is longer than {LONGEST} characters"
    return None


def seal(seed: bytes, public: str, passphrase: str) -> SealedSeed:
    """Seal a secret under a passphrase that is fit, bound to its public key."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    cipher = AESGCM(_derived(passphrase, salt, ITERATIONS))
    return SealedSeed(ITERATIONS, salt, nonce, cipher.encrypt(nonce, seed, _bound(public)))


def unseal(sealed: SealedSeed, public: str, passphrase: str) -> bytes | None:
    """The secret; None when the passphrase is another one, or the file was altered."""
    cipher = AESGCM(_derived(passphrase, sealed.salt, sealed.iterations))
    try:
        return cipher.decrypt(sealed.nonce, sealed.sealed, _bound(public))
    except InvalidTag:
        return None


def _derived(passphrase: str, salt: bytes, iterations: int) -> bytes:
    return pbkdf2_hmac("sha256", _bytes(passphrase) or b"", salt, iterations, 32)


def _bytes(passphrase: str) -> bytes | None:
    """The same bytes however a keyboard composes its characters."""
    try:
        return normalize("NFKC", passphrase).encode()
    except UnicodeEncodeError:
        return None


def _bound(public: str) -> bytes:
    return FORMAT.encode() + bytes.fromhex(public)
