"""Removes personal data from text and transcripts, and tells where the sound has to be silenced."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gardefou.hearing.recognisers import PersonalKind, PersonalSpan, recognise
from gardefou.hearing.recognisers.card_details import asks_for_details
from gardefou.kernel.audibility import UNHEARD
from gardefou.kernel.transcript import Language, Redaction, Role, Segment, Transcript, Word

LONGEST_PAUSE_MS = 15_000
"""How long a speaker may be silent inside one number, or before the answer to a question."""

ECHO_MS = 6_000
"""How long after a number the other speaker may repeat part of it."""

MARGIN_MS = 120
"""Sound silenced on both sides of what was said, because the times of words are not exact."""

PLACEHOLDERS = {
    Language.FRENCH: {
        PersonalKind.PHONE: "[téléphone]",
        PersonalKind.EMAIL: "[adresse e-mail]",
        PersonalKind.IBAN: "[IBAN]",
        PersonalKind.CARD: "[carte]",
        PersonalKind.NUMBER: "[numéro]",
    },
    Language.ENGLISH: {
        PersonalKind.PHONE: "[phone]",
        PersonalKind.EMAIL: "[e-mail]",
        PersonalKind.IBAN: "[IBAN]",
        PersonalKind.CARD: "[card]",
        PersonalKind.NUMBER: "[number]",
    },
}


_EARLY_ANSWER_MS = 1_000

_Voice = tuple[int, Role | None]
"""Whose segments are read as one text: those of a role on a channel, or all of a channel."""


def find_personal_data(text: str) -> tuple[PersonalSpan, ...]:
    """Where a text holds personal data, in order and without overlaps.

    Raises PartMissing when the extra `redaction` is not installed.
    """
    return recognise(text)


def redact_text(text: str, language: str) -> str:
    """The text with a placeholder in the place of every personal datum, until nothing more is found.

    Raises PartMissing when the extra `redaction` is not installed.
    """
    while spans := find_personal_data(text):
        text = _replaced(text, spans, language)
    return text


def redact_transcript(transcript: Transcript) -> Transcript:
    """The transcript without personal data, with the stretches of sound to silence.

    A number may run over several segments of a speaker; where speakers are estimated, also over those of both, as part
    of it may have been given to the wrong one. What nobody could transcribe is silenced too. Raises PartMissing when
    the extra `redaction` is not installed.
    """
    timed = replace(
        transcript,
        segments=tuple(_timed(one) for one in transcript.segments),
        redactions=_with_unheard(transcript),
    )
    redacted = _redacted(timed, _speaker)
    if transcript.is_estimated:
        redacted = _also_without(_redacted(timed, _whoever).redactions, redacted)
    pairs = zip(transcript.segments, redacted.segments, strict=True)
    return replace(
        redacted, segments=tuple(after if before.words else replace(after, words=()) for before, after in pairs)
    )


def _with_unheard(transcript: Transcript) -> tuple[Redaction, ...]:
    """The removals, with one for each stretch that may hold anything because it was not transcribed."""
    unheard = [
        Redaction(
            UNHEARD,
            each.channel,
            max(0, each.start_ms - MARGIN_MS),
            max(each.start_ms, min(transcript.duration_ms, each.end_ms + MARGIN_MS)),
        )
        for each in transcript.unheard
    ]
    found = (*transcript.redactions, *(each for each in unheard if each not in transcript.redactions))
    return tuple(sorted(found, key=lambda each: (each.start_ms, each.channel)))


def _redacted(transcript: Transcript, voice_of: Callable[[Segment], _Voice]) -> Transcript:
    current = None
    while transcript != current:
        current, transcript = transcript, _redacted_once(transcript, voice_of)
    return transcript


def _also_without(removals: Sequence[Redaction], transcript: Transcript) -> Transcript:
    """A transcript of one channel without the words of further removals."""
    further = [each for each in removals if each not in transcript.redactions]
    placeholders = PLACEHOLDERS[Language(transcript.language)]

    def left(word: Word) -> Word:
        inside = [each for each in further if each.start_ms <= (word.start_ms + word.end_ms) // 2 < each.end_ms]
        if not inside or word.text in placeholders.values():
            return word
        return replace(word, text=placeholders[PersonalKind(inside[0].kind)], confidence=None)

    segments = tuple(_rebuilt(each, [left(word) for word in each.words]) for each in transcript.segments)
    found = sorted((*transcript.redactions, *further), key=lambda each: (each.start_ms, each.channel))
    return replace(transcript, segments=segments, redactions=tuple(found))


def _redacted_once(transcript: Transcript, voice_of: Callable[[Segment], _Voice]) -> Transcript:
    segments, redactions = list(transcript.segments), list(transcript.redactions)
    questions = [segment for segment in segments if asks_for_details(segment.text)]
    numbers = [each for each in redactions if each.kind != PersonalKind.EMAIL]
    said = [(transcript.speaker_of(each.channel, each.span), each) for each in numbers]
    for passage in _passages(transcript.segments, voice_of):
        near = tuple(passage.after_numbers(said))
        spans = recognise(passage.text, tuple(passage.answers(questions)), near)
        redactions += (passage.redaction(span, transcript.duration_ms) for span in spans)
        for index, words in passage.redacted(spans, transcript.language).items():
            segments[index] = _rebuilt(segments[index], words)
    redactions.sort(key=lambda redaction: (redaction.start_ms, redaction.channel))
    return replace(transcript, segments=tuple(segments), redactions=tuple(redactions))


class _Piece(NamedTuple):
    """A word of a passage: the index of its segment, and its offset in the passage's text."""

    segment: int
    offset: int
    word: Word

    @property
    def end(self) -> int:
        return self.offset + len(self.word.text)


def _speaker(segment: Segment) -> _Voice:
    return segment.channel, segment.role


def _whoever(segment: Segment) -> _Voice:
    return segment.channel, None


@dataclass(frozen=True)
class _Passage:
    """Successive segments of one voice, read as one text; `openings` are their start times and offsets."""

    voice: _Voice
    pieces: tuple[_Piece, ...]
    openings: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        return " ".join(piece.word.text for piece in self.pieces)

    def _is_other(self, voice: _Voice) -> bool:
        return self.voice[1] is not None and self.voice != voice

    def answers(self, questions: Sequence[Segment]) -> Iterator[int]:
        """Offsets of what is said here right after somebody else's question."""
        starts = [start for start, _ in self.openings]
        for question in questions:
            for earliest in {question.start_ms, question.end_ms - _EARLY_ANSWER_MS}:
                index = bisect_left(starts, earliest)
                soon = index < len(starts) and starts[index] <= question.end_ms + LONGEST_PAUSE_MS
                if soon and self._is_other(_speaker(question)):
                    yield self.openings[index][1]

    def after_numbers(self, numbers: Sequence[tuple[Role, Redaction]]) -> Iterator[tuple[int, int]]:
        """Stretches of text begun during or right after a number of the other speaker."""
        ends = [*(offset for _, offset in self.openings[1:]), len(self.text)]
        for speaker, redaction in numbers:
            if not self._is_other((redaction.channel, speaker)):
                continue
            for (start_ms, offset), end in zip(self.openings, ends, strict=True):
                if redaction.start_ms <= start_ms < redaction.end_ms + ECHO_MS:
                    yield offset, end

    def redaction(self, span: PersonalSpan, duration_ms: int) -> Redaction:
        covered = [piece.word for piece in _covered(self.pieces, span)]
        start = max(0, min(word.start_ms for word in covered) - MARGIN_MS)
        end = min(duration_ms, max(word.end_ms for word in covered) + MARGIN_MS)
        return Redaction(span.kind.value, self.voice[0], min(start, end), end)

    def redacted(self, spans: Sequence[PersonalSpan], language: str) -> dict[int, list[Word]]:
        """The words that remain of each segment, by its index."""
        words: dict[int, list[Word]] = {piece.segment: [] for piece in self.pieces}
        for group, inside in _grouped(self.pieces, spans):
            words[group[0].segment].append(_one_word(group, inside, language) if inside else group[0].word)
        return words


def _covered(pieces: Sequence[_Piece], span: PersonalSpan) -> Sequence[_Piece]:
    first = bisect_left(pieces, span.start + 1, key=lambda piece: piece.end)
    after = bisect_left(pieces, span.end, key=lambda piece: piece.offset)
    return pieces[first:after]


def _grouped(
    pieces: Sequence[_Piece], spans: Sequence[PersonalSpan]
) -> Iterator[tuple[list[_Piece], list[PersonalSpan]]]:
    """Each word alone, or all words of one segment that spans cover together, with these spans."""
    group: list[_Piece] = []
    inside: list[PersonalSpan] = []
    remaining = list(reversed(spans))
    for piece in pieces:
        while remaining and remaining[-1].end <= piece.offset:
            remaining.pop()
        over = _overlapping(piece, remaining)
        if group and not (over and over[0] in inside and group[0].segment == piece.segment):
            yield group, inside
            group, inside = [], []
        group.append(piece)
        inside += [span for span in over if span not in inside]
    if group:
        yield group, inside


def _overlapping(piece: _Piece, remaining: Sequence[PersonalSpan]) -> list[PersonalSpan]:
    over: list[PersonalSpan] = []
    for span in reversed(remaining):
        if span.start >= piece.end:
            break
        over.append(span)
    return over


def _one_word(group: Sequence[_Piece], spans: Sequence[PersonalSpan], language: str) -> Word:
    offset, text = group[0].offset, " ".join(piece.word.text for piece in group)
    clipped = [
        replace(span, start=max(0, span.start - offset), end=min(len(text), span.end - offset)) for span in spans
    ]
    start = min(piece.word.start_ms for piece in group)
    return Word(start, max(piece.word.end_ms for piece in group), _replaced(text, clipped, language))


def _replaced(text: str, spans: Sequence[PersonalSpan], language: str) -> str:
    placeholders = PLACEHOLDERS[Language(language)]
    parts: list[str] = []
    position = 0
    for span in spans:
        parts += (text[position : span.start], placeholders[span.kind])
        position = span.end
    return "".join((*parts, text[position:]))


def _rebuilt(segment: Segment, words: Sequence[Word]) -> Segment:
    text = " ".join(word.text for word in words)
    return replace(segment, text=text, words=tuple(words))


def _passages(segments: Sequence[Segment], voice_of: Callable[[Segment], _Voice]) -> Iterator[_Passage]:
    for voice in dict.fromkeys(voice_of(segment) for segment in sorted(segments, key=lambda each: each.channel)):
        indices: list[int] = []
        end_ms = 0
        for index, segment in enumerate(segments):
            if voice_of(segment) != voice:
                continue
            if indices and segment.start_ms > end_ms + LONGEST_PAUSE_MS:
                yield _passage(voice, segments, indices)
                indices, end_ms = [], 0
            indices.append(index)
            end_ms = max(end_ms, segment.end_ms)
        yield _passage(voice, segments, indices)


def _passage(voice: _Voice, segments: Sequence[Segment], indices: Sequence[int]) -> _Passage:
    pieces: list[_Piece] = []
    openings: list[tuple[int, int]] = []
    offset = 0
    for index in indices:
        openings.append((segments[index].start_ms, offset))
        for word in segments[index].words:
            pieces.append(_Piece(index, offset, word))
            offset += len(word.text) + 1
    return _Passage(voice, tuple(pieces), tuple(openings))


def _timed(segment: Segment) -> Segment:
    return segment if segment.words else replace(segment, words=tuple(_interpolated(segment)))


def _interpolated(segment: Segment) -> Iterator[Word]:
    """The words of a segment that came without them, each with a share of its time by its characters."""
    text = " ".join(segment.text.split())
    per_character = (segment.end_ms - segment.start_ms) / max(1, len(text))
    offset = 0
    for word in text.split():
        start = segment.start_ms + int(offset * per_character)
        offset += len(word)
        yield Word(start, min(segment.end_ms, segment.start_ms + int(offset * per_character) + 1), word)
        offset += 1
