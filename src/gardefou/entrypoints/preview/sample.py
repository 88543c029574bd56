"""The simulated calls that criteria are tried on, as they were written to be spoken."""

import json
from functools import cache
from typing import Any

from gardefou.bootstrap.samples import SampleCall, sample_calls
from gardefou.hearing.redaction import redact_transcript
from gardefou.kernel.measures import Reason
from gardefou.kernel.transcript import Role, Segment, Transcript, Word

ROLES = (Role.ADVISER, Role.CUSTOMER)


@cache
def samples() -> dict[str, SampleCall]:
    """Every simulated call by its id."""
    return {each.id: each for each in sample_calls()}


@cache
def transcript_of(sample: str) -> Transcript:
    """The words of a simulated call, spread over their turns, without personal data.

    Raises KeyError when there is none of that id.
    """
    document = _document(sample)
    said = tuple(_segment(each) for each in document["turns"] if "text" in each)
    whole = Transcript(document["duration_ms"], document["language"], "script", said, word_times="interpolated")
    return redact_transcript(whole)


def reason_of(sample: str) -> Reason:
    """Why the customer calls, as it was written down with the call."""
    return Reason(_document(sample)["reason"], 1.0)


def _document(sample: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(samples()[sample].labels.read_text(encoding="utf-8"))
    return found


def _segment(turn: dict[str, Any]) -> Segment:
    role, said = Role(turn["role"]), turn["text"].split()
    start_ms, length = turn["start_ms"], turn["end_ms"] - turn["start_ms"]
    total = sum(len(word) + 1 for word in said)
    words, done = [], 0
    for text in said:
        at = start_ms + length * done // total
        done += len(text) + 1
        words.append(Word(at, start_ms + length * done // total, text))
    return Segment(ROLES.index(role), role, start_ms, turn["end_ms"], " ".join(said), None, tuple(words))
