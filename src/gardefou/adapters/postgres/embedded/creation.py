"""A new cluster: made beside its place and put there by one rename, so that it is complete or not there."""

import os
import tempfile
from pathlib import Path

from gardefou.adapters.postgres.embedded.binaries import Binaries, flush
from gardefou.adapters.postgres.embedded.configuration import SETTINGS
from gardefou.adapters.postgres.embedded.keys import make_passwords, verifier
from gardefou.adapters.postgres.embedded.place import UNFINISHED, Place
from gardefou.adapters.postgres.embedded.refusals import reason, refusals
from gardefou.kernel.errors import StoreUnavailable

SUPERUSER = "gardefou_superuser"
EXTENSIONS = ("vector", "unaccent", "pg_trgm", "btree_gist")
NO_PRIVILEGE = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def create(place: Place, binaries: Binaries, database: str, lock: int) -> None:
    """Make the cluster, its database roles and its database; programs that this runs hold `lock` too."""
    with refusals(place.home):
        making = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place.home))
        making.chmod(place.passage)
        cluster = making / "cluster"
        cluster.mkdir(0o700)
        place.account.owns(cluster)
    passwords = make_passwords(place.keys)
    _initialise(place, binaries, cluster, making / "password", lock)
    _run(place, binaries, ["postgres", *_single(cluster)], lock, _statements(binaries, database, passwords))
    _run(place, binaries, ["initdb", "--sync-only", "-D", cluster], lock)
    with refusals(place.home):
        cluster.rename(place.cluster)
        flush(place.home)
    place.sweep()


def _initialise(place: Place, binaries: Binaries, cluster: Path, password: Path, lock: int) -> None:
    """Run initdb; the superuser's password is kept nowhere, and pg_hba.conf lets no superuser in."""
    with refusals(password):
        descriptor = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(descriptor, os.urandom(32).hex().encode("ascii"))
        os.close(descriptor)
        place.account.owns(password)
    options = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8", "--data-checksums"]
    options += [f"--username={SUPERUSER}", "--auth=scram-sha-256", f"--pwfile={password}", "--no-sync"]
    options += ["--no-instructions", f"--set=dynamic_shared_memory_type={SETTINGS['dynamic_shared_memory_type']}"]
    _run(place, binaries, ["initdb", "-D", cluster, *options], lock)


def _single(cluster: Path) -> list[str | Path]:
    """The arguments of a server for one session, which reads statements from its standard input until that ends."""
    settings = ("exit_on_error=on", "log_min_error_statement=panic", "log_checkpoints=off", "fsync=off", "jit=off")
    return ["--single", "-D", cluster, *(part for setting in settings for part in ("-c", setting)), "template1"]


def _statements(binaries: Binaries, database: str, passwords: dict[str, str]) -> str:
    """One statement a line, run by the superuser in the database that new ones are copied from."""
    lines = [
        f"CREATE ROLE gardefou_{role} LOGIN {NO_PRIVILEGE} PASSWORD '{verifier(password)}'"
        for role, password in passwords.items()
    ]
    # Nightly, so that the journal which is written to ends and can be removed.
    lines.append("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO gardefou_owner")
    lines += [f"CREATE EXTENSION {name}" for name in EXTENSIONS if binaries.has_extension(name)]
    lines.append(f"CREATE DATABASE {database} OWNER gardefou_owner")
    lines += [f"REVOKE ALL ON DATABASE {name} FROM PUBLIC" for name in (database, "postgres", "template1")]
    lines.append(f"GRANT CONNECT ON DATABASE {database} TO gardefou_web, gardefou_live")
    lines.append(f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO gardefou_worker")
    return "".join(f"{line};\n" for line in lines)


def _run(place: Place, binaries: Binaries, command: list[str | Path], lock: int, statements: str = "") -> None:
    name, *arguments = command
    done = place.account.run(
        [binaries.program(str(name)), *arguments], keep=[lock], input=statements, capture_output=True
    )
    if done.returncode:
        place.sweep()
        raise StoreUnavailable(place.cluster, f"cannot be made: {reason(done.stdout + done.stderr)}")
