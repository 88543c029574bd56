"""Calls that go on, for the tests of live guidance."""

from tests.calls import Turn, transcript

from gardefou.kernel.transcript import Segment, Transcript

TURN_MS = 4_000


def call_of(*said: str) -> Transcript:
    """Turns written as `adviser: words`, one after the other."""
    turns: list[Turn] = []
    for number, each in enumerate(said):
        role, words = each.split(": ", 1)
        turns.append((role, number * TURN_MS, (number + 1) * TURN_MS - 500, words))
    return transcript(*turns)


def growing(*said: str) -> list[tuple[Transcript, Segment]]:
    """The call after each of its turns, with that turn."""
    calls = [call_of(*said[:number]) for number in range(1, len(said) + 1)]
    return [(call, call.segments[-1]) for call in calls]
