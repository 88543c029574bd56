"""What is taken over of a transcribed clip: words at their times in the call, without what the model made up."""

from collections.abc import Iterator
from itertools import groupby

from gardefou.hearing.confidence import calibrated
from gardefou.hearing.cutting import CutClip
from gardefou.hearing.ports import HeardClip
from gardefou.hearing.rules import is_invented
from gardefou.kernel.transcript import Unheard, Word

PROBABLY_SPEECH = 0.6
"""Where the model lost its way and speech was once this probable, somebody spoke; elsewhere it was music or noise."""


def words_of(clip: CutClip, heard: HeardClip) -> Iterator[Word]:
    """The words that somebody said, at their times in the call; none of a clip that could not be transcribed."""
    if heard.failed:
        return
    for place, group in groupby(heard.words, key=lambda word: clip.piece_at((word.start_ms + word.end_ms) // 2)):
        words = tuple(
            Word(clip.call_ms(word.start_ms, place), clip.call_ms(word.end_ms, place), word.text, word.confidence)
            for word in group
        )
        if not is_invented(words, heard):
            yield from calibrated(words)


def unheard_in(clip: CutClip, heard: HeardClip) -> Iterator[Unheard]:
    """The stretches of a clip that could not be transcribed though somebody speaks there."""
    for piece in clip.pieces if heard.failed else ():
        if piece.voice >= PROBABLY_SPEECH:
            yield Unheard(clip.channel, piece.span.start_ms, piece.span.end_ms)
