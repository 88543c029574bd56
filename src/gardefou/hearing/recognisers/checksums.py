"""Check digits of cards and bank accounts, from python-stdnum (extra `redaction`)."""

from gardefou.kernel.errors import PartMissing


def require_checksums() -> None:
    """Make sure that check digits can be computed.

    Raises PartMissing when the extra is not installed.
    """
    try:
        import stdnum  # noqa: F401
    except ImportError as missing:
        raise PartMissing("redaction", "redaction") from missing


def passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on a payment card."""
    from stdnum import luhn

    return bool(luhn.is_valid(digits))


def is_iban(value: str) -> bool:
    """Whether it has the length, the structure and the check digits of an international account number."""
    from stdnum import iban

    return bool(iban.is_valid(value, check_country=False))
