"""An event loop on a simulated clock: sleeping takes no time, and computing its processor time."""

import asyncio
import selectors
import time
from collections.abc import Callable
from typing import Any


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Runs what belongs into threads at once, and gives its result when it would be there.

    What the loop itself computes passes as well. It ends where it would wait for the outside for ever.
    """

    def __init__(self) -> None:
        self.now = 1.0  # a moment of 0 is taken for none
        self.elsewhere_s = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Seconds on the simulated clock."""
        return self.now

    def run_in_executor(  # type: ignore[override]
        self, executor: object, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """The result, once the processor time of it has passed."""
        future = self.create_future()
        begun = time.process_time()
        try:
            tell: Callable[[], None] = _teller(future, func(*args), None)
        except Exception as error:
            tell = _teller(future, None, error)
        taken = time.process_time() - begun
        self.elsewhere_s += taken
        self.call_at(self.now + taken, tell)
        return future


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: SimulatedLoop) -> None:
        super().__init__()
        self._loop = loop
        self._counted_s = time.process_time()

    def select(self, timeout: float | None = None) -> Any:
        own_s = time.process_time() - self._counted_s - self._loop.elsewhere_s
        self._counted_s, self._loop.elsewhere_s = time.process_time(), 0.0
        self._loop.now += own_s
        ready = super().select(0)
        if timeout is None and not ready:
            raise RuntimeError("the simulated loop waits for something outside it")
        if not ready:
            self._loop.now += max(0.0, (timeout or 0.0) - own_s)
        return ready


def _teller(future: asyncio.Future[Any], result: Any, error: Exception | None) -> Callable[[], None]:
    def tell() -> None:
        if future.cancelled():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    return tell
