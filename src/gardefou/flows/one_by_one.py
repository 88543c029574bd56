"""Many calls, each on its own: one that fails holds up none of the others, and is told at the end."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from gardefou.kernel.errors import GardefouError, InputRefused, Refused, StoreUnavailable

MOST_OUTAGES = 2
"""For so many calls the database does not answer: it is gone, and asking for each of the others takes long."""


class OneByOne:
    """Counts what was done, and keeps what failed: a number and a text without content for each cause."""

    def __init__(self) -> None:
        self._causes: Counter[str] = Counter()
        self._outages = 0

    def each(self, calls: Iterable[UUID], act: Callable[[UUID], object]) -> int:
        """Act on each call; return how many were still here: another process may be faster, and a site suspended.

        Raises StoreUnavailable when the database is gone.
        """
        return sum(self._done(call, act) for call in calls)

    @property
    def failed(self) -> tuple[str, ...]:
        """What failed, a line for each cause."""
        return tuple(f"calls that failed: {number}, {cause}" for cause, number in sorted(self._causes.items()))

    def _done(self, call: UUID, act: Callable[[UUID], object]) -> bool:
        try:
            act(call)
        except (InputRefused, Refused):
            return False
        except StoreUnavailable as error:
            self._outages += 1
            if self._outages >= MOST_OUTAGES:
                raise
            return self._fails(error)
        except Exception as error:
            return self._fails(error)
        self._outages = 0
        return True

    def _fails(self, error: Exception) -> bool:
        self._causes[cause_of(error)] += 1
        return False


def cause_of(error: Exception) -> str:
    """What may be told of a failure: a foreseen one by its code, another one by its class; either may quote names."""
    return error.code if isinstance(error, GardefouError) else f"unforeseen {type(error).__name__}"
