"""Dividing one channel between two people, with embeddings that tell by the height of the sound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.hearing.rules import as_segments
from gardefou.hearing.speakers.adviser import LEAST_SURE, find_adviser
from gardefou.hearing.speakers.listening import STEP_MS, listen
from gardefou.hearing.speakers.ports import Vectors
from gardefou.hearing.speakers.steps import divide
from gardefou.hearing.speakers.turns import voices_of
from gardefou.kernel.sound import HEARING_RATE, Samples, SoundBlock, SoundProperties
from gardefou.kernel.span import Span
from gardefou.kernel.transcript import ESTIMATED, Role, Segment, Transcript, Word

GREETING = "Bonjour, service client, que puis-je faire pour vous ?"
ASKS = "Bonjour, je vous appelle car ma box ne marche plus depuis hier soir."
Turn = tuple[int, str]
"""Which voice, and what it says."""


@dataclass
class Spoken:
    """A sound whose samples have the height of the voice that speaks."""

    samples: Samples
    name: str = "spoken"
    channels: int = 1

    @property
    def properties(self) -> SoundProperties:
        return SoundProperties(self.channels, 8_000, "test", len(self.samples) * 1000 // HEARING_RATE)

    def blocks(self) -> Iterator[SoundBlock]:
        for start in range(0, len(self.samples), 10 * HEARING_RATE):
            yield SoundBlock(start * 1000 // HEARING_RATE, self.samples[None, start : start + 10 * HEARING_RATE])


class Heights:
    """Vectors that point where the height says, with some noise of their own."""

    name = "heights"
    window = HEARING_RATE * 4 // 5

    def __init__(self) -> None:
        self.most = 0

    def embed(self, windows: Samples) -> Vectors:
        self.most = max(self.most, len(windows))
        noise = np.random.default_rng(len(windows)).normal(0, 0.2, (len(windows), 8))
        noise[:, 0] += windows.mean(axis=1)
        return (noise / np.linalg.norm(noise, axis=1, keepdims=True)).astype(np.float32)


def call(turns: Sequence[Turn], heights: tuple[float, float] = (1.0, -1.0)) -> tuple[Transcript, Spoken, list[int]]:
    words, voices, at = [], [], 500
    for voice, text in turns:
        for said in text.split():
            words.append(Word(at, at + 300, said, 0.9))
            voices.append(voice)
            at += 320
        at += 600
    samples = np.zeros(at * HEARING_RATE // 1000, np.float32)
    for word, voice in zip(words, voices, strict=True):
        samples[word.start_ms * 16 : (word.end_ms + 20) * 16] = heights[voice]
    segments = tuple(as_segments(0, Role.ADVISER, words))
    return Transcript(at, "fr", "test", segments, roles=(Role.ADVISER,)), Spoken(samples), voices


WAIT = "Je regarde votre dossier, un instant, s'il vous plaît."
TALK = [(0, GREETING), (1, ASKS), (0, WAIT), (1, "Oui, merci bien.")] * 3


def roles_of_words(transcript: Transcript) -> list[Role]:
    return [segment.role for segment, _ in transcript.words()]


def test_each_word_goes_to_who_says_it_and_the_adviser_is_who_greets() -> None:
    transcript, sound, voices = call(TALK)
    divided = divide(transcript, sound, Heights())
    assert (divided.speakers, divided.roles) == (ESTIMATED, (Role.ADVISER, Role.CUSTOMER))
    assert roles_of_words(divided) == [(Role.ADVISER, Role.CUSTOMER)[voice] for voice in voices]
    assert {segment.channel for segment in divided.segments} == {0}


def test_the_adviser_is_named_by_words_when_the_customer_speaks_first() -> None:
    turns = [(1, "Allô ?"), *((1 - voice, text) for voice, text in TALK)]
    transcript, sound, voices = call(turns)
    assert roles_of_words(divide(transcript, sound, Heights()))[1:] == [
        (Role.CUSTOMER, Role.ADVISER)[voice] for voice in voices[1:]
    ]


def test_one_voice_stays_one_speaker_and_says_so() -> None:
    transcript, sound, _ = call(TALK, heights=(1.0, 1.0))
    divided = divide(transcript, sound, Heights())
    assert divided == replace(transcript, speakers=ESTIMATED)


def test_nobody_is_named_when_words_do_not_tell_the_adviser() -> None:
    transcript, sound, _ = call([(0, "peut-être bien que oui alors"), (1, "peut-être bien que non alors")] * 6)
    assert divide(transcript, sound, Heights()).roles == (Role.ADVISER,)


@pytest.mark.parametrize("turns", [[], [(0, "Allô ?")]], ids=["nothing said", "one word"])
def test_too_little_speech_is_not_divided(turns: list[Turn]) -> None:
    transcript, sound, _ = call(turns)
    assert divide(transcript, sound, Heights()).segments == transcript.segments


def test_a_call_of_two_channels_is_left_alone() -> None:
    transcript, sound, _ = call(TALK)
    both = replace(transcript, roles=(Role.ADVISER, Role.CUSTOMER))
    assert divide(both, sound, Heights()) is both
    sound.channels = 2
    assert divide(transcript, sound, Heights()) is transcript


def test_a_segment_without_words_goes_to_one_speaker_whole() -> None:
    transcript, sound, _ = call(TALK)
    bare = tuple(
        Segment(0, Role.ADVISER, words[0].start_ms, words[-1].end_ms, " ".join(word.text for word in words))
        for words in _turns_of_words(transcript)
    )
    divided = divide(replace(transcript, segments=bare), sound, Heights())
    assert [segment.text for segment in divided.segments] == [segment.text for segment in bare]
    assert [segment.role for segment in divided.segments] == [Role.ADVISER, Role.CUSTOMER] * 6


def _turns_of_words(transcript: Transcript) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for _, word in transcript.words():
        if not groups or word.start_ms - groups[-1][-1].end_ms > 500:
            groups.append([])
        groups[-1].append(word)
    return groups


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([GREETING, ASKS, "Oui.", WAIT])), max_size=12))
def test_every_word_stands_once_with_its_text_and_times(turns: list[Turn]) -> None:
    transcript, sound, _ = call(turns)
    divided = divide(transcript, sound, Heights())
    assert [word for _, word in divided.words()] == [word for _, word in transcript.words()]
    assert list(divided.segments) == sorted(divided.segments, key=lambda each: each.start_ms)
    assert all(each.text == " ".join(word.text for word in each.words) for each in divided.segments)


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=60))
def test_the_course_of_speakers_is_the_likeliest_of_all(sides: list[float]) -> None:
    words = [Word(i * 400, i * 400 + 200, "mot") for i in range(len(sides[:9]))]
    middles = np.asarray([word.start_ms + 100.0 for word in words])
    given = np.asarray(sides[:9])
    found = voices_of(words, middles, given)
    best = max(_worth(np.array(list(f"{n:0{len(words)}b}")) == "1", given, words) for n in range(2 ** len(words)))
    assert _worth(found, given, words) == pytest.approx(best)


def _worth(course: np.ndarray, sides: np.ndarray, words: list[Word]) -> float:
    odds = sides[course] * 0.25  # each word has one window, and lasts one step of 200 ms
    return float(odds.sum() - (course[1:] != course[:-1]).sum() * (6 - 200 / 150))


def test_windows_are_read_in_bounded_batches_wherever_blocks_end() -> None:
    _, sound, _ = call(TALK)
    whole = Spoken(sound.samples)
    embeddings = Heights()
    said = [Span(9_000, 12_000), Span(19_500, 20_400)]
    voices = listen(whole, said, embeddings)
    assert voices.middles_ms.tolist() == sorted(set(voices.middles_ms.tolist()))
    assert all(any(span.start_ms - 400 <= at <= span.end_ms + 400 for span in said) for at in voices.middles_ms)
    assert len(voices.middles_ms) >= sum(span.duration_ms for span in said) // STEP_MS
    assert embeddings.most <= 64


@pytest.mark.parametrize(
    ("adviser", "customer"),
    [
        (GREETING, ASKS),
        ("Votre numéro de contrat, s'il vous plaît ? Je vérifie, ne quittez pas.", "Mon contrat, c'est le douze."),
        ("Thank you for calling, how can I help you today?", "Hi, I'd like to ask about my bill."),
        ("Can I have your name please? Let me check your account.", "My internet stopped working."),
    ],
)
def test_who_greets_asks_and_offers_is_the_adviser_whatever_the_order(adviser: str, customer: str) -> None:
    for first in (0, 1):
        assert find_adviser([adviser, customer], first).speaker == 0
        found = find_adviser([customer, adviser], first)
        assert (found.speaker, found.confidence >= LEAST_SURE) == (1, True)
