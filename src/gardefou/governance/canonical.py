"""The one form of a document that is hashed and signed.

Source: RFC 8785 (JSON Canonicalization Scheme).
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from math import isfinite
from typing import Any

PLAIN_FROM, PLAIN_BELOW = 1e-6, 1e21
"""Between these, a number is written without exponent."""


def canonical(document: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON without spaces, keys in the order of their UTF-16 signs, numbers as JavaScript writes them.

    Raises ValueError for a number that is not finite, TypeError for what is not JSON.
    """
    return _written(document).encode()


def digest_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def _written(value: Any) -> str:
    match value:
        case Mapping():
            keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
            return "{" + ",".join(f"{_written(str(key))}:{_written(value[key])}" for key in keys) + "}"
        case list() | tuple():
            return "[" + ",".join(_written(each) for each in value) + "]"
        case float():
            return _number(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError("a number that is not finite has no canonical form")
    if value == 0:
        return "0"
    shortest = repr(value)
    if PLAIN_FROM <= abs(value) < PLAIN_BELOW:
        return f"{Decimal(shortest):f}".removesuffix(".0")
    digits, _, exponent = shortest.partition("e")
    return f"{digits.removesuffix('.0')}e{int(exponent):+d}"
