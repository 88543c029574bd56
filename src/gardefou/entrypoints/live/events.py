"""Live events as JSON objects, for the page and the command line."""

from typing import Any, assert_never

from gardefou.adapters.pages.rendering import why_refused
from gardefou.assist.model import Checklist, NextSteps, Said, Suggestion, Suggestions, Wording, WrapUp
from gardefou.flows.live_call import LiveEvent
from gardefou.flows.live_session import Controls
from gardefou.kernel.errors import GardefouError, Refused
from gardefou.kernel.live import Hypothesis, Pace, Utterance
from gardefou.kernel.transcript import Language

Document = dict[str, Any]


def event_document(event: LiveEvent) -> Document:
    """What a page or a program is told of an event."""
    match event:
        case Hypothesis():
            return {
                "type": "hypothesis",
                "utterance": event.utterance,
                "role": event.role.value,
                "start_ms": event.start_ms,
                "agreed": event.agreed,
                "pending": event.pending,
            }
        case Utterance():
            return {"type": "utterance", "utterance": event.utterance, **_segment(event)}
        case Pace():
            return {"type": "pace", "lag_ms": event.lag_ms, "shows_hypotheses": event.shows_hypotheses}
        case Suggestions():
            return {"type": "suggestions", "cards": [_card(each) for each in event.cards]}
        case NextSteps():
            steps = [{"id": each.id, "text": each.text} for each in event.steps]
            return {"type": "steps", "guide": event.guide, "steps": steps}
        case Checklist():
            return {"type": "checklist", "statements": _statements(event)}
        case Wording():
            return {
                "type": "wording",
                "situation": event.situation,
                "texts": list(event.texts),
                "is_machine_text": event.is_machine_text,
                "is_final": event.is_final,
            }
        case WrapUp():
            slots = [
                {"id": each.id, "label": each.label, "value": each.value, "said": _said(each.said)}
                for each in event.slots
            ]
            return {"type": "wrap_up", "slots": slots}
    assert_never(event)


def controls_document(controls: Controls, *, is_assisted: bool) -> Document:
    """Where a call stands, for its page."""
    return {
        "type": "controls",
        "is_assisted": is_assisted,
        "is_paused": controls.is_paused,
        "recording": controls.recording.value,
        "is_private": controls.is_private,
        "is_over": controls.is_over,
    }


def fault_document(error: GardefouError, language: Language) -> Document:
    """What a page is told of a failure; a refusal names its clause, and says why as its reader does."""
    document: Document = {"type": "fault", "code": error.code, "message": str(error)}
    if isinstance(error, Refused):
        document |= {"clause": error.clause, "why": why_refused(language.value, error.text)}
    return document


def _segment(event: Utterance) -> Document:
    segment = event.segment
    if segment is None:
        return {"text": None}
    return {
        "role": segment.role.value,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "text": segment.text,
        "words": [{"text": each.text, "confidence": each.confidence} for each in segment.words],
    }


def _card(card: Suggestion) -> Document:
    return {
        "card": card.card,
        "title": card.title,
        "passage": card.passage,
        "source": card.source,
        "because": _said(card.because),
        "valid_until": card.valid_until.isoformat() if card.valid_until else None,
        "is_pinned": card.is_pinned,
    }


def _statements(checklist: Checklist) -> list[Document]:
    return [
        {
            "id": each.id,
            "text": each.text,
            "ticked_by": each.ticked_by.value if each.ticked_by else None,
            "heard": _said(each.heard),
        }
        for each in checklist.statements
    ]


def _said(said: Said | None) -> Document | None:
    if said is None:
        return None
    return {"role": said.role.value, "start_ms": said.start_ms, "end_ms": said.end_ms, "quote": said.quote}
