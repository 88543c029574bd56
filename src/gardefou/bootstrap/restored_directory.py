"""The data directory that a backup is restored into: its keys, and nothing of it when the restore fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gardefou.adapters.vault.storage import made, storage_failures, write_new
from gardefou.adapters.vault.tombstones import NAME, TombstoneLog

OF_THE_INSTALLATION = ("vault.key", "installation.key")


def copy_keys(source: Path, target: Path, log: TombstoneLog | None) -> None:
    """Copy what opens the vault, the tombstones, and the keys of backups that still open."""
    with storage_failures(target):
        made(target)
        copied = [source / name for name in OF_THE_INSTALLATION if (source / name).is_file()]
        copied += sorted(source.glob("former-*.key"))
        copied += sorted((source / "backup").glob("*.key"))
        for path in copied:
            write_new(target / path.relative_to(source), path.read_bytes(), target)
        if log:
            write_new(target / NAME, log.path.read_bytes(), target)


@contextmanager
def removed_on_failure(target: Path) -> Iterator[None]:
    """Leave nothing of a restore that fails; one that is killed leaves no installation, and is begun anew elsewhere."""
    try:
        yield
    except BaseException:
        for path in target.iterdir() if target.is_dir() else ():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
        raise
