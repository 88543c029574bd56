"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Receives the name of the step under way and the share of it done, in 0..1."""

    def __call__(self, step: str, share: float) -> None:
        """Note where the work stands."""
        ...


def silent(step: str, share: float) -> None:
    """Ignore progress."""
