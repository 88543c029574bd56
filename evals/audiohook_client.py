"""What Genesys Cloud sends to an AudioHook server: a signed request, then messages and sound."""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any
from uuid import uuid4

API_KEY = "SGVsbG8sIEkgYW0gdGhlIEFQSSBrZXkh"
SECRET = b"MySuperSecretKeyTellNo-1!2@3#4$5"
STEREO = [{"type": "audio", "format": "PCMU", "channels": ["external", "internal"], "rate": 8000}]
COVERED = (
    "@request-target",
    "@authority",
    "audiohook-organization-id",
    "audiohook-session-id",
    "audiohook-correlation-id",
    "x-api-key",
)


def signed_fields(
    values: Mapping[str, str], created: int, secret: bytes = SECRET, nonce: str | None = None
) -> dict[str, str]:
    """The fields `signature-input` and `signature` over what stands in COVERED."""
    parameters = (
        f'({" ".join(f"{chr(34)}{name}{chr(34)}" for name in COVERED)});keyid="{values["x-api-key"]}"'
        f';nonce="{nonce or b64encode(token_bytes(18)).decode()}";alg="hmac-sha256"'
        f";created={created};expires={created + 30}"
    )
    base = "\n".join([*(f'"{name}": {values[name]}' for name in COVERED), f'"@signature-params": {parameters}'])
    signature = b64encode(hmac.digest(secret, base.encode(), "sha256")).decode()
    return {"signature-input": f"sig1={parameters}", "signature": f"sig1=:{signature}:"}


@dataclass
class AudioHookClient:
    """One session as the client numbers it."""

    session: str = field(default_factory=lambda: str(uuid4()))
    organization: str = field(default_factory=lambda: str(uuid4()))
    conversation: str = field(default_factory=lambda: str(uuid4()))
    seq: int = 0
    serverseq: int = 0
    position_s: float = 0.0

    def fields(
        self, created: int, authority: str, target: str = "/audiohook", secret: bytes = SECRET
    ) -> dict[str, str]:
        """The fields of its request that the server asks for."""
        values = {
            "audiohook-organization-id": self.organization,
            "audiohook-session-id": self.session,
            "audiohook-correlation-id": str(uuid4()),
            "x-api-key": API_KEY,
        }
        covered = {"@request-target": target, "@authority": authority, **values}
        return values | signed_fields(covered, created, secret)

    def message(self, kind: str, **parameters: Any) -> str:
        """The next message."""
        self.seq += 1
        return json.dumps(
            {
                "version": "2",
                "id": self.session,
                "type": kind,
                "seq": self.seq,
                "serverseq": self.serverseq,
                "position": f"PT{self.position_s}S",
                "parameters": parameters,
            }
        )

    def open(self, media: list[dict[str, Any]] = STEREO, **more: Any) -> str:
        """The first message."""
        participant = {"id": str(uuid4()), "ani": "", "aniName": "", "dnis": ""}
        asked = {"organizationId": self.organization, "conversationId": self.conversation}
        return self.message("open", **(asked | {"participant": participant, "media": media} | more))

    def close(self) -> str:
        """The last message."""
        return self.message("close", reason="end")

    def took(self, text: str) -> dict[str, Any]:
        """Read what the server says."""
        said: dict[str, Any] = json.loads(text)
        self.serverseq = said["seq"]
        return said
