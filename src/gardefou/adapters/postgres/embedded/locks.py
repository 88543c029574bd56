"""Locks between processes: files locked with flock, which the kernel releases when their holders die."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def opened(path: Path) -> int:
    """Open a lock's file, creating it for this user alone; not inherited by programs that this process runs."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


@contextmanager
def exclusively(path: Path) -> Iterator[int]:
    """Wait for the lock and hold it; yield its descriptor.

    A program that inherits the descriptor holds the lock too, should this process die.
    """
    descriptor = opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def taken(path: Path) -> int | None:
    """Take the lock if nobody holds it; return its descriptor, to be closed by the caller, else None."""
    descriptor = opened(path)
    if only_holder(descriptor):
        return descriptor
    os.close(descriptor)
    return None


def only_holder(descriptor: int) -> bool:
    """Make a lock exclusive unless somebody else holds it; a shared lock that was held before is lost then."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Use:
    """A share in a lock that belongs to one process: its forked children neither hold nor release it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._process = 0

    @property
    def held(self) -> bool:
        """Whether this very process has its share."""
        return self._descriptor is not None and self._process == os.getpid()

    def take(self) -> None:
        """Take a share, at once unless somebody holds the lock exclusively."""
        if self.held:
            return
        self._forget()
        self._descriptor, self._process = opened(self._path), os.getpid()
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def was_last(self) -> bool:
        """Give the share up, and return whether nobody else has one."""
        if not self.held or self._descriptor is None:
            self._forget()
            return False
        last = only_holder(self._descriptor)
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._forget()
        return last

    def _forget(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
