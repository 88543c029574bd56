"""Spreads many small pieces of work over processes, and never holds more of it than they can take."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from os import _exit, getpid, getppid, sched_getaffinity
from time import sleep
from typing import TypeVar

from gardefou.kernel.errors import StoreUnavailable

LOOK_S = 1.0
Piece = TypeVar("Piece")
Result = TypeVar("Result")

AHEAD = 3
"""Pieces that wait for each process, so that none is ever without work."""


def processors() -> int:
    """How many processors this process may use."""
    return len(sched_getaffinity(0))


def spread(
    pieces: Iterable[Piece],
    work: Callable[[Piece], Result],
    processes: int,
    start: Callable[..., None],
    given: tuple[object, ...],
) -> Iterator[Result]:
    """What `work` makes of each piece, as it comes; `start(*given)` makes each process ready.

    `work` and `start` are functions of modules, which a new process finds by their names. The processes end when this
    one does. Raises StoreUnavailable when one of them was ended from outside.
    """
    waiting = iter(pieces)
    with _told(), ProcessPoolExecutor(processes, get_context("spawn"), _begin, (getpid(), start, given)) as pool:
        under_way: set[Future[Result]] = {pool.submit(work, each) for each in islice(waiting, AHEAD * processes)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            under_way |= {pool.submit(work, each) for each in islice(waiting, len(done))}
            for future in done:
                yield future.result()


def _begin(parent: int, start: Callable[..., None], given: tuple[object, ...]) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True, name="parent").start()
    start(*given)


def _end_with(parent: int) -> None:
    while getppid() == parent:
        sleep(LOOK_S)
    _exit(0)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool:
        cause = "a process was ended, perhaps for want of memory; run it again, or with fewer --processes"
        raise StoreUnavailable("the work", cause) from None
