"""What is read next of all that calls want read."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from gardefou.hearing.live.channel import LiveChannel
from gardefou.hearing.live.ear import LiveEar
from gardefou.hearing.live.ports import LiveClip
from gardefou.hearing.live.saying import Kind, Reading

TOGETHER = 4
"""So many clips are read at once: with more, the first of them waits too long for the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A reading, and whose it is."""

    ear: LiveEar
    channel: LiveChannel
    reading: Reading

    @property
    def is_hypothesis(self) -> bool:
        """Whether it may as well be left out."""
        return self.reading.kind is Kind.HYPOTHESIS


def chosen(wanted: Sequence[Task], size_of: Callable[[LiveClip], Hashable], may_guess: bool) -> list[Task]:
    """The most urgent, and others of its size; hypotheses only where they may be read."""
    allowed = [task for task in wanted if may_guess or not task.is_hypothesis]
    ordered = sorted(allowed, key=lambda task: (task.reading.kind, task.reading.since))
    if not ordered:
        return []
    size = size_of(ordered[0].reading.clip)
    alike = (
        task
        for task in ordered
        if task.is_hypothesis == ordered[0].is_hypothesis and size_of(task.reading.clip) == size
    )
    return [task for task, _ in zip(alike, range(TOGETHER), strict=False)]
