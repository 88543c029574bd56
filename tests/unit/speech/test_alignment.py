"""Times of words from times of tokens."""

from types import SimpleNamespace

from gardefou.adapters.speech.alignment import aligned
from gardefou.adapters.speech.vocabulary import TokenRun
from gardefou.kernel.transcript import Word


def alignment(starts: list[int], odds: list[float]) -> SimpleNamespace:
    """As CTranslate2 gives it: each token with every frame that it takes, the last one for the end."""
    ends = [*starts[1:], starts[-1] + 1]
    frames = [
        (token, frame) for token, start in enumerate(starts) for frame in range(start, max(start + 1, ends[token]))
    ]
    return SimpleNamespace(alignments=frames, text_token_probs=odds)


def test_words_begin_where_their_first_token_does_and_end_where_the_next_begins() -> None:
    runs = [TokenRun(" L'abonnement", 0, 3), TokenRun(" oui.", 3, 5)]
    words = aligned(runs, alignment([10, 20, 30, 50, 70, 90], [1.0, 0.25, 1.0, 0.9, 0.9]), 5.0)
    assert words == (Word(200, 1000, "L'abonnement", 0.63), Word(1000, 1800, "oui.", 0.9))


def test_no_word_goes_beyond_its_clip() -> None:
    words = aligned([TokenRun(" oui", 0, 1), TokenRun(" non", 1, 2)], alignment([10, 240, 400], [0.5, 0.5]), 3.0)
    assert words == (Word(200, 3000, "oui", 0.5), Word(3000, 3000, "non", 0.5))


def test_a_clip_without_words_has_none() -> None:
    assert aligned([], alignment([0], []), 2.0) == ()


def test_words_without_alignment_end_with_the_clip_and_are_not_believed() -> None:
    assert aligned([TokenRun(" oui", 0, 1)], SimpleNamespace(alignments=[], text_token_probs=[]), 2.0) == (
        Word(2000, 2000, "oui", 0.0),
    )
