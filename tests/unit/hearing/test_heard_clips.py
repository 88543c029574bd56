"""What is taken over of a transcribed clip, piece by piece."""

from dataclasses import replace

import numpy as np
import pytest

from gardefou.hearing.cutting import CutClip
from gardefou.hearing.heard import rests_of, unheard_in, words_of
from gardefou.hearing.ports import VOICE_WINDOW, HeardClip
from gardefou.hearing.stretches import Piece
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
    lost = tuple(replace(word, text="et puis") for word in HEARD.words)
    assert list(unheard_in(clip, replace(HEARD, words=lost, failed=True))) == missing
    assert list(unheard_in(clip, HEARD)) == []


@pytest.mark.parametrize(
    "words",
    [
        (Word(2_500, 3_000, "karte", 0.2), Word(3_000, 3_600, "karenne", 0.2)),
        tuple(Word(2_400 + 100 * i, 2_500 + 100 * i, ("et", "puis", "voilà")[i % 3], 0.9) for i in range(15)),
    ],
)
def test_speech_whose_words_cannot_be_believed_is_missing(words: tuple[Word, ...]) -> None:
    heard = replace(HEARD, words=(*HEARD.words[:2], *words))
    assert [word.text for word in words_of(CLIP, heard)] == ["Bonjour", "madame"]
    assert list(unheard_in(CLIP, heard)) == [Unheard(1, 70_000, 72_000)]


def test_a_murmur_without_words_is_not_missing_and_longer_speech_is() -> None:
    silent = replace(HEARD, words=HEARD.words[:2])
    assert list(unheard_in(CLIP, silent)) == []
    long = replace(CLIP.pieces[1], speech=Span(70_000, 72_000))
    assert list(unheard_in(CutClip(1, (CLIP.pieces[0], long)), silent)) == [Unheard(1, 70_000, 72_000)]


LONG = CutClip(0, (Piece(0, np.zeros(6 * HEARING_RATE, np.float32), Span(0, 6_000), 0.9),))


@pytest.mark.parametrize(
    "said",
    [
        "4 9 7 0 1 0 0 0 0 0 0 0 0 0 5 4",
        "bonjour j'appelle pour Radio-Canada je voudrais parler au service des contrats",
    ],
    ids=["digits one by one", "a broadcaster in passing"],
)
def test_what_only_resembles_an_invention_is_believed(said: str) -> None:
    words = tuple(Word(300 * i, 300 * i + 300, word, 0.9) for i, word in enumerate(said.split()))
    assert [word.text for word in words_of(LONG, replace(HEARD, words=words))] == said.split()


def test_a_word_stays_in_the_piece_where_it_begins_however_long_the_model_lets_it_last() -> None:
    words = (Word(100, 1_300, "trois", 0.9), Word(1_400, 3_300, "sept", 0.9), Word(3_300, 3_600, "oui", 0.9))
    assert [word.end_ms for word in words_of(CLIP, replace(HEARD, words=words))] == [11_300, 11_600, 71_600]


def cut_off(voice_after: float = 0.9, speech_end_ms: int = 17_680) -> CutClip:
    """A piece from 10 s on, with a sure voice for 1.6 seconds and another after them."""
    voices = (0.9,) * 50 + (voice_after,) * 200
    samples = np.repeat(np.arange(250, dtype=np.float32), VOICE_WINDOW)
    return CutClip(1, (Piece(10 * HEARING_RATE, samples, Span(10_000, speech_end_ms), 0.9, voices),))


SENTENCE = tuple(
    Word(400 * i, 400 * i + 400, word, 0.9) for i, word in enumerate(["Bonjour", "madame", "oui", "alors"])
)
CUT_OFF = replace(HEARD, words=SENTENCE)


def test_speech_after_the_last_word_is_a_rest_with_its_own_sound_and_time() -> None:
    (rest,) = rests_of(cut_off(), CUT_OFF)
    (left,) = rest.pieces
    assert (rest.channel, left.speech, left.span, left.voice) == (1, Span(11_600, 17_680), Span(11_600, 18_000), 0.9)
    assert left.samples.tolist() == cut_off().samples[50 * VOICE_WINDOW :].tolist()
    (again,) = words_of(rest, replace(HEARD, words=(Word(500, 900, "merci", 0.9),)))
    assert (again.start_ms, again.end_ms) == (12_100, 12_500)


@pytest.mark.parametrize(
    ("clip", "heard"),
    [
        (cut_off(speech_end_ms=13_500), CUT_OFF),
        (cut_off(voice_after=0.5), CUT_OFF),
        (cut_off(), replace(CUT_OFF, failed=True)),
        (cut_off(), replace(CUT_OFF, words=())),
        (cut_off(), replace(CUT_OFF, words=(*SENTENCE, Word(7_000, 7_600, "merci", 0.9)))),
    ],
    ids=["a word's end", "hardly a voice", "failed", "no words", "said to the end"],
)
def test_there_is_no_rest_after_words_to_the_end_nor_of_what_is_unheard_as_a_whole(
    clip: CutClip, heard: HeardClip
) -> None:
    assert list(rests_of(clip, heard)) == []
