"""Finds the words that a language model quotes in the turn that it names."""

from gardefou.kernel.evidence import Evidence, EvidenceKind
from gardefou.kernel.transcript import Segment
from gardefou.query.text import tokens

FEWEST_WORDS = 2
"""A quote has as many words at least, unless it is the whole turn: one word alone is found nearly anywhere."""


def located(quote: str, turn: Segment) -> Evidence | None:
    """The quote as it stands in the turn, in whole words with their times; None when it was not said so."""
    wanted = tokens(quote)
    said = [(token, index) for index, word in enumerate(turn.words) for token in tokens(word.text)]
    if not wanted or len(wanted) < min(FEWEST_WORDS, len(said)):
        return None
    texts = [token for token, _ in said]
    for position in range(len(said) - len(wanted) + 1):
        if texts[position : position + len(wanted)] == wanted:
            return _evidence(turn, said[position][1], said[position + len(wanted) - 1][1])
    return None


def _evidence(turn: Segment, first: int, last: int) -> Evidence:
    quoted = turn.words[first : last + 1]
    text = " ".join(word.text for word in quoted)
    return Evidence(EvidenceKind.QUOTE, turn.channel, quoted[0].start_ms, quoted[-1].end_ms, text)
