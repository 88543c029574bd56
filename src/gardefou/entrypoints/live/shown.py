"""What a page shows of a call, kept in memory so that a page whose connection broke goes on where it was."""

from gardefou.entrypoints.live.events import Document

MOST_UTTERANCES = 500
"""The last of them: a page that comes back needs no more of a long call."""
LATEST = ("controls", "steps", "suggestions", "checklist", "wording", "wrap_up", "pace", "sent")
WITHOUT_WORDS = ("controls", "sent")


class Shown:
    """The events that a page that comes back has to be told again."""

    def __init__(self) -> None:
        self._latest: dict[str, Document] = {}
        self._utterances: dict[int, Document] = {}

    def note(self, document: Document) -> None:
        """Remember an event, in the place of what it replaces."""
        kind = document["type"]
        if kind in LATEST:
            self._latest[kind] = document
        elif kind in {"hypothesis", "utterance"}:
            number = document["utterance"]
            if kind == "utterance" and document["text"] is None:
                self._utterances.pop(number, None)
            else:
                self._latest.pop("sent", None)
                self._utterances[number] = self._with_lag(number, document)
                while len(self._utterances) > MOST_UTTERANCES:
                    del self._utterances[next(iter(self._utterances))]

    def is_final(self, utterance: int) -> bool:
        """Whether the words of an utterance were told as final."""
        return self._utterances.get(utterance, {}).get("type") == "utterance"

    def again(self) -> list[Document]:
        """All of it, in the order in which a page can take it."""
        return [*self._utterances.values(), *(self._latest[kind] for kind in LATEST if kind in self._latest)]

    def forget(self) -> None:
        """Let go of every word; where the call stands, and that its wrap-up went, remain."""
        self._utterances.clear()
        self._latest = {kind: self._latest[kind] for kind in WITHOUT_WORDS if kind in self._latest}

    def _with_lag(self, number: int, document: Document) -> Document:
        """What is told of an utterance again has the lag of the first time."""
        before = self._utterances.get(number, {})
        return {"lag_ms": before["lag_ms"], **document} if "lag_ms" in before else document
