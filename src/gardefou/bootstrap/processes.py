"""Spreads many small pieces of work over processes, and never holds more of it than they can take."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context
from os import sched_getaffinity
from typing import TypeVar

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

    `work` and `start` are functions of modules, which a new process finds by their names.
    """
    waiting = iter(pieces)
    with ProcessPoolExecutor(processes, get_context("spawn"), start, given) as pool:
        under_way: set[Future[Result]] = {pool.submit(work, each) for each in islice(waiting, AHEAD * processes)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            under_way |= {pool.submit(work, each) for each in islice(waiting, len(done))}
            for future in done:
                yield future.result()
