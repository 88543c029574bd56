"""What the preview process may take of the machine: searches that people type are read and run in it."""

import resource
from contextlib import suppress

MOST_MEMORY = 2_000_000_000
MOST_FILES = 64
MOST_PROCESSOR_S = 60
"""For one question."""


def limit_process() -> None:
    """Bound memory and open files; it leaves no image of its memory behind."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_NOFILE, MOST_FILES)
    _limit(resource.RLIMIT_CORE, 0)


def limit_question() -> None:
    """Bound the processor time from here on; the system ends a process that takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + MOST_PROCESSOR_S
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (_least(until, hard), hard))


def _limit(what: int, most: int) -> None:
    """Set a limit, or the lower one there is; a system without this limit goes on."""
    _, hard = resource.getrlimit(what)
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (_least(most, hard), _least(most, hard)))


def _least(most: int, hard: int) -> int:
    return most if hard == resource.RLIM_INFINITY else min(most, hard)
