"""The wording of what the operating system refuses while the server is made or started."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gardefou.kernel.errors import StoreUnavailable

TELLING = re.compile(r"(FATAL|PANIC|ERROR|error):.*")


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn an error of the operating system, about `path` unless it names another file, into one StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(error.filename or path, _cause(error)) from None


def _cause(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "may not be used by this user: give it to this user, or set another data directory"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no room left on its disk: free at least 200 MB and start again"
    if error.errno == errno.EROFS:
        return "lies on a disk that is read-only: set another data directory"
    return f"cannot be used ({error.strerror or type(error).__name__}): check it, or set another data directory"


def reason(output: str) -> str:
    """Return what a program of PostgreSQL says first of its failure, on one line of at most 300 characters."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [found[0] for line in lines if (found := TELLING.search(line))]
    line = (telling or lines[-1:] or ["no reason given"])[0]
    return "".join(character if character.isprintable() else " " for character in line)[:300]
