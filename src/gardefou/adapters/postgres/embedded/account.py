"""The user of the operating system that the server runs as."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gardefou.kernel.errors import StoreUnavailable

ROOT = 0
WITHOUT_PRIVILEGE = ("gardefou", "postgres", "nobody")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """Whom the server's files and processes belong to; `name` is None where the user has none."""

    uid: int
    gid: int
    name: str | None

    def run(
        self, command: Sequence[str | Path], *, keep: Sequence[int] = (), **streams: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, with nothing inherited but the descriptors of `keep`, apart from any terminal."""
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() == ROOT else {}
        try:
            return subprocess.run(  # type: ignore[call-overload]  # noqa: S603
                [os.fspath(part) for part in command],
                cwd="/",
                env=ENVIRONMENT,
                umask=0o077,
                start_new_session=True,
                pass_fds=keep,
                text=True,
                errors="replace",
                check=False,
                **{"stdin": subprocess.DEVNULL} if "input" not in streams else {},
                **identity,
                **streams,
            )
        except (OSError, ValueError) as error:
            cause = f"cannot run {command[0]} ({error}): run gardefou as an ordinary user"
            raise StoreUnavailable(self.title, cause) from None

    def reads(self, *paths: Path) -> bool:
        """Return whether this user may read all these files."""
        return self._passes("-r", paths)

    def enters(self, directory: Path) -> bool:
        """Return whether this user may go through the directory and all those above it."""
        return self._passes("-x", (directory,))

    def owns(self, path: Path) -> None:
        """Give this user what this process has just created."""
        if os.geteuid() == ROOT:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    @property
    def title(self) -> str:
        """The user's name, or its number."""
        return f"user {self.name or self.uid}"

    def _passes(self, test: str, paths: Sequence[Path]) -> bool:
        if os.geteuid() == self.uid:
            return all(os.access(path, os.R_OK if test == "-r" else os.X_OK) for path in paths)
        every = f'for path; do test {test} "$path" || exit 1; done'
        return self.run(["/bin/sh", "-c", every, "sh", *paths]).returncode == 0


def account_for_new_cluster() -> Account:
    """Return this process's own user, or the first without privilege when that is root."""
    if os.geteuid() != ROOT:
        return account_of(os.geteuid(), os.getegid())
    for name in WITHOUT_PRIVILEGE:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != ROOT:
            return Account(entry.pw_uid, entry.pw_gid, name)
    raise StoreUnavailable("/etc/passwd", "has no user gardefou, postgres or nobody: add one, PostgreSQL refuses root")


def account_of(uid: int, gid: int) -> Account:
    """Return the user of that number."""
    return Account(uid, gid, name_of(uid))


def name_of(uid: int) -> str | None:
    """Return the name of the user of that number, None if it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None
