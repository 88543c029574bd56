"""The passwords of the database roles: random, in one file that only the clients' user reads."""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from base64 import b64encode
from pathlib import Path

from gardefou.adapters.postgres.embedded.binaries import flush
from gardefou.adapters.postgres.embedded.place import make_directories
from gardefou.adapters.postgres.embedded.refusals import refusals
from gardefou.kernel.errors import StoreUnavailable

ROLES = ("owner", "web", "worker", "live")
ITERATIONS = 4096
UNFINISHED = ".database-"


def read_passwords(path: Path) -> dict[str, str]:
    """Return the password of each role.

    Raises StoreUnavailable when the file is missing, open to others, or not what was written.
    """
    if not path.exists():
        raise StoreUnavailable(path, "is missing, and the store opens with no other: put it back from its backup")
    with refusals(path):
        mode, text = path.stat().st_mode, path.read_text("utf-8", "replace")
    if mode & 0o077:
        raise StoreUnavailable(path, "may be read by other users of this machine: chmod 600 it")
    try:
        found = json.loads(text)
        return {role: str(found[role]) for role in ROLES}
    except (ValueError, LookupError, TypeError):
        raise StoreUnavailable(path, "does not hold the passwords of the store: put it back from its backup") from None


def make_passwords(path: Path) -> dict[str, str]:
    """Return the passwords of a cluster to make, writing them whole or not at all unless they are there."""
    if path.exists():
        return read_passwords(path)
    passwords = {role: secrets.token_urlsafe(32) for role in ROLES}
    with refusals(path):
        make_directories(path.parent, 0o700)
        for left in path.parent.glob(f"{UNFINISHED}*"):
            left.unlink()
        descriptor, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
        os.write(descriptor, json.dumps(passwords, indent=2).encode("ascii"))
        os.fsync(descriptor)
        os.close(descriptor)
        Path(name).replace(path)
        flush(path.parent)
    return passwords


def verifier(password: str) -> str:
    """Return what PostgreSQL stores of a password (RFC 5803), so that no statement holds the password itself."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    served = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [b64encode(part).decode("ascii") for part in (salt, stored, served)]
    return f"SCRAM-SHA-256${ITERATIONS}:{encoded[0]}${encoded[1]}:{encoded[2]}"
