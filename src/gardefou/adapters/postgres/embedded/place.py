"""Where the files of a cluster lie, and which user it belongs to.

They lie in `postgres/` under the data directory. Where the server's user cannot go through the data directory's path,
as below a home that only its owner enters, they lie in /var/lib/gardefou/<hash of the path>/postgres.
"""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from gardefou.adapters.postgres.embedded.account import ROOT, Account, account_for_new_cluster, account_of, name_of
from gardefou.adapters.postgres.embedded.refusals import refusals
from gardefou.kernel.errors import StoreUnavailable

SYSTEM = Path("/var/lib/gardefou")
PORT = 5432
LONGEST_SOCKET_PATH_BYTES = 107
UNFINISHED = "making-"


@dataclass(frozen=True)
class Place:
    """The paths of one cluster; `home` belongs to the clients' user, what the server writes to `account`."""

    data_directory: Path
    home: Path
    account: Account

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory; it exists only when complete."""
        return self.home / "cluster"

    @property
    def cluster_name(self) -> str:
        """What the titles of the server's processes begin with."""
        return f"gardefou-{hashed(self.home)}"

    @property
    def logs(self) -> Path:
        """The server's log, a file for each day of the week."""
        return self.home / "log"

    @property
    def keys(self) -> Path:
        """The passwords of the database roles."""
        return self.data_directory / "keys" / "database.json"

    @property
    def socket(self) -> Path:
        """The directory of the server's socket, elsewhere when the path under `home` is too long for a socket."""
        near = self.home / "socket"
        name = os.fsencode(near / f".s.PGSQL.{PORT}")
        if len(name) <= LONGEST_SOCKET_PATH_BYTES and not any(mark in name for mark in b"\"'\\,\n\r"):
            return near
        return Path("/run" if os.geteuid() == ROOT else "/tmp") / self.cluster_name  # noqa: S108

    @property
    def starting(self) -> Path:
        """The lock of the one process that makes, starts or stops the server."""
        return self.home / "starting.lock"

    @property
    def users(self) -> Path:
        """The lock in which each process that uses the server has a share."""
        return self.home / "users.lock"

    @property
    def serving(self) -> Path:
        """The lock that the server's processes inherit: it is free when the last of them is gone."""
        return self.home / "serving.lock"

    def prepare(self) -> None:
        """Make the directories above the cluster, and refuse those of another user."""
        with refusals(self.data_directory):
            if self.home.parent != self.data_directory:
                make_system_directory(self.account)
                make_directories(self.data_directory, 0o700)
            make_directories(self.home, self.passage)
        owner = self.home.lstat().st_uid
        if owner != os.geteuid():
            raise StoreUnavailable(self.home, f"belongs to {name_of(owner) or owner}: run gardefou as that user")
        if not self.account.enters(self.home):
            cause = f"cannot be entered by {self.account.title}, whom the server runs as: chmod a+x the path above it"
            raise StoreUnavailable(self.home, cause)

    @property
    def passage(self) -> int:
        """The mode of directories that the server's user goes through but does not own."""
        return 0o700 if self.account.uid == os.geteuid() else 0o711

    def settle(self, directory: Path) -> None:
        """Make a directory that only the server's user enters, or check that it is one."""
        with refusals(directory):
            if not os.path.lexists(directory):
                new = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=directory.parent))
                self.account.owns(new)
                new.rename(directory)
            found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise StoreUnavailable(directory, f"is not a directory of {self.account.title} alone: remove it")

    def sweep(self) -> None:
        """Remove what a process killed half-way has left; only under the lock `starting`."""
        for left in self.home.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)


def place_of(data_directory: Path) -> Place:
    """Return the place of an existing cluster, else that of the one to make; creates nothing."""
    with refusals(data_directory):
        directory = data_directory.expanduser().resolve()
    beside, apart = directory / "postgres", SYSTEM / hashed(directory) / "postgres"
    for home in (beside, apart) if os.geteuid() == ROOT else (beside,):
        if os.path.lexists(home / "cluster"):
            return Place(directory, home, _owner(home / "cluster"))
    account = account_for_new_cluster()
    passes = os.geteuid() != ROOT or account.enters(_nearest(beside))
    return Place(directory, beside if passes else apart, account)


def hashed(path: Path) -> str:
    """Return a short name for a path, always the same."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def make_directories(path: Path, mode: int) -> None:
    """Make the directory and those missing above it, all of that mode whatever the umask; leave others as they are."""
    if path.is_dir():
        return
    make_directories(path.parent, mode)
    try:
        path.mkdir(mode)
    except FileExistsError:
        return
    path.chmod(mode)


def make_system_directory(account: Account) -> Path:
    """Make the directory for what several data directories share, or check that root alone writes there."""
    with refusals(SYSTEM):
        make_directories(SYSTEM, 0o755)
        found = SYSTEM.stat()
    if found.st_uid != ROOT or found.st_mode & 0o022:
        raise StoreUnavailable(SYSTEM, "may be written by others than root: chown root and chmod go-w it")
    if not account.enters(SYSTEM):
        raise StoreUnavailable(SYSTEM, f"cannot be entered by {account.title}: chmod a+x it")
    return SYSTEM


def _nearest(path: Path) -> Path:
    return next(above for above in (path, *path.parents) if above.is_dir())


def _owner(cluster: Path) -> Account:
    found = cluster.lstat()
    if found.st_uid == ROOT:
        raise StoreUnavailable(cluster, "belongs to root, which PostgreSQL refuses: chown -R it to its former user")
    if os.geteuid() not in (ROOT, found.st_uid):
        raise StoreUnavailable(
            cluster, f"belongs to {name_of(found.st_uid) or found.st_uid}: run gardefou as that user"
        )
    return account_of(found.st_uid, found.st_gid)
