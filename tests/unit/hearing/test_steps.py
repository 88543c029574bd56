"""Hearing with engines that hear beeps: times, channels, languages, what is dropped and what could not be heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from hearing_fakes import ENGLISH_LOUDNESS, FRENCH_LOUDNESS, BeepActivity, BeepEngine, Marks, QuietActivity, as_is
from hypothesis import given, settings
from hypothesis import strategies as st

from gardefou.hearing.ports import Clip, HeardClip
from gardefou.hearing.rules import as_segments, in_order, is_believed
from gardefou.hearing.steps import Hearing
from gardefou.kernel.transcript import Language, Role, Transcript, Unheard, Word

BOTH = (Role.ADVISER, Role.CUSTOMER)


def hear(sound: Marks, engine: BeepEngine | None = None, language: Language | None = None) -> Transcript:
    return Hearing(engine or BeepEngine(), BeepActivity(), as_is).hear(sound, BOTH[: len(sound.beeps)], language)


@settings(max_examples=20)
@given(
    st.lists(st.lists(st.integers(1, 88), unique=True, max_size=25), min_size=1, max_size=2),
    st.sampled_from([0.5, 7.3, 10]),
)
def test_every_word_is_heard_once_at_its_time_on_its_channel(beeps: list[list[int]], block_s: float) -> None:
    engine = BeepEngine()
    transcript = hear(Marks(90, beeps, block_s=block_s), engine)
    heard = [[w.start_ms for s, w in transcript.words() if s.channel == c] for c in range(len(beeps))]
    assert heard == [[at * 1000 for at in sorted(times)] for times in beeps]
    assert transcript.duration_ms == 90_000
    assert max((clip.seconds for clip in engine.heard), default=0) <= 12


def test_each_channel_is_heard_in_its_own_language_unless_one_is_fixed() -> None:
    call = Marks(60, [[3, 20, 45], [9, 30]], (FRENCH_LOUDNESS, ENGLISH_LOUDNESS))
    found, fixed = BeepEngine(), BeepEngine()
    assert hear(call, found).language == "fr"
    assert {clip.samples.max(): clip.language for clip in found.heard} == {1.0: "fr", 0.5: "en"}
    assert hear(call, fixed, Language.ENGLISH).language == "en"
    assert {clip.language for clip in fixed.heard} == {"en"}


def test_the_language_of_a_call_is_that_of_its_first_channel_with_speech() -> None:
    assert hear(Marks(30, [[], [15]], (FRENCH_LOUDNESS, ENGLISH_LOUDNESS))).language == "en"
    assert hear(Marks(30, [[15], [3]], (FRENCH_LOUDNESS, ENGLISH_LOUDNESS))).language == "fr"


@pytest.mark.parametrize("seconds", [0, 1 / 16_000, 0.01, 30])
def test_a_call_without_speech_has_no_words_and_asks_nothing_of_the_engine(seconds: float) -> None:
    engine = BeepEngine()
    transcript = hear(Marks(seconds, [[], []]), engine)
    assert (transcript.segments, transcript.unheard, engine.heard) == ((), (), [])
    assert transcript.duration_ms == int(seconds * 1000)


def test_what_could_not_be_transcribed_is_unheard_where_somebody_speaks_and_only_there() -> None:
    transcript = hear(Marks(200.01, [[], [5, 199.8]]), BeepEngine(failed=True))
    assert transcript.segments == ()
    first, last = transcript.unheard
    assert (first.channel, last.channel) == (1, 1)
    assert 4_000 < first.start_ms <= 5_000
    assert 5_250 <= first.end_ms < 6_300
    assert 199_000 < last.start_ms <= 199_800
    assert last.end_ms == transcript.duration_ms == 200_010


@dataclass
class StoppingEngine(BeepEngine):
    """Stops in the midst of the first clip, and after `stops_ms` in later ones, of which it may hear nothing."""

    stops_ms: int = 9_000

    def hear(self, clips: Sequence[Clip]) -> Iterator[HeardClip]:
        for number, heard in enumerate(super().hear(clips), start=len(self.heard)):
            left_out = range(1_000, 4_500) if not number else range(self.stops_ms, 9_000)
            words = [replace(word, end_ms=word.start_ms + 400) for word in heard.words if word.start_ms not in left_out]
            yield replace(heard, words=tuple(words))


def hear_with_stops(stops_ms: int) -> tuple[list[int], tuple[Unheard, ...]]:
    """A beep every half second for four, and one later that is packed into the same clip."""
    beeps = [5 + 0.5 * beat for beat in range(8)] + [20]
    transcript = hear(Marks(30, [beeps, []]), StoppingEngine(stops_ms=stops_ms))
    return [word.start_ms for _, word in transcript.words()], transcript.unheard


def test_what_the_engine_leaves_out_after_a_word_is_read_again_and_stands_in_its_place() -> None:
    words, unheard = hear_with_stops(9_000)
    assert words == pytest.approx([5_000, 5_500, 6_000, 6_500, 7_000, 7_500, 8_000, 8_500, 20_000], abs=5)
    assert unheard == ()


@pytest.mark.parametrize(("stops_ms", "words"), [(0, 2), (300, 3)])
def test_what_it_leaves_out_again_is_unheard(stops_ms: int, words: int) -> None:
    heard, (missing,) = hear_with_stops(stops_ms)
    assert (len(heard), heard[-1]) == (words + 1, 20_000)
    assert heard[words - 1] < missing.start_ms <= heard[words - 1] + 400
    assert 8_750 <= missing.end_ms < 9_200


def test_where_speech_is_doubtful_nothing_is_missing() -> None:
    call, engine = Marks(30, [[5], [9]]), BeepEngine(failed=True)
    assert Hearing(engine, QuietActivity(), as_is).hear(call, BOTH, None).unheard == ()
    assert len(engine.heard) == 2


def test_invented_text_is_dropped_from_the_call() -> None:
    assert hear(Marks(30, [[5], []]), BeepEngine("Amara.org")).segments == ()


def test_hearing_that_is_stopped_asks_the_engine_for_nothing_more() -> None:
    class Stopped(Exception):
        pass

    def stop(step: str, share: float) -> None:
        if engine.heard:
            raise Stopped

    engine = BeepEngine()
    with pytest.raises(Stopped):
        Hearing(engine, BeepActivity(), as_is).hear(Marks(600, [range(1, 599), []]), BOTH, None, stop)
    assert len(engine.heard) == 1


def clip(text: str, confidence: float = 0.9, seconds: float = 5, **scores: float) -> HeardClip:
    said = text.split()
    step = seconds * 1000 / max(1, len(said))
    words = tuple(Word(int(i * step), int((i + 1) * step), word, confidence) for i, word in enumerate(said))
    given = {"log_probability": -0.3, "no_speech_probability": 0.1, **scores}
    return HeardClip(words, language=Language.FRENCH, **given)


@pytest.mark.parametrize(
    "invented",
    [
        clip("Sous-titres réalisés par la communauté d'Amara.org"),
        clip("Thanks for watching!"),
        clip("♪ ♪"),
        clip("[Musique]"),
        clip("merci beaucoup", confidence=0.1),
        clip("oui d'accord", log_probability=-1.5, no_speech_probability=0.9),
        clip("et puis voilà " * 8),
        clip("un deux trois quatre cinq six sept huit neuf dix", seconds=0.3),
        clip(""),
    ],
)
def test_text_made_up_over_silence_and_music_is_dropped(invented: HeardClip) -> None:
    assert not is_believed(invented.words, invented)


@pytest.mark.parametrize(
    "said",
    ["Orvane bonjour, Maud à votre écoute.", "Oui.", "Je mets en attente, il y a un peu de musique.", "non non non"],
)
def test_what_people_say_is_kept(said: str) -> None:
    assert is_believed(clip(said).words, clip(said))


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
