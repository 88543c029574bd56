"""Calls that are heard at once in one process: their clips meet in a batch, and nobody gets the words of another."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from tests.unit.hearing.hearing_fakes import BeepActivity, Marks, as_is

from gardefou.adapters.speech.batches import Batches
from gardefou.adapters.speech.whisper_engine import WhisperEngine
from gardefou.adapters.speech.whisper_model import Decoded
from gardefou.hearing.ports import Clip
from gardefou.hearing.steps import Hearing
from gardefou.kernel.sound import Samples
from gardefou.kernel.transcript import Language, Role, Transcript

PATIENCE_S = 20
MANY = 99
LOUDNESS = {"une": 0.25, "deux": 0.5, "trois": 0.75}


class LoudnessVocabulary:
    """Tokens are words."""

    end = len(LOUDNESS)

    def prompt(self, language: Language, before: Sequence[int] = ()) -> list[int]:
        return [0]

    def text(self, tokens: Sequence[int]) -> str:
        return " ".join(list(LOUDNESS)[token] for token in tokens)


class LoudnessModel:
    """Hears in a clip the word of its loudness, notes which came together, and computes a batch for each permit."""

    device = "cpu"
    vocabulary = LoudnessVocabulary()

    def __init__(self) -> None:
        self.together: list[list[float]] = []
        self.begun, self.permits = threading.Event(), threading.Semaphore(0)
        self.failing: set[float] = set()
        self.error = "no way"

    def features(self, samples: Samples, seconds: float) -> float:
        return float(samples.max())

    def encode(self, features: Sequence[float]) -> Any:
        return np.array(features)

    def decode(self, encoded: Any, prompts: Any, beam: int, most_tokens: int) -> list[Decoded]:
        self.together.append(encoded.tolist())
        self.begun.set()
        assert self.permits.acquire(timeout=PATIENCE_S)
        if self.failing & set(encoded.tolist()):
            raise RuntimeError(self.error)
        return [Decoded((list(LOUDNESS.values()).index(each),), -0.2, 0.1) for each in encoded]


def engine_of(model: LoudnessModel, batch: int | None = None) -> WhisperEngine:
    return WhisperEngine(model, "loudness", threads=1, beam=3, word_times=False, batch=batch)  # type: ignore[arg-type]


def wait_until_waiting(engine: WhisperEngine, clips: int) -> None:
    batches = engine._batches
    with batches._changed:
        assert batches._changed.wait_for(lambda: len(batches._waiting) == clips, PATIENCE_S)


def test_clips_of_calls_that_wait_share_a_batch_and_each_call_gets_its_own_words() -> None:
    model = LoudnessModel()
    engine = engine_of(model)
    hearing = Hearing(engine, BeepActivity(), as_is)

    def hear(word: str) -> Transcript:
        sound = Marks(10, [[3]], loudness=[LOUDNESS[word]])
        return hearing.hear(sound, (Role.ADVISER,), Language.FRENCH)

    with ThreadPoolExecutor(3) as pool:
        calls = {"une": pool.submit(hear, "une")}
        assert model.begun.wait(PATIENCE_S)
        calls |= {word: pool.submit(hear, word) for word in ("deux", "trois")}
        wait_until_waiting(engine, 2)
        model.permits.release(MANY)
        heard = {word: [said.text for _, said in call.result().words()] for word, call in calls.items()}
    assert [sorted(each) for each in model.together] == [[0.25], [0.5, 0.75]]
    assert heard == {word: [word] for word in LOUDNESS}


def clip(word: str) -> Clip:
    return Clip(np.full(16_000, LOUDNESS[word], np.float32), Language.FRENCH)


def test_a_clip_that_cannot_be_transcribed_takes_nothing_from_those_beside_it() -> None:
    model = LoudnessModel()
    model.permits.release(MANY)
    model.failing = {LOUDNESS["deux"]}
    heard = list(engine_of(model).hear([clip(word) for word in LOUDNESS]))
    assert [each.failed for each in heard] == [False, True, False]
    assert [" ".join(word.text for word in each.words) for each in heard] == ["une", "", "trois"]


def test_a_graphics_processor_that_fails_does_not_pass_for_speech_that_cannot_be_transcribed() -> None:
    model = LoudnessModel()
    model.permits.release(MANY)
    model.failing, model.error = set(LOUDNESS.values()), "CUDA failed with error unspecified launch failure"
    with pytest.raises(RuntimeError):
        list(engine_of(model).hear([clip("une")]))


def test_what_nobody_waits_for_any_more_is_not_computed() -> None:
    model = LoudnessModel()
    engine = engine_of(model, batch=1)
    call = engine.hear([clip("une"), clip("deux"), clip("deux"), clip("deux")])
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(next, call)
        assert model.begun.wait(PATIENCE_S)
        model.permits.release()
        assert [word.text for word in first.result(PATIENCE_S).words] == ["une"]
    call.close()
    model.permits.release(MANY)
    assert [word.text for each in engine.hear([clip("trois")]) for word in each.words] == ["trois"]
    assert model.together[-1] == [0.75]
    assert model.together.count([0.5]) <= 1, "one may have been under way"


def test_the_end_of_the_process_waits_for_the_batch_under_way_and_begins_no_other() -> None:
    begun: list[int] = []
    ended: list[int] = []
    under_way = threading.Event()

    def compute(tasks: Sequence[int]) -> list[int]:
        begun.extend(tasks)
        under_way.set()
        with batches._changed:
            while not batches._closed:
                batches._changed.wait(0.01)
        ended.extend(tasks)
        return list(tasks)

    batches = Batches(compute, size_of=lambda task: task, most=1, threads=1)
    batches.submit([1, 2])
    assert under_way.wait(PATIENCE_S)
    batches._close()
    assert begun == ended == [1]
