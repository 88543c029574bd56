"""Reads transcripts: the JSON that `gardefou transcribe` prints, or JSON lines of turns."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from gardefou.adapters.documents.text_file import read_text
from gardefou.adapters.documents.transcript_document import (
    SegmentDocument,
    TranscriptDocument,
    TurnDocument,
    WordDocument,
)
from gardefou.kernel.errors import InputRefused
from gardefou.kernel.transcript import ESTIMATED, Redaction, Role, Segment, SoundQuality, Transcript, Unheard, Word

LARGEST_FILE = 100_000_000


def read_transcript(path: Path) -> Transcript:
    """Read a transcript; words that came without times get them in proportion to their length.

    Raises InputRefused naming the file, the line or field, and the cause.
    """
    text = read_text(path, LARGEST_FILE)
    if not text.strip():
        raise InputRefused(path, "is empty; expected a transcript as JSON, or JSON lines of turns")
    document = _whole(path, text)
    return _from_document(path, document) if document else _from_turns(_turns(path, text))


def _whole(path: Path, text: str) -> TranscriptDocument | None:
    """The file as one JSON document, None when it is JSON lines of turns."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict) and "role" in data:
        return None
    try:
        return TranscriptDocument.model_validate(data)
    except ValidationError as error:
        raise InputRefused(path, _told(error)) from None


def _turns(path: Path, text: str) -> list[TurnDocument]:
    turns = []
    reader = TypeAdapter(TurnDocument)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            turns.append(reader.validate_json(line))
        except ValidationError as error:
            raise InputRefused(path, f"line {number}: {_told(error)}") from None
    return turns


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field or 'the document'}: {' '.join(first['msg'].removeprefix('Value error, ').split())}"


def _from_document(path: Path, document: TranscriptDocument) -> Transcript:
    roles = _roles(path, document)
    for number, segment in enumerate(document.segments):
        if segment.words and _letters(segment.text) != _letters(*(word.text for word in segment.words)):
            raise InputRefused(path, f"segments.{number}.words: do not spell the segment's text; give all or none")
    aligned = all(segment.words or not segment.text.split() for segment in document.segments)
    segments = [_segment(each, each.channel, each.words) for each in document.segments]
    redactions = tuple(Redaction(each.kind, each.channel, each.start_ms, each.end_ms) for each in document.redactions)
    unheard = tuple(Unheard(each.channel, each.start_ms, each.end_ms) for each in document.unheard)
    ends = [each.span.end_ms for part in (redactions, unheard) for each in part]
    return Transcript(
        duration_ms=max([document.duration_ms, *_ends(segments), *ends]),
        language=document.language,
        model=document.model,
        segments=_in_time(segments),
        redactions=redactions,
        word_times="aligned" if aligned else "interpolated",
        roles=roles,
        unheard=unheard,
        quality=tuple(
            SoundQuality(each.channel, each.level_db, each.clipped, each.snr_db) for each in document.quality
        ),
        speakers=document.speakers,
    )


def _roles(path: Path, document: TranscriptDocument) -> tuple[Role, ...]:
    """Who speaks on each channel, or who share the one where speakers were estimated."""
    if document.speakers == ESTIMATED:
        return tuple(Role)
    roles: dict[int, Role] = {}
    for segment in document.segments:
        if roles.setdefault(segment.channel, segment.role) is not segment.role:
            raise InputRefused(path, f"channel {segment.channel} has two roles; one channel is one speaker")
    return _all_roles(roles)


def _letters(*texts: str) -> str:
    return "".join("".join(text.split()) for text in texts)


def _ends(segments: Sequence[Segment]) -> list[int]:
    return [end for segment in segments for end in (segment.end_ms, *(word.end_ms for word in segment.words))]


def _all_roles(roles: dict[int, Role]) -> tuple[Role, ...]:
    """The role of each channel; a channel that says nothing has the role that is left."""
    first = roles.get(0) or (Role.CUSTOMER if roles.get(1) is Role.ADVISER else Role.ADVISER)
    return (first, Role.CUSTOMER if first is Role.ADVISER else Role.ADVISER)


def _from_turns(turns: Sequence[TurnDocument]) -> Transcript:
    roles = (Role.ADVISER, Role.CUSTOMER)
    segments = [_segment(turn, roles.index(turn.role), ()) for turn in turns]
    duration_ms = max((segment.end_ms for segment in segments), default=0)
    return Transcript(duration_ms, "fr", "given", _in_time(segments), word_times="interpolated")


def _in_time(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    return tuple(sorted((each for each in segments if each.words), key=lambda each: (each.start_ms, each.channel)))


def _segment(turn: TurnDocument, channel: int, given: Sequence[WordDocument]) -> Segment:
    words = tuple(Word(each.start_ms, each.end_ms, each.text, each.confidence) for each in given if each.text.strip())
    words = words or _interpolated(turn)
    confidence = turn.confidence if isinstance(turn, SegmentDocument) else None
    text = " ".join(word.text for word in words)
    return Segment(channel, turn.role, turn.start_ms, turn.end_ms, text, confidence, words)


def _interpolated(turn: TurnDocument) -> tuple[Word, ...]:
    """Its words, spread over its time in proportion to their characters."""
    said = turn.text.split()
    total = sum(len(word) + 1 for word in said)
    length = turn.end_ms - turn.start_ms
    words, done = [], 0
    for text in said:
        start_ms = turn.start_ms + length * done // total
        done += len(text) + 1
        words.append(Word(start_ms, turn.start_ms + length * done // total, text))
    return tuple(words)
