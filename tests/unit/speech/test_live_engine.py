"""What live reading does with a model: as fast as may be for what goes on, with care for what may stay."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.speech.test_whisper_engine import ENGLISH, FRENCH, ScriptedModel

from gardefou.adapters.media.sound import open_sound
from gardefou.adapters.speech.attempts import CONTEXT_TOKENS
from gardefou.adapters.speech.live_engine import LiveWhisperEngine
from gardefou.adapters.speech.voice_activity import SileroVoiceActivity
from gardefou.adapters.speech.weights import find_weights
from gardefou.adapters.speech.whisper_model import WhisperModel
from gardefou.bootstrap.samples import sample_calls
from gardefou.bootstrap.settings import read_settings
from gardefou.hearing.live.desk import LiveDesk
from gardefou.hearing.live.ports import LiveClip
from gardefou.kernel.live import Hypothesis, LiveWords, Utterance
from gardefou.kernel.sound import HEARING_RATE
from gardefou.kernel.transcript import Language, Role

SECONDS = 8


class Untimed(LiveWhisperEngine):
    """Gives words without alignment, which the scripted model has not."""

    def __init__(self, model: Any, beam: int = 3) -> None:
        super().__init__(model, "scripted", beam)
        self._timed = self._untimed


class BeamModel(ScriptedModel):
    """Notes how widely it is asked to look."""

    beams: tuple[int, ...] = ()

    def decode(self, encoded: Any, prompts: Sequence[list[int]], beam: int, limit: int) -> list[Any]:
        self.beams += (beam,)
        return super().decode(encoded, prompts, beam, limit)


def clip(language: Language | None = FRENCH, *, is_told: bool = True, may_stay: bool = True) -> LiveClip:
    return LiveClip(np.full(2 * HEARING_RATE, 0.5, np.float32), language, is_told, may_stay)


def text_of(engine: LiveWhisperEngine, clips: Sequence[LiveClip]) -> list[str]:
    return [" ".join(word.text for word in heard.words) for heard in engine.read(clips)]


def test_what_goes_on_is_read_once_however_doubtful() -> None:
    model = ScriptedModel(lambda loudness, seconds, language: ("peut-être", -2.0))
    assert text_of(Untimed(model), [clip(may_stay=False)]) == ["peut-être"]
    assert len(model.limits) == 1


@pytest.mark.parametrize(("beam", "used"), [(1, [1, 1]), (3, [1, 5])])
def test_what_may_stay_is_read_with_more_care_than_what_goes_on_unless_all_is_greedy(
    beam: int, used: list[int]
) -> None:
    model = BeamModel(lambda loudness, seconds, language: ("oui", -0.1))
    for may_stay in (False, True):
        Untimed(model, beam).read([clip(may_stay=may_stay)])
    assert list(model.beams) == used


def test_what_may_stay_is_read_again_with_more_silence_where_it_is_doubtful() -> None:
    model = ScriptedModel(lambda loudness, seconds, language: ("oui", -0.1) if seconds > 4 else ("oui oui", -2.0))
    assert text_of(Untimed(model), [clip()]) == ["oui"]
    assert max(model.seconds) < 30


def test_a_sentence_that_comes_twice_in_another_spelling_is_read_again() -> None:
    once = "allez le lire."
    said = f"{once} alez le lire"
    model = ScriptedModel(lambda loudness, seconds, language: (once if seconds > 4 else said, -0.2))
    assert text_of(Untimed(model), [clip()]) == [once]
    model = ScriptedModel(lambda loudness, seconds, language: (f"{once} c'est au nom", -0.2))
    assert text_of(Untimed(model), [clip()]) == [f"{once} c'est au nom"]
    assert len(model.limits) == 1


def test_a_language_that_nobody_knows_is_recognised() -> None:
    model = ScriptedModel(lambda loudness, seconds, language: (language.value, -0.1), english=0.9)
    (heard,) = Untimed(model).read([clip(None, is_told=False)])
    assert heard.language is ENGLISH
    assert [word.text for word in heard.words] == ["en"]


def test_an_improbable_text_is_tried_in_the_other_language_unless_one_was_told() -> None:
    model = ScriptedModel(lambda loudness, seconds, language: (language.value, -0.7), english=0.9)
    assert text_of(Untimed(model), [clip(is_told=False), clip(is_told=True)]) == ["en", "fr"]


@pytest.mark.parametrize(("beam", "letters"), [(3, CONTEXT_TOKENS), (1, CONTEXT_TOKENS)])
def test_what_may_stay_is_read_after_what_was_said_before_it_where_that_is_enough(beam: int, letters: int) -> None:
    model = ScriptedModel(lambda loudness, seconds, language: ("oui", -0.1))
    follows = replace(clip(), before="voilà " + "a" * letters)
    said = text_of(Untimed(model, beam), [follows])
    has_context = beam > 1
    assert said == ["dans la suite" if has_context else "oui"]
    assert [len(each) for each in model.before] == [CONTEXT_TOKENS] * has_context


def test_few_words_before_are_left_out_and_doubtful_text_after_them_is_read_without() -> None:
    model = ScriptedModel(lambda loudness, seconds, language: ("oui", -0.1))
    assert text_of(Untimed(model), [replace(clip(), before="oui")]) == ["oui"]
    model.in_context = -3.0
    assert text_of(Untimed(model), [replace(clip(), before="a" * CONTEXT_TOKENS)]) == ["oui"]


def test_clips_that_fail_together_are_read_one_by_one() -> None:
    model = ScriptedModel(lambda loudness, seconds, language: ("oui", -0.1), most_together=1)
    assert text_of(Untimed(model), [clip(), clip()]) == ["oui", "oui"]
    hopeless = ScriptedModel(lambda loudness, seconds, language: ("oui", -0.1), most_together=0)
    for clips in ([clip()], [clip(), clip()]):
        with pytest.raises(MemoryError):
            Untimed(hopeless).read(clips)


@pytest.mark.speech
def test_a_call_is_heard_live_as_it_is_said() -> None:
    settings = read_settings()
    model = WhisperModel(find_weights(settings.speech_model, settings.models), "cpu", None, 1)
    engine = LiveWhisperEngine(model, "base", beam=1)
    desk = LiveDesk(engine, SileroVoiceActivity(), lanes=1, most_channels=1)
    told: list[LiveWords] = []
    call = next(each for each in sample_calls() if each.part == "development")
    ear = desk.open([Role.ADVISER], None, told.append)
    samples = next(iter(open_sound(call.sound).blocks())).samples[:1, : SECONDS * HEARING_RATE]
    for at in range(0, samples.shape[1], HEARING_RATE // 2):
        ear.add(samples[:, at : at + HEARING_RATE // 2])
        _work(desk, engine, at / HEARING_RATE)
    ear.end()
    _work(desk, engine, SECONDS)
    finals = [each.segment for each in told if isinstance(each, Utterance) and each.segment]
    assert "good morning" in finals[0].text.lower()
    assert any(isinstance(each, Hypothesis) and each.agreed for each in told)
    words = [word for segment in finals for word in segment.words]
    assert all(word.confidence is not None and 0 <= word.start_ms <= word.end_ms for word in words)
    assert all(segment.text == " ".join(word.text for word in segment.words) for segment in finals)


def _work(desk: LiveDesk, engine: LiveWhisperEngine, now: float) -> None:
    desk.listen(now)
    while tasks := desk.next(now):
        desk.done(tasks, engine.read([task.reading.clip for task in tasks]), now)
    desk.listen(now)
