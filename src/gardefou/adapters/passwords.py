"""Passwords: hashed by argon2id with the parameters of RFC 9106 for little memory."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256


def unfit_password(password: str, number: str, name: str) -> str | None:
    """Why a password is refused, None when it may serve the person of that number and name."""
    if len(password) < SHORTEST:
        return f"is shorter than {SHORTEST} characters; a few words that nobody would put together do well"
    if len(password) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if _plain(password) in {_plain(number), _plain(name), _plain("".join(reversed(name.split())))}:
        return "is the person's own number or name"
    return None


def _plain(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


class Passwords:
    """Makes and compares hashes; a comparison takes the same work whether there is an account or not."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobodys = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        return self._hasher.hash(password)

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether this is the password of that hash; with None, False after the work that it would take."""
        try:
            self._hasher.verify(stored or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_dated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)
