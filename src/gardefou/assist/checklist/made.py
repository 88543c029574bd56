"""Whether words that a statement was found in make it: not where it is put off, and not in a question."""

from dataclasses import replace

from gardefou.assist.checklist.model import StatementRule
from gardefou.assist.guides.quoted import segment_of
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.passages import passages
from gardefou.kernel.transcript import Segment, Transcript
from gardefou.query.match import Searcher


def is_made(rule: StatementRule, call: Transcript, found: Evidence) -> bool:
    """Whether nothing of `unless` is in the sentence of the words found, nor of `asked` before them."""
    if rule.unless is None and rule.asked is None:
        return True
    sentence = Searcher(replace(call, segments=_sentence(call, found), redactions=(), unheard=(), quality=()))
    unless, asked = (sentence.find(each).evidence if each else () for each in (rule.unless, rule.asked))
    return not unless and all(each.start_ms >= found.start_ms for each in asked)


def _sentence(call: Transcript, found: Evidence) -> tuple[Segment, ...]:
    """The sentences of the utterance in which the words found begin, as far as they run."""
    segment = segment_of(call, found)
    said = passages(call, (segment,)) if segment else ()
    words = [each.words for each in said if each.span.start_ms < found.end_ms and found.start_ms < each.span.end_ms]
    return (replace(segment, words=tuple(word for each in words for word in each)),) if segment and words else ()
