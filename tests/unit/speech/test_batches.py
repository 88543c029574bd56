"""Tasks of several callers computed together."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.adapters.speech.batches import Batches

PATIENCE_S = 20


class Doubling:
    """Doubles numbers, those of the same parity together; `held`, each batch waits until it may go on."""

    def __init__(self, threads: int = 1, most: int = 3, held: bool = False) -> None:
        self.held = held
        self.batches: list[list[int]] = []
        self.at_once = self.most_at_once = 0
        self.go_on, self.begun = threading.Semaphore(0), threading.Semaphore(0)
        self._lock = threading.Lock()
        self.queue = Batches(self._compute, lambda number: number % 2, most, threads)

    def of(self, numbers: Sequence[int]) -> list[int]:
        return [future.result() for future in self.queue.submit(numbers)]

    def _compute(self, numbers: Sequence[int]) -> list[int]:
        with self._lock:
            self.batches.append(list(numbers))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        if self.held:
            assert self.go_on.acquire(timeout=PATIENCE_S)
        with self._lock:
            self.at_once -= 1
        if 13 in numbers:
            raise ValueError("thirteen")
        return [2 * number for number in numbers]

    def wait_until_asked_for(self, tasks: int) -> None:
        """Until so many tasks wait."""
        for _ in range(PATIENCE_S * 1000):
            if len(self.queue._waiting) == tasks:
                return
            threading.Event().wait(0.001)
        raise AssertionError("tasks do not arrive")


@settings(max_examples=15)
@given(
    st.lists(st.lists(st.integers(20, 99), max_size=12), min_size=1, max_size=4), st.integers(1, 3), st.integers(1, 5)
)
def test_each_caller_gets_its_results_in_order(callers: list[list[int]], threads: int, most: int) -> None:
    doubling = Doubling(threads, most)
    with ThreadPoolExecutor(len(callers)) as pool:
        results = list(pool.map(doubling.of, callers))
    assert results == [[2 * number for number in numbers] for numbers in callers]
    assert sorted(chain(*doubling.batches)) == sorted(chain(*callers))
    assert all(len(batch) <= most and len({number % 2 for number in batch}) == 1 for batch in doubling.batches)
    assert doubling.most_at_once <= threads


def test_tasks_of_a_size_share_a_batch_with_those_of_other_callers() -> None:
    doubling = Doubling(most=10, held=True)
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(lambda: doubling.of([20]))]
        assert doubling.begun.acquire(timeout=PATIENCE_S)
        for asked, numbers in enumerate(([22, 23], [24, 25]), start=1):
            futures.append(pool.submit(lambda numbers=numbers: doubling.of(numbers)))
            doubling.wait_until_asked_for(2 * asked)
        doubling.go_on.release(3)
        assert [future.result(PATIENCE_S) for future in futures] == [[40], [44, 46], [48, 50]]
    assert doubling.batches == [[20], [22, 24], [23, 25]]


def test_an_error_reaches_those_whose_tasks_shared_the_batch_and_no_others() -> None:
    doubling = Doubling(held=True)
    with ThreadPoolExecutor(3) as pool:
        busy = pool.submit(lambda: doubling.of([20]))
        assert doubling.begun.acquire(timeout=PATIENCE_S)
        failing = pool.submit(lambda: doubling.of([13]))
        doubling.wait_until_asked_for(1)
        other = pool.submit(lambda: doubling.of([14]))
        doubling.wait_until_asked_for(2)
        doubling.go_on.release(3)
        with pytest.raises(ValueError, match="thirteen"):
            failing.result(PATIENCE_S)
        assert (busy.result(PATIENCE_S), other.result(PATIENCE_S)) == ([40], [28])
