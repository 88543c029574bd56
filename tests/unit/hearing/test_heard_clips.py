"""What is taken over of a transcribed clip, piece by piece."""

from dataclasses import replace

import numpy as np
import pytest

from gardefou.hearing.cutting import CutClip, Piece
from gardefou.hearing.heard import unheard_in, words_of
from gardefou.hearing.ports import HeardClip
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import Language, Unheard, Word


def piece(start_s: int, voice: float = 0.9) -> Piece:
    """Two seconds with speech in all but the first and last 400 ms."""
    speech = Span(start_s * 1000 + 400, start_s * 1000 + 1_600)
    return Piece(start_s * HEARING_RATE, np.zeros(2 * HEARING_RATE, np.float32), speech, voice)


CLIP = CutClip(1, (piece(10), piece(70)))
HEARD = HeardClip(
    (
        Word(100, 900, "Bonjour", 0.9),
        Word(900, 1_500, "madame", 0.9),
        Word(2_500, 3_000, "Sous-titrage", 0.9),
        Word(3_000, 9_000, "Radio-Canada", 0.9),
    ),
    -0.2,
    0.1,
    1.0,
    Language.FRENCH,
)


def test_words_stand_at_their_times_in_the_call_and_inside_speech() -> None:
    words = (*HEARD.words[:2], Word(2_500, 3_000, "oui", 0.8), Word(3_000, 9_000, "merci", 0.7))
    assert [(word.start_ms, word.end_ms, word.text) for word in words_of(CLIP, replace(HEARD, words=words))] == [
        (10_400, 10_900, "Bonjour"),
        (10_900, 11_500, "madame"),
        (70_500, 71_000, "oui"),
        (71_000, 71_600, "merci"),
    ]


def test_invented_text_of_one_piece_leaves_the_others_alone() -> None:
    assert [word.text for word in words_of(CLIP, HEARD)] == ["Bonjour", "madame"]


def test_no_word_of_a_failed_clip_is_believed() -> None:
    assert list(words_of(CLIP, replace(HEARD, failed=True))) == []


@pytest.mark.parametrize(
    ("voices", "missing"),
    [
        ((0.9, 0.9), [Unheard(1, 10_000, 12_000), Unheard(1, 70_000, 72_000)]),
        ((0.9, 0.5), [Unheard(1, 10_000, 12_000)]),
        ((0.5, 0.5), []),
    ],
)
def test_each_piece_with_speech_is_missing_from_a_failed_clip_but_not_what_lies_between(
    voices: tuple[float, float], missing: list[Unheard]
) -> None:
    clip = CutClip(1, (piece(10, voices[0]), piece(70, voices[1])))
    assert list(unheard_in(clip, replace(HEARD, failed=True))) == missing
    assert list(unheard_in(clip, HEARD)) == []
