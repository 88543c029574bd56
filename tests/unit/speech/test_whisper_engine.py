"""What the engine does with a model that guesses, repeats itself, hears another language, or fails."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from gardefou.adapters.speech.attempts import CONTEXT_TOKENS
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.adapters.speech.whisper_model import Decoded
from gardefou.hearing.guards import most_tokens
from gardefou.hearing.ports import Clip, HeardClip
from gardefou.kernel.errors import SettingWrong
from gardefou.kernel.sound import HEARING_RATE, Samples
from gardefou.kernel.transcript import Language

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH
Say = Callable[[float, float, Language], tuple[str, float]]
"""What is made of sound of a loudness, filled up to so many seconds, in a language: text and log-probability."""


class Letters:
    """Tokens are letters, and the prompt is the language."""

    end = 0x110000

    def prompt(self, language: Language, before: Sequence[int] = ()) -> list[int]:
        return [list(Language).index(language), *before]

    def encode(self, text: str) -> list[int]:
        return list(map(ord, text))

    def without_marks(self, tokens: Sequence[int]) -> list[int]:
        return list(tokens)

    def text(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))


class ScriptedModel:
    """Says what it is told to say; encoded sound is its loudness and its length."""

    device = "cpu"
    vocabulary = Letters()
    in_context = -0.1
    fails_in_context = False

    def __init__(self, say: Say, english: float = 0.0, most_together: int = 99) -> None:
        self.say, self.english, self.most_together = say, english, most_together
        self.seconds: list[float] = []
        self.limits: list[int] = []
        self.before: list[str] = []

    def features(self, samples: Samples, seconds: float) -> tuple[float, float]:
        return float(samples.max()), seconds

    def encode(self, features: Sequence[tuple[float, float]]) -> Any:
        return np.array(features)

    def chosen(self, encoded: Any, places: Sequence[int]) -> Any:
        return encoded[list(places)]

    def apart(self, encoded: Any, places: Sequence[int]) -> list[Any]:
        return [encoded[[place]] for place in places]

    def joined(self, frames: Sequence[Any]) -> Any:
        return np.concatenate(frames)

    def language_odds(self, encoded: Any) -> list[dict[Language, float]]:
        return [{FRENCH: 1 - self.english, ENGLISH: self.english} for _ in encoded]

    def decode(self, encoded: Any, prompts: Sequence[list[int]], beam: int, limit: int) -> list[Decoded]:
        if len(encoded) > self.most_together:
            raise MemoryError
        self.seconds += [seconds for _, seconds in encoded]
        self.limits.append(limit)
        if self.fails_in_context and any(before for _, *before in prompts):
            raise MemoryError
        self.before += [self.vocabulary.text(before) for _, *before in prompts if before]
        said = [
            self.say(loudness, seconds, list(Language)[language]) if not before else ("dans la suite", self.in_context)
            for (loudness, seconds), (language, *before) in zip(encoded, prompts, strict=True)
        ]
        return [Decoded(tuple(map(ord, text[:limit])), odds, 0.1) for text, odds in said]


def hear(model: ScriptedModel, *clips: Clip, beam: int = 3) -> list[HeardClip]:
    engine = WhisperEngine(model, "scripted", threads=1, beam=beam, word_times=False)  # type: ignore[arg-type]
    return list(engine.hear(clips))


def clip(seconds: float = 2.5, loudness: float = 0.5) -> Clip:
    return Clip(np.full(int(seconds * HEARING_RATE), loudness, np.float32), FRENCH)


def words(heard: HeardClip) -> str:
    return " ".join(word.text for word in heard.words)


def test_what_is_clear_is_heard_once() -> None:
    model = ScriptedModel(lambda *_: ("oui madame", -0.3))
    (heard,) = hear(model, clip())
    assert (words(heard), heard.language, heard.failed) == ("oui madame", FRENCH, False)
    assert model.seconds == [4.0]


def test_a_guess_is_made_again_with_more_silence_and_the_better_one_is_kept() -> None:
    model = ScriptedModel(
        lambda _, seconds, __: ("clair" if seconds == 30 else "trouble", -0.2 if seconds == 30 else -1.5)
    )
    (heard,) = hear(model, clip())
    assert (words(heard), heard.log_probability) == ("clair", -0.2)
    assert model.seconds == [4.0, 6.0, 30.0]


def test_what_stays_a_guess_is_given_with_its_best_score_for_others_to_judge() -> None:
    odds = {4.0: -1.4, 6.0: -1.2, 30.0: -1.6}
    (heard,) = hear(ScriptedModel(lambda _, seconds, __: (f"à {seconds}", odds[seconds])), clip())
    assert (words(heard), heard.failed) == ("à 6.0", False)


@pytest.mark.parametrize("said", ["la " * 12, "abcdefghijklmnopqrstuvwxyz" * 2], ids=["repeats itself", "runs on"])
def test_what_stays_lost_is_marked_as_failed(said: str) -> None:
    (heard,) = hear(ScriptedModel(lambda *_: (said, -0.1)), clip(2.5))
    assert heard.failed


SENTENCE = "votre contrat fibre essentielle est bien ouvert depuis le trois mars madame"


def unsure_of_the_loudest(loudness: float, *_: object) -> tuple[str, float]:
    return ("la fille berce", -0.4) if loudness > 0.8 else (SENTENCE, -0.1)


def test_an_unsure_clip_is_read_again_after_what_was_surely_said_before_it() -> None:
    model = ScriptedModel(unsure_of_the_loudest)
    heard = hear(model, clip(8), clip(8, 0.9), clip(8))
    assert [words(each) for each in heard] == [SENTENCE, "dans la suite", SENTENCE]
    assert [len(each) for each in model.before] == [CONTEXT_TOKENS]
    assert SENTENCE.endswith(model.before[0])


def test_another_reading_of_which_the_model_is_less_sure_is_not_taken() -> None:
    model = ScriptedModel(unsure_of_the_loudest)
    model.in_context = -0.5
    assert words(hear(model, clip(8), clip(8, 0.9))[1]) == "la fille berce"


def test_a_surer_reading_that_leaves_out_words_is_not_taken() -> None:
    longer = "la fille berce sans scelle elle appelle"
    model = ScriptedModel(lambda loudness, *_: (longer, -0.4) if loudness > 0.8 else (SENTENCE, -0.1))
    assert words(hear(model, clip(8), clip(8, 0.9))[1]) == longer
    assert model.before


@pytest.mark.parametrize(("beam", "clips"), [(1, [clip(8), clip(8, 0.9)]), (3, [clip(8, 0.9), clip(8)])])
def test_greedy_reading_and_the_first_words_of_a_call_have_nothing_before_them(beam: int, clips: list[Clip]) -> None:
    model = ScriptedModel(unsure_of_the_loudest)
    hear(model, *clips, beam=beam)
    assert not model.before


def test_a_language_that_was_told_is_not_doubted() -> None:
    model = ScriptedModel(lambda *_: ("oui alors", -0.8), english=0.9)
    told = Clip(clip().samples, FRENCH, language_is_told=True)
    assert hear(model, told)[0].language is FRENCH


@pytest.mark.parametrize(("english", "language"), [(0.9, ENGLISH), (0.5, FRENCH)])
def test_a_clip_in_the_other_language_is_heard_in_it(english: float, language: Language) -> None:
    says = {FRENCH: ("oui alors", -0.8), ENGLISH: ("well then", -0.2)}
    model = ScriptedModel(lambda _, __, language: says[language], english)
    (heard,) = hear(model, clip())
    assert (words(heard), heard.language) == (says[language][0], language)


def test_what_is_too_much_for_the_memory_together_is_heard_one_by_one() -> None:
    model = ScriptedModel(lambda loudness, *_: (f"à {loudness}", -0.3), most_together=1)
    heard = hear(model, clip(loudness=0.25), clip(loudness=0.5), clip(loudness=0.75))
    assert [words(each) for each in heard] == ["à 0.25", "à 0.5", "à 0.75"]
    assert not any(each.failed for each in heard)


def test_what_is_too_much_for_the_memory_alone_does_not_pass_for_speech_that_cannot_be_transcribed() -> None:
    with pytest.raises(SettingWrong, match="not enough memory"):
        hear(ScriptedModel(lambda *_: ("oui", -0.3), most_together=0), clip())


@pytest.mark.parametrize("passages", [3, 20])
def test_a_model_that_fails_on_every_passage_is_at_fault_and_not_the_passages(passages: int) -> None:
    with pytest.raises(SettingWrong, match=f"scripted: fails on each of {passages} passages; run gardefou doctor"):
        hear(ScriptedModel(fail), *[clip() for _ in range(passages)])


def test_a_passage_or_two_may_fail_where_nothing_else_is_heard() -> None:
    assert [each.failed for each in hear(ScriptedModel(fail), clip(), clip())] == [True, True]


def test_a_language_for_which_there_is_no_memory_is_told_as_that() -> None:
    model = ScriptedModel(fail)
    model.language_odds = fail_for_memory  # type: ignore[method-assign]
    engine = WhisperEngine(model, "scripted", threads=1, beam=3, word_times=False)  # type: ignore[arg-type]
    with pytest.raises(SettingWrong, match="not enough memory"):
        engine.language_of(clip().samples)


def fail(*_: object) -> Any:
    raise RuntimeError("no way")


def fail_for_memory(*_: object) -> Any:
    raise RuntimeError("std::bad_alloc")


def test_a_clip_may_have_as_many_tokens_alone_as_beside_longer_ones() -> None:
    alone, together = (ScriptedModel(lambda *_: ("oui", -0.3)) for _ in range(2))
    hear(alone, clip(2.1))
    hear(together, clip(2.1), clip(2.9))
    assert set(alone.limits) == set(together.limits)
    assert alone.limits[0] >= most_tokens(2.9)


def test_words_without_alignment_share_the_time_of_their_clip() -> None:
    (heard,) = hear(ScriptedModel(lambda *_: ("oui madame", -0.3)), clip(2.7))
    assert [(word.text, word.start_ms, word.end_ms) for word in heard.words] == [("oui", 0, 900), ("madame", 900, 2700)]


def test_a_second_reading_that_fails_leaves_the_first() -> None:
    model = ScriptedModel(unsure_of_the_loudest)
    model.fails_in_context = True
    heard = hear(model, clip(8), clip(8, 0.9))
    assert (words(heard[1]), heard[1].failed) == ("la fille berce", False)
