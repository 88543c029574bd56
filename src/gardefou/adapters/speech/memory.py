"""Lack of memory while hearing: told for what it is, whichever library met it, and never taken for something else."""

from collections.abc import Iterator
from contextlib import contextmanager

from gardefou.kernel.errors import GardefouError, SettingWrong

_SIGNS = ("alloc", "out of memory", "failed to map segment", "start new thread", "resource temporarily unavailable")
"""What libraries say that have no error of their own for it."""


def is_of_memory(error: Exception) -> bool:
    """Whether something failed for want of memory, so that it says nothing of what was computed."""
    return isinstance(error, MemoryError) or tells_of_memory(str(error))


def tells_of_memory(said: str) -> bool:
    """Whether a library says that memory is wanting."""
    return any(sign in said.lower() for sign in _SIGNS)


def not_enough_memory() -> SettingWrong:
    """What is said then, in one line."""
    return SettingWrong(
        "not enough memory to transcribe: the base model takes about 700 MB with one thread, 200 MB for each other; "
        "lower GARDEFOU_THREADS, name a smaller model in GARDEFOU_SPEECH_MODEL, or leave more memory free"
    )


@contextmanager
def memory_told() -> Iterator[None]:
    """Turn lack of memory inside into one clear line.

    Raises SettingWrong.
    """
    try:
        yield
    except GardefouError:
        raise
    except Exception as error:  # libraries have classes of their own for it
        if is_of_memory(error):
            raise not_enough_memory() from None
        raise
