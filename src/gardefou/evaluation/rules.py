"""Checks and sums on results; no model is asked here."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gardefou.kernel.evaluation import CriterionResult
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.passages import Passage
from gardefou.kernel.transcript import Transcript, Word
from gardefou.kernel.verdict import Verdict

MOST_QUOTES = 3
OVERLAPPING = 4
"""Sentences of one channel that may begin before a quote and still hold it, where times overlap."""
DECIDED = frozenset({Verdict.MET, Verdict.NOT_MET})


def stands(evidence: Evidence, transcript: Transcript) -> bool:
    """Whether the evidence is what the transcript holds at that time: the quote word for word, the span inside."""
    if not 0 <= evidence.channel < len(transcript.roles) or not transcript.span.contains(evidence.span):
        return False
    if evidence.kind is not EvidenceKind.QUOTE:
        return True
    words = [word for segment in transcript.segments if segment.channel == evidence.channel for word in segment.words]
    return any(
        _quoted(words, first, evidence) for first, word in enumerate(words) if word.start_ms == evidence.start_ms
    )


def _quoted(words: Sequence[Word], first: int, evidence: Evidence) -> bool:
    said = ""
    for word in words[first:]:
        said = f"{said} {word.text}" if said else word.text
        if said == evidence.quote and word.end_ms == evidence.end_ms:
            return True
        if len(said) > len(evidence.quote):
            return False
    return False


def checked(result: CriterionResult, transcript: Transcript, lowest_confidence: float) -> CriterionResult:
    """The result, or "cannot tell" when its evidence does not stand in the transcript, or was heard badly.

    `lowest_confidence` in 0..1 is the mean confidence that the words of the evidence need.
    """
    if result.verdict not in DECIDED:
        return replace(result, evidence=tuple(each for each in result.evidence if stands(each, transcript)))
    if not result.evidence or not all(stands(each, transcript) for each in result.evidence):
        why = Message("The evidence does not stand in the transcript at that time.")
        return undecided(replace(result, evidence=()), why)
    heard = heard_with(result.evidence, transcript)
    if heard is not None and heard < lowest_confidence:
        why = Message(
            "The words here were heard with too little confidence ({confidence}).", {"confidence": f"{heard:.2f}"}
        )
        return undecided(result, why)
    return result


def undecided(result: CriterionResult, why: Message) -> CriterionResult:
    """The result as "cannot tell"."""
    return replace(result, verdict=Verdict.CANNOT_TELL, confidence=0.0, why=why, credit=None, level=None)


def heard_with(evidence: Sequence[Evidence], transcript: Transcript) -> float | None:
    """The mean confidence of the words that evidence quotes or searched; None where the transcript gives none.

    Of several quotes the best heard one counts: it shows the verdict alone. What was measured is no matter of words.
    """
    quotes = [_mean_confidence(each, transcript) for each in evidence if each.kind is EvidenceKind.QUOTE]
    searched = [_mean_confidence(each, transcript) for each in evidence if each.kind is EvidenceKind.SEARCHED]
    known = [each for each in quotes or searched if each is not None]
    return max(known, default=None) if quotes else min(known, default=None)


def _mean_confidence(evidence: Evidence, transcript: Transcript) -> float | None:
    known = [
        word.confidence
        for segment in transcript.segments
        if segment.channel == evidence.channel and segment.span.overlaps(evidence.span)
        for word in segment.words
        if word.confidence is not None and evidence.start_ms <= word.start_ms <= evidence.end_ms
    ]
    return sum(known) / len(known) if known else None


def in_sentences(
    found: Iterable[Evidence], sentences: Sequence[Passage], together: bool = False
) -> tuple[Evidence, ...]:
    """Quotes widened to the sentences around them, in order of time: those that hold most of what was found.

    What was to be found `together` is shown by the sentences that hold more than half of the most that one holds. What
    is no quote stays as it is.
    """
    around = _Sentences(sentences)
    widened: Counter[Evidence] = Counter()
    others = []
    for evidence in found:
        if evidence.kind is EvidenceKind.QUOTE:
            widened[around.widened(evidence)] += 1
        else:
            others.append(evidence)
    most = max(widened.values(), default=0)
    clearest = [quote for quote, count in widened.most_common(MOST_QUOTES) if not together or 2 * count > most]
    return tuple(sorted([*clearest, *others[:MOST_QUOTES]], key=lambda each: (each.start_ms, each.channel)))


class _Sentences:
    """Sentences of a call by channel, in order of their start."""

    def __init__(self, sentences: Sequence[Passage]) -> None:
        self._of: dict[int, list[Passage]] = {}
        for sentence in sorted(sentences, key=lambda each: each.span.start_ms):
            self._of.setdefault(sentence.channel, []).append(sentence)
        self._starts = {channel: [each.span.start_ms for each in own] for channel, own in self._of.items()}

    def widened(self, evidence: Evidence) -> Evidence:
        """The sentence around a quote, the quote itself where it runs over several."""
        if evidence.channel not in self._of:
            return evidence
        last = bisect_right(self._starts[evidence.channel], evidence.start_ms) - 1
        for sentence in reversed(self._of[evidence.channel][max(0, last - OVERLAPPING) : last + 1]):
            if sentence.span.contains(evidence.span) and evidence.quote in sentence.text:
                return quote_of(sentence)
        return evidence


def quote_of(sentence: Passage) -> Evidence:
    """The whole sentence as evidence."""
    words = sentence.words
    return Evidence(EvidenceKind.QUOTE, sentence.channel, words[0].start_ms, words[-1].end_ms, sentence.text)
