"""Requests that were let in already: a signature opens one session, once."""

from collections import OrderedDict

MOST = 100_000


class Nonces:
    """What was used, until its signature is too old anyway; `now` is in seconds since 1970."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._until: OrderedDict[tuple[str, str], float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._until)

    def take(self, api_key: str, nonce: str, until: float, now: float) -> bool:
        """Whether it is new; it is not any more from here on. Where there is no room to remember it, it is refused."""
        while self._until and next(iter(self._until.values())) < now:
            self._until.popitem(last=False)
        name = (api_key, nonce)
        if name in self._until or len(self._until) >= self._most:
            return False
        self._until[name] = until
        return True
