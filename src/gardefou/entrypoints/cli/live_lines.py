"""Live events as lines that people read."""

from gardefou.entrypoints.live.events import Document


class Lines:
    """The lines of one call; an utterance that is told again stands in a line that says so."""

    def __init__(self) -> None:
        self._said: dict[int, str] = {}

    def of(self, event: Document) -> str:
        """One or more lines, empty for what is of no interest to a reader."""
        lines = self._utterance(event) if event["type"] == "utterance" else _LINES.get(event["type"], _nothing)(event)
        clock = f"{event['at_ms'] / 1000:7.1f}"
        return "\n".join(f"{clock}  {each}" for each in lines)

    def _utterance(self, event: Document) -> list[str]:
        number, text = event["utterance"], event["text"]
        before = self._said.get(number)
        if not text or text == before:
            return []
        self._said[number] = text
        return [f"{event['role']:<9} {text}" if before is None else f"corrected {event['role']}: {text}"]


def _nothing(event: Document) -> list[str]:
    return []


def _suggestions(event: Document) -> list[str]:
    return [f"card      {each['title']}  (« {each['because']['quote']} »)" for each in event["cards"]]


def _steps(event: Document) -> list[str]:
    return [f"next      {each['text']}" for each in event["steps"]]


def _checklist(event: Document) -> list[str]:
    return [f"{'done' if each['ticked_by'] else 'to say':<9} {each['text']}" for each in event["statements"]]


def _wording(event: Document) -> list[str]:
    return [f"wording   {each}" for each in event["texts"]] if event["is_final"] else []


def _wrap_up(event: Document) -> list[str]:
    return [f"wrap-up   {each['label']}: {each['value'] or '-'}" for each in event["slots"]]


def _pace(event: Document) -> list[str]:
    return [f"lag       {event['lag_ms']} ms" + ("" if event["shows_hypotheses"] else ", finals only")]


_LINES = {
    "suggestions": _suggestions,
    "steps": _steps,
    "checklist": _checklist,
    "wording": _wording,
    "wrap_up": _wrap_up,
    "pace": _pace,
}
