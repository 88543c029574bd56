"""Which passages are shown for what was found, widened to the sentences around them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.passages import Passage
from gardefou.query.grounds import Every, Grounds, passages_of

MOST_QUOTES = 3
"""More are shown only where more are needed together."""
OVERLAPPING = 4
"""Sentences of one channel that may begin before a quote and still hold it, where times overlap."""


class Shown(NamedTuple):
    """Evidence in order of time; what is `needed` of it shows everything that had to be there."""

    evidence: tuple[Evidence, ...]
    needed: tuple[Evidence, ...]


def in_sentences(grounds: Grounds, sentences: Sequence[Passage], together: bool = False) -> Shown:
    """The sentences that hold all that was needed, then those that hold most of what was found.

    What was to be found `together` is shown by what is needed, and by the sentences that hold more than half of the
    most that one holds. What is no quote stays as it is.
    """
    around = _Sentences(sentences)
    found = passages_of(grounds)
    widened = {each: around.widened(each) for each in found if each.kind is EvidenceKind.QUOTE}
    counts = Counter(widened.values())
    needed = tuple(_Choice(widened, counts).chosen(grounds, ()))
    most = max(counts.values(), default=0)
    clearest = [quote for quote, count in counts.most_common(MOST_QUOTES) if not together or 2 * count > most]
    others = [each for each in found if each.kind is not EvidenceKind.QUOTE]
    quotes = _filled([each for each in needed if each.kind is EvidenceKind.QUOTE], clearest)
    measured = _filled([each for each in needed if each.kind is not EvidenceKind.QUOTE], others)
    return Shown(tuple(sorted([*quotes, *measured], key=lambda each: (each.start_ms, each.channel))), needed)


def _filled(needed: list[Evidence], others: Sequence[Evidence]) -> list[Evidence]:
    """What is needed, with others up to MOST_QUOTES."""
    kept = list(needed)
    for each in others[: MOST_QUOTES + len(needed)]:
        if each not in kept and len(kept) < MOST_QUOTES:
            kept.append(each)
    return kept


class _Choice:
    """Chooses one of several passages that each suffice: what is shown anyway, then what holds most."""

    def __init__(self, widened: dict[Evidence, Evidence], counts: Counter[Evidence]) -> None:
        self._widened = widened
        self._counts = counts

    def chosen(self, grounds: Grounds, before: tuple[Evidence, ...]) -> list[Evidence]:
        """What is shown for some grounds beside what is shown `before`."""
        if isinstance(grounds, Evidence):
            shown = self._widened[grounds] if grounds.kind is EvidenceKind.QUOTE else grounds
            return [] if shown in before else [shown]
        if isinstance(grounds, Every):
            added: list[Evidence] = []
            for part in grounds.parts:
                added += self.chosen(part, (*before, *added))
            return added
        return min((self.chosen(part, before) for part in grounds.parts), key=self._cost)

    def _cost(self, added: list[Evidence]) -> tuple[int, int]:
        return len(added), -sum(self._counts[each] for each in added if each.kind is EvidenceKind.QUOTE)


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
