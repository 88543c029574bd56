"""Quotes of a call that follow it: what is taken out of the words later is taken out of what quotes them."""

from dataclasses import replace

from gardefou.assist.model import Said
from gardefou.kernel.transcript import Segment, Transcript, Word


def quoted_anew(said: Said, call: Transcript) -> Said:
    """The same moment as the call has it, where its words are no longer those that were quoted."""
    near = [each for each in call.segments if each.role is said.role and _overlap(each, said)]
    if not near or any(said.quote in _text(each) for each in near):
        return said
    words = (word.text for each in near for word in each.words_or_whole if _overlap(word, said))
    return replace(said, quote=" ".join(words))


def _text(segment: Segment) -> str:
    return " ".join(word.text for word in segment.words_or_whole)


def _overlap(one: Segment | Word, said: Said) -> bool:
    return one.start_ms <= said.end_ms and said.start_ms <= one.end_ms
