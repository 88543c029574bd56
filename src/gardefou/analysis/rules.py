"""Conversation measures from a transcript: who speaks when, silences, overlaps, interruptions, holds."""

from dataclasses import replace

from gardefou.analysis.uncertain import certain, may_be_announced
from gardefou.kernel.measures import Measure, MeasureName, Measures, Unit
from gardefou.kernel.sound import ChannelSpan
from gardefou.kernel.span import Span, complement, merged
from gardefou.kernel.transcript import Role, Transcript
from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query

SPEECH_GAP_MS = 700
"""Words of one speaker closer than this are one stretch of speech."""
SHORTEST_SILENCE_MS = 3_000
SHORTEST_HOLD_MS = 10_000
ANNOUNCEMENT_REACH_MS = 20_000
"""A wait counts as announced when the adviser said so at most this long before it began."""
CARD_GAP_MS = 20_000
"""A card's number, expiry and code said within this time are one."""
SHORTEST_OVERLAP_MS = 300
INTERRUPTION_LEAD_MS = 1_000
"""Who is cut must have spoken at least this long."""
INTERRUPTION_YIELD_MS = 1_500
"""... and fall silent at most this long after being cut."""
SHORTEST_INTERRUPTION_MS = 1_200
"""... while the other goes on at least this long: shorter is a sign of listening."""

WAIT_ANNOUNCED = parse_query(
    "adviser: (patient* | quitte* | attente | instant* | moment | seconde* | minute* | verifie | regarde | recherche"
    ' | consulte | "je cherche" | "je reviens" | "hold on" | "hang on" | "go quiet" | "on hold" | "bear with"'
    ' | "one second" | "take a look")'
)


def measure(transcript: Transcript) -> Measures:
    """All measures of a call; silence counts between the first and the last word."""
    speech = {role: _speech(transcript, role) for role in transcript.roles}
    silences = _silences(transcript, speech)
    announced = _announced(transcript, silences)
    holds = tuple(span for span in announced if span.duration_ms >= SHORTEST_HOLD_MS)
    unannounced = tuple(span for span in silences if span not in announced)
    doubtful = [span for span in unannounced if may_be_announced(span, transcript, ANNOUNCEMENT_REACH_MS)]
    doubtful += _announced_by_anybody(transcript, unannounced) if transcript.is_estimated else ()
    items = (
        *_talk_shares(transcript, speech),
        _longest(MeasureName.LONGEST_SILENCE, transcript, silences),
        _total(MeasureName.TOTAL_SILENCE, transcript, silences),
        _longest(MeasureName.LONGEST_UNANNOUNCED_SILENCE, transcript, unannounced),
        *_overlaps(transcript, speech),
        *_interruptions(transcript, speech),
        Measure(MeasureName.HOLDS, len(holds), Unit.COUNT, _everywhere(transcript, holds)),
        _total(MeasureName.HOLD_TIME, transcript, holds),
        _cards(transcript),
    )
    return Measures(certain(items, transcript, doubtful, SHORTEST_HOLD_MS))


def _speech(transcript: Transcript, role: Role) -> tuple[Span, ...]:
    said = [word.span for segment in transcript.of(role) for word in segment.words]
    spans = [(each.channel, each.span) for each in transcript.redactions]
    removed = [span for channel, span in spans if transcript.speaker_of(channel, span) is role]
    return merged(said + removed, SPEECH_GAP_MS)


def _tells_speakers(transcript: Transcript) -> bool:
    """Whether every moment of speech is surely of the one or the other, also while both speak."""
    return transcript.channels > 1


def _silences(transcript: Transcript, speech: dict[Role, tuple[Span, ...]]) -> tuple[Span, ...]:
    everyone = merged(span for spans in speech.values() for span in spans)
    if not everyone:
        return ()
    gaps = complement(everyone, Span(everyone[0].start_ms, everyone[-1].end_ms))
    return tuple(gap for gap in gaps if gap.duration_ms >= SHORTEST_SILENCE_MS)


def _announced(transcript: Transcript, silences: tuple[Span, ...]) -> tuple[Span, ...]:
    announcements = [each.end_ms for each in Searcher(transcript).find(WAIT_ANNOUNCED).evidence]
    return tuple(
        span for span in silences if any(0 <= span.start_ms - end <= ANNOUNCEMENT_REACH_MS for end in announcements)
    )


def _announced_by_anybody(transcript: Transcript, silences: tuple[Span, ...]) -> tuple[Span, ...]:
    """Those announced by the adviser if the adviser says what was given to the customer, too."""
    said = tuple(replace(segment, role=Role.ADVISER) for segment in transcript.segments)
    return _announced(replace(transcript, segments=said), silences)


def _on(transcript: Transcript, role: Role, spans: tuple[Span, ...]) -> tuple[ChannelSpan, ...]:
    return tuple(ChannelSpan(transcript.channel_of(role), span) for span in spans)


def _everywhere(transcript: Transcript, spans: tuple[Span, ...]) -> tuple[ChannelSpan, ...]:
    return tuple(ChannelSpan(channel, span) for span in spans for channel in range(transcript.channels))


def _talk_shares(transcript: Transcript, speech: dict[Role, tuple[Span, ...]]) -> tuple[Measure, ...]:
    spoken = {role: sum(span.duration_ms for span in spans) for role, spans in speech.items()}
    total = sum(spoken.values())
    names = {Role.ADVISER: MeasureName.ADVISER_TALK_SHARE, Role.CUSTOMER: MeasureName.CUSTOMER_TALK_SHARE}
    return tuple(
        Measure(name, spoken[role] / total, Unit.SHARE, _on(transcript, role, speech[role]))
        if total and role in speech and _tells_speakers(transcript)
        else Measure(name, None, Unit.SHARE)
        for role, name in names.items()
    )


def _longest(name: MeasureName, transcript: Transcript, spans: tuple[Span, ...]) -> Measure:
    if not spans:
        return Measure(name, 0 if transcript.segments else None, Unit.MILLISECONDS)
    longest = max(spans, key=lambda span: span.duration_ms)
    return Measure(name, longest.duration_ms, Unit.MILLISECONDS, _everywhere(transcript, (longest,)))


def _total(name: MeasureName, transcript: Transcript, spans: tuple[Span, ...]) -> Measure:
    value = sum(span.duration_ms for span in spans)
    return Measure(name, value if transcript.segments else None, Unit.MILLISECONDS, _everywhere(transcript, spans))


def _overlaps(transcript: Transcript, speech: dict[Role, tuple[Span, ...]]) -> tuple[Measure, ...]:
    spans = _common(*speech.values()) if _tells_speakers(transcript) else ()
    spans = tuple(span for span in spans if span.duration_ms >= SHORTEST_OVERLAP_MS)
    where = _everywhere(transcript, spans)
    known = _tells_speakers(transcript) and bool(transcript.segments)
    time = sum(span.duration_ms for span in spans)
    return (
        Measure(MeasureName.OVERLAPS, len(spans) if known else None, Unit.COUNT, where),
        Measure(MeasureName.OVERLAP_TIME, time if known else None, Unit.MILLISECONDS, where),
    )


def _common(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
    """The time that both sorted lists cover, in one pass."""
    result: list[Span] = []
    i = j = 0
    while i < len(first) and j < len(second):
        shared = first[i].intersection(second[j])
        if shared:
            result.append(shared)
        if first[i].end_ms < second[j].end_ms:
            i += 1
        else:
            j += 1
    return tuple(result)


def _interruptions(transcript: Transcript, speech: dict[Role, tuple[Span, ...]]) -> tuple[Measure, ...]:
    names = {Role.ADVISER: MeasureName.INTERRUPTIONS_BY_ADVISER, Role.CUSTOMER: MeasureName.INTERRUPTIONS_BY_CUSTOMER}
    others = {Role.ADVISER: Role.CUSTOMER, Role.CUSTOMER: Role.ADVISER}
    measures = []
    for role, name in names.items():
        if not _tells_speakers(transcript) or not transcript.segments:
            measures.append(Measure(name, None, Unit.COUNT))
            continue
        cuts = tuple(span for span in speech[role] if _cuts(span, speech[others[role]]))
        measures.append(Measure(name, len(cuts), Unit.COUNT, _on(transcript, role, cuts)))
    return tuple(measures)


def _cuts(span: Span, other: tuple[Span, ...]) -> bool:
    """Whether speech that starts with this span makes the other speaker stop in the middle."""
    if span.duration_ms < SHORTEST_INTERRUPTION_MS:
        return False
    for theirs in other:
        if theirs.start_ms + INTERRUPTION_LEAD_MS <= span.start_ms < theirs.end_ms - SHORTEST_OVERLAP_MS:
            return theirs.end_ms - span.start_ms <= INTERRUPTION_YIELD_MS and span.end_ms > theirs.end_ms
    return False


def _cards(transcript: Transcript) -> Measure:
    cards = tuple(
        ChannelSpan(channel, span)
        for channel in range(transcript.channels)
        for span in merged(
            (r.span for r in transcript.redactions if (r.kind, r.channel) == ("card", channel)), CARD_GAP_MS
        )
    )
    return Measure(MeasureName.CARD_NUMBERS_SPOKEN, len(cards), Unit.COUNT, cards)
