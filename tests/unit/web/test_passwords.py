import pytest
from argon2 import PasswordHasher

from gardefou.adapters.passwords import Passwords, unfit_password


@pytest.mark.parametrize(
    ("password", "cause"),
    [
        ("eleven char", "shorter"),
        ("x" * 257, "longer"),
        ("EMP-000000012345", "own number"),
        ("inès carpentier", "own number or name"),
        ("CarpentierInès", "own number or name"),
        ("quatre mots bien choisis", None),
        ("é" * 12, None),
    ],
)
def test_which_passwords_may_serve(password: str, cause: str | None) -> None:
    found = unfit_password(password, "EMP-000000012345", "Inès Carpentier")
    assert found is None if cause is None else found is not None and cause in found


def test_a_password_fits_its_hash_alone() -> None:
    passwords = Passwords()
    stored = passwords.hash("quatre mots bien choisis")
    assert stored.startswith("$argon2id$") and not passwords.is_dated(stored)
    assert passwords.fits("quatre mots bien choisis", stored)
    assert not passwords.fits("quatre mots mal choisis", stored)
    assert not passwords.fits("nobody's password", None)
    assert not passwords.fits("anything", "not a hash")
    assert passwords.is_dated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))
