"""What was said just now, and the triggers of cards in it."""

from dataclasses import dataclass, replace
from functools import cached_property

from gardefou.assist.knowledge.cards import Card
from gardefou.assist.model import Said
from gardefou.kernel.evidence import Evidence
from gardefou.kernel.passages import Passage, passages
from gardefou.kernel.transcript import Segment, Transcript
from gardefou.query.match import Searcher

LONGEST_MEMORY_MS = 20_000
"""What was said before is over."""


@dataclass(frozen=True)
class Moment:
    """The last seconds of a call that end with a new segment."""

    call: Transcript
    new: Segment

    @cached_property
    def searcher(self) -> Searcher:
        """For triggers, in those seconds."""
        return Searcher(self.call)

    @cached_property
    def sentences(self) -> tuple[Said, ...]:
        """The sentences of the new segment."""
        return tuple(_said(self.new, each) for each in passages(self.call, (self.new,)))

    @cached_property
    def text(self) -> str:
        """What the speaker of the new segment said in those seconds."""
        return " ".join(each.text for each in self.call.segments if each.role is self.new.role)


def moment_of(call: Transcript, new: Segment) -> Moment | None:
    """The last seconds of a call, None where nothing new was said."""
    if not any(word.text.strip() for word in new.words_or_whole):
        return None
    since_ms = new.end_ms - LONGEST_MEMORY_MS
    near = [each for each in call.segments if since_ms <= each.end_ms <= new.end_ms and each != new]
    worded = [_worded(each) for each in (*near, new)]
    recent = replace(call, segments=tuple(worded), redactions=(), unheard=(), quality=())
    return Moment(recent, worded[-1])


def triggered(card: Card, moment: Moment) -> Said | None:
    """The sentence with the last words that a trigger of the card found, where some of them are new."""
    for trigger in card.triggers:
        found = moment.searcher.find(trigger)
        latest = max(found.evidence, key=lambda each: each.end_ms, default=None) if found.found else None
        if latest is not None and _is_new(latest, moment.new):
            return _around(latest, moment)
    return None


def _is_new(found: Evidence, new: Segment) -> bool:
    return found.channel == new.channel and new.start_ms <= found.start_ms < max(new.end_ms, new.start_ms + 1)


def _around(found: Evidence, moment: Moment) -> Said:
    """The sentence that has those words, or the words where none has."""
    for sentence in moment.sentences:
        if sentence.start_ms <= found.start_ms <= sentence.end_ms:
            return sentence
    return Said(moment.new.role, found.start_ms, found.end_ms, found.quote)


def _said(segment: Segment, passage: Passage) -> Said:
    return Said(segment.role, passage.span.start_ms, passage.span.end_ms, passage.text)


def _worded(segment: Segment) -> Segment:
    """The segment with words, spread evenly over it where it came without."""
    if segment.words:
        return segment
    texts = segment.text.split()
    step = (segment.end_ms - segment.start_ms) / max(1, len(texts))
    times = [segment.start_ms + round(place * step) for place in range(len(texts) + 1)]
    made = (
        replace(whole, start_ms=start, end_ms=end, text=text)
        for whole in segment.words_or_whole
        for text, start, end in zip(texts, times[:-1], times[1:], strict=True)
    )
    return replace(segment, words=tuple(made))
