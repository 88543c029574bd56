"""Checks and sums on results; no model is asked here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gardefou.evaluation.model import Scorecard
from gardefou.kernel.evaluation import CriterionResult, Evaluation
from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.message import Message
from gardefou.kernel.passages import Passage
from gardefou.kernel.transcript import Transcript, Word
from gardefou.kernel.verdict import Verdict

MOST_QUOTES = 3
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


def checked(result: CriterionResult, transcript: Transcript) -> CriterionResult:
    """The result, or "cannot tell" when a verdict has no evidence or one that does not stand in the transcript."""
    if result.verdict not in DECIDED:
        return replace(result, evidence=tuple(each for each in result.evidence if stands(each, transcript)))
    if result.evidence and all(stands(each, transcript) for each in result.evidence):
        return result
    why = Message("The evidence does not stand in the transcript at that time.")
    return replace(result, verdict=Verdict.CANNOT_TELL, confidence=0.0, evidence=(), why=why)


def in_sentences(
    found: Iterable[Evidence], sentences: Sequence[Passage], together: bool = False
) -> tuple[Evidence, ...]:
    """Quotes widened to the sentences around them, in order of time: those that hold most of what was found.

    What was to be found `together` is shown by the sentences that hold more than half of the most that one holds.
    """
    widened: Counter[Evidence] = Counter()
    for evidence in found:
        around = next((sentence for sentence in sentences if _holds(sentence, evidence)), None)
        widened[quote_of(around) if around else evidence] += 1
    most = max(widened.values(), default=0)
    clearest = [quote for quote, count in widened.most_common(MOST_QUOTES) if not together or 2 * count > most]
    return tuple(sorted(clearest, key=lambda quote: (quote.start_ms, quote.channel)))


def quote_of(sentence: Passage) -> Evidence:
    """The whole sentence as evidence."""
    words = sentence.words
    return Evidence(EvidenceKind.QUOTE, sentence.channel, words[0].start_ms, words[-1].end_ms, sentence.text)


def _holds(sentence: Passage, evidence: Evidence) -> bool:
    together = sentence.channel == evidence.channel and sentence.span.contains(evidence.span)
    return together and evidence.quote in sentence.text


def summed(scorecard: Scorecard, results: Sequence[CriterionResult]) -> Evaluation:
    """The evaluation with its score: a criterion that does not apply or is undecided gives its weight to the others."""
    weights = {criterion.id: criterion.weight for criterion in scorecard.criteria()}
    applicable = sum(weights[each.id] for each in results if each.verdict is not Verdict.NOT_APPLICABLE)
    decided = sum(weights[each.id] for each in results if each.verdict in DECIDED)
    met = sum(weights[each.id] for each in results if each.verdict is Verdict.MET)
    return Evaluation(
        scorecard_id=scorecard.id,
        scorecard_version=scorecard.version,
        score=round(100 * met / decided, 1) if decided else None,
        decided_share=round(decided / applicable, 3) if applicable else 0.0,
        criteria=tuple(results),
    )
