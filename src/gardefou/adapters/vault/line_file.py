"""A file that only grows, by whole lines: what a crash cut short is marked, and counts for nothing."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

from gardefou.adapters.vault.storage import storage_failures, sync_folder, write_all

CUT_SHORT = b"~\n"
"""Ends a line that a crash cut short, so that the next one begins anew."""


def append_lines(path: Path, lines: Sequence[bytes]) -> None:
    """Write lines durably at the end; raises StorageFull or StorageUnwritable."""
    with storage_failures(path):
        is_new = not path.exists()
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _end_torn_line(descriptor)
            write_all(descriptor, b"".join(lines))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(path.parent)


def lines_of(path: Path) -> list[bytes]:
    """Every line with its end, none where there is no file; raises StorageUnwritable."""
    with storage_failures(path):
        return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def is_whole(line: bytes) -> bool:
    """Whether a line was written whole: one that a crash cut short was never acted on."""
    return line.endswith(b"\n") and bool(line.strip()) and not line.endswith(CUT_SHORT)


def _end_torn_line(descriptor: int) -> None:
    end = os.lseek(descriptor, 0, os.SEEK_END)
    if end and os.pread(descriptor, 1, end - 1) != b"\n":
        write_all(descriptor, CUT_SHORT)
