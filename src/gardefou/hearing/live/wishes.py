"""When what goes on should be read."""

from gardefou.hearing.live.saying import Kind, Saying
from gardefou.hearing.tape import WINDOWS_PER_SECOND

PAUSE = round(0.4 * WINDOWS_PER_SECOND)
"""After so many windows of silence what was said is read, in case that nothing follows; fewer leave more wrong."""
FIRST_HYPOTHESIS = round(0.6 * WINDOWS_PER_SECOND)
HYPOTHESIS_EVERY = round(0.7 * WINDOWS_PER_SECOND)
"""Windows of sound from one reading to the next; more of them where others are read before."""


def wish(saying: Saying) -> Kind | None:
    """What an utterance that goes on should be read for; nothing where that can wait."""
    if saying.now - 1 - saying.last >= PAUSE:
        return None if saying.paused_at == saying.last else Kind.PAUSE
    is_first = saying.asked_to == saying.first
    is_due = saying.now - saying.asked_to >= (FIRST_HYPOTHESIS if is_first else HYPOTHESIS_EVERY)
    return Kind.HYPOTHESIS if is_due and saying.asked_to <= max(saying.heard_to, saying.first) else None
