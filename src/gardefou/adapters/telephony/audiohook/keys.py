"""API keys of the telephone system, and the secret that signs its requests under each."""

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from secrets import token_bytes

from gardefou.kernel.errors import InputRefused

API_KEY = re.compile(r"[A-Za-z0-9+/_-]{16,128}={0,2}")
LEAST_SECRET_BYTES = 16


class AudioHookKeys:
    """Secrets by API key; they are in no text of it."""

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        self._secrets = dict(secrets)
        self._nobodys = token_bytes(32)

    def __repr__(self) -> str:
        return f"AudioHookKeys({len(self._secrets)} keys)"

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def secret(self, api_key: str) -> tuple[bytes, bool]:
        """The secret of a key and whether the key is known; an unknown one costs as much time as a known one."""
        return self._secrets.get(api_key, self._nobodys), api_key in self._secrets

    @classmethod
    def from_file(cls, path: Path) -> "AudioHookKeys":
        """Read a file that has on each line an API key and its client secret; raises InputRefused."""
        try:
            mode, lines = path.stat().st_mode, path.read_text(encoding="ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            raise InputRefused(path, "cannot be read as ASCII text: write an API key and its secret a line") from None
        if mode & 0o077:
            raise InputRefused(path, "may be read by other users of this machine: chmod 600 it")
        secrets: dict[str, bytes] = {}
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                api_key, secret = _pair(f"{path}:{number}", line.split())
                if api_key in secrets:
                    raise InputRefused(f"{path}:{number}", "the API key stands on an earlier line: remove one of them")
                secrets[api_key] = secret
        if not secrets:
            raise InputRefused(path, "holds no key: write an API key and its client secret in base64 on one line")
        return cls(secrets)


def _pair(place: str, words: list[str]) -> tuple[str, bytes]:
    if len(words) != 2 or not API_KEY.fullmatch(words[0]):
        raise InputRefused(place, "write an API key of 16 to 128 letters and digits, a space, and its client secret")
    try:
        secret = b64decode(words[1], validate=True)
    except binascii.Error:
        raise InputRefused(place, "the client secret is not base64: copy it as it was given to Genesys") from None
    if len(secret) < LEAST_SECRET_BYTES:
        raise InputRefused(place, f"the client secret has less than {LEAST_SECRET_BYTES} bytes: make a longer one")
    return words[0], secret
