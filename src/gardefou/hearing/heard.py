"""What is taken over of a transcribed clip: words at their times in the call, without what the model made up."""

from collections.abc import Iterator
from dataclasses import replace

from gardefou.hearing.confidence import calibrated
from gardefou.hearing.cutting import CutClip
from gardefou.hearing.ports import HeardClip
from gardefou.hearing.rules import is_believed, is_stock_phrase
from gardefou.hearing.stretches import Piece
from gardefou.kernel.transcript import Unheard, Word

PROBABLY_SPEECH = 0.6
"""Where no words can be believed and speech was once this probable, somebody spoke; elsewhere it was music or noise."""
LONGEST_HUM_MS = 1_500
"""Speech without any words is a murmur when it is shorter."""
SHORTEST_REST_MS = 2_000
"""Speech that goes on for so long after the last word of a piece was left out; times of words are less exact."""
LONGEST_WORD_MS = 1_000
"""A word is looked for near its start: the model lets it last until the next one begins."""


def words_of(clip: CutClip, heard: HeardClip) -> Iterator[Word]:
    """The words that somebody said, at their times in the call; none of a clip that could not be transcribed."""
    for _, words in _passages(clip, heard):
        if is_believed(words, heard):
            yield from calibrated(words)


def unheard_in(clip: CutClip, heard: HeardClip) -> Iterator[Unheard]:
    """The stretches of a clip where somebody speaks and no words can be believed."""
    for piece, words in _passages(clip, heard):
        is_hum = not words and not heard.failed and piece.speech.duration_ms < LONGEST_HUM_MS
        is_nobody = is_hum or is_stock_phrase(words) or piece.voice < PROBABLY_SPEECH
        if not is_nobody and not is_believed(words, heard):
            yield Unheard(clip.channel, piece.span.start_ms, piece.span.end_ms)


def rests_of(clip: CutClip, heard: HeardClip) -> Iterator[CutClip]:
    """What the engine left out: where speech goes on after the last believed word of a piece, each a clip of its own.

    A sentence that is cut off leaves no other trace: the model is sure of the words before it.
    """
    for piece, words in _passages(clip, heard):
        if is_believed(words, heard) and piece.speech.end_ms - words[-1].end_ms >= SHORTEST_REST_MS:
            rest = piece.since(words[-1].end_ms)
            if rest.voice >= PROBABLY_SPEECH:
                yield CutClip(clip.channel, (rest,))


def _passages(clip: CutClip, heard: HeardClip) -> Iterator[tuple[Piece, tuple[Word, ...]]]:
    """Each piece with its words."""
    said: list[list[Word]] = [[] for _ in clip.pieces]
    for word in heard.words:
        place = clip.piece_at((word.start_ms + min(word.end_ms, word.start_ms + LONGEST_WORD_MS)) // 2)
        start_ms, end_ms = clip.call_ms(word.start_ms, place), clip.call_ms(word.end_ms, place)
        said[place].append(replace(word, start_ms=start_ms, end_ms=end_ms))
    yield from zip(clip.pieces, map(tuple, said), strict=True)
