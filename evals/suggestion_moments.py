"""The labelled moments of the sample calls at which a knowledge card is due, and the calls as they were written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from gardefou.adapters.documents.yaml_document import read_yaml
from gardefou.bootstrap.resources import resource
from gardefou.bootstrap.samples import sample_calls
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Role, Segment, Transcript, Word

IN_TIME_MS = 10_000
"""A card that is shown so long after a turn after which it is due is in time."""


LETTER_MS, PAUSE_MS = 60, 400
"""How long made-up dialogues take."""


@dataclass(frozen=True, slots=True)
class Due:
    """A card that is due after any of some turns."""

    card: str
    turns: tuple[Span, ...]

    def is_in_time(self, shown_ms: int) -> bool:
        """Whether it is due when it is shown."""
        return any(turn.start_ms <= shown_ms <= turn.end_ms + IN_TIME_MS for turn in self.turns)


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """A call as it was written, with the cards that are due in it."""

    id: str
    part: str
    transcript: Transcript
    due: tuple[Due, ...]

    def are_wanted(self, turn: Segment) -> frozenset[str]:
        """The cards that are due after a turn."""
        return frozenset(each.card for each in self.due if turn.span in each.turns)


class _Due(BaseModel):
    card: str
    turns: tuple[int, ...]


class _Moments(BaseModel):
    call: str
    due: tuple[_Due, ...]


class _Dialogue(BaseModel):
    id: str
    language: str
    turns: tuple[str, ...]
    due: dict[str, tuple[int, ...]]


class _Dialogues(BaseModel):
    dialogues: tuple[_Dialogue, ...]


def labelled_calls(part: str) -> Iterator[LabelledCall]:
    """The calls of a part, from the text of their labels."""
    for call in sample_calls():
        labels = json.loads(call.labels.read_text("utf-8"))
        if call.part == part:
            moments = read_yaml(resource(f"samples/moments/{call.id}.yaml"), _Moments)
            yield LabelledCall(call.id, part, written(labels), _due(moments, labels["turns"]))


def written(labels: dict[str, Any]) -> Transcript:
    """The turns as segments, with words spread over the letters of their turn."""
    turns = [turn for turn in labels["turns"] if "text" in turn]
    return Transcript(labels["duration_ms"], labels["language"], "labels", tuple(map(_segment, turns)))


def _due(moments: _Moments, turns: list[dict[str, Any]]) -> tuple[Due, ...]:
    spans = [Span(turn["start_ms"], turn["end_ms"]) for turn in turns]
    return tuple(Due(each.card, tuple(spans[turn] for turn in each.turns)) for each in moments.due)


def _segment(turn: dict[str, Any]) -> Segment:
    role = Role(turn["role"])
    start, length = turn["start_ms"], turn["end_ms"] - turn["start_ms"]
    words, place, size = [], 0, len(turn["text"])
    for text in turn["text"].split():
        end = place + len(text)
        words.append(Word(start + place * length // size, start + min(size, end + 1) * length // size, text))
        place = end + 1
    channel = 0 if role is Role.ADVISER else 1
    return Segment(channel, role, start, turn["end_ms"], " ".join(turn["text"].split()), None, tuple(words))


def dialogues() -> Iterator[LabelledCall]:
    """The made-up dialogues, which are of part development."""
    for each in read_yaml(resource("samples/moments/development_dialogues.yaml"), _Dialogues).dialogues:
        turns, now = [], 0
        for line in each.turns:
            text = line[3:]
            length = LETTER_MS * len(text)
            role = "customer" if line.startswith("c") else "adviser"
            turns.append({"role": role, "text": text, "start_ms": now, "end_ms": now + length})
            now += length + PAUSE_MS
        transcript = written({"turns": turns, "duration_ms": now, "language": each.language})
        due = _Moments(call=each.id, due=tuple(_Due(card=card, turns=at) for card, at in each.due.items()))
        yield LabelledCall(each.id, "development", transcript, _due(due, turns))


def folder_of_cards() -> Path:
    """The sample cards."""
    return resource("knowledge")
