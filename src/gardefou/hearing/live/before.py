"""What was surely said last in a call: what follows is read in its light."""

from collections import deque

from gardefou.hearing.guards import HELPS_FROM
from gardefou.hearing.ports import HeardClip
from gardefou.kernel.transcript import Language

MOST_UTTERANCES = 16


class SaidBefore:
    """The last utterances of all channels of one call; it goes with the call."""

    def __init__(self) -> None:
        self._said: deque[tuple[Language, str]] = deque(maxlen=MOST_UTTERANCES)

    def add(self, heard: HeardClip) -> None:
        """Take the final words of an utterance, if they are sure."""
        if heard.words and not heard.failed and heard.log_probability >= HELPS_FROM:
            self._said.append((heard.language, " ".join(word.text for word in heard.words)))

    def text(self, language: Language | None) -> str:
        """What was said in a language, in order."""
        return " ".join(text for own, text in self._said if own is language)
