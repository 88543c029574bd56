"""How much of a call is heard, told now and then while it is heard."""

import logging
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self
from uuid import UUID

from gardefou.flows.ports import SharesHeard

NOTED_EVERY_S = 5.0
HEAR = "hear"

logger = logging.getLogger(__name__)


class ShareHeard:
    """Receives the progress of one call; what cannot be told of it is no failure of its hearing."""

    def __init__(self, shares: SharesHeard, call: UUID, clock: Callable[[], float] = monotonic) -> None:
        self._shares = shares
        self._call = call
        self._clock = clock
        self._noted_at = 0.0
        self._noted = 0
        self._has_failed = False

    def __enter__(self) -> Self:
        self._noted_at = self._clock()
        self._tell(lambda: self._shares.begin(self._call))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell(lambda: self._shares.end(self._call))

    def __call__(self, step: str, share: float) -> None:
        """Tell the whole per cent that are heard, if they are others and the last were told long enough ago."""
        percent, now = int(share * 100), self._clock()
        if step != HEAR or percent == self._noted or now - self._noted_at < NOTED_EVERY_S:
            return
        self._noted, self._noted_at = percent, now
        self._tell(lambda: self._shares.note(self._call, percent))

    def _tell(self, tell: Callable[[], None]) -> None:
        try:
            tell()
        except Exception as error:  # whatever it is: the hearing goes on
            if not self._has_failed:
                logger.warning("call %s: nobody is shown how much is heard (%s)", self._call, type(error).__name__)
            self._has_failed = True
