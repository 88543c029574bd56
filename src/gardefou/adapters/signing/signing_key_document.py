"""What a key file holds: JSON with exactly the fields of its format, each written in the one allowed way."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import category

from gardefou.adapters.signing.ed25519 import SEED_BYTES, is_usable_public_key
from gardefou.adapters.signing.key_sealing import (
    FEWEST_ITERATIONS,
    FORMAT,
    MOST_ITERATIONS,
    NONCE_BYTES,
    SALT_BYTES,
    SEALED_BYTES,
    SealedSeed,
)
from gardefou.kernel.errors import InputRefused

LONGEST_NAME = 100
UNSHOWABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
COMMON = ("format", "name", "public")
OPEN = (*COMMON, "seed")
SEALED = (*COMMON, "iterations", "salt", "nonce", "sealed")
WAY_OUT = "take another copy of the file, or restore the key from its recovery sheet"


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """A key as its file has it; whether the public key fits the secret shows when it is opened."""

    name: str
    public: str
    secret: bytes | SealedSeed = field(repr=False)


def unfit_name(name: str) -> str | None:
    """Why a key cannot be called that, None when it can."""
    if not name.strip():
        return "is empty; write whose key it is"
    if len(name) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} characters; shorten it"
    if name != name.strip():
        return "begins or ends with a space; remove it"
    if any(category(each) in UNSHOWABLE for each in name):
        return "has a character that cannot be shown; remove it"
    return None


def read_document(source: object, text: str) -> KeyDocument:
    """What the text of a key file says; raises InputRefused naming the source, the field and the way out."""
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except _Twice as error:
        raise InputRefused(source, f"field {error}: stands twice; {WAY_OUT}") from None
    except (ValueError, RecursionError):
        raise InputRefused(source, f"is no key file: it is not JSON; {WAY_OUT}") from None
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise InputRefused(source, f'is no key file: its format is not "{FORMAT}"; {WAY_OUT}')
    fault = _fault(given)
    if fault:
        raise InputRefused(source, f"{fault}; {WAY_OUT}")
    if "seed" in given:
        return KeyDocument(given["name"], given["public"], _decoded(given["seed"]) or b"")
    opened = (_decoded(given[name]) or b"" for name in ("salt", "nonce", "sealed"))
    return KeyDocument(given["name"], given["public"], SealedSeed(given["iterations"], *opened))


def document_text(document: KeyDocument) -> str:
    """The text of a key file."""
    fields: dict[str, object] = {"format": FORMAT, "name": document.name, "public": document.public}
    secret = document.secret
    if isinstance(secret, SealedSeed):
        fields["iterations"] = secret.iterations
        fields |= {name: base64.b64encode(getattr(secret, name)).decode() for name in ("salt", "nonce", "sealed")}
    else:
        fields["seed"] = base64.b64encode(secret).decode()
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


class _Twice(Exception):
    """A field stands twice."""


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    for name, _ in pairs:
        if sum(name == other for other, _ in pairs) > 1:
            raise _Twice(name if name in {*OPEN, *SEALED} else "of another name")
    return found


def _fault(given: dict[str, Any]) -> str | None:
    expected = OPEN if "seed" in given else SEALED
    for name in expected:
        if name not in given:
            return f"field {name}: is missing"
    if set(given) - set(expected):
        return f"has a field that is none of {', '.join(expected)}"
    cause = unfit_name(given["name"]) if isinstance(given["name"], str) else "is not text"
    if cause:
        return f"field name: {cause}"
    if not isinstance(given["public"], str) or not is_usable_public_key(given["public"]):
        return "field public: is no Ed25519 public key of 64 lowercase hexadecimal digits"
    return _sizes_fault(given, {"seed": SEED_BYTES}) if "seed" in given else _sealed_fault(given)


def _sealed_fault(given: dict[str, Any]) -> str | None:
    iterations = given["iterations"]
    if type(iterations) is not int or not FEWEST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        return f"field iterations: is no whole number from {FEWEST_ITERATIONS} to {MOST_ITERATIONS}"
    return _sizes_fault(given, {"salt": SALT_BYTES, "nonce": NONCE_BYTES, "sealed": SEALED_BYTES})


def _sizes_fault(given: dict[str, Any], sizes: dict[str, int]) -> str | None:
    for name, size in sizes.items():
        content = _decoded(given[name])
        if content is None or len(content) != size:
            return f"field {name}: is not base64 of {size} bytes"
    return None


def _decoded(text: object) -> bytes | None:
    try:
        content = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        return None
    return content if content is not None and base64.b64encode(content).decode() == text else None
