"""Ed25519 as RFC 8032 has it: keys and signatures are lowercase hexadecimal text."""

import re
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32
PUBLIC = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
PRIME = 2**255 - 19
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME
ORDER_EIGHT = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL_ORDER = frozenset({0, 1, PRIME - 1, ORDER_EIGHT, PRIME - ORDER_EIGHT})
"""The y of the eight points that a multiplication by 8 takes to the neutral one: under them, anything verifies."""


class SigningKey:
    """What one person signs with; the secret is in no text of it."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self.name = name
        self.public = private.public_key().public_bytes_raw().hex()
        self._private = private

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r}, {self.public})"

    @classmethod
    def generate(cls, name: str) -> "SigningKey":
        """A key that nobody has yet."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, name: str, seed: bytes) -> "SigningKey":
        """The key of those 32 bytes; raises ValueError when there are more or fewer."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(seed))

    def seed(self) -> bytes:
        """The secret, for its file and its recovery sheet."""
        return self._private.private_bytes_raw()

    def sign(self, message: bytes) -> str:
        """The signature of these bytes, always the same."""
        return self._private.sign(message).hex()


def verify(public: str, signature: str, message: bytes) -> bool:
    """Whether that key signed these bytes; False for anything that is no key or no signature."""
    if not is_usable_public_key(public) or not SIGNATURE.fullmatch(signature):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except InvalidSignature:
        return False
    return True


def is_usable_public_key(public: str) -> bool:
    """Whether it is a point of the curve, written in the one allowed way, under which not just anything verifies."""
    if not PUBLIC.fullmatch(public):
        return False
    y = int.from_bytes(bytes.fromhex(public), "little") & (2**255 - 1)
    return y < PRIME and y not in SMALL_ORDER and _is_on_curve(y)


def _is_on_curve(y: int) -> bool:
    """Whether some x belongs to it: x² = (y² - 1) / (d y² + 1) is a square (Euler's criterion)."""
    square = y * y
    return pow((square - 1) * (CURVE * square + 1), (PRIME - 1) // 2, PRIME) == 1


def fingerprint(public: str) -> str:
    """What people compare of a public key, as 7f3a 91c2 04be 5d18."""
    digest = sha256(bytes.fromhex(public)).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))
