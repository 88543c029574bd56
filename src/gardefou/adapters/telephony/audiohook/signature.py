"""Whether a request comes from who holds the secret: HTTP message signatures, as AudioHook uses them."""

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from gardefou.adapters.telephony.audiohook.keys import AudioHookKeys
from gardefou.adapters.telephony.audiohook.nonces import Nonces
from gardefou.adapters.telephony.audiohook.signature_input import SignatureInput, quoted, read_input, read_signature
from gardefou.kernel.errors import AccessRefused

COVERED = (
    "@request-target",
    "@authority",
    "audiohook-organization-id",
    "audiohook-session-id",
    "audiohook-correlation-id",
    "x-api-key",
)
OLDEST_S = 30
SKEW_S = 10
SHORTEST_NONCE = 22
FOLD = re.compile(r"[ \t]*\r\n[ \t]+")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: `target` is path and query as sent; names of fields are in lower case."""

    target: str
    fields: Mapping[str, str]

    @classmethod
    def of(cls, target: str, headers: Iterable[tuple[bytes, bytes]]) -> "Request":
        """From the fields of HTTP in their order; what stands twice is joined."""
        fields: dict[str, str] = {}
        for name, value in headers:
            key, text = name.decode("latin-1").lower(), FOLD.sub(" ", value.decode("latin-1").strip())
            fields[key] = f"{fields[key]}, {text}" if key in fields else text
        return cls(target, fields)

    def component(self, name: str) -> str | None:
        """What a signature covers under that name."""
        if name == "@request-target":
            return self.target
        if name == "@authority":
            host = self.fields.get("host")
            return host.lower().removesuffix(":443") if host else None
        return None if name.startswith("@") else self.fields.get(name)

    def identity(self, name: str) -> str | None:
        """The UUID in a field."""
        try:
            return str(UUID(self.fields[name])) if len(self.fields[name]) == 36 else None
        except (KeyError, ValueError):
            return None


class Signatures:
    """Lets requests in, each once."""

    def __init__(self, keys: AudioHookKeys) -> None:
        self._keys = keys
        self._nonces = Nonces()

    def check(self, request: Request, now: float) -> None:
        """Raise AccessRefused where it is not signed with a known secret, now, for the first time."""
        api_key = request.fields.get("x-api-key", "")
        signed = next(
            (each for each in read_input(request.fields.get("signature-input", "")) if each.text("keyid") == api_key),
            None,
        )
        if signed is None or not api_key:
            raise AccessRefused("the request is not signed under its API key")
        _checked(signed, now)
        secret, is_known = self._keys.secret(api_key)
        given = read_signature(request.fields.get("signature", ""), signed.label)
        made = hmac.digest(secret, signature_base(request, signed).encode("latin-1"), "sha256")
        if not hmac.compare_digest(made, given) or not is_known:
            raise AccessRefused("the signature is wrong, or the API key is unknown")
        until = (signed.number("created") or 0) + OLDEST_S + 2 * SKEW_S
        if not self._nonces.take(api_key, signed.text("nonce") or "", until, now):
            raise AccessRefused("the signature was used before")


def _checked(signed: SignatureInput, now: float) -> None:
    """Raise AccessRefused where it does not cover enough, or not now."""
    if not set(COVERED) <= set(signed.components) or len(set(signed.components)) < len(signed.components):
        raise AccessRefused("the signature does not cover what it has to")
    if signed.text("alg") not in {None, "hmac-sha256"}:
        raise AccessRefused("the signature is of another kind than hmac-sha256")
    if len(signed.text("nonce") or "") < SHORTEST_NONCE:
        raise AccessRefused("the signature has no nonce, or a short one")
    created, expires = signed.number("created"), signed.number("expires")
    if created is None or not created - SKEW_S <= now <= created + OLDEST_S + SKEW_S:
        raise AccessRefused("the signature is too old, or of a clock that is wrong")
    if expires is not None and now > expires + SKEW_S:
        raise AccessRefused("the signature has expired")


def signature_base(request: Request, signed: SignatureInput) -> str:
    """The text that was signed; raises AccessRefused where a field of it is not there."""
    lines = []
    for name in signed.components:
        value = request.component(name)
        if value is None:
            raise AccessRefused("the signature covers a field that is not there")
        lines.append(f"{quoted(name)}: {value}")
    return "\n".join([*lines, f'"@signature-params": {signed.written}'])
