"""What programs write to stderr: an unforeseen error is told by its kind and place, as its words may quote content."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from gardefou.kernel.errors import GardefouError

FORMAT = "%(asctime)s %(levelname)s %(message)s"


class DiscreetFormatter(logging.Formatter):
    """Writes errors without their words, unless gardefou worded them."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- logging's name
        """The error and those it came from."""
        return told(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """One record; what another formatter made of its error is not used.

        What asyncio says after its first line shows the error of a task as Python does, words included.
        """
        record.exc_text = None
        if record.name == "asyncio":
            record.msg, record.args = record.getMessage().partition("\n")[0], ()
        try:
            return super().format(record)
        finally:
            record.exc_text = None


def set_up_logs() -> None:
    """Have everything that this process logs, and every error that ends it or one of its threads, told discreetly."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a record that cannot be formatted would be printed with its arguments
    sys.excepthook = _ended
    threading.excepthook = lambda ended: _tell(ended.exc_value)
    sys.unraisablehook = lambda unraisable: _tell(unraisable.exc_value)


def told(error: BaseException | None) -> str:
    """An error and those it came from, oldest first: kinds and places in the code."""
    return "\n".join(line for each in reversed(list(_chain(error))) for line in _lines(each))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__, limit=-20):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{name}: {error}" if isinstance(error, GardefouError) else name
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from ("  | " + line for line in told(inner).splitlines())


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _tell(error)


def _tell(error: BaseException | None) -> None:
    print(told(error), file=sys.stderr, flush=True)  # noqa: T201 -- standard error is where this goes
