"""Puts tasks of several callers together, those of a size in one batch, and computes on a fixed number of threads."""

import atexit
import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class Batches(Generic[Task, Result]):
    """Computes batches on `threads` threads of its own, oldest task first; ends with the process.

    `size_of` tells which tasks may share a batch, at most `most` of them.
    """

    def __init__(
        self,
        compute: Callable[[Sequence[Task]], Sequence[Result]],
        size_of: Callable[[Task], Hashable],
        most: int,
        threads: int,
    ) -> None:
        self._compute = compute
        self._size_of = size_of
        self._most = most
        self._waiting: deque[tuple[Task, Hashable, Future[Result]]] = deque()
        self._changed = threading.Condition()
        self._under_way = 0
        self._closed = False
        atexit.register(self._close)
        for number in range(threads):
            threading.Thread(target=self._work, name=f"speech-{number}", daemon=True).start()

    def submit(self, tasks: Sequence[Task]) -> list[Future[Result]]:
        """What will hold the result of each task, or what its computation raised; a cancelled one is not computed."""
        futures: list[Future[Result]] = [Future() for _ in tasks]
        sizes = [self._size_of(task) for task in tasks]
        with self._changed:
            self._waiting.extend(zip(tasks, sizes, futures, strict=True))
            self._changed.notify_all()
        return futures

    def _work(self) -> None:
        while True:
            tasks, futures = self._take()
            try:
                for future, result in zip(futures, self._compute(tasks), strict=True):
                    future.set_result(result)
            except BaseException as error:  # whoever waits for it decides
                for future in futures:
                    if not future.done():
                        future.set_exception(error)
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def _take(self) -> tuple[list[Task], list[Future[Result]]]:
        with self._changed:
            while True:
                chosen = [] if self._closed else self._chosen()
                if chosen:
                    self._under_way += 1
                    return [task for task, _ in chosen], [future for _, future in chosen]
                self._changed.wait()

    def _close(self) -> None:
        """Begin no other batch and wait for those under way: the library aborts a process that ends during one."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._under_way)

    def _chosen(self) -> list[tuple[Task, Future[Result]]]:
        """The oldest task and others of its size, taken away from those that wait; none that nobody waits for."""
        chosen: list[tuple[Task, Future[Result]]] = []
        left: deque[tuple[Task, Hashable, Future[Result]]] = deque()
        wanted: Hashable = None
        while self._waiting:
            task, size, future = self._waiting.popleft()
            if future.cancelled():
                continue
            fits = not chosen or (len(chosen) < self._most and size == wanted)
            if fits and future.set_running_or_notify_cancel():
                wanted = size
                chosen.append((task, future))
            elif not fits:
                left.append((task, size, future))
        self._waiting = left
        return chosen
