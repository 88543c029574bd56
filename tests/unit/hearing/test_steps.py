"""Hearing with an engine that returns what it is told: cutting, order, invented text, redaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.hearing.ports import HeardPassage
from gardefou.hearing.rules import as_segments, in_order, is_invented, quietest_cut
from gardefou.hearing.steps import LONGEST_STRETCH_S, SHORTEST_STRETCH_S, Hearing
from gardefou.kernel.sound import HEARING_RATE, Samples, SoundBlock, SoundProperties
from gardefou.kernel.transcript import Language, Role, Transcript, Word

BOTH = (Role.ADVISER, Role.CUSTOMER)


@dataclass
class Marks:
    """A sound that is silent but for a click of a given height at given seconds of each channel."""

    seconds: int
    clicks: Sequence[Sequence[float]]
    name: str = "marks"

    @property
    def properties(self) -> SoundProperties:
        return SoundProperties(len(self.clicks), 8_000, "test", self.seconds * 1000)

    def blocks(self) -> Iterator[SoundBlock]:
        samples = np.zeros((len(self.clicks), self.seconds * HEARING_RATE), np.float32)
        for channel, times in enumerate(self.clicks):
            for at in times:
                samples[channel, int(at * HEARING_RATE)] = 1.0
        for start in range(0, samples.shape[1], 10 * HEARING_RATE):
            yield SoundBlock(start * 1000 // HEARING_RATE, samples[:, start : start + 10 * HEARING_RATE])


class ClickEngine:
    """Hears the word "clic" at each click."""

    name = "clicks"
    parallel_channels = 2

    def __init__(self) -> None:
        self.longest = 0

    def language_of(self, samples: Samples) -> Language | None:
        return Language.ENGLISH if samples.any() else None

    def hear(self, samples: Samples, language: Language) -> Sequence[HeardPassage]:
        self.longest = max(self.longest, len(samples))
        at = [int(i) * 1000 // HEARING_RATE for i in np.flatnonzero(samples)]
        return [HeardPassage((Word(ms, ms + 200, "clic", 0.9),), -0.2, 0.1, 1.0) for ms in at]


def as_is(transcript: Transcript) -> Transcript:
    return transcript


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(1, 350), unique=True, max_size=12), min_size=1, max_size=2))
def test_every_word_is_heard_once_at_its_time_on_its_channel(clicks: list[list[int]]) -> None:
    engine = ClickEngine()
    transcript = Hearing(engine, as_is).hear(Marks(360, clicks), BOTH[: len(clicks)], None)
    heard = [[w.start_ms for s, w in transcript.words() if s.channel == c] for c in range(len(clicks))]
    assert heard == [[at * 1000 for at in sorted(times)] for times in clicks]
    assert transcript.duration_ms == 360_000
    assert engine.longest <= (LONGEST_STRETCH_S + 10) * HEARING_RATE


def test_the_language_is_that_of_the_first_speech() -> None:
    assert Hearing(ClickEngine(), as_is).hear(Marks(200, [[], [150]]), BOTH, None).language == "en"
    assert Hearing(ClickEngine(), as_is).hear(Marks(200, [[3], []]), BOTH, Language.FRENCH).language == "fr"


def test_a_call_without_speech_has_no_words() -> None:
    transcript = Hearing(ClickEngine(), as_is).hear(Marks(30, [[], []]), BOTH, None)
    assert transcript.segments == ()
    assert transcript.duration_ms == 30_000


def test_the_cut_is_made_where_it_is_quiet() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, LONGEST_STRETCH_S * HEARING_RATE).astype(np.float32)
    quiet = slice(70 * HEARING_RATE, 71 * HEARING_RATE)
    noise[quiet] = 0
    assert quiet.start <= quietest_cut(noise, SHORTEST_STRETCH_S * HEARING_RATE) < quiet.stop


def passage(text: str, confidence: float = 0.9, seconds: float = 5, **scores: float) -> HeardPassage:
    said = text.split()
    step = seconds * 1000 / max(1, len(said))
    words = tuple(Word(int(i * step), int((i + 1) * step), word, confidence) for i, word in enumerate(said))
    given = {"log_probability": -0.3, "no_speech_probability": 0.1, "compression_ratio": 1.2, **scores}
    return HeardPassage(words, **given)


@pytest.mark.parametrize(
    "invented",
    [
        passage("Sous-titres réalisés par la communauté d'Amara.org"),
        passage("Thanks for watching!"),
        passage("♪ ♪"),
        passage("[Musique]"),
        passage("merci beaucoup", confidence=0.1),
        passage("oui d'accord", log_probability=-1.5, no_speech_probability=0.9),
        passage("et puis voilà " * 8),
        passage("ah bon", compression_ratio=3.0),
        passage("un deux trois quatre cinq six sept huit neuf dix", seconds=0.3),
        passage(""),
    ],
)
def test_text_made_up_over_silence_and_music_is_dropped(invented: HeardPassage) -> None:
    assert is_invented(invented)


@pytest.mark.parametrize(
    "said",
    ["Orvane bonjour, Maud à votre écoute.", "Oui.", "Je mets en attente, il y a un peu de musique.", "non non non"],
)
def test_what_people_say_is_kept(said: str) -> None:
    assert not is_invented(passage(said))


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 9_000))))
def test_word_times_never_go_back_nor_beyond_the_call(times: list[tuple[int, int]]) -> None:
    words = in_order([Word(a, b, "x") for a, b in times], 8_000)
    assert len(words) == len(times)
    cursor = 0
    for word in words:
        assert cursor <= word.start_ms <= word.end_ms <= 8_000
        cursor = word.end_ms
    if words:
        segments = as_segments(0, Role.ADVISER, words)
        assert [word for segment in segments for word in segment.words] == list(words)
