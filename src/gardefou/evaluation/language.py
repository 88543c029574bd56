"""Whether a call is in a language that evaluation knows."""

from gardefou.kernel.transcript import Transcript
from gardefou.query.text import tokens

FEWEST_WORDS = 30
"""Fewer words do not show a language."""
LEAST_SHARE = 0.12
"""Share of words of grammar below which a call is in no known language; calls in French or English have .25 or more, on
the development calls."""

_FRENCH = (
    "je vous est les des qui pas et une pour dans avec ce ne il elle oui mais sur votre avez suis ca alors donc c j au "
    "du nous cette etes"
)
_ENGLISH = "the you is that it to i of and have for not your we do my be this what yes with can are don"
GRAMMAR = frozenset(f"{_FRENCH} {_ENGLISH}".split())
"""Frequent words of grammar that neighbouring languages do not write alike."""


def is_known(transcript: Transcript) -> bool:
    """Whether enough of its words are words of French or English grammar; a call of few words counts as known."""
    said = [token for segment in transcript.segments for word in segment.words for token in tokens(word.text)]
    return len(said) < FEWEST_WORDS or sum(token in GRAMMAR for token in said) >= LEAST_SHARE * len(said)
