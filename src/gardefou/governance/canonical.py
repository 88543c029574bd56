"""The one form of a document that is hashed and signed.

Source: RFC 8785 (JSON Canonicalization Scheme), for documents whose numbers are small integers and short decimals.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def canonical(document: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON without spaces, keys in order; a number that is whole is written as whole."""
    return json.dumps(
        _plain(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(document)).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case float() if value.is_integer():
            return int(value)
        case _:
            return value
