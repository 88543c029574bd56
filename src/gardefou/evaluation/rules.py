"""Checks and sums on results; no model is asked here."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from gardefou.evaluation.grounded import grounds_of
from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.transcript import Transcript, Word
from gardefou.kernel.verdict import Verdict
from gardefou.query.grounds import Grounds, weakest

DECIDED = frozenset({Verdict.MET, Verdict.NOT_MET})


def stands(evidence: Evidence, transcript: Transcript) -> bool:
    """Whether the evidence is what the transcript holds at that time: the quote word for word, the span inside."""
    if not 0 <= evidence.channel < transcript.channels or not transcript.span.contains(evidence.span):
        return False
    if evidence.kind is not EvidenceKind.QUOTE:
        return True
    return any(
        _quoted(words, first, evidence)
        for words in _words_by_speaker(transcript, evidence.channel)
        for first, word in enumerate(words)
        if word.start_ms == evidence.start_ms
    )


def _words_by_speaker(transcript: Transcript, channel: int) -> Iterator[list[Word]]:
    for role in transcript.roles_on(channel):
        said = (segment for segment in transcript.segments if (segment.channel, segment.role) == (channel, role))
        yield [word for segment in said for word in segment.words]


def _quoted(words: Sequence[Word], first: int, evidence: Evidence) -> bool:
    said = ""
    for word in words[first:]:
        said = f"{said} {word.text}" if said else word.text
        if said == evidence.quote and word.end_ms == evidence.end_ms:
            return True
        if len(said) > len(evidence.quote):
            return False
    return False


def checked(result: CriterionResult, heard: "HeardWords", lowest_confidence: float) -> CriterionResult:
    """The result, or "cannot tell" when its evidence does not stand in the transcript, or was heard badly.

    `lowest_confidence` in 0..1 is the mean confidence that the words which decided it need.
    """
    transcript = heard.transcript
    if result.verdict is Verdict.CANNOT_TELL or not (result.evidence or result.verdict in DECIDED):
        return replace(result, evidence=tuple(each for each in result.evidence if stands(each, transcript)))
    if not result.evidence or not all(stands(each, transcript) for each in result.evidence):
        why = Message("The evidence does not stand in the transcript at that time.")
        return undecided(replace(result, evidence=()), why)
    known = heard.least_needed(grounds_of(result))
    if known is not None and known < lowest_confidence:
        why = Message(
            "The words here were heard with too little confidence ({confidence}).", {"confidence": f"{known:.2f}"}
        )
        return undecided(result, why)
    return result


def undecided(result: CriterionResult, why: Message) -> CriterionResult:
    """The result as "cannot tell"."""
    return replace(result, verdict=Verdict.CANNOT_TELL, confidence=0.0, why=why, credit=None, level=None)


class HeardWords:
    """A transcript with the confidence of its words by channel and time, summed up once for many checks."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        known: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for segment, word in transcript.words():
            if word.confidence is not None:
                known[segment.channel].append((word.start_ms, word.confidence))
        ordered = {channel: sorted(words) for channel, words in known.items()}
        self._starts = {channel: [start for start, _ in words] for channel, words in ordered.items()}
        self._sums = {channel: [0.0, *accumulate(each for _, each in words)] for channel, words in ordered.items()}

    def least_needed(self, grounds: Grounds) -> float | None:
        """The mean confidence of the words that were found, or searched; None where the transcript gives none.

        Of passages that each suffice the best heard one counts, of those needed together the worst. What was measured
        is no matter of words.
        """
        return weakest(grounds, self.confidence)

    def confidence(self, evidence: Evidence) -> float | None:
        """The mean of the words that begin inside; full for what was measured."""
        if evidence.kind is EvidenceKind.MEASURED:
            return 1.0
        if evidence.channel not in self._starts:
            return None
        starts, sums = self._starts[evidence.channel], self._sums[evidence.channel]
        first = bisect_left(starts, evidence.start_ms)
        after = bisect_left(starts, max(evidence.end_ms, evidence.start_ms + 1))
        return (sums[after] - sums[first]) / (after - first) if after > first else None
