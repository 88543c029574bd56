"""Live events as lines that people read."""

from gardefou.entrypoints.live.events import Document


def line_of(event: Document) -> str:
    """One or more lines, empty for what is of no interest to a reader."""
    lines = _LINES.get(event["type"], _nothing)(event)
    clock = f"{event['at_ms'] / 1000:7.1f}"
    return "\n".join(f"{clock}  {each}" for each in lines)


def _nothing(event: Document) -> list[str]:
    return []


def _utterance(event: Document) -> list[str]:
    return [f"{event['role']:<9} {event['text']}"] if event["text"] else []


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
    "utterance": _utterance,
    "suggestions": _suggestions,
    "steps": _steps,
    "checklist": _checklist,
    "wording": _wording,
    "wrap_up": _wrap_up,
    "pace": _pace,
}
